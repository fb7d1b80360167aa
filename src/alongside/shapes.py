"""The few shapes an answer can have: all that a document format needs to know about a question.

In:   nothing
Out:  Text, Number, Day, One, Many, Table, Total

Kinds of questions are many and grow (folder fields/); every kind comes down to one of these. Formats are written
against these alone, so that a kind of question is one file and a format is one file.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from alongside.formula import Formula

MONEY = "money"  # the unit of amounts in the currency of whoever fills in the form


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed list. An aside ("prefer not to say") is an answer, and no point of a scale."""

    id: str
    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words. lines is how much room they get on paper; 1 is a line, more is a box."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Number:
    """A figure. least and most are its bounds, decimals the digits behind the point, unit a code or MONEY or empty."""

    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int = 2
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""


@dataclass(frozen=True, slots=True)
class One:
    """One choice of a list. ordered: the list is a scale from little to much, with asides at its end."""

    choices: tuple[Choice, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """Any number of choices of a list."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A figure that the form works out by itself. It is never read back."""

    formula: Formula
    unit: str = ""


Cell: TypeAlias = Text | Number | Day | One | Total


@dataclass(frozen=True, slots=True)
class Column:
    id: str
    text: str
    shape: Cell


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. Its text is empty where people begin the row themselves; its id is then its number, from 1."""

    id: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns asked for each row.

    heading  what the rows are; empty where they are not given
    given    whether the rows have words of their own
    by_hand  whether a signature belongs beside each row on paper
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading: str = ""
    given: bool = False
    by_hand: bool = False


Shape: TypeAlias = Text | Number | Day | One | Many | Table | Total
