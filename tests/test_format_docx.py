"""Word documents hold a form and its answers, and are read as far as is certain, whoever saved them."""

from __future__ import annotations

import copy
import random
import re

import pytest
from lxml import etree

from alongside.answers import Answers, Label, Reading
from alongside.formats import Refused, docx, odt
from alongside.shapes import One
from alongside.tool import Form
from alongside.typed_text import LONGEST_ANSWER
from forms import answers_for, forms, named, sample
from office import (
    Change,
    changed,
    drop,
    fingerprint,
    fingerprint_elsewhere,
    members_of,
    packed,
    settled,
    unwrap,
    without,
)

TEXT = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
STEPS: Answers = {"steps.1.what": "One", "steps.2.what": "Two", "steps.3.what": "Three"}


def make(name: str, *children: etree._Element, **attributes: str) -> etree._Element:
    element = etree.Element(W + name)
    element.extend(children)
    for key, value in attributes.items():
        element.set(W + key, value)
    return element


def run(text: str, name: str = "t") -> etree._Element:
    words = make(name)
    words.text = text
    return make("r", words)


def control(root: etree._Element, name: str) -> etree._Element:
    [tag] = root.iterfind(f".//{W}tag[@{W}val='{name}']")
    found = next(tag.iterancestors(W + "sdt"))
    assert isinstance(found, etree._Element)
    return found


def above(element: etree._Element, name: str) -> etree._Element:
    return next(element.iterancestors(W + name))


def fill(root: etree._Element, name: str, *runs: etree._Element) -> None:
    """Type into a place, as Word does it: its own words and the flag go."""
    place = control(root, name)
    for flag in place.iterfind(f".//{W}showingPlcHdr"):
        drop(flag)
    inside = place.find(W + "sdtContent")
    assert inside is not None
    inside[:] = runs


def tables(root: etree._Element) -> list[etree._Element]:
    return list(root.iter(W + "tbl"))


def read_changed(form: Form, answers: Answers, *changes: Change) -> Reading:
    return settled(docx, changed(docx.write(form, answers), TEXT, *changes), form)


def stay(root: etree._Element) -> None:
    """Changes nothing."""


# What programs do to a document


def lose_tags(root: etree._Element) -> None:
    """LibreOffice 7.4."""
    for name in ("tag", "alias", "id", "lock"):
        for element in list(root.iterfind(f".//{W}sdtPr/{W}{name}")):
            drop(element)


def lose_controls(root: etree._Element) -> None:
    for element in list(root.iter(W + "sdt")):
        inside = element.find(W + "sdtContent")
        assert inside is not None
        unwrap(element, inside)


def lose_bookmarks(root: etree._Element) -> None:
    for element in [*root.iter(W + "bookmarkStart"), *root.iter(W + "bookmarkEnd")]:
        drop(element)


