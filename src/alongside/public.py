"""What anyone may read: the types that pages, feeds and files are made from.

In:   values made by gate.py, and by no other module (a test holds that)
Out:  PublicBook, one per language

public_years.py has what is told of years.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from alongside.partners import Entity, Funding, Reach, Status
from alongside.public_phrase import Public, PublicPhrase
from alongside.public_years import NotCollected, PublicIndicator, Reported


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
