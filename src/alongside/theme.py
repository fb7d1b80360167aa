"""What the templates of the theme need to know about a language, and where Material keeps its style sheet.

In:   words and public book of a language
Out:  values for the `extra` of a MkDocs configuration
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib.resources import files
from pathlib import Path

from alongside.documents import Page, address
from alongside.public import PublicBook
from alongside.words import N_, REFERENCE, Words

_FOOTER = {
    "about/index.md": N_("About this site"),
    "about/licence.md": N_("Licence"),
    "about/privacy.md": N_("Privacy"),
}


def stylesheet() -> str:
    """The address of Material's style sheet; its name changes with every release."""
    folder = Path(str(files("material"))) / "templates"
    [found] = (folder / "assets" / "stylesheets").glob("main.*.min.css")
    return found.relative_to(folder).as_posix()


def describe_language(
    words: Words, languages: Sequence[Words], book: PublicBook, pages: Collection[Page]
) -> dict[str, object]:
    """The `extra` of one language's project. The frame links only to pages that the project has."""
    paths = {page.path for page in pages if page.language == REFERENCE}
    return {
        "here": _language(words),
        "languages": [_language(language) for language in languages],
        "words": words.messages,
        "has_search": "search.md" in paths,
        "footer": [
            {"url": address(path), "title": words.say(title)} for path, title in _FOOTER.items() if path in paths
        ],
        "short_name": book.site.short_name.text,
        "position": {
            "title": book.site.position.title.text,
            "url": book.site.position.url,
            "rights": book.site.position.rights,
        },
    }


def _language(words: Words) -> dict[str, str]:
    return {"language": words.code, "code": words.code, "direction": words.direction, "name": words.name}
