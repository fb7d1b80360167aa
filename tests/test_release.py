"""What of a year is printed: by whose figures they are, by how few they tell of, by what was printed before."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from alongside.aggregate import Breakdown
from alongside.gate import open_books
from alongside.indicators import Indicator, Measure, names_of
from alongside.load import Sources, load
from alongside.open_years import tables
from alongside.problems import SourceError
from alongside.progress import Figure, Published, Year
from alongside.public_years import PublicFigure, Reported
from alongside.release import betrayals, hold_back, may_be_printed, minimum_of, reduced, release
from alongside.text import Text
from alongside.year_file import Written, new_text
from conftest import DAY, ROOT
from forms import all_words

NAME = "I1.tried"
WORDS = Text({"en": "invented"})
MANY = 20  # sheets


def indicator(kind: str, unit: str) -> Indicator:
    out_of = {"out_of": "active"} if kind == "share" else {}
    measure = Measure(id="tried", kind=kind, unit=unit, tool="team-progress", of="reflected", text=WORDS, **out_of)  # type: ignore[arg-type]
    return Indicator(
        id="I1", commitments=("M1",), direction="more", method="1", name=WORDS, counting=WORDS, measures=(measure,)
    )


def year(*figures: Figure, number: int = 2025, published: Sequence[Figure] = ()) -> Year:
    earlier = (Published(until="2026-01-31", figures=tuple(published)),) if published else ()
    return Year(year=number, period=WORDS, method=WORDS, figures=figures, published=earlier)


def groups(*counts: int, sheets: int = MANY, **more: int) -> Breakdown:
    cells = {f"group_{place}": count for place, count in enumerate(counts)}
    return Breakdown(NAME, sheets, sum(counts), cells=cells, **more)


def share(part: int, base: int, sheets: int = MANY) -> Breakdown:
    return Breakdown(NAME, sheets, base, cells={"part": part})


def released(sources: Sources, found: Breakdown, kind: str, unit: str, before: Figure | None = None) -> Figure:
    past = year(before, number=2024) if before else None
    (figure,) = release([found], (indicator(kind, unit),), sources.privacy, past)
    return figure


def whole(*counts: int, sheets: int = MANY) -> Figure:
    found = groups(*counts, sheets=sheets)
    return Figure(measure=NAME, state="whole", sheets=sheets, n=found.n, cells=dict(found.cells))


def total(n: int, sheets: int = MANY) -> Figure:
    return Figure(measure=NAME, state="total", sheets=sheets, n=n)


WITHHELD = Figure(measure=NAME, state="withheld")


@pytest.mark.parametrize(
    ("unit", "counts", "state"),
    [
        pytest.param("people", (10, 20), "whole", id="ten-people"),
        pytest.param("people", (9, 20), "total", id="nine-people-of-more"),
        pytest.param("people", (0, 9), "withheld", id="nine-people"),
        pytest.param("entities", (5, 0), "whole", id="five-entities"),
        pytest.param("entities", (4, 9), "total", id="four-entities-of-more"),
        pytest.param("entities", (4, 0), "withheld", id="four-entities"),
        pytest.param("conduct", (1, 0), "whole", id="own-conduct"),
        pytest.param("money", (5, 6), "whole", id="money-of-five"),
        pytest.param("money", (4, 6), "total", id="money-of-four"),
    ],
)
def test_how_few_may_be_printed_depends_on_whose_figures_they_are(
    sources: Sources, unit: str, counts: tuple[int, ...], state: str
) -> None:
    figure = released(sources, groups(*counts), "groups", unit)
    assert figure.state == state
    assert figure.n == (None if state == "withheld" else sum(counts))
    assert list(figure.cells.values()) == (list(counts) if state == "whole" else [])


@pytest.mark.parametrize(("part", "state"), [(0, "whole"), (4, "total"), (5, "whole"), (15, "whole"), (16, "total")])
def test_a_share_hides_a_small_rest_too(sources: Sources, part: int, state: str) -> None:
    assert released(sources, share(part, 20), "share", "entities").state == state


def test_half_of_a_sum_of_money_may_come_from_one_and_no_more(sources: Sources) -> None:
    found = Breakdown(NAME, MANY, 20, value=Decimal(20), largest=10)
    assert released(sources, found, "count", "money").state == "whole"
    found = Breakdown(NAME, MANY, 20, value=Decimal(20), largest=11)
    assert released(sources, found, "count", "money") == WITHHELD
    assert released(sources, found, "count", "entities").state == "whole"


@pytest.mark.parametrize("unit", ["people", "entities", "conduct", "money"])
def test_fewer_than_five_sheets_are_withheld_whatever_they_say(sources: Sources, unit: str) -> None:
    assert released(sources, groups(50, 50, sheets=4), "groups", unit) == WITHHELD
    assert released(sources, groups(50, 50, sheets=5), "groups", unit).state == "whole"
    assert released(sources, share(0, 0, sheets=4), "share", unit) == WITHHELD


@pytest.mark.parametrize(("n", "unit", "state"), [
    (9, "conduct", "withheld"), (10, "conduct", "whole"), (10, "people", "whole"), (9, "money", "withheld"),
])  # fmt: skip
def test_a_middle_is_taken_of_ten_and_more(sources: Sources, n: int, unit: str, state: str) -> None:
    found = Breakdown(NAME, MANY, n, value=Decimal("7.5"), largest=1)
    figure = released(sources, found, "median", unit)
    assert (figure.state, figure.value) == (state, Decimal("7.5") if state == "whole" else None)


def test_what_all_have_answered_is_not_told(sources: Sources) -> None:
    """Of each of twenty people, or teams, everybody would know what it said; that all keep a promise is no secret."""
    for unit in ("people", "entities", "conduct"):
        assert released(sources, groups(0, 20, 0), "answers", unit).state == "total", unit
        assert released(sources, groups(10, 20, 0), "answers", unit).state == "whole", unit
    assert released(sources, share(20, 20), "share", "entities").state == "whole"


def test_what_is_not_there_says_why(sources: Sources) -> None:
    assert released(sources, Breakdown(NAME), "groups", "entities").state == "not-collected"
    assert released(sources, share(0, 0), "share", "entities").state == "not-applicable"
    assert released(sources, Breakdown(NAME, MANY), "median", "entities").state == "not-applicable"
    assert released(sources, groups(0, 0), "groups", "entities").state == "whole"  # none is a finding
    assert released(sources, groups(0, 12, asides=12), "answers", "people").state == "declined"
    assert released(sources, groups(10, 12, asides=11), "answers", "people").state == "whole"


def test_that_a_few_people_declined_is_not_told(sources: Sources) -> None:
    assert released(sources, groups(0, 9, sheets=9, asides=9), "answers", "people") == WITHHELD


@pytest.mark.parametrize(
    ("before", "counts", "state"),
    [
        pytest.param(whole(6, 5), (6, 4), "withheld", id="one-has-gone-and-was-of-the-second"),
        pytest.param(whole(6, 5), (11, 4), "withheld", id="four-more"),
        pytest.param(whole(6, 5), (12, 4), "total", id="five-more-are-no-longer-close"),
        pytest.param(whole(6, 5), (7, 4), "total", id="as-many-as-before"),
        pytest.param(total(10), (6, 4), "total", id="the-year-before-had-no-groups-either"),
        pytest.param(total(10), (6, 5), "total", id="groups-would-tell-those-of-the-year-before"),
        pytest.param(total(10), (10, 5), "whole", id="another-world-than-the-year-before"),
        pytest.param(WITHHELD, (6, 4), "total", id="nothing-is-known-of-the-year-before"),
        pytest.param(None, (6, 4), "total", id="the-first-year"),
        pytest.param(whole(6, 5), (7, 5), "whole", id="large-groups"),
    ],
)
def test_a_total_goes_where_the_year_before_would_tell_its_groups(
    sources: Sources, before: Figure | None, counts: tuple[int, ...], state: str
) -> None:
    figure = released(sources, groups(*counts), "groups", "entities", before)
    assert figure.state == state
    assert figure.sheets == MANY  # also where nothing else is told


def test_our_own_conduct_is_printed_beside_every_year_before(sources: Sources) -> None:
    assert released(sources, groups(1, 2), "groups", "conduct", whole(2, 2)).state == "whole"


def held(sources: Sources, fresh: Figure, standing: Year | None, kind: str = "groups") -> tuple[Figure, int]:
    (figure,), names = hold_back((fresh,), standing, (indicator(kind, "entities"),), sources.privacy)
    assert set(names) <= {NAME}
    return figure, len(names)


def test_late_sheets_one_by_one_change_nothing(sources: Sources) -> None:
    """Each page beside the one before would say what the one late sheet said."""
    standing = year(whole(6, 7))
    for late in range(1, 5):
        assert held(sources, whole(6 + late, 7), standing) == (whole(6, 7), 1)
    assert held(sources, whole(11, 7), standing) == (whole(11, 7), 0)
    assert held(sources, whole(6, 7), standing) == (whole(6, 7), 0)


@pytest.mark.parametrize(
    ("fresh", "is_held"),
    [
        pytest.param(whole(11, 12), False, id="five-in-each"),
        pytest.param(whole(11, 8), True, id="one-in-a-group"),
        pytest.param(whole(7, 6), True, id="one-moved"),
        pytest.param(whole(6, 3), True, id="some-have-gone"),
        pytest.param(whole(6, 7, sheets=MANY + 1), True, id="one-sheet-more"),
        pytest.param(WITHHELD, True, id="nothing-any-more"),
        pytest.param(Figure(measure=NAME, state="not-collected"), False, id="nobody-any-more"),
        pytest.param(total(30), True, id="its-groups-would-be-those-of-before-and-a-few"),
    ],
)
def test_a_change_is_let_through_when_it_tells_of_enough(sources: Sources, fresh: Figure, is_held: bool) -> None:
    standing = year(whole(6, 7))
    figure, number = held(sources, fresh, standing)
    assert (figure, number) == ((whole(6, 7), 1) if is_held else (fresh, 0))


def test_the_rest_of_a_share_may_not_change_by_a_few_either(sources: Sources) -> None:
    def of(part: int, n: int) -> Figure:
        return Figure(measure=NAME, state="whole", sheets=MANY, n=n, cells={"part": part})

    assert held(sources, of(25, 36), year(of(20, 30)), "share") == (of(20, 30), 1)
    assert held(sources, of(25, 35), year(of(20, 30)), "share") == (of(25, 35), 0)


def test_what_was_printed_at_any_time_counts(sources: Sources) -> None:
    standing = year(whole(12, 7), published=[whole(6, 7)])
    assert held(sources, whole(7, 12), standing) == (whole(12, 7), 1)  # one more than at first, five less than now
    gone = year(published=[whole(6, 7)])
    assert held(sources, whole(7, 7), gone) == (WITHHELD, 1)
    assert held(sources, whole(7, 7), None) == (whole(7, 7), 0)


def test_groups_that_were_left_out_stay_left_out_in_this_year(sources: Sources) -> None:
    """Late sheets only add: 9 and 10 today, of 14 yesterday with a small group, were 4 and 10 yesterday."""
    assert held(sources, whole(9, 10), year(total(14))) == (total(19), 0)
    assert held(sources, whole(9, 10), year(total(15))) == (total(15), 1)
    assert held(sources, whole(9, 10), year(WITHHELD)) == (whole(9, 10), 0)
    careful = WITHHELD.model_copy(update={"sheets": MANY})  # its total may stand in another table
    assert held(sources, whole(9, 10), year(careful)) == (total(19), 0)


def test_collecting_again_gives_what_was_held_back_again(sources: Sources) -> None:
    standing = year(whole(6, 7))
    once, _ = held(sources, whole(7, 7), standing)
    again, _ = held(sources, whole(7, 7), year(once))
    assert once == again == whole(6, 7)


def test_figures_that_tell_of_a_few_beside_earlier_ones_are_found(sources: Sources) -> None:
    measures = names_of((indicator("groups", "entities"),))
    found = betrayals([year(whole(7, 7), published=[whole(6, 7)])], measures, sources.privacy)
    assert [name for _, name in found] == [NAME]
    for sound in (whole(6, 7), whole(11, 7), WITHHELD):
        assert not list(betrayals([year(sound, published=[whole(6, 7)])], measures, sources.privacy))
    stranger = year(whole(7, 7).model_copy(update={"measure": "I9.gone"}), published=[whole(6, 7)])
    assert not list(betrayals([stranger], measures, sources.privacy))


def test_what_says_less_already_stays_as_it_is() -> None:
    assert reduced(total(9), "whole") == reduced(total(9), "total") == total(9)
    assert reduced(whole(4, 5), "total") == total(9)
    assert reduced(whole(4, 5), "nothing") == reduced(total(9), "nothing") == WITHHELD
    for state in ("withheld", "not-collected", "not-applicable", "declined"):
        nothing = Figure(measure=NAME, state=state)  # type: ignore[arg-type]
        assert reduced(nothing, "nothing") == nothing


def test_a_figure_that_passes_once_passes_again(sources: Sources) -> None:
    """The gate asks the same again: what release.py printed is printed, and nothing more."""
    for kind, unit in (("groups", "people"), ("groups", "entities"), ("groups", "conduct"), ("share", "entities")):
        measure = indicator(kind, unit).measures[0]
        for first in range(13):
            for second in range(13):
                made = groups(first, second) if kind == "groups" else share(min(first, second), second)
                figure = released(sources, made, kind, unit)
                assert reduced(figure, may_be_printed(figure, measure, sources.privacy)) == figure
                small = [n for n in figure.cells.values() if 0 < n < minimum_of(measure, sources.privacy)]
                assert not small


def test_a_part_that_was_made_larger_than_its_whole_is_not_printed(sources: Sources) -> None:
    measure = indicator("share", "entities").measures[0]
    changed = Figure(measure=NAME, state="whole", sheets=MANY, n=10, cells={"part": 30})
    assert may_be_printed(changed, measure, sources.privacy) == "nothing"


# ---- the gate, on a copy of the project


FIGURES = (
    "I1.held: {state: whole, sheets: 20, n: 40, cells: {part: 37}}",  # three are not reflected
    "I1.answered: {state: whole, sheets: 4, n: 40, cells: {part: 20}}",  # four teams
    "I3.ours: {state: whole, sheets: 20, n: 48, cells: {managed: 44, led: 4}}",  # four led
    "I8.rate: {state: whole, sheets: 20, n: 9, value: 7.25}",  # nine agreements
    "I20.choices: {state: whole, sheets: 20, n: 9, cells: {full: 9}}",  # nine people
    "I18.useful: {state: whole, sheets: 20, n: 43, value: 43}",  # sound
    "I5.moved: {state: total, sheets: 20, n: 4}",  # four partners
)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a year in which somebody has changed figures by hand to less than may be printed."""
    project = tmp_path_factory.mktemp("changed")
    for name in ("data", "toolkit", "locale", "docs/en"):
        shutil.copytree(ROOT / name, project / name)
    for path in (project / "data" / "progress").glob("*.yml"):
        path.unlink()
    shutil.copy(ROOT / "mkdocs.yml", project)
    shutil.copy(ROOT / "macros.py", project)
    lines = ["- {measure: " + line.replace(": {", ", ", 1) for line in FIGURES]
    text = new_text(None, 2025, all_words(), Written({}, (), ())) + "figures:\n" + "\n".join(lines) + "\n"
    (project / "data" / "progress" / "2025.yml").write_text(text, encoding="utf-8")
    return project


