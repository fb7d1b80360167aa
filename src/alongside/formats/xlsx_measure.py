"""How high a row of a sheet must be for the words in it. A spreadsheet cannot find that out for merged cells.

In:   runs of text, the width they have
Out:  heights in points

Widths of letters are those of Arial and of the free fonts that stand in for it. Other scripts are measured a little too
wide, so that a line is rather empty than lost.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

HIGHEST = 408.0  # points; no row of a sheet can be higher
PLAIN_SIZE = 10.0
_SIZES = {"title": 17.0, "h2": 13.0, "h3": 11.0, "hint": 9.0, "small": 8.0, "unit": 8.0, "head": 9.0, "code": 9.0}
_BOLD = frozenset({"title", "h2", "h3", "label", "strong", "head"})
_LEADING, _TALL_LEADING = 1.24, 1.5
_WIDTHS = dict(
    zip(
        map(chr, range(32, 127)),
        (278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278)
        + (556,) * 10
        + (278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722)
        + (778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500)
        + (556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500)
        + (500, 500, 334, 260, 334, 584),
        strict=True,
    )
)  # thousandths of the size
_OTHER_WIDTH, _WIDE_WIDTH, _ARABIC_WIDTH = 600, 1100, 520


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look: title, h2, h3, label, plain, strong, hint, small, unit, head or code."""

    text: str
    look: str = "plain"

    @property
    def bold(self) -> bool:
        return self.look in _BOLD

    @property
    def size(self) -> float:
        return _SIZES.get(self.look, PLAIN_SIZE)


def height_of(runs: Iterable[Run], width: float) -> float:
    """The height of a cell that holds these runs, wrapped at a width in points."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(Run(first, run.look))
        lines += [[Run(text, run.look)] for text in others]
    return sum(_height_of_line(line, width) for line in lines) + 4


def _height_of_line(runs: list[Run], width: float) -> float:
    rows, used = 1, 0.0
    for run in runs:
        factor = run.size / 1000 * (1.08 if run.bold else 1.0)
        for word in run.text.split(" "):
            wide = _width_of(word) * factor
            space = _WIDTHS[" "] * factor if used else 0.0
            if used and used + space + wide > width:
                rows, used, space = rows + 1, 0.0, 0.0
            used += space + wide
            if used > width:  # a word longer than the line is broken
                rows, used = rows + int(used // width), used % width
    size = max((run.size for run in runs), default=PLAIN_SIZE)
    return rows * size * (_TALL_LEADING if any(_is_tall(run.text) for run in runs) else _LEADING)


@lru_cache(maxsize=20_000)
def _width_of(word: str) -> int:
    if word.isascii():
        return sum(_WIDTHS.get(letter, _OTHER_WIDTH) for letter in word)
    return sum(_width_of_letter(letter) for letter in unicodedata.normalize("NFD", word))


def _width_of_letter(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    if "\u0600" <= letter <= "\u08ff":
        return _ARABIC_WIDTH
    wide = unicodedata.east_asian_width(letter) in {"W", "F"}
    return _WIDTHS.get(letter, _WIDE_WIDTH if wide else _OTHER_WIDTH)


@lru_cache(maxsize=20_000)
def _is_tall(text: str) -> bool:
    """Whether it is of a script that needs more room between lines."""
    return not text.isascii() and any(
        "\u0590" <= letter <= "\u08ff" or "\u0e00" <= letter <= "\u0fff" for letter in text
    )
