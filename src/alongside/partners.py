"""The record of a partner: what it agreed to show, to whom, in which language, until when.

In:   plain text from data/partners.yml
Out:  Partner, with its consents and our own review of the risk

The file is public, and so is its history. It holds only what may be published: an entry that is anonymised (C) or
counted (D) has no field that could identify anybody, and this module refuses one that has.
Sources of the lists: inventory C1 to C10 (partners) and L2 to L8 (leadership).
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from alongside.regions import COUNTRIES, REGIONS
from alongside.text import Code, Day, Language, Record, Text, WebAddress, form, refuse

Level = Literal["A", "B", "C", "D"]
Entity = Literal[
    "individual", "group", "ngo", "network", "movement", "cooperative", "academic", "government", "company"
]
Status = Literal["registered", "informal"]
Reach = Literal["community", "country", "international"]
Funding = Literal["we-fund", "funds-us", "none"]
Leadership = Literal["led", "managed", "implemented", "chooses-not-to-lead"]
Sensitivity = Literal["low", "moderate", "high", "severe"]
Channel = Literal["site", "data", "feeds", "packs"]
PartnerField = Literal[
    "name", "entity", "status", "reach", "funding", "place", "languages", "since", "themes", "summary", "own_words",
    "reply", "links", "contact", "image", "org_id",
]  # fmt: skip
FIELDS: tuple[PartnerField, ...] = get_args(PartnerField)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
FIELDS_OF_LEVEL: dict[Level, frozenset[PartnerField]] = {
    "A": frozenset(FIELDS),
    "B": frozenset({"name", "place"}),
    "C": frozenset(),
    "D": frozenset(),
}
DONOR_WORDS = frozenset({"donor", "funder", "foundation", "institutional-donor"})


def _random(value: str) -> str:
    """An id that is a word could tell something; and no page beside the partners' is called like one with digits."""
    if not any(character.isdigit() for character in value):
        raise refuse("id-not-random", "this id is a word.", "make up letters with digits between them, like `k4v9tz`.")
    return value


PartnerId = Annotated[str, form(r"^[a-z][a-z0-9]{5,11}$", "k4v9tz"), AfterValidator(_random)]


def _not_a_donor(value: str) -> str:
    if isinstance(value, str) and value in DONOR_WORDS:
        raise refuse(
            "donor-as-partner",
            "this entry is a donor. A body that mainly gives funds is called a donor and is not listed as a partner "
            "(inventory C9).",
            "remove the entry; a partner that also funds us keeps its own form, with `funding: funds-us`.",
        )
    return value


def _country(value: str) -> str:
    if value not in COUNTRIES:
        raise refuse("country-unknown", "this is no ISO 3166-1 country code.", "write two capital letters, like `NO`.")
    return value


def _region(value: str) -> str:
    if value not in REGIONS:
        raise refuse("region-unknown", "this is no UN M49 sub-region.", 'write three digits in quotes, like `"014"`.')
    return value


Country = Annotated[str, AfterValidator(_country)]


def months_after(day: date, months: int) -> date:
    """The same day of the month some months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Consent(Record):
    """What a partner agreed to show. No consent, no field.

    channels      where: pages (site), open data, feeds, packs to download
    until         the last day; where it is missing, the sensitivity decides: 24, 24, 12 or 6 months
    how           written, oral or recorded; the evidence itself stays outside of this repository
    told_in       the language in which the choices were explained
    text_version  which version of the explanation
    """

    fields: tuple[PartnerField, ...]
    languages: tuple[Language, ...]
    channels: tuple[Channel, ...]
    given: Day
    until: Day | None = None
    how: Literal["written", "oral", "recorded"]
    told_in: Language
    text_version: Annotated[str, form(r"^\d{1,3}(\.\d{1,3})?$", "1")]


class RiskReview(Record):
    """Our own look at what could happen if the entry is public. It can hide; it can never show more than consent."""

    on: Day
    until: Day
    by_role: Code
    outcome: Literal["public", "hidden"]

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Self:
        if self.until < self.on:
            raise refuse("dates-reversed", "`until` is earlier than `on`.", "check the two dates.")
        return self


class Link(Record):
    """A web address the partner wants to be found at."""

    title: Text
    url: WebAddress


class Translation(Record):
    """Who put a partner's texts into a language, and the role of the person who has reviewed it."""

    by: Literal["partner", "person", "machine"]
    reviewed_by: Code | None = None


class Partner(Record):
    """One partner.

    level         A full, B name and place, C anonymised, D counted only
    agreed_until  for C and D: the last year of the agreement and of our review; an exact day could identify
    themes        codes of data/themes.yml
    listed        the day the page was first shown; orders the feed
    noindex       asks search engines to leave the page out
    leadership, our_leadership  the partner's view and ours; used in aggregates only
    """

    id: PartnerId
    example: bool = False
    level: Level = "A"
    name: Text | None = None
    entity: Annotated[Entity, BeforeValidator(_not_a_donor)] | None = None
    status: Status | None = None
    reach: Reach | None = None
    funding: Funding | None = None
    leadership: Leadership | None = None
    our_leadership: Leadership | None = None
    country: Country | None = None
    region: Annotated[str, AfterValidator(_region)] | None = None
    languages: tuple[Language, ...] = ()
    since: Annotated[int, Field(ge=1900, le=2100)] | None = None
    since_band: Annotated[str, form(r"^(19|20)\d\d-(19|20)\d\d$", "2015-2019")] | None = None
    themes: tuple[Code, ...] = ()
    summary: Text | None = None
    own_words: Text | None = None
    reply: Text | None = None
    translations: dict[Language, Translation] = Field(default_factory=dict)
    links: tuple[Link, ...] = ()
    contact: WebAddress | None = None
    image: Code | None = None
    org_id: Annotated[str, form(r"^[A-Z]{2}-[A-Z]{2,7}-[A-Za-z0-9-]{1,30}$", "GB-CHC-123456")] | None = None
    listed: Day | None = None
    agreed_until: Annotated[int, Field(ge=2020, le=2100)] | None = None
    noindex: bool = False
    sensitivity: Sensitivity = "moderate"
    consent: tuple[Consent, ...] = ()
    risk_review: RiskReview | None = None

    def value(self, field: PartnerField) -> object:
        """What the record holds for a field that can be agreed to; empty where it holds nothing."""
        return (self.country or self.region) if field == "place" else getattr(self, field)

    @property
    def texts(self) -> dict[PartnerField, Text]:
        """The fields that hold running text or a name."""
        fields: tuple[PartnerField, ...] = ("name", "summary", "own_words", "reply")
        return {field: value for field in fields if isinstance(value := self.value(field), Text)}
