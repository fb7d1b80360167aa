"""Write the sheet of a form.

In:   a Form, answers, a Plan
Out:  the bytes of a workbook, as XlsxWriter makes them

What people typed goes through write_string, write_number and write_datetime alone: nothing of it can become a formula
or a link.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell  # type: ignore[import-untyped]

from alongside.answers import Answers, totals
from alongside.formats.labels import code_of
from alongside.formats.xlsx_formulas import Excel, write_total
from alongside.formats.xlsx_looks import FONT, letters, properties
from alongside.formats.xlsx_measure import PLAIN_SIZE, Run
from alongside.formats.xlsx_plan import Plan, Spot
from alongside.formats.xlsx_words import message
from alongside.shapes import Day, Many, Number, One, Shape, Total
from alongside.tool import Form, Leaf, name_of
from alongside.typed_text import Value
from alongside.words import N_

LISTS = "lists"  # the hidden sheet: first what the file is, then the words of closed lists
_FIRST_LIST = 2  # its line
_DEFAULT = {"font_name": FONT, "font_size": PLAIN_SIZE, "font_scheme": "none"}
_TICK = "x"
_LARGEST = 10**15  # a figure a cell can hold to the cent
_EARLIEST, _LATEST = date(1900, 3, 1), date(2199, 12, 31)  # before that, spreadsheets disagree on days


class SheetWriter:
    def __init__(self, form: Form, answers: Answers, plan: Plan, about: Mapping[str, str]) -> None:
        self.form = form
        self.answers = answers
        self.plan = plan
        self.totals = totals(form, answers)
        self.right_to_left = form.words.direction == "rtl"
        self.buffer = io.BytesIO()
        self.book = Workbook(self.buffer, {"in_memory": True, "default_format_properties": dict(_DEFAULT)})
        self.sheet = self.book.add_worksheet(sheet_name(form))
        self.lists = self.book.add_worksheet(LISTS)
        self.formats: dict[str, Any] = {}
        self.rules: dict[str, tuple[dict[str, Any], list[str]]] = {}
        self.written: dict[tuple[str, ...], str] = {}
        for column, (key, value) in enumerate(about.items()):
            self.lists.write_string(0, column, f"{key}: {value}")
            self.book.set_custom_property(key, value, "text")

    def write(self) -> bytes:
        for number, line in enumerate(self.plan.lines):
            self.sheet.set_row(number, round(line.height * 4 / 3) * 0.75)
            for spot in line.spots:
                self._spot(number, spot)
        self._validations()
        self._names()
        self._set_page()
        self.book.close()
        return self.buffer.getvalue()

    def _set_page(self) -> None:
        for column, width in enumerate(self.plan.widths):
            self.sheet.set_column(column, column, width)
        if self.right_to_left:
            self.sheet.right_to_left()
            self.lists.right_to_left()
        self.sheet.hide_gridlines(2)
        self.sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, len(self.plan.lines) - 1, self.plan.last)})
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(left=0.5, right=0.5, top=0.55, bottom=0.7)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.print_area(0, 0, len(self.plan.lines) - 1, self.plan.last)
        self.sheet.set_h_pagebreaks(self.plan.breaks())
        title = self.form.tool.title[:150].replace("&", "&&")
        near, far = "RL" if self.right_to_left else "LR"
        self.sheet.set_footer(f"&{near}&8 {title} · {code_of(self.form)}&{far}&8 &P / &N")
        self.sheet.protect("", {"format_rows": True, "format_columns": True, "format_cells": True})
        self.lists.protect()
        self.lists.very_hidden()
        self.sheet.activate()

    def _format(self, style: str, look: str) -> Any:
        key = f"{style} {look}"
        if key not in self.formats:
            found = properties(style, look, self.right_to_left)
            self.formats[key] = self.book.add_format(found)
        return self.formats[key]

    def _letters(self, run: Run) -> Any:
        key = f"letters {run.look}"
        if key not in self.formats:
            self.formats[key] = self.book.add_format(letters(run))
        return self.formats[key]

    def _spot(self, row: int, spot: Spot) -> None:
        look = spot.runs[0].look if spot.runs else "plain"
        shape = spot.leaf.shape if spot.leaf else None
        is_year = isinstance(shape, Number) and shape.most is not None and shape.most < 10_000 and not shape.unit
        format = self._format("year" if spot.style == "whole" and is_year else spot.style, look)
        if spot.last > spot.first:
            self.sheet.merge_range(row, spot.first, row, spot.last, "", format)
        else:
            self.sheet.write_blank(row, spot.first, None, format)
        if spot.leaf:
            self._answer(row, spot, spot.leaf, format)
        elif len(spot.runs) == 1:
            self.sheet.write_string(row, spot.first, spot.runs[0].text, format)
        elif spot.runs:
            pieces = [piece for run in spot.runs for piece in (self._letters(run), run.text)]
            self.sheet.write_rich_string(row, spot.first, *pieces, format)

    def _answer(self, row: int, spot: Spot, leaf: Leaf, format: Any) -> None:
        if isinstance(leaf.shape, Total):
            formula = write_total(leaf.shape, Excel(self.form, self._cells, self._ranges, leaf))
            total = self.totals.get(leaf.address)
            self.sheet.write_formula(row, spot.first, formula, format, "" if total is None else float(total))
            return
        value = self.answers.get(leaf.address)
        if isinstance(leaf.shape, Many):
            value = _TICK if isinstance(value, tuple) and spot.choice in value else None
        if value is not None:
            self._value(row, spot.first, leaf, value, format)
        self._validation(row, spot, leaf)

    def _value(self, row: int, column: int, leaf: Leaf, value: Value, format: Any) -> None:
        if isinstance(value, Decimal) and abs(value) < _LARGEST:
            self.sheet.write_number(row, column, float(value), format)
        elif isinstance(value, date) and _EARLIEST <= value <= _LATEST:
            self.sheet.write_datetime(row, column, value, format)
        elif isinstance(leaf.shape, One):
            words = {choice.id: choice.text for choice in leaf.shape.choices}
            self.sheet.write_string(row, column, words.get(str(value), str(value)), format)
        else:
            self.sheet.write_string(row, column, str(value), format)

    def _validation(self, row: int, spot: Spot, leaf: Leaf) -> None:
        """Note what the cell accepts; cells that accept the same share one rule."""
        rule = self._rule(leaf.shape)
        if rule:
            said = {"error_title": self.form.words.say(N_("Something else is needed"))[:32]}
            rule |= {**said, "error_message": message(self.form, leaf.shape)}
            self.rules.setdefault(repr(rule), (rule, []))[1].append(xl_rowcol_to_cell(row, spot.first))

    def _rule(self, shape: Shape) -> dict[str, Any]:
        if isinstance(shape, One):
            return {"validate": "list", "source": self._list(tuple(choice.text for choice in shape.choices))}
        if isinstance(shape, Many):
            return {"validate": "list", "source": [_TICK]}
        if isinstance(shape, Number):
            least = -_LARGEST if shape.least is None else float(shape.least)
            most = _LARGEST if shape.most is None else float(shape.most)
            kind = "integer" if shape.decimals == 0 else "decimal"
            return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
        if isinstance(shape, Day):
            return {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
        return {}

    def _validations(self) -> None:
        for rule, cells in self.rules.values():
            self.sheet.data_validation(cells[0], {**rule, "multi_range": " ".join(cells)})

    def _list(self, texts: tuple[str, ...]) -> str:
        """The place of a closed list on the hidden sheet, each list once."""
        if texts not in self.written:
            column = len(self.written)
            for offset, text in enumerate(texts):
                self.lists.write_string(_FIRST_LIST + offset, column, text)
            cells = xl_range_abs(_FIRST_LIST, column, _FIRST_LIST + len(texts) - 1, column)
            self.written[texts] = f"={LISTS}!{cells}"
        return self.written[texts]

    @cached_property
    def _cells(self) -> dict[str, str]:
        places = ((spot, number) for number, spot in self.plan.spots() if spot.leaf and not spot.choice)
        return {spot.leaf.address: xl_rowcol_to_cell(number, spot.first) for spot, number in places if spot.leaf}

    @cached_property
    def _ranges(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], list[str]] = {}
        for address, cell in self._cells.items():
            if address.count(".") == 2:
                table, _, column = address.split(".")
                found.setdefault((table, column), []).append(cell)
        return {key: f"{cells[0]}:{cells[-1]}" for key, cells in found.items()}

    def _names(self) -> None:
        """A name for each place of an answer; for a question with ticks also one for them all."""
        sheet = "'" + self.sheet.get_name().replace("'", "''") + "'"
        ticks: dict[str, list[tuple[int, int]]] = {}
        for number, spot in self.plan.spots():
            if spot.leaf:
                self.book.define_name(spot.name, f"={sheet}!{xl_rowcol_to_cell(number, spot.first, True, True)}")
            if spot.leaf and spot.choice:
                ticks.setdefault(name_of(spot.leaf.address), []).append((number, spot.first))
        for name, places in ticks.items():
            self.book.define_name(name, f"={sheet}!{xl_range_abs(*places[0], *places[-1])}")


def sheet_name(form: Form) -> str:
    """A name that every spreadsheet takes: 31 characters, none of those with a meaning."""
    name = form.words.say(N_("Form"))
    return "".join(letter for letter in name if letter not in "[]:*?/\\'")[:31] or "Form"
