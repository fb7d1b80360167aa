"""From sources to a site: load, gate, stage, build, finish, and only then replace the one that is there.

In:   a project, a day, the languages wanted
Out:  the site folder, and a Report of what was made

The site is made in a fresh folder beside the old one. Whatever goes wrong before the last step, the old one stays.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from alongside.audit import audit, refusal
from alongside.consents import open_blackout
from alongside.downloads import KEPT, Advance, make_downloads, silently
from alongside.finish import MARKER, finish
from alongside.gate import open_books
from alongside.load import Sources, load
from alongside.problems import BuildError, CallError, PrivacyError
from alongside.stage import Published, Staged, stage
from alongside.tool_pages import shelve
from alongside.words import Words

Tell = Callable[[str], None]
AUDITED = ".cache/audit"
# MkDocs' own warnings, and the lines in which the macros plugin names the page and the fault.
_TELLING = re.compile(r"WARNING|ERROR|Error|Aborted|_File_|_\w+_:")


_SOURCES = ("docs", "data", "toolkit", "theme", "locale", "src", "tests", ".git")


@dataclass(frozen=True)
class Report:
    """What a build made: pages by language, bytes and seconds."""

    site: Path
    pages: dict[str, int]
    size: int
    seconds: float


def build(
    project: Path,
    site: Path,
    *,
    today: date,
    languages: Sequence[str] = (),
    preview: bool = False,
    blackout: Sequence[str] = (),
    public: bool = False,
    tell: Tell,
    advance: Advance = silently,
) -> Report:
    """Build a project's site.

    languages  codes; all where empty
    blackout   further countries to hide, beside those of data/safety.yml
    public     leave out whatever is invented
    advance    told how many files of tools are made, of how many
    raises     SourceError, CallError, PrivacyError, BuildError; the folder `site` is then as it was
    """
    begun = time.monotonic()
    project, site = project.resolve(), site.resolve()
    _refuse_precious_folder(project, site)
    with _step("load", tell):
        sources = _with_blackout(load(project), blackout)
        sources = without_examples(sources) if public else sources
        wanted = _choose(sources.words, languages)
    site.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=f".{site.name}-", dir=site.parent))
    try:
        published = _publish(sources, today, tell, advance)
        fresh = _make(sources, published, workshop, wanted, today, preview, tell)
        _swap(fresh, site, workshop)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    pages = {words.code: sum(1 for _ in (site / words.code).rglob("*.html")) for words in wanted}
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    return Report(site, pages, size, time.monotonic() - begun)


def _publish(sources: Sources, today: date, tell: Tell, advance: Advance) -> Published:
    """What may be public on that day, and the files of the tools."""
    with _step("gate", tell):
        books = open_books(sources, today)
    with _step("tools", tell):
        files = make_downloads(sources.toolkit, sources.words, sources.project / KEPT, advance)
        blackout = open_blackout(sources.safety, tuple(item.code for item in sources.words))
        shelves = {item.code: shelve(sources.toolkit, item, files, blackout.is_named_in) for item in sources.words}
    return Published(books, shelves, tuple(files))


def _make(
    sources: Sources,
    public: Published,
    workshop: Path,
    wanted: Sequence[Words],
    today: date,
    preview: bool,
    tell: Tell,
) -> Path:
    """The finished and audited site, in a folder of the workshop."""
    fresh = workshop / "site"
    fresh.mkdir()
    with _step("stage", tell):
        staged = stage(sources, public, workshop / "stage", wanted, preview=preview)
    with _step("build", tell):
        _run_mkdocs(staged, today)
    with _step("finish", tell):
        finish(staged, fresh, sources, public)
    with _step("audit", tell):
        findings = audit(fresh, sources, today, sources.project / AUDITED)
        if findings:
            raise PrivacyError(refusal(findings))
    return fresh


def without_examples(sources: Sources) -> Sources:
    """What a site for the public is made of: nobody reads an invented partner or year as a true one."""
    partners = tuple(partner for partner in sources.partners if not partner.example)
    real = {partner.id for partner in partners}
    return dataclasses.replace(
        sources,
        partners=partners,
        pictures={name: picture for name, picture in sources.pictures.items() if picture.partner in real},
        years=tuple(year for year in sources.years if not year.example),
    )


def _with_blackout(sources: Sources, countries: Sequence[str]) -> Sources:
    hidden = (*sources.safety.blackout, *countries)
    return dataclasses.replace(sources, safety=sources.safety.model_copy(update={"blackout": hidden}))


@contextmanager
def _step(name: str, tell: Tell) -> Iterator[None]:
    begun = time.monotonic()
    yield
    tell(f"{name:<7} {time.monotonic() - begun:5.1f} s")


def _choose(words: Sequence[Words], codes: Sequence[str]) -> tuple[Words, ...]:
    known = {item.code: item for item in words}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise CallError(f"A language is not one of this site's. Fix: choose from {', '.join(known)}.")
    return tuple(item for item in words if not codes or item.code in codes)


def _refuse_precious_folder(project: Path, site: Path) -> None:
    """A build replaces the whole folder, so it must be empty, new or one of ours."""
    if site in {project, Path.cwd()} or site in project.parents:
        raise CallError("--out names the project itself or a folder around it. Fix: name a folder of its own.")
    if any(site.is_relative_to((project / name).resolve()) for name in _SOURCES):
        raise CallError("--out lies inside the sources. Fix: name a folder outside of them, like site.")
    if site.exists() and not site.is_dir():
        raise CallError("--out names a file. Fix: name a folder.")
    if site.is_dir() and any(site.iterdir()) and not (site / MARKER).exists():
        raise CallError("--out names a folder with other things in it. Fix: name a new or an empty folder.")


def _run_mkdocs(staged: Sequence[Staged], today: date) -> None:
    """One MkDocs for each language, as many at a time as there are processors."""
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(int(noon.timestamp()))}

    def run(language: Staged) -> str:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(language.configuration)]
        result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
        return "" if result.returncode == 0 else f"[{language.language}] {_essence(result.stderr + result.stdout)}"

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as workers:
        failures = [failure for failure in workers.map(run, staged) if failure]
    if failures:
        raise BuildError("MkDocs could not build the pages:\n" + "\n".join(failures))


def _essence(log: str) -> str:
    """The lines of a MkDocs log that say what is wrong; all of it where none does."""
    lines = log.strip().splitlines()
    telling = [line for line in lines if _TELLING.match(line)]
    return "\n".join(telling or lines[-15:])


def _swap(fresh: Path, site: Path, workshop: Path) -> None:
    """Put the new site in the old one's place: two renames; should the second fail, the old one comes back."""
    old = workshop / "old"
    if site.exists():
        site.rename(old)
    try:
        fresh.rename(site)
    except OSError:
        if old.exists() and not site.exists():
            old.rename(site)
        raise BuildError("Another build took the place of the site. Fix: run one build at a time.") from None
