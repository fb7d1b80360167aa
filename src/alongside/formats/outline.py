"""A form as word processors hold it: a sequence of paragraphs and tables, whatever the file looks like.

In:   made by outline_form.py and outline_grids.py
Out:  Outline, a sequence of Line and Grid; every place for an answer is in a Grid

Each question owns exactly one table, and the facts at the head own the first one: an answer can then be found by its
table where a program has thrown all names away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from alongside.shapes import Choice
from alongside.tool import Form, Span

Style = Literal[
    "title",
    "edition",
    "notice",
    "summary",
    "heading1",
    "heading2",
    "text",
    "bullet",
    "number",
    "code",
    "question",
    "hint",
    "small",
]
CellStyle = Literal["cell", "head", "side", "sum"]
Look = Literal["facts", "box", "choices", "table"]
Kind = Literal["text", "list", "day", "dot", "tick"]

WIDTH = 170.0  # millimetres between the margins of A4
MARGIN = 20.0  # millimetres
_WHOLE = {"facts": 0, "box": 1, "choices": 12, "table": 6}  # rows that are not torn over two pages
TICKED = {"dot": "●", "tick": "☒"}
EMPTY = {"dot": "○", "tick": "☐"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. item counts the items of a numbered list; keep: it stays on the page of what follows."""

    style: Style
    spans: tuple[Span, ...]
    item: int = 0
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A cell with words of ours."""

    text: str
    style: CellStyle = "cell"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with a place for an answer.

    name     of its control and its bookmark; nothing else in the document is called so
    title    what a screen reader says of it
    text     the answer as people read it; empty where there is none
    value    the answer as programs read it: the id of a choice, a day, "1" for a box that is ticked
    quiet    what stands there until somebody answers
    choices  of a list
    """

    name: str
    title: str
    kind: Kind
    text: str = ""
    value: str = ""
    quiet: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """height in millimetres, at least; apart: set apart from the row above it."""

    cells: tuple[Said | Place, ...]
    height: float = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. widths in millimetres; head is empty where it has no header row."""

    look: Look
    title: str
    widths: tuple[float, ...]
    rows: tuple[GridRow, ...]
    head: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is to stay on one page."""
        return len(self.rows) <= _WHOLE[self.look]


Piece: TypeAlias = Line | Grid


@dataclass(frozen=True)
class Outline:
    """code: tool, language, size and version, printed on every page; a file that lost its properties is known by it."""

    form: Form
    code: str
    pieces: tuple[Piece, ...]

    @property
    def right_to_left(self) -> bool:
        return self.form.words.direction == "rtl"
