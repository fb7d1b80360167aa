"""What the English file of a tool must hold to, beyond its notation.

In:   the questions of a tool, made from its English file
Out:  faults: the id of the question, what is wrong, the fix
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alongside.formula import Formula, Over, parts, references
from alongside.shapes import Many, Number, One, Table, Text, Total
from alongside.tool import LONGEST_NAME, Question, leaves_of, name_of


@dataclass(frozen=True)
class Fault:
    question: str
    code: str
    what: str
    fix: str


def check_questions(questions: tuple[Question, ...]) -> Iterator[Fault]:
    """Every fault of a tool's questions."""
    yield from _names(questions)
    yield from _promises(questions)
    yield from _formulas(questions)


def _names(questions: tuple[Question, ...]) -> Iterator[Fault]:
    ids = {question.id for question in questions}
    for question in questions:
        places = [leaf.name for leaf in leaves_of(question)]
        if isinstance(question.shape, One | Many):  # each choice is a box of its own in word processors
            places = [name_of(f"{question.id}.{choice.id}") for choice in question.shape.choices]
        longest = max(map(len, places), default=0)
        if longest > LONGEST_NAME:
            what = f"the codes of this question and its cells are too long: {longest} characters, {LONGEST_NAME} fit."
            yield Fault(question.id, "code-too-long", what, "choose shorter codes.")
        if isinstance(question.shape, Table):
            joined = {f"{question.id}_{column.id}" for column in question.shape.columns}
            if joined & ids:
                what = "the codes of this table and one of its columns make that of another question."
                yield Fault(question.id, "code-clash", what, "choose another code for one of them.")


def _promises(questions: tuple[Question, ...]) -> Iterator[Fault]:
    for question in questions:
        if isinstance(question.shape, Text) and question.sensitivity == "public":
            what = "free words can identify people and are never counted in public."
            yield Fault(question.id, "words-public", what, "make it `internal` or `room`.")


def _formulas(questions: tuple[Question, ...]) -> Iterator[Fault]:
    by_id = {question.id: question for question in questions}
    for question in questions:
        for formula, columns in _formulas_of(question):
            wrong = [name for name in references(formula) if name not in columns and not _has_figure(by_id, name)]
            sums = [part for part in parts(formula) if isinstance(part, Over)]
            if wrong or not all(_has_column(by_id, part) for part in sums):
                what = "this formula names something that is no figure of this tool."
                yield Fault(question.id, "formula-operand", what, "use codes of numbers, amounts and calculations.")
            needed = {*(name for name in references(formula) if name not in columns), *(part.table for part in sums)}
            if question.light and any(name in by_id and not by_id[name].light for name in needed):
                what = "this calculation is in the light size, and a question it needs is not."
                yield Fault(question.id, "formula-light", what, "add `, light` to that question.")
            if question.id in _reached(question.id, by_id):
                yield Fault(question.id, "formula-circle", "this formula needs its own result.", "take it out.")


def _formulas_of(question: Question) -> Iterable[tuple[Formula, frozenset[str]]]:
    """Each formula of a question, with the columns beside it."""
    if isinstance(question.shape, Total):
        yield question.shape.formula, frozenset()
    elif isinstance(question.shape, Table):
        for index, column in enumerate(question.shape.columns):
            if isinstance(column.shape, Total):
                before = question.shape.columns[:index]
                figures = frozenset(item.id for item in before if isinstance(item.shape, Number | Total))
                yield column.shape.formula, figures


def _has_figure(by_id: dict[str, Question], name: str) -> bool:
    return name in by_id and isinstance(by_id[name].shape, Number | Total)


def _has_column(by_id: dict[str, Question], part: Over) -> bool:
    question = by_id.get(part.table)
    if question is None or not isinstance(question.shape, Table):
        return False
    for column in question.shape.columns:
        if column.id == part.column:
            return part.function == "count" or isinstance(column.shape, Number | Total)
    return False


def _reached(start: str, by_id: dict[str, Question]) -> set[str]:
    """The questions that a question's formulas need, directly or through others."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        question = by_id.get(waiting.pop())
        if question is None:
            continue
        for formula, columns in _formulas_of(question):
            needed = {name for name in references(formula) if name not in columns}
            needed |= {part.table for part in parts(formula) if isinstance(part, Over)}
            waiting += needed - found
            found |= needed
    return found
