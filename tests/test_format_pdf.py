"""PDF forms hold a form and its answers, and are read as far as is certain, whatever program filled them.

A PDF takes half a second to make: most facts are shown on a few forms, and each form is printed once.
tests/validate/test_pdfua.py looks at all of them.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, partial
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdf
import pytest
from flit_core.buildapi import build_wheel
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from playwright.sync_api import Browser

from alongside.answers import Answers, Label, Reading, as_text, totals
from alongside.formats import LARGEST_FILE, Refused, docx, pdf
from alongside.formats.pdf_formulas import document_script, in_order, shown, total_script
from alongside.shapes import Many, One, Text, Total
from alongside.tool import Form, name_of
from conftest import ROOT
from forms import NASTY, answers_for, forms, named, sample
from office import fingerprint, fingerprint_elsewhere, settled

Change = Callable[[Pdf], object]
NOTATION = sample("notation")
LIGHT = sample("notation", size="light")
ARABIC = sample("joint-reflection", "ar", "light")
FEW = (NOTATION, LIGHT, sample("cost-recovery", "fr", "light"), sample("visibility-consent", "es", "light"), ARABIC)
FILLED: Answers = {"title": "Of two words", "stage": "drafting", "helpers": ("nobody",), "steps.1.cost": Decimal("7")}
LARGEST = 150_000  # bytes
FONTS = "alongside/formats/fonts/"  # in a wheel


PRINTED: dict[tuple[str, bool], bytes] = {}


def empty(form: Form) -> bytes:
    return printed(form, is_filled=False)


def filled(form: Form) -> bytes:
    return printed(form, is_filled=True)


def printed(form: Form, *, is_filled: bool) -> bytes:
    key = form.stem, is_filled
    if key not in PRINTED:
        PRINTED[key] = pdf.write(form, answers_for(form) if is_filled else {})
    return PRINTED[key]


@cache
def tried() -> bytes:
    """A form that somebody filled, to be changed at will."""
    return pdf.write(NOTATION, FILLED)


def opened(content: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(content))


def changed(content: bytes, *changes: Change, **saving: object) -> bytes:
    """The file after somebody, or some program, has changed it."""
    written = io.BytesIO()
    with opened(content) as source:
        for change in changes:
            change(source)
        source.save(written, **saving)
    return written.getvalue()


def read_changed(*changes: Change) -> Reading:
    return settled(pdf, changed(tried(), *changes), NOTATION)


def fields(source: Pdf) -> dict[str, Object]:
    return {str(field.T): field for field in source.Root.AcroForm.Fields}


def widgets(source: Pdf) -> Iterator[Object]:
    for page in source.pages:
        yield from page.obj.get("/Annots", ())


def dictionaries(source: Pdf) -> Iterator[Object]:
    """Every dictionary of a file, also those inside of others."""
    waiting = list(source.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Stream | Dictionary):
            yield thing
            waiting.extend(value for value in thing.values() if _is_inside(value))
        elif isinstance(thing, Array):
            waiting.extend(value for value in thing if _is_inside(value))


def _is_inside(value: object) -> bool:
    return isinstance(value, Object) and not value.is_indirect


# What we write


@pytest.mark.parametrize("form", FEW, ids=named)
def test_what_was_written_is_read(form: Form) -> None:
    reading = settled(pdf, filled(form), form)
    assert reading.answers == answers_for(form)
    assert (reading.doubts, reading.lost, reading.unknown) == ({}, (), 0)


@pytest.mark.parametrize("form", FEW, ids=named)
def test_an_empty_form_has_no_answers_and_weighs_little(form: Form) -> None:
    reading = settled(pdf, empty(form), form)
    assert (reading.answers, reading.doubts, reading.lost, reading.unknown) == ({}, {}, (), 0)
    assert len(empty(form)) <= LARGEST


def test_the_form_with_most_places_and_widest_letters_weighs_little() -> None:
    heaviest = max(forms(), key=lambda form: (form.words.direction == "rtl", _places(form)))
    assert len(empty(heaviest)) <= LARGEST


def _places(form: Form) -> int:
    shapes = [leaf.shape for leaf in form.leaves.values()]
    return sum(len(shape.choices) if isinstance(shape, One | Many) else 1 for shape in shapes)


def test_every_nasty_text_comes_back_as_it_was_typed() -> None:
    places = [leaf for leaf in LIGHT.leaves.values() if isinstance(leaf.shape, Text)]
    for number in range(0, len(NASTY), len(places)):
        texts = dict(zip(places, NASTY[number:], strict=False))
        answers: Answers = {
            leaf.address: text if leaf.shape.lines > 1 else text.replace("\n", " ").strip()  # type: ignore[union-attr]
            for leaf, text in texts.items()
        }
        assert settled(pdf, pdf.write(LIGHT, answers), LIGHT).answers == answers


def test_the_same_form_gives_the_same_bytes_everywhere() -> None:
    assert fingerprint(filled(NOTATION)) == fingerprint_elsewhere("pdf", "notation")


def test_rows_that_were_added_are_written_again() -> None:
    answers: Answers = {"steps.1.what": "One", "steps.4.what": "Four", "steps.12.what": "Twelve"}
    assert settled(pdf, pdf.write(NOTATION, answers), NOTATION).answers == answers


@pytest.mark.parametrize("form", [LIGHT, ARABIC], ids=named)
def test_a_file_says_what_it_is_and_nothing_of_anybody(form: Form) -> None:
    assert pdf.recognise(empty(form)) == Label(form.tool.id, form.tool.version, form.tool.language, form.size)
    with opened(empty(form)) as source:
        told = {str(key): str(value) for key, value in source.docinfo.items()}
        assert told == {
            "/Title": form.tool.title,
            "/Creator": "Alongside",
            "/Producer": "Alongside",
            "/alongside-tool": form.tool.id,
            "/alongside-version": form.tool.version,
            "/alongside-language": form.tool.language,
            "/alongside-size": form.size,
        }
        packet = source.Root.Metadata.read_bytes().decode()
        assert form.tool.title in packet
        assert not re.search(r"Date|creator>|author|uuid", packet, re.IGNORECASE)
        assert str(source.Root.Lang) == form.tool.language
        assert source.Root.ViewerPreferences.DisplayDocTitle is True
        assert source.Root.MarkInfo.Marked is True


def test_a_file_that_lost_its_properties_is_known_by_its_foot() -> None:
    def forget(source: Pdf) -> None:
        del source.trailer.Info
        del source.Root.Metadata

    assert pdf.recognise(changed(empty(ARABIC), forget)) == pdf.recognise(empty(ARABIC))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"%PDF-1.7", docx.write(LIGHT)])
def test_other_files_are_none_of_ours(content: bytes) -> None:
    assert pdf.recognise(content) is None


def test_a_pdf_of_somebody_else_is_none_of_ours() -> None:
    written = io.BytesIO()
    with pikepdf.new() as source:
        source.add_blank_page()
        source.save(written)
    assert pdf.recognise(written.getvalue()) is None


@pytest.mark.parametrize("form", [NOTATION, ARABIC], ids=named)
def test_every_field_tells_what_it_is_for(form: Form) -> None:
    with opened(empty(form)) as source:
        found = fields(source)
        for widget in widgets(source):
            assert str(widget.TU).strip()
        for leaf in form.leaves.values():
            names = (
                [f"{leaf.name}__{choice.id}" for choice in leaf.shape.choices]
                if isinstance(leaf.shape, Many)
                else [leaf.name]
            )
            for name in names:
                told = str(found.pop(name).TU)
                parts = filter(None, (leaf.row and leaf.row.text, leaf.column and leaf.column.text))
                assert all(part in told for part in parts) or leaf.question.label in told
        assert not found


def test_arabic_runs_from_the_right() -> None:
    with opened(empty(ARABIC)) as source:
        assert source.Root.ViewerPreferences.Direction == Name.R2L
        typed = [field for field in fields(source).values() if Name.Tx == field.FT]
        assert {int(field.Q) for field in typed} == {2}
    with opened(empty(LIGHT)) as source:
        assert "/Direction" not in source.Root.ViewerPreferences


def test_each_circle_of_an_arabic_table_stands_in_the_middle_of_its_column() -> None:
    """From the right, the layout engine moves what is centred by its margins too far."""
    form = sample("joint-reflection", "ar")
    question = next(question for section in form.sections for question in section.questions if question.id == "decided")
    with opened(empty(form)) as source:
        kids = [fields(source)[leaf.name].Kids for leaf in form.leaves.values() if leaf.question is question]
        for row in kids:
            middles = [(float(kid.Rect[0]) + float(kid.Rect[2])) / 2 for kid in row]
            steps = [one - other for one, other in pairwise(middles)]
            assert max(steps) - min(steps) < 1  # point
            left_edge = 16 / 25.4 * 72
            assert abs(middles[-1] - left_edge - steps[0] / 2) < 1


def test_nothing_in_a_file_acts_but_the_figures_that_work_themselves_out() -> None:
    form = sample("cost-recovery", "fr", "light")
    texts = {as_text(value) for value in answers_for(form).values() if isinstance(value, str) and len(value) > 8}
    with opened(filled(form)) as source:
        assert not {"/OpenAction", "/AA", "/URI"} & set(source.Root.keys())
        assert set(source.Root.Names.keys()) == {"/JavaScript"}
        scripts = [str(thing.JS) for thing in dictionaries(source) if "/JS" in thing]
        actions = {str(thing.S) for thing in dictionaries(source) if "/JS" in thing or thing.get("/Type") == "/Action"}
        ours = {document_script(form)} | {
            total_script(form, leaf, leaf.shape) for leaf in form.leaves.values() if isinstance(leaf.shape, Total)
        }
        assert actions == {"/JavaScript"}
        assert set(scripts) == ours
        assert texts
        assert not any(text in script for text in texts for script in scripts)
        kinds = {str(thing.get("/Subtype")) for thing in dictionaries(source)}
        assert not kinds & {"/Link", "/FileAttachment", "/RichMedia", "/Movie", "/Screen"}


def test_figures_are_shown_and_locked_and_never_read_back() -> None:
    form = sample("cost-recovery", "fr", "light")
    worked_out = totals(form, answers_for(form))
    assert worked_out
    with opened(filled(form)) as source:
        found = fields(source)
        for address, leaf in form.leaves.items():
            if isinstance(leaf.shape, Total):
                field = found[leaf.name]
                assert int(field.Ff) & 1
                told = shown(form.words.figure(worked_out[address] + 0)) if address in worked_out else ""
                assert str(field.get("/V", "")) == told
        order = [str(field.T) for field in source.Root.AcroForm.CO]
        assert order == [name_of(address) for address in in_order(form)]
    assert not set(worked_out) & set(settled(pdf, filled(form), form).answers)


RUN = """([script, totals, values]) => {
  const doc = {getField: name => name in values ? {valueAsString: values[name]} : null};
  const steps = totals.map(([name, one]) =>
    `(function () { ${one} }).call(doc); values[${JSON.stringify(name)}] = event.value;`);
  new Function("doc", "values", "event", script + steps.join("\\n"))(doc, values, {});
  return Object.fromEntries(totals.map(([name]) => [name, values[name]]));
}"""


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_figures_worked_out_by_a_viewer_are_ours(browser: Browser, language: str) -> None:
    page = browser.new_page()
    for tool in ("cost-recovery", "notation" if language == "en" else "planning-and-reporting"):
        form = sample(tool, language)
        for seed in range(4):
            answers = answers_for(form, seed, share=0.3 + 0.2 * seed)
            values = {name_of(address): as_text(value) for address, value in answers.items()}
            ordered = [form.leaves[address] for address in in_order(form)]
            scripts = [[leaf.name, total_script(form, leaf, leaf.shape)] for leaf in ordered]  # type: ignore[arg-type]
            got = page.evaluate(RUN, [document_script(form), scripts, values])
            worked_out = totals(form, answers).items()
            expected = {name_of(address): shown(form.words.figure(value + 0)) for address, value in worked_out}
            assert {name: text for name, text in got.items() if text} == expected
    page.close()


# What others do to a file


def test_a_file_filled_by_another_program_is_read() -> None:
    """pypdf writes as viewers do: text as text, the one circle and the boxes by the names of their states."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(empty(NOTATION)))
    typed = {"a_title": "Typed: ñ, €", "a_steps__2__what": "كتبنا", "a_steps__2__cost": "1 234,5"}
    typed["a_tried"] = "2026-03-04"
    pressed = {"a_stage": "/drafting", "a_helpers__nobody": "/nobody"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, {**typed, **pressed}, auto_regenerate=False)
    written = io.BytesIO()
    writer.write(written)
    reading = settled(pdf, written.getvalue(), NOTATION)
    assert {address: as_text(value) for address, value in reading.answers.items()} == {
        "title": "Typed: ñ, €",
        "stage": "drafting",
        "helpers": "nobody",
        "steps.2.what": "كتبنا",
        "steps.2.cost": "1234.5",
        "tried": "2026-03-04",
    }
    assert (reading.doubts, reading.lost) == ({}, ())


