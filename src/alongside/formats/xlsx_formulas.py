"""Formulas of calculated figures as a spreadsheet writes them.

In:   a leaf with a Total, and the cells of the form
Out:  `=IFERROR(IF(COUNT(E4,E6)=2,ROUND(E4*E6,2),""),"")`

COUNT sees figures only: with one missing, or with words in its place, the result stays blank, as formula.py asks.
Cells and not names are written, so that the formula still works where names are lost and shows its cells in colours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alongside.formula import Operation, references, write
from alongside.shapes import Number, Table, Total
from alongside.tool import Form, Leaf

_NOTHING = '""'


@dataclass(frozen=True)
class Excel:
    """cells: the cell of each address; ranges: those of each table's column; leaf: where the formula stands."""

    form: Form
    cells: Mapping[str, str]
    ranges: Mapping[tuple[str, str], str]
    leaf: Leaf

    def constant(self, value: Decimal) -> str:
        return f"{value:f}"

    def reference(self, id: str) -> str:
        table = self.leaf.question.shape
        if self.leaf.row and isinstance(table, Table) and id in {column.id for column in table.columns}:
            return self.cells.get(f"{self.leaf.question.id}.{self.leaf.row.id}.{id}", _NOTHING)
        return self.cells.get(id, _NOTHING)

    def over(self, function: str, table: str, column: str) -> str:
        cells = self.ranges.get((table, column))
        if cells is None:
            return "0"
        if function == "sum":
            return f"SUM({cells})"
        return f"{'COUNT' if self._holds_figures(table, column) else 'COUNTA'}({cells})"

    def extreme(self, function: str, operands: Sequence[str]) -> str:
        return f"{function.upper()}({','.join(operands)})"

    def operation(self, sign: str, left: str, right: str) -> str:
        return f"({left}{sign}{right})"

    def _holds_figures(self, table: str, column: str) -> bool:
        """An empty result of a formula is a text, which COUNTA would count."""
        leaves = self.form.leaves.values()
        places = (leaf for leaf in leaves if leaf.question.id == table and leaf.column and leaf.column.id == column)
        return any(isinstance(leaf.shape, Number | Total) for leaf in places)


def write_total(shape: Total, dialect: Excel) -> str:
    formula = shape.formula
    text = write(formula, dialect)
    if isinstance(formula, Operation):
        text = text[1:-1]  # ROUND has brackets of its own
    needed = [dialect.reference(name) for name in references(formula)]
    rounded = f"ROUND({text},2)"
    if needed:
        rounded = f"IF(COUNT({','.join(needed)})={len(needed)},{rounded},{_NOTHING})"
    return f"=IFERROR({rounded},{_NOTHING})"
