"""How wide the columns and how tall the rows of a printed table must be.

In:   a Table
Out:  millimetres

Letters are counted, not measured: a table whose columns are a little too wide is no harm, and counting is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from alongside.shapes import Cell, Choice, Day, Number, One, Table, Text, Total

PAPER = 178.0  # between the margins
LINE = 8.0  # a line of handwriting
CELL = 9.0  # a cell for a figure or a day
_LETTER = 1.42  # a letter of a choice, on average
_CIRCLE = 7.8  # a circle with its gaps
_CHOICE = 4.3  # height of a line of choices
_BESIDE, _EMPTY, _SIGNED = 11.0, 13.0, 14.0  # heights of rows: beside given words, empty ones, for a signature
_NUMBER, _DAY, _COUNT, _WORDS = 24.0, 26.0, 7.0, 46.0
_HEADING = 62.0  # the words of given rows
_NARROW, _WIDE = 24, 66  # the least and the most that a column of choices gets
_GRID = 9.0  # the most that a column with turned words above it gets
_TURNED = (20, 25, 30, 35, 40, 45)  # heights of turned words; those that pdf.css knows
_TURNED_LETTER = 1.2  # turned words are smaller
_LEAST = 0.62  # columns of words are never narrowed further than this share of what they ask for


def widths(shape: Table) -> tuple[float, ...]:
    """Of each column, the first being that of the rows' own words or numbers, the last that of a signature.

    Figures, days and choices get what they need; words share the rest.
    """
    natural = [_natural(column.shape) for column in shape.columns]
    loose = [isinstance(column.shape, Text) for column in shape.columns]
    if shape.by_hand:
        natural, loose = [*natural, _WORDS], [*loose, True]
    else:
        natural, loose = [_HEADING if shape.given else _COUNT, *natural], [shape.given, *loose]
    taken = sum(width for width, is_loose in zip(natural, loose, strict=True) if not is_loose)
    wanted = sum(width for width, is_loose in zip(natural, loose, strict=True) if is_loose)
    share = (PAPER - taken) / wanted if wanted else 0.0
    if share >= _LEAST:
        return tuple(width * share if is_loose else width for width, is_loose in zip(natural, loose, strict=True))
    return _squeezed(natural, [is_loose or number == 0 for number, is_loose in enumerate(loose)])


def _squeezed(natural: Sequence[float], kept: Sequence[bool]) -> tuple[float, ...]:
    """Words keep their least width; figures and choices share what is left."""
    least = [
        width * (_LEAST if width > _COUNT else 1) if is_kept else 0
        for width, is_kept in zip(natural, kept, strict=True)
    ]
    asked = sum(width for width, is_kept in zip(natural, kept, strict=True) if not is_kept)
    share = (PAPER - sum(least)) / asked
    return tuple(low if is_kept else width * share for low, width, is_kept in zip(least, natural, kept, strict=True))


def _natural(shape: Cell) -> float:
    if isinstance(shape, Number | Total):
        return _NUMBER
    if isinstance(shape, Day):
        return _DAY
    if isinstance(shape, One):
        few = 3 if len(shape.choices) <= 6 else 4
        return next((float(width) for width in range(_NARROW, _WIDE, 2) if lines_of(shape, width) <= few), float(_WIDE))
    return _WORDS


def lines_of(one: One, width: float) -> int:
    """How many lines the choices take in a cell, one behind the other; those beside a scale begin a line."""
    lines, left, aside = 0, 0.0, False
    for choice in one.choices:
        needed = _CIRCLE + _LETTER * len(choice.text)
        if needed > left or choice.aside != aside:
            lines += ceil(needed / (width - 3))
            left = width - 3
        left, aside = left - needed, choice.aside
    return lines


def fits(text: str, width: float) -> bool:
    """Whether a choice stands on one line of a cell."""
    return _CIRCLE + _LETTER * len(text) <= width - 3


def row_height(shape: Table) -> float:
    """Room for a hand in each row: as much as its tallest cell of choices takes, and never less than a hand needs."""
    if shape.by_hand:
        return _SIGNED
    cells = zip(shape.columns, widths(shape)[1:], strict=True)
    lists = [lines_of(column.shape, width) * _CHOICE + 2 for column, width in cells if isinstance(column.shape, One)]
    words = any(isinstance(column.shape, Text) for column in shape.columns)
    return float(ceil(max((_BESIDE if shape.given else _EMPTY) if words else CELL, *lists, 0)))


def grid_widths(choices: int) -> tuple[float, ...]:
    """Of the columns of a grid: the words of its rows, then a circle for each choice."""
    each = (PAPER - _HEADING) / choices
    each = min(each, _GRID) if each < _GRID + 3 else each
    return (PAPER - each * choices, *(each for _ in range(choices)))


def turned_height(choices: Sequence[Choice]) -> int:
    """How tall the head of a grid is whose words are turned."""
    longest = max(len(choice.text) for choice in choices)
    return next((height for height in _TURNED if longest * _TURNED_LETTER + 2 <= height), _TURNED[-1])
