"""No withheld number can be worked out by someone who knows the rule and reads everything that is printed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from alongside.aggregate import Breakdown, middle
from alongside.figures import percent
from alongside.indicators import Indicator, Measure
from alongside.load import Sources
from alongside.progress import Figure, Year
from alongside.records import Privacy
from alongside.release import hold_back, release
from alongside.small_cells import extent, extent_of_shares, is_dominated
from alongside.text import Text

MINIMA = (3, 4, 5, 10)


def printed(counts: Sequence[int], minimum: int) -> tuple[object, ...]:
    """What a reader sees of a breakdown."""
    found = extent(counts, minimum=minimum)
    if found == "whole":
        return ("whole", *counts)
    return ("total", sum(counts)) if found == "total" else ("nothing",)


@pytest.mark.parametrize("minimum", [3, 4, 5])
@pytest.mark.parametrize("groups", [2, 3, 4])
def test_no_withheld_number_of_a_breakdown_can_be_worked_out(groups: int, minimum: int) -> None:
    """Exhaustive: every breakdown of two to four groups of up to ten. A reader has at least two candidates."""
    worlds = defaultdict(list)
    for counts in product(range(11 if groups < 4 else 8), repeat=groups):
        worlds[printed(counts, minimum)].append(counts)
    for seen, candidates in worlds.items():
        if seen[0] == "whole":
            continue
        for group in range(groups):
            assert len({counts[group] for counts in candidates}) > 1, seen
        if seen[0] == "nothing":
            assert len({sum(counts) for counts in candidates}) > 1


@pytest.mark.parametrize("minimum", [3, 5])
def test_no_share_of_a_base_can_be_worked_out(minimum: int) -> None:
    """Exhaustive: a base of up to fourteen and two overlapping shares of it."""
    worlds = defaultdict(list)
    for base in range(15):
        for parts in product(range(base + 1), repeat=2):
            found = extent_of_shares(base, parts, minimum=minimum)
            seen = (found, base, *parts) if found == "whole" else (found, base) if found == "total" else (found,)
            worlds[seen].append((base, *parts))
    for seen, candidates in worlds.items():
        if seen[0] != "whole":
            for place in (1, 2):
                assert len({world[place] for world in candidates}) > 1, seen


def test_hiding_the_small_cells_alone_would_betray_them() -> None:
    """The control: the usual rule, which prints all cells that are large enough, is seen through."""
    worlds = defaultdict(list)
    for counts in product(range(9), repeat=3):
        seen = (*(count if count == 0 or count >= 4 else "." for count in counts), sum(counts))
        worlds[seen].append(counts)
    betrayed = [
        seen for seen, candidates in worlds.items() for place in range(3)
        if seen[place] == "." and len({counts[place] for counts in candidates}) == 1
    ]  # fmt: skip
    assert betrayed


def candidates_for(
    cell: int, tables: list[list[int]], values: Sequence[int], minimum: int, share: dict[int, list[int]]
) -> tuple[float, float]:
    """The smallest and the largest value a reader must reckon with for one cell, given everything that is printed.

    tables  each a list of cells; share: a total that is itself a cell of another table, with the cells it sums
    """
    size, count = len(values), len(tables)
    # One choice per hidden table and cell says which of its cells is small: the reader knows that one is.
    rows, low, high = [], [], []
    small: list[tuple[int, int]] = []
    for table in tables:
        found = extent([values[index] for index in table], minimum=minimum)
        if found == "whole":
            for index in table:
                rows.append({index: 1.0})
                low.append(values[index])
                high.append(values[index])
            continue
        total = sum(values[index] for index in table)
        rows.append(dict.fromkeys(table, 1.0))
        low.append(total if found == "total" else 0)
        high.append(total if found == "total" else minimum - 1)
        small += [(table_index, index) for table_index in [tables.index(table)] for index in table]
    width = size + len(small)
    for position, (table_index, index) in enumerate(small):
        marker = size + position
        rows += [{index: 1.0, marker: -1.0}, {index: 1.0, marker: 1000.0}]
        low += [0, -np.inf]
        high += [np.inf, minimum - 1 + 1000]
        del table_index
    for number in range(count):
        markers = [size + position for position, (table_index, _) in enumerate(small) if table_index == number]
        if markers:
            rows.append(dict.fromkeys(markers, 1.0))
            low.append(1)
            high.append(np.inf)
    for total_cell, summed in share.items():
        rows.append({total_cell: 1.0, **dict.fromkeys(summed, -1.0)})
        low.append(0)
        high.append(0)
    matrix = np.zeros((len(rows), width))
    for number, row in enumerate(rows):
        for place, factor in row.items():
            matrix[number, place] = factor
    bounds = Bounds(np.zeros(width), np.array([1000.0] * size + [1.0] * len(small)))
    objective = np.zeros(width)
    objective[cell] = 1
    ends = []
    for sign in (1, -1):
        solved = milp(sign * objective, constraints=LinearConstraint(matrix, low, high), integrality=np.ones(width),
                      bounds=bounds)  # fmt: skip
        assert solved.success, solved.message
        ends.append(sign * solved.fun)
    return ends[0], ends[1]


@pytest.mark.parametrize("seed", range(40))
def test_no_withheld_number_of_linked_tables_can_be_worked_out(seed: int) -> None:
    """Random worlds: several breakdowns of the same partners, in two successive years, and subgroups that add up.

    An integer solver looks for the smallest and the largest value each withheld cell can have; they must differ.
    """
    dice = random.Random(seed)
    minimum = dice.choice((3, 5, 10))
    values: list[int] = []
    tables: list[list[int]] = []
    share: dict[int, list[int]] = {}
    total = dice.randint(0, 60)
    for _ in range(2):  # two years
        for _ in range(dice.randint(1, 3)):  # breakdowns of the same partners
            groups = dice.randint(2, 5)
            cuts = sorted(dice.randint(0, total) for _ in range(groups - 1))
            counts = [end - start for start, end in zip([0, *cuts], [*cuts, total], strict=True)]
            tables.append(list(range(len(values), len(values) + groups)))
            values += counts
        total = max(0, total + dice.randint(-3, 3))
    whole = tables[0]
    share[whole[0]] = [len(values), len(values) + 1]  # the first group, broken down once more
    half = dice.randint(0, values[whole[0]])
    tables.append([len(values), len(values) + 1])
    values += [half, values[whole[0]] - half]
    # A group is broken down only where the breakdown it belongs to is printed whole.
    if extent([values[index] for index in whole], minimum=minimum) != "whole":
        tables.pop()
        share.clear()
        values = values[:-2]
    for table in tables:
        if extent([values[index] for index in table], minimum=minimum) != "whole":
            for cell in table:
                lowest, highest = candidates_for(cell, tables, values, minimum, share)
                assert lowest < highest, (values, tables, cell)


@pytest.mark.parametrize(
    ("counts", "minimum", "found"),
    [
        pytest.param((0, 0, 3), 4, "nothing", id="small-total-hides-everything"),
        pytest.param((4, 3, 3), 4, "total", id="one-small-group-hides-all-groups"),
        pytest.param((0, 4, 6), 4, "whole", id="zero-is-printed-beside-large-groups"),
        pytest.param((0, 0, 0), 5, "whole", id="nothing-at-all-is-printed-as-zero"),
        pytest.param((1, 2, 0), 1, "whole", id="own-conduct-is-printed"),
        pytest.param((), 5, "whole", id="no-groups"),
    ],
)
def test_a_breakdown_goes_as_a_whole(counts: tuple[int, ...], minimum: int, found: str) -> None:
    assert extent(counts, minimum=minimum) == found


@pytest.mark.parametrize(("counts", "minimum"), [((1, 1), 2), ((1,), 0), ((-1,), 5), ((1,), -3)])
def test_a_minimum_that_hides_nothing_is_refused(counts: tuple[int, ...], minimum: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        extent(counts, minimum=minimum)


def test_a_sum_of_money_needs_contributors_of_whom_none_gives_more_than_half() -> None:
    assert is_dominated(51, 100)
    assert not is_dominated(50, 100)
    assert not is_dominated(0, 0)


def betrayed_by_the_middle(contributors: int, highest: int) -> bool:
    """Whether somebody who gave a number, and reads the middle, can tell that of another. Exhaustive."""
    seen = defaultdict(set)
    for others in combinations_with_replacement(range(highest + 1), contributors - 1):
        for own in range(highest + 1):
            numbers = sorted((*others, own))
            told = middle([(Decimal(number), 1) for number in numbers])
            seen[own, told] |= set(others)
    return any(len(possible) == 1 for possible in seen.values())


def test_the_middle_of_ten_betrays_no_number_to_one_who_gave_another(sources: Sources) -> None:
    """Means are not printed at all. The control: the middle of two gives the other one away."""
    assert not betrayed_by_the_middle(sources.privacy.minimum_averaged.value, highest=4)
    assert betrayed_by_the_middle(2, highest=4)


def test_larger_minima_never_print_more() -> None:
    order = {"nothing": 0, "total": 1, "whole": 2}
    for counts in product(range(12), repeat=3):
        found = [order[extent(counts, minimum=minimum)] for minimum in (1, *MINIMA)]
        assert found[0] == 2
        assert all(found[index] >= found[index + 1] or found[index + 1] == 2 for index in range(len(found) - 1))


class Reader:
    """Somebody who knows the rule, reads every page, and can reckon: linear conditions on whole numbers."""

    MOST = 300

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.width = cells
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def knows(self, factors: dict[int, float], low: float, high: float) -> None:
        self.rows.append((factors, low, high))

    def knows_that_one_is_small(self, table: Sequence[int], minimum: int) -> None:
        """At least one cell is from 1 to the minimum: that is why the table is not whole."""
        markers = [self._either() for _ in table]
        for cell, marker in zip(table, markers, strict=True):
            self.knows({cell: 1, marker: -1}, 0, np.inf)
            self.knows({cell: 1, marker: self.MOST}, -np.inf, minimum - 1 + self.MOST)
        self.knows(dict.fromkeys(markers, 1.0), 1, np.inf)

    def knows_either(self, table: Sequence[int], spans: Sequence[tuple[float, float]]) -> None:
        """The sum of a table lies within one of several spans."""
        markers = [self._either() for _ in spans]
        for marker, (low, high) in zip(markers, spans, strict=True):
            total = dict.fromkeys(table, 1.0)
            self.knows(total | {marker: -low}, 0, np.inf)
            self.knows(total | {marker: self.MOST}, -np.inf, high + self.MOST)
        self.knows(dict.fromkeys(markers, 1.0), 1, np.inf)

    def _either(self) -> int:
        self.width += 1
        return self.width - 1

    def span(self, cell: int) -> tuple[float, float]:
        """The smallest and the largest value that a cell can have."""
        matrix = np.zeros((len(self.rows), self.width))
        for number, (factors, _, _) in enumerate(self.rows):
            for place, factor in factors.items():
                matrix[number, place] = factor
        limits = LinearConstraint(matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows])
        bounds = Bounds(np.zeros(self.width), np.array([self.MOST] * self.cells + [1] * (self.width - self.cells)))
        ends = []
        for sign in (1, -1):
            objective = np.zeros(self.width)
            objective[cell] = sign
            solved = milp(objective, constraints=limits, integrality=np.ones(self.width), bounds=bounds)
            assert solved.success, solved.message
            ends.append(sign * round(solved.fun))
        return ends[0], ends[1]


KINDS = {"first": "groups", "second": "groups", "third": "share", "fourth": "share"}
WORDS = Text({"en": "invented"})
SHEETS = 20
World = dict[str, list[int]]  # the cells of each table; of a share, the part and the rest


def measured() -> Indicator:
    """Two breakdowns and two shares of the same partners: each has the same total."""
    measures = tuple(
        Measure(id=name, kind=kind, unit="entities", tool="invented", of="a", text=WORDS,
                out_of="b" if kind == "share" else None)
        for name, kind in KINDS.items()
    )  # fmt: skip
    return Indicator(
        id="I1", commitments=("M1",), direction="more", method="1", name=WORDS, counting=WORDS, measures=measures
    )


def exact(world: World) -> list[Breakdown]:
    found = []
    for name, counts in world.items():
        cells = {f"group_{place}": count for place, count in enumerate(counts)}
        cells = {"part": counts[0]} if KINDS[name] == "share" else cells
        found.append(Breakdown(f"I1.{name}", SHEETS, sum(counts), cells=cells))
    return found


def a_year(number: int, figures: tuple[Figure, ...]) -> Year:
    return Year(year=number, period=WORDS, method=WORDS, figures=figures)


def a_world(dice: random.Random, total: int) -> World:
    found = {}
    for name, kind in KINDS.items():
        cuts = sorted(dice.randint(0, total) for _ in range(1 if kind == "share" else dice.randint(1, 2)))
        found[name] = [end - start for start, end in zip([0, *cuts], [*cuts, total], strict=True)]
    return found


def with_late_sheets(dice: random.Random, world: World, late: int) -> World:
    """The same partners and some more, in whatever groups."""
    found = {}
    for name, counts in world.items():
        found[name] = list(counts)
        for _ in range(late):
            found[name][dice.randrange(len(counts))] += 1
    return found


class Library:
    """Every page of two years and a revision, on a reader's table."""

    def __init__(self, worlds: Sequence[World], pages: Sequence[tuple[Figure, ...]], minimum: int) -> None:
        self.minimum = minimum
        self.places: list[dict[str, list[int]]] = []
        number = 0
        for world in worlds:
            self.places.append({})
            for name, counts in world.items():
                self.places[-1][name] = list(range(number, number + len(counts)))
                number += len(counts)
        self.reader = Reader(number)
        for places in self.places:
            first, *others = places.values()
            for other in others:  # all are tables of the same partners
                self.reader.knows(dict.fromkeys(first, 1.0) | dict.fromkeys(other, -1.0), 0, 0)
        for version, figures in enumerate(pages):
            for figure in figures:
                self._read(version, figure, pages)

    def _read(self, version: int, figure: Figure, pages: Sequence[tuple[Figure, ...]]) -> None:
        name = figure.measure.removeprefix("I1.")
        table, reader = self.places[version][name], self.reader
        before, standing = (self._same(pages[page], figure) if page >= 0 else None for page in (0, version - 1))
        before = before if version else None
        standing = standing if version == 2 else None
        if figure.state == "whole":
            for cell, value in zip(table, figure.cells.values(), strict=False):
                reader.knows({cell: 1}, value, value)
                shown = percent(value, figure.n or 1)  # as it is printed beside the figure: in whole percent
                assert shown is not None
                reader.knows({cell: 100}, (float(shown) - 0.5) * figure.n, (float(shown) + 0.5) * figure.n)
        if figure.n is not None:
            reader.knows(dict.fromkeys(table, 1.0), figure.n, figure.n)
        close = before is not None and before.n is not None and figure.n is not None
        close = close and 0 < abs(figure.n - before.n) < self.minimum
        left_out = (close and before.state == "total") or (
            standing is not None and (standing.state == "total" or standing.sheets is not None)
        )
        if figure.state == "total" and not left_out:
            reader.knows_that_one_is_small(table, self.minimum)
        if figure.state == "withheld":
            reader.knows_that_one_is_small(table, self.minimum)
            spans = [(1.0, self.minimum - 1.0)]
            if figure.sheets is not None:  # it is the year before that would tell
                assert before is not None
                assert before.n is not None
                around = range(max(self.minimum, before.n - self.minimum + 1), before.n + self.minimum)
                spans = [(n, n) for n in around if n != before.n]
            reader.knows_either(table, spans)

    @staticmethod
    def _same(page: tuple[Figure, ...], figure: Figure) -> Figure:
        return next(item for item in page if item.measure == figure.measure)

    def knows_that_sheets_were_only_added(self, old: int, new: int) -> None:
        for name, table in self.places[new].items():
            for later, earlier in zip(table, self.places[old][name], strict=True):
                self.reader.knows({later: 1, earlier: -1}, 0, np.inf)

    def betrayed(self, pages: Sequence[tuple[Figure, ...]]) -> list[tuple[int, str]]:
        """The tables of which a withheld cell can have one value only. A group that is empty today always was."""
        found = []
        for version, figures in enumerate(pages):
            for figure in figures:
                name = figure.measure.removeprefix("I1.")
                if figure.state in {"total", "withheld"}:
                    spans = [self.reader.span(cell) for cell in self.places[version][name]]
                    found += [(version, name)] if any(low == high > 0 for low, high in spans) else []
        return found


