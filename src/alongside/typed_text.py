"""What people write for a figure, a day or a text, in the habits of many scripts and languages.

In:   a text that somebody typed
Out:  a value; or Unclear, with the likely value where there is one

1.234 is a thousand to some and one to others; 03/04 is April or March. What two people would read differently is
marked, never silently read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

Value: TypeAlias = str | Decimal | date | tuple[str, ...]

LONGEST_ANSWER = 10_000  # characters
MOST_DIGITS = 15  # before the decimal sign; spreadsheets keep no more
_BETWEEN_GROUPS = " \u2009\u202f\u00a0'’٬_"
_GROUPS = str.maketrans("", "", _BETWEEN_GROUPS)
_NO_GROUP = re.compile(rf"\d[{_BETWEEN_GROUPS}](?=\d)(?!\d{{3}}(?!\d))")  # a sign between no thousands
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")


class Unclear(Exception):
    """A value that has no certain meaning; holds the likely one, if there is one."""

    def __init__(self, likely: Value | None = None) -> None:
        self.likely = likely


def words(text: str) -> str:
    """Free text with plain line ends, without the characters no file may hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
    text = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    if len(text) > LONGEST_ANSWER:
        raise Unclear(text[:LONGEST_ANSWER])
    return text


def number(text: str, language: str) -> Decimal:
    """A figure, in the digits of any script, with the signs of the language for groups and decimals.

    English groups by commas, the other languages write decimals with them. A single sign before exactly three digits
    can be either where people use both; such a figure is marked, never silently read.
    """
    plain = _plain_digits(text)
    if _NO_GROUP.search(plain):
        raise Unclear
    digits = plain.translate(_GROUPS).replace("٫", ".").replace("−", "-").rstrip("%٪")
    if not re.fullmatch(r"-?\d{1,15}([.,]\d+)*", digits):
        raise Unclear
    signs = [sign for sign in digits if sign in ".,"]
    if len(set(signs)) == 2:  # the last sign is the decimal one
        if signs.count(signs[-1]) > 1:
            raise Unclear
        return _decimal(digits.replace(signs[0], "").replace(signs[-1], "."))
    if len(signs) > 1:  # the same sign several times groups thousands
        if not re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", digits):
            raise Unclear
        return _decimal(digits.replace(signs[0], ""))
    if signs and "٫" not in text and re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", digits):
        return _group_or_decimal(digits, language)
    return _decimal(digits.replace(",", "."))


def _group_or_decimal(digits: str, language: str) -> Decimal:
    """1.234 in an English form is a decimal; in every other case two people would read two figures."""
    if language == "en" and "." in digits:
        return _decimal(digits)
    grouping = "," if language == "en" else "."
    raise Unclear(_decimal(digits.replace(grouping, "").replace(",", ".")))


def _plain_digits(text: str) -> str:
    """Figures of any script as 0 to 9, without the marks of direction that programs put around them."""
    western = (str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in text)
    return "".join(letter for letter in western if unicodedata.category(letter) != "Cf").strip()


def _decimal(digits: str) -> Decimal:
    try:
        value = Decimal(digits)
    except InvalidOperation:
        raise Unclear from None
    if value.adjusted() >= MOST_DIGITS:
        raise Unclear
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def day(text: str) -> date:
    """A day; one that could be read with day and month exchanged is marked."""
    digits = _plain_digits(text)
    iso, day_first = _ISO.fullmatch(digits), _DAY_FIRST.fullmatch(digits)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if day_first:
            first, second, year = map(int, day_first.groups())
            if second > 12:
                return date(year, first, second)
            found = date(year, second, first)
            if first <= 12 and first != second:
                raise Unclear(found)
            return found
    except ValueError:
        raise Unclear from None
    raise Unclear
