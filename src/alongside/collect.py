"""From a folder of filled sheets to a year's figures: on this computer, with nothing sent anywhere.

In:   a folder outside the project, a year, a private folder for the report
Out:  data/progress/<year>.yml, with gated figures alone; the report, for the eyes of those who collect

Running it again on the same folder changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from alongside.aggregate import Breakdown, Place, aggregate, asked_of
from alongside.inbox import Advance, Refusal, files_of, read_inbox
from alongside.intake import SAYS, Decision, Key, Verdict, judge, pairs
from alongside.load import Sources
from alongside.problems import CallError
from alongside.progress import Figure, Published, Response, Year
from alongside.release import hold_back, release
from alongside.year_file import Written, new_text, published_version

FILES, CONFIRM, SUMMARY = "files.csv", "confirm.csv", "summary.txt"
_CONFIRM_HEAD = ("file", "name", "sheet", "tool", "question", "why", "read as", "decision", "digest")
_FILES_HEAD = ("number", "file", "sheet", "format", "tool", "version", "language", "size", "state", "what to do")


@dataclass(frozen=True)
class Collected:
    """What a run has found.

    held        the figures that stay as they were published
    impossible  for a sheet, by its file and place, the figures that it was left out of: a part above its whole
    changed     whether the year's file is another one than before
    """

    verdicts: list[Verdict]
    figures: tuple[Figure, ...]
    held: tuple[str, ...]
    impossible: Mapping[Place, Sequence[str]]
    pairs: dict[str, tuple[int, int]]
    path: Path
    changed: bool


def collect(
    sources: Sources,
    inbox: Path,
    year: int,
    report: Path,
    today: date,
    *,
    asked: Mapping[str, int] | None = None,
    fewer: bool = False,
    advance: Advance,
) -> Collected:
    """Read, add up, protect, write.

    report  a private folder; confirm.csv in it holds what a person has decided, and is read again
    asked   how many sheets of a tool were asked for, where somebody knows it
    fewer   whether there may be fewer sheets than the last time
    raises  CallError where a folder is in the wrong place, or sheets that were counted are not there any more
    """
    _check_folders(sources.project, inbox, report)
    confirmed = _confirmed(report / CONFIRM)
    kept = asked_of(sources.indicators, sources.toolkit)
    arrivals = list(read_inbox(inbox, sources.toolkit, sources.words, kept, advance))
    verdicts, sheets = judge(arrivals, year, confirmed)
    breakdowns = aggregate(sheets, sources.indicators, sources.toolkit)
    years = {item.year: item for item in sources.years}
    standing = years.get(year)
    path = sources.project / "data" / "progress" / f"{year}.yml"
    public = published_version(path, standing)
    fresh = release(breakdowns, sources.indicators, sources.privacy, years.get(year - 1))
    figures, held = hold_back(fresh, public, sources.indicators, sources.privacy)
    counts = Counter(sheet.tool for sheet in sheets)
    text = _text(sources, path, public, year, figures, _responses(counts, asked or {}, standing), today)
    changed = not path.is_file() or path.read_text(encoding="utf-8") != text
    found = Collected(verdicts, figures, held, _impossible(breakdowns), pairs(sheets), path, changed)
    _write_report(report, found, breakdowns, confirmed)
    if not fewer:
        _check_nothing_is_gone(counts, standing)
    if changed:
        _write_whole(path, text)
    return found


def _check_folders(project: Path, inbox: Path, report: Path) -> None:
    """Filled sheets in the project would be one `git add` away from the public."""
    for name, folder in (("INBOX", inbox), ("--report", report)):
        place = folder.resolve()
        above = (place, *place.parents)
        if project.resolve() in above or any((folder / ".git").exists() for folder in above):
            raise CallError(f"{name} lies inside a project or repository. Fix: name a folder outside of it.")
    if inbox.resolve() in project.resolve().parents:
        raise CallError("INBOX holds the project itself. Fix: name a folder for the filled sheets alone.")
    if inbox.resolve() in (report.resolve(), *report.resolve().parents):
        raise CallError("--report lies in the inbox. Fix: name another folder, as private as the inbox.")
    if not files_of(inbox):
        raise CallError("INBOX holds no file. Fix: put the filled sheets there.")


def _impossible(breakdowns: Iterable[Breakdown]) -> dict[Place, list[str]]:
    found: dict[Place, list[str]] = {}
    for item in breakdowns:
        for place in item.impossible:
            found.setdefault(place, []).append(item.measure)
    return found


def _check_nothing_is_gone(counts: Counter[str], standing: Year | None) -> None:
    """Figures of a folder with late sheets alone would take the place of those of the whole year."""
    gone = [
        f"{item.tool} {item.received}, now {counts[item.tool]}"
        for item in (standing.responses if standing else ())
        if counts[item.tool] < item.received
    ]
    if gone:
        raise CallError(
            f"This folder has fewer sheets than the year's file counts: {'; '.join(gone)}. Nothing was changed but the "
            "report. Fix: put every sheet of the year into one folder; or add --fewer, if sheets were taken out on "
            "purpose."
        )


def _responses(counts: Counter[str], asked: Mapping[str, int], standing: Year | None) -> tuple[Response, ...]:
    known = {item.tool: item.asked for item in standing.responses} if standing else {}
    return tuple(
        Response(tool=tool, received=counts[tool], asked=asked.get(tool, known.get(tool)))
        for tool in sorted(counts.keys() | asked.keys())
    )


def _text(
    sources: Sources,
    path: Path,
    public: Year | None,
    year: int,
    figures: tuple[Figure, ...],
    responses: tuple[Response, ...],
    today: date,
) -> str:
    """The year's file with its figures. Those that were public before and were printed are kept: readers have them."""
    earlier = list(public.published) if public else []
    replaced = [item for item in public.figures if item not in figures and item.n is not None] if public else []
    if replaced:
        earlier.append(Published(until=today.isoformat(), figures=tuple(replaced)))
    methods = {item.id: item.method for item in sources.indicators}
    machine = Written(methods, responses, figures, tuple(earlier))
    text = path.read_text(encoding="utf-8") if path.is_file() else None
    return new_text(text, year, sources.words, machine)