def split_runs(root: etree._Element) -> None:
    """Word splits runs wherever it checks spelling, and numbers its savings."""
    for words in list(root.iter(W + "t")):
        text, parent = words.text or "", above(words, "r")
        if len(text) < 4:
            continue
        half = copy.deepcopy(parent)
        words.text, rest = text[: len(text) // 2], half.find(W + "t")
        assert rest is not None
        rest.text = text[len(text) // 2 :]
        half.set(W + "rsidR", "00A77B3E")
        parent.addnext(half)
        parent.addnext(make("proofErr", type="spellStart"))


def wrap(element: etree._Element, place: etree._Element) -> None:
    """Put an element into a control that stands further inside."""
    inside = place.find(W + "sdtContent")
    assert inside is not None
    unwrap(place, inside)
    parent = element.getparent()
    assert parent is not None
    parent.replace(element, place)
    inside[:] = [element]


def make_blocks(root: etree._Element) -> None:
    """Controls around whole paragraphs."""
    for place in list(root.iter(W + "sdt")):
        wrap(above(place, "p"), place)


def make_cells(root: etree._Element) -> None:
    """Controls around whole cells."""
    for place in list(root.iter(W + "sdt")):
        wrap(above(place, "tc"), place)


def lines_to_paragraphs(root: etree._Element) -> None:
    """Who presses Enter in a block gets a paragraph instead of a line."""
    for line in list(root.iter(W + "br")):
        parent = above(line, "p")
        inner, following = above(line, "r"), make("p")
        following.extend(list(inner.itersiblings()))
        drop(inner)
        parent.addnext(following)


def to_strict(content: bytes) -> bytes:
    members = members_of(content)
    old, new = W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    return packed({**members, TEXT: members[TEXT].replace(old, new)})


# Facts


@pytest.mark.parametrize("form", forms(), ids=named)
def test_what_was_written_is_read(form: Form) -> None:
    for seed in (0, 1):
        answers = answers_for(form, seed)
        reading = settled(docx, docx.write(form, answers), form)
        assert reading.answers == answers
        assert (reading.doubts, reading.lost, reading.unknown) == ({}, (), 0)


@pytest.mark.parametrize("form", forms(), ids=named)
def test_an_empty_form_has_no_answers_and_weighs_little(form: Form) -> None:
    content = docx.write(form)
    reading = settled(docx, content, form)
    assert (reading.answers, reading.doubts, reading.lost, reading.unknown) == ({}, {}, (), 0)
    assert len(content) < 150_000


@pytest.mark.parametrize("form", forms(), ids=named)
def test_every_place_has_a_name_of_its_own(form: Form) -> None:
    root = etree.fromstring(members_of(docx.write(form))[TEXT])
    tags = [tag.get(W + "val", "") for tag in root.iter(W + "tag")]
    bookmarks = [mark.get(W + "name", "") for mark in root.iter(W + "bookmarkStart")]
    identities = [element.get(W + "val") for element in root.iterfind(f".//{W}sdtPr/{W}id")]
    assert tags == bookmarks
    assert len(tags) == len(set(tags)) == len(set(identities))
    assert all(len(tag) <= 40 for tag in tags)
    assert all(len(alias.get(W + "val", "")) <= 64 for alias in root.iter(W + "alias"))
    assert len(tables(root)) == 1 + len(form.questions)


def test_the_same_form_gives_the_same_bytes_everywhere() -> None:
    form = sample("notation")
    assert fingerprint(docx.write(form, answers_for(form))) == fingerprint_elsewhere("docx", "notation")


def test_a_file_says_what_it_is_and_nothing_of_anybody() -> None:
    content = docx.write(sample("notation", size="light"))
    assert docx.recognise(content) == Label("notation", "1.0", "en", "light")
    core = members_of(content)["docProps/core.xml"].decode()
    assert "How a tool is written" in core
    assert not re.search("creator|lastModifiedBy|created|modified", core)
    assert b"removePersonalInformation" in members_of(content)["word/settings.xml"]


def test_a_file_that_lost_its_properties_is_known_by_its_foot() -> None:
    form = sample("joint-reflection", size="light")
    content = without(docx.write(form), "docProps/custom.xml")
    assert docx.recognise(content) == Label("joint-reflection", form.tool.version, "en", "light")


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"%PDF-1.7", b"<html>", odt.write(sample("notation")), b"\xd0\xcf\x11\xe0"]
)
def test_other_files_are_none_of_ours(content: bytes) -> None:
    try:
        assert docx.recognise(content) is None
    except Refused:
        assert content == b"PK"


def test_what_people_typed_is_text_and_nothing_else() -> None:
    form = sample("notation")
    content = docx.write(form, {"aim": "=2+2\n{ HYPERLINK x }", "title": "<b>&\"'", "steps.1.what": "\t@SUM(A1)\x07"})
    text = members_of(content)[TEXT]
    assert not re.search(rb"fldSimple|instrText|hyperlink|altChunk|<b>", text)
    assert b"\x07" not in text
    assert settled(docx, content, form).answers["title"] == "<b>&\"'"


