"""What anyone may read: the types that pages, feeds and files are made from.

In:   values made by gate.py, and by no other module (a test holds that)
Out:  PublicBook, one per language

A figure that is not there says why by its type: Withheld is neither zero nor missing,
NotCollected neither zero nor hidden.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from alongside.records import Entity, Funding, Reach, Status, Unit


class Public(BaseModel):
    """What anyone may read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicPhrase(Public):
    """A text, the language it is really in, and the direction that language is written."""

    text: str
    language: str
    direction: Literal["ltr", "rtl"]


class PublicPartner(Public):
    """One partner as it agreed to be seen in one language. None: not agreed, or nothing there.

    machine_translated  whether our text about it, in this language, was translated by machine and not reviewed
    languages_of_page   the languages of the site in which this partner is shown at all
    """

    id: str
    example: bool
    name: PublicPhrase
    entity: Entity | None
    status: Status | None
    reach: Reach | None
    funding: Funding | None
    place: str | None
    languages: tuple[str, ...] | None
    since: int | None
    summary: PublicPhrase | None
    own_words: PublicPhrase | None
    machine_translated: bool
    languages_of_page: tuple[str, ...]


class PublicCommitment(Public):
    id: str
    dimension: str
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


class PublicCount(Public):
    id: str
    unit: Unit
    value: Shown | Withheld
    text: PublicPhrase


class PublicFinding(Public):
    kind: Literal["praise", "criticism", "request"]
    source: tuple[str, ...]
    text: PublicPhrase


class Reported(Public):
    """A year for which something was collected."""

    state: Literal["reported"] = "reported"
    year: int
    example: bool
    period: PublicPhrase
    method: PublicPhrase
    counts: tuple[PublicCount, ...]
    findings: tuple[PublicFinding, ...]


class NotCollected(Public):
    """A year of which nothing was gathered. Neither zero nor hidden."""

    state: Literal["not-collected"] = "not-collected"
    year: int


class PublicPosition(Public):
    """The published text that the site restates, and whose it is."""

    title: PublicPhrase
    url: str
    rights: str


class PublicSite(Public):
    """Who speaks, in one language."""

    name: PublicPhrase
    short_name: PublicPhrase
    description: PublicPhrase
    organisation: str
    position: PublicPosition
    dimensions: tuple[PublicDimension, ...]


class PublicBook(Public):
    """All that the pages of one language are made from."""

    language: str
    today: date
    site: PublicSite
    commitments: tuple[PublicCommitment, ...]
    partners: tuple[PublicPartner, ...]
    years: tuple[Reported | NotCollected, ...]
