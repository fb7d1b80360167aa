"""Write calculated figures in the JavaScript of PDF forms, so that they stay live in Acrobat, Firefox and Chrome.

In:   a Form
Out:  a script for the document, one line for each total, the order in which totals are worked out

Nothing here is evaluated from text: the formulas are ours, what people type is only read as figures, by the same
rules as in answers.py. A missing operand is NaN, which swallows every operation, and shows as nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from babel.numbers import get_decimal_symbol, get_group_symbol

from alongside.formula import Over, parts, references, write
from alongside.shapes import Number, Table, Total
from alongside.tool import Form, Leaf, name_of

SCRIPT = r"""
function alText(d, n) {
  var f = d.getField(n);
  if (!f) return "";
  var t = f.valueAsString === undefined ? f.value : f.valueAsString;
  return t === null || t === undefined || t === "Off" ? "" : String(t).replace(/^\s+|\s+$/g, "");
}
function alRead(t, en) {
  var own = t.indexOf("\u066b") >= 0;
  t = t.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, function (c) { return String(c.charCodeAt(0) & 15); });
  t = t.replace(/[\s'_\u00a0\u202f\u2019\u066c\u200e\u200f\u061c\u2066-\u2069]/g, "");
  t = t.replace(/\u066b/g, ".").replace(/\u2212/g, "-").replace(/[%\u066a]+$/, "");
  if (!/^-?\d{1,15}([.,]\d+)*$/.test(t)) return NaN;
  var s = t.replace(/[^.,]/g, ""), last = s.charAt(s.length - 1), other = last === "." ? "," : ".";
  if (s.indexOf(other) >= 0 && s.length > 1) {
    if (s.split(last).length > 2) return NaN;
    t = t.split(other).join("");
  } else if (s.length > 1) {
    if (!/^-?\d{1,3}([.,]\d{3})+$/.test(t)) return NaN;
    return Number(t.split(last).join(""));
  } else if (s && !own && /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(t) && last === (en ? "," : ".")) {
    return Number(t.replace(last, ""));
  }
  return Number(t.replace(",", "."));
}
function alFigure(d, n) {
  var t = alText(d, n).split(alGroup).join("").replace(alPoint, ".");
  return t === "" ? NaN : Number(t);
}
function alSum(d, table, column, rows, read) {
  var sum = 0;
  for (var i = 0; i < rows.length; i++) {
    var v = read(d, table + rows[i] + column);
    if (!isNaN(v)) sum += v;
  }
  return sum;
}
function alCount(d, table, column, rows, read) {
  var count = 0;
  for (var i = 0; i < rows.length; i++) {
    var n = table + rows[i] + column;
    if (read ? !isNaN(read(d, n)) : alText(d, n) !== "") count++;
  }
  return count;
}
function alDivide(a, b) { return b === 0 ? NaN : a / b; }
function alShow(v) {
  if (!isFinite(v)) return "";
  var c = Math.round(Math.abs(v) * 100 * (1 + 1e-12)), w = String(Math.floor(c / 100)), r = c % 100;
  if (c >= 1000000) w = w.replace(/\B(?=(\d{3})+(?!\d))/g, alGroup);
  var t = w + (r === 0 ? "" : alPoint + (r % 10 === 0 ? r / 10 : r < 10 ? "0" + r : r));
  return v < 0 && c > 0 ? "-" + t : t;
}
"""
_SPACES = str.maketrans("\u202f\u2009", "\u00a0\u00a0")  # the letters of fields have no narrow space


class _Script:
    """Formulas as JavaScript. beside: the columns of the total's own row, which come before questions of that name."""

    def __init__(self, form: Form, leaf: Leaf) -> None:
        self.form = form
        self.leaf = leaf
        table = leaf.question.shape
        self.beside = {column.id for column in table.columns} if isinstance(table, Table) else set()

    def constant(self, value: Decimal) -> str:
        return f"{value:f}"

    def reference(self, id: str) -> str:
        address = self.address(id)
        return f"{_reader(self.form.leaves.get(address))}(this, {json.dumps(name_of(address))})"

    def address(self, id: str) -> str:
        inside = id in self.beside and self.leaf.row
        return f"{self.leaf.question.id}.{self.leaf.row.id}.{id}" if inside and self.leaf.row else id

    def over(self, function: str, table: str, column: str) -> str:
        cells = _cells(self.form, table, column)
        rows = [leaf.row.id for leaf in cells if leaf.row]
        told = f"this, {json.dumps(name_of(table) + '__')}, {json.dumps('__' + column)}, {json.dumps(rows)}"
        first = next(iter(cells), None)
        if function == "sum":
            return f"alSum({told}, {_reader(first)})"
        is_figure = first is not None and isinstance(first.shape, Number | Total)
        return f"alCount({told}{', ' + _reader(first) if is_figure else ''})"

    def extreme(self, function: str, operands: Sequence[str]) -> str:
        return f"Math.{function}({', '.join(operands)})"

    def operation(self, sign: str, left: str, right: str) -> str:
        return f"alDivide({left}, {right})" if sign == "/" else f"({left} {sign} {right})"


def _reader(leaf: Leaf | None) -> str:
    """What reads a field. Our own figures are in our own notation: nothing in them is to be guessed."""
    return "alFigure" if leaf is not None and isinstance(leaf.shape, Total) else "alNumber"


def document_script(form: Form) -> str:
    """What every total of a form needs: how figures are read and shown in its language."""
    locale = form.words.locale
    point, group = (
        get_decimal_symbol(locale, numbering_system="latn"),
        get_group_symbol(locale, numbering_system="latn"),
    )
    english = json.dumps(form.words.code == "en")
    return (
        f"var alPoint = {json.dumps(point)}, alGroup = {json.dumps(group.translate(_SPACES))};\n"
        f"function alNumber(d, n) {{ return alRead(alText(d, n), {english}); }}{SCRIPT}"
    )


def total_script(form: Form, leaf: Leaf, total: Total) -> str:
    return f"event.value = alShow({write(total.formula, _Script(form, leaf))});"


def shown(text: str) -> str:
    """A figure with spaces that the letters of fields have."""
    return text.translate(_SPACES)


def in_order(form: Form) -> list[str]:
    """The addresses of the totals, each behind those that it needs."""
    done: dict[str, None] = {}

    def visit(address: str, above: tuple[str, ...]) -> None:
        leaf = form.leaves.get(address)
        if leaf is None or not isinstance(leaf.shape, Total) or address in done or address in above:
            return
        for needed in _needs(form, leaf, leaf.shape):
            visit(needed, (*above, address))
        done[address] = None

    for address in form.leaves:
        visit(address, ())
    return list(done)


def _needs(form: Form, leaf: Leaf, total: Total) -> Iterator[str]:
    script = _Script(form, leaf)
    yield from map(script.address, references(total.formula))
    for part in parts(total.formula):
        if isinstance(part, Over):
            yield from (cell.address for cell in _cells(form, part.table, part.column))


def _cells(form: Form, table: str, column: str) -> list[Leaf]:
    return [
        leaf for leaf in form.leaves.values() if leaf.question.id == table and leaf.column and leaf.column.id == column
    ]
