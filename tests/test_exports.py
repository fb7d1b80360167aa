"""What KoboToolbox and ODK Central export is read as if each phone had sent its own form."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from alongside.answers import Answers, Reading, Value, as_text
from alongside.filled import EXPORT, open_each
from alongside.formats import Refused, xlsx
from alongside.formats.exports import submissions
from alongside.formats.xlsform_names import SIZE, TOOL, VERSION, Names
from alongside.shapes import Many, Table
from alongside.tool import Form, Question
from forms import all_words, answers_for, sample, toolkit

FORMS = ("planning-and-reporting", "joint-reflection", "capacity-codesign-advocacy", "cost-recovery")
SEEDS = (0, 1, 2)
Path = tuple[str, ...]


def section_of(form: Form, question: Question) -> str:
    return next(section.id for section in form.sections if question in section.questions)


def laid_out(form: Form, answers: Answers) -> tuple[dict[Path, Value], dict[Path, list[dict[str, Value]]]]:
    """The answers behind their groups, as a form for phones has them; and the rows that people began."""
    names = Names(form.tool)
    single: dict[Path, Value] = {(TOOL,): form.tool.id, (VERSION,): form.tool.version, (SIZE,): "standard"}
    rows: dict[Path, list[dict[str, Value]]] = {}
    for address, value in answers.items():
        leaf = form.leaf(address)
        assert leaf is not None
        question = leaf.question
        section = section_of(form, question)
        if not isinstance(question.shape, Table):
            single[section, names.of(question.id)] = value
            continue
        _, row, column = address.split(".")
        if question.shape.given:
            single[section, question.id, f"{question.id}__{row}", names.of(question.id, column, row)] = value
            continue
        begun = rows.setdefault((section, question.id), [])
        begun += [{} for _ in range(int(row) - len(begun))]
        begun[int(row) - 1][names.of(question.id, column)] = value
    return single, rows


def kobo_json(form: Form, many: Sequence[Answers]) -> bytes:
    """The API's answer: whole paths as keys."""
    results = []
    for number, answers in enumerate(many, 1):
        single, rows = laid_out(form, answers)
        item: dict[str, Any] = {
            "_id": number, "_uuid": f"u{number}", "meta/instanceID": f"uuid:u{number}", "formhub/uuid": "f",
            "_attachments": [{"filename": "a/b.jpg", "id": 7, "title": "by a server"}], "_geolocation": [None, None],
            "_validation_status": {"uid": "x", "label": "Approved", "year": 1999}, "_tags": [], "_notes": [],
            "_status": "submitted_via_web", "_submission_time": "2026-11-23T10:00:00",
        }  # fmt: skip
        item |= {"/".join(path): as_text(value) for path, value in single.items()}
        for path, begun in rows.items():
            item["/".join(path)] = [
                {"/".join((*path, name)): as_text(value) for name, value in row.items()} for row in begun
            ]
        results.append(item)
    return json.dumps({"count": len(results), "next": None, "previous": None, "results": results}).encode()


def odata(form: Form, many: Sequence[Answers]) -> bytes:
    """ODK Central's OData with $expand=*: groups in groups, figures as figures, nothing as null."""
    results = []
    for number, answers in enumerate(many, 1):
        single, rows = laid_out(form, answers)
        item: dict[str, Any] = {
            "__id": f"uuid:u{number}", "__system": {"status": None, "edits": 0, "year": 1999, "formVersion": "9.9"},
            "meta": {"instanceID": f"uuid:u{number}", "instanceName": None},
        }  # fmt: skip
        for path, value in single.items():
            inner = item
            for group in path[:-1]:
                inner = inner.setdefault(group, {"nothing_here": None})
            inner[path[-1]] = float(value) if isinstance(value, Decimal) else as_text(value)
        for (section, table), begun in rows.items():
            inner = item.setdefault(section, {})
            inner[f"{table}@odata.navigationLink"] = f"Submissions('uuid:u{number}')/{section}/{table}"
            inner[table] = [{"__id": "ab12"} | {name: as_text(value) for name, value in row.items()} for row in begun]
        results.append(item)
    return json.dumps({"@odata.context": "https://example.org/$metadata#Submissions", "value": results}).encode()


