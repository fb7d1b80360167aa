"""The answers that many questions share.

In:   toolkit/scales.yml
Out:  Scale, checked; its points in one language
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from alongside.shapes import Choice
from alongside.text import Record, Text, form
from alongside.words import REFERENCE

ChoiceId = Annotated[str, form(r"^[a-z][a-z0-9_]{1,23}$", "strongly_agree")]


class Point(Record):
    id: ChoiceId
    text: Text


class Scale(Record):
    """points from little to much; asides are answers beside it, like "prefer not to say"."""

    id: ChoiceId
    points: Annotated[tuple[Point, ...], Field(min_length=2)]
    asides: tuple[Point, ...] = ()

    def choices(self, language: str) -> tuple[Choice, ...]:
        """Its answers in a language; in English where one has no words in it."""
        return tuple(
            Choice(point.id, point.text.get(language) or point.text.root[REFERENCE], aside)
            for points, aside in ((self.points, False), (self.asides, True))
            for point in points
        )
