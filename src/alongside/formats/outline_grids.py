"""Put the places for the answers to one question into a table.

In:   a question; answers and the figures worked out from them
Out:  a Grid, and the lines that explain it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from alongside.answers import Answers, as_text
from alongside.formats import telling
from alongside.formats.outline import TICKED, WIDTH, Grid, GridRow, Kind, Place, Said
from alongside.shapes import Choice, Day, Many, Number, One, Row, Shape, Table, Text, Total
from alongside.tool import MOST_ROWS, Form, Leaf, Question, name_of
from alongside.typed_text import Value
from alongside.words import N_

_LINE = 8.5  # millimetres that a line of handwriting needs
_FIGURE = 50.0  # millimetres for one figure or one day
_BOX = 8.0  # millimetres for a circle or a square
_LONGEST_TITLE = 60  # Word holds 64 characters
_LETTER = 1.9  # millimetres, about, of a letter in a table
_PADDING = 5.0
_HEADING, _WORDS = 40.0, 25.0  # the least for the words of a given row, and for words that people write
IN_CELL = "…"  # what quietly stands in a cell of a table until somebody answers


def grid_of(form: Form, question: Question, answers: Answers, figures: Mapping[str, Decimal]) -> Grid:
    """The table of a question."""
    shape = question.shape
    if isinstance(shape, Table):
        return _table(form, question, shape, answers, figures)
    leaf = form.leaves[question.id]
    if isinstance(shape, One | Many):
        return _choices(leaf, shape.choices, answers.get(question.id, ()))
    cell = cell_of(form, leaf, answers, figures)
    if isinstance(shape, Text):
        return Grid("box", question.label, (WIDTH,), (GridRow((cell,), _LINE * shape.lines),))
    beside = Said(told_of(form, shape, worked_out=question.id in figures), "side")
    return Grid("box", question.label, (_FIGURE, WIDTH - _FIGURE), (GridRow((cell, beside), _LINE),))


def quiet_words(form: Form) -> frozenset[str]:
    """What stands in places that nobody has answered."""
    say = form.words.say
    return frozenset((say(N_("write here")), say(N_("choose")), say(N_("choose a day")), IN_CELL))


def legend(form: Form, question: Question, figures: Mapping[str, Decimal]) -> Iterator[str]:
    """How to answer, where the table does not show it: columns that ask for the same are told together."""
    shape = question.shape
    if isinstance(shape, One):
        yield form.words.say(N_("Tick one."))
    elif isinstance(shape, Many):
        yield form.words.say(N_("Tick all that are true."))
    elif isinstance(shape, Table):
        worked_out = any(address.startswith(f"{question.id}.") for address in figures)
        told: dict[str, list[str]] = {}
        for column in shape.columns:
            told.setdefault(told_of(form, column.shape, worked_out=worked_out), []).append(column.text)
        for explanation, columns in told.items():
            if explanation:
                yield f"{telling.comma(form).join(columns)}: {explanation}"


def told_of(form: Form, shape: Shape, *, worked_out: bool) -> str:
    """What may be answered; empty for words."""
    say = form.words.say
    told: tuple[str, ...] = ()
    if isinstance(shape, One):
        points, asides = ([choice.text for choice in shape.choices if choice.aside is aside] for aside in (False, True))
        return "  |  ".join(" · ".join(part) for part in (points, asides) if part)
    if isinstance(shape, Day):
        told = (say(N_("year-month-day, like 2026-11-30")),)
    elif isinstance(shape, Number):
        told = (telling.unit(form, shape), telling.bounds(form, shape))
    elif isinstance(shape, Total):
        here = N_("worked out when this file was made; it does not change here")
        told = (
            telling.unit(form, shape),
            say(here if worked_out else N_("worked out in the web form and the workbook")),
        )
    return " · ".join(filter(None, told))


def cell_of(form: Form, leaf: Leaf, answers: Answers, figures: Mapping[str, Decimal]) -> Said | Place:
    """The cell for one answer."""
    shape, value, say = leaf.shape, answers.get(leaf.address), form.words.say
    if isinstance(shape, Total):
        return Said(form.words.figure(figures[leaf.address]) if leaf.address in figures else "", "sum")
    kind: Kind = "list" if isinstance(shape, One) else "day" if isinstance(shape, Day) else "text"
    quiet = {"list": say(N_("choose")), "day": say(N_("choose a day")), "text": say(N_("write here"))}[kind]
    if leaf.row and kind != "list":
        quiet = IN_CELL
    place = Place(leaf.name, _title(leaf), kind, quiet=quiet)
    if isinstance(shape, One):
        place = replace(place, choices=shape.choices)
        chosen = next((choice for choice in shape.choices if choice.id == value), None)
        return replace(place, text=chosen.text, value=chosen.id) if chosen else place
    return place if value is None else replace(place, text=_shown(form, value), value=as_text(value))


def _shown(form: Form, value: Value) -> str:
    """An answer as the form's language writes it, as long as it cannot be read in two ways."""
    text = as_text(value)
    sign = form.words.locale.number_symbols["latn"]["decimal"]
    if isinstance(value, Decimal) and len(text.partition(".")[2]) != 3:
        return text.replace(".", str(sign))
    return text


