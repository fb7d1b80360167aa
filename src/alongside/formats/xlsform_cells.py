"""One place for an answer in a form for phones.

In:   a question in all languages, or a column of its table
Out:  Lines: one, or for a calculated figure two
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alongside.formats import telling
from alongside.formats import xlsform_texts as texts
from alongside.formats.xlsform_formulas import XPath, write_total
from alongside.formats.xlsform_lines import Line, Lists
from alongside.formats.xlsform_names import Names
from alongside.formats.xlsform_texts import Texts, each
from alongside.shapes import MONEY, Column, Day, Many, Number, One, Shape, Table, Text, Total
from alongside.tool import Form, Question


@dataclass(frozen=True)
class Asked:
    """A question in each language; with a column, a cell of its table. row is empty where people begin rows."""

    forms: Sequence[Form]
    questions: tuple[Question, ...]
    names: Names
    column: int | None = None
    row: str = ""

    @property
    def first(self) -> Question:
        return self.questions[0]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        if self.column is None:
            return tuple(question.shape for question in self.questions)
        return tuple(column.shape for column in self.columns(self.column))

    @property
    def small_print(self) -> Texts:
        return self.each(telling.small_print)

    def each(self, text: Callable[[Form, Question], str]) -> Texts:
        return tuple(text(form, question) for form, question in zip(self.forms, self.questions, strict=True))

    def columns(self, index: int) -> tuple[Column, ...]:
        tables = (question.shape for question in self.questions)
        return tuple(table.columns[index] for table in tables if isinstance(table, Table))

    def column_texts(self, index: int) -> Texts:
        return tuple(texts.plain(column.text) for column in self.columns(index))

    def row_texts(self, index: int) -> Texts:
        tables = (question.shape for question in self.questions)
        return tuple(texts.plain(table.rows[index].text) for table in tables if isinstance(table, Table))


def cell_lines(asked: Asked, name: str, labels: Texts, lists: Lists, hints: Texts = ()) -> list[Line]:
    """The last line is the one that people see."""
    shape = asked.shapes[0]
    hints = _hints(asked, hints)
    if isinstance(shape, Total):
        return _total(asked, name, labels, hints, shape)
    if isinstance(shape, One | Many):
        kind = "select_one" if isinstance(shape, One) else "select_multiple"
        lists_in_languages = [item.choices for item in asked.shapes if isinstance(item, One | Many)]
        choices = {
            same[0].id: tuple(texts.plain(choice.text) for choice in same)
            for same in zip(*lists_in_languages, strict=True)
        }
        return [Line(f"{kind} {lists.name(name, choices)}", name, labels, hints)]
    if isinstance(shape, Number):
        return [_number(asked, name, labels, hints, shape)]
    if isinstance(shape, Day):
        return [Line("date", name, labels, hints)]
    lines = shape.lines if isinstance(shape, Text) else 1
    return [Line("text", name, labels, hints, appearance="multiline" if lines > 1 else "")]


def _hints(asked: Asked, own: Texts) -> Texts:
    """The hint of a question or of a cell, with unit and bounds."""
    if asked.column is None:
        own = tuple(texts.plain(question.hint) for question in asked.questions)
    notes = (texts.figure_note(form, shape) for form, shape in zip(asked.forms, asked.shapes, strict=True))
    both = zip(own or ("",) * len(asked.forms), map(texts.plain, notes), strict=True)
    return tuple("\n".join(filter(None, pair)) for pair in both)


def _number(asked: Asked, name: str, labels: Texts, hints: Texts, shape: Number) -> Line:
    bounds = [f". >= {shape.least:f}"] if shape.least is not None else []
    bounds += [f". <= {shape.most:f}"] if shape.most is not None else []
    return Line(
        "integer" if shape.decimals == 0 else "decimal",
        name,
        labels,
        hints,
        constraint=" and ".join(bounds),
        constraint_message=each(asked.forms, lambda form: texts.out_of_bounds(form, shape)) if bounds else (),
        appearance="thousands-sep" if shape.unit == MONEY else "",
    )


def _total(asked: Asked, name: str, labels: Texts, hints: Texts, shape: Total) -> list[Line]:
    questions = {question.id: question for question in asked.names.tool.questions}
    beside = None if asked.column is None else (asked.first, asked.row)
    calculation = write_total(shape.formula, XPath(asked.names, questions, beside))
    shown = tuple(f"{label}: **${{{name}}}**" for label in labels)
    return [Line("calculate", name, calculation=calculation), Line("note", f"{name}__shown", shown, hints)]