def _confirmed(path: Path) -> dict[Key, Decision]:
    """What a person has decided: in the column `decision`, yes or no.

    raises  CallError where it cannot be understood: what a person has decided must not be lost
    """
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        divider = max(",;\t", key=text.partition("\n")[0].count)  # as the spreadsheets of many countries save it
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=divider))
    except (UnicodeDecodeError, csv.Error):
        raise CallError(f"{CONFIRM} cannot be read. Fix: save it as CSV, in UTF-8.") from None
    found: dict[Key, Decision] = {}
    for line, row in enumerate(rows, 2):
        decision = (row.get("decision") or "").strip().casefold()
        if decision == "yes" and row.get("why") == "unreadable":
            what = "this answer could not be read, and no value is taken from here."
            raise CallError(f"{CONFIRM}:{line}: {what} Fix: correct it in the sheet itself, or write no.")
        digest, place, question = (str(row.get(name) or "").strip() for name in ("digest", "sheet", "question"))
        if not place.isdecimal() or not digest or not question:
            raise CallError(f"{CONFIRM}:{line}: a column is missing. Fix: keep all columns, or delete the file.")
        if decision not in {"yes", "no", ""}:
            raise CallError(f"{CONFIRM}:{line}: this decision is none. Fix: write yes or no.")
        if decision:
            found[digest, int(place), question] = cast(Decision, decision)
    return found


def _write_report(
    report: Path, found: Collected, breakdowns: Iterable[Breakdown], confirmed: Mapping[Key, Decision]
) -> None:
    report.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_whole(report / FILES, _table(_FILES_HEAD, (_file_row(item, found.impossible) for item in found.verdicts)))
    rows = [row for verdict in found.verdicts for row in _confirm_rows(verdict, confirmed)]
    _write_whole(report / CONFIRM, _table(_CONFIRM_HEAD, rows))
    _write_whole(report / SUMMARY, "\n".join([*summary(found), "", *_exact(breakdowns)]) + "\n")


def _file_row(verdict: Verdict, impossible: Mapping[Place, Sequence[str]]) -> Sequence[object]:
    arrival, sheet = verdict.arrival, verdict.sheet
    if isinstance(sheet, Refusal):
        about, told = ("", "", "", ""), sheet.why
    else:
        about, told = (sheet.tool, sheet.version, sheet.language, sheet.size), SAYS[verdict.state]
    wrong = impossible.get((arrival.number, sheet.place))
    if wrong:
        told += f"; but left out of {', '.join(wrong)}, where a part is above its whole or no number: ask, and mend it"
    return (arrival.number, arrival.path, sheet.place or "", arrival.format, *about, verdict.state, told)


def _confirm_rows(verdict: Verdict, confirmed: Mapping[Key, Decision]) -> Iterable[Sequence[object]]:
    filled = verdict.sheet
    if isinstance(filled, Refusal):
        return
    for question in filled.questions:
        digest = verdict.arrival.digest
        decision = confirmed.get((digest, filled.place, question.address), "")
        if not decision and verdict.state not in {"counted", "to-confirm", "no-year"}:
            continue
        address, why = question.address, question.why
        yield (
            verdict.arrival.number,
            verdict.arrival.path,
            filled.place,
            filled.tool,
            address,
            why,
            question.text,
            decision,
            digest,
        )


def _exact(breakdowns: Iterable[Breakdown]) -> Iterable[str]:
    """Exact figures, for those who collect alone."""
    yield "Exact figures. Private: small numbers are not left out here."
    for item in breakdowns:
        cells = ", ".join(f"{group} {number}" for group, number in item.cells.items())
        value = "" if item.value is None else f"; {item.value}"
        impossible = f"; {len(item.impossible)} sheets left out, a part above its whole" if item.impossible else ""
        yield f"{item.measure}: sheets {item.sheets}, n {item.n}{value}{'; ' if cells else ''}{cells}{impossible}"


def summary(found: Collected) -> list[str]:
    """What a person must know, without names of files and without a word of anybody's."""
    states = Counter(verdict.state for verdict in found.verdicts)
    lines = [f"{states[state]:6} {told}" for state, told in SAYS.items() if states[state]]
    kinds = Counter(verdict.arrival.format or "unknown" for verdict in found.verdicts)
    lines.append("formats: " + ", ".join(f"{name} {number}" for name, number in sorted(kinds.items())))
    for tool, (both, alone) in sorted(found.pairs.items()):
        lines.append(f"{tool}: {both} with the sheets of both sides, {alone} with those of one side")
    figures = Counter(figure.state for figure in found.figures)
    lines.append("figures: " + ", ".join(f"{state} {number}" for state, number in sorted(figures.items())))
    if found.held:
        lines.append(
            f"{len(found.held)} figures stay as they were published: beside the old ones, the new ones would tell of a "
            f"few. They change when more sheets have come: {', '.join(found.held)}."
        )
    return lines


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(str(item)) for item in row] for row in rows)
    return "\ufeff" + buffer.getvalue()


def _cell(text: str) -> str:
    """What a spreadsheet would run as a formula begins with an apostrophe."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _write_whole(path: Path, text: str) -> None:
    """The whole file or none of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(path)
