"""Decide what may be public, and make it: the only way from what we hold to what anyone reads.

In:   Sources, a language, a day
Out:  PublicBook: everything the pages of that language may show, and nothing else

Only this module makes Public values, and there is no switch to turn it off. Default is no: a field is shown on a page
of a language only while a consent for that field and that language and a risk review both hold on that day.
Rules: data/privacy.yml (the numbers); docs/en/developers/decisions.md, 4 and 5 (the reasons).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from alongside.load import Sources
from alongside.public import (
    NotCollected,
    PublicBook,
    PublicCommitment,
    PublicCount,
    PublicDimension,
    PublicFinding,
    PublicPartner,
    PublicPhrase,
    PublicPosition,
    PublicSite,
    Reported,
    Shown,
    Withheld,
)
from alongside.records import Count, Partner, PartnerField, Privacy, Site, Year
from alongside.text import Text
from alongside.words import REFERENCE, direction_of


def open_books(sources: Sources, today: date) -> dict[str, PublicBook]:
    """What may be public on a day, per language of the site."""
    languages = [words.code for words in sources.words]
    return {language: _open_book(sources, language, languages, today) for language in languages}


def write_book(book: PublicBook, path: Path) -> None:
    path.write_text(book.model_dump_json(), encoding="utf-8")


def read_book(path: Path) -> PublicBook:
    """Read what write_book wrote: a staged project holds this file instead of data/."""
    return PublicBook.model_validate_json(path.read_text(encoding="utf-8"))


def may_show(partner: Partner, field: PartnerField, language: str, today: date) -> bool:
    """Whether this field may stand on a page of this language today. No record, no field."""
    review = partner.risk_review
    if review is None or review.outcome != "public" or not review.on <= today <= review.until:
        return False
    return any(
        field in consent.fields and language in consent.languages and consent.given <= today <= consent.until
        for consent in partner.consent
    )


def _open_book(sources: Sources, language: str, languages: list[str], today: date) -> PublicBook:
    shown = (_partner(partner, language, languages, today) for partner in sources.partners)
    return PublicBook(
        language=language,
        today=today,
        site=_site(sources.site, language),
        commitments=tuple(
            PublicCommitment(id=item.id, dimension=item.dimension, text=_phrase(item.text, language))
            for item in sources.commitments
        ),
        partners=tuple(sorted(filter(None, shown), key=lambda partner: _sort_key(partner.name.text))),
        years=tuple(_years(sources, language, today)),
    )


def _partner(partner: Partner, language: str, languages: list[str], today: date) -> PublicPartner | None:
    """The partner as it may be seen, or None where it may not even be named."""

    def allowed(field: PartnerField) -> bool:
        return may_show(partner, field, language, today)

    if not allowed("name"):
        return None
    return PublicPartner(
        id=partner.id,
        example=partner.example,
        name=_own_phrase(partner.name, language),
        entity=partner.entity if allowed("entity") else None,
        status=partner.status if allowed("status") else None,
        reach=partner.reach if allowed("reach") else None,
        funding=partner.funding if allowed("funding") else None,
        place=(partner.country or partner.region) if allowed("place") else None,
        languages=partner.languages if allowed("languages") else None,
        since=partner.since if allowed("since") else None,
        summary=_exact_phrase(partner.summary, language) if partner.summary and allowed("summary") else None,
        own_words=_own_phrase(partner.own_words, language) if partner.own_words and allowed("own_words") else None,
        machine_translated=language in partner.machine_translated,
        languages_of_page=tuple(code for code in languages if may_show(partner, "name", code, today)),
    )


def _years(sources: Sources, language: str, today: date) -> Iterable[Reported | NotCollected]:
    """Every year with a file, and every year since the horizon began that has none; the newest first."""
    reported = {year.year: year for year in sources.years}
    first, last = int(sources.site.horizon.start[:4]), int(sources.site.horizon.end[:4])
    numbers = set(reported) | set(range(first, min(last, today.year) + 1))
    for number in sorted(numbers, reverse=True):
        year = reported.get(number)
        yield _reported(year, sources.privacy, language) if year else NotCollected(year=number)


def _reported(year: Year, privacy: Privacy, language: str) -> Reported:
    return Reported(
        year=year.year,
        example=year.example,
        period=_phrase(year.period, language),
        method=_phrase(year.method, language),
        counts=tuple(
            PublicCount(id=count.id, unit=count.unit, value=_figure(count, privacy), text=_phrase(count.text, language))
            for count in year.counts
        ),
        findings=tuple(
            PublicFinding(kind=finding.kind, source=finding.source, text=_phrase(finding.text, language))
            for finding in year.findings
        ),
    )


def _figure(count: Count, privacy: Privacy) -> Shown | Withheld:
    minimum = privacy.minimum.people if count.unit == "people" else privacy.minimum.entities
    return Shown(value=count.value) if count.value >= minimum else Withheld()


def _site(site: Site, language: str) -> PublicSite:
    return PublicSite(
        name=_phrase(site.name, language),
        short_name=_phrase(site.short_name, language),
        description=_phrase(site.description, language),
        organisation=site.organisation,
        position=PublicPosition(
            title=_phrase(site.position.title, language), url=site.position.url, rights=site.position.rights
        ),
        dimensions=tuple(
            PublicDimension(
                id=dimension.id, name=_phrase(dimension.name, language), summary=_phrase(dimension.summary, language)
            )
            for dimension in site.dimensions
        ),
    )


def _phrase(text: Text, language: str) -> PublicPhrase:
    """Our own words: in the reader's language, or in English where nobody has translated them."""
    used = language if text.get(language) is not None else REFERENCE
    return _in_language(text.get(used) or "", used)


def _own_phrase(text: Text, language: str) -> PublicPhrase:
    """A partner's own words or name: in the reader's language, or as it wrote them itself."""
    used = language if text.get(language) is not None else text.first_language
    return _in_language(text.get(used) or "", used)


def _exact_phrase(text: Text, language: str) -> PublicPhrase | None:
    """A text about a partner: agreed language by language, so never another one instead."""
    found = text.get(language)
    return None if found is None else _in_language(found, language)


def _in_language(text: str, language: str) -> PublicPhrase:
    return PublicPhrase(text=text, language=language, direction=direction_of(language))


def _sort_key(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()
