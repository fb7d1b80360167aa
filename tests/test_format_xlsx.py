"""Workbooks hold a form and its answers, calculate like the program, and are read as far as is certain."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from alongside.answers import Answers, Label, Reading, settle, totals
from alongside.formats import Refused, xlsx
from alongside.formats.packages import write_zip
from alongside.formats.xlsx_workbook import Book
from alongside.shapes import Many, One, Table, Total
from alongside.tool import Form, name_of
from conftest import ROOT
from forms import all_words, answers_for, forms, named, sample
from spreadsheet import calculate

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def settled(content: bytes, form: Form) -> Reading:
    label = xlsx.recognise(content)
    assert label is not None
    return settle(form, label, xlsx.read(content, form))


def changed(
    content: bytes, changes: dict[str, str | None], patterns: dict[str, tuple[str, str]] | None = None
) -> bytes:
    """A workbook with members replaced, left out (None), or rewritten by a pattern."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, (pattern, new) in (patterns or {}).items():
        members[name], times = re.subn(pattern, new, members[name], flags=re.DOTALL)
        assert times, pattern
    for name, text in changes.items():
        members[name] = text or ""
    return write_zip({name: text for name, text in members.items() if changes.get(name, "") is not None})


def cell_of(content: bytes, address: str) -> tuple[str, str]:
    """The cell of an address and the XML that it has in the sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book, sheet = archive.read(BOOK).decode(), archive.read(SHEET).decode()
    found = re.search(rf'<definedName name="{name_of(address)}">[^!]+!([^<:]+)', book)
    assert found
    cell = found[1].replace("$", "")
    xml = re.search(rf'<c r="{cell}"[^>]*?(/>|>.*?</c>)', sheet)
    assert xml
    return cell, xml[0]


def with_cell(content: bytes, address: str, value: str, kind: str = "", keep_style: bool = True) -> bytes:
    """The workbook after somebody has put something into a cell. value is XML."""
    cell, xml = cell_of(content, address)
    style = re.search(r' s="\d+"', xml)
    written = (
        f'<c r="{cell}"{style[0] if style and keep_style else ""}{f" t={chr(34)}{kind}{chr(34)}" if kind else ""}>'
    )
    return changed(content, {}, {SHEET: (re.escape(xml), f"{written}{value}</c>".replace("\\", r"\\"))})


@pytest.mark.parametrize("form", forms(), ids=named)
def test_what_was_written_is_read(form: Form) -> None:
    for seed in (0, 1):
        answers = answers_for(form, seed)
        reading = settled(xlsx.write(form, answers), form)
        assert reading.answers == answers
        assert (reading.doubts, reading.lost, reading.unknown) == ({}, (), 0)


@pytest.mark.parametrize("form", forms(), ids=named)
def test_the_sheet_calculates_what_the_program_calculates(form: Form) -> None:
    """Worked out by the formulas alone, with many answers missing and with none; and the figures shown meanwhile."""
    for share in (0.95, 0.4) if _totals(form) else ():
        answers = answers_for(form, 3, share)
        content = xlsx.write(form, answers)
        expected = totals(form, answers)
        assert calculate(content, [leaf.name for leaf in _totals(form)]) == {
            leaf.name: expected.get(leaf.address) for leaf in _totals(form)
        }
        book = Book(content)
        shown = {leaf.address: _shown(book, leaf.address) for leaf in _totals(form)}
        assert {address: Decimal(text) for address, text in shown.items() if text} == expected


def _totals(form: Form):
    return [leaf for leaf in form.leaves.values() if isinstance(leaf.shape, Total)]


def _shown(book: Book, address: str) -> str:
    sheet, place = book.names[name_of(address)]
    return book.cells(sheet)[place].text


@pytest.mark.parametrize("form", forms(), ids=named)
def test_every_word_of_the_form_stands_on_an_empty_sheet(form: Form) -> None:
    content = xlsx.write(form)
    assert settled(content, form).answers == {}
    assert len(content) < 80_000
    book = Book(content)
    text = "\n".join(cell.text for cell in book.cells(book.sheets[0]).values())
    for question in form.questions:
        assert question.label in text
        assert question.hint in text
        if isinstance(question.shape, One | Many):
            assert all(choice.text in text for choice in question.shape.choices)
        if isinstance(question.shape, Table):
            assert all(column.text in text for column in question.shape.columns)
            assert all(row.text in text for row in question.shape.rows)


@pytest.mark.parametrize("size", ["standard", "light"])
def test_a_file_says_what_it_is(size: str) -> None:
    form = sample("cost-recovery", size=size)
    content = xlsx.write(form)
    expected = Label("cost-recovery", form.tool.version, "en", size)  # type: ignore[arg-type]
    assert xlsx.recognise(content) == expected
    without = changed(content, {"docProps/custom.xml": None})
    assert xlsx.recognise(without) == expected, "programs that drop properties keep the hidden sheet"


def test_the_same_form_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib, forms; from alongside.formats import xlsx;"
        "form = forms.sample('notation'); content = xlsx.write(form, forms.answers_for(form));"
        "print(hashlib.sha256(content).hexdigest())"
    )
    form = sample("notation")
    expected = hashlib.sha256(xlsx.write(form, answers_for(form))).hexdigest()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "tests"), "TZ": "Asia/Kabul"}
        done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
        assert done.stdout.strip() == expected, done.stderr


def test_a_file_tells_nothing_of_who_made_it_or_when() -> None:
    form = sample("notation")
    with zipfile.ZipFile(io.BytesIO(xlsx.write(form))) as archive:
        core = archive.read("docProps/core.xml").decode()
        application = archive.read("docProps/app.xml").decode()
    assert "creator" not in core
    assert "<dc:language>en</dc:language>" in core
    assert f"{form.tool.day.isoformat()}T00:00:00Z" in core
    assert re.findall(r"\d{4}-\d\d-\d\d", core) == [form.tool.day.isoformat()]
    assert "lastModifiedBy" not in core
    assert "Microsoft" not in application


@pytest.mark.parametrize(
    "text", ["=2+2", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("https://x.invalid")', "{=1}", "_x0041_"]
)
def test_what_a_person_typed_is_never_a_formula(text: str) -> None:
    form = sample("notation")
    answers: Answers = {"title": text, "aim": text, "steps.1.what": text, "formats.web.remark": text}
    content = xlsx.write(form, answers)
    for address in answers:
        _, xml = cell_of(content, address)
        assert "<f>" not in xml
        assert 't="s"' in xml
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "sheet1.xml.rels" in name or "vba" in name.lower()]
    assert settled(content, form).answers == answers


def test_only_the_places_of_answers_can_be_changed_and_no_password_is_needed() -> None:
    form = sample("notation")
    sheet = load_workbook(io.BytesIO(xlsx.write(form))).worksheets[0]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    places = {address: cell_of(xlsx.write(form), address)[0] for address in form.leaves if address != "helpers"}
    for address, place in places.items():
        assert sheet[place].protection.locked == isinstance(form.leaves[address].shape, Total)
    assert sheet["A1"].protection.locked


def test_a_closed_list_is_offered_in_the_words_of_the_form() -> None:
    form = sample("notation")
    content = xlsx.write(form)
    book = load_workbook(io.BytesIO(content))
    place = cell_of(content, "stage")[0]
    rules = [rule for rule in book.worksheets[0].data_validations.dataValidation if place in rule.sqref]
    assert len(rules) == 1
    found = re.fullmatch(r"lists!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", rules[0].formula1)
    assert found
    offered = [book["lists"][f"{found[1]}{row}"].value for row in range(int(found[2]), int(found[3]) + 1)]
    assert offered == ["Getting started", "Drafting", "In use"]
    assert book["lists"].sheet_state == "veryHidden"


def test_messages_fit_where_spreadsheets_show_them() -> None:
    form = sample("cost-recovery")
    for words in all_words():
        book = load_workbook(io.BytesIO(xlsx.write(replace(form, words=words))))
        for rule in book.worksheets[0].data_validations.dataValidation:
            assert 0 < len(rule.errorTitle) <= 32
            assert 0 < len(rule.error) <= 255


def test_arabic_sheets_run_from_right_to_left() -> None:
    words = {item.code: item for item in all_words()}["ar"]
    form = sample("notation")
    book = load_workbook(io.BytesIO(xlsx.write(Form(replace(form.tool, language="ar"), words))))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet["A1"].alignment.readingOrder == 2
    assert sheet.page_setup.fitToHeight == 0


@pytest.mark.parametrize(
    ("address", "xml", "kind", "language", "expected"),
    [
        pytest.param("stage", "<is><t>drafting</t></is>", "inlineStr", "en", "drafting", id="a-choice-by-its-code"),
        pytest.param("stage", "<is><t>IN USE </t></is>", "inlineStr", "en", "in_use", id="a-choice-in-other-letters"),
        pytest.param("cost", "<is><t>1,5</t></is>", "inlineStr", "fr", Decimal("1.5"), id="a-figure-typed-as-text"),
        pytest.param("cost", "<is><t>٣٫٥</t></is>", "inlineStr", "ar", Decimal("3.5"), id="arabic-digits"),
        pytest.param("cost", "<v>1.234</v>", "", "fr", Decimal("1.234"), id="three-decimals-are-no-thousands"),
        pytest.param("cost", "<v>3.3000000000000003</v>", "", "en", Decimal("3.3"), id="no-more-digits-than-typed"),
        pytest.param("cost", "<v>1E6</v>", "", "en", Decimal(1_000_000), id="powers-of-ten"),
        pytest.param("tried", "<v>46349</v>", "", "en", date(2026, 11, 23), id="a-day-as-spreadsheets-count"),
        pytest.param("tried", "<v>46349.75</v>", "", "en", date(2026, 11, 23), id="a-day-with-a-time"),
        pytest.param("tried", "<is><t>2026-11-23</t></is>", "inlineStr", "en", date(2026, 11, 23), id="a-day-as-text"),
        pytest.param("title", "<v>7</v>", "", "en", "7", id="a-figure-where-words-belong"),
        pytest.param(
            "title", "<is><r><t>a</t></r><r><t>b_x000D_</t></r></is>", "inlineStr", "en", "ab", id="rich-text"
        ),
    ],
)
def test_entries_are_read_as_people_meant_them(
    address: str, xml: str, kind: str, language: str, expected: object
) -> None:
    words = {item.code: item for item in all_words()}[language]
    form = sample("notation")
    form = Form(replace(form.tool, language=language), words)
    reading = settled(with_cell(xlsx.write(form), address, xml, kind), form)
    assert reading.answers == {address: expected}
    assert reading.doubts == {}


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    form = sample("notation")
    content = with_cell(xlsx.write(form), "tried", "<v>44887</v>")
    content = changed(content, {}, {BOOK: ("<workbookPr ", '<workbookPr date1904="1" ')})
    assert settled(content, form).answers == {"tried": date(2026, 11, 23)}


@pytest.mark.parametrize(
    ("typed", "chosen", "certain"),
    [
        ("x", True, True),
        ("X", True, True),
        ("✓", True, True),
        ("1", True, True),
        ("0", False, True),
        ("no", True, False),
    ],
)
def test_a_tick_is_an_x_and_other_words_are_confirmed(typed: str, chosen: bool, certain: bool) -> None:
    form = sample("notation")
    content = with_cell(xlsx.write(form), "helpers.partners", f"<is><t>{typed}</t></is>", "inlineStr")
    reading = settled(content, form)
    assert reading.answers == ({"helpers": ("partners",)} if chosen else {})
    assert reading.doubts == ({} if certain else {"helpers": "position"})


def test_a_formula_of_a_person_gives_its_last_value_to_be_confirmed() -> None:
    form = sample("notation")
    reading = settled(with_cell(xlsx.write(form), "cost", "<f>100*12</f><v>1200</v>"), form)
    assert reading.answers == {"cost": Decimal(1200)}
    assert reading.doubts == {"cost": "position"}
    assert settled(with_cell(xlsx.write(form), "cost", "<f>100*12</f>"), form).lost == ("cost",)
    error = settled(with_cell(xlsx.write(form), "cost", "<f>1/0</f><v>#DIV/0!</v>", "e"), form)
    assert error.lost == ("cost",)


def test_a_percentage_is_read_as_its_shown_figure_to_be_confirmed() -> None:
    """Who types 15% into a cell that asks for percent leaves 0.15 behind, and means 15."""
    form = sample("cost-recovery")
    content = xlsx.write(form)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    count = len(re.findall("<xf ", styles[styles.index("<cellXfs") :].partition("</cellXfs>")[0]))
    content = changed(content, {}, {"xl/styles.xml": ("</cellXfs>", '<xf numFmtId="9"/></cellXfs>')})
    cell, xml = cell_of(content, "least_rate")
    content = changed(content, {}, {SHEET: (re.escape(xml), f'<c r="{cell}" s="{count}"><v>0.15</v></c>')})
    reading = settled(content, form)
    assert reading.answers == {"least_rate": Decimal(15)}
    assert reading.doubts == {"least_rate": "position"}


@pytest.mark.parametrize("form", [sample("notation"), sample("cost-recovery"), sample("visibility-consent")], ids=named)
def test_answers_without_names_are_found_by_place_and_confirmed(form: Form) -> None:
    answers = answers_for(form, 5)
    content = xlsx.write(form, answers)
    content = changed(content, {}, {BOOK: ("<definedNames>.*</definedNames>", "")})
    reading = settled(content, form)
    assert reading.answers == answers
    assert reading.doubts == dict.fromkeys(answers, "position")


def test_answers_without_names_in_a_changed_sheet_are_refused() -> None:
    form = sample("notation")
    content = xlsx.write(form, answers_for(form, 5))
    content = changed(content, {}, {BOOK: ("<definedNames>.*</definedNames>", "")})
    with pytest.raises(Refused, match="Fix: "):
        xlsx.read(_insert_row(content, 2, "", ""), form)


def test_a_few_lost_names_are_found_by_place() -> None:
    form = sample("notation")
    content = xlsx.write(form, {"title": "A", "aim": "B", "helpers": ("partners", "nobody")})
    for name in ("a_aim", "a_helpers__nobody"):
        content = changed(content, {}, {BOOK: (f'<definedName name="{name}">.*?</definedName>', "")})
    reading = settled(content, form)
    assert reading.answers == {"title": "A", "aim": "B", "helpers": ("partners", "nobody")}
    assert reading.doubts == {"aim": "position", "helpers": "position"}


def test_deleted_rows_lose_their_own_answers_only() -> None:
    form = sample("notation")
    content = xlsx.write(form, {"title": "A", "aim": "B"})
    content = changed(content, {}, {BOOK: (r'(<definedName name="a_aim">).*?(</definedName>)', r"\1#REF!\2")})
    row = cell_of(xlsx.write(form), "aim")[0][1:]
    content = changed(content, {}, {SHEET: (rf'<row r="{int(row) - 1}" .*?</row><row r="{row}" .*?</row>', "")})
    assert settled(content, form).answers == {"title": "A"}


def test_rows_added_elsewhere_are_written_and_read() -> None:
    form = sample("notation")
    answers: Answers = {"steps.1.what": "one", "steps.5.what": "five", "steps.5.cost": Decimal(7)}
    content = xlsx.write(form, answers)
    reading = settled(content, form)
    assert (reading.answers, reading.doubts) == (answers, {})
    assert Decimal(_shown(Book(content), "steps_total")) == 7


@pytest.mark.parametrize("where", ["between", "below"])
def test_rows_that_a_person_inserts_are_read_and_confirmed(where: str) -> None:
    """As a spreadsheet does it: what is below moves down, with its names; the new cells have none."""
    form = sample("notation")
    answers = {"steps.1.what": "first", "steps.3.what": "last", "agreed.1.name": "N"}
    content = xlsx.write(form, answers)
    after = cell_of(content, "steps.1.what" if where == "between" else "steps.3.what")[0]
    reading = settled(_insert_row(content, int(after[1:]), "new step", "9"), form)
    assert reading.answers == {**answers, "steps.4.what": "new step", "steps.4.cost": Decimal(9)}
    assert reading.doubts == {"steps.4.what": "position", "steps.4.cost": "position"}


def _insert_row(content: bytes, after: int, what: str, cost: str) -> bytes:
    def moved(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) + (int(found[2]) > after)}"

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book, sheet = archive.read(BOOK).decode(), archive.read(SHEET).decode()
    book = re.sub(r"(!\$[A-Z]+\$)(\d+)", moved, book)
    row = re.search(rf'<row r="{after}" .*?</row>', sheet)
    assert row
    style = re.findall(rf'r="[A-Z]+{after}" s="(\d+)"', row[0])
    first, rest = sheet[: row.end()], sheet[row.end() :]
    rest = re.sub(r'(<row r=")(\d+)', moved, rest)
    rest = re.sub(r'(<c r="[A-Z]+)(\d+)', moved, rest)
    new = (
        f'<row r="{after + 1}"><c r="A{after + 1}" s="{style[0]}" t="inlineStr"><is><t>{what}</t></is></c>'
        f'<c r="C{after + 1}"><v>{cost}</v></c></row>'
    )
    return changed(content, {BOOK: book, SHEET: first + new + rest})


def test_answers_of_an_older_version_are_kept_and_counted() -> None:
    form = sample("notation")
    content = xlsx.write(form, {"title": "A", "aim": "B"})
    content = changed(content, {}, {BOOK: ('name="a_aim"', 'name="a_old_question"')})
    content = changed(content, {}, {"docProps/custom.xml": (">1.0<", ">0.9<")})
    reading = settled(content, form)
    assert reading.label.version == "0.9"
    assert reading.answers["title"] == "A"
    assert reading.unknown == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"%PDF-1.7 and more", id="pdf"),
        pytest.param("plain text".encode("utf-16"), id="text"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, id="old-office-or-password"),
        pytest.param(write_zip({"word/document.xml": "<x/>"}), id="docx"),
        pytest.param(write_zip({"mimetype": "application/vnd.oasis.opendocument.text"}), id="odt"),
        pytest.param(write_zip({BOOK: "<workbook><sheets/></workbook>"}), id="another-workbook"),
    ],
)
def test_other_files_are_not_recognised(content: bytes) -> None:
    assert xlsx.recognise(content) is None


def _good() -> bytes:
    return xlsx.write(sample("notation"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: _good()[:2000], id="cut-off"),
        pytest.param(
            lambda: _good().replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml", 1), id="renamed-inside"
        ),
        pytest.param(lambda: changed(_good(), {SHEET: "<worksheet"}), id="no-xml"),
        pytest.param(
            lambda: changed(
                _good(), {SHEET: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'}
            ),
            id="external-entity",
        ),
        pytest.param(lambda: changed(_good(), {SHEET: "<worksheet>" + " " * 150_000_000 + "</worksheet>"}), id="bomb"),
        pytest.param(
            lambda: with_cell(_good(), "aim", f"<is><t>{'a' * 10_000_000}</t></is>", "inlineStr"), id="cell-of-10-MB"
        ),
        pytest.param(
            lambda: changed(_good(), {}, {SHEET: ("</sheetData>", f"<row>{'<c/>' * 210_000}</row></sheetData>")}),
            id="endless-cells",
        ),
        pytest.param(lambda: changed(_good(), {"xl/sharedStrings.xml": "<sst"}), id="broken-texts"),
        pytest.param(lambda: write_zip({"x": "y"}), id="no-workbook"),
    ],
)
def test_hostile_and_broken_files_are_refused_in_words(content) -> None:  # type: ignore[no-untyped-def]
    data = content()
    with pytest.raises(Refused, match=r"^[A-Z].*\. Fix: .*\.$"):
        xlsx.read(data, sample("notation"))


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        pytest.param(
            "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', id="merged"
        ),
        pytest.param('<row r="1" ', '<row r="99999999999999999999" ', id="row-number"),
        pytest.param(
            "<sheetData>", '<sheetData><row r="x"><c r="A0" s="9999999" t="s"><v>99999999</v></c></row>', id="index"
        ),
    ],
)
def test_nonsense_around_the_answers_does_no_harm(pattern: str, new: str) -> None:
    form = sample("notation")
    answers: Answers = {"aim": "words", "cost": Decimal(3)}
    assert settled(changed(xlsx.write(form, answers), {}, {SHEET: (pattern, new)}), form).answers == answers


def test_a_reference_to_another_file_is_not_followed() -> None:
    form = sample("notation")
    content = with_cell(xlsx.write(form), "cost", "<f>[1]Sheet1!$A$1</f><v>5</v>")
    reading = settled(content, form)
    assert (reading.answers, reading.doubts) == ({"cost": Decimal(5)}, {"cost": "position"})
