"""Read every tool in every language.

In:   toolkit/<id>/<language>.md, the lists of toolkit/scales.yml
Out:  Toolkit: tools by id and language, with every problem of every file

English says what kind of answer each question takes; the other languages carry its words over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from alongside.documents import FRONT_MATTER, sections_of, translation_problems
from alongside.drafts import Coded, Draft, DraftQuestion
from alongside.fields import Below, UnknownList
from alongside.formula import FormulaError
from alongside.problems import Problem
from alongside.scales import Scale
from alongside.shapes import Choice, Column, Row, Shape
from alongside.slots import Defaults, Slot, read_column, read_section, read_slot
from alongside.tool import MOMENTS, Block, Question, Section, Size, Tool
from alongside.tool_checks import check_questions
from alongside.tool_markdown import read_tool
from alongside.tool_parity import compare
from alongside.words import REFERENCE, Words
from alongside.yaml_text import Document, read_text

FOLDER = "toolkit"
_ABOUT = ["purpose", "people", "shared", "counted"]
_ENGLISH_KEYS = frozenset({"version", "date", "moment", "minutes", "light_minutes"})
_OTHER_KEYS = frozenset({"translation", "translates"})
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_ID = {"question": 18, "section": 18, "column": 12, "row": 12, "answer": 24}
_SLOT = re.compile(r"`([a-z][a-z0-9_]*):[^`\n]*`")

Toolkit = dict[str, dict[str, Tool]]


@dataclass(frozen=True)
class Lists:
    """What all tools share: the scales, and the ids of the commitments, None where nobody can tell."""

    scales: tuple[Scale, ...]
    commitments: frozenset[str] | None

    def of(self, language: str) -> Mapping[str, tuple[Choice, ...]]:
        return {scale.id: scale.choices(language) for scale in self.scales}


def load_toolkit(project: Path, words: Sequence[Words], lists: Lists, problems: list[Problem]) -> Toolkit:
    """Tools by id, each by language; English is there for every one of them."""
    found: Toolkit = {}
    for folder in sorted(path for path in (project / FOLDER).glob("*") if path.is_dir()):
        languages = [item for item in words if (folder / f"{item.code}.md").is_file()]
        if not any(item.code == REFERENCE for item in languages):
            name = f"{FOLDER}/{folder.name}"
            problems.append(Problem(name, 0, "english-missing", "this tool has no English file.", "add en.md."))
            continue
        texts = {item.code: _text(project, folder / f"{item.code}.md", problems) for item in languages}
        tools = load_tool(folder.name, {code: text for code, text in texts.items() if text}, languages, lists, problems)
        if tools:
            found[folder.name] = tools
    return found


def _text(project: Path, path: Path, problems: list[Problem]) -> str | None:
    document = Document(path.relative_to(project).as_posix())
    text = read_text(path, document)
    problems += document.problems
    return text


def load_tool(
    identifier: str, texts: Mapping[str, str], languages: Sequence[Words], lists: Lists, problems: list[Problem]
) -> dict[str, Tool]:
    """One tool from the texts of its files, by language."""
    drafts = {code: read_tool(text, f"{FOLDER}/{identifier}/{code}.md") for code, text in texts.items()}
    english = drafts.get(REFERENCE)
    tools: dict[str, Tool] = {}
    if english is not None:
        tool = _Maker(identifier, english, english, languages[0], lists).make()
        if not english.problems:
            tools[REFERENCE] = tool
            for words in languages[1:]:
                own = drafts.get(words.code)
                if own is None:
                    continue
                compare(english, own)
                _check_head(own, words.code)
                if not own.problems:
                    made = _Maker(identifier, english, own, words, lists).make()
                    tools[words.code] = _with_freshness(made, own, texts[REFERENCE])
    problems += [problem for draft in drafts.values() for problem in draft.problems]
    return tools


def _with_freshness(tool: Tool, own: Draft, english: str) -> Tool:
    made_from = own.settings.get("translates")
    older = made_from != [print_ for _, print_ in tool_sections(english)]
    return replace(tool, translation=str(own.settings.get("translation")), older=older)


def tool_sections(text: str) -> list[tuple[str, str]]:
    """Title and fingerprint of each section's words: a code that says more changes nothing for a translator."""
    return sections_of(_SLOT.sub(r"`\1`", FRONT_MATTER.sub("", text)))