def test_what_was_printed_into_the_file_is_typed_over() -> None:
    def retype(source: Pdf) -> None:
        fields(source)["a_title"].V = String("Typed over")
        fields(source)["a_helpers__nobody"].update({"/V": Name.Off, "/AS": Name.Off})

    answers = read_changed(retype).answers
    assert answers == {**{key: FILLED[key] for key in ("stage", "steps.1.cost")}, "title": "Typed over"}


def press(source: Pdf) -> None:
    group = fields(source)["a_stage"]
    for kid in group.Kids:
        kid.AS = Name.starting if "/starting" in kid.AP.N else Name.Off
    del group.V


def say_text(source: Pdf) -> None:
    fields(source)["a_stage"].V = String("starting")


def say_words(source: Pdf) -> None:
    choice = next(choice for choice in NOTATION.leaves["stage"].shape.choices if choice.id == "starting")  # type: ignore[union-attr]
    fields(source)["a_stage"].V = String(choice.text)


def number_states(source: Pdf) -> None:
    group = fields(source)["a_stage"]
    states = [next(key for key in kid.AP.N if key != "/Off")[1:] for kid in group.Kids]
    group.Opt = Array([String(state) for state in states])
    group.V = Name(f"/{states.index('starting')}")


@pytest.mark.parametrize("change", [press, say_text, say_words, number_states])
def test_the_one_answer_is_read_however_programs_write_it(change: Change) -> None:
    assert read_changed(change).answers == {**FILLED, "stage": "starting"}


