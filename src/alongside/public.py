"""What anyone may read: the types that pages, feeds and files are made from.

In:   values made by gate.py, and by no other module (a test holds that)
Out:  PublicBook, one per language

A figure that is not there says why by its type: Withheld is neither zero nor missing,
NotCollected neither zero nor hidden.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from alongside.indicators import Kind, Whose
from alongside.partners import Entity, Funding, Reach, Status
from alongside.progress import State


class Public(BaseModel):
    """What anyone may read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicPhrase(Public):
    """A text, the language it is really in, and the direction that language is written."""

    text: str
    language: str
    direction: Literal["ltr", "rtl"]


class PublicLink(Public):
    title: PublicPhrase
    url: str


class PublicPicture(Public):
    """A picture as it is published: re-encoded, without any metadata. Width and height in pixels."""

    id: str
    alt: PublicPhrase
    credit: str
    width: int
    height: int


class PublicPartner(Public):
    """One partner as it agreed to be seen in one language and channel. None or empty: not agreed, or nothing there.

    place               ISO 3166-1 country or M49 region; region is the M49 region it lies in
    translated_by       who put our text into this language; None where it was written in it
    languages_of_page   the languages of the site in which this partner is shown at all
    """

    id: str
    example: bool
    level: Literal["A", "B"]
    name: PublicPhrase
    entity: Entity | None = None
    status: Status | None = None
    reach: Reach | None = None
    funding: Funding | None = None
    place: str | None = None
    region: str | None = None
    languages: tuple[str, ...] = ()
    since: int | None = None
    themes: tuple[str, ...] = ()
    summary: PublicPhrase | None = None
    own_words: PublicPhrase | None = None
    reply: PublicPhrase | None = None
    links: tuple[PublicLink, ...] = ()
    contact: str | None = None
    picture: PublicPicture | None = None
    org_id: str | None = None
    translated_by: Literal["partner", "person", "machine"] | None = None
    reviewed: bool = False
    listed: date | None = None
    noindex: bool = False
    languages_of_page: tuple[str, ...] = ()


class PublicAnonymous(Public):
    """An entry without a name: one or two things that several partners share. It has no id and no page."""

    entity: Entity | None = None
    region: str | None = None
    theme: str | None = None
    years: str | None = None


class PublicTheme(Public):
    id: str
    name: PublicPhrase


class PublicRule(Public):
    """A number that protects people, and why."""

    id: str
    value: int
    reason: PublicPhrase


class PublicCommitment(Public):
    """page is where it is listed, below the language's prefix."""

    id: str
    dimension: str
    page: str
    text: PublicPhrase


class PublicDimension(Public):
    id: str
    name: PublicPhrase
    summary: PublicPhrase


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
    """A measure of a year, as far as it may be printed. See progress.Figure.

    groups  in their order; of a share the one group "part"
    """

    state: State
    sheets: int | None = None
    n: int | None = None
    value: Decimal | None = None
    groups: tuple[PublicGroup, ...] = ()


class PublicMeasure(Public):
    """name: what its figures are called, `I3.ours`; asks: the words of the question it counts, and on which tool."""

    name: str
    kind: Kind
    unit: Whose
    text: PublicPhrase
    tool: str
    asks: PublicPhrase
    beside: str | None = None


class PublicIndicator(Public):
    id: str
    core: bool
    commitments: tuple[str, ...]
    direction: Literal["more", "less", "keep", "open"]
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
    methods: dict[str, str] = {}
    figures: dict[str, PublicFigure] = {}


class NotCollected(Public):
    """A year of which nothing was gathered. Neither zero nor hidden."""

    state: Literal["not-collected"] = "not-collected"
    year: int


class PublicPosition(Public):
    """The published text that the site restates, and whose it is."""

    title: PublicPhrase
    url: str
    rights: str


class PublicHorizon(Public):
    """The months, as YYYY-MM, between which the promises are to be kept."""

    start: str
    end: str
    interpreted: bool


class PublicStep(Public):
    """Something that is done every year. month: 1 to 12, a suggestion."""

    id: str
    month: int
    name: PublicPhrase
    text: PublicPhrase


class PublicSite(Public):
    """Who speaks, in one language."""

    name: PublicPhrase
    short_name: PublicPhrase
    description: PublicPhrase
    organisation: str
    relay: str
    position: PublicPosition
    horizon: PublicHorizon
    dimensions: tuple[PublicDimension, ...]
    cycle: tuple[PublicStep, ...] = ()


class PublicBook(Public):
    """All that the pages and files of one language are made from.

    partners   those shown on pages; data and feed: those in open data and in the feed
    counted    how many partners there are in all, those without a name or an entry included
    """

    language: str
    today: date
    site: PublicSite
    themes: tuple[PublicTheme, ...]
    rules: tuple[PublicRule, ...]
    commitments: tuple[PublicCommitment, ...]
    partners: tuple[PublicPartner, ...]
    data: tuple[PublicPartner, ...]
    feed: tuple[PublicPartner, ...]
    anonymous: tuple[PublicAnonymous, ...]
    counted: int
    indicators: tuple[PublicIndicator, ...]
    years: tuple[Reported | NotCollected, ...]