def _check_head(draft: Draft, language: str) -> None:
    allowed = _ENGLISH_KEYS if language == REFERENCE else _OTHER_KEYS
    for key in draft.settings:
        if key not in allowed:
            what, fix = "this key is unknown in the head of a tool.", f"use only: {', '.join(sorted(allowed))}."
            draft.complain(draft.setting_lines.get(key, 1), "key-unknown", what, fix)
    if language != REFERENCE:
        draft.problems += translation_problems(draft.file, draft.settings)


class _Maker:
    """Makes the tool of one language: what is asked from the English draft, the words from its own."""

    def __init__(self, identifier: str, english: Draft, own: Draft, words: Words, lists: Lists) -> None:
        self.identifier = identifier
        self.english = english
        self.own = own
        self.words = words
        self.lists = lists
        self.scales = lists.of(words.code)
        self.lines: dict[str, int] = {}

    def make(self) -> Tool:
        if self.own is self.english:
            _check_head(self.english, REFERENCE)
            self._check_about()
        settings = self.english.settings
        sections = tuple(self._sections())
        if self.own is self.english:
            for fault in check_questions(tuple(question for item in sections for question in item.questions)):
                self.own.complain(self.lines.get(fault.question, 1), fault.code, fault.what, fault.fix)
        about = {item.id: item.text for item in self.own.about}
        return Tool(
            id=self.identifier,
            language=self.words.code,
            version=str(settings.get("version") or ""),
            day=self._day(),
            moment=self._moment(),
            minutes=self._minutes(),
            title=self.own.title,
            summary=self.own.summary,
            purpose=about.get("purpose", ""),
            people=about.get("people", ""),
            shared=about.get("shared", ""),
            counted=about.get("counted", ""),
            sections=sections,
        )

    def _complain(self, line: int, code: str, what: str, fix: str) -> None:
        if self.own is self.english:
            self.own.complain(line, code, what, fix)

    def _check_about(self) -> None:
        if [item.id for item in self.own.about] != _ABOUT or not self.own.title or not self.own.summary:
            what = "a tool begins with its title, a sentence on what it is for, and a list of four items."
            fix = f"write the four items with these codes, in this order: {', '.join(_ABOUT)}."
            self._complain(1, "about", what, fix)
        if not re.fullmatch(r"\d+\.\d+", str(self.own.settings.get("version"))):
            what, fix = "`version` is missing or has another form.", 'write it like `version: "1.0"`.'
            self._complain(self.own.setting_lines.get("version", 1), "version", what, fix)

    def _day(self) -> date:
        try:
            return date.fromisoformat(str(self.english.settings.get("date")))
        except ValueError:
            line = self.english.setting_lines.get("date", 1)
            self._complain(line, "not-a-date", "`date` is missing or no day.", "write it like 2026-06-30.")
            return date(2000, 1, 1)

    def _moment(self) -> str:
        moment = str(self.english.settings.get("moment"))
        if moment not in MOMENTS:
            line = self.english.setting_lines.get("moment", 1)
            fix = f"write one of: {', '.join(MOMENTS)}."
            self._complain(line, "moment", "`moment` does not say when in the year this tool is used.", fix)
        return moment

    def _minutes(self) -> dict[Size, int]:
        keys: dict[Size, str] = {"standard": "minutes", "light": "light_minutes"}
        minutes: dict[Size, int] = {}
        for size, key in keys.items():
            value = str(self.english.settings.get(key, ""))
            if re.fullmatch(r"[1-9]\d{0,2}", value):
                minutes[size] = int(value)
            elif size == "standard" or key in self.english.settings:
                what = f"`{key}` is missing or no number of minutes."
                self._complain(self.english.setting_lines.get(key, 1), "minutes", what, "write a whole number.")
        return minutes

    def _sections(self) -> Iterator[Section]:
        seen: set[str] = set()
        for theirs, ours in zip(self.english.sections, self.own.sections, strict=True):
            self._check_id(theirs.id, "section", theirs.line, seen)
            asks, complain = bool(theirs.questions), self._complainer(theirs.line)
            defaults, light = read_section(theirs.slot, asks, self.lists.commitments, complain)
            parts: list[Block | Question] = []
            asked = iter(theirs.questions)
            for part in ours.parts:
                if isinstance(part, Block):
                    parts.append(part)
                elif question := self._question(next(asked), part, defaults, seen):
                    parts.append(question)
            yield Section(theirs.id, ours.title, tuple(parts), light)

    def _complainer(self, line: int):  # type: ignore[no-untyped-def]
        return lambda code, what, fix: self._complain(line, code, what, fix)

    def _check_id(self, identifier: str, kind: str, line: int, seen: set[str]) -> None:
        if not _ID.fullmatch(identifier) or not 2 <= len(identifier) <= _LONGEST_ID[kind]:
            what = f"the code of this {kind} has another form than codes have."
            fix = f"write 2 to {_LONGEST_ID[kind]} small letters, digits and single _ , beginning with a letter."
            self._complain(line, "code-form", what, fix)
        if identifier in seen:
            self._complain(line, "code-doubled", "this code is taken already.", "choose another one.")
        seen.add(identifier)

    def _question(
        self, theirs: DraftQuestion, ours: DraftQuestion, defaults: Defaults, seen: set[str]
    ) -> Question | None:
        self.lines[theirs.id] = theirs.line
        self._check_id(theirs.id, "question", theirs.line, seen)
        slot = read_slot(theirs.slot, defaults, self.lists.commitments, self._complainer(theirs.line))
        if slot is None:
            return None
        shape = self._shape(slot, theirs, ours)
        if shape is None:
            return None
        about = slot.about
        asked = (theirs.id, ours.label, ours.hint, shape)
        return Question(*asked, slot.required, slot.light, about.serves, about.sensitivity, about.uses)

    def _shape(self, slot: Slot, theirs: DraftQuestion, ours: DraftQuestion) -> Shape | None:
        below_is_wrong = (theirs.below or "nothing") != slot.kind.BELOW
        if slot.kind.BELOW == "columns" and not below_is_wrong:
            below_is_wrong = not theirs.columns or bool(theirs.rows) == bool(slot.found.groupdict().get("rows"))
        if below_is_wrong:
            needs = {"nothing": "no list and no table", "choices": "a list of answers", "columns": "a table"}
            fix = f"put {needs[slot.kind.BELOW]} right below it."
            self._complain(theirs.line, "below", "what stands below this question does not fit its kind.", fix)
            return None
        self._check_ids(theirs.choices, "answer")
        self._check_ids(theirs.columns, "column")
        self._check_ids(theirs.rows, "row")
        if any(item.slot for item in (*theirs.choices, *theirs.rows)):
            what, fix = "an answer or a row has more than a name in its code.", "leave its name alone."
            self._complain(theirs.line, "slot-below", what, fix)
        below = Below(
            choices=tuple(Choice(item.id, item.text) for item in ours.choices),
            columns=tuple(self._columns(theirs.columns, ours.columns)),
            rows=tuple(Row(item.id, item.text) for item in ours.rows),
            heading=ours.heading,
            lists=self.scales,
            say=self.words.say,
        )
        return self._make(slot, below, theirs.line)

    def _check_ids(self, items: Collection[Coded], kind: str) -> None:
        seen: set[str] = set()
        for item in items:
            self._check_id(item.id, kind, item.line, seen)

    def _columns(self, theirs: list[Coded], ours: list[Coded]) -> Iterator[Column]:
        for english, own in zip(theirs, ours, strict=True):
            named = read_column(english.slot, self._complainer(english.line))
            if named:
                shape = self._make(Slot(*named, False, False, Defaults()), Below(lists=self.scales), english.line)
                if shape:
                    yield Column(own.id, own.text, shape)  # type: ignore[arg-type]

    def _make(self, slot: Slot, below: Below, line: int) -> Shape | None:
        try:
            return slot.kind.make(slot.found, below)
        except UnknownList:
            fix = f"choose from: {', '.join(self.scales)}; or add it to toolkit/scales.yml."
            self._complain(line, "scale-unknown", "this scale does not exist.", fix)
        except FormulaError:
            fix = "write it like `= sum(steps.cost) / people * 100`."
            self._complain(line, "formula", "this formula cannot be read.", fix)
        return None
