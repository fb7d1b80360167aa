"""Name, role and day of those who agree, with room for a hand on paper: `signature`."""

from __future__ import annotations

import re

from alongside.fields import Below, Needed
from alongside.shapes import Column, Day, Row, Table, Text
from alongside.words import N_

WORDS = re.compile("signature")
EXAMPLE = "signature"
BELOW: Needed = "nothing"
IN_TABLE = False

_NAME, _ROLE, _DAY = N_("Name"), N_("Role"), N_("Day")


def make(found: re.Match[str], below: Below) -> Table:
    del found
    columns = (
        Column("name", below.say(_NAME), Text()),
        Column("role", below.say(_ROLE), Text()),
        Column("day", below.say(_DAY), Day()),
    )
    return Table(columns, (Row("1"), Row("2")), by_hand=True)