Rows = list[dict[str, Value | int]]


def kobo_tables(form: Form, many: Sequence[Answers], select: str) -> dict[str, Rows]:
    """The sheets of an export with XML values and headers. select: "both", "summary" or "details"."""
    tables: dict[str, Rows] = {"form": []}
    for number, answers in enumerate(many, 1):
        single, rows = laid_out(form, answers)
        line: dict[str, Value | int] = {"start": "2026-11-23", "end": "2026-11-23"}
        for path, value in single.items():
            if not isinstance(value, tuple):
                line["/".join(path)] = value
                continue
            if select != "details":
                line["/".join(path)] = value
            if select != "summary":
                shape = next(question.shape for question in form.questions if question.id == path[-1])
                assert isinstance(shape, Many)
                line |= {"/".join((*path, choice.id)): int(choice.id in value) for choice in shape.choices}
        line |= {"_id": 70 + number, "_uuid": f"u{number}", "_index": number, "_status": "submitted_via_web"}
        tables["form"].append(line)
        for path, begun in rows.items():
            for row in begun:
                of: dict[str, Value | int] = {"/".join((*path, name)): value for name, value in row.items()}
                of |= {"_index": len(tables.get(path[-1], [])) + 1, "_parent_table_name": "form"}
                tables.setdefault(path[-1], []).append(of | {"_parent_index": number, "_submission__uuid": "u"})
    return tables


