"""Files of tools are made once, kept whole, and made anew when something they show has changed."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from alongside import downloads, formats
from alongside.audit_texts import pieces_of
from alongside.downloads import PACK, Download, make_downloads
from alongside.formats.labels import code_of
from alongside.tool import Form, Tool
from alongside.toolkit import Toolkit
from alongside.words import Words, load_words
from conftest import ROOT
from forms import all_words, sample

QUICK = ("webform", "xlsx")  # those that people fill in, as far as these tests need them
ENGLISH, FRENCH = (next(words for words in all_words() if words.code == code) for code in ("en", "fr"))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "FILLED", QUICK)


def tool(name: str, language: str = "en") -> Tool:
    """The notation under another name, in one size."""
    return replace(sample("notation").tool, id=name, language=language, minutes={"standard": 15})


def two_tools() -> Toolkit:
    return {"first": {"en": tool("first"), "fr": tool("first", "fr")}, "second": {"en": tool("second")}}


@dataclass
class Made:
    """What was published, and what was told meanwhile."""

    files: tuple[Download, ...]
    told: list[tuple[int, int]]

    def contents(self) -> dict[tuple[str, str], bytes]:
        return {(file.language, file.path): file.kept.read_bytes() for file in self.files}


def make(toolkit: Toolkit, kept: Path, words: tuple[Words, ...] = (ENGLISH, FRENCH)) -> Made:
    told: list[tuple[int, int]] = []
    files = make_downloads(toolkit, words, kept, lambda done, all: told.append((done, all)))
    return Made(files, told)


def changed(before: Made, after: Made) -> set[str]:
    """Names of the files, without packs, that are others than before."""
    old, new = before.contents(), after.contents()
    assert old.keys() == new.keys()
    kept = {(file.language, file.path): file.kept for file in before.files}
    return {
        Path(file.path).name
        for file in after.files
        if file.format != PACK and file.kept != kept[file.language, file.path]
    }


def test_what_has_not_changed_is_not_made_again(tmp_path: Path) -> None:
    """Not even where the catalogues of the languages are read anew."""
    first = make(two_tools(), tmp_path)
    words = tuple(item for item in load_words(ROOT / "locale", []) if item.code in {"en", "fr"})
    second = make(two_tools(), tmp_path, words)
    assert first.told
    assert second.told == []
    assert second.files == first.files


def test_how_far_it_is_is_told_after_each_file(tmp_path: Path) -> None:
    made = make(two_tools(), tmp_path)
    number = len({file.path for file in made.files if file.format != PACK})
    assert made.told == [(done, number) for done in range(1, number + 1)]


def test_another_text_makes_anew_the_files_that_show_it(tmp_path: Path) -> None:
    before = make(two_tools(), tmp_path)
    french = replace(tool("first", "fr"), title="Autrement")
    after = make({**two_tools(), "first": {"en": tool("first"), "fr": french}}, tmp_path)
    assert changed(before, after) == {"first-fr.html", "first-fr.xlsx", "first-fr.txt", "first-xlsform.xlsx"}
    assert len(after.told) == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('msgstr[1] "environ %(num)s minutes"', 'msgstr[1] "à peu près %(num)s minutes"', id="plural"),
        pytest.param('msgstr "Format standard"', 'msgstr "Taille standard"', id="single"),
    ],
)
def test_another_word_of_a_language_makes_anew_the_files_in_it(tmp_path: Path, old: str, new: str) -> None:
    before = make(two_tools(), tmp_path / "kept")
    shutil.copytree(ROOT / "locale", tmp_path / "locale")
    path = tmp_path / "locale" / "fr.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    words = tuple(item for item in load_words(tmp_path / "locale", []) if item.code in {"en", "fr"})
    after = make(two_tools(), tmp_path / "kept", words)
    assert changed(before, after) == {"first-fr.html", "first-fr.xlsx", "first-fr.txt", "first-xlsform.xlsx"}


@pytest.fixture(scope="module")
def every_format(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    """One tool in all formats, and where it is kept."""
    kept = tmp_path_factory.mktemp("kept")
    patch = pytest.MonkeyPatch()
    patch.setattr(formats, "FILLED", ("webform", "pdf", "docx", "odt", "xlsx"))
    made = make({"first": {"en": tool("first")}}, kept, (ENGLISH,))
    patch.undo()
    return kept, made


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the program's text, in place of its own, to change at will."""
    copy = tmp_path / "alongside"
    shutil.copytree(ROOT / "src" / "alongside", copy, ignore=shutil.ignore_patterns("__pycache__", ".mypy_cache"))
    monkeypatch.setattr(downloads, "_PACKAGE", copy)
    monkeypatch.setattr(formats, "FILLED", ("webform", "pdf", "docx", "odt", "xlsx"))
    downloads._renderer.cache_clear()
    yield copy
    downloads._renderer.cache_clear()


ALL = {"webform", "pdf", "docx", "odt", "xlsx", "xlsform", "text"}


