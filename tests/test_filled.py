"""Whatever is sent in, it is a form read as far as is certain, or a refusal in words."""

from __future__ import annotations

import inspect
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from alongside import formats
from alongside.answers import Answers, Reading
from alongside.filled import open_filled
from alongside.formats import LARGEST_FILE, Refused
from alongside.formats.packages import write_zip
from alongside.formats.webform_shapes import answers_file
from alongside.formats.xlsform_names import SIZE, TOOL, VERSION, form_id
from alongside.shapes import Text
from alongside.tool import Form, Question, Section, Tool
from forms import all_words, answers_for, sample, toolkit
from office import members_of, packed

WORDS_OF_THE_FILE = "Kestrel of the Northern Quay"  # invented; it must never stand in a message
OFFICE = ("docx", "odt", "xlsx")
WRITTEN = ("webform", "json", *OFFICE)
ANSWERS: Answers = {
    "title": WORDS_OF_THE_FILE,
    "aim": "Two lines\nof words",
    "cost": Decimal("12.5"),
    "stage": "drafting",
}


def in_words(refused: str) -> bool:
    """One sentence or two, and what to do; nothing out of the file."""
    return bool(re.fullmatch(r"[A-Z][^<>\n]+\. Fix: [^<>\n]+\.", refused)) and WORDS_OF_THE_FILE not in refused


def opened(content: bytes) -> Reading:
    return open_filled(content, toolkit(), all_words())


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        opened(content)
    assert in_words(str(caught.value)), caught.value
    assert caught.value.__cause__ is None
    return str(caught.value)


def read_or_refused(content: bytes) -> Reading | None:
    """Nothing where it is refused; any other error comes out."""
    told = ""
    try:
        return opened(content)
    except Refused as refused:
        told = str(refused)
    assert in_words(told), told
    return None


def written(format: str, form: Form, answers: Answers) -> bytes:
    """A filled form, as a file of this kind."""
    if format == "json":
        return json.dumps(answers_file(form, answers)).encode()
    return bytes(formats.module(format).write(form, answers))


@cache
def good(format: str) -> bytes:
    return written(format, sample("notation"), ANSWERS)


def sent_by_phone(tool: Tool, **answers: str) -> bytes:
    entries = {TOOL: tool.id, VERSION: tool.version, SIZE: "standard", **answers}
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in entries.items())
    return f'<data id="{form_id(tool)}" version="{tool.version}">{inside}</data>'.encode()


def answers_json(answers: object, **changes: object) -> bytes:
    return json.dumps(answers_file(sample("notation"), {}) | {"answers": answers} | changes).encode()


# What is read


@pytest.mark.parametrize("format", [*WRITTEN, "pdf"])
def test_a_form_is_known_by_what_is_inside(format: str) -> None:
    """Nobody is asked for the name of the file."""
    reading = opened(good(format))
    assert list(inspect.signature(open_filled).parameters) == ["content", "toolkit", "words"]
    assert (reading.label.tool, reading.label.version, reading.label.language) == ("notation", "1.0", "en")
    assert reading == Reading(reading.label, ANSWERS)


def test_what_a_phone_sent_is_known_by_what_is_inside() -> None:
    reading = opened(sent_by_phone(sample("notation").tool, title="A", cost="3"))
    assert reading.answers == {"title": "A", "cost": Decimal(3)}


@pytest.mark.parametrize("format", WRITTEN)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_form_that_is_half_filled_is_read_in_each_language(format: str, language: str) -> None:
    form = sample("joint-reflection", language)
    answers = answers_for(form, 7, share=0.4)
    reading = opened(written(format, form, answers))
    assert reading.label.language == language
    assert reading == Reading(reading.label, answers)


@pytest.mark.parametrize("format", WRITTEN)
def test_an_empty_form_has_no_answers(format: str) -> None:
    reading = opened(written(format, sample("notation"), {}))
    assert reading == Reading(reading.label, {})


