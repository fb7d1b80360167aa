"""Where everything stands on the sheet of a form: lines from top to bottom, and what is in each of them.

In:   nothing
Out:  Spot, Line, Plan

xlsx_layout.py fills a plan, xlsx_sheet.py writes it, and xlsx_reader.py asks it where answers stood when their names
were lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from alongside.formats.xlsx_looks import INDENT, STYLES
from alongside.formats.xlsx_measure import HIGHEST, Run, height_of
from alongside.shapes import Day, Many, Number, One, Text, Total
from alongside.tool import Leaf

FIRST_WIDTH, OTHER_WIDTHS = 30.0, 61.0  # characters; together they fill an A4 page
FEWEST_COLUMNS = 6
PAGE = 735.0  # points of an A4 page between its margins
_CHARACTER, _EDGES = 5.25, 3.75  # points of a character of a column's width, and of its edges
_PADDING = 5.0  # points that a cell keeps free at its sides
_LINE = 15.0
_LOWEST = {"title": 30.0, "h2": 26.0, "h3": 20.0, "hand": 34.0}


@dataclass(frozen=True, slots=True)
class Spot:
    """Some columns of a line. An answer stands there if leaf is set; with a choice, its tick.

    style  how it looks, a key of xlsx_looks.STYLES
    typed  the words that already stand there
    """

    first: int
    last: int
    style: str
    runs: tuple[Run, ...] = ()
    leaf: Leaf | None = None
    choice: str = ""
    typed: str = ""

    @property
    def name(self) -> str:
        if not self.leaf:
            return ""
        return f"{self.leaf.name}__{self.choice}" if self.choice else self.leaf.name


@dataclass(slots=True)
class Line:
    """glued: it stays on the page of the next line."""

    spots: list[Spot]
    height: float
    glued: bool = False


@dataclass
class Plan:
    columns: int
    lines: list[Line] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.columns - 1

    @property
    def split(self) -> int:
        """The column where answers beside their questions begin."""
        return self.columns // 2

    @cached_property
    def widths(self) -> list[float]:
        """In characters, as a sheet counts."""
        return [FIRST_WIDTH, *[OTHER_WIDTHS / self.last] * self.last]

    def add(self, *spots: Spot, glued: bool = False) -> None:
        height = max((self._height(spot) for spot in spots), default=_LINE)
        self.lines.append(Line(list(spots), min(height, HIGHEST), glued))

    def add_full(self, style: str, *runs: Run, glued: bool = False) -> None:
        self.add(Spot(0, self.last, style, runs), glued=glued)

    def add_gap(self, height: float = 6) -> None:
        """An empty line, that stays with what follows. Two gaps are one."""
        if self.lines and not self.lines[-1].spots:
            self.lines[-1].height = max(self.lines[-1].height, height)
        else:
            self.lines.append(Line([], height, glued=True))

    def spots(self) -> Iterator[tuple[int, Spot]]:
        for number, line in enumerate(self.lines):
            for spot in line.spots:
                yield number, spot

    def breaks(self) -> list[int]:
        """The lines with which a new page begins, so that nothing is torn from what belongs to it."""
        found, used, start = [], 0.0, 0
        for number, line in enumerate(self.lines):
            if line.glued:
                continue
            block = sum(item.height for item in self.lines[start : number + 1])
            if used and used + block > PAGE:
                found.append(start)
                used = 0.0
            used = (used + block) % PAGE
            start = number + 1
        return found

    def _height(self, spot: Spot) -> float:
        width = sum(characters * _CHARACTER + _EDGES for characters in self.widths[spot.first : spot.last + 1])
        width -= _PADDING + INDENT * STYLES[spot.style].get("indent", 0)
        if spot.leaf is None:
            return max(height_of(spot.runs, width), _LOWEST.get(spot.style, _LINE))
        shape = spot.leaf.shape
        if isinstance(shape, One):
            return max(20.0, *(height_of((Run(choice.text),), width) for choice in shape.choices))
        if isinstance(shape, Text):
            room = 30.0 if spot.leaf.row else max(24.0, shape.lines * 18.0)
            return max(room, height_of((Run(spot.typed),), width))
        return 18.0 if isinstance(shape, Many) else 20.0


def style_of(leaf: Leaf) -> str:
    shape = leaf.shape
    if isinstance(shape, Number):
        return "whole" if shape.decimals == 0 else "figure"
    if isinstance(shape, Text) and shape.lines > 1:
        return "box"
    if isinstance(shape, Total):
        return "sum" if leaf.row else "total"
    return {Text: "words", Day: "day", One: "one", Many: "tick"}[type(shape)]
