"""A figure as a page tells it: in words, as a chart, as a table.

In:   public figures, the words of a language
Out:  Told: what the templates print

A chart never stands alone: the sentence and the table hold the same figures. What is withheld, what was not collected
and zero are told in different words and drawn in different ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from alongside.charts import Canvas, Mark, Pair, bars, dots, line
from alongside.public_years import AnyFigure, NotCollected, PublicFigure, PublicGroup, PublicMeasure, Reported
from alongside.words import N_, Words

STATES: Mapping[str, str] = {
    "withheld": N_("Withheld: it could tell something about a few."),
    "not-collected": N_("Not collected in this year."),
    "not-applicable": N_("Does not apply: there was nothing of the kind in this year."),
    "declined": N_("Nobody wished to answer."),
}
SHORT_STATES: Mapping[str, str] = {
    "withheld": N_("withheld"),
    "not-collected": N_("not collected"),
    "not-applicable": N_("does not apply"),
    "declined": N_("declined"),
}
_NO_CHART = Markup()
_FIGURE_FIRST = N_("%(figure)s %(text)s")
_FIGURE_LAST = N_("%(text)s: %(figure)s")
_ONLY_TOTAL = N_("%(number)s in all. How they are divided is withheld: it could tell something about a few.")


@dataclass(frozen=True, slots=True)
class Told:
    """One measure of one year.

    head       what it is about, and the figure itself where it is a single one
    rows       the same figures as a table: label, one cell per column of `columns`
    bars       the same for print: label, share of the full width in percent, words
    direction  which way the position wants a single figure to go
    """

    name: str
    state: str
    head: Markup
    sentence: str = ""
    chart: Markup = _NO_CHART
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    bars: tuple[tuple[str, int, str], ...] = ()
    direction: str | None = None


def percent(part: int, whole: int) -> int:
    """A share in whole percent, halves up; whole is at least 1."""
    return (200 * part + whole) // (2 * whole)


def tell(measure: PublicMeasure, figure: AnyFigure, words: Words) -> Told:
    """A measure that stands by itself."""
    if not isinstance(figure, PublicFigure):
        return Told(measure.name, figure.state, _title(measure), words.say(STATES[figure.state]))
    if measure.kind in {"median", "count"}:
        head = _headed(_FIGURE_LAST, _decimal(figure, words), _title(measure), words)
        return Told(measure.name, figure.state, head, _basis(measure, figure, words), direction=measure.direction)
    if measure.kind == "share":
        return _share(measure, figure, words)
    if figure.state == "total":
        sentence = words.say(_ONLY_TOTAL) % {"number": words.number(figure.n)}
        return Told(measure.name, "total", _title(measure), sentence)
    return _groups(measure, figure, words)


def _title(measure: PublicMeasure) -> Markup:
    text = measure.text.text
    return escape(text[:1].upper() + text[1:])


def _headed(message: str, figure: str, text: str, words: Words) -> Markup:
    """The figure and what it is about, in the order of the language: a noun behind a number has many forms in some."""
    return escape(words.say(message)) % {"figure": Markup("<strong>%s</strong>") % figure, "text": text}


def _decimal(figure: PublicFigure, words: Words) -> str:
    return words.decimal(figure.value) if figure.value is not None else words.number(figure.n)


def _basis(measure: PublicMeasure, figure: PublicFigure, words: Words) -> str:
    if measure.kind == "count":
        return ""
    return words.say(N_("Middle of %(number)s figures.")) % {"number": words.number(figure.n)}


def _share(measure: PublicMeasure, figure: PublicFigure, words: Words) -> Told:
    whole = figure.n
    if not figure.groups or not whole:
        sentence = words.say(N_("How many of %(number)s: withheld, it could tell something about a few."))
        told = sentence % {"number": words.number(whole)}
        return Told(measure.name, "total", _title(measure), told)
    part = figure.groups[0].value
    headline = words.say(N_("%(part)s of %(whole)s")) % {"part": words.number(part), "whole": words.number(whole)}
    share = percent(part, whole)
    told = words.percent(share)
    canvas = _canvas(measure.name, measure.text.text, _pair(headline, told, words), words)
    chart = bars(canvas, [Mark("", float(share), told)], 100)
    head = _headed(_FIGURE_FIRST, headline, measure.text.text, words)
    printed = ((headline, share, told),)
    return Told(measure.name, "whole", head, chart=chart, bars=printed, direction=measure.direction)


def _groups(measure: PublicMeasure, figure: PublicFigure, words: Words) -> Told:
    whole = figure.n
    points, asides = _parted(figure.groups)
    marks = [Mark(group.label.text, float(group.value), _told(group, whole, words)) for group in points]
    listed = _listed((_pair(mark.label, mark.told, words) for mark in marks), words)
    chart = bars(_canvas(measure.name, measure.text.text, listed, words), marks, float(whole or 1))
    rows = tuple(
        (group.label.text, words.number(group.value), _share_of(group, whole, words)) for group in (*points, *asides)
    )
    columns = (words.say(N_("Number")), words.say(N_("Share")))
    sentence = words.say(N_("%(number)s in all.")) % {"number": words.number(whole)}
    printed = tuple((mark.label, percent(int(mark.value or 0), whole or 1), mark.told) for mark in marks)
    return Told(measure.name, "whole", _title(measure), sentence, chart, columns, rows, printed, measure.direction)


def tell_pair(
    first: PublicMeasure, second: PublicMeasure, figures: Mapping[str, AnyFigure], title: str, words: Words
) -> Told | None:
    """Two views of the same groups in one drawing; None where one of them may not be printed whole."""
    ours, theirs = figures[first.name], figures[second.name]
    if not isinstance(ours, PublicFigure) or not isinstance(theirs, PublicFigure):
        return None
    others = {group.id: group for group in theirs.groups}
    if not others or others.keys() != {group.id for group in ours.groups}:
        return None
    pairs, rows = [], []
    for group in ours.groups:
        other = others[group.id]
        one, two = _told(group, ours.n, words), _told(other, theirs.n, words)
        filled, ring = Mark(group.label.text, float(group.value), one), Mark(group.label.text, float(other.value), two)
        pairs.append(Pair(group.label.text, filled, ring))
        gap = words.number(abs(group.value - other.value))
        rows.append((group.label.text, one, two, gap))
    most = float(max(ours.n, theirs.n))
    comma = words.say(N_(", "))
    listed = _listed(
        (_pair(label, f"{first.text.text} {one}{comma}{second.text.text} {two}", words) for label, one, two, _ in rows),
        words,
    )
    chart = dots(_canvas(second.name, title, listed, words), pairs, most or 1)
    columns = (first.text.text, second.text.text, words.say(N_("Gap")))
    legend = f"● {first.text.text} · ○ {second.text.text}"
    return Told(second.name, "whole", escape(title), legend, chart, columns, tuple(rows))


def tell_years(measure: PublicMeasure, years: Sequence[Reported | NotCollected], words: Words) -> Told | None:
    """A share or a middle over the years, the oldest first; None where fewer than two years have one."""
    marks = [_mark(year, _figure(year, measure), words) for year in years]
    if measure.kind not in {"share", "median"} or sum(mark.value is not None for mark in marks) < 2:
        return None
    most = 100.0 if measure.kind == "share" else max(mark.value or 0 for mark in marks)
    listed = _listed((_pair(mark.label, mark.told, words) for mark in marks), words)
    chart = line(_canvas(f"{measure.name}-years", measure.text.text, listed, words), marks, most or 1)
    rows = tuple(
        (mark.label, mark.told, _basis_of(year, measure, words)) for mark, year in zip(marks, years, strict=True)
    )
    columns = (words.say(N_("Figure")), words.say(N_("Of")))
    return Told(f"{measure.name}-years", "whole", _title(measure), "", chart, columns, rows)


def _figure(year: Reported | NotCollected, measure: PublicMeasure) -> AnyFigure | None:
    return year.figures.get(measure.name) if isinstance(year, Reported) else None


def _mark(year: Reported | NotCollected, figure: AnyFigure | None, words: Words) -> Mark:
    label = str(year.year)
    if isinstance(figure, PublicFigure) and figure.value is not None:
        return Mark(label, float(figure.value), words.decimal(figure.value))
    if isinstance(figure, PublicFigure) and figure.groups and figure.n:
        share = percent(figure.groups[0].value, figure.n)
        return Mark(label, float(share), words.percent(share))
    state = figure.state if figure is not None else "not-collected"
    state = "withheld" if state == "total" else state
    return Mark(label, None, words.say(SHORT_STATES[state]), state)


def _basis_of(year: Reported | NotCollected, measure: PublicMeasure, words: Words) -> str:
    figure = _figure(year, measure)
    return words.number(figure.n) if isinstance(figure, PublicFigure) else ""


def _parted(groups: Sequence[PublicGroup]) -> tuple[list[PublicGroup], list[PublicGroup]]:
    return [group for group in groups if not group.aside], [group for group in groups if group.aside]


def _told(group: PublicGroup, whole: int, words: Words) -> str:
    return f"{words.number(group.value)} ({_share_of(group, whole, words)})" if whole else words.number(group.value)


def _share_of(group: PublicGroup, whole: int, words: Words) -> str:
    return words.percent(percent(group.value, whole)) if whole else ""


def _pair(label: str, told: str, words: Words) -> str:
    return label + words.say(N_(": ")) + told


def _listed(items: Iterable[str], words: Words) -> str:
    return words.say(N_("; ")).join(items)


def _canvas(name: str, title: str, description: str, words: Words) -> Canvas:
    return Canvas(name.replace(".", "-"), title, description, words.direction == "rtl")
