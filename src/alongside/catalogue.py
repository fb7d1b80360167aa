"""Keep locale/*.po in step with the words that templates, code, page list and pages without text use.

In:   a project
Out:  every locale/<code>.po with all messages, translations kept, what is no longer used removed

Run it after changing a word: `alongside words`. Translators open the result in Poedit or Weblate.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from alongside.documents import load_pages
from alongside.layout import load_layout
from alongside.words import REFERENCE

_KEYWORDS = {"_": None, "t": None, "N_": None, "say": None, "ngettext": (1, 2), "say_number": (1, 2), "say_in": (2,)}
_NOWHEN = datetime(2000, 1, 1, tzinfo=UTC)  # a date would change the file at every run
# Babel's own header for Arabic has two of its six forms swapped; this is the one gettext, Weblate and Poedit use.
_PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}


def update_catalogues(project: Path) -> list[tuple[str, int, int]]:
    """Write every catalogue anew. Returns language, messages, and how many of them are not translated."""
    result = []
    for path, catalog, missing in _updated(project):
        path.write_text(_write(catalog, path.stem), encoding="utf-8")
        result.append((path.stem, len(catalog), missing))
    return result


def untranslated(project: Path) -> list[tuple[str, int]]:
    """How many messages in use a language has no words for; languages that have them all are left out."""
    return [(path.stem, missing) for path, _, missing in _updated(project) if missing]


def _updated(project: Path) -> Iterator[tuple[Path, Catalog, int]]:
    """Every catalogue with just the messages in use, and how many of them are not translated. The files stay."""
    template = _collect(project)
    for path in sorted((project / "locale").glob("*.po")):
        catalog = read_po(io.BytesIO(path.read_bytes()), locale=path.stem)
        catalog.update(template, no_fuzzy_matching=True)
        missing = sum(bool(message.id) and not _is_translated(message.string) for message in catalog)
        yield path, catalog, 0 if path.stem == REFERENCE else missing


def _is_translated(string: Any) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _collect(project: Path) -> Catalog:
    template = Catalog(project="Alongside", charset="utf-8", creation_date=_NOWHEN)
    for file, message, comments in [*_from_code(project), *_from_pages(project)]:
        template.add(message, locations=[(file, 0)], auto_comments=comments)
    return template


def _from_code(project: Path) -> Iterator[tuple[str, Any, list[str]]]:
    package = Path(__file__).parent
    sources = [(path, "jinja2.ext:babel_extract", project) for path in sorted((project / "theme").rglob("*.html"))]
    sources += [(path, "python", package.parent) for path in sorted(package.rglob("*.py"))]
    for path, method, root in sources:
        with path.open("rb") as file:
            found = extract(
                method, file, keywords=_KEYWORDS, comment_tags=["Translators:"], options={"trimmed": "true"}
            )
            for _, message, comments, _ in found:
                yield path.relative_to(root).as_posix(), message, list(comments)


def _from_pages(project: Path) -> Iterator[tuple[str, Any, list[str]]]:
    """Section titles of the page list, and titles of pages that some language shows without a page of its own."""
    for title in load_layout(project, []).section_titles():
        yield "mkdocs.yml", title, ["in the list of pages"]
    languages = sorted(path.stem for path in (project / "locale").glob("*.po"))
    pages = load_pages(project, languages, [])
    held = {(page.language, page.path) for page in pages}
    for page in pages:
        incomplete = any((language, page.path) not in held for language in languages)
        if page.language == REFERENCE and incomplete and page.title[:1].isupper():
            yield f"docs/{REFERENCE}/{page.path}", page.title, ["a page's title"]


def _write(catalog: Catalog, code: str) -> str:
    catalog.creation_date = catalog.revision_date = _NOWHEN
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=120,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        no_location=False,
        include_lineno=False,
    )
    return _header(catalog, code) + buffer.getvalue().decode("utf-8")


def _header(catalog: Catalog, code: str) -> str:
    comment = (catalog.header_comment or "").strip() if catalog.header_comment else ""
    plural = _PLURALS.get(code) or f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
    lines = [
        "Project-Id-Version: Alongside",
        f"Language: {code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plural}",
    ]
    head = "".join(f'"{line}\\n"\n' for line in lines)
    return f'{comment}\nmsgid ""\nmsgstr ""\n{head}\n' if comment else f'msgid ""\nmsgstr ""\n{head}\n'
