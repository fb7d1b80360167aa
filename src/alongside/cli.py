"""The command `alongside`.

In:   what a person types
Out:  what they asked for, or what to mend; exit codes: 0 fine, 1 sources wrong, 2 wrong call, 3 refused for privacy,
      4 build failed
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from alongside.build import Report, build
from alongside.catalogue import update_catalogues
from alongside.load import load
from alongside.problems import AlongsideError, SourceError
from alongside.schemas import write_schemas
from alongside.serve import serve
from alongside.stamps import stale_pages, stamp

_project = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="A folder laid out like Alongside's own repository. Default: here.",
)
_language = click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Only this language; repeatable."
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
        f"{len(sources.partners)} partners, {len(sources.years)} years."
    )
    for page, changed in stale_pages(sources.pages):
        click.echo(
            f"docs/{page.language}/{page.path}: the English has changed in {len(changed) or 'the order of'} section(s)"
        )


@main.command("build")
@_project
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Folder for the site. Default: site.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    metavar="YYYY-MM-DD",
    help="Build as if it were this day: consents begin and end by it.",
)
@_language
def build_command(project: Path, out: Path | None, today: datetime | None, languages: tuple[str, ...]) -> None:
    """Build the site; the old one stays until the new one has passed every check."""
    day = today.date() if today else date.today()
    report = build(project, out or project / "site", today=day, languages=languages, tell=click.echo)
    _tell(report)


@main.command("serve")
@_project
@_language
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve_command(project: Path, languages: tuple[str, ...], port: int) -> None:
    """Preview the site on this computer and build it anew at every save."""
    serve(project, languages=languages, port=port, tell=click.echo)


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
    stamp(project.resolve(), files, load(project.resolve()).pages)


@main.command()
@_project
def schemas(project: Path) -> None:
    """Write the JSON Schemas that editors use for the files in data/."""
    for path in write_schemas(project.resolve()):
        click.echo(path)


def _tell(report: Report) -> None:
    pages = ", ".join(f"{code} {number}" for code, number in report.pages.items())
    click.echo(f"pages   {pages}; {report.size / 1_000_000:.1f} MB; {report.seconds:.1f} s")
    click.echo(f"To read it: python3 -m http.server --directory {report.site}   then open http://localhost:8000/")
