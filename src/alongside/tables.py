"""A table of open data, and the forms in which it is written.

In:   columns, and rows of public values
Out:  bytes: CSV, the same with HXL hashtags, its CSVW description, JSON, a workbook

The same rows give the same bytes, and no cell of any form is a formula. None is an empty cell; zero is 0.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from alongside.formats.packages import write_zip
from alongside.formats.xlsx_package import described
from alongside.words import N_, Words, direction_of

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
Cell = str | bool | int | Decimal | None
_WIDTHS = {"name": 60, "label": 40}


@dataclass(frozen=True, slots=True)
class Column:
    """datatype: of XML Schema, as CSVW names it; hashtag: of HXL; separator: between the words of one cell."""

    name: str
    datatype: str
    hashtag: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """name: what its files are called, without an ending; key: the columns by which a row is told from the others."""

    name: str
    title: str
    description: str
    page: str
    language: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]

    @property
    def has_examples(self) -> bool:
        """Whether something in it is invented."""
        return any(row["example"] for row in self.rows)


def marked(title: str, rows: tuple[Mapping[str, Cell], ...], words: Words) -> str:
    """The title of a table, which says first whether everything or something in it is invented."""
    examples = [row["example"] for row in rows if row.get("state") != "not-collected"]
    if not any(examples):
        return title
    mark = N_("Invented example:") if all(examples) else N_("Partly invented:")
    return f"{words.say(mark)} {title}"


def as_csv(table: Table, *, tagged: bool = False) -> bytes:
    """Comma-separated, one header line. A cell that a spreadsheet would run as a formula begins with an apostrophe.

    tagged  with a second line of HXL hashtags
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    if tagged:
        writer.writerow(_hashtag(column, table.language) for column in table.columns)
    for row in table.rows:
        writer.writerow(_cell(row[column.name]) for column in table.columns)
    return buffer.getvalue().encode("utf-8")


def _hashtag(column: Column, language: str) -> str:
    return f"{column.hashtag}+i_{language}" if column.hashtag.endswith("+name") else column.hashtag


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def as_csvw(table: Table) -> bytes:
    """The description of a CSV file by the W3C's CSV on the Web."""
    columns = [
        {"name": column.name, "titles": column.name, "datatype": column.datatype}
        | ({"separator": column.separator} if column.separator else {})
        for column in table.columns
    ]
    return as_json_text(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": table.language}],
            "url": f"{table.name}.csv",
            "dc:title": table.title,
            "dc:description": table.description,
            "dc:license": {"@id": LICENCE},
            "dc:language": table.language,
            "tableSchema": {"primaryKey": list(table.key), "columns": columns},
        }
    )


def as_json(table: Table, rows_name: str, **beside: object) -> bytes:
    """rows_name: the key under which the rows stand; beside: what else the file says."""
    head = {"licence": LICENCE, "language": table.language, "title": table.title, "example": table.has_examples}
    return as_json_text({**head, **beside, rows_name: [_plain(row) for row in table.rows]})


def as_json_text(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _plain(row: Mapping[str, Cell]) -> dict[str, Any]:
    return {key: float(value) if isinstance(value, Decimal) else value for key, value in row.items()}


def as_workbook(table: Table) -> bytes:
    """One sheet of rows, one that says what they are."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    head, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet, about = book.add_worksheet(table.name), book.add_worksheet("about")
    for column, heading in enumerate(table.columns):
        sheet.set_column(column, column, _WIDTHS.get(heading.name, 13))
        sheet.write_string(0, column, heading.name, head)
        for number, row in enumerate(table.rows, 1):
            _write(sheet, number, column, row[heading.name])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    about.set_column(0, 0, 100)
    for number, line in enumerate((table.title, table.description, LICENCE)):
        about.write_string(number, 0, line, wrapped)
    if direction_of(table.language) == "rtl":
        sheet.right_to_left()
        about.right_to_left()
    book.close()
    return write_zip(described(buffer.getvalue(), table.title, table.language))


def _write(sheet: Any, row: int, column: int, value: Cell) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, value)
