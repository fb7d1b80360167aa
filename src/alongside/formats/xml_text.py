"""Write texts into XML, in the direction in which they are read.

In:   texts, of the tool or typed by people
Out:  escaped texts; the pieces of a text that run in one direction
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from typing import Literal

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"  # Hebrew, Arabic, and the scripts beside them
_FROM_LEFT = rf"(?![{_FROM_RIGHT}])[^\W\d_]"
_STRETCH = re.compile(rf"{_FROM_LEFT}(?:(?:{_FROM_LEFT}|[\d .,:/@_'’&+-])*(?:{_FROM_LEFT}|\d))?")


def escaped(text: str) -> str:
    """A text that is safe in XML, between tags and in attributes; what no XML file may hold is left out."""
    return escape(_NO_XML.sub("", text))


def direction(text: str) -> Literal["ltr", "rtl"] | None:
    """The direction of its first letter; None where it has no letters."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return None


def stretches(text: str, *, right_to_left: bool) -> Iterator[tuple[str, bool]]:
    """Pieces of a text, each with whether it runs from right to left.

    Word does not find directions by itself: signs and figures run the way their piece is marked.
    """
    if direction(text) is None:
        yield text, right_to_left and not any(letter.isdigit() for letter in text)
        return
    if not re.search(f"[{_FROM_RIGHT}]", text):
        yield text, False
        return
    at = 0
    for found in _STRETCH.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], True
        yield found.group(), False
        at = found.end()
    if at < len(text):
        yield text[at:], True
