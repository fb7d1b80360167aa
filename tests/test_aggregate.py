"""Sheets are added up as a person would with paper: what is empty is not zero, and nothing counts twice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest

from alongside.aggregate import Breakdown, Sheet, aggregate, asked_of, middle
from alongside.answers import Answers
from alongside.indicators import Indicator, Measure, addresses, faults, names_of
from alongside.load import Sources
from alongside.shapes import Number, One
from alongside.text import Text
from alongside.tool import MOST_ROWS, leaves_of
from forms import toolkit

TOOL = "planning-and-reporting"
WORDS = Text({"en": "invented"})


def measure(kind: str, of: str, tool: str = TOOL, **keys: object) -> Measure:
    content = {"id": "tried", "kind": kind, "unit": "entities", "tool": tool, "of": of, "text": WORDS} | keys
    return Measure.model_validate(content)


def added(tried: Measure, *sheets: Sheet) -> Breakdown:
    indicator = Indicator(
        id="I1", commitments=("M1",), direction="more", method="1", name=WORDS, counting=WORDS, measures=(tried,)
    )
    (found,) = aggregate(sheets, (indicator,), toolkit())
    return found


def sheet(answers: Mapping[str, object], reference: str = "", side: str = "", tool: str = TOOL) -> Sheet:
    """A sheet with whole numbers or codes."""
    typed: Answers = {key: Decimal(str(v)) if isinstance(v, int | float) else str(v) for key, v in answers.items()}
    return Sheet(tool, reference, side, typed)


SHARE = measure("share", "reflected", out_of="active")
GROUPS = measure("groups", "together.*.partners")
RATE = measure("median", "rates.+.rate", weight="rates.+.agreed", unit="money")
DAYS = measure("median", "paid_days", tool="joint-reflection")
VIEWS = measure("answers", "statements.learns.answer", tool="joint-reflection", only={"side": "partner"})


def test_a_share_is_added_up_over_sheets() -> None:
    found = added(SHARE, sheet({"reflected": 2, "active": 5}), sheet({"reflected": 0, "active": 7}))
    assert (found.sheets, found.n, found.cells, found.largest) == (2, 12, {"part": 2}, 7)


@pytest.mark.parametrize("answers", [{"active": 5}, {"reflected": 3}, {}])
def test_an_empty_field_is_no_zero(answers: dict[str, object]) -> None:
    found = added(SHARE, sheet({"reflected": 2, "active": 5}), sheet(answers))
    assert (found.sheets, found.n, found.cells, found.impossible) == (1, 5, {"part": 2}, ())


def test_a_zero_is_counted() -> None:
    found = added(SHARE, sheet({"reflected": 0, "active": 0}))
    assert (found.sheets, found.n, found.cells) == (1, 0, {"part": 0})


@pytest.mark.parametrize("answers", [(6, 5), (-1, 5), (1.5, 5), (1, 5.5), (1, 10_000_000_000)])
def test_an_impossible_share_leaves_the_sheet_out_and_is_told(answers: tuple[float, float]) -> None:
    """Also where a person has confirmed that this is what was written."""
    part, whole = answers
    found = added(SHARE, sheet({"reflected": part, "active": whole}), sheet({"reflected": 1, "active": 4}))
    assert (found.sheets, found.n, found.cells, len(found.impossible)) == (1, 4, {"part": 1}, 1)


def test_groups_that_stay_empty_beside_filled_ones_are_none() -> None:
    found = added(GROUPS, sheet({"together.under_1.partners": 4}), sheet({"together.over_10.partners": 3}), sheet({}))
    assert (found.sheets, found.n, found.largest) == (2, 7, 4)
    assert {group: number for group, number in found.cells.items() if number} == {"under_1": 4, "over_10": 3}
    assert set(found.cells) == {"under_1", "years_1_2", "years_3_5", "years_6_10", "over_10"}


@pytest.mark.parametrize("number", [-2, 0.5])
def test_an_impossible_number_in_a_group_leaves_the_sheet_out_and_is_told(number: float) -> None:
    found = added(GROUPS, sheet({"together.under_1.partners": number, "together.over_10.partners": 3}))
    assert (found.sheets, found.n, sum(found.cells.values()), len(found.impossible)) == (0, 0, 0, 1)


def test_rows_can_be_summed_and_columns_be_groups() -> None:
    outcomes = measure("groups", "promises.+.*")
    rows = sorted({address.split(".")[1] for address, _ in addresses(toolkit()[TOOL]["en"], "promises.+.*")})
    assert len(rows) > 1
    found = added(outcomes, sheet({f"promises.{row}.done": 2 for row in rows} | {f"promises.{rows[0]}.not_done": 1}))
    assert found.n == 2 * len(rows) + 1
    assert found.cells == {"done": 2 * len(rows), "partly": 0, "not_done": 1, "withdrawn": 0}


def test_rows_that_people_added_are_counted() -> None:
    last = MOST_ROWS
    given = {"rates.1.rate": 5, "rates.1.agreed": 1, f"rates.{last}.rate": 9, f"rates.{last}.agreed": 3}
    found = added(RATE, sheet(given))
    assert (found.sheets, found.n, found.value) == (1, 4, Decimal(9))
    assert f"rates.{last}.rate" in asked_of((_indicator(RATE),), toolkit())[TOOL]
    beyond = {f"rates.{last + 1}.rate": 9, f"rates.{last + 1}.agreed": 3}
    assert added(RATE, sheet(beyond)).sheets == 0
    counted = added(measure("count", "rates.+.agreed"), sheet(given))
    assert (counted.n, counted.value) == (4, Decimal(4))


def _indicator(tried: Measure) -> Indicator:
    return Indicator(
        id="I1", commitments=("M1",), direction="more", method="1", name=WORDS, counting=WORDS, measures=(tried,)
    )


def test_columns_of_rows_that_people_added_can_be_groups() -> None:
    found = added(measure("groups", "rates.+.*"), sheet({"rates.1.rate": 5, "rates.7.rate": 2, "rates.9.agreed": 3}))
    assert (found.n, found.cells) == (10, {"rate": 7, "agreed": 3})


def test_rows_that_people_begin_themselves_are_no_groups() -> None:
    asked = measure("groups", "rates.*.rate")
    assert [key for key, _, _ in faults(asked, toolkit()[TOOL]["en"])] == ["of"]


def test_the_joint_record_counts_once_for_both_sides() -> None:
    partner = sheet({"paid_days": 30}, "r1", "partner", "joint-reflection")
    ours = sheet({"paid_days": 10}, "r1", "organisation", "joint-reflection")
    both = sheet({"paid_days": 20}, "r1", "both", "joint-reflection")
    silent = sheet({"side": "both"}, "r1", "both", "joint-reflection")
    for order in ((partner, ours, both), (both, ours, partner)):
        assert added(DAYS, *order).value == Decimal(20)
        assert added(DAYS, *order).sheets == 1
    assert added(DAYS, ours, partner).value == Decimal(30)  # the partner goes before us
    assert added(DAYS, silent, ours).value == Decimal(10)  # a record that leaves it open says nothing about it


def test_sheets_without_a_reference_are_each_their_own() -> None:
    found = added(DAYS, *(sheet({"paid_days": days}, tool="joint-reflection") for days in (1, 2, 9)))
    assert (found.sheets, found.value) == (3, Decimal(2))


def test_one_side_is_asked_for_its_own_view() -> None:
    def view(side: str, reference: str) -> Sheet:
        return sheet({"side": side, "statements.learns.answer": "agree"}, reference, side, "joint-reflection")

    found = added(VIEWS, view("partner", "a"), view("organisation", "a"), view("both", "a"), view("partner", "b"))
    assert (found.sheets, found.n, found.cells["agree"]) == (2, 2, 2)


def test_only_those_who_agreed_are_counted() -> None:
    wish = measure("answers", "level", tool="visibility-consent", only={"count_it": "yes"})
    said = [("yes", "full"), ("no", "full"), ("", "full"), ("yes", "not_visible")]
    sheets = [
        sheet({"level": level} | ({"count_it": count} if count else {}), tool="visibility-consent")
        for count, level in said
    ]
    found = added(wish, *sheets)
    assert (found.sheets, found.n, found.cells["full"], found.cells["not_visible"]) == (2, 2, 1, 1)


def test_those_who_rather_not_say_are_counted_beside_the_scale() -> None:
    def view(answer: str, number: int) -> Sheet:
        return sheet({"side": "partner", "statements.learns.answer": answer}, f"r{number}", "partner",
                     "joint-reflection")  # fmt: skip

    answers = ["rather_not_say", "rather_not_say", "agree"]
    found = added(VIEWS, *(view(answer, number) for number, answer in enumerate(answers)))
    assert (found.n, found.asides, found.cells["rather_not_say"], found.largest) == (3, 2, 2, 1)


@pytest.mark.parametrize(
    ("numbers", "value"),
    [
        pytest.param([3], "3", id="one"),
        pytest.param([1, 2, 9], "2", id="odd"),
        pytest.param([1, 2, 3, 9], "2.50", id="even"),
        pytest.param([1, 2, 4, 9], "3", id="even-and-whole"),
        pytest.param([1, 1.005, 9], "1.00", id="at-most-two-decimals"),
        pytest.param([0, 0, 0], "0", id="nothing-is-a-number-too"),
    ],
)
def test_the_middle_of_numbers_is_known(numbers: list[float], value: str) -> None:
    sheets = [sheet({"paid_days": number}, tool="joint-reflection") for number in reversed(numbers)]
    found = added(DAYS, *sheets)
    assert found.value == Decimal(value)
    assert -Decimal(found.value).as_tuple().exponent <= 2


def test_the_middle_of_weighted_numbers_is_that_of_the_numbers_written_out() -> None:
    dice = random.Random(5)
    for _ in range(200):
        pairs = sorted((Decimal(dice.randint(0, 9)), dice.randint(1, 4)) for _ in range(dice.randint(1, 6)))
        long = [value for value, weight in pairs for _ in range(weight)]
        half = len(long) // 2
        expected = long[half] if len(long) % 2 else (long[half - 1] + long[half]) / 2
        assert middle(pairs) == expected
    with pytest.raises(ValueError, match="needs numbers"):
        middle([])


@pytest.mark.parametrize("weight", [None, 0, -1, 1.5])
def test_a_number_without_a_sound_weight_is_left_out(weight: float | None) -> None:
    weighted = {} if weight is None else {"rates.1.agreed": weight}
    found = added(RATE, sheet({"rates.1.rate": 5} | weighted))
    assert (found.sheets, found.n, found.value) == (0, 0, None)


def test_the_most_that_one_sheet_gave_is_known() -> None:
    found = added(
        RATE,
        sheet({"rates.1.rate": 5, "rates.1.agreed": 7, "rates.2.rate": 6, "rates.2.agreed": 2}),
        sheet({"rates.1.rate": 5, "rates.1.agreed": 3}),
    )
    assert (found.n, found.largest) == (12, 9)


def test_a_tool_that_nobody_filled_in_or_that_is_not_there_gives_empty_breakdowns() -> None:
    assert added(SHARE) == Breakdown("I1.tried", cells={"part": 0})
    assert added(measure("share", "a", tool="no-such-tool", out_of="b")) == Breakdown("I1.tried")


def test_every_measure_of_the_project_finds_its_addresses(sources: Sources) -> None:
    kept = asked_of(sources.indicators, sources.toolkit)
    for name, item in names_of(sources.indicators).items():
        tool = sources.toolkit[item.tool]["en"]
        assert not list(faults(item, tool)), name
        for pattern in item.patterns:
            found = {address for address, _ in addresses(tool, pattern)}
            assert found, (name, pattern)
            assert found <= kept[item.tool]


@cache
def filled_with_ones(tool: str) -> Sheet:
    """Every number of a tool is 1, and every choice the first."""
    answers: Answers = {}
    for question in toolkit()[tool]["en"].questions:
        for leaf in leaves_of(question):
            if isinstance(leaf.shape, Number):
                answers[leaf.address] = Decimal(1)
            elif isinstance(leaf.shape, One):
                answers[leaf.address] = leaf.shape.choices[0].id
    return Sheet(tool, "", "", answers)


def test_every_measure_of_the_project_counts_a_sheet_that_is_full(sources: Sources) -> None:
    for name, item in names_of(sources.indicators).items():
        full = filled_with_ones(item.tool)
        asked = Sheet(full.tool, "", "", full.answers | dict(item.only))
        found = added(item, asked)
        assert found.sheets == 1, name
        assert found.n >= 1, name
        assert sum(found.cells.values()) == (found.n if item.kind in {"groups", "answers"} else len(found.cells)) or (
            item.kind == "share" and found.cells == {"part": found.n}
        ), name


def test_the_order_of_sheets_changes_nothing(sources: Sources) -> None:
    dice = random.Random(9)
    sheets = [
        sheet({"paid_days": dice.randint(0, 40)}, f"r{dice.randint(0, 9)}", side, "joint-reflection")
        for side in ("partner", "organisation", "both")
        for _ in range(1)
    ] + [sheet({"reflected": number, "active": 9, "rates.1.rate": number, "rates.1.agreed": 2}) for number in range(9)]
    whole = aggregate(sheets, sources.indicators, sources.toolkit)
    for _ in range(5):
        dice.shuffle(sheets)
        assert aggregate(sheets, sources.indicators, sources.toolkit) == whole
