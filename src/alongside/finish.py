"""Make one site of the languages that MkDocs built.

In:   a built folder per language, and which pages really exist in which language
Out:  a fresh folder: pages, chooser, 404, sitemap, search index; checked link by link
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from alongside.downloads import KEPT
from alongside.links import check_links
from alongside.load import Sources
from alongside.open_data import write_files
from alongside.pages import Fragments, make_templates
from alongside.pictures import make_pictures
from alongside.problems import BuildError
from alongside.public import PublicBook
from alongside.reports import write_reports
from alongside.stage import Published, Staged
from alongside.words import REFERENCE, Words

MARKER = ".alongside"  # says that a folder is a site of ours, which a later build may replace
_UNUSED = ("assets/javascripts", "assets/images/favicon.png", "assets/_mkdocstrings.css")
_PAGEFIND_UNUSED = ("*ui*", "*highlight*", "*component*")
_FAULTS_SHOWN = 20


def finish(staged: Sequence[Staged], site: Path, sources: Sources, public: Published) -> None:
    """Fill the empty folder `site` and check it."""
    words, url, books = sources.words, sources.layout.site_url, public.books
    shown = [books[language.language] for language in staged]
    spoken = {item.code: item for item in words}
    for language in staged:
        _merge(language.configuration.parent / "site" / language.language, site / language.language)
        _merge(language.configuration.parent / "site" / "assets", site / "assets")
    _drop_unused(site)
    make_pictures(sources, shown, site)
    for book in shown:
        item = spoken[book.language]
        write_files(book, item, site, url)
        templates = make_templates(sources.project / "theme" / "fragments", item)
        write_reports(Fragments(book, public.shelves[item.code], item, templates), site, sources.project / KEPT)
        _copy_tools(public, book.language, site, {item.language for item in shown})
    built = [item for item in words if any(item.code == language.language for language in staged)]
    write_front(site, sources.project / "theme" / "fragments", built, books, urlsplit(url).path)
    (site / "sitemap.xml").write_text("\n".join(_sitemap(staged, url)) + "\n", encoding="utf-8")
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n", encoding="utf-8")
    _write_security(site, url, shown[0])
    (site / MARKER).write_text("This folder is made anew by every build.\n", encoding="utf-8")
    (site / ".nojekyll").touch()
    not_built = frozenset(item.code for item in words) - {item.code for item in built}
    with ThreadPoolExecutor(max_workers=1) as beside:
        indexing = beside.submit(_index, site)
        faults = check_links(site, urlsplit(url).path, not_built)
        indexing.result()
    if faults:
        more = f"\n… and {len(faults) - _FAULTS_SHOWN} more" if len(faults) > _FAULTS_SHOWN else ""
        raise BuildError("The built site has faults:\n" + "\n".join(faults[:_FAULTS_SHOWN]) + more)


def _copy_tools(public: Published, language: str, site: Path, built: set[str]) -> None:
    """The files that the pages of a language offer, as far as their own languages are built."""
    kept = {(file.language, file.path): file.kept for file in public.files}
    for link in (link for link in public.shelves[language].files() if link.language in built):
        goal = site / link.language / link.path
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept[link.language, link.path], goal)


def write_front(
    site: Path, fragments: Path, languages: Sequence[Words], books: dict[str, PublicBook], base: str
) -> None:
    """The chooser at / and the page for addresses that do not exist, in every language at once."""
    templates = make_templates(fragments, languages[0])
    names = {code: book.site.name.text for code, book in books.items()}
    book = books[languages[0].code]
    for name, file in (("chooser", "index.html"), ("not_found", "404.html")):
        html = templates.get_template(f"{name}.html").render(languages=languages, names=names, book=book, base=base)
        (site / file).write_text(html, encoding="utf-8")


def _merge(source: Path, target: Path) -> None:
    """Move a tree into another; where both have a file, the two must be the same."""
    for path in sorted(source.rglob("*")):
        if not path.is_file():
            continue
        goal = target / path.relative_to(source)
        if goal.exists() and goal.read_bytes() != path.read_bytes():
            raise BuildError(f"Two languages disagree about {goal.name}: a file in assets/ must not depend on one.")
        goal.parent.mkdir(parents=True, exist_ok=True)
        path.replace(goal)


def _drop_unused(site: Path) -> None:
    """Scripts and maps of the theme that no page asks for."""
    for name in _UNUSED:
        path = site / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in {*site.rglob("*.map"), *(site / "assets" / "stylesheets").rglob("palette.*")}:
        path.unlink()
    for path in (site / "assets" / "stylesheets").rglob("*.css"):
        text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")


def _sitemap(staged: Sequence[Staged], url: str) -> Iterable[str]:
    """Every page with its other languages. No dates: two builds of the same sources are the same."""
    languages_of: dict[str, list[str]] = {}
    for language in staged:
        for page in language.pages:
            languages_of.setdefault(quote(page), []).append(language.language)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">')
    for page, languages in sorted(languages_of.items()):
        alternates = "".join(_alternate(code, f"{url}{code}/{page}") for code in languages)
        if not page:
            alternates += _alternate("x-default", url)
        elif REFERENCE in languages:
            alternates += _alternate("x-default", f"{url}{REFERENCE}/{page}")
        for code in languages:
            yield f"<url><loc>{escape(f'{url}{code}/{page}')}</loc>{alternates}</url>"
    yield "</urlset>"


def _write_security(site: Path, url: str, book: PublicBook) -> None:
    """How to report a danger (RFC 9116): the way to have something taken down, for half a year from today."""
    page = f"{url}{book.language}/about/privacy/#takedown"
    expires = book.today + timedelta(days=180)
    text = f"Contact: {page}\nPolicy: {page}\nPreferred-Languages: {book.language}\nExpires: {expires}T00:00:00Z\n"
    (site / ".well-known").mkdir()
    for path in (site / ".well-known" / "security.txt", site / "security.txt"):
        path.write_text(text, encoding="utf-8")


def _alternate(code: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address)}/>'


def _index(site: Path) -> None:
    """The search index of every language, by Pagefind."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--silent"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode != 0:
        raise BuildError(f"Pagefind could not index the site:\n{result.stderr.strip()}")
    entry = site / "pagefind" / "pagefind-entry.json"  # Pagefind writes its languages in any order
    entry.write_text(json.dumps(json.loads(entry.read_text(encoding="utf-8")), sort_keys=True), encoding="utf-8")
    for pattern in _PAGEFIND_UNUSED:
        for path in (site / "pagefind").glob(pattern):
            path.unlink()
