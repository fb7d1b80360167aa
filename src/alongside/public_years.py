"""What anyone may read of years: their figures, what they are measured by, promises and replies.

In:   values made by the gate, and by no other module (a test holds that)
Out:  Reported, NotCollected, PublicIndicator

A figure that is not there says why by its type: Withheld is neither zero nor missing, NotCollected neither zero nor
hidden, NotApplicable and Declined are answers.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from alongside.indicators import Direction, Kind, Whose
from alongside.public_phrase import Public, PublicPhrase


class Shown(Public):
    """A number that may be printed."""

    state: Literal["shown"] = "shown"
    value: int


class Withheld(Public):
    """A number we hold and do not print. Neither zero nor missing."""

    state: Literal["withheld"] = "withheld"


class PublicGroup(Public):
    """aside: it is no answer to the question, such as "prefer not to say"."""

    id: str
    label: PublicPhrase
    value: int
    aside: bool = False


class PublicFigure(Public):
    """A measure of a year: whole, or its total alone. See progress.Figure.

    groups  in their order; of a share the one group "part"
    """

    state: Literal["whole", "total"]
    sheets: int
    n: int
    value: Decimal | None = None
    groups: tuple[PublicGroup, ...] = ()


class NotApplicable(Public):
    """There was nothing of the kind: no whole of which something could be a part."""

    state: Literal["not-applicable"] = "not-applicable"


class Declined(Public):
    """Everybody was asked, and nobody wished to say."""

    state: Literal["declined"] = "declined"


class NotCollected(Public):
    """A year, or a measure of it, of which nothing was gathered. Neither zero nor hidden."""

    state: Literal["not-collected"] = "not-collected"
    year: int


Absent: TypeAlias = Withheld | NotCollected | NotApplicable | Declined
AnyFigure: TypeAlias = Annotated[PublicFigure | Absent, Field(discriminator="state")]


class PublicMeasure(Public):
    """name: what its figures are called, `I3.ours`; asks: the words of the question it counts, and on which tool."""

    name: str
    kind: Kind
    unit: Whose
    text: PublicPhrase
    tool: str
    asks: PublicPhrase
    beside: str | None = None
    direction: Direction | None = None


class PublicIndicator(Public):
    id: str
    core: bool
    commitments: tuple[str, ...]
    direction: Direction
    method: str
    name: PublicPhrase
    counting: PublicPhrase
    measures: tuple[PublicMeasure, ...]


class PublicResponse(Public):
    tool: str
    received: int
    asked: int | None = None


class PublicPromise(Public):
    said: PublicPhrase
    did: PublicPhrase
    outcome: Literal["done", "partly", "not_done", "withdrawn"]
    because: PublicPhrase | None = None


class PublicReply(Public):
    """In the words of those who wrote it, whatever the language of the page."""

    text: PublicPhrase
    by: PublicPhrase | None = None


class PublicCount(Public):
    id: str
    value: Shown | Withheld
    text: PublicPhrase


class PublicFinding(Public):
    kind: Literal["praise", "criticism", "request"]
    text: PublicPhrase


class Reported(Public):
    """A year for which something was collected."""

    state: Literal["reported"] = "reported"
    year: int
    example: bool
    period: PublicPhrase
    method: PublicPhrase
    reported_on: date | None = None
    counts: tuple[PublicCount, ...]
    findings: tuple[PublicFinding, ...]
    changes: PublicPhrase | None = None
    promises: tuple[PublicPromise, ...] = ()
    replies: tuple[PublicReply, ...] = ()
    responses: tuple[PublicResponse, ...] = ()
    methods: dict[str, str] = Field(default_factory=dict)
    figures: dict[str, AnyFigure] = Field(default_factory=dict)
