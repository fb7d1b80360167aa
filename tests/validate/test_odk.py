"""Forms for phones are accepted by ODK Validate, and answered by the engine of ODK Collect as by the program."""

from __future__ import annotations

import base64
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from pyxform.validators.odk_validate import ODK_VALIDATE_PATH
from pyxform.xls2xform import convert

from alongside.answers import Answers, as_text, settle, totals
from alongside.formats import xlsform
from alongside.formats.xlsform_names import SIZE, Names
from alongside.shapes import Total
from alongside.tool import Form
from forms import all_words, answers_for, forms, toolkit

COLLECT = Path(__file__).with_name("Collect.java")


@pytest.fixture(scope="module")
def xforms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The XForm of each tool with all its languages, as pyxform makes it."""
    folder = tmp_path_factory.mktemp("forms")
    found = {}
    for name, tools in toolkit().items():
        source = folder / f"{name}.xlsx"
        source.write_bytes(xlsform.write([Form(tools[item.code], item) for item in all_words() if item.code in tools]))
        made = convert(xlsform=str(source), validate=False)
        assert not made.warnings, made.warnings
        found[name] = folder / f"{name}.xml"
        found[name].write_text(made.xform, encoding="utf-8")
    return found


def _validate(paths: list[Path]) -> subprocess.CompletedProcess[str]:
    command = ["java", "-Djava.awt.headless=true", "-jar", ODK_VALIDATE_PATH, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True)


def test_odk_validate_accepts_the_form_of_every_tool(xforms: dict[str, Path]) -> None:
    done = _validate(list(xforms.values()))
    assert done.returncode == 0, done.stderr
    assert (done.stdout + done.stderr).count("Xform is valid!") == len(xforms)


def test_odk_validate_refuses_a_broken_form(xforms: dict[str, Path], tmp_path: Path) -> None:
    """The control: the same form, with a function in a formula that does not exist."""
    broken = tmp_path / "broken.xml"
    text = xforms["notation"].read_text(encoding="utf-8")
    assert "round(" in text
    broken.write_text(text.replace("round(", "no_such_function("), encoding="utf-8")
    done = _validate([broken])
    assert done.returncode != 0
    assert "Xform is valid!" not in done.stdout + done.stderr


def test_a_phone_sends_back_what_was_answered_and_calculates_the_same(xforms: dict[str, Path], tmp_path: Path) -> None:
    cases = {}
    for form in (form for form in forms() if form.tool.language == "en"):
        for seed, share in ((1, 1.0), (2, 0.6)):
            folder = tmp_path / f"{form.stem} {seed}"
            folder.mkdir()
            answers = answers_for(form, seed, share)
            (folder / "form.xml").write_bytes(xforms[form.tool.id].read_bytes())
            (folder / "answers.txt").write_text(_lines(form, answers), encoding="utf-8")
            cases[folder] = (form, answers)
    command = ["java", "-cp", ODK_VALIDATE_PATH, str(COLLECT), *map(str, cases)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    figures = 0
    for folder, (form, answers) in cases.items():
        content = (folder / "submission.xml").read_bytes()
        label = xlsform.recognise(content)
        assert label is not None
        assert (label.tool, label.version, label.size) == (form.tool.id, form.tool.version, form.size)
        reading = settle(form, label, xlsform.read(content, form))
        assert reading.answers == answers
        assert (reading.doubts, reading.lost, reading.unknown) == ({}, (), 0)
        assert _calculated(form, content) == totals(form, answers)
        figures += len(totals(form, answers))
    assert figures > 100


def _lines(form: Form, answers: Answers) -> str:
    names = Names(form.tool)
    lines = [(SIZE, 1, form.size)]
    rows: Counter[str] = Counter()
    for address, value in answers.items():
        question, row, column = [*address.split("."), "", ""][:3]
        if question in names.growing:
            lines.append((names.of(question, column), int(row), as_text(value)))
            rows[question] = max(rows[question], int(row))
        else:
            lines.append((names.of(question, column, row), 1, as_text(value)))
    lines += [(f"repeat {question}", number, "") for question, number in rows.items()]
    return "".join(f"{name}\t{row}\t{base64.b64encode(text.encode()).decode()}\n" for name, row, text in lines)


def _calculated(form: Form, content: bytes) -> dict[str, Decimal]:
    """The figures that the phone worked out, by address; those of rows that nobody began are not there."""
    names = Names(form.tool)
    found = {}
    root = etree.fromstring(content)
    for name, place in names.places.items():
        for number, element in enumerate(root.iterfind(f".//{name}"), 1):
            leaf = form.leaf(place.address(number))
            if leaf and isinstance(leaf.shape, Total) and element.text:
                found[leaf.address] = Decimal(element.text)
    return found