def published(worlds: Sequence[World], privacy: Privacy, *, careful: bool = True) -> list[tuple[Figure, ...]]:
    """What is printed: a year, the next one, and this one again when late sheets have come."""
    indicators = (measured(),)
    first = release(exact(worlds[0]), indicators, privacy, None)
    before = a_year(2024, first)
    second = release(exact(worlds[1]), indicators, privacy, before)
    third = release(exact(worlds[2]), indicators, privacy, before)
    if careful:
        third, _ = hold_back(third, a_year(2025, second), indicators, privacy)
    return [first, second, third]


def read_by_somebody(worlds: Sequence[World], pages: Sequence[tuple[Figure, ...]], privacy: Privacy) -> list[object]:
    """What somebody finds out who reads all pages and knows that late sheets only add.

    A figure that was held back says nothing about the sheets of today: it is read as that of yesterday.
    """
    if any(new == old for new, old in zip(pages[2], pages[1], strict=True)):
        changed = {new.measure for new, old in zip(pages[2], pages[1], strict=True) if new != old}
        worlds = [*worlds[:2], {n: c for n, c in worlds[2].items() if f"I1.{n}" in changed}]
        pages = [*pages[:2], tuple(item for item in pages[2] if item.measure in changed)]
    if not pages[2]:
        worlds, pages = worlds[:2], pages[:2]
    library = Library(worlds, pages, privacy.minimum_entities.value)
    if len(worlds) == 3:
        library.knows_that_sheets_were_only_added(1, 2)
    return list(library.betrayed(pages))


