"""Find the answers in the trace of a document: by the name of a control, by a bookmark, at last by position.

In:   a Form, the Trace of a file that somebody filled
Out:  Found; what was found by position alone is marked there

The whole cell is read where it holds one place: people type beside a control, and programs move its edges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from alongside.answers import Found
from alongside.formats import Refused
from alongside.formats.outline import EMPTY, TICKED, Grid, GridRow, Place, Said
from alongside.formats.outline_grids import grid_of
from alongside.formats.traces import Bookmark, Cell, Control, Row, Table, Trace
from alongside.shapes import Many, One
from alongside.shapes import Table as TableShape
from alongside.text import fold
from alongside.tool import Form, Question, address_of

_MARKS = {*TICKED.values(), *"☑✓✔✗✘◉xX×"}
_BLANKS = str.maketrans("", "", "".join((*EMPTY.values(), "◯ \u00a0\t\n")))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def find(form: Form, trace: Trace) -> Found:
    """What stands at each address."""
    finder = _Finder(form, trace)
    finder.read_named()
    finder.read_loose()
    finder.read_by_position()
    if not finder.touched:
        raise Refused("The places for answers cannot be found in this file. Fix: type the answers into a new form.")
    return Found({**finder.values, **finder.ticked()}, frozenset(finder.uncertain))


class _Finder:
    """touched: the questions of which anything was found, answered or not."""

    def __init__(self, form: Form, trace: Trace) -> None:
        self.form = form
        self.trace = trace
        self.questions = {question.id: question for question in form.questions}
        self.values: dict[str, str] = {}
        self.boxes: dict[str, dict[str, str]] = {}
        self.uncertain: set[str] = set()
        self.touched: set[str] = set()
        self.rows: set[tuple[str, str]] = set()
        self.last: dict[str, int] = {}
        self.grids: dict[str, Grid] = {}
        for part in trace.parts():
            table, _, row = address_of(part.name).partition(".")
            number = row.partition(".")[0]
            if number.isdecimal() and len(number) < 3:
                self.last[table] = max(self.last.get(table, 0), int(number))

    def grid(self, question: Question) -> Grid:
        """The question's table as the empty form has it."""
        if question.id not in self.grids:
            self.grids[question.id] = grid_of(self.form, question, {}, {})
        return self.grids[question.id]

    # By name

    def read_named(self) -> None:
        for table in self.trace.tables:
            question = ""  # the one whose rows have begun in this table
            for row in table.rows:
                key = next(filter(None, (self.row_of(part.name) for part in _parts(row.cells))), None)
                if key:
                    question = key[0]
                    self.read_row(row, *key, self.number(*key))
                    continue
                for cell in row.cells:
                    self.read_cell(cell)
                if question and not _parts(row.cells):
                    self.read_added(row, question)

    def row_of(self, name: str) -> tuple[str, str] | None:
        """Table and row of a cell's name."""
        address = address_of(name).split(".")
        return (address[0], address[1]) if len(address) == 3 else None

    def number(self, table: str, row: str) -> str:
        """The row's own id, or a new one where it is a copy of a row that was already read."""
        if (table, row) in self.rows and self.is_open(table):
            row = self.next_row(table)
        self.rows.add((table, row))
        return row

    def next_row(self, table: str) -> str:
        shape = self.questions[table].shape
        least = len(shape.rows) if isinstance(shape, TableShape) else 0
        self.last[table] = max(self.last.get(table, 0), least) + 1
        return str(self.last[table])

    def is_open(self, table: str) -> bool:
        """Whether people may add rows to it."""
        shape = self.questions[table].shape if table in self.questions else None
        return isinstance(shape, TableShape) and not shape.given

    def read_row(self, row: Row, table: str, named: str, number: str) -> None:
        """A row of a table, that its cells call `named`, under the id `number`."""
        expected = self.columns(table)
        for index, cell in enumerate(row.cells):
            parts = _parts([cell])
            column = address_of(parts[0].name).split(".")[-1] if parts else ""
            ours = len(parts) == 1 and self.row_of(parts[0].name) == (table, named)
            if ours and (column in expected or table not in self.questions):
                doubtful = _is_doubtful(parts[0], cell)
                self.put(f"{table}.{number}.{column}", self.answer(parts[0], cell), uncertain=doubtful)
            elif parts and not (ours and number != named):
                self.read_cell(cell)
            elif len(expected) == len(row.cells) and expected[index]:
                self.put(f"{table}.{number}.{expected[index]}", self.plain(cell), uncertain=True)

    def columns(self, table: str) -> list[str]:
        """The column that stands in each cell of a row; empty where no answer does."""
        question = self.questions.get(table)
        if question is None or not isinstance(question.shape, TableShape):
            return []
        cells = self.grid(question).rows[0].cells
        return [address_of(cell.name).split(".")[2] if isinstance(cell, Place) else "" for cell in cells]

    def read_added(self, row: Row, table: str) -> None:
        """A row that somebody added by hand: what stands in which column is told by position alone."""
        expected = self.columns(table)
        if len(expected) == len(row.cells) and not self.is_head(table, row):
            texts = {column: self.plain(cell) for column, cell in zip(expected, row.cells, strict=True) if column}
            if any(texts.values()):
                number = self.next_row(table)
                for column, text in texts.items():
                    self.put(f"{table}.{number}.{column}", text, uncertain=True)

    def is_head(self, table: str, row: Row) -> bool:
        """Whether it is the header row; people copy that as well."""
        head = tuple(Said(text) for text in self.grid(self.questions[table]).head)
        return self.fits(GridRow(head), row)

    def read_cell(self, cell: Cell) -> None:
        parts = _parts([cell])
        for part in parts:
            self.put_named(part, cell if len(parts) == 1 else None)

    def read_loose(self) -> None:
        """Controls and bookmarks that no longer stand in a cell."""
        for part in self.trace.parts():
            address = address_of(part.name)
            if address and part.cell is None and address not in self.values:
                self.put_named(part, None)

    def put_named(self, part: Control | Bookmark, cell: Cell | None) -> None:
        address = address_of(part.name)
        question, _, choice = address.partition(".")
        asked = self.questions.get(question)
        if asked and choice and isinstance(asked.shape, One | Many):
            self.put_box(question, choice, self.box(part, cell))
        elif isinstance(part, Control) and part.ticked is not None:
            self.put(address, self.box(part, cell))
        else:
            self.put(address, self.answer(part, cell), uncertain=_is_doubtful(part, cell))

    # What one place holds

    def answer(self, part: Control | Bookmark, cell: Cell | None) -> str:
        text = self.plain(cell or part)
        control = _control(part, cell)
        if control and control.day and text and not _DAY.fullmatch(text):
            return control.day if _shows(text, control.day) else text
        return control.items.get(text, text) if control else text

    def plain(self, part: Control | Bookmark | Cell) -> str:
        text = self.trace.text(part)
        return "" if text in self.trace.quiet else text

    def box(self, part: Control | Bookmark | Cell, cell: Cell | None) -> str:
        """`x` for a box that is ticked, nothing for one that is not, else the words beside it that nobody foresaw."""
        control = _control(part, cell)
        if control and control.ticked:
            return "x"
        beside = self.trace.text(cell or part).translate(_BLANKS)
        return "x" if beside and set(beside) <= _MARKS else beside

    def put(self, address: str, text: str, *, uncertain: bool = False) -> None:
        """The first answer stays; a second one that differs makes it uncertain."""
        self.touched.add(address.split(".")[0])
        before = self.values.get(address, "")
        if before and text and before != text:
            self.uncertain.add(address)
            return
        self.values[address] = before or text
        if uncertain and text:
            self.uncertain.add(address)

    def put_box(self, question: str, choice: str, state: str, *, uncertain: bool = False) -> None:
        self.touched.add(question)
        boxes = self.boxes.setdefault(question, {})
        boxes[choice] = boxes.get(choice) or state
        if uncertain:
            self.uncertain.add(question)

    def ticked(self) -> dict[str, list[str]]:
        """What is ticked, by question; unforeseen words beside a box are kept as they are."""
        return {
            question: [choice if state == "x" else state for choice, state in boxes.items() if state]
            for question, boxes in self.boxes.items()
        }

    # By position

    def read_by_position(self) -> None:
        """Tables in which no name is left, in a document that has as many tables as the form."""
        tables = [table for table in self.trace.tables if not table.inner]
        if len(tables) != len(self.form.questions) + 1:
            return
        for question, table in zip(self.form.questions, tables[1:], strict=True):
            named = any(_parts(row.cells) for row in table.rows)
            if question.id not in self.touched and not named:
                self.read_table(question, self.grid(question), table)

    def read_table(self, question: Question, grid: Grid, table: Table) -> None:
        rows = list(table.rows)
        if grid.head:
            said = tuple(Said(text) for text in grid.head)
            if not rows or not self.fits(GridRow(said), rows.pop(0)):
                return
        for index, row in enumerate(rows):
            place = self.row_for(grid, index, row)
            for expected, cell in zip(place.cells, row.cells, strict=True) if place else ():
                if isinstance(expected, Place):
                    self.put_position(question, expected, cell)

    def row_for(self, grid: Grid, index: int, row: Row) -> GridRow | None:
        """The row of the form that a row of the document is: by its words, or by its place where it has none."""
        if any(isinstance(cell, Said) and cell.text for cell in grid.rows[0].cells):
            return next((place for place in grid.rows if self.fits(place, row)), None)
        return grid.rows[index] if index < len(grid.rows) and self.fits(grid.rows[index], row) else None

    def fits(self, place: GridRow, row: Row) -> bool:
        return len(place.cells) == len(row.cells) and all(
            fold(cell.text) == fold(self.trace.text(found))
            for cell, found in zip(place.cells, row.cells, strict=True)
            if isinstance(cell, Said) and cell.text
        )

    def put_position(self, question: Question, place: Place, cell: Cell) -> None:
        address = address_of(place.name)
        if place.kind in EMPTY:
            self.put_box(question.id, address.partition(".")[2], self.box(cell, cell), uncertain=True)
        else:
            self.put(address, self.plain(cell), uncertain=True)