def test_arabic_runs_from_the_right_everywhere() -> None:
    form = sample("joint-reflection", "ar")
    members = members_of(docx.write(form, {"example": "We met.\nكتبنا الخطة معًا."}))
    root = etree.fromstring(members[TEXT])
    assert len(list(root.iter(W + "bidiVisual"))) == len(tables(root))
    assert root.find(f"./{W}body/{W}sectPr/{W}bidi") is not None
    for words in root.iter(W + "t"):
        if re.search("[ء-ي]", words.text or ""):
            assert above(words, "r").find(f"./{W}rPr/{W}rtl") is not None
    styles = etree.fromstring(members["word/styles.xml"])
    assert styles.find(f"./{W}style[@{W}styleId='Normal']/{W}pPr/{W}bidi") is not None
    for size in styles.iter(W + "sz"):
        assert above(size, "rPr").find(W + "szCs") is not None


def test_a_table_repeats_its_header_and_tears_no_row() -> None:
    root = etree.fromstring(members_of(docx.write(sample("notation")))[TEXT])
    headed = [table for table in tables(root) if table.find(f"./{W}tr/{W}trPr/{W}tblHeader") is not None]
    assert len(headed) == 3
    assert all(row.find(f"./{W}trPr/{W}cantSplit") is not None for row in root.iter(W + "tr"))


REWRITES = {
    "split": (split_runs,),
    "blocks": (make_blocks, lines_to_paragraphs, split_runs),
    "cells": (make_cells, split_runs),
    "no-bookmarks": (split_runs, lose_bookmarks),
    "no-tags": (lose_tags,),
    "no-tags-blocks": (make_blocks, lose_tags),
    "no-controls": (split_runs, lose_controls),
}


def test_the_rewrites_do_what_they_say() -> None:
    content = docx.write(sample("notation"), {"aim": "One line\nand another"})

    def after(*changes: Change) -> etree._Element:
        return etree.fromstring(members_of(changed(content, TEXT, *changes))[TEXT])

    assert after(make_cells).find(f".//{W}tr/{W}sdt/{W}sdtContent/{W}tc") is not None
    assert after(make_blocks).find(f".//{W}tc/{W}sdt/{W}sdtContent/{W}p") is not None
    assert after(make_blocks, lines_to_paragraphs).find(f".//{W}br") is None
    assert after(lose_controls).find(f".//{W}sdt") is None
    assert after(lose_controls).find(f".//{W}bookmarkStart") is not None
    assert len(list(after(split_runs).iter(W + "t"))) > 1.5 * len(list(after().iter(W + "t")))


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


@pytest.mark.parametrize(
    "form", [sample("notation"), sample("joint-reflection", "ar"), sample("cost-recovery")], ids=named
)
def test_what_only_its_position_tells_is_marked(form: Form) -> None:
    answers = answers_for(form, 6)
    reading = read_changed(form, answers, lose_controls, lose_bookmarks)
    assert reading.answers == answers
    assert reading.doubts == dict.fromkeys(answers, "position")
    assert read_changed(form, {}, lose_controls, lose_bookmarks).answers == {}


def test_position_tells_nothing_where_a_table_is_missing() -> None:
    form = sample("notation")
    with pytest.raises(Refused, match="Fix:"):
        read_changed(form, answers_for(form), lose_controls, lose_bookmarks, lambda root: drop(tables(root)[3]))


def test_position_follows_the_words_of_a_row() -> None:
    def turn(root: etree._Element) -> None:
        rows = [row for row in root.iter(W + "tr") if "On paper" in "".join(map(str, row.itertext()))]
        rows[0].getprevious().addprevious(rows[0])

    form = sample("notation")
    answers: Answers = {"formats.web.remark": "Web", "formats.paper.remark": "Paper"}
    assert read_changed(form, answers, lose_controls, lose_bookmarks, turn).answers == answers


def test_a_strict_document_is_read() -> None:
    form = sample("notation")
    assert settled(docx, to_strict(docx.write(form, answers_for(form))), form).answers == answers_for(form)


def test_the_document_of_word_on_the_web_is_read() -> None:
    form = sample("notation")
    members = {name.replace("document.xml", "document2.xml"): text for name, text in
               members_of(docx.write(form, answers_for(form))).items() if "glossary" not in name}  # fmt: skip
    assert settled(docx, packed(members), form).answers == answers_for(form)