@pytest.mark.parametrize("seed", range(24))
def test_two_years_and_a_revision_betray_no_withheld_group(seed: int, sources: Sources) -> None:
    """Tables of the same partners, shares among them, this year and the next, and again after late sheets.

    A total that one table withholds may stand in another. The groups may not be found.
    """
    dice = random.Random(f"years {seed}")
    total = dice.randint(3, 22)
    first, second = a_world(dice, total), a_world(dice, max(0, total + dice.randint(-6, 6)))
    worlds = [first, second, with_late_sheets(dice, second, dice.choice([1, 4, 5, 6, 8]))]
    pages = published(worlds, sources.privacy)
    assert not read_by_somebody(worlds, pages, sources.privacy), (worlds, pages)


def test_a_figure_that_vanishes_would_betray_the_late_sheet(sources: Sources) -> None:
    """Of 13 partners none, and after one late sheet the figure is withheld: then there is one."""
    same = {"first": [14, 0], "second": [14, 0], "third": [14, 0], "fourth": [14, 0]}
    worlds: list[World] = [
        same | {"third": [0, 10], "first": [10, 0], "second": [10, 0], "fourth": [10, 0]},
        same | {"third": [0, 13], "first": [13, 0], "second": [13, 0], "fourth": [13, 0]},
        same | {"third": [1, 13]},
    ]
    unguarded = published(worlds, sources.privacy, careful=False)
    assert (2, "third") in read_by_somebody(worlds, unguarded, sources.privacy)
    assert not read_by_somebody(worlds, published(worlds, sources.privacy), sources.privacy)


