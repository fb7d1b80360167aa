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
from alongside.yaml_text import Document, read_text, read_yaml_text

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
_TITLE = re.compile(r"^# (.+?)(?: *\{:[^}]*\})? *$", re.MULTILINE)
_KEYS = frozenset(
    {"description", "template", "print", "hide", "translation", "translates", "shell", "title", "noindex"}
)
_VALUES = {"translation": ("machine", "reviewed"), "shell": ("true",), "noindex": ("true",), "print": ("two-sheets",)}
_ENVIRONMENT = jinja2.Environment(autoescape=True)


@dataclass(frozen=True)
class Page:
    """One page as it was written.

    path      relative to docs/<language>/, the same in every language
    settings  its front matter
    body      Markdown with macro calls; it begins behind line `first_line` of the file
    """

    language: str
    path: str
    settings: dict[str, object]
    body: str
    first_line: int = 0

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
        return sections_of(self.body)

    def fingerprints(self) -> list[str]:
        return [fingerprint for _, fingerprint in self.sections()]


def sections_of(body: str) -> list[tuple[str, str]]:
    """Title and fingerprint of each section: the first eight hexadecimal digits of its SHA-256."""
    parts = [part for part in _HEADING.split(body) if part.strip()]
    return [(part.splitlines()[0], hashlib.sha256(" ".join(part.split()).encode()).hexdigest()[:8]) for part in parts]


def load_pages(project: Path, languages: list[str], problems: list[Problem]) -> tuple[Page, ...]:
    """Every page of every language of the site, in a fixed order."""
    pages = [
        page
        for language in languages
        for path in sorted((project / "docs" / language).rglob("*.md"))
        if path.is_file()
        if (page := load_page(project, language, path, problems))
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
    folder, _, name = stem.rpartition("/")
    return f"{folder}/".lstrip("/") if name in {"index", "README"} else f"{stem}/"


def load_page(project: Path, language: str, path: Path, problems: list[Problem]) -> Page | None:
    """One page, or None where it cannot be read."""
    name = path.relative_to(project).as_posix()
    document = Document(name)
    text = read_text(path, document)
    if text is None:
        problems.extend(document.problems)
        return None
    found = FRONT_MATTER.match(text)
    if found:
        document = read_yaml_text(found.group(1), name)
        document.lines = {place: line + 1 for place, line in document.lines.items()}
        problems.extend(document.problems)
    elif text.startswith("---"):
        what, fix = "the head of this page does not end.", "close it with a line `---`."
        problems.append(Problem(name, 1, "head-open", what, fix))
    settings = document.content if isinstance(document.content, dict) else {}
    body = text[found.end() :] if found else text
    first_line = text.count("\n", 0, found.end()) if found else 0
    problems.extend(_check_settings(document, settings, language))
    problems.extend(_check_body(name, body, first_line))
    return Page(language, path.relative_to(project / "docs" / language).as_posix(), dict(settings), body, first_line)


def _check_settings(document: Document, settings: Mapping[str, object], language: str) -> list[Problem]:
    problems = []
    for key, value in settings.items():
        line = document.line((key,))
        allowed = _VALUES.get(key, ())
        if key not in _KEYS:
            what, fix = "this key is unknown in the head of a page.", f"use only: {', '.join(sorted(_KEYS))}."
            problems.append(Problem(document.file, line, "key-unknown", what, fix))
        elif allowed and value not in allowed:
            fix = f"write one of: {', '.join(allowed)}; or remove the line."
            problems.append(Problem(document.file, line, "value-unknown", f"`{key}` has a value we do not know.", fix))
    if language != REFERENCE:
        problems += translation_problems(document.file, settings)
    return problems


def translation_problems(file: str, settings: Mapping[str, object]) -> list[Problem]:
    """What the head of a translation must say, of a page and of a tool."""
    problems = []
    if settings.get("translation") not in _VALUES["translation"]:
        what = "`translation` is missing or unknown: readers must know whether a machine made it."
        problems.append(Problem(file, 1, "translation", what, "write `translation: machine` or `reviewed`."))
    if not isinstance(settings.get("translates"), list):
        what, fix = "it does not say which English it was made from.", "run `alongside stamp` on this file."
        problems.append(Problem(file, 1, "translates", what, fix))
    return problems


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
