"""Keep sight of which English a translation was made from.

In:   pages
Out:  the translations whose English has changed since; and, after a review, the new fingerprints in their heads
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from alongside.documents import Page
from alongside.problems import CallError
from alongside.words import REFERENCE

_LINE = re.compile(r"^translates:.*\n", re.MULTILINE)


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


def stamp(project: Path, files: Iterable[Path], pages: Iterable[Page]) -> None:
    """Note in the head of each translation that it was made from the English of today."""
    known = {(page.language, page.path): page for page in pages}
    for file in files:
        try:
            language, path = file.resolve().relative_to(project / "docs").as_posix().split("/", 1)
            english, _ = known[REFERENCE, path], known[language, path]
        except (ValueError, KeyError):
            raise CallError("A file is no translated page below docs/. Fix: name docs/<language>/….md.") from None
        text = file.read_text(encoding="utf-8")
        line = f"translates: [{', '.join(english.fingerprints())}]\n"
        text = _LINE.sub(line, text, count=1) if _LINE.search(text) else text.replace("---\n", f"---\n{line}", 1)
        file.write_text(text, encoding="utf-8")
