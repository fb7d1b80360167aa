"""The words of a form for phones in all its languages at once.

In:   the forms of one tool, one for each language, English first
Out:  texts in the order of the forms

Programs for phones read a little Markdown in what we write, and `${name}` as a reference; neither may come from a text
by accident.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from alongside.formats import telling
from alongside.shapes import Number, Shape, Table, Total
from alongside.tool import Block, Form, Question, Section, Size
from alongside.words import N_

Texts = tuple[str, ...]
_MARKUP = re.compile(r"([\\*_`])|^([#>+-])", re.MULTILINE)


def each(forms: Sequence[Form], text: Callable[[Form], str]) -> Texts:
    return tuple(text(form) for form in forms)


def plain(text: str) -> str:
    """A text in which nothing is markup or a reference."""
    return _MARKUP.sub(r"\\\1\2", text.replace("${", "$ {"))


def prose(blocks: Sequence[Block]) -> str:
    """Blocks as one text with a little Markdown."""
    lines: list[str] = []
    for block in blocks:
        text = "".join(f"**{plain(span.text)}**" if span.bold else plain(span.text) for span in block.spans)
        mark = {"heading": "### ", "bullet": "- ", "number": f"{block.number}. "}.get(block.kind, "")
        tight = bool(lines) and bool(mark) and block.kind != "heading" and lines[-1][:2] in {"- ", mark[:2]}
        lines += [mark + text] if tight or not lines else ["", mark + text]
    return "\n".join(lines)


def head(form: Form) -> str:
    """What to know before beginning."""
    tool = form.tool
    lines = [f"# {plain(tool.title)}", plain(telling.edition(form)), *map(plain, telling.notices(form))]
    lines.append(plain(tool.summary))
    lines += [f"**{plain(name)}**\n{plain(text)}" for name, text in telling.facts(form)]
    return "\n\n".join(lines)


def figure_note(form: Form, shape: Shape) -> str:
    if isinstance(shape, Number):
        return " ".join(filter(None, (telling.bounds(form, shape), telling.unit(form, shape))))
    return telling.unit(form, shape) if isinstance(shape, Total) else ""


def before_rows(form: Form, question: Question) -> str:
    """What stands above rows that people begin themselves."""
    if not isinstance(question.shape, Table):
        return ""
    room = N_("There is room for %(num)s on paper. Add one after the other, as many as you need.")
    said = form.words.say(room) % {"num": len(question.shape.rows)}
    return "\n\n".join(filter(None, (f"**{plain(question.label)}**", plain(question.hint), said)))


def about_rows(form: Form, question: Question) -> str:
    """What stands above given rows, whose question is the title of their group."""
    if not isinstance(question.shape, Table):
        return ""
    said = form.words.say(N_("%(num)s rows follow.")) % {"num": len(question.shape.rows)}
    return "\n\n".join(filter(None, (plain(question.hint), said)))


def out_of_bounds(form: Form, shape: Shape) -> str:
    if isinstance(shape, Number) and telling.bounds(form, shape):
        return form.words.say(N_("Write a figure from %(bounds)s.")) % {"bounds": telling.bounds(form, shape)}
    return ""


def please_answer(form: Form) -> str:
    return form.words.say(N_("Please answer this question."))


def size_words(form: Form, size: Size) -> str:
    sized = Form(form.tool, form.words, size)
    return f"{telling.size_name(sized)} ({telling.minutes(sized)})"


def size_question(form: Form) -> str:
    return form.words.say(N_("How much do you want to fill in?"))


def runs(section: Section) -> list[tuple[Block, ...]]:
    """The prose before each question of a section, and after the last one."""
    found: list[tuple[Block, ...]] = []
    waiting: list[Block] = []
    for part in section.parts:
        if isinstance(part, Block):
            waiting.append(part)
        else:
            found.append(tuple(waiting))
            waiting = []
    return [*found, tuple(waiting)]
