"""What a workbook says of itself: tool, version, language and size; no author, no program, no time.

In:   a Form and what XlsxWriter made; or an opened Book
Out:  bytes that depend on the form alone; Label
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

from alongside.answers import Label
from alongside.formats.labels import label_of
from alongside.formats.packages import Package, write_zip
from alongside.formats.xlsx_sheet import LISTS
from alongside.formats.xlsx_workbook import PROPERTIES, Book
from alongside.tool import Form

_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>{created}\
<dc:language>{language}</dc:language></cp:coreProperties>"""
_CREATED = '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
_EMPTY_RESULT = re.compile(r'<c (r="[A-Z]+\d+"(?: s="\d+")?)>(<f>[^<]*</f><v></v></c>)')
_SHEET = "xl/worksheets/sheet1.xml"


def finish(content: bytes, form: Form) -> bytes:
    """A tool's workbook, of which the form alone decides the bytes; results without a value get their type."""
    members = described(content, form.tool.title, form.tool.language, form.tool.day)
    members[_SHEET] = _EMPTY_RESULT.sub(r'<c \1 t="str">\2', members[_SHEET])
    return write_zip(members)


def described(content: bytes, title: str, language: str, day: date | None = None) -> dict[str, str]:
    """The members of a workbook, with its title and language, and nothing of the program.

    day  of which the content is; None where it depends on no day
    """
    package = Package(content)
    members = {name: package.read(name).decode("utf-8") for name in package.names}
    created = _CREATED.format(day=day.isoformat()) if day else ""
    members["docProps/core.xml"] = _CORE.format(title=escape(title), created=created, language=language)
    application = "<Application>Microsoft Excel</Application>"
    members["docProps/app.xml"] = members["docProps/app.xml"].replace(
        application, "<Application>Alongside</Application>"
    )
    return members


def label_of_book(book: Book) -> Label | None:
    """From the properties of the file; from its hidden sheet where a program has dropped them."""
    return label_of(_from_properties(book)) or label_of(_from_lists(book))


def _from_properties(book: Book) -> Mapping[str, str]:
    if PROPERTIES not in book.package.names:
        return {}
    root = book.part(PROPERTIES)
    return {item.get("name", ""): str(item.xpath("string()")) for item in root.iterfind("{*}property")}


def _from_lists(book: Book) -> Mapping[str, str]:
    first = (cell.text.partition(": ") for (line, _), cell in book.cells(LISTS).items() if line == 0)
    return {key: value for key, _, value in first}
