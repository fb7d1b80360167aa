"""One answer of a list that many questions share, from toolkit/scales.yml: `scale agreement`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed, UnknownList
from alongside.shapes import One

WORDS = re.compile(r"scale (?P<list>[a-z][a-z0-9_]*)")
EXAMPLE = "scale agreement"
BELOW: Needed = "nothing"
IN_TABLE = True


def make(found: re.Match[str], below: Below) -> One:
    if found["list"] not in below.lists:
        raise UnknownList
    return One(below.lists[found["list"]], ordered=True)
