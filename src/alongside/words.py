"""The interface's words in each language, and what a language's numbers, dates and names look like.

In:   locale/<code>.po; a language of the site exists because its file does
Out:  Words, one per language

Figures are always written with Western digits: the locales of our readers disagree about the others, and a mixture
misleads. Dates name the month, never a number for it.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import checkers
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal, format_percent

from alongside.problems import Problem

REFERENCE = "en"
_REGIONAL = {"en": "en_GB"}  # plain "en" would write American dates
_RIGHT_TO_LEFT = frozenset({"dv", "nqo", "prs", "rhg", "syr"})  # those for which CLDR has no locale


NEEDED = frozenset(
    {
        "A page in English",
        "Go to the first page",
        "Not translated yet.",
        "Read this page in English",
        "This page does not exist.",
        "This page is not translated yet.",
    }
)
"""Without these, a page that nobody translated would hold English words only."""
_PO_LINE = re.compile(r'\s*|\s*#.*|\s*(msgctxt |msgid |msgid_plural |msgstr |msgstr\[\d\] )?"(\\.|[^"\\])*"\s*')


@lru_cache
def direction_of(code: str) -> Literal["ltr", "rtl"]:
    """Which way a language is written."""
    try:
        return "rtl" if Locale.parse(code).text_direction == "rtl" else "ltr"
    except UnknownLocaleError:
        return "rtl" if code in _RIGHT_TO_LEFT else "ltr"


@lru_cache
def own_name(code: str) -> str:
    """A language's name as its own readers write it."""
    own = Locale.parse(code).get_display_name(code) or code
    return own[:1].upper() + own[1:]


@dataclass(frozen=True)
class Words:
    """One language of the site.

    code       BCP 47 language code, also the address prefix: /fr/
    compiled   the catalogue in gettext's binary form
    direction  "ltr" or "rtl"
    name       the language's own name, as its readers write it
    """

    code: str
    locale: Locale = field(repr=False)
    compiled: bytes = field(repr=False)
    messages: dict[str, str] = field(repr=False)

    @cached_property
    def catalog(self) -> gettext.NullTranslations:
        return gettext.GNUTranslations(io.BytesIO(self.compiled))

    def __getstate__(self) -> dict[str, object]:
        """What another process needs; it opens the catalogue by itself."""
        return {name: value for name, value in self.__dict__.items() if name != "catalog"}

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return direction_of(self.code)

    @property
    def name(self) -> str:
        return own_name(self.code)

    def say(self, message: str) -> str:
        """The message in this language, or in English where nobody has translated it."""
        return self.catalog.gettext(message)

    def say_number(self, one: str, many: str, number: int) -> str:
        return self.catalog.ngettext(one, many, number)

    def number(self, value: int) -> str:
        return self.figure(Decimal(value))

    def decimal(self, value: Decimal) -> str:
        """With at most two digits behind the point, and none that say nothing."""
        return self.figure(round(value, 2))

    def figure(self, value: Decimal) -> str:
        """With Western digits. Four digits are one group: 2030 may be a year, and 3.135 is three to many readers."""
        grouped = abs(value) >= 10_000
        return format_decimal(value, locale=self.locale, numbering_system="latn", group_separator=grouped)

    def percent(self, value: int) -> str:
        """value: whole percent."""
        return format_percent(value / 100, locale=self.locale, numbering_system="latn")

    def month(self, year_month: str) -> str:
        """`2026-11` in words. Arabic names its months in two ways; everybody finds their own."""
        day = date.fromisoformat(f"{year_month}-01")
        shown = format_skeleton("yMMMM", day, locale=self.locale)
        return f"{format_date(day, 'MMMM', locale='ar_LB')}/{shown}" if self.code == "ar" else shown

    def place(self, code: str) -> str:
        """The name of an ISO 3166-1 country or a UN M49 region, from CLDR."""
        return str(self.locale.territories.get(code) or Locale.parse(REFERENCE).territories.get(code, code))

    def language(self, code: str) -> str:
        """A language's name in this language; its code where CLDR has none."""
        return str(self.locale.languages.get(code, code))