def test_texts_are_read_in_every_encoding() -> None:
    texts = {
        b"\xfe\xff" + "Ɓà 🙂".encode("utf-16-be"): "Ɓà 🙂",
        b"\xef\xbb\xbf" + "Ŋgɔ́m".encode(): "Ŋgɔ́m",
        b"\x8d plain \xe9": "“ plain é",
        b"One\rTwo": "One Two",
    }
    for raw, text in texts.items():
        answers = read_changed(partial(put, value=String(raw))).answers
        assert str(answers["title"]).replace("\n", " ") == text
    apart = read_changed(lambda source: put(source, source.make_stream(b"A long text")))
    assert apart.answers["title"] == "A long text"


def put(source: Pdf, value: Object) -> None:
    fields(source)["a_title"].V = value


def test_answers_to_questions_that_are_no_more_are_counted() -> None:
    def rename(source: Pdf) -> None:
        fields(source)["a_title"].T = String("a_name")
        fields(source)["a_helpers__nobody"].T = String("a_friends__nobody")

    reading = read_changed(rename)
    assert reading.answers == {key: FILLED[key] for key in ("stage", "steps.1.cost")}
    assert reading.unknown == 2


def test_fields_of_others_are_no_answers() -> None:
    def add(source: Pdf) -> None:
        for name in ("title", "A_TITLE", "", "a_", "../../etc", "x" * 5000, "_title"):
            field = Dictionary(FT=Name.Tx, T=String(name), V=String("none of ours"))
            source.Root.AcroForm.Fields.append(source.make_indirect(field))

    reading = read_changed(add)
    assert (reading.answers, reading.unknown) == (FILLED, 0)


