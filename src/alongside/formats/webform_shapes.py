"""How the web form writes shapes, places for answers, and answers themselves.

In:   shapes, answers
Out:  attributes for form.js; HTML that shows the place, or the answer, where no script runs; the file of answers
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import TypeAlias

from babel.dates import format_date

from alongside.answers import Answers, as_text
from alongside.formats import telling
from alongside.formula import write
from alongside.shapes import Choice, Day, Many, Number, One, Shape, Table, Text, Total
from alongside.tool import Form, Question
from alongside.typed_text import Value
from alongside.words import N_

Lists: TypeAlias = dict[tuple[Choice, ...], int]  # lists of choices that columns share, in order of appearance

_SHORT = 28  # characters of a point of a scale, so that all of them have room in a row


def describe(shape: Shape) -> str:
    """The kind of a question's field and the kind's details, separated by spaces: `number 0 500 0`."""
    return " ".join(_details(shape))


def _details(shape: Shape) -> Sequence[str]:
    if isinstance(shape, Text):
        return ["text"] if shape.lines == 1 else ["text", str(shape.lines)]
    if isinstance(shape, Number):
        bounds = ["-" if bound is None else f"{bound:f}" for bound in (shape.least, shape.most)]
        return ["number"] if bounds == ["-", "-"] and shape.decimals else ["number", *bounds, str(shape.decimals)]
    if isinstance(shape, Day):
        return ["day"]
    if isinstance(shape, Total):
        return ["total", write(shape.formula, _Tree())]
    if isinstance(shape, Table):
        return ["table"]
    in_a_row = isinstance(shape, One) and shape.ordered and all(len(choice.text) <= _SHORT for choice in shape.choices)
    kind = "many" if isinstance(shape, Many) else "scale" if in_a_row else "pick"
    return [kind, *(choice.id for choice in shape.choices)]


def _column(id: str, shape: Shape, lists: Lists) -> str:
    if isinstance(shape, One):
        return f"{id} one {lists.setdefault(shape.choices, len(lists))}"
    return f"{id} {describe(shape)}"


class _Tree:
    """A formula as JSON: a figure, the id of an answer, or a list of an operation and its operands."""

    def constant(self, value: Decimal) -> str:
        return f"{value:f}"

    def reference(self, id: str) -> str:
        return f'"{id}"'

    def over(self, function: str, table: str, column: str) -> str:
        return f'["{function}","{table}","{column}"]'

    def extreme(self, function: str, operands: Sequence[str]) -> str:
        return f'["{function}",{",".join(operands)}]'

    def operation(self, sign: str, left: str, right: str) -> str:
        return f'["{sign}",{left},{right}]'


def place(form: Form, question: Question, answers: Answers, lists: Lists) -> str:
    """Where the answer goes. An answer that is there already is shown; form.js puts a field in its place."""
    shape = question.shape
    if isinstance(shape, Table):
        return _table(form, question, shape, answers, lists)
    if isinstance(shape, One | Many):
        chosen = answers.get(question.id, ())
        ids = chosen if isinstance(chosen, tuple) else (chosen,)
        return "<ul>" + "".join(_choice(choice, choice.id in ids) for choice in shape.choices) + "</ul>"
    shown = f"{_shown(form, question.id, answers)} " if question.id in answers else ""
    unit = escape(measure(form, shape), quote=False)
    return f"<p class=af-f>{shown}{unit}" if shown or unit else ""


def attribute(value: str) -> str:
    """A value as an attribute's, in quotes where it needs them."""
    return value if re.fullmatch(r"[\w-]+", value) else f"'{value}'"


def _choice(choice: Choice, chosen: bool) -> str:
    names = " ".join(name for name, holds in (("af-a", choice.aside), ("af-yes", chosen)) if holds)
    return f"<li{f' class={attribute(names)}' if names else ''}>{_text(choice.text)}"


def _table(form: Form, question: Question, table: Table, answers: Answers, lists: Lists) -> str:
    heads = [_head(form, column.text, column.shape) for column in table.columns]
    if table.given:
        heads.insert(0, f"<th>{_text(table.heading)}")
    if table.by_hand:
        heads.append("<th class=af-p>" + _text(form.words.say(N_("Signature"))))
    ids = [row.id for row in table.rows]
    if not table.given:  # with the rows that somebody has added
        ids += sorted(
            {address.split(".")[1] for address in answers if address.startswith(f"{question.id}.")} - set(ids), key=int
        )
    texts = {row.id: f"<th>{_text(row.text)}" for row in table.rows if table.given}
    hand = "<td class=af-p>" if table.by_hand else ""
    rows = [
        "<tr>"
        + texts.get(id, "")
        + "".join(f"<td>{_shown(form, f'{question.id}.{id}.{column.id}', answers)}" for column in table.columns)
        + hand
        for id in ids
    ]
    columns = ";".join(_column(column.id, column.shape, lists) for column in table.columns)
    given = f" data-r={attribute(' '.join(ids))}" if table.given else ""
    return f"<table class=af-t data-c='{columns}'{given}><thead><tr>{''.join(heads)}<tbody>{''.join(rows)}</table>"


def _head(form: Form, words: str, shape: Shape) -> str:
    unit = measure(form, shape)
    return f"<th>{_text(words)}" + (f" <small>{_text(unit)}</small>" if unit else "")


def measure(form: Form, shape: Shape) -> str:
    """What a figure counts and between which bounds."""
    told = [telling.unit(form, shape)] if isinstance(shape, Number | Total) else []
    if isinstance(shape, Number):
        told.append(telling.bounds(form, shape))
    return telling.comma(form).join(filter(None, told))


def _shown(form: Form, address: str, answers: Answers) -> str:
    """An answer in words, in the direction of its own letters."""
    value, leaf = answers.get(address), form.leaf(address)
    if value is None or leaf is None:
        return ""
    if isinstance(value, date):
        shown = format_date(value, "long", locale=form.words.locale)
    elif isinstance(value, Decimal):
        shown = form.words.figure(value)
    elif isinstance(leaf.shape, One):
        shown = "".join(choice.text for choice in leaf.shape.choices if choice.id == value)
    else:
        shown = as_text(value)
    return f"<bdi>{_text(shown)}</bdi>"


def _text(words: str) -> str:
    return escape(words, quote=False)


def answers_file(form: Form, answers: Answers) -> dict[str, object]:
    """What form.js saves and reads: the same keys in the same order."""
    return {
        "alongside-language": form.tool.language,
        "alongside-size": form.size,
        "alongside-tool": form.tool.id,
        "alongside-version": form.tool.version,
        "answers": {address: _plain(answers[address]) for address in sorted(answers)},
    }


def _plain(value: Value) -> str | list[str]:
    """An answer as text that has one meaning only: of 1.234 people could make 1234, and never of 1.2340."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal) and value.as_tuple().exponent == -3:
        return f"{value:f}0"
    return as_text(value)
