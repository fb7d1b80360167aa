"""Write one plain MkDocs project per language.

In:   Sources and the public book of each language
Out:  <folder>/<language>/: mkdocs.yml, docs/, book.json, and which pages really exist in which language

A staged project holds public values only: data/ stays behind. It inherits from the root mkdocs.yml and needs no plugin
but the macros, so that another builder can take it over.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from alongside import gate
from alongside.consents import open_blackout
from alongside.documents import Page, address
from alongside.downloads import Download
from alongside.layout import Entry
from alongside.load import Sources
from alongside.open_years import reported
from alongside.public import PublicBook
from alongside.showcases import NAME as SHELL
from alongside.theme import describe_language
from alongside.tool_pages import ToolPage, ToolShelf, write_form_assets, write_shelf
from alongside.words import N_, REFERENCE, Words


@dataclass(frozen=True)
class Staged:
    """One language's project.

    pages  addresses, relative to the language's prefix, of the pages a search engine may know in this language
    """

    language: str
    configuration: Path
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """What may be published: per language its book and its tools; the files of all tools."""

    books: dict[str, PublicBook]
    shelves: dict[str, ToolShelf]
    files: tuple[Download, ...] = ()


def stage(
    sources: Sources, public: Published, folder: Path, languages: Sequence[Words], *, preview: bool
) -> tuple[Staged, ...]:
    return tuple(_stage_language(sources, public, folder, words, languages, preview) for words in languages)


def _stage_language(
    sources: Sources,
    public: Published,
    folder: Path,
    words: Words,
    languages: Sequence[Words],
    preview: bool,
) -> Staged:
    here = folder / words.code
    docs = here / "docs" / words.code
    _copy_files(sources.project / "docs", here / "docs", words.code)
    english = {page.path: page for page in sources.pages if page.language == REFERENCE}
    blackout = open_blackout(sources.safety, tuple(item.code for item in sources.words))
    translated = {page.path: page for page in sources.pages if page.language == words.code}
    real = []
    for path, page in english.items():
        settings, body = _staged_page(page, translated.get(path), words)
        hidden = blackout.is_named_in(f"{settings} {body}")
        if hidden:
            settings, body = _hidden_page(words), ""
        _write_page(docs / path, settings, body)
        if not hidden and path in translated and not page.is_shell and "noindex" not in translated[path].settings:
            real.append(address(path))
    book = public.books[words.code]
    real += _stage_tools(public.shelves, words, docs)
    real += _stage_years(book, words, docs)
    if f"partners/{SHELL}.md" in english:
        real += [f"partners/{partner.id}/" for partner in book.partners if not partner.noindex]
    gate.write_book(book, here / "book.json")
    (here / "tools.json").write_text(write_shelf(public.shelves[words.code]), encoding="utf-8")
    configuration = here / "mkdocs.yml"
    extra = {
        **describe_language(words, languages, book, sources.pages),
        "preview": preview,
        "staged": {"project": str(sources.project), "folder": str(here)},
    }
    configuration.write_text(
        yaml.safe_dump(_configuration(sources, here, words, book) | {"extra": extra}, allow_unicode=True),
        encoding="utf-8",
    )
    return Staged(words.code, configuration, tuple(sorted(real)))


def _configuration(sources: Sources, here: Path, words: Words, book: PublicBook) -> dict[str, object]:
    project = sources.project
    return {
        "INHERIT": str(project / "mkdocs.yml"),
        "site_name": book.site.name.text,
        "site_description": book.site.description.text,
        "docs_dir": str(here / "docs"),
        "site_dir": str(here / "site"),
        "exclude_docs": "",
        "watch": [],
        "theme": {"custom_dir": str(project / "theme")},
        "plugins": {"macros": {"module_name": str(project / "macros")}},
        "nav": [_nav(entry, words) for entry in sources.layout.entries],
    }


def _copy_files(docs: Path, target: Path, language: str) -> None:
    """What is no page: the assets, and pictures beside pages; those of the language win over the English ones."""
    not_pages = shutil.ignore_patterns("*.md")
    for source, folder in ((docs / "assets", "assets"), (docs / REFERENCE, language), (docs / language, language)):
        if source.is_dir():
            shutil.copytree(source, target / folder, ignore=not_pages, dirs_exist_ok=True)


def _staged_page(english: Page, translation: Page | None, words: Words) -> tuple[dict[str, object], str]:
    """The page as this language shows it: itself, a page without words, or a notice that it is not translated."""
    if english.is_shell:
        return english.settings | {"title": words.say(english.title)}, english.body
    if translation is None:
        return _untranslated(words, english.title), ""
    settings = translation.settings
    if translation is not english and translation.is_older_than(english):
        settings = settings | {"stale": True}
    return settings, translation.body


def _untranslated(words: Words, english_title: str) -> dict[str, object]:
    title = words.messages.get(english_title) or words.say("A page in English")
    return {"template": "stub.html", "stub": True, "noindex": True, "title": title, "hide": ["toc"]}


def _stage_tools(shelves: dict[str, ToolShelf], words: Words, docs: Path) -> list[str]:
    """A page for each tool of the reference language; its address, where this language has it."""
    own = {page.id: page for page in shelves[words.code].pages}
    if own:
        write_form_assets(docs.parent / "assets" / "tools")
    for page in shelves[REFERENCE].pages:
        path = docs / "toolkit" / f"{page.id}.md"
        if page.id in own:
            _write_page(path, _tool_settings(own[page.id]), f'{{{{ tool("{page.id}") }}}}\n')
        else:
            _write_page(path, _untranslated(words, page.title), "")
    return [f"toolkit/{identifier}/" for identifier in own]


def _stage_years(book: PublicBook, words: Words, docs: Path) -> list[str]:
    """A page for each year that has figures; its words come from the catalogue, so every language has it."""
    found = []
    for year in reported(book):
        title = words.say(N_("Progress in %(year)s")) % {"year": year.year}
        about = f"{title} · {year.period.text}"
        settings: dict[str, object] = {"title": title, "description": about, "hide": ["toc"]}
        if year.example:
            settings["noindex"] = True
        _write_page(docs / "progress" / f"{year.year}.md", settings, f"{{{{ year({year.year}) }}}}\n")
        if not year.example:
            found.append(f"progress/{year.year}/")
    return found


def _tool_settings(page: ToolPage) -> dict[str, object]:
    settings: dict[str, object] = {"template": "tool.html", "title": page.title, "description": page.summary}
    if page.translation != "original":
        settings |= {"translation": page.translation, "stale": page.older}
    return settings | {"hide": ["toc"]}


def _hidden_page(words: Words) -> dict[str, object]:
    """In place of a page that names a country in danger: one line in data/safety.yml must be enough to publish."""
    return {
        "template": "stub.html",
        "stub": True,
        "withheld": True,
        "noindex": True,
        "title": words.say("This page is not available at the moment."),
        "hide": ["toc"],
    }


def _write_page(path: Path, settings: dict[str, object], body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"---\n{yaml.safe_dump(settings, allow_unicode=True, sort_keys=True)}---\n" if settings else ""
    path.write_text(head + body, encoding="utf-8")


def _nav(entry: Entry, words: Words) -> str | dict[str, object]:
    """An entry of the page list with this language's path and section title."""
    if entry.children:
        return {words.say(entry.title): [_nav(child, words) for child in entry.children]}
    path = f"{words.code}/{entry.path}"
    return {words.say(entry.title): path} if entry.title else path
