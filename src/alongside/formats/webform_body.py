"""The web form as HTML: a page to read and print as it stands, which form.js makes one to fill in.

In:   a Form, answers
Out:  a fragment of HTML; headings begin at h2

Places for answers are empty here: lines and boxes on paper. Attributes say what belongs there: `data-q` the question's
address, kind and details, `data-c` the same for each column of a table. Optional end tags are left out; there is much
text, and the file must be light.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from itertools import groupby

from alongside.answers import Answers
from alongside.formats import telling, webform_shapes, webform_words
from alongside.formats.webform_shapes import Lists
from alongside.tool import Block, Form, Part, Question, Section
from alongside.words import N_

_LIGHT = " class=af-l"  # what the light size has too; form.css hides the rest where that size is chosen


def body(form: Form, answers: Answers | None = None) -> str:
    """The form as a part of a page: choice of size, sections, and the bar for keeping answers."""
    return _Body(form, answers or {}).html()


def head(form: Form) -> str:
    """What to know before beginning, for the form as a file; pages of the site say it in their own way."""
    notices = "".join(f"<p class=af-notice>{text(notice)}" for notice in telling.notices(form))
    facts = "".join(f"<dt>{text(title)}<dd>{text(told)}" for title, told in telling.facts(form))
    return (
        f"<p class=af-s>{text(telling.edition(form))}{notices}<p class=af-lead>{text(form.tool.summary)}"
        f"<dl class=af-facts>{facts}</dl>"
    )


def has_light(form: Form) -> bool:
    """Whether the form can also be shown in its light size."""
    return form.size == "standard" and "light" in form.tool.sizes


class _Body:
    """light holds the ids of the sections, and the parts themselves, that the light size has too."""

    def __init__(self, form: Form, answers: Answers) -> None:
        self.form, self.answers = form, answers
        self.say = form.words.say
        self.lists: Lists = {}
        light = Form(form.tool, form.words, "light").sections if has_light(form) else ()
        self.light_sections = {section.id for section in light}
        self.light_parts = {id(part) for section in light for part in section.parts}

    def html(self) -> str:
        words = self.form.words
        parts = [
            f'<div class="af-form" data-alongside-form lang="{words.code}" dir="{words.direction}">',
            self.sizes() if has_light(self.form) else "",
            f"<p class='af-live af-notice'>{text(self.say(webform_words.PRIVATE))}",
            *(line for section in self.form.sections for line in self.section(section)),
            self.bar(),
            data_block("setting", webform_words.setting(self.form, self.lists)),
            data_block("answers", webform_shapes.answers_file(self.form, self.answers)),
            "</div>",
        ]
        return "\n".join(filter(None, parts))

    def sizes(self) -> str:
        """The choice between the two sizes; form.css hides what the light one does not have."""
        lines = []
        for form in (Form(self.form.tool, self.form.words, "light"), self.form):
            checked = " checked" if form is self.form else ""
            told = f"{telling.size_name(form)} ({telling.minutes(form)})"
            lines.append(f"<label><input type=radio name=af-size value={form.size}{checked}>{text(told)}</label>")
        legend = text(self.say(N_("Which size?")))
        return f"<fieldset class='af-live af-sizes'><legend>{legend}</legend>{''.join(lines)}</fieldset>"

    def section(self, section: Section) -> Iterator[str]:
        light = _LIGHT if section.id in self.light_sections else ""
        yield f"<section id=af-{section.id}{light}><h2>{text(section.title)}</h2>"
        common = _common_print(self.form, section)
        for (kind, light), parts in groupby(section.parts, key=lambda part: (_kind(part), self.mark(part))):
            if kind == "question":
                yield from (self.question(part, common, section) for part in parts if isinstance(part, Question))
            else:
                yield _prose(kind, light, [part for part in parts if isinstance(part, Block)])
        yield "</section>"

    def question(self, question: Question, common: str, section: Section) -> str:
        needed = text(self.say(N_("(needed)")))
        own = telling.small_print(self.form, question)
        kind = webform_shapes.attribute(webform_shapes.describe(question.shape))
        all_own = self.say(N_("Unless a question says otherwise: %(small_print)s")) % {"small_print": common}
        parts = (
            f"<p class=af-s>{text(all_own)}" if common and question is section.questions[0] else "",
            f"<div id=q-{question.id}{self.mark(question)} data-q={kind}>",
            f"<p>{text(question.label)}" + (f" <em>{needed}</em>" if question.required else ""),
            f"<p>{text(question.hint)}" if question.hint else "",
            webform_shapes.place(self.form, question, self.answers, self.lists),
            f"<p class=af-s>{text(own)}" if own != common else "",
            "</div>",
        )
        return "".join(parts)

    def mark(self, part: Part) -> str:
        return _LIGHT if id(part) in self.light_parts else ""

    def bar(self) -> str:
        """What can be done with the answers. It stays in sight; a button opens it."""
        return (
            "<div class='af-live af-bar'><p class=af-state role=status></p>"
            f"<div class=af-ask role=group hidden><p></p>{self.button('yes')}{self.button('no')}</div>"
            f"{self.button('more', ' aria-expanded=false')}"
            f"<div class=af-more hidden><p>{text(self.say(webform_words.SAFEST))}</p>"
            f"{''.join(map(self.button, ('save', 'open', 'print', 'keep', 'clear')))}</div></div>"
        )

    def button(self, name: str, attributes: str = "") -> str:
        words = text(self.say(webform_words.BUTTONS[name]))
        return f"<button data-do={name}{attributes}>{words}</button>"


def text(words: str) -> str:
    return escape(words, quote=False)


def data_block(name: str, value: object) -> str:
    """JSON that a page carries and never runs; `<` is written so that no text can end the block."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" data-af="{name}">{content}</script>'


def _kind(part: Part) -> str:
    return "question" if isinstance(part, Question) else part.kind


def _common_print(form: Form, section: Section) -> str:
    """The small print that most questions of a section share; it is said once."""
    prints = [telling.small_print(form, question) for question in section.questions]
    common = max(dict.fromkeys(prints), key=prints.count, default="")
    return common if prints.count(common) > 1 else ""


def _prose(kind: str, light: str, blocks: list[Block]) -> str:
    items = [
        "".join(f"<b>{text(span.text)}</b>" if span.bold else text(span.text) for span in block.spans)
        for block in blocks
    ]
    if kind == "bullet":
        return f"<ul{light}>" + "".join(f"<li>{item}" for item in items) + "</ul>"
    if kind == "number":
        start = f" start={blocks[0].number}" if blocks[0].number > 1 else ""
        return f"<ol{light}{start}>" + "".join(f"<li>{item}" for item in items) + "</ol>"
    start, end = {"text": ("p", ""), "heading": ("h3", "</h3>"), "code": ("pre", "</pre>")}[kind]
    return "".join(f"<{start}{light}>{item}{end}" for item in items)
