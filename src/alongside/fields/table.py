"""Columns asked for several rows: `table 5 rows` with empty rows, `table` with the rows that stand below."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.shapes import Row, Table

WORDS = re.compile(r"table(?: (?P<rows>[1-9]|1[0-2]) rows?)?")
EXAMPLE = "table 3 rows"
BELOW: Needed = "columns"
IN_TABLE = False


def make(found: re.Match[str], below: Below) -> Table:
    if found["rows"]:
        return Table(below.columns, tuple(Row(str(number)) for number in range(1, int(found["rows"]) + 1)))
    return Table(below.columns, below.rows, heading=below.heading, given=True)
