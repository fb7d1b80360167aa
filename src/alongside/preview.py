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
from alongside.load import load
from alongside.pages import Fragments, make_templates
from alongside.theme import describe_language, stylesheet
from alongside.words import REFERENCE, load_words


def open_desk(configuration: Any) -> Fragments:
    """The pieces for the pages of this MkDocs project, with what its templates need put into `extra`."""
    extra = configuration["extra"]
    extra["stylesheet"] = stylesheet()
    staged = extra.get("staged")
    if staged:
        project = Path(staged["project"])
        book = gate.read_book(Path(staged["book"]))
        words = {item.code: item for item in load_words(project / "locale", [])}[book.language]
    else:
        project = Path(configuration["config_file_path"]).parent
        sources = load(project)
        words = sources.words[0]
        book = gate.open_books(sources, date.today())[REFERENCE]
        extra.update(describe_language(words, [words], book, sources.pages), preview=True)
    return Fragments(book, words, make_templates(project / "theme" / "fragments", words))
