"""A folder of filled sheets becomes a year's figures: the right ones, the same ones again, and nobody's words."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import shutil
import statistics
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alongside import collect as collecting
from alongside import formats, inbox
from alongside.aggregate import asked_of
from alongside.answers import Answers
from alongside.cli import main
from alongside.formats.webform_shapes import answers_file
from alongside.formats.xlsform_names import TOOL, Names
from alongside.inbox import Arrival, files_of, read_inbox
from alongside.load import Sources, load
from alongside.problems import CallError
from alongside.progress import Year
from alongside.shapes import Text
from alongside.tool import Form, leaves_of
from alongside.year_file import MARK
from conftest import ROOT
from tasks.invent import Inventor, as_export

YEAR = 2025
DAY = "2026-02-01"
CANARY = "Kestrel"  # an invented word that people typed; nobody may read it afterwards
NAMES_OF_FILES = "Sandglass"
REPORTS = 12
QUICK = ("webform", "json", "docx", "odt", "xlsx")
PLANNING, REFLECTION, REVIEW, WISH = "planning-and-reporting", "joint-reflection", "team-progress", "visibility-consent"


def copy_of_project(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("data", "toolkit", "locale", "docs/en"):
        shutil.copytree(ROOT / name, folder / name)
    for path in (folder / "data" / "progress").glob("*.yml"):
        if path.stem != "2022":
            path.unlink()
    for name in ("mkdocs.yml", "macros.py"):
        shutil.copy(ROOT / name, folder)
    return folder


@dataclass(frozen=True)
class Place:
    """A project, an inbox, and a private folder for reports."""

    project: Path
    inbox: Path
    report: Path

    def run(self, *more: str, year: int = YEAR, today: str = DAY) -> Result:
        arguments = ["collect", str(self.inbox), str(year), "--project", str(self.project)]
        arguments += ["--report", str(self.report), "--today", today, *more]
        result = CliRunner().invoke(main, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def collected(self, *more: str, year: int = YEAR, today: str = DAY) -> str:
        result = self.run(*more, year=year, today=today)
        assert result.exit_code == 0, result.output
        return result.output

    @property
    def file(self) -> Path:
        return self.project / "data" / "progress" / f"{YEAR}.yml"

    @property
    def year(self) -> Year:
        return next(item for item in load(self.project).years if item.year == YEAR)

    def table(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((self.report / name).read_text(encoding="utf-8-sig"))))

    @property
    def states(self) -> dict[str, str]:
        """What became of each file; of the last sheet in it where it holds several."""
        return {row["file"]: row["state"] for row in self.table("files.csv")}

    @property
    def exact(self) -> dict[str, str]:
        text = (self.report / "summary.txt").read_text(encoding="utf-8")
        return dict(re.findall(r"^(I\d+\.[a-z-]+): (.*)$", text, re.MULTILINE))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "inbox").mkdir()
    return Place(copy_of_project(tmp_path / "project"), tmp_path / "inbox", tmp_path / "report")


@pytest.fixture(scope="module")
def inventor(sources: Sources) -> Inventor:
    return Inventor(sources, YEAR)


def as_file(form: Form, answers: Answers, kind: str) -> bytes:
    if kind == "json":
        return json.dumps(answers_file(form, answers)).encode()
    return bytes(formats.module(kind).write(form, answers))


def typed(form: Form, changes: Mapping[str, str], answers: Answers) -> bytes:
    """A file of answers in which some are written as somebody typed them."""
    file = answers_file(form, answers)
    file["answers"] = {**dict(file["answers"]), **changes}  # type: ignore[call-overload]
    return json.dumps(file).encode()


def with_words(form: Form, answers: Answers) -> Answers:
    """The canary in every place for words."""
    leaves = (leaf for question in form.tool.questions for leaf in leaves_of(question))
    words = {leaf.address: f"{CANARY} {leaf.address}" for leaf in leaves if isinstance(leaf.shape, Text)}
    return answers | {address: text for address, text in words.items() if address != "reference"}


@dataclass(frozen=True)
class Folder:
    """Invented sheets, and their answers."""

    sheets: tuple[tuple[str, Answers], ...]
    files: Mapping[str, bytes]

    def of(self, tool: str) -> list[Answers]:
        return [answers for name, answers in self.sheets if name == tool]


@pytest.fixture(scope="module")
def folder(inventor: Inventor) -> Folder:
    """Forty sheets in all formats and languages, each with the canary wherever words can stand."""
    sheets = [(PLANNING, inventor.report(number)) for number in range(REPORTS)]
    sheets += [(REVIEW, inventor.review(number)) for number in range(6)]
    sheets += [(REFLECTION, inventor.reflection(pair, "partner")) for pair in range(11)]
    sheets += [(REFLECTION, inventor.reflection(pair, "organisation")) for pair in range(3)]
    sheets += [(REFLECTION, inventor.reflection(pair, "both")) for pair in range(2, 8)]
    sheets += [(WISH, inventor.wish(number)) for number in range(3)]
    files: dict[str, bytes] = {}
    phones: dict[str, list[dict[str, object]]] = {}
    for place, (tool, answers) in enumerate(sheets):
        form = inventor.form(tool, ("en", "fr", "es", "ar")[place % 4])
        kind = "pdf" if place == 3 else (*QUICK, "phone")[place % 6]
        content = answers | {"reference": f"{CANARY} {answers['reference']}"}
        content = with_words(form, content) if kind != "pdf" else content
        if kind == "phone":
            phones.setdefault(tool, []).append(as_export(form, content))
        else:
            ending = {"webform": "html"}.get(kind, kind)
            files[f"{NAMES_OF_FILES} {place:02d}.{ending}"] = as_file(form, content, kind)
    for tool, rows in phones.items():
        files[f"phones {tool}.json"] = json.dumps({"results": rows}).encode()
    return Folder(tuple(sheets), files)


def fill(into: Path, files: Mapping[str, bytes]) -> None:
    into.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes(content)


@pytest.fixture(scope="module")
def done(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, str]:
    """The folder, collected once, and what was said."""
    root = tmp_path_factory.mktemp("collected")
    place = Place(copy_of_project(root / "project"), root / "inbox", root / "report")
    fill(place.inbox, folder.files)
    return place, place.collected("--asked", f"{PLANNING}=14")


def plain(numbers: Sequence[object]) -> int:
    return sum(int(str(number)) for number in numbers)


def test_the_figures_are_those_of_a_plain_sum(done: tuple[Place, str], folder: Folder) -> None:
    place, _ = done
    reports, reflections = folder.of(PLANNING), folder.of(REFLECTION)
    active = plain([report["active"] for report in reports])
    expected = {
        "I1.held": f"sheets 12, n {active}; part {plain([report['reflected'] for report in reports])}",
        "I18.useful": by_sum(reports, lambda address: address.startswith("doors.") and address.endswith(".useful")),
        "I21.together": by_group(reports, "together", "partners"),
        "I3.ours": by_group(reports, "who_leads", "ours"),
        "I22.kinds": by_group(reports, "kinds", "active"),
        "I24.outcomes": by_column(reports, "promises"),
        "I2.reviewed": by_choice([report["reviewed"] for report in reports], ["yes", "partly", "no"]),
        "I8.rate": rates(reports),
    }
    joint = [Decimal(str(sheet["paid_days"])) for sheet in reflections if "paid_days" in sheet]
    middle = statistics.median(joint)
    for name, said in expected.items():
        assert place.exact[name] == said, name
    sheets, n, value = re.findall(r"[\d.]+", place.exact["I11.middle"])
    assert (int(sheets), int(n), Decimal(value)) == (6, 6, middle)
    partners = [sheet for sheet in reflections if sheet["side"] == "partner"]
    views = Counter(str(sheet["statements.learns.answer"]) for sheet in partners)
    assert place.exact["I23.learns"].startswith("sheets 11, n 11; ")
    for choice, number in views.items():
        assert f"{choice} {number}" in place.exact["I23.learns"]


def by_sum(sheets: Sequence[Answers], wanted: Callable[[str], bool]) -> str:
    n = plain([value for sheet in sheets for address, value in sheet.items() if wanted(address)])
    return f"sheets {len(sheets)}, n {n}; {n}"


def by_group(sheets: Sequence[Answers], table: str, column: str) -> str:
    counts: Counter[str] = Counter()
    for sheet in sheets:
        for address, value in sheet.items():
            parts = address.split(".")
            if parts[0] == table and parts[-1] == column:
                counts[parts[1]] += int(str(value))
    told = ", ".join(f"{group} {number}" for group, number in counts.items())
    return f"sheets {len(sheets)}, n {counts.total()}; {told}"


def by_column(sheets: Sequence[Answers], table: str) -> str:
    counts: Counter[str] = Counter()
    for sheet in sheets:
        for address, value in sheet.items():
            if address.startswith(f"{table}."):
                counts[address.split(".")[2]] += int(str(value))
    told = ", ".join(f"{group} {number}" for group, number in counts.items())
    return f"sheets {len(sheets)}, n {counts.total()}; {told}"


def by_choice(chosen: Sequence[object], order: Sequence[str]) -> str:
    counts = Counter(map(str, chosen))
    told = ", ".join(f"{choice} {counts[choice]}" for choice in (*order, "rather_not_say", "not_applicable"))
    return f"sheets {len(chosen)}, n {len(chosen)}; {told}"


def rates(sheets: Sequence[Answers]) -> str:
    written_out = [
        Decimal(str(sheet[f"rates.{line}.rate"]))
        for sheet in sheets
        for line in (1, 2)
        for _ in range(int(str(sheet[f"rates.{line}.agreed"])))
    ]
    middle = Decimal(statistics.median(written_out))
    shown = middle if middle == middle.to_integral_value() else middle.quantize(Decimal("0.01"))
    return f"sheets {len(sheets)}, n {len(written_out)}; {shown}"


def test_the_file_of_the_year_is_sound_and_says_who_answered(done: tuple[Place, str]) -> None:
    place, said = done
    result = CliRunner().invoke(main, ["check", "--project", str(place.project)])
    assert result.exit_code == 0, result.output
    year = place.year
    received = {item.tool: (item.received, item.asked) for item in year.responses}
    assert received[PLANNING] == (12, 14)
    assert received[REFLECTION] == (20, None)
    known = {name for name, _ in place.exact.items()}
    assert {figure.measure for figure in year.figures} == known
    assert "written: data/progress/2025.yml" in said
    assert set(year.methods) == {item.id for item in load(place.project).indicators}
    wish = year.figure("I20.choices")
    assert wish is not None
    assert wish.state in {"withheld", "not-collected"}  # three partners


def test_nothing_that_a_person_typed_is_written_or_said(done: tuple[Place, str], folder: Folder) -> None:
    place, said = done
    assert any(CANARY.encode() in content for content in folder.files.values())
    assert CANARY not in said
    assert NAMES_OF_FILES not in said
    for root in (place.project / "data" / "progress", place.report):
        for path in root.rglob("*"):
            assert CANARY not in path.name
            assert CANARY not in path.read_text(encoding="utf-8-sig"), path
    assert NAMES_OF_FILES not in place.file.read_text(encoding="utf-8")
    assert NAMES_OF_FILES in (place.report / "files.csv").read_text(encoding="utf-8-sig")  # private: to find a file


def test_the_report_is_for_those_who_collect_alone(done: tuple[Place, str]) -> None:
    place, _ = done
    assert place.report.stat().st_mode & 0o077 == 0


def test_collecting_again_changes_no_byte(done: tuple[Place, str]) -> None:
    place, _ = done
    before = contents(place.project / "data"), contents(place.report)
    assert "unchanged: data/progress/2025.yml" in place.collected(today="2026-03-01")
    assert (contents(place.project / "data"), contents(place.report)) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_other_names_folders_and_times_of_files_change_nothing(done: tuple[Place, str], place: Place) -> None:
    collected, _ = done
    files = sorted(collected.inbox.iterdir())
    random.Random(3).shuffle(files)
    for number, path in enumerate(files):
        other = place.inbox / f"from {number % 3}" / f"{number:02d}"  # without an ending too
        other.parent.mkdir(exist_ok=True)
        shutil.copy(path, other)
        os.utime(other, (number, number))
    for junk in (".DS_Store", "~$open.docx", ".~lock.a.odt#", "._x.docx", "Thumbs.db", "desktop.ini"):
        (place.inbox / junk).write_bytes(b"left behind by a system")
    for junk in (".git-of-somebody", "__MACOSX"):
        (place.inbox / junk).mkdir()
        (place.inbox / junk / "a.docx").write_bytes(b"left behind by a system")
    place.collected("--asked", f"{PLANNING}=14")
    assert place.file.read_bytes() == collected.file.read_bytes()
    assert len(place.table("files.csv")) == len(collected.table("files.csv"))


# What becomes of each file


@pytest.fixture(scope="module")
def strange(inventor: Inventor, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What comes along in real life, collected once."""
    root = tmp_path_factory.mktemp("strange")
    place = Place(copy_of_project(root / "project"), root / "inbox", root / "report")
    form = inventor.form(REVIEW, "fr")
    sound = inventor.review(1)
    workbook = as_file(form, sound, "xlsx")
    late = {"filled_on": date(2026, 1, 30)}
    early = {"filled_on": date(2025, 12, 30)}
    other, third = inventor.review(2) | late, inventor.review(3) | late
    files = {
        "a.xlsx": workbook,
        "a again.xlsx": workbook,
        "a saved anew.html": as_file(form, sound, "webform"),
        "b new.odt": as_file(form, other, "odt"),
        "b old.odt": as_file(form, other | early | {"equal_level": "not_yet"}, "odt"),
        "c one.html": as_file(form, third | {"equal_level": "not_yet"}, "webform"),
        "c two.html": as_file(form, third | {"equal_level": "always"}, "webform"),
        "last year.odt": as_file(form, inventor.review(4) | {"year": Decimal(YEAR - 1)}, "odt"),
        "no year.odt": as_file(form, {k: v for k, v in inventor.review(5).items() if k != "year"}, "odt"),
        "empty.docx": b"",
        "photo.jpg": b"\xff\xd8\xff\xe0 no form at all",
        "cut.xlsx": workbook[:900],
        "notes.txt": f"{CANARY} wrote something else".encode(),
        "nobody 1.html": as_file(form, nameless(inventor.review(6)), "webform"),
        "nobody 2.html": as_file(form, nameless(inventor.review(6) | {"deep_level": "not_yet"}), "webform"),
        "nobody 2 again.html": as_file(form, nameless(inventor.review(6) | {"deep_level": "not_yet"}), "webform"),
    }
    twin = nameless(inventor.review(6) | {"deep_level": "not_yet"})
    files["nobody 2.html"] = files["nobody 2 again.html"] = as_file(form, twin, "webform")
    fill(place.inbox, files)
    (place.inbox / "link.odt").symlink_to(place.inbox / "b new.odt")
    (place.inbox / "folder").symlink_to(ROOT)
    (place.inbox / "gone.odt").symlink_to(place.inbox / "nothing.odt")
    os.mkfifo(place.inbox / "pipe.odt")
    place.collected()
    return place


