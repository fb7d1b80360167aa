"""The pages people write: Markdown with front matter, per language.

In:   docs/<language>/**/*.md
Out:  Page, checked: readable, its template well-formed, its translation fresh or known to be stale

English is the reference: every path exists there first. A translation names, in `translates`, the fingerprints of the
English sections it was made from, so that a later change of the English can be seen without asking any version control.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from alongside.problems import Problem
from alongside.words import REFERENCE
from alongside.yaml_text import Document, read_yaml_text

_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_HEADING = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
_TITLE = re.compile(r"^# (.+?)(?: *\{:[^}]*\})? *$", re.MULTILINE)
_KEYS = frozenset(
    {"description", "template", "print", "hide", "translation", "translates", "shell", "title", "noindex"}
)
_ENVIRONMENT = jinja2.Environment(autoescape=True)


@dataclass(frozen=True)
class Page:
    """One page as it was written.

    path      relative to docs/<language>/, the same in every language
    settings  its front matter
    body      Markdown with macro calls
    """

    language: str
    path: str
    settings: dict[str, object]
    body: str

    @property
    def title(self) -> str:
        found = _TITLE.search(self.body)
        return found.group(1) if found else str(self.settings.get("title", ""))

    @property
    def is_shell(self) -> bool:
        """A page without words of its own, the same in every language."""
        return self.settings.get("shell") == "true"

    @property
    def made_from(self) -> list[str] | None:
        """The fingerprints of the English that this page translates, where it names them."""
        found = self.settings.get("translates")
        return [str(item) for item in found] if isinstance(found, list) else None

    def is_older_than(self, english: Page) -> bool:
        """Whether the English has changed since this translation was made."""
        return self.made_from is not None and self.made_from != english.fingerprints()

    def sections(self) -> list[tuple[str, str]]:
        """Title and fingerprint of each section: the first eight hexadecimal digits of its SHA-256."""
        parts = [part for part in _HEADING.split(self.body) if part.strip()]
        return [
            (part.splitlines()[0], hashlib.sha256(" ".join(part.split()).encode()).hexdigest()[:8]) for part in parts
        ]

    def fingerprints(self) -> list[str]:
        return [fingerprint for _, fingerprint in self.sections()]


def load_pages(project: Path, languages: list[str], problems: list[Problem]) -> tuple[Page, ...]:
    """Every page of every language of the site, in a fixed order."""
    pages = [
        page
        for language in languages
        for path in sorted((project / "docs" / language).rglob("*.md"))
        if (page := _load_page(project, language, path, problems))
    ]
    english = {page.path for page in pages if page.language == REFERENCE}
    for page in pages:
        if page.path not in english:
            name = f"docs/{page.language}/{page.path}"
            what = "there is no English page at this path, so nothing to be a translation of."
            problems.append(Problem(name, 0, "page-without-english", what, "give it the path of its English page."))
    return tuple(pages)


def address(path: str) -> str:
    """The address MkDocs gives to a page, relative to its language: position/why.md has position/why/."""
    stem = path.removesuffix(".md")
    return stem.removesuffix("index") if stem.endswith("index") else f"{stem}/"


def _load_page(project: Path, language: str, path: Path, problems: list[Problem]) -> Page | None:
    name = path.relative_to(project).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(Problem(name, 0, "not-utf-8", "this is not UTF-8 text.", "save it with the encoding UTF-8."))
        return None
    document = Document(name)
    found = _FRONT_MATTER.match(text)
    if found:
        document = read_yaml_text(found.group(1), name)
        document.lines = {place: line + 1 for place, line in document.lines.items()}
        problems.extend(document.problems)
    settings = document.content if isinstance(document.content, dict) else {}
    body = text[found.end() :] if found else text
    first_line = text.count("\n", 0, found.end()) if found else 0
    problems.extend(_check_settings(document, settings))
    problems.extend(_check_body(name, body, first_line))
    return Page(language, path.relative_to(project / "docs" / language).as_posix(), dict(settings), body)


def _check_settings(document: Document, settings: Mapping[str, object]) -> list[Problem]:
    fix = f"use only: {', '.join(sorted(_KEYS))}."
    return [
        Problem(document.file, document.line((key,)), "key-unknown", "this key is unknown in the head of a page.", fix)
        for key in settings
        if key not in _KEYS
    ]


def _check_body(name: str, body: str, first_line: int) -> list[Problem]:
    problems = []
    for number, line in enumerate(body.split("\n"), first_line + 1):
        if "{#" in line:
            what = "`{#` begins a comment that swallows the rest of the page."
            problems.append(Problem(name, number, "heading-id", what, "write the id as `{: #id }`."))
        elif line.lstrip().startswith("# {{"):
            problems.append(Problem(name, number, "title-macro", "the title is a macro.", "write the title out."))
    try:
        _ENVIRONMENT.parse(body)
    except jinja2.TemplateSyntaxError as error:
        what = "this macro call is not well-formed."
        fix = 'compare it with the English page; write `{{ name("value") }}` with straight quotes.'
        problems.append(Problem(name, first_line + error.lineno, "macro-malformed", what, fix))
    return problems
