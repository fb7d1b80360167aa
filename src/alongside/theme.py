"""What the templates of the theme need to know about a language, and where Material keeps its style sheet.

In:   words and public book of a language
Out:  values for the `extra` of a MkDocs configuration
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import material

from alongside.public import PublicBook
from alongside.words import Words


def stylesheet() -> str:
    """The address of Material's style sheet; its name changes with every release."""
    folder = Path(material.__file__).parent / "templates"
    [found] = (folder / "assets" / "stylesheets").glob("main.*.min.css")
    return found.relative_to(folder).as_posix()


def describe_language(words: Words, languages: Sequence[Words], book: PublicBook) -> dict[str, object]:
    return {
        "here": _language(words),
        "languages": [_language(language) for language in languages],
        "words": words.messages,
        "short_name": book.site.short_name.text,
        "position": {
            "title": book.site.position.title.text,
            "url": book.site.position.url,
            "rights": book.site.position.rights,
        },
    }


def _language(words: Words) -> dict[str, str]:
    return {"language": words.code, "code": words.code, "direction": words.direction, "name": words.name}