def nameless(answers: Answers) -> Answers:
    return {address: value for address, value in answers.items() if address != "reference"}


@pytest.mark.parametrize(
    ("names", "states"),
    [
        pytest.param(
            ["a.xlsx", "a again.xlsx", "a saved anew.html"], ["counted", "duplicate", "duplicate"], id="twice"
        ),
        pytest.param(["b new.odt", "b old.odt"], ["counted", "duplicate"], id="the-later-one-counts"),
        pytest.param(["c one.html", "c two.html"], ["conflict", "conflict"], id="two-that-differ-count-not-at-all"),
        pytest.param(["last year.odt"], ["other-year"], id="another-year"),
        pytest.param(["no year.odt"], ["no-year"], id="no-year"),
        pytest.param(["empty.docx", "photo.jpg", "cut.xlsx", "notes.txt"], ["refused"] * 4, id="no-form"),
        pytest.param(["link.odt", "folder", "gone.odt", "pipe.odt"], ["refused"] * 4, id="no-file"),
        pytest.param(["nobody 1.html"], ["counted"], id="without-a-reference"),
        pytest.param(["nobody 2.html", "nobody 2 again.html"], ["counted", "duplicate"], id="the-same-bytes"),
    ],
)
def test_every_file_is_told_of(strange: Place, names: list[str], states: list[str]) -> None:
    assert Counter(strange.states[name] for name in names) == Counter(states)
    told = {row["file"]: row["what to do"] for row in strange.table("files.csv")}
    assert all(told[name] for name in names)


