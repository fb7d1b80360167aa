"""What a partner's record must hold to as a whole, so that the public file never says more than was agreed.

In:   a Partner, the numbers of data/privacy.yml, all partners together
Out:  faults: the place in the record, a code, what is wrong, how to mend it
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from alongside.identifying import identifying
from alongside.partners import FIELDS, FIELDS_OF_LEVEL, Consent, Partner, months_after
from alongside.records import Privacy
from alongside.regions import region_of
from alongside.text import Text
from alongside.yaml_text import Place

_LONG_NUMBER = re.compile(r"\d(?:[.-]?\d){6,}")
MOST_ATTRIBUTES = 2  # of an anonymised entry; safety rule 16


@dataclass(frozen=True)
class Fault:
    """place: keys and positions inside the record."""

    place: Place
    code: str
    what: str
    fix: str


Attributes = tuple[tuple[str, str], ...]


def attributes(partner: Partner) -> Attributes:
    """What an anonymised entry tells: kind, region, theme, years; at most two of them are allowed."""
    place = partner.region
    told = (
        ("entity", partner.entity),
        ("region", place),
        *(("theme", theme) for theme in partner.themes),
        ("years", partner.since_band),
    )
    return tuple((name, value) for name, value in told if value)


def facts(partner: Partner) -> set[tuple[str, str]]:
    """Everything that an anonymised entry could share with this partner."""
    found = set(attributes(partner))
    place = partner.country or partner.region
    if place:
        found.add(("region", region_of(place)))
    return found


def check_partner(partner: Partner, privacy: Privacy, themes: Collection[str]) -> Iterator[Fault]:
    """Every fault of one record."""
    yield from _check_level(partner)
    yield from _check_texts(partner)
    for index, theme in enumerate(partner.themes):
        if theme not in themes:
            fix = f"write one of: {', '.join(sorted(themes))}."
            yield Fault(("themes", index), "theme-unknown", "this theme is not in data/themes.yml.", fix)
    if partner.level in "AB":
        yield from _check_consents(partner, privacy)


def count_sharing(partners: Collection[Partner]) -> Counter[Attributes]:
    """How many partners share what each anonymised entry says, itself included.

    Time grows with the partners times the different things that are said, of which codes allow few.
    """
    asked = {attributes(partner) for partner in partners if partner.level == "C"}
    shared: Counter[Attributes] = Counter()
    for partner in partners:
        known = facts(partner)
        shared.update(told for told in asked if known.issuperset(told))
    return shared


def check_combinations(partners: dict[int, Partner], least: int) -> Iterator[tuple[int, Fault]]:
    """An anonymised entry is refused when too few partners share what it says."""
    shared = count_sharing(partners.values())
    for index, partner in partners.items():
        if partner.level == "C" and shared[attributes(partner)] < least:
            what = f"fewer than {least} partners share what this anonymised entry says."
            yield index, Fault((), "combination-rare", what, "say one thing less, or use level D.")


def _check_level(partner: Partner) -> Iterator[Fault]:
    allowed = FIELDS_OF_LEVEL[partner.level]
    if partner.country and partner.region:
        yield Fault((), "place-doubled", "a partner has either a country or a region.", "keep one of the two.")
    if partner.level in "AB":
        if partner.name is None:
            yield Fault((), "name-missing", "a partner of level A or B has a name.", "add it, or use level C or D.")
        if partner.agreed_until:
            what = "`agreed_until` is for levels C and D."
            yield Fault(("agreed_until",), "field-of-other-level", what, "write a `consent` instead.")
        if partner.since_band:
            what = "`since_band` is for level C."
            yield Fault(("since_band",), "field-of-other-level", what, "write `since`, with a consent.")
        for field in FIELDS:
            if partner.value(field) and field not in allowed:
                what = "an entry of level B holds the name and the place, nothing else."
                yield Fault((_key(partner, field),), "more-than-level", what, "remove this line, or use level A.")
        return
    yield from _check_anonymous(partner)


def _check_anonymous(partner: Partner) -> Iterator[Fault]:
    """C and D: nothing identifying may stand in the file."""
    allowed = {"entity", "region", "themes", "since_band"} if partner.level == "C" else set()
    kept = {"id", "example", "level", "agreed_until", "leadership", "our_leadership"} | allowed
    for name in type(partner).model_fields:
        if name not in kept and name in partner.model_fields_set:
            what = f"an entry of level {partner.level} must not hold this: it could identify the partner."
            yield Fault((name,), "identifying", what, "remove the line, here and in the history if it was published.")
    if partner.agreed_until is None:
        what = "the year until which the agreement and our review hold is missing."
        yield Fault((), "agreed-until-missing", what, "add `agreed_until: 2027`; no exact day.")
    if partner.level == "C" and not 1 <= len(attributes(partner)) <= MOST_ATTRIBUTES:
        what = "an anonymised entry says one or two things: kind, region, one theme or years."
        yield Fault((), "attributes", what, "keep at most two, or use level D.")


def _check_texts(partner: Partner) -> Iterator[Fault]:
    texts: list[tuple[Place, Text]] = [((field,), text) for field, text in partner.texts.items()]
    texts += [(("links", index, "title"), link.title) for index, link in enumerate(partner.links)]
    addresses: list[tuple[Place, str]] = [(("contact",), partner.contact or "")]
    addresses += [(("links", index, "url"), link.url) for index, link in enumerate(partner.links)]
    for place, address in addresses:
        if _LONG_NUMBER.search(address):
            what = "this address holds a number as long as that of a telephone."
            yield Fault(place, "identifying-phone", what, "use an address without one.")
    for place, text in texts:
        for language in text:
            for code, name in identifying(text.get(language) or ""):
                what = f"this text holds {name}."
                yield Fault((*place, language), f"identifying-{code}", what, "leave it out.")


def _check_consents(partner: Partner, privacy: Privacy) -> Iterator[Fault]:
    covered = {field for consent in partner.consent for field in consent.fields}
    if not partner.consent:
        what = "this partner has given no consent, so nothing of it may stand in a public file."
        yield Fault((), "consent-missing", what, "add the `consent` that it gave, or remove the entry.")
        return
    for field in FIELDS:
        if partner.value(field) and field not in covered and field in FIELDS_OF_LEVEL[partner.level]:
            what = "no consent covers this, so it must not stand in a public file."
            fix = "add it to the `fields` of a consent that the partner gave, or remove the line."
            yield Fault((_key(partner, field),), "consent-missing", what, fix)
    agreed = {language for consent in partner.consent for language in consent.languages}
    for field, text in partner.texts.items():
        for language in text:
            if language not in agreed and language != text.first_language:
                what = "no consent covers this language, so the text must not stand in a public file."
                yield Fault(
                    (field, language), "consent-language", what, "remove it, or add a consent for its language."
                )
    review = partner.risk_review
    if review and review.until > months_after(review.on, privacy.months(partner.sensitivity)):
        what = "this review lasts longer than a consent may."
        yield Fault(("risk_review", "until"), "review-too-long", what, "shorten it, and look again when it ends.")
    for index, consent in enumerate(partner.consent):
        yield from _check_dates(partner, index, consent, privacy)


def _check_dates(partner: Partner, index: int, consent: Consent, privacy: Privacy) -> Iterator[Fault]:
    if consent.until is None:
        return
    months = privacy.months(partner.sensitivity)
    if "image" in consent.fields:
        months = min(months, privacy.months_image.value)
    if consent.until < consent.given:
        what = "`until` is earlier than `given`."
        yield Fault(("consent", index, "until"), "dates-reversed", what, "check the two dates.")
    elif consent.until > months_after(consent.given, months):
        what = f"this consent lasts longer than {months} months, the most for this sensitivity."
        yield Fault(("consent", index, "until"), "consent-too-long", what, "shorten it, and ask again when it ends.")


def _key(partner: Partner, field: str) -> str:
    """The line of the record that holds a field."""
    return ("country" if partner.country else "region") if field == "place" else field


def last_day(partner: Partner, consent: Consent, privacy: Privacy) -> date:
    """Until when a consent holds, this day included: its own end, or the longest the sensitivity allows."""
    if consent.until:
        return consent.until
    months = privacy.months(partner.sensitivity)
    return months_after(consent.given, min(months, privacy.months_image.value) if "image" in consent.fields else months)
