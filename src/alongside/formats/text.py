"""Plain text of a tool: to send in messages, to read aloud, to answer by voice or by SMS.

In:   a Form
Out:  UTF-8 text; it is only read by people

Messages are read on small screens, and programs for messages make words bold, or lines a list, where they find certain
signs: nothing here may look like that by accident. Figures that other formats work out are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count

from alongside.formats import telling
from alongside.formats.labels import code_of
from alongside.shapes import Choice, Column, Day, Many, Number, One, Shape, Table, Text, Total
from alongside.tool import Block, Form, Question, Section
from alongside.words import N_

NAME = "Plain text"
ENDING = "txt"
MEDIA_TYPE = "text/plain; charset=utf-8"
_LETTERS = {"ar": "أبجدهوزحطيكلمنسعفصقر"}
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_FOR_OTHERS = "facilitator"  # the section for whoever leads a meeting; who sends a message has the whole tool
_MARKUP = {"*": "∗", "~": "∼", "`": "’", ">": "›"}  # they look alike, and no program takes them for markup
_EDGE = re.compile(r"(?<!\w)_+|_+(?!\w)")


def write(form: Form) -> bytes:
    lines: list[str] = []
    for line in _form(form):
        if line or (lines and lines[-1]):  # never two empty lines
            lines.append(harmless(line))
    return ("\n".join(lines).rstrip() + "\n").encode()


def harmless(line: str) -> str:
    """The line without what programs for messages take for markup."""
    for sign, other in _MARKUP.items():
        line = line.replace(sign, other)
    line = _EDGE.sub("", line).rstrip()
    return "–" + line[1:] if line[:2] in {"- ", "+ "} else line


def _form(form: Form) -> Iterator[str]:
    tool, say = form.tool, form.words.say
    yield from (tool.title, telling.edition(form), *telling.notices(form), "", tool.summary, "")
    how = say(
        N_("How to answer: send the number of a question and your answer. Where there are letters, a letter is enough.")
    )
    example = say(N_("For example:"))
    yield f"{how} {example} 2 {_letters(form)[1]}"
    yield ""
    yield say(
        N_("Messages can be read by others. Send no names and no places, nothing that could bring someone into danger.")
    )
    yield ""
    for name, text in telling.facts(form):
        yield name + say(N_(": ")) + text
    numbers = count(1)
    for section in form.sections:
        if section.id != _FOR_OTHERS:
            yield from ("", "", f"▪ {section.title}", "")
            yield from _section(form, section, numbers)
    yield from ("", code_of(form))


def _section(form: Form, section: Section, numbers: Iterator[int]) -> Iterator[str]:
    listed = False
    for part in section.parts:
        if isinstance(part, Question):
            if not isinstance(part.shape, Total):
                yield ""
                yield from _question(form, part, next(numbers))
            continue
        items = part.kind in {"bullet", "number"}
        if not (items and listed):
            yield ""
        yield _mark(part) + part.text
        listed = items


def _mark(block: Block) -> str:
    return {"bullet": "• ", "number": f"{block.number}) "}.get(block.kind, "")


def _question(form: Form, question: Question, number: int) -> Iterator[str]:
    shape = question.shape
    asked = f"{number}. {question.label}"
    if question.required:
        asked += " " + form.words.say(N_("(needed)"))
    yield asked
    if question.hint:
        yield question.hint
    if isinstance(shape, Table):
        yield from _table(form, shape, number)
    elif isinstance(shape, One | Many):
        yield from _choices(form, shape.choices)
        if isinstance(shape, Many):
            several = form.words.say(N_("as many letters as you like"))
            yield f"({several})"
    else:
        note = _note(form, shape)
        if note:
            yield f"({note})"


def _table(form: Form, table: Table, number: int) -> Iterator[str]:
    say = form.words.say
    columns = [column for column in table.columns if not isinstance(column.shape, Total)]
    if table.given:
        for index, row in enumerate(table.rows, 1):
            yield f"{number}.{index} {row.text}"
        yield say(N_("For each of these lines, send:"))
    else:
        told = say(N_("Send up to %(num)s lines, beginning with %(first)s, %(second)s and so on. In each of them:"))
        yield told % {"num": len(table.rows), "first": f"{number}.1", "second": f"{number}.2"}
    for column in columns:
        yield f"• {_column(form, column)}"


def _column(form: Form, column: Column) -> str:
    if isinstance(column.shape, One):
        choices = telling.comma(form).join(_lettered(form, column.shape.choices))
        return column.text + (" " if column.text.endswith(("?", "؟")) else form.words.say(N_(": "))) + choices
    note = _note(form, column.shape)
    return f"{column.text} ({note})" if note else column.text


def _choices(form: Form, choices: Sequence[Choice]) -> Iterator[str]:
    """One a line; asides come after the points, set apart by a word."""
    apart = False
    for line, choice in zip(_lettered(form, choices), choices, strict=True):
        if choice.aside and not apart:
            yield form.words.say(N_("or:"))
            apart = True
        yield line


def _lettered(form: Form, choices: Sequence[Choice]) -> list[str]:
    """`a) Yes`; after the last letter of the script, figures."""
    marks = chain(_letters(form), map(str, count(1)))
    return [f"{mark}) {choice.text}" for mark, choice in zip(marks, choices, strict=False)]


def _note(form: Form, shape: Shape) -> str:
    """What kind of answer is asked, as far as the question does not say it itself."""
    say = form.words.say
    if isinstance(shape, Number):
        return " ".join(filter(None, (telling.bounds(form, shape), telling.unit(form, shape)))) or say(N_("a figure"))
    if isinstance(shape, Day):
        return say(N_("day, month, year"))
    return say(N_("in your own words")) if isinstance(shape, Text) and shape.lines > 1 else ""


def _letters(form: Form) -> str:
    return _LETTERS.get(form.words.code, _LATIN)