def test_only_what_counts_is_counted(strange: Place) -> None:
    states = strange.states
    assert len(states) == len(list(strange.inbox.iterdir()))
    assert f"sheets {list(states.values()).count('counted')}, " in strange.exact["I2.equitable"]
    for row in strange.table("files.csv"):
        if row["state"] == "refused":
            assert " Fix: " in row["what to do"]


def test_a_file_that_cannot_be_opened_is_refused_and_no_crash(sources: Sources, tmp_path: Path) -> None:
    """It has gone since its folder was read; or whoever collects may not read it."""
    inbox._begin(tmp_path, sources.toolkit, sources.words, asked_of(sources.indicators, sources.toolkit))
    locked = tmp_path / "locked.odt"
    locked.write_bytes(b"some bytes")
    assert "no form" in inbox._arrive(1, locked).refused[0].why
    locked.chmod(0)
    with as_nobody():
        assert "cannot be opened" in inbox._arrive(1, locked).refused[0].why
    assert "cannot be opened" in inbox._arrive(1, tmp_path / "gone.odt").refused[0].why


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything; so be somebody else for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_every_file_is_read_wherever_it_lies(tmp_path: Path) -> None:
    fill(tmp_path, {"b/c.odt": b"1", "b.odt": b"2", "a/z/d": b"3", ".hidden/e.odt": b"4"})
    assert [path.relative_to(tmp_path).as_posix() for path in files_of(tmp_path)] == ["a/z/d", "b.odt", "b/c.odt"]


