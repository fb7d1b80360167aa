"""Decide what may be public, and make it: the only way from what we hold to what anyone reads.

In:   Sources, a day
Out:  PublicBook per language: everything the pages and files of that language may show, and nothing else

Only the gate (this module, gate_years.py, gate_phrases.py) makes Public values, and there is no switch to turn it off.
Default is no: see consents.py.
Rules: data/privacy.yml (the numbers); docs/en/developers/decisions.md, 4 and 5 (the reasons).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from alongside.consents import Rules, open_blackout
from alongside.gate_phrases import exact_phrase, own_phrase, phrase
from alongside.gate_years import indicators, years
from alongside.load import Sources
from alongside.partner_checks import attributes, count_sharing
from alongside.partners import FIELDS, Channel, Partner, PartnerField
from alongside.public import (
    PublicAnonymous,
    PublicBook,
    PublicCommitment,
    PublicDimension,
    PublicHorizon,
    PublicLink,
    PublicPartner,
    PublicPicture,
    PublicPosition,
    PublicRule,
    PublicSite,
    PublicStep,
    PublicTheme,
)
from alongside.records import Privacy, Site
from alongside.regions import region_of
from alongside.text import fold

_AS_THEY_ARE: tuple[PartnerField, ...] = (
    "entity", "status", "reach", "funding", "place", "languages", "since", "themes", "contact", "org_id",
)  # fmt: skip
LARGEST_PICTURE = 960  # pixels, the longer side


def open_books(sources: Sources, today: date) -> dict[str, PublicBook]:
    """What may be public on a day, per language of the site."""
    languages = tuple(words.code for words in sources.words)
    rules = Rules(sources.privacy, open_blackout(sources.safety, languages), today)
    return {language: _open_book(sources, language, languages, rules) for language in languages}


def write_book(book: PublicBook, path: Path) -> None:
    path.write_text(book.model_dump_json(), encoding="utf-8")


def read_book(path: Path) -> PublicBook:
    """Read what write_book wrote: a staged project holds this file instead of data/."""
    return PublicBook.model_validate_json(path.read_text(encoding="utf-8"))


def _open_book(sources: Sources, language: str, languages: tuple[str, ...], rules: Rules) -> PublicBook:
    made: dict[tuple[str, frozenset[str]], PublicPartner] = {}  # most agree to the same fields in every channel

    def shown(channel: Channel) -> tuple[PublicPartner, ...]:
        found = []
        for item in sources.partners:
            fields = _agreed_fields(item, language, channel, rules)
            if "name" in fields:
                key = (item.id, fields)
                if key not in made:
                    made[key] = _partner(sources, item, language, languages, fields, rules)
                found.append(made[key])
        return tuple(sorted(found, key=lambda partner: fold(partner.name.text)))

    counted = [partner for partner in sources.partners if rules.may_count(partner)]
    return PublicBook(
        language=language,
        today=rules.today,
        site=_site(sources.site, language),
        themes=tuple(PublicTheme(id=theme.id, name=phrase(theme.name, language)) for theme in sources.themes),
        rules=tuple(_rules(sources.privacy, language)),
        commitments=tuple(
            PublicCommitment(id=item.id, dimension=item.dimension, page=item.page, text=phrase(item.text, language))
            for item in sources.commitments
            if not rules.blackout.names_one(item.text)
        ),
        partners=shown("site"),
        data=shown("data"),
        feed=shown("feeds"),
        anonymous=tuple(_anonymous(sources, counted, rules)),
        counted=len(counted),
        indicators=tuple(indicators(sources, language)),
        years=tuple(years(sources, language, rules)),
    )


def _agreed_fields(partner: Partner, language: str, channel: Channel, rules: Rules) -> frozenset[PartnerField]:
    """The fields that hold something and may be shown; a text that names a country blacked out may not."""
    return frozenset(
        field
        for field in FIELDS
        if partner.value(field)
        and rules.may_show(partner, field, language, channel)
        and not (rules.blackout.countries and _names_a_hidden_country(partner, field, rules))
    )


def _names_a_hidden_country(partner: Partner, field: PartnerField, rules: Rules) -> bool:
    texts = partner.texts.get(field)
    if texts is not None:
        return rules.blackout.names_one(texts)
    value = partner.value(field)
    return field in {"contact", "org_id"} and isinstance(value, str) and rules.blackout.is_pointed_to_by(value)


def _partner(
    sources: Sources,
    partner: Partner,
    language: str,
    languages: tuple[str, ...],
    fields: frozenset[PartnerField],
    rules: Rules,
) -> PublicPartner:
    """The partner as it may be seen where just these fields may be shown."""
    plain = {field: partner.value(field) for field in _AS_THEY_ARE if field in fields}
    place = partner.country or partner.region
    summary = exact_phrase(partner.summary, language) if partner.summary and "summary" in fields else None
    made = partner.translations.get(language)
    return PublicPartner.model_validate(
        plain
        | {
            "id": partner.id,
            "example": partner.example,
            "level": partner.level,
            "name": own_phrase(partner.name, language),
            "region": region_of(place) if place and "place" in fields else None,
            "summary": summary,
            "own_words": own_phrase(partner.own_words, language) if "own_words" in fields else None,
            "reply": own_phrase(partner.reply, language) if "reply" in fields else None,
            "links": _links(partner, language, rules) if "links" in fields else (),
            "picture": _picture(sources, partner, language, rules) if "image" in fields else None,
            "translated_by": made.by if made and summary else None,
            "reviewed": bool(made and made.reviewed_by),
            "listed": partner.listed,
            "noindex": partner.noindex,
            "languages_of_page": tuple(code for code in languages if rules.may_show(partner, "name", code, "site")),
        }
    )


def _links(partner: Partner, language: str, rules: Rules) -> tuple[PublicLink, ...]:
    return tuple(
        PublicLink.model_validate({"title": own_phrase(link.title, language), "url": link.url})
        for link in partner.links
        if not rules.blackout.is_pointed_to_by(link.url)
        and not any(rules.blackout.is_named_in(link.title.get(code) or "") for code in link.title)
    )


def _picture(sources: Sources, partner: Partner, language: str, rules: Rules) -> PublicPicture | None:
    """The picture, if its own end has not come and its description is in the reader's language."""
    picture = sources.pictures.get(partner.image or "")
    if picture is None or picture.partner != partner.id or rules.today > picture.until:
        return None
    alt = exact_phrase(picture.alt, language)
    if alt is None or rules.blackout.is_named_in(f"{alt.text} | {picture.credit}"):
        return None
    width, height = sources.picture_sizes[picture.id]
    scale = min(1.0, LARGEST_PICTURE / max(width, height))
    return PublicPicture(
        id=picture.id,
        alt=alt,
        credit=picture.credit,
        width=max(1, round(width * scale)),
        height=max(1, round(height * scale)),
    )


