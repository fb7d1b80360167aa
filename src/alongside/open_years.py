"""The figures of the years as open data: a row for each year, measure and group.

In:   a PublicBook, the words of its language
Out:  one Table for the series over years, one for each year that has figures

A figure that is not printed has its reason in the column `state` and nothing in the columns of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alongside.figures import percent
from alongside.public import PublicBook
from alongside.public_years import AnyFigure, NotCollected, PublicFigure, PublicGroup, PublicMeasure, Reported
from alongside.tables import Cell, Column, Table, marked
from alongside.words import N_, Words

SERIES = "progress"
WHOLE = "all"  # the group of a row that is about all groups together
Row = dict[str, Cell]
_DESCRIPTION = N_(
    "One row for each year, measure and group. The column “state” says of a figure that is not printed whether it is "
    "withheld, was not collected, does not apply, or was declined; such a row has no number. Zero is 0."
)
_COLUMNS = (
    Column("year", "gYear", "#date+year"),
    Column("example", "boolean", "#meta+example"),
    Column("indicator", "string", "#indicator+code"),
    Column("measure", "string", "#indicator+measure+code"),
    Column("name", "string", "#indicator+name"),
    Column("kind", "string", "#indicator+kind"),
    Column("unit", "string", "#indicator+unit"),
    Column("group", "string", "#indicator+group+code"),
    Column("label", "string", "#indicator+group+name"),
    Column("state", "string", "#indicator+status"),
    Column("value", "decimal", "#indicator+value+num"),
    Column("n", "integer", "#indicator+total+num"),
    Column("percent", "integer", "#indicator+percentage+num"),
    Column("sheets", "integer", "#indicator+sheets+num"),
    Column("method", "string", "#meta+method"),
    Column("direction", "string", "#indicator+direction"),
    Column("commitments", "string", "#indicator+commitments+list", separator=" "),
)


def reported(book: PublicBook) -> list[Reported]:
    """The years that have figures, the oldest first."""
    return sorted((year for year in book.years if isinstance(year, Reported) and year.figures), key=lambda y: y.year)


def tables(book: PublicBook, words: Words) -> tuple[Table, ...]:
    """The series first, then each year with figures, the oldest first."""
    whole = sorted(book.years, key=lambda year: year.year)
    series = _table(book, SERIES, words.say(N_("Over the years")), whole, words)
    title = N_("The figures of %(year)s")
    single = (
        _table(book, f"{SERIES}-{year.year}", words.say(title) % {"year": year.year}, [year], words)
        for year in reported(book)
    )
    return series, *single


def _table(book: PublicBook, name: str, title: str, years: Sequence[Reported | NotCollected], words: Words) -> Table:
    rows = tuple(row for year in years for row in _rows(book, year))
    return Table(
        name=name,
        title=marked(f"{book.site.name.text} · {title}", rows, words),
        description=words.say(_DESCRIPTION),
        page=f"{SERIES}/" if name == SERIES else f"{SERIES}/{years[0].year}/",
        language=book.language,
        columns=_COLUMNS,
        key=("year", "measure", "group"),
        rows=rows,
    )


def _rows(book: PublicBook, year: Reported | NotCollected) -> Iterator[Row]:
    """Every measure of a year; those of a year without figures were not collected."""
    figures = year.figures if isinstance(year, Reported) else {}
    methods = year.methods if isinstance(year, Reported) else {}
    for indicator in book.indicators:
        for measure in indicator.measures:
            figure = figures.get(measure.name)
            for cells in _cells(measure, figure):
                yield {
                    "year": year.year,
                    "example": isinstance(year, Reported) and year.example,
                    "indicator": indicator.id,
                    "measure": measure.name,
                    "name": measure.text.text,
                    "kind": measure.kind,
                    "unit": measure.unit,
                    **cells,
                    "state": figure.state if figure else "not-collected",
                    "sheets": figure.sheets if isinstance(figure, PublicFigure) else None,
                    "method": methods.get(indicator.id, indicator.method),
                    "direction": measure.direction or indicator.direction,
                    "commitments": " ".join(indicator.commitments),
                }


def _cells(measure: PublicMeasure, figure: AnyFigure | None) -> Iterator[Row]:
    """What the rows of one figure say of its groups: one row for each, or one for all."""
    if not isinstance(figure, PublicFigure):
        yield _of_all(None, None)
    elif measure.kind == "count":
        yield _of_all(figure.n if figure.value is None else figure.value, figure.n)
    elif measure.kind == "median" or not figure.groups:
        yield _of_all(figure.value, figure.n)
    else:
        for group in figure.groups:
            yield _of_group(group, figure.n)


def _of_all(value: Cell, n: int | None) -> Row:
    return {"group": WHOLE, "label": None, "value": value, "n": n, "percent": None}


def _of_group(group: PublicGroup, n: int) -> Row:
    share = percent(group.value, n) if n else None
    return {"group": group.id, "label": group.label.text, "value": group.value, "n": n, "percent": share}