def test_nobody_can_say_yes_to_an_answer_that_could_not_be_read(tmp_path: Path) -> None:
    table = tmp_path / "confirm.csv"
    head = ",".join(collecting._CONFIRM_HEAD)
    for decision, holds in (("no", True), ("yes", False)):
        table.write_text(f"{head}\r\n1,a.pdf,0,x,active,unreadable,12,{decision},abc\r\n", encoding="utf-8-sig")
        if holds:
            assert collecting._confirmed(table) == {("abc", 0, "active"): "no"}
        else:
            with pytest.raises(CallError, match=r"confirm\.csv:2: .* Fix: correct it in the sheet itself"):
                collecting._confirmed(table)


# What a person must confirm


def decide(place: Place, decision: str, divider: str = ",", question: str = "") -> None:
    """Write into the table as a person would, with any program."""
    rows = place.table("confirm.csv")
    for row in rows:
        if not question or row["question"] == question:
            row["decision"] = decision
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=divider)
    writer.writeheader()
    writer.writerows(rows)
    (place.report / "confirm.csv").write_text(text.getvalue(), encoding="utf-8-sig")


@pytest.fixture
def doubtful(place: Place, inventor: Inventor) -> Place:
    """Six reports; in one, two people would read another number of active partners, and in one another year."""
    form = inventor.form(PLANNING, "en")
    for number in range(6):
        answers: Answers = inventor.cover(f"team {number}") | {"active": Decimal(10), "reflected": Decimal(5)}
        changes = {0: {"active": "600"}, 1: {"year": "2,025"}}.get(number, {})
        (place.inbox / f"{number}.json").write_bytes(typed(form, changes, answers))
    place.collected()
    return place


