"""Answers: what people put into a form, typed, and what can be trusted of it.

In:   strings that a format read at addresses
Out:  Reading: answers with their types, what a person must confirm, what could not be read; calculated figures

Never a guess passed off as an answer: a figure that two people would read differently, or a value that was found by its
position alone, is kept and marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from alongside.formula import Formula, evaluate
from alongside.shapes import Choice, Day, Many, Number, One, Table, Total
from alongside.text import fold
from alongside.tool import MOST_ROWS, Form, Leaf, Size
from alongside.typed_text import Unclear, Value, day, number, words

Answers: TypeAlias = dict[str, Value]
Doubt = Literal["position", "ambiguous", "out-of-bounds"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a file says of itself. version is that of the tool it was made from."""

    tool: str
    version: str
    language: str
    size: Size = "standard"


@dataclass(frozen=True)
class Found:
    """What a format found in a file: text by address, choices as their id or their words.

    uncertain  addresses that were found by position alone
    """

    values: Mapping[str, str | Sequence[str]]
    uncertain: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """A filled form, read as far as is certain.

    doubts   addresses whose answer a person must confirm, with the reason
    lost     addresses where something stands that cannot be read as an answer
    unknown  how many answers belong to questions that this version of the tool does not have
    submission  what a server calls it, the same in every export; empty for a file of its own
    """

    label: Label
    answers: Answers
    doubts: dict[str, Doubt] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    unknown: int = 0
    submission: str = ""


def settle(form: Form, label: Label, found: Found) -> Reading:
    """Give each text found in a file the type its question asks for."""
    answers: Answers = {}
    doubts: dict[str, Doubt] = {}
    lost, unknown = [], 0
    for address, raw in found.values.items():
        leaf = form.leaf(address)
        if leaf is None:
            unknown += not _is_empty(raw)
            continue
        if isinstance(leaf.shape, Total) or _is_empty(raw):
            continue  # a calculated figure is worked out anew
        try:
            answers[address] = typed(leaf, raw, form.tool.language)
        except Unclear as unclear:
            if unclear.likely is None:
                lost.append(address)
                continue
            answers[address] = unclear.likely
            doubts[address] = "ambiguous"
        if address in found.uncertain:
            doubts[address] = "position"
        elif address not in doubts and _is_out_of_bounds(leaf, answers[address]):
            doubts[address] = "out-of-bounds"
    return Reading(label, in_order(form, answers), doubts, tuple(lost), unknown)


def in_order(form: Form, answers: Answers) -> Answers:
    """The answers in the order of the form; added rows come behind those of their table."""
    place = {address: index for index, address in enumerate(form.leaves)}
    tables = {address.split(".")[0]: index for address, index in place.items()}

    def key(address: str) -> tuple[int, int]:
        last = tables.get(address.split(".")[0], 0)
        row = address.split(".")[1] if "." in address else "0"
        return place.get(address, last), int(row) if row.isdigit() else 0

    return {address: answers[address] for address in sorted(answers, key=key)}


def _is_empty(raw: str | Sequence[str]) -> bool:
    return not raw.strip() if isinstance(raw, str) else not any(item.strip() for item in raw)


def typed(leaf: Leaf, raw: str | Sequence[str], language: str) -> Value:
    """The answer behind a text; raises Unclear, with the likely answer where there is one."""
    shape = leaf.shape
    if isinstance(shape, Many):
        items = [raw] if isinstance(raw, str) else raw
        chosen = {_choice(item, shape.choices) for item in items if item.strip()}
        return tuple(choice.id for choice in shape.choices if choice.id in chosen)
    text = raw if isinstance(raw, str) else "\n".join(raw)
    if isinstance(shape, One):
        return _choice(text, shape.choices)
    if isinstance(shape, Number):
        return number(text, language)
    if isinstance(shape, Day):
        return day(text)
    return words(text)


def _choice(text: str, choices: Sequence[Choice]) -> str:
    """The id of a choice, from its id or from its words."""
    wanted = text.strip()
    for choice in choices:
        if choice.id == wanted:
            return choice.id
    same = [choice.id for choice in choices if fold(choice.text) == fold(wanted)]
    if len(same) != 1:
        raise Unclear
    return same[0]


def _is_out_of_bounds(leaf: Leaf, value: Value) -> bool:
    shape = leaf.shape
    if not isinstance(shape, Number) or not isinstance(value, Decimal):
        return False
    too_small = shape.least is not None and value < shape.least
    too_large = shape.most is not None and value > shape.most
    return too_small or too_large or (shape.decimals == 0 and value != value.to_integral_value())


def as_text(value: Value) -> str:
    """An answer as plain text that every reader here takes without doubt: 1234.5, 2026-11-23, ids of choices."""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def totals(form: Form, answers: Answers) -> dict[str, Decimal]:
    """Every calculated figure that has a value, by address."""
    return _Totals(form, answers).all()


class _Totals:
    """Works out figures that may need each other, each once."""

    def __init__(self, form: Form, answers: Answers) -> None:
        self.form = form
        self.answers = answers
        self.known: dict[str, Decimal | None] = {}
        self.rows: dict[str, list[str]] = {}
        for address in (*form.leaves, *answers):
            if address.count(".") == 2:
                table, row, _ = address.split(".")
                rows = self.rows.setdefault(table, [])
                if row not in rows and len(rows) < MOST_ROWS:
                    rows.append(row)

    def all(self) -> dict[str, Decimal]:
        found = {}
        for table_or_question, leaf in self.form.leaves.items():
            if isinstance(leaf.shape, Total):
                value = self.value(table_or_question)
                if value is not None:
                    found[table_or_question] = value
        return found

    def value(self, address: str) -> Decimal | None:
        leaf = self.form.leaf(address)
        if leaf is None or not isinstance(leaf.shape, Total):
            value = self.answers.get(address)
            return value if isinstance(value, Decimal) else None
        if address not in self.known:
            self.known[address] = None  # checks have refused circles; this keeps one from looping all the same
            self.known[address] = self._work_out(leaf.shape.formula, leaf)
        return self.known[address]

    def _work_out(self, formula: Formula, leaf: Leaf) -> Decimal | None:
        beside = set()
        if leaf.row and isinstance(leaf.question.shape, Table):
            beside = {column.id for column in leaf.question.shape.columns}

        def value_of(name: str) -> Decimal | None:
            if name in beside and leaf.row:
                return self.value(f"{leaf.question.id}.{leaf.row.id}.{name}")
            return self.value(name)

        return evaluate(formula, value_of, self._column)

    def _column(self, table: str, column: str) -> list[Decimal]:
        cells = []
        for row in self.rows.get(table, ()):
            address = f"{table}.{row}.{column}"
            leaf = self.form.leaf(address)
            if leaf is not None and isinstance(leaf.shape, Number | Total):
                value = self.value(address)
            else:
                value = Decimal(1) if address in self.answers else None
            if value is not None:
                cells.append(value)
        return cells
