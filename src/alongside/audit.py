"""Read every byte of a built site for what must not be public.

In:   a site folder, the sources it was built from, a day
Out:  findings: file and rule, never the thing found

It does not trust the gate: it asks the same rules what each language and channel may hold, and searches for the rest,
in every spelling that a browser, a search engine or an encoder could make of it. It runs at the end of every build.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

import ahocorasick

from alongside.audit_texts import Piece, pieces_of, spellings
from alongside.consents import PARTICLES, Blackout, Rules, open_blackout
from alongside.identifying import COORDINATES, EMAIL, PHONE
from alongside.links import check_links
from alongside.load import Sources
from alongside.partners import CHANNELS, FIELDS, Channel, Partner
from alongside.text import words_of

SHORTEST = 3  # characters; shorter names stand in too many words
_SHOWN = 40
_AT = re.compile(r"@|[(\[]at[)\]]")
_ADDRESS_LENGTH = 80  # characters to either side of the sign in which an e-mail address lies
_JOINED = re.compile(PARTICLES)
_ID = re.compile(r"[a-z][a-z0-9]{5,11}")
_CHUNK = 64  # files for one task of a worker
_SEARCHES = 4  # of which we remember what they found clean
_CODE = ("audit.py", "audit_texts.py", "identifying.py", "text.py")


@dataclass(frozen=True, order=True)
class Finding:
    """A file, and the rule it breaks."""

    file: str
    rule: str

    def __str__(self) -> str:
        return f"{self.file}: {self.rule}"


@dataclass(frozen=True)
class _Search:
    """What to look for: by language and channel, the folded texts that must not stand there."""

    secrets: dict[tuple[str, str], frozenset[str]]
    blackout: Blackout
    codes: tuple[str, ...]
    allowed: frozenset[str]
    languages: tuple[str, ...]


def audit(site: Path, sources: Sources, today: date, kept: Path | None = None) -> list[Finding]:
    """Everything in the folder that must not be public on that day.

    kept  a folder that remembers which files of tools were found clean in the same search: they take long to read
    """
    search = _prepare(sources, today)
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    memory = Memory(kept, search)
    waiting = [file for file in files if not memory.knows(site, file)]
    tasks = [waiting[start : start + _CHUNK] for start in range(0, len(waiting), _CHUNK)]
    if len(tasks) < 4:
        found = {finding for task in tasks for finding in _audit_files(site, task, search)}
    else:
        with ProcessPoolExecutor(max_workers=os.cpu_count()) as workers:
            results = workers.map(_audit_files, [site] * len(tasks), tasks, [search] * len(tasks))
            found = {finding for findings in results for finding in findings}
    memory.remember(waiting if not found else ())
    return sorted(found)


def foreign_origins(site: Path, base: str) -> list[Finding]:
    """Everything that a page would load from elsewhere. A build looks for it when it checks its links."""
    faults = (fault.split(": ", 1) for fault in check_links(site, base) if "another origin" in fault)
    return sorted({Finding(file, "it loads something from another origin") for file, _ in faults})


def refusal(findings: list[Finding]) -> str:
    """The findings as a person reads them."""
    more = f"\n… and {len(findings) - _SHOWN} more" if len(findings) > _SHOWN else ""
    listed = "\n".join(map(str, findings[:_SHOWN]))
    return f"Refused: the site would show what must not be public.\n{listed}{more}"


def _prepare(sources: Sources, today: date) -> _Search:
    languages = tuple(words.code for words in sources.words)
    rules = Rules(sources.privacy, open_blackout(sources.safety, languages), today)
    alt = {picture.id: tuple(picture.alt.root.values()) for picture in sources.pictures.values()}
    secrets: dict[tuple[str, str], set[str]] = {}
    shown: dict[tuple[str, str], set[str]] = {}
    for partner in sources.partners:
        texts = [(field, words_of(text)) for field, text in _texts(partner, alt)]
        for language in languages:
            for channel in CHANNELS:
                public = _public_fields(partner, language, channel, rules)
                key = (language, channel)
                for field, text in texts:
                    (shown if field in public else secrets).setdefault(key, set()).add(text)
    hidden = {
        key: frozenset(text for text in texts - shown.get(key, set()) if len(text) >= SHORTEST)
        for key, texts in secrets.items()
    }
    everywhere = [hidden.get((language, channel), frozenset()) for language in languages for channel in CHANNELS]
    hidden["", ""] = frozenset.intersection(*everywhere) if everywhere else frozenset()
    allowed = frozenset(map(words_of, (sources.site.relay, *sources.site.published_contacts)))
    return _Search(hidden, rules.blackout, tuple(sources.safety.blackout), allowed, languages)


def _public_fields(partner: Partner, language: str, channel: Channel, rules: Rules) -> set[str]:
    """What this language and channel may hold of a partner; nothing where it may not even be named."""
    if not rules.may_show(partner, "name", language, channel):
        return set()
    return {"id", *(field for field in FIELDS if rules.may_show(partner, field, language, channel))}


def _texts(partner: Partner, alt: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Every text of a record that points to its partner, with the field it belongs to."""
    yield "id", partner.id
    for field, text in partner.texts.items():
        for phrase in text.root.values():
            yield field, phrase
    for link in partner.links:
        yield "links", link.url
    if partner.contact:
        yield "contact", partner.contact
    if partner.org_id:
        yield "org_id", partner.org_id
    for phrase in alt.get(partner.image or "", ()):
        yield "image", phrase


