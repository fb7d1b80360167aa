"""What a person may write into a text field, and the types that hold it.

In:   strings from data files
Out:  Phrase (one plain text), Text (one per language), and the reasons to refuse

Texts are plain: no HTML, no template, no script address. They are escaped again wherever they are shown; refusing them
here as well means that no later change of a template can bring them to life.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated

from babel import Locale
from pydantic import AfterValidator, ConfigDict, RootModel, StringConstraints
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 600  # characters; reference safety rule 3

_REFUSED: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    ("text-html", re.compile(r"<\s*[a-zA-Z/!?]"), "this text contains HTML.", "write plain text, without `<`."),
    ("text-entity", re.compile(r"&#?\w+;"), "this text contains an HTML entity.", "type the character itself."),
    ("text-template", re.compile(r"\{[{%#]|[}%#]\}"), "this text contains template code.", "write plain text."),
    (
        "text-script",
        re.compile(r"j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:|vbscript\s*:|data:\w+/", re.IGNORECASE),
        "this text contains an address that runs a script.",
        "remove it.",
    ),
)
_INVISIBLE_ALLOWED = {"\u200c", "\u200d"}  # joiners that Persian, Hindi and emoji need


def refuse(code: str, what: str, fix: str) -> PydanticCustomError:
    """What a validator raises: load.py turns it into a Problem with its place."""
    return PydanticCustomError("refused", "{what}", {"code": code, "what": what, "fix": fix})


def plain(value: str) -> str:
    """Return the text, or raise why it is refused.

    Control characters and bidirectional overrides are refused: they show one thing and store another. The code that
    calls this names the place; the message never repeats the text.
    """
    for code, pattern, what, fix in _REFUSED:
        if pattern.search(value):
            raise refuse(code, what, fix)
    for character in value:
        hidden = unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"} and character != "\n"
        if hidden and character not in _INVISIBLE_ALLOWED:
            raise refuse("text-invisible", "this text contains an invisible character.", "type the text anew.")
    if not value.strip():
        raise refuse("text-empty", "this text is empty.", "write it, or remove the line.")
    return value


FORMS: dict[str, str] = {}
"""An example for each pattern, so that a message can show what is meant instead of a regular expression."""


def form(pattern: str, example: str) -> StringConstraints:
    FORMS[pattern] = example
    return StringConstraints(pattern=pattern)


Phrase = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(plain)]


def _known_language(code: str) -> str:
    if code not in _LANGUAGES:
        raise refuse("language-unknown", "this is no language code.", "write its ISO 639 code, like `fr` or `swh`.")
    return code


_LANGUAGES = frozenset(Locale("en").languages)
Language = Annotated[str, form(r"^[a-z]{2,3}$", "fr"), AfterValidator(_known_language)]


class Text(RootModel[dict[Language, Phrase]]):
    """The same text in one or more languages, by language code."""

    model_config = ConfigDict(frozen=True)

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(self.root)

    def get(self, language: str) -> str | None:
        return self.root.get(language)

    @property
    def first_language(self) -> str:
        """The language that was written first: the author's own."""
        return next(iter(self.root))
