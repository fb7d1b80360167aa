"""Write a question as HTML for print: what is asked, and a place for the answer that a hand finds room in.

In:   a Form, one of its questions
Out:  HTML; every place for an answer is an input whose name pdf_fields.py knows
"""

from __future__ import annotations

from html import escape

from alongside.formats import telling
from alongside.formats.pdf_places import dot, measure, place
from alongside.formats.pdf_tables import write_table
from alongside.formats.pdf_widths import LINE
from alongside.shapes import Choice, Day, Many, Number, One, Table, Text, Total
from alongside.tool import Form, Leaf, Question
from alongside.words import N_

_SCALE = range(5, 9)  # so many answers in order stand in one row, as a scale
_SHORT = 30  # letters of an answer that fits below its circle
_COLUMNS = ((22, 4), (31, 3), (50, 2))  # answers of at most so many letters stand in so many columns


def write_question(form: Form, question: Question, common: str) -> str:
    """common: the small print of the section, which its questions do not repeat."""
    shape = question.shape
    label = escape(question.label)
    if question.required:
        needed = escape(form.words.say(N_("(needed)")))
        label += f" <span class='needed'>{needed}</span>"
    asked = f"<p class='label'>{label}</p>"
    if question.hint:
        asked += f"<p class='hint'>{escape(question.hint)}</p>"
    own = telling.small_print(form, question)
    print_ = f"<p class='small'>{escape(own)}</p>" if own != common else ""
    if isinstance(shape, Table):
        return f"<div class='question table'>{asked}{write_table(form, question, shape)}{print_}</div>"
    leaf = form.leaves[question.id]
    if isinstance(shape, Number | Day | Total):
        given = f"<div class='give'>{_figure(form, leaf, shape)}</div>"
        return f"<div class='question side'><div>{asked}{print_}</div>{given}</div>"
    if isinstance(shape, Text):
        return f"<div class='question'>{asked}{_text(leaf, shape)}{print_}</div>"
    return f"<div class='question'>{asked}{_choices(leaf, shape)}{print_}</div>"


def _text(leaf: Leaf, shape: Text) -> str:
    return place(leaf.name, "box", LINE * shape.lines)


def _figure(form: Form, leaf: Leaf, shape: Number | Day | Total) -> str:
    look = "box total" if isinstance(shape, Total) else "box"
    beside = measure(form, shape)
    return place(leaf.name, look, LINE) + (f"<p class='unit'>{escape(beside)}</p>" if beside else "")


def _choices(leaf: Leaf, shape: One | Many) -> str:
    longest = max(len(choice.text) for choice in shape.choices)
    if isinstance(shape, One) and shape.ordered and len(shape.choices) in _SCALE and longest <= _SHORT:
        return _scale(leaf, shape)
    columns = next((columns for letters, columns in _COLUMNS if longest <= letters), 1)
    columns = min(columns, len(shape.choices))
    points = "".join(_choice(leaf, choice) for choice in shape.choices if not choice.aside)
    asides = "".join(_choice(leaf, choice) for choice in shape.choices if choice.aside)
    told = f"<p class='choices of{columns}'>{points}</p>"
    return told + (f"<p class='choices of{columns} asides'>{asides}</p>" if asides else "")


def _choice(leaf: Leaf, choice: Choice) -> str:
    return f"<span class='choice'>{dot(leaf, choice)} {escape(choice.text)}</span>"


def _scale(leaf: Leaf, shape: One) -> str:
    """The answers of a scale side by side; those beside the scale stand apart, behind a line."""
    cells, before = [], False
    for choice in shape.choices:
        kind = "point" if not choice.aside else "aside" if before else "aside first"
        before = choice.aside
        cells.append(f"<span class='{kind}'>{dot(leaf, choice)}<br/>{escape(choice.text)}</span>")
    return f"<p class='scale'>{''.join(cells)}</p>"