def test_a_doubtful_answer_counts_only_after_a_person_said_yes(doubtful: Place) -> None:
    assert doubtful.states["0.json"] == "to-confirm"
    assert doubtful.states["1.json"] == "no-year"
    asked = {(row["question"], row["why"], row["read as"]) for row in doubtful.table("confirm.csv")}
    assert asked == {("active", "out-of-bounds", "600"), ("year", "ambiguous", "2025")}
    assert doubtful.exact["I1.held"] == "sheets 4, n 40; part 20"

    decide(doubtful, "no")
    doubtful.collected()
    assert doubtful.exact["I1.held"] == "sheets 4, n 40; part 20"
    assert doubtful.states == {f"{n}.json": "no-year" if n == 1 else "counted" for n in range(6)}

    decide(doubtful, "Yes ", divider=";")  # as a spreadsheet in French saves it
    doubtful.collected()
    assert doubtful.exact["I1.held"] == "sheets 6, n 650; part 30"
    assert set(doubtful.states.values()) == {"counted"}
    assert {row["decision"] for row in doubtful.table("confirm.csv")} == {"yes"}
    assert "unchanged" in doubtful.collected()


def test_a_confirmed_year_stays_confirmed_where_it_is_another(doubtful: Place) -> None:
    decide(doubtful, "yes", question="year")
    doubtful.collected(year=YEAR + 1)
    assert doubtful.states["1.json"] == "other-year"
    assert [row["decision"] for row in doubtful.table("confirm.csv") if row["question"] == "year"] == ["yes"]
    doubtful.collected()
    assert doubtful.exact["I1.held"] == "sheets 5, n 50; part 25"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: text.replace("decision", "entscheidung").replace("digest", "x"), id="columns-gone"),
        pytest.param(lambda text: text.replace(",,", ",perhaps,"), id="neither-yes-nor-no"),
    ],
)
def test_decisions_that_cannot_be_understood_are_not_lost(doubtful: Place, damage: Callable[[str], str]) -> None:
    path = doubtful.report / "confirm.csv"
    path.write_text(damaged := damage(path.read_text(encoding="utf-8-sig")), encoding="utf-8")
    result = doubtful.run()
    assert result.exit_code == 2
    assert "confirm.csv" in result.output
    assert " Fix: " in result.output
    assert path.read_text(encoding="utf-8") == damaged
    path.write_bytes(damaged.encode("utf-16"))
    assert doubtful.run().exit_code == 2