@pytest.mark.parametrize(
    ("part", "affected"),
    [
        pytest.param("build.py", set(), id="no-maker-of-files"),
        pytest.param("formats/form.js", {"webform"}, id="script-of-the-web-form"),
        pytest.param("formats/xlsform_cells.py", {"xlsform"}, id="a-part-of-one-format"),
        pytest.param("formats/outline_form.py", {"docx", "odt"}, id="a-part-of-two-formats"),
        pytest.param("formats/fonts/AlongsideForm-Regular.ttf", {"pdf"}, id="a-font"),
        pytest.param("formats/telling.py", ALL, id="what-all-formats-say"),
        pytest.param("shapes.py", ALL, id="what-a-question-can-be"),
    ],
)
def test_another_program_makes_anew_the_files_it_makes(
    every_format: tuple[Path, Made], package: Path, tmp_path: Path, part: str, affected: set[str]
) -> None:
    kept, before = every_format
    shutil.copytree(kept, tmp_path / "kept")
    with (package / part).open("ab") as file:
        file.write(b"\n")
    after = make({"first": {"en": tool("first")}}, tmp_path / "kept", (ENGLISH,))
    names = {file.path: file.kept.name for file in before.files}
    anew = {file.format for file in after.files if file.kept.name != names[file.path]} - {PACK}
    assert anew == affected
    assert len(after.told) == len(anew)
    assert {path: content for (_, path), content in after.contents().items()} == {
        path: content for (_, path), content in before.contents().items()
    }, "an empty line changes no file"


def test_no_file_beside_the_program_is_overlooked() -> None:
    """Letters, styles and scripts: each counts for a format that uses it."""
    folder = ROOT / "src" / "alongside" / "formats"
    beside = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc", ".md"}}
    used = {path for format in ALL for path in downloads._parts(format)}
    assert {path.suffix for path in beside} >= {".css", ".js", ".ttf"}
    assert beside - used == set()


def test_what_is_not_offered_any_more_is_not_published(tmp_path: Path) -> None:
    make(two_tools(), tmp_path)
    after = make({"second": {"en": tool("second")}}, tmp_path)
    assert {file.tool for file in after.files if file.format != PACK} == {"second"}
    [pack] = [file for file in after.files if file.format == PACK]
    with zipfile.ZipFile(pack.kept) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"second"}


def test_the_pack_of_a_language_holds_each_of_its_files(tmp_path: Path) -> None:
    made = make(two_tools(), tmp_path)
    for code in ("en", "fr"):
        [pack] = [file for file in made.files if file.format == PACK and file.language == code]
        with zipfile.ZipFile(pack.kept) as archive:
            held = {f"toolkit/{name}": archive.read(name) for name in archive.namelist()}
        own = {
            path: content
            for (language, path), content in made.contents().items()
            if language == code and path != pack.path
        }
        assert held == own


def test_two_builds_elsewhere_give_the_same_bytes(tmp_path: Path) -> None:
    assert make(two_tools(), tmp_path / "one").contents() == make(two_tools(), tmp_path / "two").contents()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="half"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda content: content[:-1] + bytes([content[-1] ^ 1]), id="one-bit"),
    ],
)
def test_a_damaged_file_is_made_anew_and_never_published(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    before = make(two_tools(), tmp_path).contents()
    for path in tmp_path.iterdir():
        path.write_bytes(damage(path.read_bytes()))
    after = make(two_tools(), tmp_path)
    assert after.contents() == before
    assert after.told[-1] == (len(after.told), len({path for _, path in before if not path.endswith(".zip")}))


def test_what_a_stopped_build_left_is_never_published(tmp_path: Path) -> None:
    before = make(two_tools(), tmp_path / "one")
    (tmp_path / "two").mkdir()
    for file in before.files:
        (tmp_path / "two" / file.kept.name).with_suffix(".4711").write_bytes(b"half")
    assert make(two_tools(), tmp_path / "two").contents() == before.contents()


def test_each_file_says_its_tool_version_and_language_and_no_author(
    every_format: tuple[Path, Made], tmp_path: Path
) -> None:
    form = Form(tool("first"), ENGLISH)
    files = [file for file in every_format[1].files if file.format != PACK]
    assert {file.format for file in files} == ALL
    for file in files:
        content = file.kept.read_bytes()
        copy = tmp_path / Path(file.path).name
        copy.write_bytes(content)
        pieces = list(pieces_of(copy))
        assert [rule for piece in pieces for rule in piece.broken] == []
        said = "\n".join(piece.text for piece in pieces)
        assert not any(word in said for word in ("lastModifiedBy", "dc:creator", "initial-creator"))
        if file.format == "text":
            assert code_of(form) in said
        elif file.format == formats.TOGETHER:
            assert "alongside_first" in said
            assert "English (en)" in said
        else:
            label = formats.module(file.format).recognise(content)
            assert (label.tool, label.version, label.language) == ("first", form.tool.version, "en")
        assert form.tool.version in said
        assert file.weight == len(content)
