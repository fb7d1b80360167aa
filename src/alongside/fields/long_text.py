"""A box of words: `long text`, `long text 6 lines`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.shapes import Text

WORDS = re.compile(r"long text(?: (?P<lines>[2-9]|1[0-2]) lines)?")
EXAMPLE = "long text 4 lines"
BELOW: Needed = "nothing"
IN_TABLE = False


def make(found: re.Match[str], below: Below) -> Text:
    del below
    return Text(lines=int(found["lines"] or 4))
