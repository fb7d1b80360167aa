"""Make every file of every tool, each only when something it depends on has changed.

In:   the toolkit, the words of each language, a folder to keep what was made
Out:  Download: one file with its place on the site, its format and its weight; packs of a language in one zip

A file is kept under the fingerprint of all it depends on: the tool, the interface's words, the code of the formats and
their fonts, the versions of the libraries. An unchanged tool is not rendered again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from alongside import formats
from alongside.formats.packages import write_zip
from alongside.tool import Form, Size
from alongside.toolkit import Toolkit
from alongside.words import Words

_LIBRARIES = ("weasyprint", "pikepdf", "xlsxwriter", "fonttools")
_MAKERS = ("answers.py", "formula.py", "shapes.py", "text.py", "tool.py", "typed_text.py", "units.py", "words.py")
_PACKAGE = Path(__file__).parent
PACK = "pack"
Advance = Callable[[int, int], None]  # how many files are made, of how many


def silently(done: int, all: int) -> None:
    """Tell nobody."""
    del done, all


@dataclass(frozen=True)
class Download:
    """One file people can fetch.

    tool, size  empty where the file holds all tools or all sizes
    path        on the site, below the language's prefix
    kept        where its bytes lie
    weight      bytes
    """

    tool: str
    language: str
    size: Size | None
    format: str
    path: str
    kept: Path
    weight: int


@dataclass(frozen=True)
class _Task:
    """One file to make: a form in a format, or a tool in all its languages."""

    format: str
    forms: tuple[Form, ...]
    stem: str

    @property
    def form(self) -> Form:
        return self.forms[0]


def make_downloads(
    toolkit: Toolkit, words: Sequence[Words], kept: Path, advance: Advance = silently
) -> tuple[Download, ...]:
    """Every file of the toolkit in the languages wanted. Files lie in `kept`, named by their fingerprint."""
    kept.mkdir(parents=True, exist_ok=True)
    tasks = list(_tasks(toolkit, words))
    places = [kept / fingerprint for fingerprint in _fingerprints(tasks)]
    missing = [index for index, place in enumerate(places) if not place.is_file()]
    for done, (index, content) in enumerate(zip(missing, _render([tasks[index] for index in missing]), strict=True), 1):
        _write(places[index], content)
        advance(done, len(missing))
    made = [download for task, place in zip(tasks, places, strict=True) for download in _downloads(task, place)]
    return (*made, *(_pack(made, item, kept) for item in words if any(file.language == item.code for file in made)))


def _tasks(toolkit: Toolkit, words: Sequence[Words]) -> Iterator[_Task]:
    """The slowest first, so that no processor waits at the end."""
    names = sorted((*formats.FILLED, formats.TEXT), key=lambda name: name != "pdf")
    for name in names:
        for tools in toolkit.values():
            for item in words:
                if item.code in tools:
                    tool = tools[item.code]
                    for size in tool.sizes:
                        form = Form(tool, item, size)
                        yield _Task(name, (form,), form.stem)
    for identifier, tools in toolkit.items():
        forms = tuple(Form(tools[item.code], item) for item in words if item.code in tools)
        if forms:
            yield _Task(formats.TOGETHER, forms, f"{identifier}-{formats.TOGETHER}")


def _make(task: _Task) -> bytes:
    module = formats.module(task.format)
    content = module.write(task.forms) if task.format == formats.TOGETHER else module.write(task.form)
    return bytes(content)


def _render(tasks: list[_Task]) -> Iterator[bytes]:
    if len(tasks) < 4:
        yield from map(_make, tasks)
        return
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as workers:
        yield from workers.map(_make, tasks, chunksize=2)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a build that is stopped must not leave half a file under a good name."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)


@cache
def _renderer() -> str:
    """The fingerprint of everything that makes files of forms."""
    digest = hashlib.sha256()
    folders = [path for folder in ("fields", "formats") for path in (_PACKAGE / folder).rglob("*")]
    for path in sorted([*folders, *(_PACKAGE / name for name in _MAKERS)]):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


def _fingerprints(tasks: Iterable[_Task]) -> Iterator[str]:
    """What each task depends on, in 64 hexadecimal digits."""
    known: dict[int, str] = {}
    for task in tasks:
        digest = hashlib.sha256(f"{_renderer()} {task.format} {task.stem}".encode())
        for form in task.forms:
            for part in (form.tool, form.words):
                if id(part) not in known:
                    told = part if part is form.tool else sorted(form.words.messages.items())
                    known[id(part)] = hashlib.sha256(repr(told).encode()).hexdigest()
                digest.update(known[id(part)].encode())
        yield digest.hexdigest()


def _downloads(task: _Task, place: Path) -> Iterator[Download]:
    """The file, in each language that offers it: a form for all languages lies beside each of them."""
    module = formats.module(task.format)
    together = task.format == formats.TOGETHER
    for form in task.forms:
        path = f"toolkit/{form.tool.id}/{task.stem}.{module.ENDING}"
        size = None if together else form.size
        yield Download(form.tool.id, form.tool.language, size, task.format, path, place, place.stat().st_size)


def _pack(made: Sequence[Download], words: Words, kept: Path) -> Download:
    """Everything of one language in one zip file, for a memory stick or a message."""
    own = sorted((file for file in made if file.language == words.code), key=lambda file: file.path)
    members = {file.path.removeprefix("toolkit/"): file.kept.read_bytes() for file in own}
    digest = hashlib.sha256("".join(f"{file.path} {file.kept.name}" for file in own).encode()).hexdigest()
    place = kept / digest
    if not place.is_file():
        _write(place, write_zip(members))
    return Download("", words.code, None, PACK, f"toolkit/toolkit-{words.code}.zip", place, place.stat().st_size)
