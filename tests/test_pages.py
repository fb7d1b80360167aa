"""The frame around the pages: notices, stubs and stale translations."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from alongside.build import build
from alongside.cli import main
from alongside.load import load
from alongside.stamps import stale_pages, stamp
from conftest import ROOT, silent

FRENCH = "---\ntranslation: machine\n---\n# Le port {: #home }\n\n{{ dimensions() }}\n\n{{ progress() }}\n"


@pytest.fixture
def bilingual(project: Path) -> Path:
    shutil.copy(ROOT / "locale" / "fr.po", project / "locale")
    page = project / "docs" / "fr" / "index.md"
    page.parent.mkdir()
    page.write_text(FRENCH, encoding="utf-8")
    stamp(project, [page])
    return project


def notices(project: Path, out: Path) -> list[str]:
    build(project, out, today=date(2026, 6, 1), tell=silent)
    page = html.fromstring((out / "fr" / "index.html").read_bytes())
    return [notice.text_content() for notice in page.xpath("//p[contains(@class, 'al-notice')]")]


def test_a_translation_is_fresh_until_its_english_changes(bilingual: Path, tmp_path: Path) -> None:
    assert stale_pages(load(bilingual).pages) == []
    before = notices(bilingual, tmp_path / "one")

    english = bilingual / "docs" / "en" / "index.md"
    english.write_text(english.read_text(encoding="utf-8") + "\n## News {: #news }\n\nMore.\n", encoding="utf-8")

    [(page, changed)] = stale_pages(load(bilingual).pages)
    assert (page.language, page.path) == ("fr", "index.md")
    assert changed == ["## News {: #news }"]
    assert len(notices(bilingual, tmp_path / "two")) == len(before) + 1

    stamp(bilingual, [bilingual / "docs" / "fr" / "index.md"])
    assert stale_pages(load(bilingual).pages) == []


def test_a_reviewed_translation_carries_no_notice(bilingual: Path, tmp_path: Path) -> None:
    machine = notices(bilingual, tmp_path / "one")
    page = bilingual / "docs" / "fr" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("machine", "reviewed"), encoding="utf-8")
    assert len(notices(bilingual, tmp_path / "two")) == len(machine) - 1


def test_stamping_what_is_no_translation_is_refused(bilingual: Path) -> None:
    from click.testing import CliRunner

    result = CliRunner().invoke(main, ["stamp", "--project", str(bilingual), str(bilingual / "mkdocs.yml")])
    assert result.exit_code == 2
    assert "no translation" in result.output


def test_untranslated_words_of_ours_never_stand_in_a_page_of_the_other_direction(project: Path, tmp_path: Path) -> None:
    """French shows the English text, marked as such; Arabic says that it is not translated."""
    for code, body in (("fr", FRENCH), ("ar", FRENCH.replace("Le port", "المرفأ"))):
        shutil.copy(ROOT / "locale" / f"{code}.po", project / "locale")
        page = project / "docs" / code / "index.md"
        page.parent.mkdir()
        page.write_text(body, encoding="utf-8")
        stamp(project, [page])
    build(project, tmp_path / "site", today=date(2026, 6, 1), tell=silent)

    french = html.fromstring((tmp_path / "site" / "fr" / "index.html").read_bytes())
    arabic = html.fromstring((tmp_path / "site" / "ar" / "index.html").read_bytes())
    assert french.xpath("//main//bdi[@lang='en']/text()")[:2] == ["Closer", "Nearer to people."]
    assert arabic.xpath("//main//bdi[@lang='en']") == []
    assert "Nearer" not in arabic.xpath("//main")[0].text_content()


def test_a_text_with_markup_in_it_stays_text(project: Path) -> None:
    """Were a check to miss it, the template would still escape it."""
    import dataclasses

    from alongside.gate import open_books
    from alongside.pages import Fragments, make_templates
    from alongside.text import Text
    from alongside.tool_pages import ToolShelf

    sources = load(project)
    attack = Text.model_construct({"en": "<script>alert(1)</script>{{ 7*7 }}"})
    partner = sources.partners[0].model_copy(update={"summary": attack, "name": attack, "own_words": attack})
    book = open_books(dataclasses.replace(sources, partners=(partner,)), date(2026, 6, 1))["en"]
    fragments = Fragments(
        book, ToolShelf(), sources.words[0], make_templates(project / "theme" / "fragments", sources.words[0])
    )
    for piece in (fragments.showcase(book.partners[0]), fragments.directory("en/partners/")):
        assert "<script" not in piece
        assert "{{ 7*7 }}" in piece


def test_stamping_what_cannot_be_read_destroys_nothing(bilingual: Path) -> None:
    from click.testing import CliRunner

    page = bilingual / "docs" / "fr" / "index.md"
    page.write_bytes("# Été\n".encode("latin-1"))
    result = CliRunner().invoke(main, ["stamp", "--project", str(bilingual), str(page)])
    assert result.exit_code == 1
    assert page.read_bytes() == "# Été\n".encode("latin-1")
