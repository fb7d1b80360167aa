"""Read a folder of filled sheets, whatever their format, name and age: each file on its own, several at a time.

In:   a folder outside the project, the project's tools
Out:  Arrival per file: what was read, what a person must confirm, what was refused and why

Of a sheet only the answers are kept that some measure may count. Nothing that anybody typed is kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from alongside.answers import Doubt, Reading, as_text
from alongside.filled import EXPORT, open_each
from alongside.formats import Refused
from alongside.formats.exports import LARGEST_EXPORT
from alongside.text import fold
from alongside.toolkit import Toolkit
from alongside.typed_text import Value
from alongside.words import Words

Advance = Callable[[int, int], None]
Asked = Mapping[str, frozenset[str]]
_OF_SYSTEMS = ("~$", ".~lock.", "._")  # what office programs and systems leave beside a file
_IGNORED = frozenset({"thumbs.db", "desktop.ini"})
_FILES_AT_A_TIME = 16


@dataclass(frozen=True, slots=True)
class Question:
    """An answer that a person must confirm. It is not counted before. text is private."""

    address: str
    why: Doubt | Literal["unreadable"]
    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled sheet. Its answers are those that may be counted, sure or not.

    place  which submission of an export it is, from 1; 0 for a file of its own
    code   the reference that its writers agreed on, as a digest: the same for the same reference
    own    what a server calls this submission, as a digest; empty for a file of its own

    year, side and day are as they were read; while there is a question about one of them, it is not to be relied on.
    """

    tool: str
    version: str
    language: str
    size: str
    place: int
    code: str
    side: str
    year: int | None
    day: date | None
    answers: dict[str, Value]
    questions: tuple[Question, ...] = ()
    unknown: int = 0
    own: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a sheet could not be read. place: which submission of an export it is, from 1; 0 for a whole file."""

    place: int
    why: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of the inbox, with the sheets in it and those that could not be read. number: its place, from 1."""

    number: int
    path: str
    digest: str = ""
    format: str = ""
    filled: tuple[Filled, ...] = field(default=())
    refused: tuple[Refusal, ...] = field(default=())


def files_of(inbox: Path) -> list[Path]:
    """Every file, and every link, in the order of their names; without what systems leave behind."""
    found = []
    for folder, folders, names in os.walk(inbox, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        found += [Path(folder) / name for name in (*names, *linked) if not name.startswith((*_OF_SYSTEMS, "."))]
    kept = [path for path in found if path.name.lower() not in _IGNORED]
    return sorted(kept, key=lambda path: path.relative_to(inbox).as_posix())


def read_inbox(
    inbox: Path, toolkit: Toolkit, words: Sequence[Words], asked: Asked, advance: Advance
) -> Iterator[Arrival]:
    """Every file of the inbox, in order."""
    files = files_of(inbox)
    with ProcessPoolExecutor(initializer=_begin, initargs=(inbox, toolkit, words, asked)) as workers:
        arrivals = workers.map(_arrive, range(1, len(files) + 1), files, chunksize=_FILES_AT_A_TIME)
        for done, arrival in enumerate(arrivals, 1):
            advance(done, len(files))
            yield arrival


@dataclass(frozen=True)
class _Desk:
    """What a worker needs for every file."""

    inbox: Path
    toolkit: Toolkit
    words: Sequence[Words]
    asked: Asked


_desk: _Desk


def _begin(inbox: Path, toolkit: Toolkit, words: Sequence[Words], asked: Asked) -> None:
    global _desk
    _desk = _Desk(inbox, toolkit, words, asked)


def _arrive(number: int, path: Path) -> Arrival:
    name = path.relative_to(_desk.inbox).as_posix()
    try:
        content = _content_of(path)
    except Refused as refused:
        return Arrival(number, name, refused=(Refusal(0, str(refused)),))
    digest = hashlib.sha256(content).hexdigest()
    if not content:
        return Arrival(number, name, digest, refused=(Refusal(0, "This file is empty. Fix: ask for it again."),))
    try:
        format, readings = open_each(content, _desk.toolkit, _desk.words)
    except Refused as refused:
        return Arrival(number, name, digest, refused=(Refusal(0, str(refused)),))
    filled, refusals = [], []
    for place, reading in enumerate(readings, 1):
        if isinstance(reading, Refused):
            refusals.append(Refusal(place, str(reading)))
        else:
            filled.append(_kept(reading, place if format == EXPORT else 0))
    if refusals and not filled:  # then it is the file
        refusals = [Refusal(0, refusals[0].why)]
    return Arrival(number, name, digest, format, tuple(filled), tuple(refusals))


def _content_of(path: Path) -> bytes:
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise Refused("This is no file but a link. Fix: put the file itself here.")
        if path.stat().st_size > LARGEST_EXPORT:
            raise Refused("This file is larger than any form or export. Fix: send it in parts.")
        return path.read_bytes()
    except OSError:  # it has gone since, or may not be read, or its disk is broken
        raise Refused("This file cannot be opened. Fix: see that it is there and may be read, and try again.") from None


def _kept(reading: Reading, place: int) -> Filled:
    """What may be kept of a reading."""
    answers, asked = reading.answers, _desk.asked.get(reading.label.tool, frozenset())
    cover = {"year", "side", "filled_on"}
    kept = {address: value for address, value in answers.items() if address in asked}
    questions = [
        Question(address, why, as_text(answers[address]))
        for address, why in reading.doubts.items()
        if address in asked | cover
    ]
    questions += [Question(address, "unreadable", "") for address in reading.lost if address in asked | cover]
    year, day, side = answers.get("year"), answers.get("filled_on"), answers.get("side")
    return Filled(
        tool=reading.label.tool,
        version=reading.label.version,
        language=reading.label.language,
        size=reading.label.size,
        place=place,
        code=_code(answers.get("reference")),
        side=side if isinstance(side, str) else "",
        year=int(year) if isinstance(year, Decimal) else None,
        day=day if isinstance(day, date) else None,
        answers=kept,
        questions=tuple(questions),
        unknown=reading.unknown,
        own=_code(reading.submission) if place else "",
    )


def _code(reference: Value | None) -> str:
    """The reference as a digest, so that pairs are found and nobody reads it. `Heron-River 01` is `heron river 1`."""
    text = fold(reference) if isinstance(reference, str) else ""
    digits = "".join(str(unicodedata.digit(letter, letter)) for letter in text)
    apart = re.sub(r"(?<=\d)[\W_]+(?=\d)", "-", digits)  # 1-12 is not 11-2
    text = re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[^\w-]+|_+|(?<!\d)-+|-+(?!\d)", "", apart)) or text
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""
