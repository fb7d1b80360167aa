"""Forms for phones ask what the tool asks and nothing else, and what phones send is read as far as is certain."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from alongside.answers import Answers, Reading, as_text, settle
from alongside.formats import Refused, xlsform, xlsx
from alongside.formats.xlsform_formulas import XPath, write_total
from alongside.formats.xlsform_names import SIZE, TOOL, VERSION, Names, form_id
from alongside.formats.xlsform_texts import plain
from alongside.formula import parse_formula
from alongside.shapes import Table, Total
from alongside.tool import Form
from conftest import ROOT
from forms import all_words, answers_for, forms, named, sample, toolkit

TOOLS = tuple(sorted(toolkit()))
XF, HTML, JR = "http://www.w3.org/2002/xforms", "http://www.w3.org/1999/xhtml", "http://openrosa.org/javarosa"


@cache
def together(tool: str) -> tuple[Form, ...]:
    return tuple(Form(toolkit()[tool][item.code], item) for item in all_words() if item.code in toolkit()[tool])


@cache
def xform(tool: str) -> bytes:
    made = convert(xlsform=io.BytesIO(xlsform.write(together(tool))), validate=False)
    assert not made.warnings, made.warnings
    return made.xform.encode()


@cache
def sheet(tool: str, name: str) -> list[dict[str, str]]:
    book = load_workbook(io.BytesIO(xlsform.write(together(tool))), read_only=True)
    rows = list(book[name].iter_rows(values_only=True))
    return [{str(key): str(cell or "") for key, cell in zip(rows[0], row, strict=True)} for row in rows[1:]]


def submission(form: Form, answers: Answers, source: bytes | None = None) -> bytes:
    """What a phone would send: the instance of the form with each answer at its path, and rows repeated."""
    names = Names(form.tool)
    root = etree.fromstring(source or xform(form.tool.id))
    instance = root.find(f".//{{{XF}}}instance")
    assert instance is not None
    data = instance[0]
    for template in data.xpath("//*[@jr:template]", namespaces={"jr": JR}):
        template.getparent().remove(template)
    rows: Counter[str] = Counter()
    for address in answers:
        question, _, rest = address.partition(".")
        if question in names.growing:
            rows[question] = max(rows[question], int(rest.partition(".")[0]))
    for question, number in rows.items():
        first = data.find(f".//{{*}}{question}")
        for _ in range(number - 1):
            first.addnext(etree.fromstring(etree.tostring(first)))
    for name, worked_out in ((TOOL, form.tool.id), (VERSION, form.tool.version)):
        data.find(f"{{*}}{name}").text = worked_out
    for address, value in {SIZE: form.size, **answers}.items():
        question, row, column = [*address.split("."), "", ""][:3]
        if question in names.growing:
            place = data.findall(f".//{{*}}{question}")[int(row) - 1].find(f"{{*}}{names.of(question, column)}")
        else:
            place = data.find(f".//{{*}}{SIZE if address == SIZE else names.of(question, column, row)}")
        place.text = as_text(value)
    return etree.tostring(data, encoding="utf-8", xml_declaration=True)


def settled(content: bytes, form: Form) -> Reading:
    label = xlsform.recognise(content)
    assert label is not None
    return settle(form, label, xlsform.read(content, form))


@pytest.mark.parametrize("form", [form for form in forms() if form.tool.language == "en"], ids=named)
def test_what_a_phone_sends_is_read(form: Form) -> None:
    for seed in (0, 1):
        answers = answers_for(form, seed)
        reading = settled(submission(form, answers), form)
        assert reading.answers == answers
        assert (reading.doubts, reading.lost, reading.unknown) == ({}, (), 0)
        assert (reading.label.tool, reading.label.size) == (form.tool.id, form.size)
        assert reading.label.version == form.tool.version


@pytest.mark.parametrize("tool", TOOLS)
def test_an_empty_form_is_recognised_and_reads_as_nothing(tool: str) -> None:
    form = together(tool)[0]
    assert settled(submission(form, {}), form).answers == {}


@pytest.mark.parametrize("tool", TOOLS)
def test_every_question_is_asked_once_in_every_language(tool: str) -> None:
    rows = sheet(tool, "survey")
    languages = [f"{form.words.name} ({form.words.code})" for form in together(tool)]
    names = [row["name"] for row in rows if not row["type"].startswith("end_")]
    assert len(names) == len({name.lower() for name in names})
    known = Names(together(tool)[0].tool).places
    assert known.keys() <= set(names)
    for row in rows:
        kind = row["type"].split()[0]
        if row["name"] in known and kind != "calculate":
            assert all(row[f"label::{language}"] for language in languages), row["name"]
        for column in ("label", "hint", "guidance_hint"):
            said = [bool(row.get(f"{column}::{language}")) for language in languages]
            assert all(said) or not any(said), row["name"]
    for form, language in zip(together(tool), languages, strict=True):
        told = "\n".join(row[f"label::{language}"] for row in rows)
        assert all(plain(question.label) in told for question in form.questions)
        choices = {row[f"label::{language}"] for row in sheet(tool, "choices")}
        assert all(choices)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_form_asks_for_nothing_that_identifies_a_person_or_a_device(tool: str) -> None:
    kinds = {row["type"].split()[0] for row in sheet(tool, "survey")}
    allowed = {"text", "integer", "decimal", "date", "select_one", "select_multiple", "note", "calculate"}
    assert kinds <= allowed | {"begin_group", "end_group", "begin_repeat", "end_repeat"}
    preloads = re.findall(rb'jr:preload="(\w+)"', xform(tool))
    assert set(preloads) <= {b"uid"}, "each submission has a number, as ODK asks; nothing else is filled in by itself"


@pytest.mark.parametrize("tool", TOOLS)
def test_the_light_size_asks_the_questions_of_the_light_size(tool: str) -> None:
    rows = sheet(tool, "survey")
    form = together(tool)[0]
    if "light" not in form.tool.sizes:
        assert SIZE not in {row["name"] for row in rows}
        return
    left_out: list[bool] = []
    asked = set()
    known = Names(form.tool).places
    for row in rows:
        hidden = row["relevant"] == f"${{{SIZE}}} != 'light'"
        assert hidden or not row["relevant"]
        if row["type"].startswith("begin_"):
            left_out.append(hidden)
        elif row["type"].startswith("end_"):
            left_out.pop()
        elif row["name"] in known and not hidden and not any(left_out):
            asked.add(known[row["name"]].question)
    assert asked == {question.id for question in form.questions if question.light}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_form_says_what_it_is(tool: str) -> None:
    content = xlsform.write(together(tool))
    [settings] = sheet(tool, "settings")
    version = together(tool)[0].tool.version
    assert (settings["form_id"], settings["version"]) == (form_id(together(tool)[0].tool), version)
    assert settings["default_language"] == "English (en)"
    assert len(content) < 150_000
    assert xlsx.recognise(content) is None
    assert xlsform.recognise(content) is None


def test_the_same_forms_give_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib; from test_format_xlsform import *;"
        "print(hashlib.sha256(xlsform.write(together('joint-reflection'))).hexdigest())"
    )
    expected = hashlib.sha256(xlsform.write(together("joint-reflection"))).hexdigest()
    environment = {**os.environ, "PYTHONHASHSEED": "3", "PYTHONPATH": str(ROOT / "tests"), "TZ": "Asia/Kabul"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == expected, done.stderr


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("cost / people", "if(${cost} = '' or ${people} = '' or ${people} = 0, '', round((${cost} div ${people}), 2))"),
        ("cost / 2", "if(${cost} = '', '', round((${cost} div 2), 2))"),
        ("sum(steps.cost)", "round(sum(${steps_cost__figure}), 2)"),
        ("count(steps.what)", "round(sum(${steps_what__filled}), 2)"),
        (
            "count(formats.remark)",
            "round((if(${formats_web_remark} = '', 0, 1) + if(${formats_paper_remark} = '', 0, 1)), 2)",
        ),
        ("max(cost, 0)", "if(${cost} = '', '', round(max(${cost}, 0), 2))"),
    ],
)
def test_formulas_are_written_for_phones(formula: str, written: str) -> None:
    tool = together("notation")[0].tool
    dialect = XPath(Names(tool), {question.id: question for question in tool.questions})
    assert write_total(parse_formula(formula), dialect) == written


def test_a_formula_in_a_row_needs_the_cells_of_its_row() -> None:
    rows = {row["name"]: row for row in sheet("cost-recovery", "survey")}
    assert rows["things_yearly"]["calculation"].count("${things_again}") == 2
    assert rows["keys_space_projects"]["calculation"].count("${keys_space_amount}") == 2


def test_words_are_neither_markup_nor_references() -> None:
    assert plain("*a* _b_ `c` ${d}\n# e\n- f") == "\\*a\\* \\_b\\_ \\`c\\` $ {d}\n\\# e\n\\- f"


def test_rows_that_people_add_are_read() -> None:
    form = sample("notation")
    answers: Answers = {f"steps.{row}.cost": Decimal(row) for row in range(1, 6)}
    assert settled(submission(form, answers), form).answers == answers


def test_servers_that_rename_a_form_do_not_hide_it() -> None:
    """KoboToolbox gives the root its own name, number and version, and adds fields of its own."""
    form = sample("notation")
    content = submission(form, {"title": "A"}).decode()
    content = re.sub(r'<data [^>]*id="[^"]*"[^>]*>', '<aXb3 id="aXb3" version="vQ7">', content).replace(
        "</data>", "</aXb3>"
    )
    content = content.replace("</aXb3>", "<formhub><uuid>1</uuid></formhub><__version__>v</__version__></aXb3>")
    reading = settled(content.encode(), form)
    assert (reading.label.version, reading.answers, reading.unknown) == (form.tool.version, {"title": "A"}, 0)


def test_a_form_is_known_by_its_number_where_nothing_worked_out_is_sent() -> None:
    form = sample("cost-recovery")
    content = re.sub(rb"<alongside_(tool|version)>[^<]*", rb"<alongside_\1>", submission(form, {"stop_first": "A"}))
    reading = settled(content, form)
    assert (reading.label.tool, reading.answers) == ("cost-recovery", {"stop_first": "A"})


def test_answers_to_questions_of_another_version_are_counted() -> None:
    form = sample("notation")
    content = submission(form, {"title": "A", "aim": "B"}).replace(b"<aim>", b"<old>").replace(b"</aim>", b"</old>")
    reading = settled(content, form)
    assert (reading.answers, reading.unknown) == ({"title": "A"}, 1)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"PK\x03\x04 alongside_", id="zip"),
        pytest.param(b"<data id='other' version='1'/>", id="another-form"),
        pytest.param(b"<data id='alongside_' version='x'/>", id="no-version"),
        pytest.param("<data id='alongside_x' version='1.0'/>".encode("utf-16"), id="another-encoding"),
    ],
)
def test_other_files_are_not_recognised(content: bytes) -> None:
    assert xlsform.recognise(content) is None


def test_an_empty_form_for_phones_is_no_submission() -> None:
    assert xlsform.recognise(xform("notation")) is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<data id='alongside_notation' version='1.0'><title>", id="cut-off"),
        pytest.param(
            b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><data id='alongside_notation'>&e;</data>",
            id="external-entity",
        ),
        pytest.param(b"<data id='alongside_notation'>" + b"<a>" * 200 + b"x" + b"</a>" * 200 + b"</data>", id="deep"),
        pytest.param(
            b"<data id='alongside_notation'><aim>" + b"a" * 10_000_000 + b"</aim></data>", id="answer-of-10-MB"
        ),
    ],
)
def test_hostile_and_broken_submissions_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match=r"^[A-Z].*\. Fix: .*\.$"):
        xlsform.recognise(content)
    with pytest.raises(Refused, match=r"^[A-Z].*\. Fix: .*\.$"):
        xlsform.read(content, sample("notation"))


def test_every_figure_that_a_form_works_out_is_shown() -> None:
    for tool in TOOLS:
        rows = {row["name"]: row for row in sheet(tool, "survey")}
        for question in together(tool)[0].questions:
            columns: Any = question.shape.columns if isinstance(question.shape, Table) else ()
            if isinstance(question.shape, Total):
                assert f"${{{question.id}}}" in rows[f"{question.id}__shown"]["label::English (en)"]
            assert not any(isinstance(column.shape, Total) for column in columns) or any(
                name.startswith(f"{question.id}_") and name.endswith("__shown") for name in rows
            )