# Hostile and broken files


def add_script(source: Pdf) -> None:
    source.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.launchURL('https://example.org')"))
    source.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS=String("this.getField('a_title').value = 'x'")))
    fields(source)["a_title"].AA = Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("event.value = 'x'")))


def add_launch(source: Pdf) -> None:
    source.Root.OpenAction = Dictionary(S=Name.Launch, F=String("/bin/sh"), NewWindow=False)
    source.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI=String("https://example.org")))


def add_attachment(source: Pdf) -> None:
    source.attachments["run.exe"] = b"MZ"


def add_xfa(source: Pdf) -> None:
    text = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    source.Root.AcroForm.XFA = source.make_stream(text)


def send_values(source: Pdf) -> None:
    target = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("https://example.org")))
    fields(source)["a_title"].A = target


def point_outside(source: Pdf) -> None:
    """A text that is said to lie in another file."""
    fields(source)["a_stage"].TU = String("x")
    source.Root.Extra = source.make_stream(b"", F=Dictionary(Type=Name.Filespec, F=String("/etc/passwd")))


@pytest.mark.parametrize("change", [add_script, add_launch, add_attachment, add_xfa, send_values, point_outside])
def test_what_strangers_add_is_neither_run_nor_read(change: Change) -> None:
    assert read_changed(change).answers == FILLED


