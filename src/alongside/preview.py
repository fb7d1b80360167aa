"""Open the desk from which pages are written, in a staged project or in the plain preview of the root.

In:   the configuration of a MkDocs project
Out:  Fragments for its language

A staged project finds its public book beside it and never sees data/. `mkdocs serve` in the root has none: there the
sources are read and gated for English and for today.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from alongside import gate
from alongside.load import Sources, load
from alongside.open_data import write_files
from alongside.pages import Fragments, make_templates
from alongside.pictures import make_pictures
from alongside.public import PublicBook
from alongside.showcases import stamp
from alongside.theme import describe_language, stylesheet
from alongside.tool_pages import read_shelf, shelve
from alongside.words import REFERENCE, load_words


def open_desk(configuration: Any) -> Fragments:
    """The pieces for the pages of this MkDocs project, with what its templates need put into `extra`."""
    extra = configuration["extra"]
    extra["stylesheet"] = stylesheet()
    staged = extra.get("staged")
    if staged:
        project, folder = Path(staged["project"]), Path(staged["folder"])
        book = gate.read_book(folder / "book.json")
        shelf = read_shelf((folder / "tools.json").read_text(encoding="utf-8"))
        words = {item.code: item for item in load_words(project / "locale", [])}[book.language]
    else:
        project, sources, book = _open_root(configuration)
        words = sources.words[0]
        shelf = shelve(sources.toolkit, words, ())
        extra.update(describe_language(words, [words], book, sources.pages), preview=True)
    return Fragments(book, shelf, words, make_templates(project / "theme" / "fragments", words))


def after_build(configuration: Any) -> None:
    """The partners' pages; in the plain preview also the pictures and files that finish.py makes for a whole site."""
    stamp(configuration["site_dir"], open_desk(configuration))
    if not configuration["extra"].get("staged"):
        _, sources, book = _open_root(configuration)
        make_pictures(sources, [book], Path(configuration["site_dir"]))
        write_files(book, sources.words[0], Path(configuration["site_dir"]), sources.layout.site_url)


def _open_root(configuration: Any) -> tuple[Path, Sources, PublicBook]:
    project = Path(configuration["config_file_path"]).parent
    sources = load(project)
    return project, sources, gate.open_books(sources, date.today())[REFERENCE]
