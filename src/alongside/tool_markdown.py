"""Read the Markdown of one tool in one language, without knowing yet what the codes mean.

In:   toolkit/<id>/<language>.md
Out:  Draft: head, title, sections, questions with their codes, and the line of each; problems in a translator's words

Inline code is a code; everything else is words. toolkit.py compares the drafts of a tool's languages and makes tools.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic_core import PydanticCustomError

from alongside.documents import FRONT_MATTER
from alongside.drafts import Coded, Draft, DraftQuestion, DraftSection
from alongside.text import plain
from alongside.tool import Block, Span
from alongside.yaml_text import Document, read_yaml_text

_CODE = re.compile(r"(?P<id>[a-z][a-z0-9_]*)(?:: ?(?P<slot>.+))?")
_CURLY = re.compile(r"^(?:#+ .* )?[‘’“”«»´']\s?[a-z][a-z0-9_]*(?:: ?[^‘’“”]+)?\s?[‘’“”«»´']$")
_LONGEST = 2000  # characters of a paragraph


@dataclass(frozen=True)
class _Words:
    """What an inline token says: spans before its code, the code, the words after it."""

    spans: tuple[Span, ...]
    code: str | None
    after: str

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans).strip()


def read_tool(text: str, name: str) -> Draft:
    """The draft of one file; what is wrong with it is noted in it."""
    draft = Draft(name)
    head = FRONT_MATTER.match(text)
    first = 0
    if head:
        document: Document = read_yaml_text(head.group(1), name)
        draft.problems += document.problems
        if isinstance(document.content, dict):
            draft.settings = dict(document.content)
            draft.setting_lines = {str(place[0]): line + 1 for place, line in document.lines.items() if place}
        first = text.count("\n", 0, head.end())
    body = text[head.end() :] if head else text
    _check_characters(draft, body, first)
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(body)
    _Reader(draft, first).read(tokens)
    return draft


def _check_characters(draft: Draft, body: str, first: int) -> None:
    """What a keyboard or a word processor slips in without being seen."""
    for number, line in enumerate(body.split("\n"), first + 1):
        if not line.isprintable() and any(
            unicodedata.category(letter) == "Cf" and letter not in "\u200c\u200d" for letter in line
        ):
            what = "there is an invisible mark in this line."
            draft.complain(number, "invisible", what, "delete the line and type it anew, without copying.")
        if _CURLY.search(line):
            what = "a code stands in quotation marks; it belongs into backticks."
            draft.complain(number, "curly", what, "write it between two backticks, like `code`.")
        if line.count("`") % 2 and not line.lstrip().startswith("```"):
            what = "a backtick is missing: a code stands between two of them."
            draft.complain(number, "backtick", what, "copy the code with both its backticks from the English file.")


class _Reader:
    """Walks through the tokens of one file, from block to block."""

    def __init__(self, draft: Draft, first: int) -> None:
        self.draft = draft
        self.first = first  # lines of the head
        self.tokens: Sequence[Token] = ()
        self.at = 0

    def read(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        readers = {
            "heading_open": self._heading,
            "paragraph_open": self._paragraph,
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "table_open": self._table,
            "fence": self._code,
        }
        while self.at < len(tokens):
            token = tokens[self.at]
            reader = readers.get(token.type)
            if reader:
                reader(token)
            elif token.level == 0 and token.nesting >= 0:
                self._refuse(token)
                self._skip(token)
            self.at += 1
        self.draft.headings = [
            (int(token.tag[1]), self._line(token)) for token in tokens if token.type == "heading_open"
        ]

    def _line(self, token: Token) -> int:
        return self.first + (token.map[0] if token.map else 0) + 1

    def _refuse(self, token: Token) -> None:
        what = "this has a form that tools do not know."
        fix = "use paragraphs, flat lists, headings, and the questions that toolkit/README.md shows."
        self.draft.complain(self._line(token), "form-unknown", what, fix)

    def _skip(self, opened: Token) -> None:
        """Go to the end of a block."""
        while self.tokens[self.at].nesting >= 0 or self.tokens[self.at].level != opened.level:
            if opened.nesting == 0:
                return
            self.at += 1

    def _inline(self) -> Token:
        self.at += 1
        return self.tokens[self.at]

    def _add(self, part: Block | DraftQuestion) -> None:
        if self.draft.sections:
            self.draft.sections[-1].parts.append(part)
        elif isinstance(part, Block) and part.kind == "text" and self.draft.title and not self.draft.summary:
            self.draft.summary = part.text

    def _heading(self, opened: Token) -> None:
        words = self._words(self._inline(), self._line(opened))
        level, line = int(opened.tag[1]), self._line(opened)
        if level == 1:
            self.draft.title = words.text
        elif level == 2:
            coded = self._coded(words, line, "this section has no code.")
            self.draft.sections.append(DraftSection(coded.id, coded.slot, words.text, line))
        else:
            self._add(Block("heading", words.spans))

    def _paragraph(self, opened: Token) -> None:
        line = self._line(opened)
        words = self._words(self._inline(), line)
        if words.code is None:
            self._add(Block("text", words.spans))
            return
        code = self._coded(words, line)
        if not words.text:
            what, fix = "this question has no words before its code.", "write the question on the line above the code."
            self.draft.complain(line, "label-missing", what, fix)
        if not self.draft.sections:
            what, fix = "this question stands before the first section.", "begin a section with `## …` above it."
            self.draft.complain(line, "question-outside", what, fix)
        self._add(DraftQuestion(code.id, code.slot, words.text, words.after, line))

    def _code(self, token: Token) -> None:
        self._add(Block("code", (Span(token.content.rstrip("\n")),)))

    def _list(self, opened: Token) -> None:
        """Choices of the question above, items of the head, or prose."""
        items = [(self._words(token, self._line(token)), self._line(token)) for token in self._inlines(opened)]
        coded = [item for item in items if item[0].code is not None]
        if not coded:
            ordered = opened.type == "ordered_list_open"
            for number, (words, _) in enumerate(items, 1):
                self._add(Block("number" if ordered else "bullet", words.spans, number if ordered else 0))
            return
        entries = [self._coded(words, line, "this answer has no code.") for words, line in items]
        question = self._question_above("choices", self._line(opened))
        if question:
            question.choices = entries
        elif not self.draft.sections:
            self.draft.about = entries

    def _inlines(self, opened: Token) -> list[Token]:
        """The words of a flat list's items; a nested list is refused."""
        found = []
        while True:
            self.at += 1
            token = self.tokens[self.at]
            if token.type == "inline":
                found.append(token)
            elif token.type.endswith("list_open") or token.type == "table_open":
                self._refuse(token)
            elif token.nesting < 0 and token.level == opened.level:
                return found

    def _question_above(self, below: str, line: int) -> DraftQuestion | None:
        """The question a list or a table belongs to: the part right above it."""
        parts = self.draft.sections[-1].parts if self.draft.sections else []
        last = parts[-1] if parts else None
        if isinstance(last, DraftQuestion) and not last.below:
            last.below = below
            return last
        if self.draft.sections or below == "columns":
            what = "these codes belong to no question."
            self.draft.complain(line, "below-nothing", what, "put them right below the question they answer.")
        return None

    def _table(self, opened: Token) -> None:
        line = self._line(opened)
        question = self._question_above("columns", line)
        rows: list[list[_Words]] = []
        lines: list[int] = []
        while self.tokens[self.at].type != "table_close":
            self.at += 1
            token = self.tokens[self.at]
            if token.type == "tr_open":
                rows.append([])
                lines.append(self._line(token))
            elif token.type == "inline":
                rows[-1].append(self._words(token, lines[-1]))
        if question:
            self._fill_table(question, rows, lines)

    def _fill_table(self, question: DraftQuestion, rows: list[list[_Words]], lines: list[int]) -> None:
        header, *body = rows
        if header[0].code is None and body:
            question.heading = header[0].text
            header = header[1:]
        question.columns = [self._coded(cell, lines[0], "this column has no code.") for cell in header]
        for cells, line in zip(body, lines[1:], strict=True):
            question.rows.append(self._coded(cells[0], line, "this row has no code."))
            if any(cell.text or cell.code for cell in cells[1:]):
                what, fix = "a cell that people fill in holds words.", "leave it empty."
                self.draft.complain(line, "cell-filled", what, fix)

    def _coded(self, words: _Words, line: int, missing: str = "the code is missing.") -> Coded:
        found = _CODE.fullmatch(words.code or "")
        if not found:
            what = missing if words.code is None else _what_is_wrong_with(words.code)
            fix = "copy the code in its backticks from the English file; codes are never translated."
            self.draft.complain(line, "code", what, fix)
            return Coded("", words.text, line)
        return Coded(found["id"], words.text, line, found["slot"] or "")

    def _words(self, inline: Token, line: int) -> _Words:
        before: list[Span] = []
        after, code, bold = "", None, False
        for token in inline.children or ():
            if token.type == "code_inline":
                if code is not None:
                    what, fix = "two codes stand in one paragraph.", "put an empty line between the two questions."
                    self.draft.complain(line, "two-codes", what, fix)
                code = token.content
            elif token.type in {"strong_open", "strong_close"}:
                bold = token.type == "strong_open"
            elif token.type in {"text", "softbreak", "hardbreak"}:
                text = token.content if token.type == "text" else " "
                if code is None:
                    before.append(Span(text, bold))
                else:
                    after += text
            else:
                self.draft.complain(line, "markup", "tools know bold text and nothing else.", "write it without.")
        words = _Words(tuple(_tidy(before)), code, " ".join(after.split()))
        self._check_text(words, line)
        return words

    def _check_text(self, words: _Words, line: int) -> None:
        text = f"{words.text} {words.after}".strip()
        if len(text) > _LONGEST:
            self.draft.complain(line, "too-long", "this paragraph is too long for a form.", "make two of it.")
        try:
            if text:
                plain(text)
        except PydanticCustomError as error:
            context = error.context or {}
            self.draft.complain(line, str(context["code"]), str(context["what"]), str(context["fix"]))


def _tidy(spans: list[Span]) -> Iterator[Span]:
    """Neighbouring spans of the same kind as one, without space at either end."""
    merged: list[Span] = []
    for span in spans:
        if merged and (merged[-1].bold == span.bold or not span.text.strip()):
            merged[-1] = Span(merged[-1].text + span.text, merged[-1].bold)
        elif span.text:
            merged.append(span)
    if merged:
        merged[0] = Span(merged[0].text.lstrip(), merged[0].bold)
        merged[-1] = Span(merged[-1].text.rstrip(), merged[-1].bold)
    return (span for span in merged if span.text)


def _what_is_wrong_with(code: str) -> str:
    if "：" in code:
        return "a code holds a colon of another script (：)."
    if not code.isascii():
        return "a code has been translated, or holds a letter of another alphabet."
    return "a code is not written as it must be."