def test_changes_that_are_tracked_count_as_made() -> None:
    def track(root: etree._Element) -> None:
        inserted, deleted = make("ins", run("now"), author="x"), make("del", run("before", "delText"))
        moved = make("moveFrom", run("gone"))
        fill(root, "a_title", run("So it is "), inserted, deleted, moved, make("moveTo", run(".")))
        row = above(control(root, "a_steps__2__what"), "tr")
        properties = row.find(W + "trPr")
        assert properties is not None
        properties.append(make("del", author="x"))

    reading = read_changed(sample("notation"), STEPS, track)
    assert reading.answers == {"title": "So it is now.", "steps.1.what": "One", "steps.3.what": "Three"}


def test_fields_links_and_hidden_text_are_no_answers() -> None:
    def type_in(root: etree._Element) -> None:
        hidden = run("hidden")
        hidden.insert(0, make("rPr", make("vanish")))
        field = [run("HYPERLINK file:///etc/passwd", "instrText"), make("hyperlink", run("a link"), anchor="x")]
        fill(root, "a_title", run("Only "), *field, hidden, make("fldSimple", run(" shown"), instr="DDE x y"))

    assert read_changed(sample("notation"), {}, type_in).answers == {"title": "Only a link shown"}


def test_a_row_copied_in_word_is_an_added_row() -> None:
    def copy_row(root: etree._Element) -> None:
        row = above(control(root, "a_steps__2__what"), "tr")
        for _ in range(2):
            row.addnext(copy.deepcopy(row))
        lose_bookmarks(root)

    reading = read_changed(sample("notation"), STEPS, copy_row)
    assert reading.answers == {**STEPS, "steps.4.what": "Two", "steps.5.what": "Two"}
    assert not reading.doubts


def test_a_row_copied_in_libreoffice_is_an_added_row() -> None:
    def copy_row(root: etree._Element) -> None:
        lose_tags(root)
        [mark] = root.iterfind(f".//{W}bookmarkStart[@{W}name='a_steps__1__what']")
        row = above(mark, "tr")
        twin = copy.deepcopy(row)
        for mark in twin.iter(W + "bookmarkStart"):
            mark.set(W + "name", mark.get(W + "name", "") + "_Copy_1")
        row.addprevious(twin)

    assert read_changed(sample("notation"), STEPS, copy_row).answers == {**STEPS, "steps.4.what": "One"}


def test_a_row_added_by_hand_is_read_and_marked() -> None:
    def add_row(root: etree._Element) -> None:
        row = above(control(root, "a_steps__1__what"), "tr")
        texts = ("Between", "2026-12-01", "12.5", "Usually")
        row.addnext(make("tr", *(make("tc", make("p", run(text))) for text in texts)))

    reading = read_changed(sample("notation"), STEPS, add_row)
    assert reading.answers["steps.4.what"] == "Between"
    assert reading.answers["steps.4.sure"] == "usually"
    assert reading.doubts == dict.fromkeys(
        (f"steps.4.{column}" for column in ("what", "by", "cost", "sure")), "position"
    )


def test_a_header_that_was_copied_is_no_row() -> None:
    def copy_head(root: etree._Element) -> None:
        row = above(control(root, "a_steps__1__what"), "tr")
        head = row.getprevious()
        assert head is not None
        row.addnext(copy.deepcopy(head))

    assert read_changed(sample("notation"), STEPS, copy_head).answers == STEPS


def test_rows_that_were_added_are_written_again() -> None:
    form = sample("notation")
    answers: Answers = {**STEPS, "steps.4.what": "Four", "steps.12.what": "Twelve"}
    assert settled(docx, docx.write(form, answers), form).answers == answers


def test_a_choice_is_known_by_its_code_or_its_words() -> None:
    form = sample("notation")
    shape = form.leaves["steps.1.sure"].shape
    assert isinstance(shape, One)
    for choice in shape.choices:
        for change in (stay, lose_controls):
            reading = read_changed(
                form, {}, lambda root, text=choice.text: fill(root, "a_steps__1__sure", run(text)), change
            )
            assert reading.answers == {"steps.1.sure": choice.id}


