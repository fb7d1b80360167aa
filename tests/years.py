"""An invented year with every kind of figure and of absence, and the pages made of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from alongside.gate import open_books
from alongside.load import Sources
from alongside.pages import Fragments, make_templates
from alongside.progress import Figure, Year
from alongside.tool_pages import ToolShelf
from conftest import DAY, ROOT

SECRET = 4  # of a kind of partner; the rule is five
FIGURES = (
    Figure(measure="I1.held", state="whole", sheets=9, n=40, cells={"part": 30}),
    Figure(measure="I7.line", state="total", sheets=9, n=33),
    Figure(measure="I9.finished", state="not-applicable", sheets=9),
    Figure(measure="I14.roles", state="whole", sheets=9, n=20, cells={"part": 0}),
    Figure(measure="I17.stronger", state="withheld"),
    Figure(measure="I22.kinds", state="whole", sheets=9, n=44, cells={"ngo": 40, "network": SECRET}),
    Figure(measure="I3.ours", state="whole", sheets=9, n=30, cells={"led": 10, "managed": 20}),
    Figure(measure="I3.theirs", state="whole", sheets=9, n=30, cells={"led": 17, "managed": 13}),
    Figure(measure="I11.middle", state="whole", sheets=12, n=12, value="21.5"),
)


def year(number: int = 2024, figures: Iterable[Figure] = FIGURES, **more: object) -> Year:
    content = {
        "year": number,
        "period": {"en": "The whole year"},
        "method": {"en": "Sheets"},
        "figures": tuple(figures),
    }
    return Year.model_validate(content | more)


def pages(sources: Sources, *years: Year, language: str = "en") -> Fragments:
    book = open_books(dataclasses.replace(sources, years=years), DAY)[language]
    words = next(item for item in sources.words if item.code == language)
    return Fragments(book, ToolShelf(), words, make_templates(ROOT / "theme" / "fragments", words))