def _audit_files(site: Path, files: Iterable[str], search: _Search) -> list[Finding]:
    """What a worker does with some of the files."""
    automata = {key: _automaton(texts) for key, texts in search.secrets.items() if texts}
    loose = {file: _hashes(site, file) for file in files if file.endswith(".zip")}
    findings = []
    for file in files:
        automaton = automata.get(_key(file, search.languages))
        shown = _speakable(file, automaton)
        pieces = [Piece(file), *pieces_of(site / file, loose.get(file, frozenset()))]
        findings += [Finding(shown, rule) for piece in pieces for rule in _broken_rules(piece, automaton, search)]
    return findings


def _hashes(site: Path, pack: str) -> frozenset[str]:
    """The fingerprints of the files that lie below a pack: they are read by themselves, under the same rules."""
    files = (path for path in (site / pack).parent.rglob("*") if path.is_file() and path.suffix != ".zip")
    return frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)


def _speakable(file: str, automaton: ahocorasick.Automaton | None) -> str:
    """The path as it may be printed: without the part that holds what must not be said. Ids say nothing."""
    parts = []
    for part in PurePosixPath(file).parts:
        secret = automaton is not None and any(
            not _ID.fullmatch(found) for text in spellings(part) for _, found in automaton.iter(text)
        )
        parts.append("…" if secret else part)
    return "/".join(parts)


class Memory:
    """Files of tools that a search like this one has found clean, by the fingerprint of their bytes.

    The fingerprint of the search holds everything it looks for and how. With a new partner, on a day on which something
    agreed ends, after a change of this program, every file is read again.
    """

    def __init__(self, folder: Path | None, search: _Search) -> None:
        told = repr([(key, sorted(texts)) for key, texts in sorted(search.secrets.items())])
        words = search.blackout.words.pattern if search.blackout.words else ""
        told += repr((words, search.codes, sorted(search.allowed), search.languages))
        code = b"".join(Path(__file__).with_name(name).read_bytes() for name in _CODE)
        self._path = folder / hashlib.sha256(told.encode() + code).hexdigest() if folder else None
        text = self._path.read_text(encoding="utf-8") if self._path and self._path.is_file() else ""
        self._clean = frozenset(text.split("\n"))
        self._seen: dict[str, str] = {}

    def knows(self, site: Path, file: str) -> bool:
        """Whether a file of a tool was clean; every other file is always read."""
        if self._path is None or "/toolkit/" not in file or file.endswith("index.html"):
            return False
        self._seen[file] = f"{file} {hashlib.sha256((site / file).read_bytes()).hexdigest()}"
        return self._seen[file] in self._clean

    def remember(self, files: Iterable[str]) -> None:
        new = [self._seen[file] for file in files if file in self._seen]
        if self._path is not None and new:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            for old in sorted(self._path.parent.glob("*"), key=lambda path: path.stat().st_mtime)[:-_SEARCHES]:
                old.unlink()
            self._path.write_text("\n".join(sorted({*self._clean, *new})), encoding="utf-8")


def _automaton(texts: frozenset[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for text in texts:
        automaton.add_word(text, text)
    automaton.make_automaton()
    return automaton


def _key(file: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Language and channel of a file; empty for what every language shares."""
    parts = PurePosixPath(file).parts
    if parts[0] == "pagefind":
        language = parts[-1].split("_")[0].removeprefix("pagefind.")
        return (language, "site") if language in languages else ("", "")
    if parts[0] not in languages:
        return "", ""
    if len(parts) > 2 and parts[1] == "data":
        return parts[0], "data"
    return parts[0], "feeds" if parts[-1] == "feed.xml" else "site"


def _broken_rules(piece: Piece, automaton: ahocorasick.Automaton | None, search: _Search) -> Iterator[str]:
    yield from piece.broken
    hidden = blacked = False
    for text in spellings(piece.text):
        hidden = hidden or (automaton is not None and _finds(automaton, text))
        blacked = blacked or bool(search.blackout.words and search.blackout.words.search(text))
    if hidden:
        yield "it holds a text about a partner that must not be public here"
    if blacked:
        yield "it names a country that is blacked out"
    if any(re.search(rf"(?<![A-Za-z]){code}(?![A-Za-z])", piece.coded) for code in search.codes):
        yield "it holds the code of a country that is blacked out"
    yield from _contacts(piece, search.allowed)


def _finds(automaton: ahocorasick.Automaton, text: str) -> bool:
    """Whether one of the texts stands there as words of its own; Arabic may join particles to the first."""
    for end, found in automaton.iter(text):
        start = end - len(found) + 1
        if text[end + 1 : end + 2].strip():
            continue
        joined = text[text.rfind(" ", 0, start) + 1 : start]
        if not joined or _JOINED.fullmatch(joined):
            return True
    return False


def _contacts(piece: Piece, allowed: frozenset[str]) -> Iterator[str]:
    text = piece.readable
    if not text:
        return
    around = (text[max(0, at.start() - _ADDRESS_LENGTH) : at.end() + _ADDRESS_LENGTH] for at in _AT.finditer(text))
    if any(words_of(found.group()) not in allowed for part in around for found in EMAIL.finditer(part)):
        yield "it holds an e-mail address that data/site.yml does not allow"
    if any(words_of(found.group()) not in allowed for found in PHONE.finditer(text)):
        yield "it holds a telephone number that data/site.yml does not allow"
    if COORDINATES.search(text):
        yield "it holds coordinates"
