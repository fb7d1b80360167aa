"""What indicators and years must hold to, across records.

In:   the indicators, the tools they count, the years
Out:  Faults, with their place
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from alongside.indicators import Indicator, Measure, faults, names_of
from alongside.partner_checks import Fault
from alongside.progress import Figure, Year
from alongside.records import Privacy
from alongside.release import betrayals
from alongside.toolkit import Toolkit
from alongside.words import REFERENCE


def check_indicators(
    indicators: Sequence[Indicator], toolkit: Toolkit, commitments: Collection[str]
) -> Iterator[Fault]:
    """Whether the commitments exist, and the tools ask what is counted."""
    for index, item in enumerate(indicators):
        for number, commitment in enumerate(item.commitments):
            if commitment not in commitments:
                what = "no commitment has this id."
                yield Fault((index, "commitments", number), "commitment-unknown", what, "see data/commitments.yml.")
        names = [measure.id for measure in item.measures]
        for number, measure in enumerate(item.measures):
            place = (index, "measures", number)
            tool = toolkit.get(measure.tool, {}).get(REFERENCE)
            for key, what, fix in faults(measure, tool):
                yield Fault((*place, key), "measure-unsound", what, fix)
            if names.index(measure.id) < number:
                yield Fault((*place, "id"), "id-doubled", "this id is taken already.", "choose another one.")
            if measure.beside and measure.beside not in names:
                what = "the indicator has no such measure."
                yield Fault((*place, "beside"), "measure-unsound", what, "write the id of another of its measures.")


def check_years(
    years: Sequence[Year], indicators: tuple[Indicator, ...], privacy: Privacy
) -> Iterator[tuple[Year, Fault]]:
    """Whether figures belong to a measure, each once, and tell of no few beside those published before."""
    measures = names_of(indicators)
    for year in years:
        seen: set[str] = set()
        for index, figure in enumerate(year.figures):
            if figure.measure not in measures:
                what, fix = "no indicator has this measure.", "see data/indicators.yml, or collect the year again."
                yield year, Fault(("figures", index, "measure"), "measure-unknown", what, fix)
            elif not _adds_up(figure, measures[figure.measure]):
                what, fix = "its numbers do not belong together.", "collect the year again."
                yield year, Fault(("figures", index), "figure-unsound", what, fix)
            if figure.measure in seen:
                what = "this measure has a figure already."
                yield year, Fault(("figures", index, "measure"), "id-doubled", what, "remove one of the two.")
            seen.add(figure.measure)
    for year, name in betrayals(years, measures, privacy):
        index = next(place for place, figure in enumerate(year.figures) if figure.measure == name)
        what = "beside what was published for this year before, this figure tells of a few."
        fix = "withhold it, or wait until more sheets have come, and collect again."
        yield year, Fault(("figures", index), "figure-betrays", what, fix)


def _adds_up(figure: Figure, measure: Measure) -> bool:
    """Whether its parts fit its whole, as release.py writes them."""
    if measure.kind == "count" and figure.value is not None:
        return figure.value == figure.n
    if figure.state != "whole" or measure.kind not in {"share", "groups", "answers"}:
        return not figure.cells
    numbers = figure.cells.values()
    return max(numbers, default=0) <= (figure.n or 0) if measure.kind == "share" else sum(numbers) == figure.n