@pytest.mark.parametrize("format", WRITTEN)
def test_a_form_in_a_language_that_is_gone_is_read_in_english(format: str) -> None:
    form = sample("cost-recovery", "fr")
    answers = answers_for(form, 2, share=0.5)
    english = {"cost-recovery": {"en": toolkit()["cost-recovery"]["en"]}}
    reading = open_filled(written(format, form, answers), english, all_words())
    assert reading.label.language == "fr"
    assert reading.unknown == 0
    assert set(reading.answers) | set(reading.lost) == set(answers), "read, or told"


def with_question(tool: Tool, gone: str, new: str) -> Tool:
    """The tool in an older version: one question more, one fewer."""
    first, *others = tool.sections
    parts = [part for part in first.parts if not (isinstance(part, Question) and part.id == new)]
    parts.append(Question(gone, "What was it?", "", Text()))
    return replace(tool, version="0.9", sections=(Section(first.id, first.title, tuple(parts)), *others))


@pytest.mark.parametrize("format", WRITTEN)
def test_of_an_older_version_the_questions_that_are_the_same_are_read(format: str) -> None:
    """The rest is told: from which version, and how many answers have no question any more."""
    old = Form(with_question(sample("notation").tool, gone="former", new="aim"), sample("notation").words)
    reading = opened(written(format, old, {"title": "A", "former": "B", "people": Decimal(7)}))
    assert reading.label.version == "0.9"
    assert (reading.answers, reading.unknown) == ({"title": "A", "people": Decimal(7)}, 1)
    assert reading.doubts == {}


@pytest.mark.parametrize(
    ("answers", "read", "doubts", "lost"),
    [
        pytest.param({"people": "501"}, {"people": Decimal(501)}, {"people": "out-of-bounds"}, (), id="too-many"),
        pytest.param({"people": "-1"}, {"people": Decimal(-1)}, {"people": "out-of-bounds"}, (), id="too-few"),
        pytest.param({"people": "2.5"}, {"people": Decimal("2.5")}, {"people": "out-of-bounds"}, (), id="half"),
        pytest.param({"people": "ten"}, {}, {}, ("people",), id="word-for-a-figure"),
        pytest.param({"people": "1" * 20}, {}, {}, ("people",), id="twenty-digits"),
        pytest.param({"cost": "1,000,000,000,000,000,000,000,000,000,000"}, {}, {}, ("cost",), id="ten-groups"),
        pytest.param({"cost": "1,234"}, {"cost": Decimal(1234)}, {"cost": "ambiguous"}, (), id="two-readings"),
        pytest.param({"tried": "31/02/2026"}, {}, {}, ("tried",), id="no-day"),
        pytest.param({"stage": "finished"}, {}, {}, ("stage",), id="unknown-choice"),
        pytest.param({"helpers": ["partners", "aliens"]}, {}, {}, ("helpers",), id="one-of-two-choices-unknown"),
        pytest.param({"cost_each": "5"}, {}, {}, (), id="a-figure-that-is-worked-out"),
    ],
)
def test_nothing_is_guessed(answers: dict[str, Any], read: Answers, doubts: dict[str, str], lost: tuple[str]) -> None:
    reading = opened(answers_json(answers))
    assert (reading.answers, reading.doubts, reading.lost, reading.unknown) == (read, doubts, lost, 0)


@pytest.mark.parametrize("row", ["0", "61", "007", "-1", "²", "٣", "1" * 5000, ""])
def test_a_row_that_no_table_has_is_told_and_not_read(row: str) -> None:
    reading = opened(answers_json({f"steps.{row}.what": "x"}))
    assert (reading.answers, reading.unknown) == ({}, 1)


@pytest.mark.parametrize("shown", ["some day", "1" * 5000, "3 march"])
def test_a_day_that_a_program_has_spoilt_is_told(shown: str) -> None:
    """What the place shows, and the day it holds, are no day any more."""
    members = members_of(written("docx", sample("notation"), {"tried": date(2026, 3, 1)}))
    text = members["word/document.xml"].decode()
    spoilt = text.replace('w:fullDate="2026-03-01', 'w:fullDate="next').replace(">2026-03-01<", f">{shown}<")
    assert spoilt.count("2026-03-01") == 0
    reading = opened(packed({**members, "word/document.xml": spoilt.encode()}))
    assert (reading.answers, reading.lost) == ({}, ("tried",))


