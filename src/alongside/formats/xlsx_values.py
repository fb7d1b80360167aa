"""What the value of a cell means for the question it answers.

In:   a Cell, the shape that the question asks for
Out:  a text as answers.settle() takes it, and whether it is certain

A spreadsheet keeps days as figures, and figures with more digits than anybody typed.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from alongside.formats.xlsx_workbook import Book, Cell
from alongside.shapes import Day, Number, Shape, Text

_TICKS = frozenset({"x", "×", "х", "✓", "✔", "✗", "☒", "☑", "v", "1", "true"})
_NO_TICKS = frozenset({"0", "false", "☐", "-", "–"})
_FIRST, _FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_DAY = 2_958_465  # 31 December 9999
_FIRST_AGREED = 61  # 1 March 1900; before it, spreadsheets disagree


def is_ticked(cell: Cell) -> bool | None:
    """None where it is neither a tick nor none."""
    text = cell.text.strip().casefold()
    if text in _TICKS:
        return True
    return False if text in _NO_TICKS else None


def text_of(cell: Cell, shape: Shape, book: Book) -> tuple[str, bool]:
    """The text of an answer. It is uncertain where a formula stands, or a percentage where a figure was asked."""
    text, certain = cell.text, not cell.worked_out
    if cell.worked_out and not text:  # no program has worked it out; "=" is no answer but to a question for words
        return f"={cell.formula}" if isinstance(shape, Text) else "=", False
    if cell.kind == "truth":
        text = "TRUE" if text == "1" else "FALSE"
    elif cell.kind == "number" and text.strip():
        shown = book.style(cell).shown
        figure = _figure(text)
        if figure is None:
            return text, certain
        if isinstance(shape, Day) or (shown == "day" and not isinstance(shape, Number)):
            return _day(figure, book) or text, certain
        if shown == "percent":
            return exact(figure * 100), False
        return exact(figure), certain
    return text, certain


def exact(figure: Decimal) -> str:
    """A figure as a text that no language reads in two ways: never exactly three decimals."""
    text = f"{figure.normalize():f}"
    return text + "0" if len(text.partition(".")[2]) == 3 else text


def _figure(text: str) -> Decimal | None:
    """The figure a person sees: fifteen digits, as spreadsheets show them."""
    try:
        return Decimal(f"{float(text):.15g}")
    except (ValueError, OverflowError, InvalidOperation):
        return None


def _day(figure: Decimal, book: Book) -> str:
    days = int(figure) if figure.is_finite() and abs(figure) <= _LAST_DAY else -1
    if book.since_1904:
        return (_FIRST_1904 + timedelta(days)).isoformat() if days >= 0 else ""
    return (_FIRST + timedelta(days)).isoformat() if days >= _FIRST_AGREED else ""
