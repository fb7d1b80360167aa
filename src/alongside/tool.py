"""A tool in one language, and the form that people fill in.

In:   what tool_markdown.py and toolkit.py made of toolkit/<id>/<language>.md
Out:  Tool; Form: a tool in one of its sizes with the interface's words; Leaf: one place for one answer

Every place for an answer has an address: `stage`, `steps.2.what` (row 2 of a table), `views.trust.answer` (a row that
is given).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from alongside.shapes import Column, Day, Many, Number, One, Row, Shape, Table, Text, Total
from alongside.words import N_, Words

Size = Literal["standard", "light"]
Sensitivity = Literal["public", "internal", "room"]
LONGEST_NAME = 40  # characters of a bookmark in Word
MOST_ROWS = 60  # rows of an empty table that are read when somebody has added some

MOMENTS = {
    "start": N_("At the start of a project"),
    "during": N_("During the year"),
    "reflection": N_("Once a year, with each partner"),
    "review": N_("Once a year, in each team"),
    "planning": N_("In annual planning and reporting"),
    "any": N_("At any time"),
}
SENSITIVITIES: dict[str, str] = {
    "public": N_("may be counted in public figures, protected"),
    "internal": N_("may be counted inside the organisation"),
    "room": N_("stays in the room"),
}
USES = {
    "talk": N_("the conversation itself"),
    "agreement": N_("what both sides agree"),
    "plan": N_("the plan"),
    "follow_up": N_("looking back next time"),
    "review": N_("the team’s review"),
    "account": N_("the public account"),
    "support": N_("deciding on support"),
}


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of prose. number is that of a numbered item, from 1."""

    kind: Literal["text", "heading", "bullet", "number", "code"]
    spans: tuple[Span, ...]
    number: int = 0

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, why, and what may become of the answer.

    serves       ids of the commitments it helps to keep
    sensitivity  who may count the answer; words are never counted
    uses         codes of USES
    """

    id: str
    label: str
    hint: str
    shape: Shape
    required: bool = False
    light: bool = False
    serves: tuple[str, ...] = ()
    sensitivity: Sensitivity = "room"
    uses: tuple[str, ...] = ()


Part: TypeAlias = Block | Question


@dataclass(frozen=True, slots=True)
class Section:
    """A section without questions is guidance. light: whether the light size has it, where it is guidance."""

    id: str
    title: str
    parts: tuple[Part, ...]
    light: bool = True

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(part for part in self.parts if isinstance(part, Question))


@dataclass(frozen=True)
class Tool:
    """One tool in one language.

    minutes        honest time it takes, by size; a size it does not have is missing
    translation    "original", "machine" or "reviewed"
    older          whether the English has changed since this translation was made
    """

    id: str
    language: str
    version: str
    day: date
    moment: str
    minutes: dict[Size, int]
    title: str
    summary: str
    purpose: str
    people: str
    shared: str
    counted: str
    sections: tuple[Section, ...]
    translation: str = "original"
    older: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def sizes(self) -> tuple[Size, ...]:
        return tuple(self.minutes)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One place for one answer. row and column are those of a table's cell."""

    address: str
    question: Question
    shape: Text | Number | Day | One | Many | Total
    row: Row | None = None
    column: Column | None = None

    @property
    def name(self) -> str:
        """The address as a name that Word, Excel and LibreOffice accept; `steps` alone could be a cell."""
        return name_of(self.address)


def name_of(address: str) -> str:
    return "a_" + address.replace(".", "__")


def address_of(name: str) -> str:
    """The address behind a name; empty where it is none of ours."""
    return name[2:].replace("__", ".") if name.startswith("a_") else ""


@dataclass(frozen=True)
class Form:
    """A tool in one size, as it is given to people."""

    tool: Tool
    words: Words
    size: Size = "standard"
    sections: tuple[Section, ...] = field(init=False)

    def __post_init__(self) -> None:
        sections = self.tool.sections if self.size == "standard" else tuple(_light(self.tool.sections))
        object.__setattr__(self, "sections", sections)

    @property
    def stem(self) -> str:
        """How its files are called, without the ending."""
        return f"{self.tool.id}-{self.tool.language}" + ("" if self.size == "standard" else "-light")

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def leaves(self) -> dict[str, Leaf]:
        """Every place for an answer and every total, by address, in the order of the form."""
        return {leaf.address: leaf for question in self.questions for leaf in leaves_of(question)}

    def leaf(self, address: str) -> Leaf | None:
        """The place at an address; also in rows that somebody has added to a table of empty rows."""
        found = self.leaves.get(address)
        if found or address.count(".") != 2:
            return found
        table, row, column = address.split(".")
        first = self.leaves.get(f"{table}.1.{column}")
        added = re.fullmatch("[1-9][0-9]?", row) is not None and int(row) <= MOST_ROWS
        if first is None or not added or not isinstance(first.question.shape, Table) or first.question.shape.given:
            return None
        return replace(first, address=address, row=Row(row))


def leaves_of(question: Question) -> Iterator[Leaf]:
    """The places for answers of one question, in reading order."""
    shape = question.shape
    if not isinstance(shape, Table):
        yield Leaf(question.id, question, shape)
        return
    for row in shape.rows:
        for column in shape.columns:
            yield Leaf(f"{question.id}.{row.id}.{column.id}", question, column.shape, row, column)


def _light(sections: tuple[Section, ...]) -> Iterator[Section]:
    """The sections of the light size: guidance, and the questions marked for it with what leads to each of them."""
    for section in sections:
        if not section.questions:
            if section.light:
                yield section
        elif any(question.light for question in section.questions):
            yield replace(section, parts=tuple(_light_parts(section)))


def _light_parts(section: Section) -> Iterator[Part]:
    """Prose belongs to the question it stands before, and to the section where it stands at its beginning."""
    waiting: list[Block] = []
    is_beginning = True
    for part in section.parts:
        if isinstance(part, Block):
            waiting.append(part)
            continue
        if is_beginning or part.light:
            yield from waiting
        if part.light:
            yield part
        waiting, is_beginning = [], False
