"""Find the answers in a workbook that came back.

In:   an opened Book, the Form it was made from
Out:  Found: texts by address

Three ways, from certain to uncertain: by the names of cells; rows that somebody put into a table; by place alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alongside.answers import Found
from alongside.formats import Refused
from alongside.formats.xlsx_layout import lay_out
from alongside.formats.xlsx_values import is_ticked, text_of
from alongside.formats.xlsx_workbook import Book, Cell, Position
from alongside.shapes import Many, Table, Text, Total
from alongside.text import fold
from alongside.tool import MOST_ROWS, Form, Leaf, Question, address_of, leaves_of, name_of

_WORDS_OF_OURS = {"question", "given", "head", "choice", "h2"}
_Place = tuple[str, Position]


class SheetReader:
    def __init__(self, book: Book, form: Form) -> None:
        self.book = book
        self.form = form
        self.values: dict[str, str | list[str]] = {}
        self.uncertain: set[str] = set()
        self.named = {name: place for name, place in book.names.items() if address_of(name)}

    def read(self) -> Found:
        for name, place in self._without_groups(self.named):
            self._take(name, place)
        missing = set(self._expected()) - self.named.keys()
        if missing:
            self._read_by_place(missing)
        for question in self.form.questions:
            if isinstance(question.shape, Table) and not question.shape.given:
                self._read_added_rows(question, question.shape)
        return Found(self.values, frozenset(self.uncertain))

    def _expected(self) -> Iterator[str]:
        for leaf in self.form.leaves.values():
            if isinstance(leaf.shape, Many):
                yield from (f"{leaf.name}__{choice.id}" for choice in leaf.shape.choices)
            elif not isinstance(leaf.shape, Total):
                yield leaf.name

    def _without_groups(self, names: Mapping[str, _Place]) -> Iterator[tuple[str, _Place]]:
        """A question with ticks has one name for them all, besides those of its ticks."""
        groups = {name.rpartition("__")[0] for name in names}
        return ((name, place) for name, place in names.items() if name not in groups)

    def _take(self, name: str, place: _Place, by_place: bool = False) -> None:
        address = address_of(name)
        question, _, rest = address.partition(".")
        ticked = self.form.leaf(question)
        if ticked and isinstance(ticked.shape, Many) and rest:
            self._take_tick(ticked, rest, place, by_place)
        else:
            self._take_value(address, self.form.leaf(address), place, by_place)

    def _take_tick(self, leaf: Leaf, choice: str, place: _Place, by_place: bool) -> None:
        cell = self.book.cells(place[0]).get(place[1])
        if cell is None or not cell.text.strip():
            return
        ticked = is_ticked(cell)
        if ticked is not False:
            chosen = self.values.setdefault(leaf.address, [])
            if isinstance(chosen, list):
                chosen.append(choice)
        if by_place or cell.worked_out or ticked is None:
            self.uncertain.add(leaf.address)

    def _take_value(self, address: str, leaf: Leaf | None, place: _Place, by_place: bool) -> None:
        """What stands in a cell; text as it is where this version of the tool knows no such place."""
        cell = self.book.cells(place[0]).get(place[1])
        if cell is None or (leaf and isinstance(leaf.shape, Total)):
            return
        text, certain = text_of(cell, leaf.shape if leaf else Text(), self.book)
        if text.strip():
            self.values[address] = text
            if by_place or not certain:
                self.uncertain.add(address)

    def _read_by_place(self, missing: set[str]) -> None:
        """Names are lost: only where every word of ours is still in its cell do we know which cell is which."""
        plan = lay_out(self.form, {})
        for sheet in self.book.sheets[:3]:
            cells = self.book.cells(sheet)
            ours = (
                (spot.runs, cells.get((number, spot.first)))
                for number, spot in plan.spots()
                if spot.style in _WORDS_OF_OURS and spot.runs
            )
            if all(cell and fold(cell.text) == fold("".join(run.text for run in runs)) for runs, cell in ours):
                for number, spot in plan.spots():
                    if spot.name in missing:
                        self._take(spot.name, (sheet, (number, spot.first)), by_place=True)
                return
        if not self.named:
            raise Refused(
                "The places of the answers cannot be found in this workbook. "
                "Fix: copy the answers into an empty workbook of this tool."
            )

    def _read_added_rows(self, question: Question, table: Table) -> None:
        """Rows that somebody put between the rows of a table or right below them; cells without names of ours."""
        columns: dict[str, int] = {}
        lines: dict[int, int] = {}
        sheet = ""
        for leaf in leaves_of(question):
            place = self.named.get(leaf.name)
            if place and leaf.row and leaf.column:
                sheet = place[0]
                columns.setdefault(leaf.column.id, place[1][1])
                lines[place[1][0]] = int(leaf.row.id)
        taken = {place[1][0] for name, place in self.named.items() if name.startswith(name_of(question.id) + "__")}
        if not lines:
            return
        number = max(int(row) for row in self._row_numbers(question))
        for line in self._added_lines(sheet, columns, taken):
            number += 1
            if number > MOST_ROWS:
                return
            for column in table.columns:
                if column.id in columns:
                    address = f"{question.id}.{number}.{column.id}"
                    place = (sheet, (line, columns[column.id]))
                    self._take_value(address, self.form.leaf(address), place, by_place=True)

    def _row_numbers(self, question: Question) -> Iterator[str]:
        for name in self.named:
            table, _, rest = address_of(name).partition(".")
            row = rest.partition(".")[0]
            if table == question.id and row.isascii() and row.isdigit() and len(row) < 3:
                yield row
        yield "0"

    def _added_lines(self, sheet: str, columns: Mapping[str, int], taken: set[int]) -> Iterator[int]:
        cells = self.book.cells(sheet)
        first, last = min(taken), max(taken)
        for line in range(first, min(last, first + 4 * MOST_ROWS) + 1):
            if line not in taken and any(_is_filled(cells.get((line, column))) for column in columns.values()):
                yield line
        for line in range(last + 1, last + MOST_ROWS):
            found = [cells.get((line, column)) for column in columns.values()]
            filled = [cell for cell in found if cell and _is_filled(cell)]
            if all(self.book.style(cell).locked for cell in filled):
                return  # nothing, or words of ours: the table ends here
            yield line


def _is_filled(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip()) and not cell.worked_out