def test_a_name_with_five_thousand_digits_is_no_row() -> None:
    members = members_of(good("xlsx"))
    text = members["xl/workbook.xml"].decode()
    first = re.findall('<definedName name="a_steps__1__what">[^<]*</definedName>', text)[0]
    text = text.replace(first, first + first.replace("__1__", f"__{'1' * 5000}__"))
    assert opened(packed({**members, "xl/workbook.xml": text.encode()})).answers == ANSWERS


# What is refused


def test_a_tool_that_is_not_here_is_refused() -> None:
    for format in WRITTEN:
        content = written(format, Form(replace(sample("notation").tool, id="elsewhere"), sample("notation").words), {})
        assert "not in this toolkit" in refusal(content)
    assert "not in this toolkit" in refusal(sent_by_phone(replace(sample("notation").tool, id="elsewhere"), title="x"))


@pytest.mark.parametrize("format", WRITTEN)
def test_no_answer_is_read_into_a_tool_it_was_not_given_to(format: str) -> None:
    """Somebody has changed what the file says of itself."""
    content = good(format)
    if format in OFFICE:
        content = packed({name: text.replace(b">notation<", b">cost-recovery<") for name, text in unpacked(content)})
    else:
        content = content.replace(b'"notation"', b'"cost-recovery"')
    reading = read_or_refused(content)
    assert reading is None or (reading.label.tool, reading.answers) == ("cost-recovery", {})


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    yield from members_of(content).items()


OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def test_a_password_is_said_to_be_in_the_way() -> None:
    encrypted = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le") + bytes(400)
    odt = members_of(good("odt"))
    manifest = odt["META-INF/manifest.xml"].replace(b"</manifest:", b"<manifest:encryption-data/></manifest:")
    contents = {
        "docx": encrypted,
        "odt": packed({**odt, "META-INF/manifest.xml": manifest, "meta.xml": b"\x8f\x02", "content.xml": b"\x07"}),
        "pdf": locked_pdf(),
    }
    for format, content in contents.items():
        assert refusal(content) == "This file is protected by a password. Fix: save it without one.", format


def locked_pdf() -> bytes:
    import io

    writer = PdfWriter(PdfReader(io.BytesIO(good("pdf"))))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_file_of_an_old_office_is_asked_for_anew() -> None:
    told = refusal(OLD_OFFICE + "WordDocument".encode("utf-16-le") + WORDS_OF_THE_FILE.encode())
    assert "old Office" in told
    assert ".docx" in told