def test_a_day_is_read_as_it_is_meant() -> None:
    def show(text: str, full: str = "2026-03-12T00:00:00Z") -> Reading:
        def change(root: etree._Element) -> None:
            fill(root, "a_tried", run(text))
            [day] = control(root, "a_tried").iter(W + "date")
            day.set(W + "fullDate", full)

        return read_changed(sample("notation"), {}, change)

    for text in ("12/03/26", "3/12/2026", "12 mars 2026", "٢٠٢٦-٣-١٢", "2026-03-12"):
        reading = show(text)
        assert [str(value) for value in reading.answers.values()] == ["2026-03-12"]
        assert not reading.doubts
    assert str(show("2027-01-31").answers["tried"]) == "2027-01-31"  # somebody typed over it
    assert show("in spring").lost == ("tried",)


def test_a_box_is_ticked_by_its_control_or_by_hand() -> None:
    def tick(name: str, glyph: str = "☐", checked: str = "0") -> Change:
        def change(root: etree._Element) -> None:
            fill(root, name, run(glyph))
            [state] = control(root, name).iter(W14 + "checked")
            state.set(W14 + "val", checked)

        return change

    form = sample("notation")
    assert read_changed(form, {}, tick("a_stage__drafting", "○", "1")).answers == {"stage": "drafting"}
    for glyph in "☒☑✓xX":
        reading = read_changed(form, {}, tick("a_helpers__nobody", glyph), lose_controls)
        assert reading.answers == {"helpers": ("nobody",)}


def test_two_ticks_or_strange_words_are_no_single_answer() -> None:
    def beside(root: etree._Element) -> None:
        above(control(root, "a_stage__starting"), "p").append(run("perhaps"))

    def tick_two(root: etree._Element) -> None:
        for name in ("a_stage__starting", "a_stage__drafting"):
            [state] = control(root, name).iter(W14 + "checked")
            state.set(W14 + "val", "1")

    for change in (beside, tick_two):
        reading = read_changed(sample("notation"), {"title": "T"}, change)
        assert (reading.answers, reading.lost) == ({"title": "T"}, ("stage",))


def test_what_stands_beside_a_control_belongs_to_the_answer() -> None:
    def beside(root: etree._Element) -> None:
        above(control(root, "a_title"), "tc").append(make("p", run("And more")))

    assert read_changed(sample("notation"), {"title": "First"}, beside).answers == {"title": "First\nAnd more"}


def test_words_typed_over_a_quiet_place_count_whatever_the_flag_says() -> None:
    """LibreOffice 7.4 never takes the flag away."""

    def type_in(root: etree._Element) -> None:
        for name, text in (("a_title", "Typed"), ("a_aim", "Typed before write here")):
            [words] = control(root, name).iter(W + "t")
            words.text = text

    for change in (stay, lose_tags):
        reading = read_changed(sample("notation"), {}, type_in, change)
        assert reading.answers == {"title": "Typed", "aim": "Typed before"}
        assert not reading.doubts


def test_words_that_may_be_those_of_word_itself_are_marked() -> None:
    def clear(root: etree._Element) -> None:
        [words] = control(root, "a_title").iter(W + "t")
        words.text = "Click or tap here to enter text."

    form = sample("notation")
    members = members_of(changed(docx.write(form), TEXT, clear))
    members["docProps/app.xml"] = b"<Properties><Application>Microsoft Office Word</Application></Properties>"
    assert settled(docx, packed(members), form).doubts == {"title": "position"}


def test_the_same_place_twice_with_two_answers_is_marked() -> None:
    def paste(root: etree._Element) -> None:
        table = above(control(root, "a_title"), "tbl")
        twin = copy.deepcopy(table)
        fill(twin, "a_title", run("Another"))
        table.addnext(twin)

    reading = read_changed(sample("notation"), {"title": "One"}, paste)
    assert (reading.answers, reading.doubts) == ({"title": "One"}, {"title": "position"})


