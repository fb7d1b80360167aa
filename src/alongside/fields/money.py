"""An amount in the currency of whoever fills in the form: `money`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.shapes import MONEY, Number

WORDS = re.compile("money")
EXAMPLE = "money"
BELOW: Needed = "nothing"
IN_TABLE = True


def make(found: re.Match[str], below: Below) -> Number:
    del found, below
    return Number(unit=MONEY)