# Where folders may lie


def test_an_inbox_in_a_project_or_repository_is_refused(place: Place, folder: Folder) -> None:
    one = dict(list(folder.files.items())[:1])
    in_project = place.project / "inbox"
    repository = place.inbox.parent / "work"
    (repository / ".git").mkdir(parents=True)
    linked = place.inbox.parent / "linked"
    fill(in_project, one)
    fill(repository / "deep" / "inbox", one)
    linked.symlink_to(in_project)
    fill(place.inbox, one)
    wrong = [
        Place(place.project, in_project, place.report),
        Place(place.project, linked, place.report),
        Place(place.project, repository / "deep" / "inbox", place.report),
        Place(place.project, place.inbox, place.project / "report"),
        Place(place.project, place.inbox, repository / "report"),
        Place(place.project, place.inbox, place.inbox / "report"),
        Place(place.project, place.inbox, place.inbox),
        Place(place.project, place.project.parent, place.report),
    ]
    for case in wrong:
        before = contents(place.project)
        result = case.run()
        assert result.exit_code == 2, case
        assert " Fix: " in result.output
        assert contents(place.project) == before
        assert not case.report.exists() or case.report == place.inbox


def test_an_empty_inbox_is_refused(place: Place) -> None:
    (place.inbox / ".DS_Store").write_bytes(b"x")
    result = place.run()
    assert result.exit_code == 2
    assert "holds no file" in result.output


@pytest.mark.parametrize("asked", ["joint-reflection", "no-such-tool=4", "joint-reflection=-1", "joint-reflection=many",
                                   "joint-reflection=", "=4", "joint-reflection=9999999"])  # fmt: skip
def test_a_wrong_number_of_sheets_asked_for_is_refused(place: Place, asked: str) -> None:
    (place.inbox / "a").write_bytes(b"x")
    result = place.run("--asked", asked)
    assert result.exit_code == 2
    assert "--asked" in result.output
    assert not place.file.exists()


