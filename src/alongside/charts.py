"""Charts as inline SVG: bars, dots, lines. Readable on a phone, in the dark, right to left, on paper, in grey.

In:   figures that may be public, with their labels in words
Out:  SVG text; the caller prints the same figures as a table beside it

Everything is placed here, in a drawing 360 units wide, so that a test can hold the coordinates. Colours are the page's
own (classes in alongside.css); two series differ by their form, never by colour alone. What is withheld, what was not
collected and what is zero are drawn in three different ways, and say so in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 360  # units; the style sheet lets a unit be a pixel on a phone and a little more on a screen
_LINE = 15  # height of a line of text
_BAR = 14
_LETTERS = 46  # that fit into the width


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure of a chart. value is None where there is none; told is the figure, or its absence, in words."""

    label: str
    value: float | None
    told: str
    state: str = "shown"  # or withheld, not-collected, not-applicable, declined


@dataclass(frozen=True, slots=True)
class Pair:
    """Two views of the same thing: filled dot and ring."""

    label: str
    first: Mark
    second: Mark


@dataclass(frozen=True, slots=True)
class Canvas:
    """A language's direction, a title for those who see it, a description for those who hear it."""

    name: str
    title: str
    description: str
    mirrored: bool = False

    def x(self, place: float) -> float:
        """A place along the line of reading."""
        return round(WIDTH - place if self.mirrored else place, 1)

    def box(self, start: float, length: float) -> tuple[float, float]:
        """The left edge and the width of a box that begins at a place along the line of reading."""
        left = WIDTH - start - length if self.mirrored else start
        return round(left, 1), round(length, 1)

    def wrap(self, height: float, pieces: Iterable[str]) -> Markup:
        """The whole drawing."""
        body = "".join(pieces)
        head = (
            f'<svg class="al-chart" viewBox="0 0 {WIDTH} {height:g}" role="img" '
            f'aria-labelledby="{escape(self.name)}-t {escape(self.name)}-d">'
            f'<title id="{escape(self.name)}-t">{escape(self.title)}</title>'
            f'<desc id="{escape(self.name)}-d">{escape(self.description)}</desc>'
        )
        return Markup(f"{head}{body}</svg>")  # noqa: S704


def bars(canvas: Canvas, marks: Sequence[Mark], most: float) -> Markup:
    """A bar for each figure, its label above it and its value behind it.

    most  the figure that fills the whole width, for instance 100 for percentages
    """
    pieces: list[str] = []
    top = 0.0
    for mark in marks:
        lines = _lines(mark.label)
        pieces += [_text(canvas, 0, top + _LINE * (index + 0.8), line) for index, line in enumerate(lines)]
        top += _LINE * len(lines) + 2
        pieces += _bar(canvas, mark, most, top)
        top += _BAR + 12
    return canvas.wrap(round(top, 1), pieces)


def _bar(canvas: Canvas, mark: Mark, most: float, top: float) -> Iterator[str]:
    room = WIDTH - 110  # the rest is for the figure in words
    left, width = canvas.box(0, room)
    yield f'<rect class="al-chart-track al-chart-{mark.state}" x="{left}" y="{top:g}" width="{width}" height="{_BAR}"/>'
    length = 0.0
    if mark.value is not None and most > 0:
        length = max(room * min(mark.value, most) / most, 2)  # a zero is a line, not nothing
        left, width = canvas.box(0, length)
        yield f'<rect class="al-chart-bar" x="{left}" y="{top:g}" width="{width}" height="{_BAR}"/>'
    yield _text(canvas, room + 6, top + _BAR - 3, mark.told, "al-chart-value")


def dots(canvas: Canvas, pairs: Sequence[Pair], most: float) -> Markup:
    """Two views on one line: a filled dot and a ring, joined by the gap between them."""
    pieces: list[str] = []
    top = 0.0
    room = WIDTH - 12.0
    for pair in pairs:
        lines = _lines(pair.label)
        pieces += [_text(canvas, 0, top + _LINE * (index + 0.8), line) for index, line in enumerate(lines)]
        top += _LINE * len(lines) + 8
        start, end = canvas.x(6), canvas.x(6 + room)
        pieces.append(f'<line class="al-chart-axis" x1="{start}" y1="{top:g}" x2="{end}" y2="{top:g}"/>')
        places = [
            canvas.x(6 + room * min(mark.value, most) / most) if mark.value is not None and most > 0 else None
            for mark in (pair.first, pair.second)
        ]
        first, second = places
        if first is not None and second is not None:
            pieces.append(f'<line class="al-chart-gap" x1="{first}" y1="{top:g}" x2="{second}" y2="{top:g}"/>')
        if second is not None:
            pieces.append(f'<circle class="al-chart-ring" cx="{second}" cy="{top:g}" r="6"/>')
        if first is not None:
            pieces.append(f'<circle class="al-chart-dot" cx="{first}" cy="{top:g}" r="4"/>')
        told = f"● {pair.first.told}   ○ {pair.second.told}"
        pieces.append(_text(canvas, 0, top + _LINE + 4, told, "al-chart-value"))
        top += _LINE + 16
    return canvas.wrap(round(top, 1), pieces)


def line(canvas: Canvas, years: Sequence[Mark], most: float) -> Markup:
    """One figure over the years, in the direction of reading. A gap in the line is a year without one."""
    height, base, top = 150, 110, 24
    step = (WIDTH - 60) / max(len(years) - 1, 1)
    pieces = [f'<line class="al-chart-axis" x1="{canvas.x(20)}" y1="{base}" x2="{canvas.x(WIDTH - 20)}" y2="{base}"/>']
    before: tuple[float, float] | None = None
    for index, mark in enumerate(years):
        place = canvas.x(30 + step * index)
        pieces.append(_text(canvas, 30 + step * index, base + 18, mark.label, "al-chart-year", anchor="middle"))
        if mark.value is None:
            pieces.append(f'<circle class="al-chart-{mark.state}" cx="{place}" cy="{base}" r="5"/>')
            pieces.append(_text(canvas, 30 + step * index, base + 34, mark.told, "al-chart-note", anchor="middle"))
            before = None
            continue
        level = round(base - (base - top) * min(mark.value, most) / most, 1) if most > 0 else float(base)
        if before:
            pieces.append(f'<line class="al-chart-line" x1="{before[0]}" y1="{before[1]}" x2="{place}" y2="{level}"/>')
        pieces.append(f'<circle class="al-chart-dot" cx="{place}" cy="{level}" r="4"/>')
        pieces.append(_text(canvas, 30 + step * index, level - 9, mark.told, "al-chart-value", anchor="middle"))
        before = (place, level)
    return canvas.wrap(height, pieces)


def _lines(label: str) -> list[str]:
    return textwrap.wrap(label, _LETTERS)[:3]


def _text(
    canvas: Canvas, start: float, y: float, text: str, kind: str = "al-chart-label", anchor: str = "start"
) -> str:
    """Text that begins at a place along the line of reading; SVG's own `start` follows the page's direction."""
    return f'<text class="{kind}" x="{canvas.x(start)}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'