def with_member(format: str, name: str, text: bytes) -> bytes:
    return packed({**members_of(good(format)), name: text})


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%b">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k")))
    + b"]><x>&j;</x>"
)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one-byte": lambda: b"P",
    "text": lambda: WORDS_OF_THE_FILE.encode(),
    "utf-16": lambda: WORDS_OF_THE_FILE.encode("utf-16"),
    "photo": lambda: b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00" + WORDS_OF_THE_FILE.encode() + bytes(5000),
    "page": lambda: f"<!doctype html><html><title>{WORDS_OF_THE_FILE}</title><p>notation 1.0</html>".encode(),
    "page-of-the-site-that-names-us": lambda: b"<html><p>alongside_notation</html>",
    "page-that-is-no-xml": lambda: b"<!doctype html><p>alongside_notation<br>",
    "pdf-without-fields": lambda: b"%PDF-1.7\n%%EOF",
    "json-list": lambda: b"[]",
    "json-deep": lambda: b"[" * 300_000,
    "json-deep-object": lambda: b'{"a":' * 300_000,
    "json-of-others": lambda: json.dumps({"tool": WORDS_OF_THE_FILE}).encode(),
    "json-without-answers": lambda: answers_json(None),
    "json-answers-in-answers": lambda: answers_json({"title": {"a": WORDS_OF_THE_FILE}}),
    "json-figure": lambda: answers_json({"cost": 5}),
    "json-label-with-words": lambda: answers_json({}, **{"alongside-version": WORDS_OF_THE_FILE}),
    "json-label-with-markup": lambda: answers_json({}, **{"alongside-language": "<b>"}),
    "zip-of-forms": lambda: write_zip({f"{format}.zip": good(format) for format in OFFICE}),
    "zip-without-members": lambda: write_zip({}),
    "folder-in-a-zip": lambda: write_zip({"forms/": b"", "forms/a.docx": good("docx")}),
    "zip-bomb": lambda: write_zip({"xl/workbook.xml": bytes(150_000_000)}),
    "zip-of-many": lambda: write_zip({str(number): b"" for number in range(4000)}),
    "too-large": lambda: bytes(LARGEST_FILE + 1),
    "phone-entity": lambda: ENTITY.replace(b"<x>", b"<x id='alongside_notation'>"),
    "phone-deep": lambda: b"<data id='alongside_notation'>" + b"<a>" * 400 + b"</a>" * 400 + b"</data>",
    **{
        f"{format}-{name}": (lambda format=format, part=part, text=text: with_member(format, part, text))
        for format, parts in {
            "docx": ("docProps/custom.xml", "word/document.xml"),
            "odt": ("meta.xml", "content.xml"),
            "xlsx": ("docProps/custom.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"),
        }.items()
        for part in parts
        for name, text in {
            f"entity-in-{part}": ENTITY,
            f"laughs-in-{part}": LAUGHS,
            f"no-xml-in-{part}": WORDS_OF_THE_FILE.encode(),
            f"deep-{part}": b"<a>" * 5000 + b"</a>" * 5000,
            f"16-MB-in-{part}": b"<a>" + b" " * 16_000_000 + b"</a>",
        }.items()
        if not (name.startswith(("deep", "16")) and part in {"docProps/custom.xml", "meta.xml"})
    },
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_sound_form_is_refused_in_words(content: Callable[[], bytes]) -> None:
    refusal(content())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_an_office_file_packed_as_no_office_does_is_refused(method: int, tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in unpacked(good("docx")):
            archive.writestr(name, text)
    refusal(path.read_bytes())


def test_an_answer_of_ten_million_letters_is_no_answer() -> None:
    """It is refused, or cut at what a form can hold and marked."""
    for format in OFFICE:
        refused_or_marked(written(format, sample("notation"), {"aim": "a" * 10_000_000}))
    refused_or_marked(answers_json({"aim": "a" * 10_000_000}))
    refused_or_marked(sent_by_phone(sample("notation").tool, aim="a" * 4_900_000))


def refused_or_marked(content: bytes) -> None:
    reading = read_or_refused(content)
    assert reading is None or reading.doubts == {"aim": "ambiguous"}
    assert reading is None or len(str(reading.answers["aim"])) == 10_000


def variants(content: bytes, seed: str, number: int) -> Iterator[bytes]:
    """The file cut short, and with wrong bytes: outside, and inside of what is packed."""
    dice = random.Random(seed)
    for _ in range(number // 4):
        yield content[: dice.randrange(len(content))]
    for _ in range(number // 4):
        yield scratched(content, dice)
    members = members_of(content) if content.startswith(b"PK") else {}
    for _ in range(number // 2):
        if members:
            name = dice.choice(sorted(members))
            yield packed({**members, name: scratched(members[name], dice)})
        else:
            yield scratched(content, dice)


def scratched(content: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(dice.choice((1, 3, 20))):
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


@pytest.mark.parametrize("format", [*WRITTEN, "phone"])
def test_a_damaged_file_is_read_or_refused(format: str) -> None:
    """Some two hundred files in all. No other error comes out, so no traceback, and no words of the file."""
    content = (
        sent_by_phone(sample("notation").tool, title=WORDS_OF_THE_FILE, cost="3") if format == "phone" else good(format)
    )
    readings = [read_or_refused(variant) for variant in variants(content, format, 36)]
    assert None in readings
