"""What a year's file in data/progress/ tells: figures that have passed the gate, promises, replies.

In:   plain text from yaml_text.py; or figures that release.py lets through
Out:  Year, Figure

A figure that is not there says why by its state; none of them is a zero.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from alongside.text import Code, Day, Phrase, Record, Text, form, refuse

State = Literal["whole", "total", "withheld", "not-collected", "not-applicable", "declined"]
MeasureName = Annotated[str, form(r"^I\d{1,2}\.[a-z][a-z0-9-]{1,40}$", "I1.held")]
Many = Annotated[int, Field(ge=0, le=10_000_000)]
_Group = Annotated[str, form(r"^[a-z0-9][a-z0-9_]{0,40}$", "kept")]


class Count(Record):
    """A number of people or entities that a year reports."""

    id: Annotated[str, form(r"^[a-z][a-z0-9-]{1,40}$", "survey-respondents")]
    unit: Literal["people", "entities"]
    value: Many
    text: Text


class Finding(Record):
    """What a year found out, in words, with the inventory IDs it rests on."""

    kind: Literal["praise", "criticism", "request"]
    source: tuple[Annotated[str, form(r"^[A-Z-]{1,3}\d{1,2}$", "D4")], ...]
    text: Text


class Figure(Record):
    """One measure of one year, as far as it may be printed.

    state   whole: all of it; total: without its groups; the others say why nothing is there
    sheets  how many filled sheets answered
    n       what it is a part of, or the sum of its groups, or how many numbers a middle is taken from
    value   a middle or a count
    cells   numbers by group; of a share the one group `part`
    """

    measure: MeasureName
    state: State
    sheets: Many | None = None
    n: Many | None = None
    value: Annotated[Decimal, Field(ge=0, le=10_000_000, decimal_places=2)] | None = None
    cells: dict[_Group, Many] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_as_its_state_says(self) -> Self:
        printed = self.state in {"whole", "total"}
        if not printed and (self.n is not None or self.value is not None or self.cells):
            raise refuse("figure-not-hidden", "this figure has a number, and its state says that it has none.",
                         "remove the number, or collect the year again.")  # fmt: skip
        if self.state == "total" and self.cells:
            raise refuse("figure-not-hidden", "this figure has groups, and its state says that it has none.",
                         "remove the groups, or collect the year again.")  # fmt: skip
        if printed and (self.n is None or self.sheets is None):
            raise refuse("figure-empty", "this figure has no number.", "collect the year again.")
        return self


class Response(Record):
    """How many sheets of a tool came back, of how many that were asked for, where somebody knows it."""

    tool: Code
    received: Many
    asked: Many | None = None


class Promise(Record):
    """What partners said, what we promised, and what became of it: "you said, we did, we could not because"."""

    said: Text
    did: Text
    outcome: Literal["done", "partly", "not_done", "withdrawn"]
    because: Text | None = None


class Reply(Record):
    """What partners answered to the account of a year, as a group or without a name; in their own words."""

    text: Text
    by: Text | None = None


class Published(Record):
    """Figures of this year as they stood before on a page, until a day: a reader can still have them."""

    until: Annotated[str, form(r"^\d{4}-\d{2}-\d{2}$", "2026-11-23")]
    figures: tuple[Figure, ...]


class Year(Record):
    """What one year's file in data/progress/ tells.

    changes      what is counted in another way than the year before
    checked_by   the post that looked at the figures before they were published
    reported_on  the day on which this account was made public; from then on the feed tells of it
    """

    year: Annotated[int, Field(ge=2000, le=2100)]
    example: bool = False
    period: Text
    method: Text
    changes: Text | None = None
    checked_by: Phrase | None = None
    reported_on: Day | None = None
    counts: tuple[Count, ...] = ()
    findings: tuple[Finding, ...] = ()
    promises: tuple[Promise, ...] = ()
    replies: tuple[Reply, ...] = ()
    responses: tuple[Response, ...] = ()
    methods: dict[Annotated[str, form(r"^I\d{1,2}$", "I24")], Annotated[str, form(r"^\d{1,3}$", "1")]] = Field(
        default_factory=dict
    )
    figures: tuple[Figure, ...] = ()
    published: tuple[Published, ...] = ()

    def figure(self, measure: str) -> Figure | None:
        return next((item for item in self.figures if item.measure == measure), None)
