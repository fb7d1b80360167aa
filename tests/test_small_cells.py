"""No withheld number can be worked out by someone who knows the rule and reads everything that is printed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from alongside.small_cells import extent, extent_of_shares, is_dominated, may_average

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


def test_means_need_ten_answers_and_sums_of_money_no_giant() -> None:
    assert not may_average(9)
    assert may_average(10)
    assert is_dominated(51, 100)
    assert not is_dominated(50, 100)
    assert not is_dominated(0, 0)


def test_larger_minima_never_print_more() -> None:
    order = {"nothing": 0, "total": 1, "whole": 2}
    for counts in product(range(12), repeat=3):
        found = [order[extent(counts, minimum=minimum)] for minimum in (1, *MINIMA)]
        assert found[0] == 2
        assert all(found[index] >= found[index + 1] or found[index + 1] == 2 for index in range(len(found) - 1))