def as_csv(rows: Rows, divider: str = ",", bom: bool = False) -> bytes:
    head = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=divider, quoting=csv.QUOTE_ALL if divider == ";" else csv.QUOTE_MINIMAL)
    writer.writerow(head)
    for row in rows:
        writer.writerow([str(v) if isinstance(v := row.get(name, ""), int) else as_text(v) for name in head])
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def as_workbook(tables: Mapping[str, Rows]) -> bytes:
    """Figures as figures and days as days, as KoboToolbox writes them."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name[:31])
        head = list(dict.fromkeys(key for row in rows for key in row))
        for column, key in enumerate(head):
            sheet.write_string(0, column, key)
        for line, row in enumerate(rows, 1):
            for key, value in row.items():
                place = (line, head.index(key))
                if isinstance(value, date):
                    sheet.write_datetime(*place, datetime(value.year, value.month, value.day), day)
                elif isinstance(value, Decimal | int):
                    sheet.write_number(*place, value)
                else:
                    sheet.write_string(*place, as_text(value))
    book.close()
    return buffer.getvalue()


def kobo_workbook(form: Form, many: Sequence[Answers], select: str = "both") -> bytes:
    return as_workbook(kobo_tables(form, many, select))


def central_zip(form: Form, many: Sequence[Answers], split: bool = False) -> bytes:
    main: Rows = []
    tables: dict[str, Rows] = {}
    for number, answers in enumerate(many, 1):
        single, rows = laid_out(form, answers)
        key = f"uuid:u{number}"
        line: dict[str, Value | int] = {"SubmissionDate": "2026-11-23T10:00:00.000Z"}
        for path, value in single.items():
            line["-".join(path)] = value
            if split and isinstance(value, tuple):
                line |= {f"{'-'.join(path)}/{choice}": 1 for choice in value}
        line |= {"meta-instanceID": key, "KEY": key, "SubmitterID": 5, "SubmitterName": "phone", "Status": "",
                 "FormVersion": "9.9"}  # fmt: skip
        main.append(line)
        for (section, table), begun in rows.items():
            for place, row in enumerate(begun, 1):
                of: dict[str, Value | int] = dict(row)
                of |= {"PARENT_KEY": key, "KEY": f"{key}/{section}/{table}[{place}]"}
                tables.setdefault(table, []).append(of)
    members = {"form.csv": as_csv(main)} | {f"form-{name}.csv": as_csv(rows) for name, rows in tables.items()}
    return zipped(members | {"media/photo.jpg": b"\xff\xd8\xff", "__MACOSX/._form.csv": b"\x00\x05\x16\x07\xff"})


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def opened(content: bytes) -> list[Reading]:
    format, readings = open_each(content, toolkit(), all_words())
    assert format == EXPORT
    return [reading for reading in readings if isinstance(reading, Reading)]


def refusal(content: bytes) -> str:
    """Why the file, or every submission in it, is refused."""
    try:
        [*found] = open_each(content, toolkit(), all_words())[1]
    except Refused as refused:
        return "" if refused.__cause__ else str(refused)
    [why] = {str(reading) for reading in found}
    assert all(isinstance(reading, Refused) for reading in found)
    return why


WRITTEN: dict[str, Callable[[Form, Sequence[Answers]], bytes]] = {
    "kobo-json": kobo_json,
    "kobo-list": lambda form, many: json.dumps(json.loads(kobo_json(form, many))["results"]).encode(),
    "kobo-xlsx-both": kobo_workbook,
    "kobo-xlsx-summary": lambda form, many: kobo_workbook(form, many, "summary"),
    "kobo-xlsx-details": lambda form, many: kobo_workbook(form, many, "details"),
    "central-zip": central_zip,
    "central-zip-split": lambda form, many: central_zip(form, many, split=True),
    "central-odata": odata,
}


@pytest.mark.parametrize("tool", FORMS)
@pytest.mark.parametrize("kind", WRITTEN)
def test_every_submission_of_an_export_is_read(kind: str, tool: str) -> None:
    """Also rows that people began, several answers of one question, and words that look like formulas."""
    form = sample(tool)
    many = [answers_for(form, seed) for seed in SEEDS]
    readings = opened(WRITTEN[kind](form, many))
    assert [reading.answers for reading in readings] == many
    for number, reading in enumerate(readings, 1):
        assert (reading.doubts, reading.lost, reading.unknown) == ({}, (), 0)
        assert (reading.label.tool, reading.label.version) == (tool, form.tool.version)
        assert reading.submission == f"u{number}"


@pytest.mark.parametrize("divider", [",", ";", "\t"])
@pytest.mark.parametrize("groups", [True, False])
@pytest.mark.parametrize("bom", [True, False])
def test_a_single_table_is_read(divider: str, groups: bool, bom: bool) -> None:
    form = sample("visibility-consent")
    grown = Names(form.tool).growing
    many = [
        {address: value for address, value in answers_for(form, seed).items() if address.split(".")[0] not in grown}
        for seed in SEEDS
    ]
    for select in ("both", "summary", "details"):
        rows = kobo_tables(form, many, select)["form"]
        if not groups:  # with the name of a question alone, and of its choice
            rows = [{without_groups(form, key): value for key, value in row.items()} for row in rows]
        assert [reading.answers for reading in opened(as_csv(rows, divider, bom))] == many


def without_groups(form: Form, path: str) -> str:
    parts = path.split("/")
    several = {question.id for question in form.questions if isinstance(question.shape, Many)}
    return "/".join(parts[-2:] if len(parts) > 1 and parts[-2] in several else parts[-1:])


def test_a_choice_with_the_name_of_a_question_is_not_its_answer() -> None:
    """`travel/language` says that language was chosen; `language` is another question."""
    form = sample("capacity-codesign-advocacy")
    travel = next(question for question in form.questions if question.id == "travel")
    assert isinstance(travel.shape, Many)
    assert "language" in {choice.id for choice in travel.shape.choices}
    assert "language" in Names(form.tool).places
    content = kobo_workbook(form, [{"travel": ("language",)}], "details")
    assert opened(content)[0].answers == {"travel": ("language",)}


def test_a_figure_of_one_behind_its_group_is_a_figure() -> None:
    form = sample("planning-and-reporting")
    answers: Answers = {"active": Decimal(1), "reflected": Decimal(0)}
    for kind, written in WRITTEN.items():
        assert opened(written(form, [answers]))[0].answers == answers, kind


def test_rows_belong_to_their_own_submission() -> None:
    form = sample("planning-and-reporting")
    many: list[Answers] = [
        {"rates.1.rate": Decimal(5), "rates.2.rate": Decimal(6)},
        {"active": Decimal(3)},
        {"rates.1.rate": Decimal(7), "rates.3.agreed": Decimal(2)},
    ]
    for kind, written in WRITTEN.items():
        assert [reading.answers for reading in opened(written(form, many))] == many, kind


def test_rows_of_nobody_are_given_to_nobody() -> None:
    form = sample("planning-and-reporting")
    tables = kobo_tables(form, [{"active": Decimal(3), "rates.1.rate": Decimal(5)}], "both")
    for rows in tables.values():
        for row in rows:
            row.pop("_index")
            row.pop("_parent_index", None)
    assert opened(as_workbook(tables))[0].answers == {"active": Decimal(3)}


def test_an_export_of_several_tools_gives_each_its_own() -> None:
    first, second = sample("planning-and-reporting"), sample("team-progress")
    results = [
        *json.loads(kobo_json(first, [{"active": Decimal(3)}]))["results"],
        *json.loads(kobo_json(second, [{"checked": Decimal(2)}]))["results"],
        {"another_form": "1"},
    ]
    readings = opened(json.dumps(results).encode())
    assert [(reading.label.tool, reading.answers) for reading in readings] == [
        ("planning-and-reporting", {"active": Decimal(3)}),
        ("team-progress", {"checked": Decimal(2)}),
    ]


def test_figures_of_central_without_their_rows_are_refused_with_the_fix() -> None:
    form = sample("planning-and-reporting")
    export = json.loads(odata(form, [{"rates.1.rate": Decimal(5)}]))
    for item in export["value"]:
        for group in item.values():
            if isinstance(group, dict):
                group.pop("rates", None)
    assert "$expand=*" in refusal(json.dumps(export).encode())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_words_instead_of_names_are_refused_with_the_fix(kind: str) -> None:
    """Servers keep the name of what has no words: the line that says which tool it is."""
    form = sample("team-progress")
    kept = {TOOL, VERSION, SIZE, "_id", "_uuid", "_index", "start", "end"}
    labels = {question.id: question.label for question in form.questions}
    rows = kobo_tables(form, [{"checked": Decimal(2), "equal_level": "always"}], "both")["form"]
    worded: Rows = [
        {key if key in kept else labels.get(key.split("/")[-1], key): value for key, value in row.items()}
        for row in rows
    ]
    content = as_csv(worded) if kind == "csv" else as_workbook({"form": worded})
    assert "XML values and headers" in refusal(content)


def test_an_empty_submission_is_an_empty_sheet() -> None:
    for written in WRITTEN.values():
        assert opened(written(sample("team-progress"), [{}]))[0].answers == {}


def whole(kind: str) -> bytes:
    form = sample("planning-and-reporting")
    return WRITTEN[kind](form, [answers_for(form, seed) for seed in SEEDS])


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_was_cut_short_is_refused_in_words(kind: str) -> None:
    content = whole(kind)
    for share in (0.3, 0.6, 0.98):
        assert " Fix: " in refusal(content[: int(len(content) * share)])


def test_a_table_that_was_cut_short_is_refused() -> None:
    form = sample("team-progress")
    content = as_csv(kobo_tables(form, [answers_for(form, seed) for seed in SEEDS], "both")["form"])
    assert refusal(content[: content.rindex(b",")])
    assert refusal(content[: content.rindex(b'"')])


@pytest.mark.parametrize("encoding", ["utf-16", "cp1256"])
def test_another_encoding_is_refused_with_the_fix(encoding: str) -> None:
    rows: Rows = [{TOOL: "team-progress", VERSION: "1.0", "name": "كتبنا"}]
    assert "UTF-8" in refusal(as_csv(rows).decode().encode(encoding))


def test_a_huge_cell_is_refused() -> None:
    rows: Rows = [{TOOL: "team-progress", VERSION: "1.0", "group/checked": "7" * 2_000_000}]
    assert "damaged" in refusal(as_csv(rows))


def test_a_bomb_is_not_opened() -> None:
    assert "far more" in refusal(zipped({"form.csv": TOOL.encode() + b"\n" + bytes(150_000_000)}))


def test_a_workbook_with_too_many_cells_is_refused_with_another_way() -> None:
    rows: Rows = [{TOOL: "team-progress"} | {f"q{column}": 1 for column in range(500)} for _ in range(450)]
    assert "as JSON or CSV" in refusal(as_workbook({"form": rows}))


def test_too_many_submissions_are_refused() -> None:
    item = {TOOL: "team-progress", VERSION: "1.0"}
    assert "in parts" in refusal(json.dumps([item] * 20_001).encode())
    assert "in parts" in refusal((f"{TOOL},{VERSION}\n" + "team-progress,1.0\n" * 20_001).encode())


def test_what_is_built_like_no_export_is_refused() -> None:
    deep: dict[str, Any] = {TOOL: "team-progress", VERSION: "1.0"}
    for _ in range(40):
        deep = {TOOL: "team-progress", "group": deep}
    assert "built like no export" in refusal(json.dumps([deep]).encode())
    assert refusal(b'[{"' + TOOL.encode() + b'": ' + b"[" * 100_000)
    assert refusal(b'[{"' + TOOL.encode() + b'": ' + b"9" * 10_000 + b"}]")


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_a_submission_that_cannot_be_read_takes_no_other_with_it(kind: str) -> None:
    form = sample("team-progress")
    many: list[Answers] = [{"checked": Decimal(number)} for number in (2, 3, 4)]
    rows = kobo_tables(form, many, "both")["form"]
    rows[1][TOOL] = "another-tool"
    content = {
        "json": json.dumps([{key: str(value) for key, value in row.items()} for row in rows]).encode(),
        "csv": as_csv(rows),
        "xlsx": as_workbook({"form": rows}),
    }[kind]
    first, second, third = open_each(content, toolkit(), all_words())[1]
    assert isinstance(first, Reading)
    assert isinstance(third, Reading)
    assert (first.answers, third.answers) == (many[0], many[2])
    assert "not in this toolkit" in str(second)


def test_a_tool_that_is_not_ours_is_refused() -> None:
    assert "not in this toolkit" in refusal(json.dumps([{TOOL: "somebody-elses", VERSION: "1.0", "a": "b"}]).encode())
    assert "does not say" in refusal(json.dumps([{TOOL: "No Tool!", VERSION: "1.0", "a": "b"}]).encode())


def other_files() -> Iterator[tuple[str, bytes]]:
    yield "a form", xlsx.write(sample("team-progress"))
    yield "a list", json.dumps([1, 2, TOOL]).encode()
    yield "a text", json.dumps({"answers": {"a": TOOL}}).encode()
    yield "a table", b"a,b\n1,2\n"
    yield "a page", f"<html>{TOOL}</html>".encode()
    yield "a sentence", f"We call it {TOOL}, and it is no table".encode()
    yield "another zip file", zipped({"a.csv": b"a,b\n1,2\n", "b.txt": TOOL.encode()})
    yield "a workbook", as_workbook({"a": [{"what": TOOL, "b": 1}]})


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in other_files()])
def test_what_is_no_export_is_left_to_other_formats(content: bytes) -> None:
    assert submissions(content) is None


def test_what_looks_like_a_formula_stays_words() -> None:
    form = sample("joint-reflection")
    address = next(
        address for address, value in answers_for(form, 0).items() if isinstance(value, str) and "=" in value
    )
    for kind, written in WRITTEN.items():
        for text in ("=2+2", "+1 for this", "@SUM(A1:A9)", "true", "1"):
            assert opened(written(form, [{address: text}]))[0].answers == {address: text}, kind
