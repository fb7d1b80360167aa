"""The places for answers on a printed page, as HTML.

In:   a Form, a Leaf
Out:  HTML; every place is an input whose name pdf_fields.py knows

All inputs are of one kind here: only where they stand on paper counts, pdf_fields.py makes fields of them. That also
keeps WeasyPrint from embedding a whole font for text inputs.
"""

from __future__ import annotations

import re
from html import escape

from alongside.formats import telling
from alongside.formats.pdf_widths import fits
from alongside.shapes import Cell, Choice, Day, Many, Number, One, Total
from alongside.tool import Form, Leaf
from alongside.words import N_

_WHOLE_DAY = re.compile(r"\d+-\d+-\d+")  # among Arabic letters it would turn around without a mark before it
_HELD = "\u00a0"
CHOSEN = "="  # stands between the name of a question and the id of a choice


def place(name: str, look: str, height: float = 0) -> str:
    """A place for an answer; height in whole or half millimetres, one of those that pdf.css knows."""
    tall = f" h{height:g}".replace(".", "-") if height else ""
    return f"<input type='checkbox' class='{look}{tall}' name='{escape(name)}'/>"


def dot(leaf: Leaf, choice: Choice) -> str:
    """A circle where one answer is chosen, a square where many are."""
    return place(f"{leaf.name}{CHOSEN}{choice.id}", "tick" if isinstance(leaf.shape, Many) else "dot")


def choices_in_line(leaf: Leaf, one: One, width: float) -> str:
    """Choices one behind the other in a column so many millimetres wide, those beside a scale on a line of their own.

    Spaces that do not break hold a circle and its words together: an element around each would cost much time. A choice
    that is longer than a line begins one, so that no circle is left behind at the end of a line.
    """
    lines: dict[bool, list[str]] = {False: [], True: []}
    for choice in one.choices:
        text, held = escape(choice.text), fits(choice.text, width)
        if lines[choice.aside]:
            lines[choice.aside].append("\u2003" if held else "<br/>")
        lines[choice.aside].append(f"{dot(leaf, choice)}{_HELD}{text.replace(' ', _HELD) if held else text}")
    return "<br/>".join("".join(line) for line in lines.values() if line)


def measure(form: Form, shape: Cell) -> str:
    """What a figure or a day is counted in, and within which bounds."""
    told: tuple[str, ...] = ()
    if isinstance(shape, Day):
        told = (_WHOLE_DAY.sub("\u200e\\g<0>", form.words.say(N_("year-month-day, like 2026-11-30"))),)
    elif isinstance(shape, Number):
        told = telling.unit(form, shape), telling.bounds(form, shape)
    elif isinstance(shape, Total):
        told = telling.unit(form, shape), form.words.say(N_("calculated"))
    return " · ".join(filter(None, told))
