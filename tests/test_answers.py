"""Figures, days and words as people write them; formulas; nothing guessed passes as an answer."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.answers import Found, Label, as_text, settle, totals
from alongside.formula import FormulaError, evaluate, parse_formula, references
from alongside.typed_text import Unclear, day, number, words
from forms import answers_for, forms, named, sample

LABEL = Label("notation", "1.0", "en")


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("7", "en", "7"),
        ("22200.5", "en", "22200.5"),
        ("22 200,5", "fr", "22200.5"),
        ("22\u202f200,50", "fr", "22200.5"),
        ("22.200,5", "es", "22200.5"),
        ("22,200.5", "en", "22200.5"),
        ("1,234,567", "en", "1234567"),
        ("1.234.567", "es", "1234567"),
        ("٢٢٢٠٠٫٥", "ar", "22200.5"),
        ("٢٢٬٢٠٠", "ar", "22200"),
        ("۱۲۳", "ar", "123"),
        ("3,5", "en", "3.5"),
        ("-4", "en", "-4"),
        ("\u200e−4", "ar", "-4"),
        ("12 %", "fr", "12"),
        ("١٢٪", "ar", "12"),
        ("0,125", "fr", "0.125"),
        ("1.234", "en", "1.234"),
        ("1.5000", "es", "1.5"),
    ],
)
def test_a_figure_is_read_in_the_habits_of_its_language(text: str, language: str, value: str) -> None:
    assert number(text, language) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "language", "likely"),
    [
        ("1,234", "en", "1234"),
        ("1,234", "fr", "1.234"),
        ("1.234", "fr", "1234"),
        ("1.234", "es", "1234"),
        ("12,345", "ar", "12.345"),
        ("about 12", "en", None),
        ("1,2,3", "en", None),
        ("1.2.3,4,5", "en", None),
        ("=2+2", "en", None),
        ("1 2", "en", None),
        ("12 5000", "fr", None),
        ("1e9", "en", None),
        ("NaN", "en", None),
        ("Infinity", "en", None),
        ("9" * 40, "en", None),
        ("", "en", None),
    ],
)
def test_a_figure_that_two_people_would_read_differently_is_marked(text: str, language: str, likely: str) -> None:
    with pytest.raises(Unclear) as unclear:
        number(text, language)
    assert unclear.value.likely == (Decimal(likely) if likely else None)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_figure_of_ours_is_always_read_back(value: Decimal) -> None:
    if value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    try:
        assert number(as_text(value), "en") == value
    except Unclear:
        pytest.fail("a figure that we wrote must be certain")


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "es", "ar"]))
def test_no_text_ends_in_anything_but_a_figure_or_a_mark(text: str, language: str) -> None:
    with contextlib.suppress(Unclear):
        assert isinstance(number(text, language), Decimal)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2026-11-23T00:00:00Z", date(2026, 11, 23)),
        ("23/11/2026", date(2026, 11, 23)),
        ("11/23/2026", date(2026, 11, 23)),
        ("23.11.2026", date(2026, 11, 23)),
        ("٢٣/١١/٢٠٢٦", date(2026, 11, 23)),
        ("5/5/2026", date(2026, 5, 5)),
    ],
)
def test_a_day_is_read_where_it_can_only_be_one(text: str, value: date) -> None:
    assert day(text) == value


@pytest.mark.parametrize(
    ("text", "likely"), [("3/4/2026", date(2026, 4, 3)), ("2026-13-01", None), ("31/2/2026", None), ("soon", None)]
)
def test_a_day_that_could_be_another_is_marked(text: str, likely: date | None) -> None:
    with pytest.raises(Unclear) as unclear:
        day(text)
    assert unclear.value.likely == likely


def test_words_keep_their_lines_and_lose_what_no_file_may_hold() -> None:
    assert words(" one\r\ntwo\rthree\u2028four\x00\x0b \n\n") == "one\ntwo\nthree\nfour"
    with pytest.raises(Unclear):
        words("x" * 10_001)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 2 - 3", "5"),
        ("a / b", "2.5"),
        ("a / b * 100", "250"),
        ("1 / 3", "0.33"),
        ("2 / 3", "0.67"),
        ("a / 0", None),
        ("missing + 1", None),
        ("missing * 0", None),
        ("sum(t.c)", "6"),
        ("count(t.c)", "3"),
        ("sum(t.none)", "0"),
        ("min(a, b)", "2"),
        ("max(a, b, 9)", "9"),
        ("min(a, missing)", None),
        ("0.005 + 0", "0.01"),
    ],
)
def test_a_formula_has_a_value_where_everything_it_needs_is_there(formula: str, value: str | None) -> None:
    known = {"a": Decimal(5), "b": Decimal(2)}
    columns = {("t", "c"): [Decimal(1), Decimal(2), Decimal(3)]}
    result = evaluate(parse_formula(formula), known.get, lambda table, column: columns.get((table, column), []))
    assert result == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    "text", ["", "1 +", "(1", "1)", "a.b", "sum(a)", "sum(a.b, 1)", "eval(a)", "a b", "1..2", "__a__", "a = b", "min()"]
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_formula(text)


@given(st.text(alphabet="abc.()+-*/, 0123456789sumcountminmax_'\"", max_size=60))
def test_no_text_does_anything_but_become_a_formula_or_be_refused(text: str) -> None:
    with contextlib.suppress(FormulaError):
        assert isinstance(references(parse_formula(text)), tuple)


def test_totals_follow_each_other_and_stay_blank_without_their_operands() -> None:
    form = sample("notation")
    found = totals(form, {"people": Decimal(4), "cost": Decimal(10), "steps.1.cost": Decimal("2.5")})
    assert found == {"cost_each": Decimal("2.50"), "steps_total": Decimal("2.50")}
    assert totals(form, {"cost": Decimal(10)}) == {"steps_total": Decimal(0)}
    assert totals(form, {"steps.9.cost": Decimal(3)})["steps_total"] == 3, "a row that somebody added counts"


def test_what_was_found_by_its_place_alone_must_be_confirmed() -> None:
    reading = settle(sample("notation"), LABEL, Found({"title": "Tea"}, frozenset({"title"})))
    assert reading.answers == {"title": "Tea"}
    assert reading.doubts == {"title": "position"}


def test_an_answer_outside_its_bounds_must_be_confirmed() -> None:
    reading = settle(sample("notation"), LABEL, Found({"people": "-3", "cost": "-3"}))
    assert reading.doubts == {"people": "out-of-bounds"}
    assert settle(sample("notation"), LABEL, Found({"people": "2.5"})).doubts == {"people": "out-of-bounds"}


def test_a_choice_is_known_by_its_code_or_by_its_words_and_by_nothing_else() -> None:
    form = sample("notation")
    for raw, answer in (("in_use", "in_use"), ("In use", "in_use"), (" in  USE ", "in_use")):
        assert settle(form, LABEL, Found({"stage": raw})).answers == {"stage": answer}
    reading = settle(form, LABEL, Found({"stage": "used up", "helpers": ["Partners", "colleagues", "Partners"]}))
    assert reading.answers == {"helpers": ("partners", "colleagues")}
    assert reading.lost == ("stage",)


def test_answers_to_questions_of_another_version_are_counted_and_not_guessed() -> None:
    reading = settle(
        sample("notation"), LABEL, Found({"gone": "yes", "steps.99.what": "x", "title": "Tea", "old": " "})
    )
    assert reading.answers == {"title": "Tea"}
    assert reading.unknown == 2


def test_a_calculated_figure_is_never_read_back() -> None:
    assert settle(sample("notation"), LABEL, Found({"steps_total": "999"})).answers == {}


@pytest.mark.parametrize("form", forms(), ids=named)
def test_answers_of_every_form_come_back_from_plain_text(form) -> None:  # type: ignore[no-untyped-def]
    answers = answers_for(form)
    texts = {address: list(value) if isinstance(value, tuple) else as_text(value) for address, value in answers.items()}
    reading = settle(form, LABEL, Found(texts))
    assert reading.answers == answers
    assert list(reading.answers) == list(answers), "in the order of the form"
    assert not reading.doubts
    assert not reading.lost
