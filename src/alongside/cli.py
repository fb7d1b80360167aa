"""The command `alongside`.

In:   what a person types
Out:  what they asked for, or what to mend; exit codes: 0 fine, 1 sources wrong, 2 wrong call, 3 refused for privacy,
      4 build failed
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from alongside.advice import advice
from alongside.audit import audit, foreign_origins, refusal
from alongside.build import Report, build
from alongside.catalogue import update_catalogues
from alongside.collect import collect, summary
from alongside.downloads import Advance, silently
from alongside.drill import drill
from alongside.gate import open_books
from alongside.load import load
from alongside.problems import AlongsideError, BuildError, CallError, PrivacyError, SourceError
from alongside.reminders import as_calendar, as_table, rows
from alongside.schemas import write_schemas
from alongside.serve import serve
from alongside.stamps import stamp
from alongside.words import REFERENCE
from alongside.year_pages import as_lines

_FIRST, _LAST = date(2000, 1, 1), date(2100, 12, 31)
_project = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="A folder laid out like Alongside's own repository. Default: here.",
)
_language = click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Only this language; repeatable."
)


_today = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    metavar="YYYY-MM-DD",
    help="Act as if it were this day: agreements begin and end by it.",
)


class _Command(click.Group):
    """Turns every error a person can mend into its message and exit code; anything else is our own fault."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except AlongsideError as error:
            click.echo(str(error), err=True)
            if isinstance(error, SourceError):
                click.echo(f"{len(error.problems)} to mend. Nothing was written.", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            sys.exit(0)  # whoever read the output has seen enough
        except OSError as error:
            # A folder that cannot be written, a full disk: no path here holds what a person typed about a partner.
            click.echo(
                f"{error.strerror or error}: {error.filename or ''}. Fix: check the folder and its rights.", err=True
            )
            sys.exit(BuildError.exit_code)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alongside")
def main() -> None:
    """Turn an organisation's promises to its partners into something people can read, use and check."""


@main.command()
@_project
def check(project: Path) -> None:
    """List every problem in the sources, with its place and its fix."""
    sources = load(project.resolve())
    pages = sum(1 for page in sources.pages if page.language == "en")
    click.echo(
        f"Nothing to mend: {len(sources.words)} languages, {pages} pages, {len(sources.commitments)} commitments, "
        f"{len(sources.partners)} partners, {len(sources.years)} years, {len(sources.toolkit)} tools."
    )
    for line in advice(sources):
        click.echo(line)


@main.command("build")
@_project
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Folder for the site. Default: site.")
@_today
@_language
@click.option("--public", is_flag=True, help="For the public: leave out invented partners and years.")
def build_command(
    project: Path, out: Path | None, today: datetime | None, languages: tuple[str, ...], public: bool
) -> None:
    """Build the site; the old one stays until the new one has passed every check."""
    with _progress("tools  ") as advance:
        report = build(
            project,
            out or project / "site",
            today=_day(today),
            languages=languages,
            public=public,
            tell=click.echo,
            advance=advance,
        )
    _tell(report)


@main.command("serve")
@_project
@_language
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve_command(project: Path, languages: tuple[str, ...], port: int) -> None:
    """Preview the site on this computer and build it anew at every save."""
    serve(project, languages=languages, port=port, tell=click.echo)


@main.command("audit")
@click.argument("site", type=click.Path(path_type=Path, file_okay=False, exists=True))
@_project
@_today
def audit_command(site: Path, project: Path, today: datetime | None) -> None:
    """Read every byte of a built site for what must not be public."""
    site, sources = site.resolve(), load(project.resolve())
    findings = audit(site, sources, _day(today))
    findings += foreign_origins(site, urlsplit(sources.layout.site_url).path)
    if findings:
        raise PrivacyError(refusal(findings))
    click.echo("Nothing found that must not be public.")


@main.command("consent")
@_project
@_today
@click.option("--within", type=click.IntRange(0, 3660), default=60, show_default=True, help="Days that count as soon.")
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="Write the reminders as a calendar.")
def consent_command(project: Path, today: datetime | None, within: int, ics: Path | None) -> None:
    """Show which agreements end soon or have ended, and what each partner shows today."""
    sources = load(project.resolve())
    found = rows(sources, _day(today), within)
    click.echo(as_table(found))
    if ics:
        ics.write_bytes(as_calendar(found, sources.privacy.days_of_warning.value))
        click.echo(f"Reminders: {ics}")


