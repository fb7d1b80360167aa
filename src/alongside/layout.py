"""What the root mkdocs.yml says about the site: its address and its list of pages.

In:   mkdocs.yml, as MkDocs itself reads it
Out:  Layout
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from alongside.problems import Problem
from alongside.words import REFERENCE

NAME = "mkdocs.yml"


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
    url = str(root.get("site_url") or "/")
    layout = Layout(url if url.endswith("/") else f"{url}/", tuple(map(_entry, root.get("nav") or [])))
    for entry in layout.entries:
        for path in entry.pages():
            if not (docs / path).is_file():
                fix = f"write a path that exists below docs/, beginning with {REFERENCE}/."
                problems.append(Problem(NAME, 0, "nav-missing", "an entry of `nav` names no English page.", fix))
    return layout


def _entry(item: Any) -> Entry:
    if isinstance(item, str):
        return Entry("", item.removeprefix(f"{REFERENCE}/"))
    [(title, inner)] = item.items()
    if isinstance(inner, str):
        return Entry(str(title), inner.removeprefix(f"{REFERENCE}/"))
    return Entry(str(title), "", tuple(map(_entry, inner or [])))
