"""Whether a partner's field may be shown, in a language and a channel, on a day.

In:   a Partner, the numbers of data/privacy.yml, the countries blacked out
Out:  yes or no, and until when

No record, no field. A consent and a review of the risk must both hold; a blackout overrides everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import as_file, files
from urllib.parse import urlsplit

from babel import Locale
from pydantic import TypeAdapter

from alongside.partner_checks import last_day
from alongside.partners import FIELDS_OF_LEVEL, Channel, Partner, PartnerField
from alongside.records import Privacy, Safety
from alongside.text import Text, words_of
from alongside.yaml_text import read_yaml

# What Arabic joins to the front of a word: and, so, in, to, as, the.
PARTICLES = "(?:[وف]?(?:[بك]?(?:ال)?|لل?))"


@dataclass(frozen=True)
class Blackout:
    """Countries of which no trace may be published, and the words that would be one."""

    countries: frozenset[str]
    words: re.Pattern[str] | None

    def hides(self, partner: Partner) -> bool:
        return partner.country in self.countries

    def is_named_in(self, text: str) -> bool:
        return self.words is not None and self.words.search(words_of(text)) is not None

    def names_one(self, text: Text | None) -> bool:
        """Whether a text does, in any of its languages."""
        return text is not None and any(self.is_named_in(phrase) for phrase in text.root.values())

    def is_pointed_to_by(self, value: str) -> bool:
        """Whether an address or an identifier belongs to a country or names it."""
        host = urlsplit(value).hostname or ""
        codes = {value[:2] if value[2:3] == "-" else "", host.rpartition(".")[2].upper()}
        return bool(codes & self.countries) or self.is_named_in(value)


def open_blackout(safety: Safety, languages: tuple[str, ...]) -> Blackout:
    """What data/safety.yml hides. A country's names are those of CLDR in the site's languages, and what it adds."""
    countries = frozenset(safety.blackout)
    names = {
        name
        for country in countries
        for told in (
            *(str(Locale.parse(language).territories.get(country, "")) for language in languages),
            *(_known_words().get(country, ()) if countries else ()),
            *safety.also_known_as.get(country, ()),
        )
        for name in _forms(told)
    }
    names -= {words_of(word) for country in countries for word in safety.not_a_trace.get(country, ())}
    pattern = "|".join(sorted(map(re.escape, filter(None, names)), key=len, reverse=True))
    return Blackout(countries, re.compile(rf"(?<!\w){PARTICLES}(?:{pattern})(?!\w)") if pattern else None)


@cache
def _known_words() -> dict[str, list[str]]:
    """Names of its people and its capital, and further ones of itself, for the countries where it matters most."""
    with as_file(files("alongside") / "country_words.yml") as path:
        content = read_yaml(path, path.name).content
    return TypeAdapter(dict[str, list[str]]).validate_python(content)


def _forms(name: str) -> set[str]:
    """A country's name as CLDR writes it, and as people do: without what stands in brackets, with "and" for &."""
    whole = words_of(name.replace("&", "and"))
    parts = {words_of(part) for part in re.split(r"[()]| - | – ", name)}
    return {form.removeprefix("ال") for form in {whole, *parts}}


@dataclass(frozen=True)
class Rules:
    """The rules of one day."""

    privacy: Privacy
    blackout: Blackout
    today: date

    def may_show(self, partner: Partner, field: PartnerField, language: str, channel: Channel) -> bool:
        """The one question that everything about a partner goes through."""
        if field not in FIELDS_OF_LEVEL[partner.level] or self.blackout.hides(partner):
            return False
        review = partner.risk_review
        if review is None or review.outcome != "public" or not review.on <= self.today <= review.until:
            return False
        return any(
            field in consent.fields
            and language in consent.languages
            and channel in consent.channels
            and consent.given <= self.today <= last_day(partner, consent, self.privacy)
            for consent in partner.consent
        )

    def may_count(self, partner: Partner) -> bool:
        """Whether a partner is part of the total: agreed and not ended."""
        if partner.level in "CD":
            return partner.agreed_until is not None and self.today.year <= partner.agreed_until
        return any(
            self.may_show(partner, "name", language, channel)
            for consent in partner.consent
            for language in consent.languages
            for channel in consent.channels
        )
