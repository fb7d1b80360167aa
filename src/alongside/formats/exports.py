"""Open what KoboToolbox and ODK Central export: many submissions in one file.

In:   bytes: JSON, CSV, a zip file of CSV files, or a workbook
Out:  for each submission the names of its questions with their texts; or None where the file is no such export

Servers put groups before a name (`cover/year`, `cover-year`), rows that people began into tables of their own, and add
columns for each choice. xlsform_names.py gives every question a name of its own, so the last part of it is enough.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from alongside.formats import Refused
from alongside.formats.packages import Package
from alongside.formats.xlsform_names import TOOL
from alongside.formats.xlsform_submission import Entry
from alongside.formats.xlsx_values import text_of
from alongside.formats.xlsx_workbook import Book, is_workbook
from alongside.shapes import Text

_NO_UTF8 = "This table is not UTF-8 text. Fix: export it again."
LARGEST_EXPORT = 60_000_000  # bytes
_MOST_SUBMISSIONS = 20_000
_DEEPEST = 12
_TICKS = frozenset({"0", "1", "true", "false"})  # how servers say whether a choice was chosen
_LINK = "@odata.navigationLink"
_BETWEEN = re.compile(r"[/:-]")
_KEYS = ("KEY", "_index", "__id")
_PARENTS = ("PARENT_KEY", "_parent_index", "__Submissions-id")
Row: TypeAlias = Mapping[str, str]
Table: TypeAlias = list[Row]


def submissions(content: bytes) -> Iterator[list[Entry]] | None:
    """The submissions of an export, in its order; None where it is none.

    raises  Refused where it is damaged, too large, or was exported with the words of questions instead of their names
    """
    head = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} and TOOL.encode("utf-16")[2:] in content:
        raise Refused(_NO_UTF8)
    if TOOL.encode() not in content[:LARGEST_EXPORT] and not head.startswith(b"PK"):
        return None
    if head[:1] in {b"{", b"["}:
        return _from_json(content)
    if head.startswith(b"PK"):
        tables = _tables_of_workbook(content) if is_workbook(content) else _tables_of_zip(content)
        return _from_tables(tables)
    if head.startswith(b"<") or head.startswith(b"%PDF"):
        return None
    return _from_tables([_table(content)])


def _from_json(content: bytes) -> Iterator[list[Entry]] | None:
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused("This file is damaged. Fix: export it again.") from None
    if isinstance(whole, dict):
        whole = whole.get("results", whole.get("value"))
    if not isinstance(whole, list) or not all(isinstance(item, dict) for item in whole):
        return None
    if len(whole) > _MOST_SUBMISSIONS:
        raise Refused(f"This export has more than {_MOST_SUBMISSIONS} submissions. Fix: export it in parts.")
    found = [list(_entries(item)) for item in whole]
    ours = [entries for entries in found if any(name == TOOL for name, _, _ in entries)]
    return iter(ours) if ours else None


def _entries(item: Mapping[str, object], row: int = 1, depth: int = 0) -> Iterator[Entry]:
    if depth > _DEEPEST:
        raise Refused("This file is built like no export of ours. Fix: export it again, as JSON or CSV.")
    for key, value in item.items():
        name = _BETWEEN.split(str(key))[-1]
        if str(key).endswith(_LINK) and not isinstance(item.get(str(key).removesuffix(_LINK)), list):
            raise Refused("This export leaves out the rows of tables. Fix: export it with $expand=*, or as a zip file.")
        if "@odata." in str(key) or (name.startswith("_") and isinstance(value, dict | list)):
            continue  # what the server knows
        if isinstance(value, dict):
            yield from _entries(value, row, depth + 1)
        elif isinstance(value, list):
            for number, inner in enumerate(value, 1):
                if isinstance(inner, dict):
                    yield from _entries(inner, number, depth + 1)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield name, row, str(value)


def _table(content: bytes) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_NO_UTF8) from None
    head = text.partition("\n")[0]
    divider = max(",;\t", key=head.count)
    csv.field_size_limit(1_000_000)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=divider, strict=True))
    except csv.Error:
        raise Refused("This table is damaged. Fix: export it again.") from None
    if any(None in row.values() for row in rows):
        raise Refused("This table is cut short. Fix: export it again.")
    return [{key: value for key, value in row.items() if key and isinstance(value, str)} for row in rows]


def _tables_of_zip(content: bytes) -> list[Table]:
    package = Package(content)
    names = (name for name in sorted(package.names) if not name.startswith("__MACOSX"))
    return [_table(package.read(name)) for name in names if name.lower().endswith(".csv")]


def _tables_of_workbook(content: bytes) -> list[Table]:
    package = Package(content)
    parts = (name for name in package.names if name.startswith(("xl/worksheets/", "xl/sharedStrings")))
    if not any(TOOL.encode() in package.read(name) for name in parts):
        return []
    try:
        book = Book(content)
        return [_table_of_sheet(book, sheet) for sheet in book.sheets]
    except Refused:
        raise Refused("This export is damaged, or too large for a workbook. Fix: export it as JSON or CSV.") from None


def _table_of_sheet(book: Book, sheet: str) -> Table:
    cells = book.cells(sheet)
    head = {column: cell.text for (row, column), cell in cells.items() if row == 0 and cell.text}
    rows: dict[int, dict[str, str]] = {}
    for (row, column), cell in cells.items():
        if row and column in head:
            rows.setdefault(row, {})[head[column]] = text_of(cell, Text(), book)[0]
    return [rows[row] for row in sorted(rows)]


def _from_tables(tables: Iterable[Table]) -> Iterator[list[Entry]] | None:
    """The table that says which tool it is of, and with each of its rows those that belong to it."""
    whole = [table for table in tables if table]
    main = next((table for table in whole if any(_BETWEEN.split(name)[-1] == TOOL for name in table[0])), None)
    if main is None:
        return None
    if len(main) > _MOST_SUBMISSIONS:
        raise Refused(f"This export has more than {_MOST_SUBMISSIONS} submissions. Fix: export it in parts.")
    belonging: dict[str, list[Entry]] = {}
    for table in whole:
        if table is not main:
            for parent, entries in _rows_below(table):
                belonging.setdefault(parent, []).extend(entries)
    belonging.pop("", None)  # rows of nobody
    return (_flat(row, 1) + belonging.get(_first(row, _KEYS), []) for row in main)


def _rows_below(table: Table) -> Iterator[tuple[str, list[Entry]]]:
    numbers: dict[str, int] = {}
    for row in table:
        parent = _first(row, _PARENTS)
        numbers[parent] = numbers.get(parent, 0) + 1
        yield parent, _flat(row, numbers[parent])


def _flat(row: Row, number: int) -> list[Entry]:
    """Its cells by the last part of their name. `cover/why/money` beside `cover/why` is one choice of an answer.

    Where servers leave out `cover/why`, the choice keeps the name of its question: `why/money`.
    """
    names = set(row)
    return [
        ("/".join(_BETWEEN.split(name)[-2 if text.casefold() in _TICKS else -1 :]), number, text)
        for name, text in row.items()
        if text.strip() and not any(name[: found.start()] in names for found in _BETWEEN.finditer(name))
    ]


def _first(row: Row, names: Iterable[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")
