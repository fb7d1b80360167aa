"""A figure: `number`, `number 0 to 100`, `number whole in days`, `number 0 to 12 whole in months`."""

from __future__ import annotations

import re
from decimal import Decimal

from alongside.fields import Below, Needed
from alongside.shapes import Number
from alongside.units import UNITS

WORDS = re.compile(
    r"number(?: (?P<least>-?\d+(?:\.\d+)?) to (?P<most>\d+(?:\.\d+)?))?(?P<whole> whole)?"
    rf"(?: in (?P<unit>{'|'.join(UNITS)}))?"
)
EXAMPLE = "number 0 to 100 whole in days"
BELOW: Needed = "nothing"
IN_TABLE = True


def make(found: re.Match[str], below: Below) -> Number:
    del below
    least, most = (Decimal(found[name]) if found[name] else None for name in ("least", "most"))
    return Number(least, most, decimals=0 if found["whole"] else 2, unit=found["unit"] or "")
