"""What the pages on progress are made of: the sections of one year, the series over years, the trace.

In:   a PublicBook, the tools of its language
Out:  values for the templates year.html, progress.html and trace.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alongside.figures import Told, tell, tell_pair, tell_years
from alongside.open_years import reported
from alongside.public import PublicBook
from alongside.public_phrase import PublicPhrase
from alongside.public_years import NotCollected, PublicFigure, PublicIndicator, PublicMeasure, Reported
from alongside.words import Words


@dataclass(frozen=True, slots=True)
class Section:
    """The indicators of one dimension, each with what is told of its measures."""

    id: str
    indicators: tuple[tuple[PublicIndicator, tuple[Told, ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment and what measures it."""

    code: str
    page: str
    text: PublicPhrase
    measured: tuple[tuple[PublicMeasure, PublicIndicator], ...]


def sections(book: PublicBook, year: Reported, words: Words) -> list[Section]:
    """A year's figures by dimension."""
    return _by_dimension(book, lambda item: tuple(_told(item, year, words)))


def series(book: PublicBook, words: Words) -> list[Section]:
    """Lines over the years, by dimension."""
    years = reported(book)
    if len(years) < 2:
        return []
    between = [year for year in book.years if years[0].year <= year.year <= years[-1].year]
    between.sort(key=lambda year: year.year)

    def lines(item: PublicIndicator) -> tuple[Told, ...]:
        same = [year for year in between if _method_of(year, item) == item.method]
        return tuple(told for measure in item.measures if (told := tell_years(measure, same, words)))

    return [section for section in _by_dimension(book, lines) if section.indicators]


def _method_of(year: Reported | NotCollected, item: PublicIndicator) -> str:
    return year.methods.get(item.id, item.method) if isinstance(year, Reported) else item.method


def _by_dimension(book: PublicBook, told_of: Callable[[PublicIndicator], tuple[Told, ...]]) -> list[Section]:
    dimension_of = {item.id: item.dimension for item in book.commitments}
    found: dict[str, list[tuple[PublicIndicator, tuple[Told, ...]]]] = {}
    for item in book.indicators:
        told = told_of(item)
        if told:
            found.setdefault(dimension_of.get(item.commitments[0], ""), []).append((item, told))
    order = ["progress", "overall", *(dimension.id for dimension in book.site.dimensions), ""]
    return [Section(name, tuple(found[name])) for name in order if name in found]


def _told(item: PublicIndicator, year: Reported, words: Words) -> Iterator[Told]:
    """Every measure; two views of the same in one drawing where both may be printed."""
    drawn: set[str] = set()
    for measure in item.measures:
        other = next((second for second in item.measures if second.beside == measure.name), None)
        pair = tell_pair(measure, other, year.figures, item.name.text, words) if other else None
        if pair and other:
            drawn |= {measure.name, other.name}
            yield pair
        if measure.name not in drawn:
            yield tell(measure, year.figures[measure.name], words)


def trace(book: PublicBook) -> list[Line]:
    """Every commitment with what measures it; nothing where no indicator does yet."""
    found = []
    for item in book.commitments:
        measured = tuple(
            (measure, indicator)
            for indicator in book.indicators
            if item.id in indicator.commitments
            for measure in indicator.measures
        )
        found.append(Line(item.id, item.page, item.text, measured))
    return found


def has_datum(book: PublicBook, measure: PublicMeasure) -> list[int]:
    """The years in which a measure has a figure that is printed."""
    return [year.year for year in reported(book) if isinstance(year.figures[measure.name], PublicFigure)]


def as_lines(book: PublicBook) -> Iterator[str]:
    """The trace for a terminal: commitment, tool and question, indicator, years; then the gaps."""
    lines = trace(book)
    for line in lines:
        for measure, indicator in line.measured:
            years = " ".join(map(str, has_datum(book, measure))) or "no figure yet"
            asked = f"{measure.tool}: {measure.asks.text}"
            yield f"{line.code} → {asked} → {indicator.id} {indicator.name.text} ({measure.name}) → {years}"
    gaps = [line.code for line in lines if not line.measured]
    yield f"{len(gaps)} of {len(lines)} commitments are not measured yet: {' '.join(gaps)}"
