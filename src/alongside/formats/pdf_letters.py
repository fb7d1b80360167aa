"""Draw typed words in any script, as what a field shows before anybody clicks into it.

In:   words whose letters are not those that every PDF viewer writes by itself, and the sizes of their fields
Out:  drawings for pdf_fields.py: joined, marked and ordered as the script asks

Each drawing is a page of its own to WeasyPrint, which knows how to join Arabic letters and where marks belong.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Name, Object, Pdf

from alongside.formats.pdf_page import FONTS, lay_out
from alongside.words import Words

_SMALLEST = 6.0  # points
_LETTER = 0.55  # width of a letter, on average, in parts of its size
_LEADING = 1.45
_ROOM = 2.0  # points between the edge of a field and its words


@dataclass(frozen=True, slots=True)
class Writing:
    """Words in a field. width, height and size in points; lines: whether they may take several."""

    text: str
    width: float
    height: float
    size: float
    lines: bool


def draw(pdf: Pdf, words: Words, writings: Sequence[Writing]) -> list[Object]:
    """A drawing for each, in a form of the language words."""
    style = "".join(
        f"@page w{number} {{ size: {one.width:.2f}pt {one.height:.2f}pt; margin: 0; @bottom-left {{ content: none }}"
        f" @bottom-right {{ content: none }} }}"
        for number, one in enumerate(writings)
    )
    body = "".join(_written(number, one) for number, one in enumerate(writings))
    drawn = []
    with pikepdf.open(io.BytesIO(lay_out(words, "", body, style))) as source:
        for page, one in zip(source.pages, writings, strict=True):
            drawing = pdf.copy_foreign(page.as_form_xobject())
            drawing.write(b"/Tx BMC q\n" + drawing.read_bytes() + b"\nQ EMC")
            drawing.BBox = Array([0, 0, round(one.width, 1), round(one.height, 1)])
            drawing.Subtype = Name.Form
            drawn.append(drawing)
    return drawn


def _written(number: int, one: Writing) -> str:
    size = _size(one)
    known = "".join(letter if letter == "\n" or ord(letter) in _letters() else "?" for letter in one.text)
    leading = size * _LEADING if one.lines else one.height
    look = (
        f"page: w{number}; direction: {_direction(one.text)}; font-size: {size:.2f}pt; line-height: {leading:.2f}pt;"
        f" padding: 0 {_ROOM}pt; white-space: {'pre-wrap' if one.lines else 'nowrap'}"
    )
    return f'<div style="{look}">{escape(known)}</div>'


def _size(one: Writing) -> float:
    """So that all words fit, as far as they stay legible."""
    room = one.width - 2 * _ROOM
    if not one.lines:
        return max(_SMALLEST, min(one.size, room / (_LETTER * max(len(one.text), 1))))
    breaks = one.text.count("\n")
    size = one.size
    while size > _SMALLEST:
        letters = max(1.0, room / (_LETTER * size))
        if (len(one.text) / letters + breaks + 1) * size * _LEADING <= one.height:
            break
        size -= 0.5
    return size


def _direction(text: str) -> str:
    """The way a text is written: that of its first letter that has one."""
    found = (unicodedata.bidirectional(letter) for letter in text)
    return next(("rtl" if kind in {"R", "AL"} else "ltr" for kind in found if kind in {"L", "R", "AL"}), "ltr")


@cache
def _letters() -> frozenset[int]:
    """What our fonts can write; letters of the machine would differ from one to the next."""
    known: set[int] = set()
    for _, _, name in FONTS:
        with (files("alongside.formats") / "fonts" / name).open("rb") as file, TTFont(file) as font:
            known |= set(font.getBestCmap())
    return frozenset(known)
