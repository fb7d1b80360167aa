"""Put a form into paragraphs and tables, for word processors.

In:   a Form, answers
Out:  its Outline, in the order in which people read it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest

from alongside.answers import Answers, totals
from alongside.formats import telling
from alongside.formats.labels import code_of
from alongside.formats.outline import WIDTH, Grid, GridRow, Line, Outline, Piece, Said, Style
from alongside.formats.outline_grids import grid_of, legend
from alongside.tool import Block, Form, Part, Question, Section, Span
from alongside.words import N_

_SHORT = 500  # letters of a text that stays with the question below it


def outline(form: Form, answers: Answers) -> Outline:
    figures = totals(form, answers) if answers else {}
    pieces = [*_head(form)]
    for section in form.sections:
        pieces.extend(_section(form, section, answers, figures))
    return Outline(form, code_of(form), tuple(pieces))


def page_words(form: Form) -> tuple[str, ...]:
    """`Page `, "page", ` of `, "pages": at odd places stands the figure that the program is to put there."""
    told = form.words.say(N_("Page %(page)s of %(pages)s")) % {"page": "\0page\0", "pages": "\0pages\0"}
    return tuple(told.split("\0"))


def _head(form: Form) -> Iterator[Piece]:
    yield _line("title", form.tool.title)
    yield _line("edition", telling.edition(form))
    yield from (_line("notice", text) for text in telling.notices(form))
    yield _line("summary", form.tool.summary)
    rows = tuple(GridRow((Said(title, "head"), Said(text))) for title, text in telling.facts(form))
    yield Grid("facts", form.tool.title, (40, WIDTH - 40), rows)


def _section(form: Form, section: Section, answers: Answers, figures: Mapping[str, Decimal]) -> Iterator[Piece]:
    """Small print that all questions of a section share is told once."""
    yield _line("heading1", section.title, keep=True)
    shared = {telling.small_print(form, question) for question in section.questions}
    if len(shared) == 1:
        yield _line("small", shared.copy().pop(), keep=True)
    for part, following in zip_longest(section.parts, section.parts[1:]):
        if isinstance(part, Question):
            yield from _question(form, part, answers, figures)
            yield _line("small", telling.small_print(form, part) if len(shared) > 1 else "")
        else:
            style: Style = "heading2" if part.kind == "heading" else part.kind
            yield Line(style, part.spans, part.number, _announces(part, following))


def _announces(block: Block, following: Part | None) -> bool:
    """A heading, a sentence whose colon points at what follows, and a short text before a question."""
    short = isinstance(following, Question) and len(block.text) < _SHORT
    return short or block.kind == "heading" or block.text.rstrip().endswith((":", "："))


def _question(form: Form, question: Question, answers: Answers, figures: Mapping[str, Decimal]) -> Iterator[Piece]:
    needed = (Span(" " + form.words.say(N_("(needed)"))),) if question.required else ()
    yield Line("question", (Span(question.label, bold=True), *needed), keep=True)
    for text in (question.hint, *legend(form, question, figures)):
        if text:
            yield _line("hint", text, keep=True)
    yield grid_of(form, question, answers, figures)


def _line(style: Style, text: str, keep: bool = False) -> Line:
    return Line(style, (Span(text),) if text else (), keep=keep)
