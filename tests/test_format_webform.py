"""The web form as a file: what it holds, what it reads, what it refuses. What a browser makes of it: see below."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from lxml import html

from alongside.answers import Answers, as_text, settle
from alongside.formats import LARGEST_FILE, Refused, shrinking, webform
from alongside.formats.webform_shapes import answers_file
from alongside.tool import Form
from conftest import ROOT
from forms import NASTY, all_words, answers_for, forms, named, sample

every_form = pytest.mark.parametrize("form", forms(), ids=named)


def read_back(form: Form, content: bytes) -> Answers:
    label = webform.recognise(content)
    assert label is not None
    reading = settle(form, label, webform.read(content, form))
    assert reading.doubts == {}
    assert reading.lost == ()
    assert reading.unknown == 0
    return reading.answers


def page_of(form: Form, answers: Answers | None = None) -> html.HtmlElement:
    return html.document_fromstring(webform.write(form, answers).decode())


@every_form
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_written_is_read(form: Form, seed: int) -> None:
    answers = answers_for(form, seed)
    assert read_back(form, webform.write(form, answers)) == answers
    assert read_back(form, json.dumps(answers_file(form, answers)).encode()) == answers


@every_form
def test_an_empty_form_reads_as_nothing(form: Form) -> None:
    assert read_back(form, webform.write(form)) == {}


@every_form
def test_a_file_says_what_it_is(form: Form) -> None:
    label = webform.recognise(webform.write(form))
    assert label is not None
    tool = form.tool
    assert (label.tool, label.version, label.language, label.size) == (tool.id, tool.version, tool.language, form.size)


def test_the_same_form_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib, forms; from alongside.formats import webform\n"
        "print(*(hashlib.sha256(webform.write(f, forms.answers_for(f))).hexdigest() for f in forms.forms()[:6]))"
    )
    printed = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "tests")}
        printed.add(subprocess.check_output([sys.executable, "-c", program], env=environment, text=True))
    assert len(printed) == 1


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_figure_with_three_decimals_has_one_meaning(language: str) -> None:
    words = next(words for words in all_words() if words.code == language)
    form = Form(replace(sample("notation").tool, language=language), words)
    assert read_back(form, webform.write(form, {"cost": Decimal("1.234")})) == {"cost": Decimal("1.234")}


def test_rows_that_somebody_added_are_read() -> None:
    form = sample("notation")
    answers: Answers = {"steps.2.what": "two", "steps.4.what": "four", "steps.60.cost": Decimal(7)}
    assert read_back(form, webform.write(form, answers)) == answers


def test_a_file_from_an_older_version_is_read_as_far_as_the_questions_are_the_same() -> None:
    form = sample("notation")
    file = answers_file(form, {"title": "Alongside"}) | {"alongside-version": "0.9"}
    file["answers"] = {"title": "Alongside", "gone": "x", "steps.1.gone": "y", "steps.61.what": "z", "also_gone": " "}
    content = json.dumps(file).encode()
    label = webform.recognise(content)
    assert label is not None
    reading = settle(form, label, webform.read(content, form))
    assert label.version == "0.9"
    assert reading.answers == {"title": "Alongside"}
    assert reading.unknown == 3


@every_form
def test_what_people_type_stays_text(form: Form) -> None:
    """Answers add no element but the marks of places, no link, no script, no handler."""
    empty, filled = page_of(form), page_of(form, answers_for(form, 3, share=1.0))
    for name in ("script", "a", "img", "style", "section", "p"):
        assert len(filled.findall(f".//{name}")) - len(empty.findall(f".//{name}")) in range(
            len(form.questions) + 1 if name == "p" else 1
        ), name
    shown = " ".join(filled.text_content().split())
    for text in NASTY:
        if any(text.replace("\n", " ") == str(answer) for answer in answers_for(form, 3, share=1.0).values()):
            assert " ".join(text.split()) in shown


@every_form
def test_the_page_is_allowed_its_own_script_and_nothing_else(form: Form) -> None:
    page = page_of(form)
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    [script] = page.xpath("//script[not(@type)]")
    [style] = page.xpath("//style")
    for kind, element in (("script-src", script), ("style-src", style)):
        digest = b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
        assert rules[kind] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert set(rules) == {"default-src", "script-src", "style-src", "form-action", "base-uri"}
    assert page.xpath("//@src | //@href | //@action | //@style") == []
    assert "http" not in policy


@every_form
def test_the_part_for_a_page_of_the_site_carries_no_script_of_its_own(form: Form) -> None:
    part = html.fragment_fromstring(webform.body(form))
    assert {script.get("type") for script in part.iter("script")} == {"application/json"}
    assert not [name for element in part.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert part.find(".//h1") is None
    assert part.find(".//form") is None
    ids = part.xpath("//@id")
    assert len(ids) == len(set(ids))
    classes = {name for value in part.xpath("//@class") for name in value.split()}
    assert all(name.startswith("af-") for name in classes)
    assert (part.get("lang"), part.get("dir")) == (form.tool.language, form.words.direction)


@every_form
def test_every_question_stands_in_the_page_in_order(form: Form) -> None:
    page = page_of(form)
    assert page.xpath("//*[@data-q]/@id") == [f"q-{question.id}" for question in form.questions]
    shown = " ".join(page.text_content().split())
    for question in form.questions:
        assert " ".join(question.label.split()) in shown
        assert " ".join(question.hint.split()) in shown


@every_form
def test_a_file_is_light(form: Form) -> None:
    """As it lies on a stick: the light size is the one for slow phones. As it travels: every host compresses HTML."""
    content = webform.write(form)
    beyond_latin = form.tool.language == "ar"
    if form.size == "light":
        assert len(content) <= (60_000 if beyond_latin else 40_000)
        assert len(gzip.compress(content, 9, mtime=0)) <= 18_000
    assert len(content) <= (80_000 if beyond_latin else 70_000)
    assert len(gzip.compress(content, 9, mtime=0)) <= 24_000


def test_the_form_wears_the_colours_of_the_site() -> None:
    site = (ROOT / "docs" / "assets" / "css" / "alongside.css").read_text(encoding="utf-8")
    for name, colour in re.findall(r"(--al-[a-z-]+): (#[0-9a-f]+);", webform.STYLE.partition("@media print")[0]):
        assert f"{name}: {colour};" in site, name


SHRUNK = {
    "texts and patterns": (
        'const text = "x  // y"; // gone\n  const found = /[/ "]+/g.test(`  ${text}  `) && 1 + +text;\n',
        'let a="x  // y",b=/[/ "]+/g.test(`  ${a}  `)&&1+ +a;',
    ),
    "names of others": (
        "const name = document.name;\nother.name(name, { name: name.name, title: true });\n",
        "let a=document.name;other.name(a,{name:a.name,title:!0});",
    ),
    "keys that are variables": (
        "const { value, doubt } = read(1);\nwrite({ value, doubt, more: [...value] });\n",
        "let{value:a,doubt:b}=read(1);write({value:a,doubt:b,more:[...a]});",
    ),
    "functions": (
        "let kept = null;\nconst keep = (first, [second, ...rest]) => {\n  const one = first ? second : rest;\n"
        "  if (one) return false;\n  kept = (item) => item;\n};\nkeep(1);\n",
        "let d=null,c=(a,[g,...f])=>{let e=a?g:f;if(e)return!1;d=b=>b};c(1);",
    ),
    "loops": (
        "for (const one of list) go(one);\nconst two = 2;\nfor (let at = 0; at < two; at += 1) go(at);\n",
        "for(let b of list)go(b);let c=2;for(let a=0;a<c;a+=1)go(a);",
    ),
}


@pytest.mark.parametrize(("script", "shrunk"), SHRUNK.values(), ids=SHRUNK.keys())
def test_a_script_is_shrunk_and_means_the_same(script: str, shrunk: str) -> None:
    assert shrinking.shrink_script(script) == shrunk


def test_the_script_keeps_every_text_and_every_name_of_the_browser() -> None:
    """What is renamed is a variable of ours and nothing else: words behind a dot and texts are all still there."""
    shrunk = shrinking.shrink_script(webform.SCRIPT)
    code = re.sub(r"(?m)(?:^|(?<=[;{,] ))\s*//.*$|(?<=; )// .*$", "", webform.SCRIPT)
    for pattern in (r"(?<![\w.])\.([A-Za-z]\w*)", r'"([^"\n]*)"'):
        assert set(re.findall(pattern, code)) == set(re.findall(pattern, shrunk)), pattern
    assert len(shrunk) < 11_500


def test_a_style_sheet_is_shrunk() -> None:
    style = '/* gone */\na > b, c {\n  color: var(--al-ink);\n  margin: 0 1em;\n}\n[dir="rtl"] { --al-ink: red; }\n'
    assert shrinking.shrink_style(style) == "a>b,c{color:var(--a);margin:0 1em}[dir=rtl]{--a:red}"


def answers_json(**changes: Any) -> bytes:
    file = answers_file(sample("notation"), {"title": "x"}) | changes
    return json.dumps(file).encode()


HOSTILE = {
    "empty": b"",
    "garbage": bytes(range(256)) * 40,
    "zip": b"PK\x03\x04" + b"\x00" * 100,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "deep": b"[" * 200_000,
    "list": b"[]",
    "other-json": b'{"a": 1}',
    "page-without-answers": b"<!doctype html><title>x</title><p>hello",
    "unfinished-block": b'<script type="application/json" data-af="answers">{"alongside-tool": "notation"',
    "two-words-for-size": answers_json(**{"alongside-size": "huge"}),
    "tool-is-a-list": answers_json(**{"alongside-tool": ["notation"]}),
    "too-large": b" " * (LARGEST_FILE + 1),
    "many-openings": b"<script data-af=" * 500_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_file_of_ours_is_not_recognised_and_not_read(content: bytes) -> None:
    assert webform.recognise(content) is None
    with pytest.raises(Refused, match=r"^[^<]+\. Fix: [^<]+\.$"):
        webform.read(content, sample("notation"))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"alongside-tool": "other"}, id="another-tool"),
        pytest.param({"answers": None}, id="no-answers"),
        pytest.param({"answers": ["x"]}, id="answers-without-addresses"),
        pytest.param({"answers": {"title": 5}}, id="an-answer-that-is-no-text"),
        pytest.param({"answers": {"title": {"a": "b"}}}, id="an-answer-inside-an-answer"),
        pytest.param({"answers": {"helpers": ["partners", None]}}, id="nothing-in-a-list"),
    ],
)
def test_a_file_that_was_tampered_with_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="Fix: "):
        webform.read(answers_json(**changes), sample("notation"))


def test_half_a_letter_becomes_a_sign_that_every_file_can_hold() -> None:
    content = answers_json(answers={"title": "\ud800 x"})
    assert webform.read(content, sample("notation")).values == {"title": "\ufffd x"}


def test_answers_are_plain_for_every_reader() -> None:
    form = sample("notation")
    answers = answers_for(form, 5, share=1.0)
    file = answers_file(form, answers)
    assert list(file) == sorted(file)
    stored = file["answers"]
    assert isinstance(stored, dict)
    assert list(stored) == sorted(stored)
    for address, value in answers.items():
        assert stored[address] == (list(value) if isinstance(value, tuple) else as_text(value))
