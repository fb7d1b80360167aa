"""The gate shows what was agreed to, on the days it was agreed for, in the languages it was agreed for."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.gate import may_show, open_books, read_book, write_book
from alongside.load import Sources
from alongside.public import NotCollected, PublicPartner, Reported, Shown, Withheld
from alongside.records import Consent, Count, Partner, PartnerField, RiskReview
from alongside.text import Text

FIELDS = get_args(PartnerField)
LANGUAGES = ("en", "fr", "es", "ar")
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 1, 9))
SPANS = st.tuples(DAYS, DAYS).map(sorted)
SECRET = "Sandglass"  # noqa: S105 (the invented partner's every text)


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    given_on, until = draw(SPANS)
    return Consent(
        fields=draw(st.lists(st.sampled_from(FIELDS), unique=True).map(tuple)),
        languages=draw(st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple)),
        given=given_on,
        until=until,
    )


@st.composite
def partners(draw: st.DrawFn) -> Partner:
    first, last = draw(SPANS)
    text = Text(dict.fromkeys(LANGUAGES, SECRET))
    review = RiskReview(on=first, until=last, outcome=draw(st.sampled_from(("public", "hidden"))))
    return Partner(
        id="n5r2kx",
        name=text,
        entity="network",
        status="informal",
        reach="country",
        funding="none",
        leadership="led",
        country="SE",
        languages=("sv",),
        since=2020,
        summary=text,
        own_words=text,
        consent=draw(st.lists(consents(), max_size=3).map(tuple)),
        risk_review=draw(st.one_of(st.none(), st.just(review))),
    )


def shown_fields(partner: PublicPartner | None) -> set[str]:
    if partner is None:
        return set()
    return {field for field in FIELDS if getattr(partner, field) is not None}


def public(sources: Sources, partner: Partner, language: str, today: date) -> PublicPartner | None:
    book = open_books(dataclasses.replace(sources, partners=(partner,)), today)[language]
    return next(iter(book.partners), None)


@given(partner=partners(), language=st.sampled_from(LANGUAGES), today=DAYS)
def test_a_value_is_public_only_under_a_consent_and_a_review_that_hold(
    sources: Sources, partner: Partner, language: str, today: date
) -> None:
    review = partner.risk_review
    for field in shown_fields(public(sources, partner, language, today)):
        assert review
        assert review.outcome == "public"
        assert review.on <= today <= review.until
        assert any(
            field in consent.fields and language in consent.languages and consent.given <= today <= consent.until
            for consent in partner.consent
        )


@given(partner=partners(), language=st.sampled_from(LANGUAGES), today=DAYS)
def test_without_a_consent_to_the_name_nothing_about_a_partner_is_public(
    sources: Sources, partner: Partner, language: str, today: date
) -> None:
    unnamed = [
        consent.model_copy(update={"fields": tuple(field for field in consent.fields if field != "name")})
        for consent in partner.consent
    ]
    hidden = partner.model_copy(update={"consent": tuple(unnamed)})
    book = open_books(dataclasses.replace(sources, partners=(hidden,)), today)[language]
    assert SECRET not in book.model_dump_json()
    assert "n5r2kx" not in book.model_dump_json()


@given(partner=partners(), language=st.sampled_from(LANGUAGES), today=DAYS)
def test_less_consent_never_shows_more(sources: Sources, partner: Partner, language: str, today: date) -> None:
    if not partner.consent:
        return
    less = partner.model_copy(update={"consent": partner.consent[1:]})
    assert shown_fields(public(sources, less, language, today)) <= shown_fields(
        public(sources, partner, language, today)
    )


@given(partner=partners(), language=st.sampled_from(LANGUAGES))
def test_the_day_after_the_last_consent_everything_is_gone(sources: Sources, partner: Partner, language: str) -> None:
    after = max((consent.until for consent in partner.consent), default=date(2026, 1, 9)) + timedelta(days=1)
    assert public(sources, partner, language, after) is None


def test_consent_in_french_does_not_open_the_arabic_page(sources: Sources) -> None:
    consent = Consent(fields=("name",), languages=("fr",), given=date(2026, 1, 1), until=date(2026, 12, 31))
    review = RiskReview(on=date(2026, 1, 1), until=date(2026, 12, 31), outcome="public")
    partner = sources.partners[0].model_copy(update={"consent": (consent,), "risk_review": review})
    assert may_show(partner, "name", "fr", date(2026, 6, 1))
    assert not may_show(partner, "name", "ar", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        pytest.param("people", 9, Withheld(), id="nine-people-are-too-few"),
        pytest.param("people", 10, Shown(value=10), id="ten-people-may-be-printed"),
        pytest.param("entities", 4, Withheld(), id="four-partners-are-too-few"),
        pytest.param("entities", 5, Shown(value=5), id="five-partners-may-be-printed"),
        pytest.param("people", 0, Withheld(), id="nobody-is-withheld-too"),
    ],
)
def test_a_small_number_is_withheld(sources: Sources, unit: str, value: int, shown: Shown | Withheld) -> None:
    count = Count.model_validate({"id": "some", "unit": unit, "value": value, "text": {"en": "some"}})
    year = sources.years[0].model_copy(update={"counts": (count,)})
    book = open_books(dataclasses.replace(sources, years=(year,)), date(2026, 6, 1))["en"]
    [reported] = [found for found in book.years if isinstance(found, Reported)]
    assert reported.counts[0].value == shown


@pytest.mark.parametrize(
    ("today", "years"),
    [
        pytest.param(date(2023, 4, 1), [2023], id="the-first-month"),
        pytest.param(date(2026, 11, 23), [2026, 2025, 2024, 2023], id="within"),
        pytest.param(date(2031, 1, 1), [2028, 2027, 2026, 2025, 2024, 2023], id="after-the-horizon"),
    ],
)
def test_a_year_without_a_file_is_not_collected(sources: Sources, today: date, years: list[int]) -> None:
    book = open_books(sources, today)["en"]
    assert [year.year for year in book.years if isinstance(year, NotCollected)] == years


def test_a_book_is_read_as_it_was_written(sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> None:
    for language, book in open_books(sources, date(2026, 11, 23)).items():
        path = tmp_path_factory.mktemp("books") / f"{language}.json"
        write_book(book, path)
        assert read_book(path) == book


def test_the_leadership_of_a_single_partner_is_never_public(sources: Sources) -> None:
    """Used in aggregates only: nobody is ranked."""
    assert "leadership" not in PublicPartner.model_fields
    for book in open_books(sources, date(2026, 11, 23)).values():
        assert '"leadership"' not in book.model_dump_json()
