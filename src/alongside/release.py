"""Decide what of a year's figures may be written into the project, which is public, and printed.

In:   Breakdowns, exact; the numbers of data/privacy.yml; what was published before
Out:  Figures, each as far as it may be printed, and why it is not where it is not

The gate asks may_be_printed() again at every build: somebody may have changed a figure or a rule.
Reasons: docs/en/developers/decisions.md, 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from alongside.aggregate import Breakdown
from alongside.indicators import Indicator, Measure, names_of
from alongside.progress import Figure, State, Year
from alongside.records import Privacy
from alongside.small_cells import Extent, extent, extent_of_shares, is_dominated

_AS_STATES: Mapping[Extent, State] = {"whole": "whole", "total": "total", "nothing": "withheld"}


def minimum_of(measure: Measure, privacy: Privacy) -> int:
    """The smallest number that may be printed of whom a measure is about. Our own conduct may be seen as it is."""
    rules = {"people": privacy.minimum_people, "entities": privacy.minimum_entities, "money": privacy.minimum_money}
    return rules[measure.unit].value if measure.unit in rules else 1


def release(
    breakdowns: Iterable[Breakdown], indicators: tuple[Indicator, ...], privacy: Privacy, before: Year | None
) -> tuple[Figure, ...]:
    """The figures of a year. before: the year before, whose figures a reader has."""
    measures = names_of(indicators)
    return tuple(
        _release(item, measures[item.measure], privacy, before.figure(item.measure) if before else None)
        for item in breakdowns
    )


def _release(found: Breakdown, measure: Measure, privacy: Privacy, before: Figure | None) -> Figure:
    if not found.sheets:
        return Figure(measure=found.measure, state="not-collected")
    if found.sheets < privacy.minimum_sheets.value:
        return Figure(measure=found.measure, state="withheld")  # nothing about one team, or a few
    if not found.n and measure.kind in {"share", "median"}:
        return Figure(measure=found.measure, state="not-applicable", sheets=found.sheets)
    if found.n >= minimum_of(measure, privacy) and found.asides == found.n:
        return Figure(measure=found.measure, state="declined", sheets=found.sheets)
    whole = Figure(
        measure=found.measure,
        state="whole",
        sheets=found.sheets,
        n=found.n,
        value=found.value if measure.kind in {"median", "count"} else None,
        cells=dict(found.cells),
    )
    if measure.unit == "money" and is_dominated(found.largest, found.n):
        return Figure(measure=found.measure, state="withheld")
    allowed = may_be_printed(whole, measure, privacy)
    careful = _careful(allowed, whole, before, measure, privacy)
    if careful == "nothing" != allowed:  # with its sheets, so that hold_back() knows later that it had groups
        return Figure(measure=found.measure, state="withheld", sheets=found.sheets)
    return reduced(whole, careful)


def _careful(allowed: Extent, now: Figure, before: Figure | None, measure: Measure, privacy: Privacy) -> Extent:
    """A total goes too where the year before stands there whole and the two totals are as good as the same.

    Whoever knows that one partner came or went could put it into its group. For the same reason the groups go where
    the year before shows its total alone.
    """
    close = before is not None and before.n is not None and now.n is not None and (
        0 < abs(now.n - before.n) < minimum_of(measure, privacy)
    )  # fmt: skip
    if close and before is not None and {allowed, before.state} == {"whole", "total"}:
        return "nothing" if allowed == "total" else "total"
    return allowed


def may_be_printed(figure: Figure, measure: Measure, privacy: Privacy) -> Extent:
    """How much of a figure may be printed, whoever wrote it."""
    least = minimum_of(measure, privacy)
    n = figure.n or 0
    if measure.kind == "share" and any(part > n for part in figure.cells.values()):
        return "nothing"  # somebody has changed it
    if figure.sheets is not None and figure.sheets < privacy.minimum_sheets.value:
        return "nothing"
    if measure.kind == "median":
        return "whole" if n >= max(least, privacy.minimum_averaged.value) else "nothing"
    if measure.kind == "share" and figure.cells:
        return extent_of_shares(n, list(figure.cells.values()), minimum=least)
    if measure.kind == "answers" and n and n in figure.cells.values():
        return "total" if n >= least else "nothing"  # all gave the same answer: everybody would know that of each
    if figure.cells:
        return extent(list(figure.cells.values()), minimum=least)
    return "whole" if extent([n], minimum=least) == "whole" else "nothing"


def reduced(figure: Figure, allowed: Extent) -> Figure:
    """The figure as far as it may be printed; one that says less already stays as it is."""
    if (
        figure.state not in {"whole", "total"}
        or (allowed == "whole")
        or (allowed == "total" and figure.state == "total")
    ):
        return figure
    if allowed == "total":
        return figure.model_copy(update={"state": "total", "cells": {}})
    return Figure(measure=figure.measure, state="withheld")


def betrayals(years: Sequence[Year], measures: Mapping[str, Measure], privacy: Privacy) -> Iterator[tuple[Year, str]]:
    """The figures of a year that, laid beside those published for the same year before, tell of a few.

    Late sheets that are added one by one would each be the difference of two pages.
    """
    for year in years:
        for earlier in year.published:
            for old in earlier.figures:
                now, measure = year.figure(old.measure), measures.get(old.measure)
                if now is not None and measure is not None and _tells_of_few(old, now, measure, privacy):
                    yield year, old.measure


def hold_back(
    fresh: tuple[Figure, ...], standing: Year | None, indicators: tuple[Indicator, ...], privacy: Privacy
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """The figures of a year that was published before: one whose change would tell of a few stays as it was, by name.

    Groups that were left out stay left out in this year: late sheets only add, so 9 and 10 today would say that the 14
    of yesterday, of which one group was small, were 4 and 10. And what was printed is not withheld afterwards: where
    there was none of 13, that would say that there is one now.
    """
    if standing is None:
        return fresh, ()
    measures = names_of(indicators)
    earlier = [figure for item in standing.published for figure in item.figures] + list(standing.figures)
    found, held = [], []
    for figure in fresh:
        old = standing.figure(figure.measure)
        known = [item for item in earlier if item.measure == figure.measure]
        measure = measures[figure.measure]
        if figure.state == "whole" and any(map(_left_groups_out, known)):
            figure = reduced(figure, "total" if _has_groups(measure) else "whole")
        vanishes = figure.state == "withheld" and old is not None and old.n is not None
        few = vanishes or any(_tells_of_few(item, figure, measure, privacy) for item in known)
        held += [figure.measure] if few else []
        found.append((old or Figure(measure=figure.measure, state="withheld")) if few else figure)
    return tuple(found), tuple(held)


def _tells_of_few(old: Figure, now: Figure, measure: Measure, privacy: Privacy) -> bool:
    if old.n is None or now.n is None:
        return False
    if _has_groups(measure) and {old.state, now.state} == {"whole", "total"}:
        return True
    least = max(minimum_of(measure, privacy), privacy.minimum_sheets.value)
    pairs = [(old.sheets or 0, now.sheets or 0), (old.n, now.n)]
    for group, number in old.cells.items():
        if group in now.cells:
            pairs.append((number, now.cells[group]))
            pairs += [(old.n - number, now.n - now.cells[group])] if measure.kind == "share" else []
    return any(0 < abs(first - second) < least for first, second in pairs)


def _left_groups_out(figure: Figure) -> bool:
    """Whether it had groups that were not printed, and a total that a reader has from here or from another table."""
    return figure.state == "total" or (figure.state == "withheld" and figure.sheets is not None)


def _has_groups(measure: Measure) -> bool:
    return measure.kind in {"share", "groups", "answers"}