def _anonymous(sources: Sources, counted: list[Partner], rules: Rules) -> Iterable[PublicAnonymous]:
    """Entries without a name that still share what they say with enough others, today and without hidden countries."""
    hidden = {region_of(country) for country in rules.blackout.countries}
    shared = count_sharing(counted)
    for partner in counted:
        enough = shared[attributes(partner)] >= sources.privacy.anonymised_combination.value
        if partner.level == "C" and enough and partner.region not in hidden:
            yield PublicAnonymous(
                entity=partner.entity,
                region=partner.region,
                theme=next(iter(partner.themes), None),
                years=partner.since_band,
            )


def _rules(privacy: Privacy, language: str) -> Iterable[PublicRule]:
    for name in type(privacy).model_fields:
        rule = getattr(privacy, name)
        yield PublicRule(id=name, value=rule.value, reason=phrase(rule.reason, language))


def _site(site: Site, language: str) -> PublicSite:
    return PublicSite(
        name=phrase(site.name, language),
        short_name=phrase(site.short_name, language),
        description=phrase(site.description, language),
        organisation=site.organisation,
        relay=site.relay,
        position=PublicPosition(
            title=phrase(site.position.title, language), url=site.position.url, rights=site.position.rights
        ),
        horizon=PublicHorizon(
            start=site.horizon.start, end=site.horizon.end, interpreted=site.horizon.basis == "interpretation"
        ),
        dimensions=tuple(
            PublicDimension(id=item.id, name=phrase(item.name, language), summary=phrase(item.summary, language))
            for item in site.dimensions
        ),
        cycle=tuple(
            PublicStep(id=step.id, month=step.month, name=phrase(step.name, language), text=phrase(step.text, language))
            for step in site.cycle
        ),
    )