@main.command("collect")
@click.argument("inbox", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("year", type=click.IntRange(2000, 2100))
@_project
@_today
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A private folder, outside the project, for what only those who collect may see.",
)
@click.option(
    "--asked", multiple=True, metavar="TOOL=NUMBER", help="So many sheets of a tool were asked for; repeatable."
)
@click.option("--fewer", is_flag=True, help="There may be fewer sheets than the last time: some were taken out.")
def collect_command(
    inbox: Path, year: int, project: Path, today: datetime | None, report: Path, asked: tuple[str, ...], fewer: bool
) -> None:
    """Read a folder of filled sheets and write the year's figures, protected. Nothing leaves this computer."""
    sources = load(project.resolve())
    numbers = dict(_asked(item, sources.toolkit) for item in asked)
    with _progress("reading") as advance:
        found = collect(sources, inbox, year, report, _day(today), asked=numbers, fewer=fewer, advance=advance)
    click.echo("\n".join(summary(found)))
    click.echo(f"{'written' if found.changed else 'unchanged'}: data/progress/{year}.yml; private report: {report}")


def _asked(item: str, toolkit: Collection[str]) -> tuple[str, int]:
    tool, _, number = item.partition("=")
    if tool not in toolkit or not number.isdigit() or len(number) > 6:
        tools = ", ".join(sorted(toolkit))
        raise CallError(
            f"--asked must name a tool and a number. Fix: write it like joint-reflection=40; tools: {tools}."
        )
    return tool, int(number)


@main.command("drill")
@click.argument("country")
@_project
@_today
def drill_command(country: str, project: Path, today: datetime | None) -> None:
    """Try the blackout of a country in a temporary folder; publish nothing."""
    drill(project.resolve(), country, _day(today), tell=click.echo)
    click.echo("The blackout holds: no trace of the country is left in the site.")


@main.command("trace")
@_project
@_today
def trace_command(project: Path, today: datetime | None) -> None:
    """Go from each commitment to the question, the indicator and the years that speak of it; name the gaps."""
    for line in as_lines(open_books(load(project.resolve()), _day(today))[REFERENCE]):
        click.echo(line)


@main.command()
@_project
def words(project: Path) -> None:
    """Bring the words of every language in step with the pages and templates: locale/*.po."""
    for code, number, missing in update_catalogues(project.resolve()):
        click.echo(f"{code}: {number} messages, {missing} to translate")


@main.command("stamp")
@_project
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def stamp_command(project: Path, files: tuple[Path, ...]) -> None:
    """Note that these translated pages have been brought in line with the English of today."""
    stamp(project.resolve(), files)


@main.command()
@_project
def schemas(project: Path) -> None:
    """Write the JSON Schemas that editors use for the files in data/."""
    for path in write_schemas(project.resolve()):
        click.echo(path)


@contextmanager
def _progress(what: str) -> Iterator[Advance]:
    """A bar while many files are made or read, where a person is watching."""
    if not sys.stderr.isatty():
        yield silently
        return

    def advance(done: int, all: int) -> None:
        filled = "#" * (30 * done // all)
        end = "\r" if done < all else "\r\033[K"
        click.echo(f"{what} [{filled:<30}] {done} of {all} files", nl=False, err=True)
        click.echo(end, nl=False, err=True)

    yield advance


def _day(today: datetime | None) -> date:
    day = today.date() if today else date.today()
    if not _FIRST <= day <= _LAST:
        raise CallError(f"--today is too far away. Fix: name a day between {_FIRST} and {_LAST}.")
    return day


def _tell(report: Report) -> None:
    pages = ", ".join(f"{code} {number}" for code, number in report.pages.items())
    click.echo(f"pages   {pages}; {report.size / 1_000_000:.1f} MB; {report.seconds:.1f} s")
    click.echo(f"To read it: python3 -m http.server --directory {report.site}   then open http://localhost:8000/")
