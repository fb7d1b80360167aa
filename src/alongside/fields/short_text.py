"""A line of words: `short text`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.shapes import Text

WORDS = re.compile("short text")
EXAMPLE = "short text"
BELOW: Needed = "nothing"
IN_TABLE = True


def make(found: re.Match[str], below: Below) -> Text:
    del found, below
    return Text()