def test_a_text_that_lies_in_another_file_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")

    def refer(source: Pdf) -> None:
        put(source, source.make_stream(b"", F=Dictionary(Type=Name.Filespec, F=String(str(secret)))))

    assert "title" not in read_changed(refer).answers


def turn_round(source: Pdf) -> None:
    """A field that is inside itself."""
    field = source.make_indirect(Dictionary(T=String("a_title"), FT=Name.Tx))
    field.Kids = Array([field])
    field.Parent = field
    source.Root.AcroForm.Fields = Array([field])


def deepen(source: Pdf) -> None:
    field = source.make_indirect(Dictionary(T=String("x"), FT=Name.Tx))
    for _ in range(300):
        field = source.make_indirect(Dictionary(T=String("x"), Kids=Array([field])))
    source.Root.AcroForm.Fields = Array([field])


def crowd(source: Pdf) -> None:
    many = [source.make_indirect(Dictionary(T=String(f"f{number}"), FT=Name.Tx)) for number in range(21_000)]
    source.Root.AcroForm.Fields = Array(many)


def burst(source: Pdf) -> None:
    put(source, source.make_stream(b" " * 50_000_000))


def flatten(source: Pdf) -> None:
    del source.Root.AcroForm


def swap(source: Pdf) -> None:
    for number, field in enumerate(source.Root.AcroForm.Fields):
        field.T = String(f"other{number}")


