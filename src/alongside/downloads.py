"""Make every file of every tool, each only when something it depends on has changed.

In:   the toolkit, the words of each language, a folder to keep what was made
Out:  Download: one file with its place on the site, its format and its weight; packs of a language in one zip

A file is kept under the fingerprint of all it depends on: the tool, the interface's words, the code of its format with
its fonts, the versions of the libraries. An unchanged tool is not rendered again. The name of a kept file also says
what its bytes must be: one that was damaged since is made anew.
"""

from __future__ import annotations

import ast
import hashlib
import io
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from babel.messages.mofile import read_mo

from alongside import formats
from alongside.formats.packages import write_zip
from alongside.tool import Form, Size
from alongside.toolkit import Toolkit
from alongside.words import Words

_LIBRARIES = ("babel", "fonttools", "lxml", "pikepdf", "pydyf", "pypdf", "tinycss2", "weasyprint", "xlsxwriter")
_KEPT_DAYS = 30
_PACKAGE = Path(__file__).parent
PACK = "pack"
KEPT = ".cache/tools"  # in the project: what was made, by the fingerprint of all it depends on
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
    fingerprints = list(_fingerprints(tasks))
    sound = _sound(kept, fingerprints)
    missing = [index for index, fingerprint in enumerate(fingerprints) if fingerprint not in sound]
    for done, (index, content) in enumerate(zip(missing, _render([tasks[index] for index in missing]), strict=True), 1):
        sound[fingerprints[index]] = _keep(kept, fingerprints[index], content)
        advance(done, len(missing))
    places = [sound[fingerprint] for fingerprint in fingerprints]
    made = [download for task, place in zip(tasks, places, strict=True) for download in _downloads(task, place)]
    packs = [_pack(made, item, kept) for item in words if any(file.language == item.code for file in made)]
    _forget(kept, {file.kept for file in (*made, *packs)})
    return (*made, *packs)


def kept_or_made(kept: Path, format: str, about: str, make: Callable[[], bytes]) -> bytes:
    """Bytes that depend on a format's renderer and on a text alone: those made before, where they are still sound."""
    fingerprint = hashlib.sha256(f"{_renderer(format)} {about}".encode()).hexdigest()
    place = _sound(kept, [fingerprint]).get(fingerprint) or _keep(kept, fingerprint, make())
    return place.read_bytes()


def _forget(kept: Path, used: set[Path]) -> None:
    """Drop files of texts and programs that are no more. Younger ones may be those of another build."""
    oldest = time.time() - _KEPT_DAYS * 24 * 3600
    for path in kept.iterdir():
        if path not in used and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


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


def _keep(kept: Path, fingerprint: str, content: bytes) -> Path:
    """Whole or not at all: a build that is stopped must not leave half a file under a good name."""
    path = kept / f"{fingerprint}-{hashlib.sha256(content).hexdigest()}"
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
    return path


def _sound(kept: Path, fingerprints: Iterable[str]) -> dict[str, Path]:
    """What was kept of all that, as far as it still holds the bytes that its name says."""
    wanted, found = set(fingerprints), {}
    for path in sorted(kept.iterdir()):
        fingerprint, _, digest = path.name.partition("-")
        if fingerprint in wanted and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            found[fingerprint] = path
    return found


@cache
def _renderer(format: str) -> str:
    """The fingerprint of everything that makes files of a format."""
    digest = hashlib.sha256()
    for path in sorted(_parts(format)):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


def _parts(format: str) -> set[Path]:
    """The modules of a format, and what else lies in its folder and is named by one of them, or its own folder is."""
    folder = _PACKAGE / "formats"
    modules = _modules(folder / f"{format}.py")
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    named = {path for path in folder.rglob("*") if f'"{path.name}"' in code or f'"{path.parent.name}"' in code}
    return modules | {path for path in named if path.is_file() and path.suffix not in {".py", ".pyc"}}


def _modules(first: Path) -> set[Path]:
    """A module of ours, and all that it imports, and what these do."""
    found, waiting = set(), [first]
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("alongside"):
                place = _PACKAGE.joinpath(*str(node.module).split(".")[1:])
                waiting += [place.with_suffix(".py"), place / "__init__.py"]
                waiting += [place / f"{alias.name}.py" for alias in node.names]
    return found


def _fingerprints(tasks: Iterable[_Task]) -> Iterator[str]:
    """What each task depends on, in 64 hexadecimal digits."""
    known: dict[int, str] = {}
    for task in tasks:
        digest = hashlib.sha256(f"{_renderer(task.format)} {task.format} {task.stem}".encode())
        for form in task.forms:
            for part in (form.tool, form.words):
                if id(part) not in known:
                    told = repr(part) if part is form.tool else _told(form.words)
                    known[id(part)] = hashlib.sha256(told.encode()).hexdigest()
                digest.update(known[id(part)].encode())
        yield digest.hexdigest()


def _told(words: Words) -> str:
    """All that a language's catalogue says, plurals too; its head holds the time at which it was read."""
    catalog = read_mo(io.BytesIO(words.compiled))
    return repr(sorted((repr(message.id), message.string) for message in catalog if message.id))


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
    fingerprint = hashlib.sha256("".join(f"{file.path} {file.kept.name}" for file in own).encode()).hexdigest()
    place = _sound(kept, [fingerprint]).get(fingerprint) or _keep(kept, fingerprint, write_zip(members))
    return Download("", words.code, None, PACK, f"toolkit/toolkit-{words.code}.zip", place, place.stat().st_size)
