"""Open a workbook that somebody sent: its names, its cells, what it says of itself.

In:   bytes
Out:  Book; or Refused

Only what is asked for is read, straight from the XML: no formula is worked out, no link followed, no picture opened,
and a range over a million empty cells costs nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from alongside.formats import Refused
from alongside.formats.packages import Package, parse_xml

PROPERTIES = "docProps/custom.xml"
_BOOK = "xl/workbook.xml"
_LARGEST_PART = 10_000_000  # bytes; our fullest form has a tenth of it
_MOST_CELLS = 200_000
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?[A-Z]{1,3}\$?\d{1,7})?")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PERCENT_FORMATS = {9, 10}
_DAY_FORMATS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """kind: "number", "text", "truth" or "error"; formula: None where there is none."""

    text: str
    kind: str
    formula: str | None
    style: int

    @property
    def worked_out(self) -> bool:
        return self.formula is not None


@dataclass(frozen=True, slots=True)
class Style:
    locked: bool = True
    shown: str = ""  # "percent", "day" or nothing special


def is_workbook(content: bytes) -> bool:
    """Whether it is a zip file with a workbook in it; Refused where the zip file is damaged or a trap."""
    return content.startswith(b"PK") and _BOOK in Package(content).names


class Book:
    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        if _BOOK not in self.package.names:
            raise Refused("This file is no workbook. Fix: save it as XLSX.")
        self._sheets: dict[str, dict[Position, Cell]] = {}
        self._root = self.part(_BOOK)
        self._parts = dict(self._targets())

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        return tuple(item.get("name", "") for item in self._root.iterfind("{*}sheets/{*}sheet"))

    @cached_property
    def since_1904(self) -> bool:
        properties = self._root.find("{*}workbookPr")
        return properties is not None and properties.get("date1904") in {"1", "true"}

    @cached_property
    def names(self) -> Mapping[str, tuple[str, Position]]:
        """The sheet and the first cell behind each name. Names of the whole book go before those of a copied sheet."""
        found: dict[str, tuple[str, Position]] = {}
        items = self._root.iterfind("{*}definedNames/{*}definedName")
        for item in sorted(items, key=lambda item: "localSheetId" in item.attrib):
            place = _PLACE.fullmatch((item.text or "").strip())
            if place:
                sheet = place[1].replace("''", "'") if place[1] else place[2]
                found.setdefault(item.get("name", ""), (sheet, (int(place[4]) - 1, _column(place[3]))))
        return found

    def cells(self, sheet: str) -> Mapping[Position, Cell]:
        """The cells of a sheet that hold something or have a style; none where the sheet does not exist."""
        if sheet not in self._sheets:
            part = self._parts.get(sheet, "")
            self._sheets[sheet] = dict(self._read_cells(self.part(part))) if part in self.package.names else {}
        return self._sheets[sheet]

    def style(self, cell: Cell) -> Style:
        return self._styles[cell.style] if 0 <= cell.style < len(self._styles) else Style()

    def part(self, name: str) -> etree._Element:
        content = self.package.read(name)
        if len(content) > _LARGEST_PART:
            raise Refused("This workbook holds far more than a form can. Fix: send the form alone.")
        return parse_xml(content)

    def _targets(self) -> Iterator[tuple[str, str]]:
        """The part of each sheet by its name, and of the texts and styles by the kind of the link to them."""
        links = "xl/_rels/workbook.xml.rels"
        if links not in self.package.names:
            return
        parts = {}
        for link in self.part(links).iterfind("{*}Relationship"):
            if link.get("TargetMode") != "External":
                part = posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))[1:]
                parts[link.get("Id", "")] = part
                yield "/" + link.get("Type", "").rpartition("/")[2], part
        for sheet in self._root.iterfind("{*}sheets/{*}sheet"):
            key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
            yield sheet.get("name", ""), parts.get(str(key), "")

    @cached_property
    def _texts(self) -> list[str]:
        part = self._parts.get("/sharedStrings", "")
        if part not in self.package.names:
            return []
        return [_text_of(item) for item in self.part(part).iterfind("{*}si")]

    @cached_property
    def _styles(self) -> list[Style]:
        part = self._parts.get("/styles", "")
        if part not in self.package.names:
            return []
        root = self.part(part)
        written = {
            item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iterfind("{*}numFmts/{*}numFmt")
        }
        return [_style(item, written) for item in root.iterfind("{*}cellXfs/{*}xf")]

    def _read_cells(self, root: etree._Element) -> Iterator[tuple[Position, Cell]]:
        line = -1
        count = 0
        for row in root.iterfind("{*}sheetData/{*}row"):
            number = row.get("r", "")
            line = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 8 else line + 1
            column = -1
            for item in row.iterfind("{*}c"):
                place = _CELL.fullmatch(item.get("r", ""))
                column = _column(place[1]) if place else column + 1
                count += 1
                if count > _MOST_CELLS:
                    raise Refused("This workbook holds far more than a form can. Fix: send the form alone.")
                yield (line, column), self._cell(item)

    def _cell(self, item: etree._Element) -> Cell:
        kind = item.get("t", "n")
        formula = item.findtext("{*}f")
        value = item.findtext("{*}v") or ""
        style = item.get("s", "0")
        if kind == "s":
            value = self._texts[int(value)] if _is_index(value, len(self._texts)) else ""
        elif kind == "inlineStr":
            inline = item.find("{*}is")
            value = _text_of(inline) if inline is not None else ""
        elif kind == "str":
            value = _plain(value)
        sort = {"n": "number", "b": "truth", "e": "error"}.get(kind, "text")
        return Cell(value, sort, formula, int(style) if _is_index(style, 100_000) else 0)


def _is_index(text: str, limit: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8 and int(text) < limit


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text_of(item: etree._Element) -> str:
    """The words of a string, without the reading aids that East Asian programs add."""
    runs = [item.findtext("{*}t") or "", *(run.findtext("{*}t") or "" for run in item.iterfind("{*}r"))]
    return _plain("".join(runs))


def _plain(text: str) -> str:
    """`_x000D_` is a line end, and `_x005F_x000D_` the seven characters."""
    if "_x" not in text:
        return text
    opened = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return opened.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of letters alone are none


def _style(item: etree._Element, written: Mapping[str, str]) -> Style:
    protection = item.find("{*}protection")
    locked = protection is None or protection.get("locked", "1") not in {"0", "false"}
    number = item.get("numFmtId", "0")
    code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", written.get(number, "")).lower()
    known = int(number) if _is_index(number, 100_000) else 0
    if "%" in code or known in _PERCENT_FORMATS:
        return Style(locked, "percent")
    return Style(locked, "day" if known in _DAY_FORMATS or re.search("[dy]", code) else "")
