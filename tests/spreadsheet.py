"""A spreadsheet that knows just the functions our formulas use, to prove them without an office program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from alongside.formats.xlsx_workbook import Book

Value = Decimal | str | list  # a list holds the cells of a range
_PIECE = re.compile(r'([A-Z]+\d+:[A-Z]+\d+)|([A-Z]+\d+)|([A-Z]+)(?=\()|(\d+(?:\.\d+)?)|("")|([-+*/(),=])')


class _ErrorValue(Exception):
    """What a spreadsheet shows as #DIV/0! or #VALUE!."""


def calculate(content: bytes, names: Iterable[str]) -> dict[str, Decimal | None]:
    """What the formulas behind names give, worked out from the cells alone; None where they give nothing."""
    sheet = _Sheet(Book(content))
    values = {name: sheet.value(*sheet.book.names[name][1]) for name in names}
    return {name: value if isinstance(value, Decimal) else None for name, value in values.items()}


class _Sheet:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.cells = book.cells(book.sheets[0])
        cells = book.part("xl/worksheets/sheet1.xml").iterfind("{*}sheetData/{*}row/{*}c")
        self.formulas = {item.get("r"): item.findtext("{*}f") for item in cells if item.find("{*}f") is not None}
        self.known: dict[str, Value] = {}

    def value(self, row: int, column: int) -> Value:
        place = f"{chr(65 + column)}{row + 1}"
        if place in self.formulas:
            if place not in self.known:
                self.known[place] = _Formula(self, self.formulas[place] or "").value()
            return self.known[place]
        cell = self.cells.get((row, column))
        if cell is None or not cell.text:
            return ""
        return Decimal(cell.text) if cell.kind == "number" else cell.text

    def at(self, place: str) -> Value:
        return self.value(int(place[1:]) - 1, ord(place[0]) - 65)


class _Formula:
    """Parses into functions without arguments, so that IF and IFERROR work out only what they need."""

    def __init__(self, sheet: _Sheet, text: str) -> None:
        self.sheet = sheet
        self.pieces = [found.group() for found in _PIECE.finditer(text)]
        assert "".join(self.pieces) == text, text

    def value(self) -> Value:
        result = self.comparison()
        assert not self.pieces
        return result()

    def comparison(self) -> Callable[[], Value]:
        left = self.sum()
        if self.pieces and self.pieces[0] == "=":
            self.pieces.pop(0)
            right = self.sum()
            return lambda: Decimal(left() == right())
        return left

    def sum(self) -> Callable[[], Value]:
        return self.chain("+-", lambda: self.chain("*/", self.atom))

    def chain(self, signs: str, part: Callable[[], Callable[[], Value]]) -> Callable[[], Value]:
        result = part()
        while self.pieces and self.pieces[0] in signs:
            result = _operate(self.pieces.pop(0), result, part())
        return result

    def atom(self) -> Callable[[], Value]:
        piece = self.pieces.pop(0)
        if piece == "(":
            inside = self.comparison()
            assert self.pieces.pop(0) == ")"
            return inside
        if piece == '""':
            return lambda: ""
        if piece[0].isdigit():
            return lambda: Decimal(piece)
        if ":" in piece:
            (column, top), (_, bottom) = ((place[0], int(place[1:])) for place in piece.split(":"))
            return lambda: [self.sheet.at(f"{column}{row}") for row in range(top, bottom + 1)]
        if piece[-1].isdigit():
            return lambda: self.sheet.at(piece)
        assert self.pieces.pop(0) == "("
        operands = [self.comparison()]
        while self.pieces.pop(0) == ",":
            operands.append(self.comparison())
        return lambda: _FUNCTIONS[piece](*operands)


def _operate(sign: str, left: Callable[[], Value], right: Callable[[], Value]) -> Callable[[], Value]:
    def result() -> Value:
        one, other = left(), right()
        if not isinstance(one, Decimal) or not isinstance(other, Decimal):
            raise _ErrorValue
        try:
            return {"+": one.__add__, "-": one.__sub__, "*": one.__mul__, "/": one.__truediv__}[sign](other)
        except DecimalException:
            raise _ErrorValue from None

    return result


def _figures(operands: Iterable[Callable[[], Value]]) -> list[Decimal]:
    values = [value for operand in operands for value in _listed(operand())]
    return [value for value in values if isinstance(value, Decimal)]


def _listed(value: Value) -> list:
    return value if isinstance(value, list) else [value]


def _if_error(tried: Callable[[], Value], otherwise: Callable[[], Value]) -> Value:
    try:
        return tried()
    except _ErrorValue:
        return otherwise()


def _round(value: Callable[[], Value], digits: Callable[[], Value]) -> Decimal:
    figure = value()
    if not isinstance(figure, Decimal):
        raise _ErrorValue
    return figure.quantize(Decimal(10) ** -int(str(digits())), ROUND_HALF_UP)


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "IF": lambda test, yes, no: yes() if test() else no(),
    "IFERROR": _if_error,
    "COUNT": lambda *operands: Decimal(len(_figures(operands))),
    "COUNTA": lambda *operands: Decimal(sum(value != "" for operand in operands for value in _listed(operand()))),
    "SUM": lambda *operands: sum(_figures(operands), Decimal(0)),
    "MIN": lambda *operands: min(_figures(operands)),
    "MAX": lambda *operands: max(_figures(operands)),
    "ROUND": _round,
}
