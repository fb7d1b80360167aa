"""Translations say what the English says: the same codes, links, anchors and shape; every word has one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from alongside.catalogue import update_catalogues
from alongside.load import Sources
from alongside.words import load_words
from conftest import ROOT

OTHERS = ("fr", "es", "ar")


def shape(body: str) -> dict[str, list[str]]:
    """What a translation must keep, in its order."""
    return {
        "macros": re.findall(r"\{\{.*?\}\}", body),
        "links": sorted(re.findall(r"\]\(([^)]*)\)", body)),
        "headings": re.findall(r"^(#+) .*?(\{:.*?\})?$", body, re.MULTILINE),
        "attributes": re.findall(r"\{:.*?\}", body),
        "rows": [str(line.count("|")) for line in body.splitlines() if line.startswith("|")],
        "items": re.findall(r"^(?:- |\d\. |:   |!!! \w+)", body, re.MULTILINE),
        "tags": re.findall(r"<[^>]+>", body),
    }


def catalogue(language: str) -> Catalog:
    with (ROOT / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def pairs(sources: Sources, language: str) -> list[tuple[str, str, str]]:
    english = {page.path: page for page in sources.pages if page.language == "en"}
    return [(page.path, english[page.path].body, page.body) for page in sources.pages if page.language == language]


@pytest.mark.parametrize("language", OTHERS)
def test_a_translated_page_has_the_shape_of_the_english_one(sources: Sources, language: str) -> None:
    for path, english, translated in pairs(sources, language):
        assert shape(translated) == shape(english), path


@pytest.mark.parametrize("language", OTHERS)
def test_every_page_for_readers_is_translated_into(sources: Sources, language: str) -> None:
    english = {page.path for page in sources.pages if page.language == "en" and not page.is_shell}
    translated = {page.path for page in sources.pages if page.language == language}
    assert {path for path in english - translated if not path.startswith("developers/")} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_made_by_machine_says_so(sources: Sources, language: str) -> None:
    for page in sources.pages:
        if page.language == language:
            assert page.settings.get("translation") in {"machine", "reviewed"}, page.path


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_the_english_it_was_made_from(sources: Sources, language: str) -> None:
    for page in sources.pages:
        if page.language == language:
            assert page.made_from, page.path


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_data_is_translated_into(sources: Sources, language: str) -> None:
    site = sources.site
    texts = [site.name, site.short_name, site.description, site.position.title]
    texts += [getattr(sources.privacy, name).reason for name in type(sources.privacy).model_fields]
    texts += [theme.name for theme in sources.themes]
    texts += [text for dimension in site.dimensions for text in (dimension.name, dimension.summary)]
    texts += [commitment.text for commitment in sources.commitments]
    texts += [partner.summary for partner in sources.partners if partner.summary]
    for year in sources.years:
        texts += [year.period, year.method, *(item.text for item in (*year.counts, *year.findings))]
    assert [text.get("en") for text in texts if not text.get(language)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_the_interface_is_translated_into(language: str) -> None:
    catalog = catalogue(language)
    missing = [
        message.id
        for message in catalog
        if message.id and not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]
    assert missing == []
    assert not [message.id for message in catalog if message.id and message.fuzzy]


def test_the_catalogues_hold_just_the_words_in_use(tmp_path: Path) -> None:
    """`alongside words` would change nothing."""
    for name in ("locale", "theme", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "locale").unlink()
    (tmp_path / "locale").mkdir()
    (tmp_path / "mkdocs.yml").symlink_to(ROOT / "mkdocs.yml")
    before = {path.name: path.read_bytes() for path in (ROOT / "locale").glob("*.po")}
    for name, content in before.items():
        (tmp_path / "locale" / name).write_bytes(content)
    update_catalogues(tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "locale").glob("*.po")} == before


@pytest.mark.parametrize(
    ("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (102, 5), (103, 3)]
)
def test_arabic_counts_with_six_forms(number: int, form: int) -> None:
    """Babel's own header for Arabic has two of them swapped."""
    words = {item.code: item for item in load_words(ROOT / "locale", [])}["ar"]
    message = "%(num)s partner is counted in all."
    expected = next(found.string[form] for found in catalogue("ar") if found.id and message in found.id)
    assert words.say_number(message, "", number) == expected


def test_local_authorities_are_never_another_word_for_locally_led(sources: Sources) -> None:
    """Note X1: the word of the source can put people in danger. Only pages about the word itself hold it."""
    forbidden = re.compile(r"autorités locales|autoridades locales|السلطات المحلية|local authorities", re.IGNORECASE)
    holding = {page.path for page in sources.pages if forbidden.search(page.body)}
    assert holding == {"position/notes.md", "position/leadership.md"}
    data = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data").rglob("*.yml"))
    assert not forbidden.search(data)


def test_no_word_for_people_stands_inside_an_f_string() -> None:
    """The program that gathers them does not look there before Python 3.12: the word would stay English for ever."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                called = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
                assert not [name for name in called if isinstance(name, ast.Name) and name.id == "N_"], path.name
