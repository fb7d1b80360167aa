"""OpenDocument texts hold a form and its answers, and are read as far as is certain, whoever saved them."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile

import pytest
from lxml import etree

from alongside.answers import Answers, Label, Reading
from alongside.formats import Refused, docx, odt
from alongside.tool import Form
from forms import answers_for, forms, named, sample
from office import Change, changed, drop, fingerprint, fingerprint_elsewhere, members_of, packed, settled, unwrap

TEXT = "content.xml"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
WORDS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
MORE = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
STEPS: Answers = {"steps.1.what": "One", "steps.2.what": "Two", "steps.3.what": "Three"}


def control(root: etree._Element, name: str) -> etree._Element:
    [found] = root.iterfind(f".//{MORE}content-control[@{MORE}tag='{name}']")
    return found


def above(element: etree._Element, name: str) -> etree._Element:
    return next(element.iterancestors(name))


def fill(root: etree._Element, name: str, text: str) -> None:
    """Type into a place, so that its quiet words and its flag go."""
    place = control(root, name)
    place.attrib.pop(f"{MORE}showing-place-holder", None)
    for span in list(place.iter(f"{WORDS}span")):
        drop(span)
    if len(place):
        place[-1].tail = text
    else:
        place.text = text


def read_changed(form: Form, answers: Answers, *changes: Change) -> Reading:
    return settled(odt, changed(odt.write(form, answers), TEXT, *changes), form)


# What programs do to a document


def lose_tags(root: etree._Element) -> None:
    """LibreOffice 7.4."""
    for place in root.iter(f"{MORE}content-control"):
        for name in ("tag", "alias", "id", "lock", "dropdown"):
            place.attrib.pop(MORE + name, None)


def lose_controls(root: etree._Element) -> None:
    """Programs that know ODF alone."""
    for place in list(root.iter(f"{MORE}content-control")):
        for item in place.findall(f"{MORE}list-item"):
            drop(item)
        unwrap(place, place)


def lose_bookmarks(root: etree._Element) -> None:
    for name in ("start", "end"):
        for mark in list(root.iter(f"{WORDS}bookmark-{name}")):
            drop(mark)


def lines_to_paragraphs(root: etree._Element) -> None:
    for line in list(root.iter(f"{WORDS}line-break")):
        paragraph = above(line, f"{WORDS}p")
        following = etree.Element(f"{WORDS}p")
        following.text = line.tail
        following.extend(list(line.itersiblings()))
        line.tail = None
        drop(line)
        paragraph.addnext(following)


REWRITES: dict[str, tuple[Change, ...]] = {
    "no-tags": (lose_tags,),
    "no-bookmarks": (lose_bookmarks,),
    "no-controls": (lose_controls,),
    "paragraphs": (lose_bookmarks, lines_to_paragraphs),
}


# Facts


@pytest.mark.parametrize("form", forms(), ids=named)
def test_what_was_written_is_read(form: Form) -> None:
    for seed in (0, 1):
        answers = answers_for(form, seed)
        reading = settled(odt, odt.write(form, answers), form)
        assert reading.answers == answers
        assert (reading.doubts, reading.lost, reading.unknown) == ({}, (), 0)


@pytest.mark.parametrize("form", forms(), ids=named)
def test_an_empty_form_has_no_answers_and_weighs_little(form: Form) -> None:
    content = odt.write(form)
    reading = settled(odt, content, form)
    assert (reading.answers, reading.doubts, reading.lost, reading.unknown) == ({}, {}, (), 0)
    assert len(content) < 150_000


@pytest.mark.parametrize("form", forms(), ids=named)
def test_every_style_that_is_used_is_there(form: Form) -> None:
    members = members_of(odt.write(form, answers_for(form)))
    content, styles = etree.fromstring(members[TEXT]), etree.fromstring(members["styles.xml"])
    known = {style.get(f"{STYLE}name") for tree in (content, styles) for style in tree.iter(f"{STYLE}style")}
    known |= {style.get(f"{STYLE}name") for style in styles.iter(f"{WORDS}list-style")}
    used = {value for element in content.iter() for key, value in element.attrib.items() if key.endswith("}style-name")}
    assert used <= known
    parents = {style.get(f"{STYLE}parent-style-name") for style in (*content.iter(), *styles.iter())} - {None}
    assert parents <= known


def test_the_same_form_gives_the_same_bytes_everywhere() -> None:
    form = sample("notation")
    assert fingerprint(odt.write(form, answers_for(form))) == fingerprint_elsewhere("odt", "notation")


def test_its_kind_comes_first_and_uncompressed() -> None:
    content = odt.write(sample("notation"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        listed = etree.fromstring(archive.read("META-INF/manifest.xml"))
        names = {entry.get(entry.keys()[0]) for entry in listed}
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert content[38:77] == odt.MEDIA_TYPE.encode()
    assert names == {"/", "content.xml", "styles.xml", "meta.xml", "settings.xml"}


def test_a_file_says_what_it_is_and_nothing_of_anybody() -> None:
    content = odt.write(sample("notation", size="light"))
    assert odt.recognise(content) == Label("notation", "1.0", "en", "light")
    meta = members_of(content)["meta.xml"].decode()
    assert "How a tool is written" in meta
    assert not re.search("creator|date", meta)
    assert b'"ApplyUserData" config:type="boolean">false' in members_of(content)["settings.xml"]


def test_a_file_that_lost_its_properties_is_known_by_its_foot() -> None:
    form = sample("joint-reflection", "ar", "light")
    members = members_of(odt.write(form))
    members.pop("meta.xml")
    assert odt.recognise(packed(members)) == Label("joint-reflection", form.tool.version, "ar", "light")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", docx.write(sample("notation"))])
def test_other_files_are_none_of_ours(content: bytes) -> None:
    assert odt.recognise(content) is None


def test_what_people_typed_is_text_and_nothing_else() -> None:
    form = sample("notation")
    answers: Answers = {"aim": "=2+2\n  two  spaces\n\tand a tab", "title": "<b>&\"'", "steps.1.what": "@SUM(A1)"}
    content = odt.write(form, {**answers, "steps.2.what": "\x07bell"})
    text = members_of(content)[TEXT]
    assert not re.search(rb"text:a |<script|<b>|\x07", text)
    assert settled(odt, content, form).answers == {**answers, "steps.2.what": "bell"}


def test_arabic_runs_from_the_right_everywhere() -> None:
    members = members_of(odt.write(sample("joint-reflection", "ar"), {"example": "We met."}))
    content, styles = etree.fromstring(members[TEXT]), etree.fromstring(members["styles.xml"])
    tables = list(content.iter(f"{STYLE}table-properties"))
    assert tables
    assert {table.get(f"{STYLE}writing-mode") for table in tables} == {"rl-tb"}
    [page] = styles.iter(f"{STYLE}page-layout-properties")
    assert page.get(f"{STYLE}writing-mode") == "rl-tb"
    standard = styles.find(f".//{STYLE}style[@{STYLE}name='Standard']/{STYLE}paragraph-properties")
    assert standard is not None
    assert (standard.get(f"{STYLE}writing-mode"), standard.get(f"{FORMAT}text-align")) == ("rl-tb", "end")
    paragraph = above(control(content, "a_example"), f"{WORDS}p").get(f"{WORDS}style-name", "")
    turned = content.find(f".//{STYLE}style[@{STYLE}name='{paragraph}']/{STYLE}paragraph-properties")
    assert turned is not None
    assert turned.get(f"{STYLE}writing-mode") == "lr-tb"


@pytest.mark.parametrize("changes", REWRITES.values(), ids=REWRITES.keys())
@pytest.mark.parametrize(
    "form", [sample("notation"), sample("joint-reflection", "ar"), sample("cost-recovery", "fr")], ids=named
)
def test_rewritten_files_are_read_without_doubt(form: Form, changes: tuple[Change, ...]) -> None:
    answers = answers_for(form, 5)
    reading = read_changed(form, answers, *changes)
    assert reading.answers == answers
    assert (reading.doubts, reading.lost, reading.unknown) == ({}, (), 0)
    assert read_changed(form, {}, *changes).answers == {}


@pytest.mark.parametrize("form", [sample("notation"), sample("joint-reflection", "ar")], ids=named)
def test_what_only_its_position_tells_is_marked(form: Form) -> None:
    answers = answers_for(form, 6)
    reading = read_changed(form, answers, lose_controls, lose_bookmarks)
    assert reading.answers == answers
    assert reading.doubts == dict.fromkeys(answers, "position")
    assert read_changed(form, {}, lose_controls, lose_bookmarks).answers == {}


def test_position_tells_nothing_where_a_table_is_missing() -> None:
    form = sample("notation")
    with pytest.raises(Refused, match="Fix:"):
        read_changed(
            form,
            answers_for(form),
            lose_controls,
            lose_bookmarks,
            lambda root: drop(list(root.iter(f"{TABLE}table"))[3]),
        )


def test_white_space_of_a_program_is_no_answer() -> None:
    def spread(root: etree._Element) -> None:
        for paragraph in root.iter(f"{WORDS}p"):
            paragraph.text = "\n      " + (paragraph.text or "")
        for span in root.iter(f"{WORDS}bookmark-start"):
            span.tail = "\n   " + (span.tail or "")

    form = sample("notation")
    assert read_changed(form, {"title": "Of two  words", **STEPS}, spread).answers == {
        "title": "Of two  words",
        **STEPS,
    }


def test_deleted_text_notes_and_comments_are_no_answers() -> None:
    def change(root: etree._Element) -> None:
        text = root.find(f".//{OFFICE}text")
        assert text is not None
        gone = etree.SubElement(etree.Element(f"{WORDS}tracked-changes"), f"{WORDS}deletion")
        etree.SubElement(gone, f"{WORDS}p").text = "deleted"
        parent = gone.getparent()
        assert parent is not None
        text.insert(0, parent)
        for name in (f"{OFFICE}annotation", f"{WORDS}note"):
            note = etree.SubElement(control(root, "a_title"), name)
            etree.SubElement(note, f"{WORDS}p").text = "a remark"
            note.tail = " more"

    assert read_changed(sample("notation"), {"title": "Yes"}, change).answers == {"title": "Yes more more"}


def test_a_row_copied_in_libreoffice_is_an_added_row() -> None:
    def copy_row(root: etree._Element) -> None:
        lose_tags(root)
        [mark] = root.iterfind(f".//{WORDS}bookmark-start[@{WORDS}name='a_steps__1__what']")
        row = above(mark, f"{TABLE}table-row")
        twin = copy.deepcopy(row)
        for name in ("start", "end"):
            for mark in twin.iter(f"{WORDS}bookmark-{name}"):
                mark.set(f"{WORDS}name", mark.get(f"{WORDS}name", "") + " Copy 1")
        row.addnext(twin)

    reading = read_changed(sample("notation"), STEPS, copy_row)
    assert (reading.answers, reading.doubts) == ({**STEPS, "steps.4.what": "One"}, {})


def test_a_row_added_by_hand_is_read_and_marked() -> None:
    def add_row(root: etree._Element) -> None:
        row = above(control(root, "a_steps__3__what"), f"{TABLE}table-row")
        added = etree.Element(f"{TABLE}table-row")
        for text in ("Fourth", "", "12,5", ""):
            cell = etree.SubElement(added, f"{TABLE}table-cell")
            etree.SubElement(cell, f"{WORDS}p").text = text
        row.addnext(added)

    reading = read_changed(sample("notation"), STEPS, add_row)
    assert {key: str(value) for key, value in reading.answers.items() if key.startswith("steps.4")} == {
        "steps.4.what": "Fourth",
        "steps.4.cost": "12.5",
    }
    assert reading.doubts == {"steps.4.what": "position", "steps.4.cost": "position"}


def test_rows_that_were_added_are_written_again() -> None:
    form = sample("notation")
    answers: Answers = {**STEPS, "steps.4.what": "Four", "steps.12.what": "Twelve"}
    assert settled(odt, odt.write(form, answers), form).answers == answers


def test_a_choice_is_known_by_its_words() -> None:
    for change in (lose_tags, lose_controls):
        reading = read_changed(
            sample("notation"), {}, lambda root: fill(root, "a_steps__1__sure", "Does not apply"), change
        )
        assert reading.answers == {"steps.1.sure": "not_applicable"}


def test_a_day_typed_over_another_is_the_one_that_counts() -> None:
    def retype(root: etree._Element) -> None:
        fill(root, "a_tried", "2027-01-31")
        control(root, "a_tried").set(f"{MORE}current-date", "2026-03-12T00:00:00Z")

    answers = read_changed(sample("notation"), {}, retype).answers
    assert {key: str(value) for key, value in answers.items()} == {"tried": "2027-01-31"}


def test_words_typed_over_a_quiet_place_count_whatever_the_flag_says() -> None:
    """LibreOffice 7.4 never takes the flag away."""

    def type_in(root: etree._Element) -> None:
        [span] = control(root, "a_title").iter(f"{WORDS}span")
        span.text = "Typed"

    assert read_changed(sample("notation"), {}, type_in, lose_tags).answers == {"title": "Typed"}


def test_two_ticks_are_no_single_answer() -> None:
    def tick(root: etree._Element) -> None:
        for name in ("a_stage__starting", "a_stage__drafting"):
            control(root, name).set(f"{MORE}checked", "true")

    assert read_changed(sample("notation"), {}, tick).lost == ("stage",)


def test_answers_to_questions_that_are_no_more_are_counted() -> None:
    def rename(root: etree._Element) -> None:
        control(root, "a_title").set(f"{MORE}tag", "a_name")
        control(root, "a_helpers__nobody").set(f"{MORE}tag", "a_friends__nobody")

    reading = read_changed(sample("notation"), {"title": "T", "helpers": ("nobody",)}, rename)
    assert (reading.answers, reading.unknown) == ({}, 2)


# Hostile and broken files


def hostile() -> dict[str, bytes]:
    good = members_of(odt.write(sample("notation")))
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + good[TEXT].split(b"?>", 1)[1]
    locked = good["META-INF/manifest.xml"].replace(b"</manifest:", b"<manifest:encryption-data/></manifest:")
    return {
        "entity": packed({**good, TEXT: entity}),
        "no-xml": packed({**good, TEXT: b"words"}),
        "macros": packed({**good, "Basic/Standard/Module1.xml": b"<x/>"}),
        "scripts": packed({**good, "Scripts/python/run.py": b""}),
        "password": packed({**good, "META-INF/manifest.xml": locked}),
        "bomb": packed({**good, TEXT: b"<x>" + b" " * 50_000_000 + b"</x>"}),
        "large": packed({**good, TEXT: b"<x>" + b" " * 16_000_000 + b"</x>"}),
        "no-form": packed({**good, TEXT: b"<x/>"}),
        "spreadsheet": packed({**good, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "cut": odt.write(sample("notation"))[:4000],
    }


@pytest.mark.parametrize("content", hostile().values(), ids=hostile().keys())
def test_hostile_files_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match=r"^This file|^The places|^This is no") as refused:
        odt.read(content, sample("notation"))
    assert "Fix:" in str(refused.value)


def test_the_empty_lists_of_macros_that_libreoffice_writes_are_no_macros() -> None:
    form = sample("notation")
    members = members_of(odt.write(form, STEPS))
    lists = {"Basic/script-lc.xml": b"<x/>", "Basic/Standard/script-lb.xml": b"<x/>", "Basic/Standard/": b""}
    assert settled(odt, packed({**members, **lists}), form).answers == STEPS


def test_a_file_in_any_disorder_is_read_or_refused() -> None:
    """Well-formed, and nonsense: elements are moved to wherever they do not belong."""
    dice = random.Random(4)
    form = sample("notation")
    content = odt.write(form, answers_for(form))

    def mix(root: etree._Element) -> None:
        elements = list(root.iter())
        for _ in range(12):
            moved, target = dice.choice(elements[2:]), dice.choice(elements)
            if target not in set(moved.iter()):
                target.append(moved)

    for _ in range(60):
        try:
            settled(odt, changed(content, TEXT, mix), form)
        except Refused:
            continue
