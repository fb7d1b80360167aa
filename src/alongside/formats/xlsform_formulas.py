"""Formulas of calculated figures as forms for phones write them, in XPath.

In:   a formula, and the names of the form
Out:  `if(${a} = '' or ${b} = 0, '', round(${a} div ${b}, 2))`

What has no answer is an empty text there: with a missing operand, or a division by zero, the result stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from alongside.formats.xlsform_names import Names
from alongside.formula import Formula, Operation, parts, references, write
from alongside.shapes import Table
from alongside.tool import Question

HELPERS = {"sum": "figure", "count": "filled"}  # what is called how beside a cell of a row that people begin


@dataclass(frozen=True)
class XPath:
    """beside: the question and the row in which the formula stands, if it stands in a table."""

    names: Names
    questions: dict[str, Question]
    beside: tuple[Question, str] | None = None

    def constant(self, value: Decimal) -> str:
        return f"{value:f}"

    def reference(self, id: str) -> str:
        if self.beside:
            question, row = self.beside
            if isinstance(question.shape, Table) and id in {column.id for column in question.shape.columns}:
                return f"${{{self.names.of(question.id, id, row)}}}"
        return f"${{{self.names.of(id)}}}"

    def over(self, function: str, table: str, column: str) -> str:
        shape = self.questions[table].shape
        if isinstance(shape, Table) and shape.given:
            cells = [f"${{{self.names.of(table, column, row.id)}}}" for row in shape.rows]
            return "(" + " + ".join(helper(function, cell) for cell in cells) + ")"
        return f"sum(${{{helper_name(self.names.of(table, column), function)}}})"

    def extreme(self, function: str, operands: Sequence[str]) -> str:
        return f"{function}({', '.join(operands)})"

    def operation(self, sign: str, left: str, right: str) -> str:
        return f"({left} {'div' if sign == '/' else sign} {right})"


def helper_name(cell: str, function: str) -> str:
    return f"{cell}__{HELPERS[function]}"


def helper(function: str, cell: str) -> str:
    """A cell as the figure that a sum or a count adds: an empty one adds nothing."""
    return f"coalesce({cell}, 0)" if function == "sum" else f"if({cell} = '', 0, 1)"


def write_total(formula: Formula, dialect: XPath) -> str:
    empty = [f"{dialect.reference(name)} = ''" for name in references(formula)]
    divisors = (part.right for part in parts(formula) if isinstance(part, Operation) and part.sign == "/")
    written = dict.fromkeys(write(divisor, dialect) for divisor in divisors)
    zero = [f"{text} = 0" for text in written if not _is_figure(text)]
    rounded = f"round({write(formula, dialect)}, 2)"
    return f"if({' or '.join([*empty, *zero])}, '', {rounded})" if empty or zero else rounded


def _is_figure(text: str) -> bool:
    """Whether a divisor is a constant, and so never zero unless somebody wrote zero."""
    return text.replace(".", "", 1).isdigit() and Decimal(text) != 0
