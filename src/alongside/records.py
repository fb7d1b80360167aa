"""The records of data/, typed and frozen.

In:   plain text from yaml_text.py
Out:  Commitment, Site, Privacy, Safety, Theme, Picture: what the rest of the program works with; partners.py has the
      partners, progress.py the years, indicators.py what they are measured by

Everything here is still private in the sense of the gate: pages are made from the Public types of gate.py alone.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from alongside.partners import Country, PartnerId
from alongside.text import Code, Day, Phrase, Record, Text, WebAddress, form, refuse

GENERAL_DIMENSIONS = ("overall", "progress")  # promises for every partnership, and those of the yearly account
YearMonth = Annotated[str, form(r"^\d{4}-(0[1-9]|1[0-2])$", "2023-04")]


class Commitment(Record):
    """One promise of the position. The id is that of the inventory and never changes."""

    id: Annotated[str, form(r"^[A-Z]{1,2}\d{1,2}$", "E4")]
    dimension: Annotated[str, form(r"^[a-z-]{2,30}$", "equitable")]
    text: Text

    @property
    def page(self) -> str:
        """Where it is listed, below the language's prefix."""
        return "commitments/" if self.dimension in GENERAL_DIMENSIONS else f"commitments/{self.dimension}/"


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


class Step(Record):
    """Something that is done every year. month: 1 to 12, a suggestion; every team may move it."""

    id: Code
    month: Annotated[int, Field(ge=1, le=12)]
    name: Text
    text: Text


class Site(Record):
    """Who speaks on this site.

    relay               a role mailbox for partners that did not agree to direct contact
    published_contacts  what the organisation itself has published, and the audit therefore lets pass
    cycle               the steps of each year, in their order
    """

    name: Text
    short_name: Text
    description: Text
    organisation: Phrase
    published_contacts: tuple[Phrase, ...] = ()
    position: Position
    horizon: Horizon
    dimensions: tuple[Dimension, ...]
    relay: Annotated[str, form(r"^[a-z0-9._-]+@[a-z0-9.-]+$", "partnerships@example.org")]
    cycle: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _has_each_step_once(self) -> Self:
        if len({step.id for step in self.cycle}) < len(self.cycle):
            raise refuse("id-doubled", "two steps of the cycle have the same id.", "choose another one.")
        return self


class Rule(Record):
    """A number that protects people, and why it is what it is."""

    value: Annotated[int, Field(ge=1, le=1000)]
    reason: Text


class Privacy(Record):
    """The numbers of protection. A public page shows every one, with its reason."""

    minimum_people: Rule
    minimum_entities: Rule
    minimum_money: Rule
    minimum_sheets: Rule
    minimum_averaged: Rule
    anonymised_combination: Rule
    months_low: Rule
    months_high: Rule
    months_severe: Rule
    months_image: Rule
    days_of_warning: Rule
    days_to_withdraw: Rule

    def months(self, sensitivity: str) -> int:
        """How long a consent may last at the most."""
        rules = {"high": self.months_high, "severe": self.months_severe}
        return rules.get(sensitivity, self.months_low).value


class Safety(Record):
    """What hides a country at once, whatever has been agreed.

    blackout       ISO 3166-1 codes: every trace of these countries is removed from everything published
    also_known_as  further words by which a country is named: they are traces of it too
    not_a_trace    a country's name that is also an everyday word of a language, and is let pass
    """

    blackout: tuple[Country, ...] = ()
    also_known_as: dict[Country, tuple[Phrase, ...]] = Field(default_factory=dict)
    not_a_trace: dict[Country, tuple[Phrase, ...]] = Field(default_factory=dict)


class Theme(Record):
    """What partners work on; a closed list, so that they can be found by it in every language."""

    id: Code
    name: Text


class Picture(Record):
    """A picture and what was agreed about it. A picture that is not on this list stops the build.

    file     in data/images/
    partner  id of the partner whose consent to `image` covers it
    people, children, place  whether someone, a child, or the place could be recognised
    """

    id: Code
    file: Annotated[str, form(r"^[a-z0-9-]{1,60}\.(jpg|png)$", "lanterns.jpg")]
    partner: PartnerId
    people: bool
    children: bool
    place: bool
    guardian_agreed: bool = False
    alt: Text
    credit: Phrase
    until: Day