# A year that stands already


def some_reports(inventor: Inventor, numbers: range, part: int = 5) -> dict[str, bytes]:
    form = inventor.form(PLANNING, "en")
    sheets = {n: inventor.cover(f"team {n}") | {"active": Decimal(10), "reflected": Decimal(part)} for n in numbers}
    return {f"{n}.json": as_file(form, answers, "json") for n, answers in sheets.items()}


def test_what_people_wrote_stays_and_earlier_figures_are_kept(place: Place, inventor: Inventor) -> None:
    fill(place.inbox, some_reports(inventor, range(6)))
    place.collected("--asked", f"{PLANNING}=20")
    text = place.file.read_text(encoding="utf-8")
    by_hand = "# our own remark\nchecked_by: data officer\n"
    place.file.write_text(text.replace(MARK, by_hand + MARK), encoding="utf-8")
    assert "unchanged" in place.collected()
    first = place.year.figure("I1.held")
    assert first is not None
    assert (first.n, first.cells) == (60, {"part": 30})

    fill(place.inbox, some_reports(inventor, range(6, 7)))  # a single late sheet
    said = place.collected(today="2026-02-10")
    assert "stay as they were published" in said
    assert place.year.figure("I1.held") == first
    assert place.year.published == ()

    fill(place.inbox, some_reports(inventor, range(7, 12)))
    place.collected(today="2026-02-20")
    year = place.year
    now = year.figure("I1.held")
    assert now is not None
    assert (now.n, now.cells, now.sheets) == (120, {"part": 60}, 12)
    assert [(item.until, item.figures) for item in year.published] == [("2026-02-20", (first,))]
    assert [(item.received, item.asked) for item in year.responses] == [(12, 20)]
    assert year.checked_by is not None
    assert by_hand in place.file.read_text(encoding="utf-8")
    assert CliRunner().invoke(main, ["check", "--project", str(place.project)]).exit_code == 0
    again = place.file.read_bytes()
    assert "unchanged" in place.collected(today="2026-04-01")
    assert place.file.read_bytes() == again


def commit(project: Path) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(project), *command], check=True, capture_output=True)


def test_trial_runs_that_nobody_has_committed_hold_nothing_back(place: Place, inventor: Inventor) -> None:
    """Whoever mends the sheets and collects again gets the figures of all of them."""
    commit(place.project)
    fill(place.inbox, some_reports(inventor, range(11)))
    place.collected()
    fill(place.inbox, some_reports(inventor, range(11, 13)))
    assert "stay as they were" not in place.collected()
    figure = place.year.figure("I1.held")
    assert figure is not None
    assert (figure.sheets, figure.n) == (13, 130)
    assert place.year.published == ()

    commit(place.project)  # from now on others have it, also where somebody deletes the file
    fill(place.inbox, some_reports(inventor, range(13, 14)))
    place.file.unlink()
    assert "stay as they were" in place.collected()
    assert place.year.figure("I1.held") == figure


def test_a_folder_with_fewer_sheets_takes_no_figure_away(place: Place, inventor: Inventor) -> None:
    fill(place.inbox, some_reports(inventor, range(8)))
    place.collected()
    before = place.file.read_bytes()
    for file in list(place.inbox.iterdir())[1:]:
        file.unlink()
    result = place.run()
    assert result.exit_code == 2
    assert f"{PLANNING} 8, now 1" in result.output
    assert place.file.read_bytes() == before
    assert len(place.table("files.csv")) == 1, "the report says what there is"
    place.collected("--fewer")
    assert place.file.read_bytes() != before


@pytest.mark.parametrize("name", ["Heron-River 01", "heron river 1", "HERON_RIVER ١", " heron  river 1 "])
def test_a_reference_is_the_same_however_it_is_typed(name: str) -> None:
    assert inbox._code(name) == inbox._code("Heron River 1")
    assert inbox._code(name) != inbox._code("Heron River 10")
    assert inbox._code("كود ٧") == inbox._code("كود 7") != inbox._code("كود 8")
    assert len({inbox._code(code) for code in ("1-12", "11-2", "112")}) == 3, "a sign between figures is part of them"
    assert inbox._code("2 - 07") == inbox._code("2/7")
    assert inbox._code("--") != inbox._code("++"), "signs alone are kept as they are"


