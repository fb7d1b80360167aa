"""The trace of a document that somebody filled: its text, and which tables, controls and bookmarks run over it.

In:   what docx_read.py and odt_read.py meet, from the first letter to the last
Out:  Trace

Programs wrap, split and nest these things as they like. So each is only a stretch of one long text here, and no shape
of file has to be foreseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

NOT_CLOSED = -1
_OURS = re.compile("a_[a-z0-9_]+")


@dataclass(eq=False, slots=True)
class Control:
    """A place for an answer, as the program that saved the file sees it.

    quiet     whether the program says that nobody has answered; LibreOffice 7.4 says so for ever
    ticked    of a box; None in every other control
    day       the day it holds, beside the text that shows it
    items     the choices of a list: their values by their texts
    doubtful  whether its text may be that of a program instead of a person
    """

    name: str
    quiet: bool = False
    ticked: bool | None = None
    day: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    doubtful: bool = False
    start: int = 0
    end: int = NOT_CLOSED
    cell: Cell | None = None


@dataclass(eq=False, slots=True)
class Bookmark:
    name: str
    start: int
    cell: Cell | None
    end: int = NOT_CLOSED


@dataclass(eq=False, slots=True)
class Cell:
    start: int
    end: int = NOT_CLOSED
    controls: list[Control] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Row:
    cells: list[Cell] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Table:
    """inner: it stands in a cell of another table."""

    inner: bool
    rows: list[Row] = field(default_factory=list)


class Trace:
    """Grows while a document is read.

    quiet    words that stand in places nobody has answered
    by_word  whether Word saved it last: where Word says that nobody has answered, words are its own as a rule
    """

    def __init__(self, quiet: frozenset[str], *, by_word: bool = False) -> None:
        self.quiet = quiet
        self.by_word = by_word
        self.pieces: list[str] = []
        self.tables: list[Table] = []
        self.controls: list[Control] = []
        self.bookmarks: list[Bookmark] = []
        self._tables: list[Table] = []
        self._cells: list[Cell] = []
        self._controls: list[Control] = []
        self._open: dict[str, Bookmark] = {}

    def text(self, part: Control | Bookmark | Cell) -> str:
        """The text that runs over a part of the document."""
        end = len(self.pieces) if part.end == NOT_CLOSED else part.end
        return "".join(self.pieces[part.start : end]).strip()

    def parts(self) -> Iterator[Control | Bookmark]:
        yield from self.controls
        yield from self.bookmarks

    def hear(self, text: str) -> None:
        self.pieces.append(text)

    def open_table(self) -> None:
        table = Table(inner=bool(self._tables))
        self.tables.append(table)
        self._tables.append(table)

    def close_table(self) -> None:
        if self._tables:
            self._tables.pop()

    def open_row(self) -> None:
        if self._tables:
            self._tables[-1].rows.append(Row())

    def open_cell(self) -> None:
        cell = Cell(len(self.pieces))
        self._cells.append(cell)
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append(cell)
        for control in self._controls:
            if control.cell is None:  # it wraps this cell
                control.cell = cell
                cell.controls.append(control)

    def close_cell(self) -> None:
        if self._cells:
            self._cells.pop().end = len(self.pieces)

    def open_control(self, control: Control) -> None:
        control.start = len(self.pieces)
        control.cell = self._cells[-1] if self._cells else None
        if control.cell:
            control.cell.controls.append(control)
        self.controls.append(control)
        self._controls.append(control)

    def close_control(self) -> None:
        """The end of a control. What it shows is no answer where it is a box, or where nobody has answered."""
        if not self._controls:
            return
        control = self._controls.pop()
        control.end = len(self.pieces)
        text = self.text(control)
        if control.ticked is not None or text in self.quiet:
            self._replace(control, "")
        elif control.quiet:  # somebody has typed before or behind our words
            for words in sorted(self.quiet, key=len, reverse=True):
                text = text.removeprefix(words).removesuffix(words)
            self._replace(control, text)
            control.doubtful = self.by_word and bool(text.strip())

    def _replace(self, control: Control, text: str) -> None:
        for index in range(control.start, control.end):
            self.pieces[index] = text if index == control.start else ""

    def open_bookmark(self, key: str, name: str) -> None:
        bookmark = Bookmark(_original(name), len(self.pieces), self._cells[-1] if self._cells else None)
        if bookmark.cell:
            bookmark.cell.bookmarks.append(bookmark)
        self.bookmarks.append(bookmark)
        self._open[key] = bookmark

    def close_bookmark(self, key: str) -> None:
        bookmark = self._open.pop(key, None)
        if bookmark:
            bookmark.end = len(self.pieces)


def _original(name: str) -> str:
    """`a_steps__1__by` for `a_steps__1__by Copy 1` and `a_steps__1__by_Copy_1`.

    So LibreOffice calls the bookmarks of a row that somebody copied. Names of ours have small letters only.
    """
    ours = _OURS.match(name)
    return name if ours is None or ours.end() == len(name) else ours.group().rstrip("_")
