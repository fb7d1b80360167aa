"""What the root mkdocs.yml says about the site: its address and its list of pages.

In:   mkdocs.yml, as MkDocs itself reads it
Out:  Layout
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from alongside.problems import Problem
from alongside.words import REFERENCE

NAME = "mkdocs.yml"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~-]+)*/?")


@dataclass(frozen=True)
class Entry:
    """A page or a section in the list of pages.

    path  relative to docs/<language>/; empty for a section
    """

    title: str
    path: str
    children: tuple[Entry, ...] = ()

    def pages(self) -> Iterator[str]:
        """Every page of this entry and below it."""
        if self.path:
            yield self.path
        for child in self.children:
            yield from child.pages()


@dataclass(frozen=True)
class Layout:
    """site_url ends with a slash."""

    site_url: str
    entries: tuple[Entry, ...]

    def section_titles(self) -> list[str]:
        return [entry.title for entry in self.entries if entry.title]


def load_layout(project: Path, problems: list[Problem]) -> Layout:
    """Read mkdocs.yml and check its list against the English pages that exist."""
    docs = project / "docs" / REFERENCE
    try:
        with (project / NAME).open("rb") as file:
            root = yaml_load(file)
    except (ConfigurationError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error.__context__, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problems.append(Problem(NAME, line, "yaml-malformed", "this is not well-formed YAML.", "mend the indentation."))
        return Layout("/", ())
    if not isinstance(root, dict) or not isinstance(root.get("nav"), list):
        what, fix = "`nav`, the list of pages, is missing.", "add it; see the developers' page."
        problems.append(Problem(NAME, 0, "nav-missing", what, fix))
        return Layout("/", ())
    url = str(root.get("site_url") or "")
    if not _ADDRESS.fullmatch(url):
        what, fix = "`site_url` is no web address.", "write it like https://example.org/ or set SITE_URL."
        problems.append(Problem(NAME, 0, "address", what, fix))
    entries = [entry for item in root["nav"] if (entry := _entry(item, problems, deepest=False))]
    for entry in entries:
        for path in entry.pages():
            if not (docs / path).is_file():
                fix = f"write a path that exists below docs/, beginning with {REFERENCE}/; or take the line out."
                line = _line_of(path, project / NAME)
                problems.append(Problem(NAME, line, "nav-page", "this entry of `nav` names no English page.", fix))
    return Layout(url if url.endswith("/") else f"{url}/", tuple(entries))


def _line_of(path: str, file: Path) -> int:
    """Where a path stands in the list; MkDocs' reader of YAML does not tell."""
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return next((number for number, line in lines if path and line.rstrip("'\" ").endswith(f"{REFERENCE}/{path}")), 0)


def _entry(item: Any, problems: list[Problem], *, deepest: bool) -> Entry | None:
    """A page, a page with a title of its own, or a section of pages; sections do not hold sections."""
    if isinstance(item, str):
        return Entry("", item.removeprefix(f"{REFERENCE}/"))
    if isinstance(item, dict) and len(item) == 1:
        [(title, inner)] = item.items()
        if isinstance(inner, str):
            return Entry(str(title), inner.removeprefix(f"{REFERENCE}/"))
        if isinstance(inner, list) and not deepest:
            children = (_entry(child, problems, deepest=True) for child in inner)
            return Entry(str(title), "", tuple(child for child in children if child))
    what = "an entry of `nav` is neither a page nor a section of pages."
    problems.append(Problem(NAME, 0, "nav-entry", what, "write `- en/page.md` or `- Title:` with pages below it."))
    return None