def _parts(cells: Sequence[Cell]) -> list[Control] | list[Bookmark]:
    """The places in some cells: controls with our names, or bookmarks where no such control is left."""
    controls = [control for cell in cells for control in cell.controls if address_of(control.name)]
    return controls or [mark for cell in cells for mark in cell.bookmarks if address_of(mark.name)]


def _is_doubtful(part: Control | Bookmark, cell: Cell | None) -> bool:
    controls = cell.controls if cell else [part]
    return any(isinstance(control, Control) and control.doubtful for control in controls)


def _control(part: Control | Bookmark | Cell, cell: Cell | None) -> Control | None:
    """The control that knows more of an answer than its text; where it lost its name, it is known by its cell."""
    controls = [part] if isinstance(part, Control) else []
    controls += cell.controls if cell else []
    telling = [control for control in controls if control.ticked is not None or control.day or control.items]
    return telling[0] if telling else None


def _shows(text: str, day: str) -> bool:
    """Whether a text shows a day in some way: with its year, its day and, where that is a figure, its month."""
    if not _DAY.fullmatch(day):
        return False
    figures = {int(figure[:5]) for figure in re.findall(r"\d+", text)}
    year, month, number = map(int, day.split("-"))
    return number in figures and not figures - {year, year % 100, month, number}
