"""Write a form as a page of HTML for print: its head, its guidance, its sections.

In:   a Form
Out:  the body of a page, every text escaped, for pdf_page.py
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, pairwise
from math import ceil

from alongside.formats import telling
from alongside.formats.pdf_questions import write_question
from alongside.tool import Block, Form, Question, Section
from alongside.words import N_

_LISTS = {"bullet": "ul", "number": "ol"}
_SHORT = 1000  # letters; what is said before questions stays on one page if it is shorter
_MUCH = 1200  # letters; longer guidance is set in two columns
_STRIP = 2400  # letters; about a third of a page, that far down the columns reach


def write_body(form: Form) -> str:
    return "".join((_head(form), *(_section(form, section) for section in form.sections)))


def _head(form: Form) -> str:
    tool = form.tool
    notices = telling.notices(form)
    if form.words.direction == "rtl":
        letters = N_(
            "Letters that you type into this PDF show in Firefox and in Adobe Reader. Elsewhere, use the web form."
        )
        notices.append(form.words.say(letters))
    rows = (
        f"<tr><th scope='row'>{escape(title)}</th><td>{escape(text)}</td></tr>" for title, text in telling.facts(form)
    )
    return "".join(
        (
            f"<h1>{escape(tool.title)}</h1><p class='edition'>{escape(telling.edition(form))}</p>",
            *(f"<p class='notice'>{escape(notice)}</p>" for notice in notices),
            f"<p class='summary'>{escape(tool.summary)}</p><table class='facts'><tbody>",
            *rows,
            "</tbody></table>",
        )
    )


def _section(form: Form, section: Section) -> str:
    title = f"<h2>{escape(section.title)}</h2>"
    if not section.questions:
        blocks = [part for part in section.parts if isinstance(part, Block)]
        return f"<section class='guidance'>{title}{_in_columns(blocks)}</section>"
    common = _common_print(form, section)
    parts: list[str] = []
    for is_question, group in groupby(section.parts, lambda part: isinstance(part, Question)):
        if is_question:
            if common and common[1]:
                parts.append(f"<p class='small once'>{escape(common[1])}</p>")
                common = (common[0], "")
            asked = (part for part in group if isinstance(part, Question))
            parts.extend(write_question(form, question, common[0]) for question in asked)
        else:
            blocks = [part for part in group if isinstance(part, Block)]
            look = "prose short" if _letters(blocks) < _SHORT else "prose"
            parts.append(f"<div class='{look}'>{_prose(blocks)}</div>")
    return f"<section>{title}{''.join(parts)}</section>"


def _common_print(form: Form, section: Section) -> tuple[str, str]:
    """The small print that most questions of a section share, and how it is told once for all of them."""
    prints = Counter(telling.small_print(form, question) for question in section.questions)
    [(most, times)] = prints.most_common(1)
    if times == 1 and len(prints) > 1:
        return "", ""
    if len(prints) == 1:
        return most, most
    return most, form.words.say(N_("Unless a question says otherwise: %(small_print)s")) % {"small_print": most}


def _prose(blocks: Iterable[Block]) -> str:
    return "".join(_run(kind, list(group)) for kind, group in groupby(blocks, lambda block: block.kind))


def _in_columns(blocks: list[Block]) -> str:
    """Guidance in two columns, in strips that stay whole: to even out columns takes as long as a whole form."""
    if _letters(blocks) <= _MUCH:
        return _prose(blocks)
    strips = ceil(_letters(blocks) / _STRIP)
    columns = _shares(blocks, strips * 2)
    pairs = zip(columns[::2], columns[1::2], strict=True)
    return "".join(
        f"<div class='strip'><div>{_prose(left)}</div><div>{_prose(right)}</div></div>" for left, right in pairs
    )


def _shares(blocks: list[Block], number: int) -> list[list[Block]]:
    """The blocks in about equal shares; what announces something stays with it."""
    shares: list[list[Block]] = [[] for _ in range(number)]
    each, before = _letters(blocks) / number, 0.0
    for block in blocks:
        at = min(int((before + len(block.text) / 2) / each), number - 1)
        shares[at].append(block)
        before += len(block.text)
    for share, following in pairwise(shares):
        while share and (share[-1].kind == "heading" or share[-1].text.endswith(":")):
            following.insert(0, share.pop())
    return shares


def _letters(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _run(kind: str, blocks: list[Block]) -> str:
    """Blocks of one kind that follow each other; items of a list become one list."""
    if kind in _LISTS:
        start = f" start='{blocks[0].number}'" if kind == "number" else ""
        items = "".join(f"<li>{_spans(block)}</li>" for block in blocks)
        return f"<{_LISTS[kind]}{start}>{items}</{_LISTS[kind]}>"
    return "".join(_block(kind, blocks))


def _block(kind: str, blocks: list[Block]) -> Iterator[str]:
    tag, look = {"heading": ("h3", ""), "code": ("p", " class='code'")}.get(kind, ("p", ""))
    for block in blocks:
        yield f"<{tag}{look}>{_spans(block)}</{tag}>"


def _spans(block: Block) -> str:
    return "".join(f"<b>{escape(span.text)}</b>" if span.bold else escape(span.text) for span in block.spans)