def N_(message: str) -> str:
    """Marks a message for the catalogues, and leaves it as it is."""
    return message


def load_words(folder: Path, problems: list[Problem]) -> tuple[Words, ...]:
    """Every language of the site, English first, then by code."""
    found = []
    for path in sorted(folder.glob("*.po"), key=lambda path: (path.stem != REFERENCE, path.stem)):
        words = _load_language(path, f"locale/{path.name}", problems)
        if words:
            found.append(words)
    if not any(words.code == REFERENCE for words in found) and not problems:
        problems.append(
            Problem("locale/en.po", 0, "english-missing", "the reference language is missing.", "add the file.")
        )
    return tuple(found)


def _load_language(path: Path, name: str, problems: list[Problem]) -> Words | None:
    try:
        if not re.fullmatch("[a-z]{2,3}", path.stem):
            raise ValueError
        locale = Locale.parse(_REGIONAL.get(path.stem, path.stem))
    except (ValueError, UnknownLocaleError):
        problems.append(
            Problem(name, 0, "language-unknown", "this is no language code.", "name the file by its ISO 639 code.")
        )
        return None
    compiled = io.BytesIO()
    try:
        text = path.read_text(encoding="utf-8-sig")
        catalog = read_po(io.StringIO(text), locale=path.stem, abort_invalid=True)
        write_mo(compiled, catalog)
        gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
    except (PoFileError, UnicodeDecodeError, ValueError, LookupError, OSError):
        problems.append(Problem(name, 0, "po-malformed", "this is no PO file.", "open and save it with Poedit."))
        return None
    for number, line in enumerate(text.splitlines(), 1):
        if not _PO_LINE.fullmatch(line):  # Babel reads such a line as something else, without a word
            what = "this line does not belong into a PO file."
            problems.append(Problem(name, number, "po-malformed", what, "put the text in straight quotes."))
    problems.extend(_check(catalog, name, path.stem))
    messages = {str(message.id): str(message.string) for message in catalog if _is_single(message)}
    return Words(path.stem, locale, compiled.getvalue(), messages)


def _is_single(message: Message) -> bool:
    return bool(message.id) and not message.pluralizable and bool(message.string) and not message.fuzzy


def _check(catalog: Catalog, name: str, code: str) -> Iterable[Problem]:
    """A translation keeps the placeholders of its source, has every plural form, and is plain text."""
    said = {message.id for message in catalog if message.id and message.string}
    if code != REFERENCE and not said >= NEEDED:
        fix = "run `alongside words` and translate at least: " + " ".join(f"“{text}”" for text in sorted(NEEDED))
        yield Problem(name, 0, "words-missing", "the notices that every language needs are not translated.", fix)
    for message in catalog:
        strings = [str(text or "") for text in _strings(message)]
        if not message.id or not any(strings):
            continue
        if not all(map(_is_plain, strings)):
            what, fix = "this translation contains HTML or template code.", "write plain text, as in the English."
            yield Problem(name, message.lineno or 0, "po-markup", what, fix)
        if not all(strings) or any(_fails(check, catalog, message) for check in checkers):
            yield Problem(
                name,
                message.lineno or 0,
                "po-mismatch",
                "this translation and its English do not have the same placeholders or plural forms.",
                "copy every part like %(number)s from the English, and fill every plural form.",
            )


def _strings(message: Message) -> Iterable[object]:
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


def _is_plain(text: str) -> bool:
    return not re.search(r"[<>]|&#?\w+;|\{[{%#]", text)


def _fails(check, catalog: Catalog, message: Message) -> bool:  # type: ignore[no-untyped-def]
    from babel.messages.catalog import TranslationError

    try:
        check(catalog, message)
    except TranslationError:
        return True
    return False
