"""Keep sight of which English a translation was made from.

In:   pages and tools
Out:  the translations whose English has changed since; and, after a review, the new fingerprints in their heads
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from alongside.documents import FRONT_MATTER, Page, load_page
from alongside.problems import CallError, Problem, SourceError
from alongside.toolkit import tool_sections
from alongside.words import REFERENCE
from alongside.yaml_text import Document, read_text

_LINES = re.compile(r"^translates:.*\n(?:[ -].*\n)*", re.MULTILINE)


def stale_pages(pages: Iterable[Page]) -> list[tuple[Page, list[str]]]:
    """Translations of an English that has changed, each with the titles of the sections that are new or different."""
    pages = list(pages)
    english = {page.path: page for page in pages if page.language == REFERENCE}
    found = []
    for page in pages:
        if page.language != REFERENCE and page.is_older_than(english[page.path]):
            known = set(page.made_from or ())
            changed = [title for title, print_ in english[page.path].sections() if print_ not in known]
            found.append((page, changed))
    return found


def stamp(project: Path, files: Iterable[Path]) -> None:
    """Note in the head of each translation that it was made from the English of today."""
    for file in files:
        line = f"translates: [{', '.join(_english_of(project, file))}]\n"
        document = Document(file.name)
        text = read_text(file, document)
        if text is None:
            raise SourceError(document.problems)
        head = FRONT_MATTER.match(text)
        if head is None:
            changed = f"---\n{line}---\n{text}"
        else:
            rest = _LINES.sub("", head.group(1))
            changed = f"---\n{line}{rest}---\n{text[head.end() :]}"
        file.write_text(changed, encoding="utf-8")


def _english_of(project: Path, file: Path) -> list[str]:
    """The fingerprints of the English sections that a page or a tool translates."""
    try:
        top, *below = file.resolve().relative_to(project).parts
    except ValueError:
        top, below = "", []
    if top == "toolkit" and len(below) == 2 and below[1] != f"{REFERENCE}.md":
        english = project / top / below[0] / f"{REFERENCE}.md"
        text = read_text(english, Document(english.name)) if english.is_file() else None
        if text is not None:
            return [fingerprint for _, fingerprint in tool_sections(text)]
    elif top == "docs" and len(below) > 1 and below[0] != REFERENCE:
        problems: list[Problem] = []
        page = load_page(project, REFERENCE, project.joinpath("docs", REFERENCE, *below[1:]), problems)
        if page:
            return page.fingerprints()
    raise CallError(
        "A file is no translation. Fix: name docs/<language>/….md or toolkit/<tool>/<language>.md, beside its English."
    )
