"""A figure the form works out: `= sum(steps.cost)`, `= indirect / direct * 100 in percent`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.formula import parse_formula
from alongside.shapes import Total
from alongside.units import UNITS

WORDS = re.compile(rf"= ?(?P<formula>.+?)(?: in (?P<unit>{'|'.join(UNITS)}))?")
EXAMPLE = "= sum(steps.cost)"
BELOW: Needed = "nothing"
IN_TABLE = True


def make(found: re.Match[str], below: Below) -> Total:
    del below
    return Total(parse_formula(found["formula"]), unit=found["unit"] or "")
