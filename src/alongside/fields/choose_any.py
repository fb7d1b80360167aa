"""Any answers of the list right below the question: `choose any`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.shapes import Many

WORDS = re.compile("choose any")
EXAMPLE = "choose any"
BELOW: Needed = "choices"
IN_TABLE = False


def make(found: re.Match[str], below: Below) -> Many:
    del found
    return Many(below.choices)
