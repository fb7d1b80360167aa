"""A day: `date`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.shapes import Day

WORDS = re.compile("date")
EXAMPLE = "date"
BELOW: Needed = "nothing"
IN_TABLE = True


def make(found: re.Match[str], below: Below) -> Day:
    del found, below
    return Day()