def _title(leaf: Leaf, choice: Choice | None = None) -> str:
    parts = (leaf.column.text if leaf.column else "", leaf.row.text or leaf.row.id if leaf.row else "")
    title = choice.text if choice else ", ".join(filter(None, parts)) or leaf.question.label
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def _choices(leaf: Leaf, choices: tuple[Choice, ...], chosen: Value | tuple[()]) -> Grid:
    """One row for each choice. On paper and on screen all of them are seen at once, with equal weight."""
    kind: Kind = "tick" if isinstance(leaf.shape, Many) else "dot"
    rows, aside = [], False
    for choice in choices:
        ticked = choice.id == chosen or (isinstance(chosen, tuple) and choice.id in chosen)
        mark = (TICKED[kind], "1") if ticked else ("", "")
        place = Place(name_of(f"{leaf.address}.{choice.id}"), _title(leaf, choice), kind, *mark)
        rows.append(GridRow((place, Said(choice.text)), apart=choice.aside and not aside))
        aside = choice.aside
    return Grid("choices", leaf.question.label, (_BOX, WIDTH - _BOX), tuple(rows))


def _table(form: Form, question: Question, shape: Table, answers: Answers, figures: Mapping[str, Decimal]) -> Grid:
    head = [column.text for column in shape.columns]
    if shape.given:
        head.insert(0, shape.heading)
    if shape.by_hand:
        head.append(form.words.say(N_("Signature")))
    rows = []
    for row in (*shape.rows, *_added(question, shape, answers)):
        leaves = (form.leaf(f"{question.id}.{row.id}.{column.id}") for column in shape.columns)
        cells = [cell_of(form, leaf, answers, figures) for leaf in leaves if leaf]
        told = [Said(row.text)] if shape.given else []
        signed = [Said("")] if shape.by_hand else []
        rows.append(GridRow((*told, *cells, *signed), _LINE))
    return Grid("table", question.label, _widths(shape, head), tuple(rows), tuple(head))


def _added(question: Question, shape: Table, answers: Answers) -> Iterator[Row]:
    """Rows that somebody has added and filled in."""
    if not shape.given:
        filled = {address.split(".")[1] for address in answers if address.startswith(f"{question.id}.")}
        for number in range(len(shape.rows) + 1, MOST_ROWS + 1):
            if str(number) in filled:
                yield Row(str(number))


def _widths(shape: Table, head: list[str]) -> tuple[float, ...]:
    """Figures, days and choices get what their words need; columns of free words share the rest."""
    needs = [_need(column.shape) for column in shape.columns]
    if shape.given:
        needs.insert(0, (_HEADING, 0))
    if shape.by_hand:
        needs.append((_WORDS, 0))
    least = [max(minimum, _head_need(title)) for (minimum, _), title in zip(needs, head, strict=True)]
    wished = [max(minimum, wish) for minimum, (_, wish) in zip(least, needs, strict=True)]
    room, wanted = WIDTH - sum(least), sum(wished) - sum(least)
    part = min(1.0, max(0.0, room) / wanted) if wanted else 0
    widths = [minimum + (wish - minimum) * part for minimum, wish in zip(least, wished, strict=True)]
    free = [index for index, (_, wish) in enumerate(needs) if wish == 0] or list(range(len(needs)))
    rest = max(0.0, WIDTH - sum(widths)) / len(free)
    widths = [width + (rest if index in free else 0) for index, width in enumerate(widths)]
    return tuple(round(width * WIDTH / sum(widths), 1) for width in widths)


def _head_need(title: str) -> float:
    """Room for its longest word, and for all of it in three lines unless it is very long."""
    longest = max(map(len, title.split()), default=0)
    return max(longest, min(len(title) / 3, 18)) * _LETTER + _PADDING


def _need(shape: Shape) -> tuple[float, float]:
    """The least width of a column and the one it would like to have, which is 0 where it takes what is left."""
    if isinstance(shape, One):
        longest = max(len(word) for choice in shape.choices for word in choice.text.split())
        wrapped = max(len(choice.text) for choice in shape.choices) * _LETTER / 2
        return longest * _LETTER + _PADDING, max(24.0, min(wrapped, 45.0))
    least = {Number: 24.0, Total: 26.0, Day: 27.0}.get(type(shape))
    return (least, least) if least else (_WORDS, 0)
