"""Formulas of calculated questions: `sum(steps.cost) / people * 100`.

In:   the text behind `=` in a tool's English file
Out:  a tree, evaluated here, and written by each format in its own language

A formula with a missing operand, or one that divides by zero, has no value: the form then shows nothing. `sum` and
`count` of empty cells are 0. Results are rounded half up to two decimals. Nothing is ever run as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation
from typing import Literal, Protocol, TypeAlias

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)|([-+*/(),]))")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Constant:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """The answer to a question, or the cell of the same row where a column has this id."""

    id: str


@dataclass(frozen=True, slots=True)
class Over:
    """A whole column of a table: its sum, or how many of its cells are filled."""

    function: Literal["sum", "count"]
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Extreme:
    function: Literal["min", "max"]
    operands: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    sign: Literal["+", "-", "*", "/"]
    left: Formula
    right: Formula


Formula: TypeAlias = Constant | Reference | Over | Extreme | Operation


class FormulaError(ValueError):
    """The text is no formula."""


def parse_formula(text: str) -> Formula:
    """The tree of a formula; FormulaError where it is none."""
    parser = _Parser(_tokens(text))
    formula = parser.sum()
    parser.expect_end()
    return formula


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise FormulaError
        tokens.append(found.group().strip())
        at = found.end()
    return tokens


class _Parser:
    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = list(tokens)

    def take(self, *wanted: str) -> str | None:
        if self.tokens and self.tokens[0] in wanted:
            return self.tokens.pop(0)
        return None

    def expect(self, token: str) -> None:
        if not self.take(token):
            raise FormulaError

    def expect_end(self) -> None:
        if self.tokens:
            raise FormulaError

    def sum(self) -> Formula:
        result = self.product()
        while sign := self.take("+", "-"):
            result = Operation(sign, result, self.product())  # type: ignore[arg-type]
        return result

    def product(self) -> Formula:
        result = self.atom()
        while sign := self.take("*", "/"):
            result = Operation(sign, result, self.atom())  # type: ignore[arg-type]
        return result

    def atom(self) -> Formula:
        if self.take("("):
            inside = self.sum()
            self.expect(")")
            return inside
        if not self.tokens:
            raise FormulaError
        token = self.tokens.pop(0)
        if token[0].isdigit():
            return Constant(Decimal(token))
        if not token[0].isalpha():
            raise FormulaError
        return self.call(token) if self.take("(") else self.reference(token)

    def reference(self, token: str) -> Formula:
        if "." in token:
            raise FormulaError  # a column has many values; only sum and count make one of them
        return Reference(token)

    def call(self, function: str) -> Formula:
        if function in {"sum", "count"} and self.tokens:
            table, dot, column = self.tokens.pop(0).partition(".")
            self.expect(")")
            if not dot:
                raise FormulaError
            return Over(function, table, column)  # type: ignore[arg-type]
        if function not in {"min", "max"}:
            raise FormulaError
        operands = [self.sum()]
        while self.take(","):
            operands.append(self.sum())
        self.expect(")")
        return Extreme(function, tuple(operands))  # type: ignore[arg-type]


def parts(formula: Formula) -> Iterator[Formula]:
    """The formula and everything inside it."""
    yield formula
    if isinstance(formula, Operation):
        yield from parts(formula.left)
        yield from parts(formula.right)
    elif isinstance(formula, Extreme):
        for operand in formula.operands:
            yield from parts(operand)


def references(formula: Formula) -> tuple[str, ...]:
    """The ids of single values it needs: with one of them missing it has no value."""
    return tuple(dict.fromkeys(part.id for part in parts(formula) if isinstance(part, Reference)))


def evaluate(
    formula: Formula,
    value_of: Callable[[str], Decimal | None],
    column_of: Callable[[str, str], Sequence[Decimal]],
) -> Decimal | None:
    """Its value, rounded; None where an operand is missing or something is divided by zero.

    value_of   the value behind an id, None where it is missing
    column_of  the filled cells of a column
    """
    try:
        return _value(formula, value_of, column_of).quantize(_CENT, ROUND_HALF_UP) + 0  # never -0
    except (_Missing, DivisionByZero, InvalidOperation):
        return None


class _Missing(Exception):
    """An operand has no value."""


def _value(
    formula: Formula, value_of: Callable[[str], Decimal | None], column_of: Callable[[str, str], Sequence[Decimal]]
) -> Decimal:
    if isinstance(formula, Constant):
        return formula.value
    if isinstance(formula, Reference):
        value = value_of(formula.id)
        if value is None:
            raise _Missing
        return value
    if isinstance(formula, Over):
        cells = column_of(formula.table, formula.column)
        return sum(cells, Decimal(0)) if formula.function == "sum" else Decimal(len(cells))
    if isinstance(formula, Extreme):
        operands = [_value(operand, value_of, column_of) for operand in formula.operands]
        return min(operands) if formula.function == "min" else max(operands)
    left, right = _value(formula.left, value_of, column_of), _value(formula.right, value_of, column_of)
    return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[formula.sign](right)


class Dialect(Protocol):
    """How a format writes the parts of a formula in its own language."""

    def constant(self, value: Decimal) -> str: ...
    def reference(self, id: str) -> str: ...
    def over(self, function: str, table: str, column: str) -> str: ...
    def extreme(self, function: str, operands: Sequence[str]) -> str: ...
    def operation(self, sign: str, left: str, right: str) -> str: ...


def write(formula: Formula, dialect: Dialect) -> str:
    """The formula in a format's language. What to do about missing operands is the format's own business."""
    if isinstance(formula, Constant):
        return dialect.constant(formula.value)
    if isinstance(formula, Reference):
        return dialect.reference(formula.id)
    if isinstance(formula, Over):
        return dialect.over(formula.function, formula.table, formula.column)
    if isinstance(formula, Extreme):
        return dialect.extreme(formula.function, [write(operand, dialect) for operand in formula.operands])
    return dialect.operation(formula.sign, write(formula.left, dialect), write(formula.right, dialect))