def test_a_figure_changed_by_hand_to_tell_of_a_few_is_withheld_on_the_page_and_in_the_data(changed: Path) -> None:
    sources = load(changed)
    words = {item.code: item for item in sources.words}
    for language, book in open_books(sources, DAY).items():
        (reported,) = (item for item in book.years if isinstance(item, Reported) and item.year == 2025)
        states = {name: (figure.state, getattr(figure, "n", None)) for name, figure in reported.figures.items()}
        assert states["I1.held"] == ("total", 40)
        assert states["I1.answered"] == ("withheld", None)
        assert states["I3.ours"] == ("total", 48)
        assert states["I8.rate"] == ("withheld", None)
        assert states["I20.choices"] == ("withheld", None)
        assert states["I5.moved"] == ("withheld", None)
        assert states["I18.useful"] == ("whole", 43)
        assert states["I9.finished"] == ("not-collected", None)
        printed = set()
        for figure in reported.figures.values():
            if isinstance(figure, PublicFigure):
                printed |= {figure.n, figure.value, *(group.value for group in figure.groups)}
        data = {cell for table in tables(book, words[language]) for row in table.rows for cell in row.values()}
        for seen in (printed, data):
            assert not seen & {37, 44, 4, 9, Decimal("7.25"), "37", "44", "4", "9", "7.25"}
            assert 43 in seen or "43" in seen


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("- {measure: I1.held, state: whole, sheets: 20, n: 30, cells: {part: 31}}", "belong"),
        ("- {measure: I3.ours, state: whole, sheets: 20, n: 30, cells: {led: 31}}", "belong"),
        ("- {measure: I18.useful, state: whole, sheets: 20, n: 30, value: 12}", "belong"),
        ("- {measure: I18.useful, state: whole, sheets: 20, n: 30, cells: {led: 30}}", "belong"),
        ("- {measure: I99.none, state: withheld}", "no indicator"),
        ("- {measure: I1.held, state: withheld, n: 3}", "none"),
        ("- {measure: I1.held, state: total, n: 30, cells: {part: 20}}", "none"),
        ("- {measure: I1.held, state: whole, sheets: 20}", "no number"),
        ("- {measure: I1.held, state: withheld}\n- {measure: I1.held, state: withheld}", "already"),
    ],
)
def test_figures_that_do_not_fit_their_measure_are_found(changed: Path, line: str, code: str) -> None:
    path = changed / "data" / "progress" / "2025.yml"
    sound = path.read_text(encoding="utf-8")
    try:
        path.write_text(sound.partition("figures:\n")[0] + f"figures:\n{line}\n", encoding="utf-8")
        with pytest.raises(SourceError) as caught:
            load(changed)
    finally:
        path.write_text(sound, encoding="utf-8")
    assert [problem for problem in caught.value.problems if code in problem.what]
    assert {problem.file for problem in caught.value.problems} == {"data/progress/2025.yml"}
