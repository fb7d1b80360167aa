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
from datetime import date
from functools import lru_cache
from typing import Annotated

from babel import Locale
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, StringConstraints
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


_WORDS = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "ى": "ي", "ـ": None})


@lru_cache(maxsize=200_000)
def _without_marks(letters: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letters.translate(_ALIKE)).translate(_ALIKE)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) not in {"Mn", "Cf"})


def _alike(text: str) -> str:
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda found: _without_marks(found.group()), text)
    return text.casefold()


def fold(text: str) -> str:
    """A text without the differences that a reader, a search engine or an encoder may drop: case, accents, spacing."""
    return " ".join(_alike(text).split())


def words_of(text: str) -> str:
    """The words of a text and nothing between them: how a name is compared with one in an address or a file name.

    Words recur from page to page, so each that is not plain ASCII is decomposed once.
    """
    return " ".join(_WORDS.findall(_alike(text)))


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
    for character in "" if value.isprintable() else value:
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


Code = Annotated[str, form(r"^[a-z][a-z0-9-]{1,40}$", "land-and-water")]
WebAddress = Annotated[str, form(r"^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/%-]*)?$", "https://example.org/page")]


Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class Record(BaseModel):
    """Unknown keys are refused: what no rule knows must not slip into public."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(RootModel[Annotated[dict[Language, Phrase], Field(min_length=1)]]):
    """The same text in one or more languages, by language code; the author's own comes first."""

    model_config = ConfigDict(frozen=True)

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(self.root)

    def get(self, language: str) -> str | None:
        return self.root.get(language)

    @property
    def first_language(self) -> str:
        """The language that was written first: the author's own."""
        return next(iter(self.root))
