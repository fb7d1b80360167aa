"""How the sheet of a form looks: borders, tints, figures. Nothing is told by a colour alone.

In:   names of styles and looks, from xlsx_plan.py and xlsx_measure.py
Out:  properties as XlsxWriter takes them
"""

from __future__ import annotations

from typing import Any

from alongside.formats.xlsx_measure import Run

FONT = "Arial"  # or what stands in for it: it is on every computer, and has Arabic letters where it is sold
INDENT = 7.0  # points of one step
_INK, _QUIET, _RULE, _SHADE, _FIELD = "#1D2B2F", "#53656A", "#A9BABD", "#EEF5F5", "#F6FAFB"
_FRAME = {"border": 1, "border_color": _QUIET}
_WORDS: dict[str, Any] = {"text_wrap": True, "valign": "top"}
_MIDDLE: dict[str, Any] = {"text_wrap": True, "valign": "vcenter"}
_ANSWER: dict[str, Any] = {**_MIDDLE, **_FRAME, "bg_color": _FIELD, "locked": False, "num_format": 49}
_FIGURE: dict[str, Any] = {"num_format": "#,##0.00_)", "text_wrap": False, "align": "right"}

STYLES: dict[str, dict[str, Any]] = {
    "title": _MIDDLE,
    "plain": _WORDS,
    "item": {**_WORDS, "indent": 1},
    "notice": {**_MIDDLE, "bg_color": _SHADE, "indent": 1},
    "fact": {**_WORDS, "bottom": 1, "bottom_color": _RULE},
    "h2": {**_MIDDLE, "bottom": 2, "bottom_color": _INK},
    "h3": _MIDDLE,
    "question": _WORDS,
    "choice": {**_MIDDLE, "indent": 1, "bottom": 1, "bottom_color": _RULE},
    "unit": {**_MIDDLE, "indent": 1},
    "head": {**_MIDDLE, **_FRAME, "bg_color": _SHADE, "indent": 1},
    "given": {**_MIDDLE, **_FRAME, "indent": 1},
    "hand": {**_MIDDLE, **_FRAME},
    "words": {**_ANSWER, "indent": 1},
    "box": {**_ANSWER, "indent": 1, "valign": "top"},
    "one": {**_ANSWER, "indent": 1},
    "tick": {**_ANSWER, "align": "center", "bold": True},
    "day": {**_ANSWER, "num_format": "d mmm yyyy", "text_wrap": False, "align": "center"},
    "figure": {**_ANSWER, **_FIGURE},
    "whole": {**_ANSWER, **_FIGURE, "num_format": "#,##0_)"},
    "year": {**_ANSWER, **_FIGURE, "num_format": "0_)"},
    "sum": {**_FIGURE, **_FRAME, "bold": True, "valign": "vcenter", "bg_color": _SHADE},
    "total": {**_FIGURE, "bold": True, "valign": "vcenter", "top": 1, "bottom": 6, "bg_color": _SHADE},
}
_COLOURS = {"hint": _QUIET, "small": _QUIET, "unit": _QUIET}


def properties(style: str, look: str, right_to_left: bool) -> dict[str, Any]:
    """A cell's format; its font is that of the look."""
    found = {**letters(Run("", look)), "align": "right" if right_to_left else "left", **STYLES[style]}
    return {**found, "reading_order": 2} if right_to_left else found


def letters(run: Run) -> dict[str, Any]:
    """The font of a run."""
    name = "Courier New" if run.look == "code" else FONT
    colour = _COLOURS.get(run.look, _INK)
    return {"font_name": name, "font_scheme": "none", "font_size": run.size, "bold": run.bold, "font_color": colour}
