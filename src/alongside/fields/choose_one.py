"""One answer of the list right below the question: `choose one`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.shapes import One

WORDS = re.compile("choose one")
EXAMPLE = "choose one"
BELOW: Needed = "choices"
IN_TABLE = False


def make(found: re.Match[str], below: Below) -> One:
    del found
    return One(below.choices)
