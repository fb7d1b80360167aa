"""A tool as one file writes it: words and codes, with the line of each.

In:   tool_markdown.py fills them
Out:  Draft, its sections and questions
"""

from __future__ import annotations

from dataclasses import dataclass, field

from alongside.problems import Problem
from alongside.tool import Block


@dataclass(frozen=True)
class Coded:
    """Words with a code: a choice, a row, a column, an item of the head."""

    id: str
    text: str
    line: int
    slot: str = ""


@dataclass
class DraftQuestion:
    id: str
    slot: str
    label: str
    hint: str
    line: int
    choices: list[Coded] = field(default_factory=list)
    columns: list[Coded] = field(default_factory=list)
    rows: list[Coded] = field(default_factory=list)
    heading: str = ""
    below: str = ""


@dataclass
class DraftSection:
    id: str
    slot: str
    title: str
    line: int
    parts: list[Block | DraftQuestion] = field(default_factory=list)

    @property
    def questions(self) -> list[DraftQuestion]:
        return [part for part in self.parts if isinstance(part, DraftQuestion)]


@dataclass
class Draft:
    """One file. headings are the levels of its headings with their lines, in order."""

    file: str
    settings: dict[str, object] = field(default_factory=dict)
    setting_lines: dict[str, int] = field(default_factory=dict)
    title: str = ""
    summary: str = ""
    about: list[Coded] = field(default_factory=list)
    sections: list[DraftSection] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, code: str, what: str, fix: str) -> None:
        self.problems.append(Problem(self.file, line, code, what, fix))

    @property
    def questions(self) -> list[DraftQuestion]:
        return [question for section in self.sections for question in section.questions]