LATE: list[World] = [
    {"first": [9, 10], "second": [9, 10], "third": [9, 10], "fourth": [9, 10]},
    {"first": [4, 10], "second": [7, 7], "third": [7, 7], "fourth": [7, 7]},
    {"first": [9, 10], "second": [12, 7], "third": [12, 7], "fourth": [12, 7]},
]


def test_printing_groups_as_soon_as_they_are_large_would_betray_those_of_yesterday(sources: Sources) -> None:
    """The control: without hold_back(), late sheets tell that 14 partners, one group of them small, were 4 and 10."""
    unguarded = published(LATE, sources.privacy, careful=False)
    assert (1, "first") in read_by_somebody(LATE, unguarded, sources.privacy)
    assert not read_by_somebody(LATE, published(LATE, sources.privacy), sources.privacy)


def test_the_same_reader_sees_through_the_usual_rule() -> None:
    """The control: single cells hidden, totals printed, in two tables of the same partners."""
    dice = random.Random(7)
    betrayed = 0
    for _ in range(20):
        total = dice.randint(8, 22)
        world = a_world(dice, total)
        library = Library([world], [], 5)
        hidden = []
        for name, table in library.places[0].items():
            library.reader.knows(dict.fromkeys(table, 1.0), total, total)
            for cell, value in zip(table, world[name], strict=True):
                if 0 < value < 5:
                    hidden.append(cell)
                    library.reader.knows({cell: 1}, 1, 4)
                else:
                    library.reader.knows({cell: 1}, value, value)
        spans = [library.reader.span(cell) for cell in hidden]
        betrayed += any(low == high for low, high in spans)
    assert betrayed > 5


def test_percentages_beside_a_total_would_betray_its_groups() -> None:
    """The control: 4, 3 and 3 of 10, printed as 40, 30 and 30 percent."""
    reader = Reader(3)
    reader.knows(dict.fromkeys(range(3), 1.0), 10, 10)
    for cell, value in enumerate((4, 3, 3)):
        shown = percent(value, 10)
        assert shown is not None
        reader.knows({cell: 100}, (float(shown) - 0.5) * 10, (float(shown) + 0.5) * 10)
    assert [reader.span(cell) for cell in range(3)] == [(4, 4), (3, 3), (3, 3)]