def hostile() -> dict[str, bytes]:
    locked = pikepdf.Encryption(owner="owner", user="user")
    return {
        "nothing": b"",
        "no-pdf": b"%PDF-1.7\nhello",
        "cut": tried()[: len(tried()) // 2],
        "password": changed(tried(), encryption=locked),
        "old-password": changed(
            tried(), encryption=pikepdf.Encryption(owner="o", user="u", R=3, aes=False, metadata=False)
        ),
        "too-large": b"%PDF-1.7\n" + b" " * LARGEST_FILE,
        "deep": changed(tried(), deepen),
        "crowded": changed(tried(), crowd),
        "bomb": changed(tried(), burst),
        "flat": changed(tried(), flatten),
        "circle": changed(tried(), turn_round),
        "other-form": changed(tried(), swap),
    }


@pytest.mark.filterwarnings("ignore:This document has")  # pikepdf sees that fields were taken away
@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "no-pdf",
        "cut",
        "password",
        "old-password",
        "too-large",
        "deep",
        "crowded",
        "bomb",
        "flat",
        "circle",
        "other-form",
    ],
)
def test_hostile_files_are_refused_in_words(name: str) -> None:
    with pytest.raises(Refused, match=r"^This file|^This PDF|^No field") as refused:
        pdf.read(_hostile()[name], NOTATION)
    assert "Fix:" in str(refused.value)


@cache
def _hostile() -> dict[str, bytes]:
    return hostile()


def test_a_file_in_any_disorder_is_read_or_refused() -> None:
    dice = random.Random(4)
    plain = changed(tried(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for _ in range(25):
        content = bytearray(plain)
        for _ in range(dice.choice((1, 20, 400))):
            content[dice.randrange(len(content))] = dice.randrange(256)
        if dice.random() < 0.3:
            del content[dice.randrange(len(content)) :]
        pdf.recognise(bytes(content))
        try:
            pdf.read(bytes(content), NOTATION)
        except Refused:
            continue


def test_values_of_any_kind_are_read_or_refused() -> None:
    """Well-formed, and nonsense: objects stand wherever they do not belong."""
    kinds = (Name.x, 7, Decimal("1.5"), True, Array([]), Array([Array([Name.y])]), Dictionary(V=Name.z), String("\0"))
    dice = random.Random(5)

    def mix(source: Pdf) -> None:
        for field in dice.sample(list(source.Root.AcroForm.Fields), 8):
            field[dice.choice(("/V", "/T", "/FT", "/Kids", "/Opt", "/AS", "/Parent", "/Ff"))] = dice.choice(kinds)

    for _ in range(15):
        try:
            settled(pdf, changed(tried(), mix), NOTATION)
        except Refused:
            continue


# The letters that come with the program


def font_files() -> list[Path]:
    folder = files("alongside.formats") / "fonts"
    return sorted(Path(str(item)) for item in folder.iterdir() if item.name.endswith(".ttf"))


@pytest.mark.parametrize("path", font_files(), ids=lambda path: path.stem)
def test_every_font_has_a_name_of_our_own_and_is_explained(path: Path) -> None:
    """Nobody may give a changed font the name of the one it was made from, where that name is reserved."""
    explained = (path.parent / "README.md").read_text(encoding="utf-8")
    with TTFont(path) as font:
        family, copyright = font["name"].getDebugName(1), font["name"].getDebugName(0)
    assert family.startswith("Alongside ")
    assert path.name in explained
    assert copyright in _licences(path.parent)


def _licences(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("OFL-*.txt")))


def test_the_licences_of_the_fonts_are_whole_and_come_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    with zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path))) as wheel:
        packed = {name.removeprefix(FONTS): wheel.read(name) for name in wheel.namelist() if name.startswith(FONTS)}
    assert {path.name for path in font_files()} | {"README.md"} < set(packed)
    licences = [content.decode() for name, content in packed.items() if name.startswith("OFL-")]
    assert len(licences) == 2
    for text in licences:
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert "PERMISSION & CONDITIONS" in text
        assert "OTHER DEALINGS IN THE FONT SOFTWARE." in text