def test_controls_that_left_their_tables_are_read() -> None:
    def untable(root: etree._Element) -> None:
        for table in tables(root):
            for paragraph in list(table.iter(W + "p")):
                table.addprevious(paragraph)
            drop(table)

    form = sample("notation")
    answers = answers_for(form)
    assert read_changed(form, answers, untable).answers == answers


def test_answers_to_questions_that_are_no_more_are_counted() -> None:
    def rename(root: etree._Element) -> None:
        for name, old in (("a_title", "a_name"), ("a_steps__1__what", "a_plans__1__what")):
            [tag] = control(root, name).iter(W + "tag")
            tag.set(W + "val", old)
        lose_bookmarks(root)

    reading = read_changed(sample("notation"), {"title": "T", **STEPS}, rename)
    assert reading.answers == {"steps.2.what": "Two", "steps.3.what": "Three"}
    assert reading.unknown == 2


def test_calculated_figures_are_shown_and_never_read() -> None:
    form = sample("notation")
    answers: Answers = answers_for(form, 0, share=1)
    text = members_of(docx.write(form, answers))[TEXT].decode()
    assert "worked out when this file was made" in text
    assert "steps_total" not in settled(docx, docx.write(form, answers), form).answers
    assert "worked out in the web form and the workbook" in members_of(docx.write(form))[TEXT].decode()


# Hostile and broken files


def hostile() -> dict[str, bytes]:
    good = members_of(docx.write(sample("notation")))
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + good[TEXT].split(b"?>", 1)[1]
    return {
        "entity": packed({**good, TEXT: entity}),
        "no-xml": packed({**good, TEXT: b"words"}),
        "macros": packed({**good, "word/vbaProject.bin": b"x"}),
        "bomb": packed({**good, TEXT: b"<x>" + b" " * 50_000_000 + b"</x>"}),
        "large": packed({**good, TEXT: b"<x>" + b" " * 16_000_000 + b"</x>"}),
        "deep": packed({**good, TEXT: b"<x>" * 5000 + b"</x>" * 5000}),
        "no-text": packed({name: text for name, text in good.items() if name != TEXT}),
        "no-form": packed({**good, TEXT: f"<w:document xmlns:w='{W[1:-1]}'/>".encode()}),
        "cut": docx.write(sample("notation"))[:4000],
        "empty": b"",
    }


@pytest.mark.parametrize("content", hostile().values(), ids=hostile().keys())
def test_hostile_files_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused, match=r"^This file|^The places|^This is no") as refused:
        docx.read(content, sample("notation"))
    assert "Fix:" in str(refused.value)


def test_a_damaged_file_is_read_or_refused_and_never_breaks_us() -> None:
    dice = random.Random(3)
    form = sample("notation")
    members = members_of(docx.write(form, answers_for(form)))
    text = bytearray(members[TEXT])
    for _ in range(60):
        damaged = bytearray(text)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(damaged))
            damaged[at : at + dice.randint(0, 20)] = dice.choice([b"", b"<w:tc>", b"</w:tc>", b"</w:sdt>", b"a_", b"0"])
        try:
            settled(docx, packed({**members, TEXT: bytes(damaged)}), form)
        except Refused:
            continue


def test_tables_in_any_disorder_are_read_or_refused() -> None:
    """Well-formed, and nonsense: elements are moved to wherever they do not belong."""
    dice = random.Random(4)
    form = sample("notation")
    content = docx.write(form, answers_for(form))

    def mix(root: etree._Element) -> None:
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        for _ in range(12):
            moved, target = dice.choice(elements[2:]), dice.choice(elements)
            if target not in set(moved.iter()):
                target.append(moved)

    for _ in range(60):
        try:
            settled(docx, changed(content, TEXT, mix), form)
        except Refused:
            continue


def test_of_megabytes_in_one_cell_the_beginning_is_kept_and_marked() -> None:
    form = sample("notation")
    reading = read_changed(form, {"aim": "kept"}, lambda root: fill(root, "a_title", run("x" * 9_000_000)))
    assert reading.answers == {"title": "x" * LONGEST_ANSWER, "aim": "kept"}
    assert reading.doubts == {"title": "ambiguous"}
