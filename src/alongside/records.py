"""The records of data/, typed and frozen.

In:   plain text from yaml_text.py
Out:  Partner, Commitment, Year, Site, Privacy: what the rest of the program works with

Everything here is still private in the sense of the gate: pages are made from the Public types of gate.py alone.
Sources of the lists: the position's sections on partners (inventory C1 to C10) and on leadership (L2 to L5).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from alongside.text import Language, Phrase, Text, form, refuse

Entity = Literal[
    "individual", "group", "ngo", "network", "movement", "cooperative", "academic", "government", "company"
]
Status = Literal["registered", "informal"]
Reach = Literal["community", "country", "international"]
Funding = Literal["we-fund", "funds-us", "none"]
Leadership = Literal["led", "managed", "implemented"]
PartnerField = Literal[
    "name", "entity", "status", "reach", "funding", "place", "languages", "since", "summary", "own_words"
]
Unit = Literal["people", "entities"]

DONOR_WORDS = frozenset({"donor", "funder", "foundation", "institutional-donor"})
_CLDR = [str(code) for code in Locale("en").territories]
_COUNTRIES = frozenset(code for code in _CLDR if re.fullmatch("[A-Z]{2}", code)) - {"EU", "EZ", "UN", "ZZ", "XA", "XB"}
_REGIONS = frozenset(code for code in _CLDR if re.fullmatch(r"\d{3}", code)) - {"001", "003", "419", "202"}


def _not_a_donor(value: str) -> str:
    if value in DONOR_WORDS:
        raise refuse(
            "donor-as-partner",
            "this entry is a donor. A body that mainly gives funds is called a donor and is not listed as a partner "
            "(inventory C9).",
            "remove the entry; a partner that also funds us keeps its own form, with `funding: funds-us`.",
        )
    return value


def _country(value: str) -> str:
    if value not in _COUNTRIES:
        raise refuse("country-unknown", "this is no ISO 3166-1 country code.", "write two capital letters, like `NO`.")
    return value


def _region(value: str) -> str:
    if value not in _REGIONS:
        raise refuse("region-unknown", "this is no UN M49 region code.", 'write three digits in quotes, like `"014"`.')
    return value


class Record(BaseModel):
    """Unknown keys are refused: what no rule knows must not slip into public."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Consent(Record):
    """What a partner agreed to show, in which languages, from when until when (both days included)."""

    fields: tuple[PartnerField, ...]
    languages: tuple[Language, ...]
    given: date
    until: date

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Self:
        if self.until < self.given:
            raise refuse("dates-reversed", "`until` is earlier than `given`.", "check the two dates.")
        return self


class RiskReview(Record):
    """Our own look at what could happen if the entry is public. It can hide; it can never show more than consent."""

    on: date
    until: date
    outcome: Literal["public", "hidden"]


class Partner(Record):
    """One partner: only what it agreed to show, and what is needed to count."""

    id: Annotated[str, form(r"^[a-z][a-z0-9]{5,11}$", "k4v9tz")]
    example: bool = False
    name: Text
    entity: Annotated[Entity, BeforeValidator(_not_a_donor)]
    status: Status
    reach: Reach
    funding: Funding
    leadership: Leadership
    country: Annotated[str, AfterValidator(_country)] | None = None
    region: Annotated[str, AfterValidator(_region)] | None = None
    languages: tuple[Language, ...]
    since: Annotated[int, Field(ge=1900, le=2100)]
    summary: Text | None = None
    own_words: Text | None = None
    machine_translated: tuple[Language, ...] = ()
    consent: tuple[Consent, ...] = ()
    risk_review: RiskReview | None = None

    @model_validator(mode="after")
    def stands_in_one_place(self) -> Self:
        if (self.country is None) == (self.region is None):
            raise refuse("place-missing", "a partner has either a country or a region.", "keep one of the two.")
        return self


class Commitment(Record):
    """One promise of the position. The id is that of the inventory and never changes."""

    id: Annotated[str, form(r"^[A-Z]{1,2}\d{1,2}$", "E4")]
    dimension: Annotated[str, form(r"^[a-z-]{2,30}$", "equitable")]
    text: Text


class Count(Record):
    """A number of people or entities that a year reports."""

    id: Annotated[str, form(r"^[a-z][a-z0-9-]{1,40}$", "survey-respondents")]
    unit: Unit
    value: Annotated[int, Field(ge=0)]
    text: Text


class Finding(Record):
    """What a year found out, in words, with the inventory IDs it rests on."""

    kind: Literal["praise", "criticism", "request"]
    source: tuple[Annotated[str, form(r"^[A-Z-]{1,3}\d{1,2}$", "D4")], ...]
    text: Text


class Year(Record):
    """What one year's file in data/progress/ tells."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    example: bool = False
    period: Text
    method: Text
    counts: tuple[Count, ...] = ()
    findings: tuple[Finding, ...] = ()


YearMonth = Annotated[str, form(r"^\d{4}-(0[1-9]|1[0-2])$", "2023-04")]
WebAddress = Annotated[str, form(r"^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/%-]*)?$", "https://example.org/page")]


class Position(Record):
    """The published text that the site restates."""

    title: Text
    url: WebAddress
    published: YearMonth
    rights: Phrase


class Horizon(Record):
    """The months between which the promises are to be kept, and whether the source says so or we read it so."""

    start: YearMonth
    end: YearMonth
    basis: Literal["stated", "interpretation"]


class Dimension(Record):
    """One of the ways in which a partnership should become better; its page is commitments/<id>.md."""

    id: Annotated[str, form(r"^[a-z-]{2,30}$", "equitable")]
    name: Text
    summary: Text


class Site(Record):
    """Who speaks on this site."""

    name: Text
    short_name: Text
    description: Text
    organisation: Phrase
    position: Position
    horizon: Horizon
    dimensions: tuple[Dimension, ...]


class Privacy(Record):
    """The thresholds of protection, each with its reason."""

    class Minimum(Record):
        people: Annotated[int, Field(ge=3)]
        entities: Annotated[int, Field(ge=3)]
        reason: Text

    minimum: Minimum