def test_a_sheet_that_holds_what_cannot_be_is_named(place: Place, inventor: Inventor) -> None:
    fill(place.inbox, some_reports(inventor, range(6)) | some_reports(inventor, range(6, 7), part=14))
    place.collected()
    told = {row["file"]: row["what to do"] for row in place.table("files.csv")}
    assert [name for name, text in told.items() if "left out of I1.held" in text] == ["6.json"]
    figure = place.year.figure("I1.held")
    assert figure is not None
    assert figure.sheets == 6


def test_two_teams_with_one_reference_are_told_of(place: Place, inventor: Inventor) -> None:
    form = inventor.form(PLANNING, "en")
    sheets = [
        inventor.cover("team 1") | {"filled_on": date(YEAR, 11, day), "active": Decimal(day), "reflected": Decimal(1)}
        for day in (1, 5)
    ]
    fill(place.inbox, {f"{n}.json": as_file(form, answers, "json") for n, answers in enumerate(sheets)})
    said = place.collected()
    assert place.states == {"0.json": "replaced", "1.json": "counted"}
    assert "two teams need two" in said


def test_a_year_that_was_written_by_hand_alone_gets_its_figures_below(place: Place, inventor: Inventor) -> None:
    path = place.project / "data" / "progress" / "2022.yml"
    before = path.read_text(encoding="utf-8")
    form = inventor.form(PLANNING, "en")
    answers = inventor.cover("a") | {"year": Decimal(2022), "active": Decimal(3)}
    (place.inbox / "a.json").write_bytes(as_file(form, answers, "json"))
    place.collected(year=2022)
    assert path.read_text(encoding="utf-8").startswith(before.rstrip() + "\n" + MARK)
    assert CliRunner().invoke(main, ["check", "--project", str(place.project)]).exit_code == 0


def test_two_exports_of_the_same_phones_count_once(place: Place, inventor: Inventor) -> None:
    """Without a reference it is the server's own name of a submission that tells."""
    form = inventor.form(REVIEW, "en")
    rows = [as_export(form, nameless(inventor.review(number))) | {"_uuid": f"u{number}"} for number in range(7)]
    fill(place.inbox, {"monday.json": json.dumps(rows[:5]).encode(), "friday.json": json.dumps(rows[::-1]).encode()})
    place.collected()
    assert place.exact["I2.equitable"].startswith("sheets 7, n 7;")


def test_a_submission_that_cannot_be_read_is_told_of_and_the_others_count(place: Place, inventor: Inventor) -> None:
    form = inventor.form(REVIEW, "en")
    rows = [as_export(form, nameless(inventor.review(number))) | {"_uuid": f"u{number}"} for number in range(7)]
    rows[3][TOOL] = "another-tool"
    fill(place.inbox, {"phones.json": json.dumps(rows).encode()})
    place.collected()
    assert place.exact["I2.equitable"].startswith("sheets 6, n 6;")
    told = [(row["sheet"], row["state"]) for row in place.table("files.csv")]
    assert told == [(str(number), "refused" if number == 4 else "counted") for number in range(1, 8)]
    assert "not in this toolkit" in place.table("files.csv")[3]["what to do"]


def test_phones_are_read_with_the_names_of_their_form(inventor: Inventor) -> None:
    form = inventor.form(PLANNING, "en")
    assert {"rates_rate", "kinds_ngo_active"} <= set(Names(form.tool).places)


def test_an_arrival_holds_no_word_of_anybody(done: tuple[Place, str], sources: Sources) -> None:
    place, _ = done
    asked = asked_of(sources.indicators, sources.toolkit)
    arrivals: list[Arrival] = list(read_inbox(place.inbox, sources.toolkit, sources.words, asked, lambda *_: None))
    assert sum(len(arrival.filled) for arrival in arrivals) >= 40
    assert CANARY not in repr(arrivals)
