"""The account of a year: every figure with its whole, every absence in its own words, nothing withheld anywhere."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from lxml import html

from alongside.build import build, without_examples
from alongside.figures import percent
from alongside.formats.pdf_page import print_sheet
from alongside.load import Sources
from alongside.open_years import tables
from alongside.pages import UnknownName
from alongside.progress import Promise, Reply, Response
from alongside.public_years import Reported
from alongside.reports import sheet_of
from alongside.text import Text
from conftest import DAY, ROOT, silent
from years import SECRET, pages, year

HERE = "en/progress/2024/"


def text_of(page: str, identifier: str) -> str:
    [found] = html.fromstring(page).xpath("//*[@id=$name]", name=identifier)
    return " ".join(found.text_content().split())


@pytest.fixture(scope="module")
def page(sources: Sources) -> str:
    return str(pages(sources, year()).year(HERE, 2024))


def test_a_share_says_of_how_many_it_is(page: str) -> None:
    assert "30 of 40" in text_of(page, "I1-held")
    assert "75%" in text_of(page, "I1-held")


@pytest.mark.parametrize(("part", "whole", "shown"), [(1, 3, 33), (2, 3, 67), (0, 7, 0), (7, 7, 100), (1, 8, 13)])
def test_a_share_is_told_in_whole_percent_halves_up(part: int, whole: int, shown: int) -> None:
    assert percent(part, whole) == shown


def test_absences_and_zero_are_said_in_different_words(page: str) -> None:
    told = {name: text_of(page, name) for name in ("I7-line", "I9-finished", "I14-roles", "I17-stronger", "I19-voice")}
    assert "33: withheld" in told["I7-line"]
    assert "Does not apply" in told["I9-finished"]
    assert "0 of 20" in told["I14-roles"]
    assert "Withheld" in told["I17-stronger"]
    assert "Not collected" in told["I19-voice"]


def test_the_gate_withholds_what_somebody_wrote_into_the_file_by_hand(sources: Sources, page: str) -> None:
    assert "44 in all" in text_of(page, "I22-kinds")
    assert "Network" not in text_of(page, "I22-kinds")
    book = pages(sources, year()).book
    [reported] = [item for item in book.years if isinstance(item, Reported)]
    assert reported.figures["I22.kinds"].groups == ()


def test_a_figure_says_which_way_the_position_wants_it(sources: Sources, page: str) -> None:
    """Fewer days are better, and so are more payments in time; groups go no one way. The open data says the same."""
    assert "wants more of it" in text_of(page, "I1-held")
    assert "wants" not in text_of(page, "I22-kinds")
    rows = {row["measure"]: row["direction"] for row in tables(pages(sources, year()).book, sources.words[0])[0].rows}
    assert (rows["I11.on-time"], rows["I11.middle"]) == ("more", "less")


def test_both_views_of_who_leads_stand_side_by_side_with_the_gap(page: str) -> None:
    rows = [
        [cell.text_content() for cell in row] for row in html.fromstring(page).xpath("//*[@id='I3-theirs']//tbody/tr")
    ]
    assert [row[1:] for row in rows] == [["10 (33%)", "17 (57%)", "7"], ["20 (67%)", "13 (43%)", "7"]]


def test_a_middle_says_of_how_many_numbers_it_is_the_middle(page: str) -> None:
    assert "21.5" in text_of(page, "I11-middle")
    assert "12" in text_of(page, "I11-middle")


def test_every_figure_of_a_chart_is_in_its_table(page: str) -> None:
    compared = 0
    for figure in html.fromstring(page).xpath("//div[contains(@class,'al-figure') and .//table]"):
        table = " ".join(figure.xpath(".//table//text()"))
        for told in figure.xpath(".//*[local-name()='text' and contains(@class,'value')]/text()"):
            for number in told.replace("●", "").replace("○", "").replace("(", " ").replace(")", " ").split():
                assert number in table
                compared += 1
    assert compared >= 8  # two views of two groups, each with its share


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_year_is_told_in_every_language(sources: Sources, language: str) -> None:
    told = str(pages(sources, year(), language=language).year(f"{language}/progress/2024/", 2024))
    assert 'id="I24"' in told
    assert language == "en" or "Withheld" not in told


def test_promises_and_replies_are_told_in_words(sources: Sources) -> None:
    promise = Promise(said=Text({"en": "Pay sooner"}), did=Text({"en": "We pay in 20 days"}), outcome="partly",
                      because=Text({"en": "One donor pays late"}))  # fmt: skip
    whole = year(promises=(promise,), replies=(Reply(text=Text({"fr": "Nous attendons la suite"})),),
                 responses=(Response(tool="joint-reflection", received=12, asked=20),
                            Response(tool="team-progress", received=3, asked=9)))  # fmt: skip
    told = str(pages(sources, whole).year(HERE, 2024))
    for words in ("Pay sooner", "We pay in 20 days", "One donor pays late", "Kept in part"):
        assert words in told
    assert 'lang="fr"' in told
    assert ">12<" in told
    assert ">3<" not in told  # so few sheets would tell who answered


def test_an_invented_year_says_so(sources: Sources) -> None:
    assert "invented" in str(pages(sources, year(example=True)).year(HERE, 2024))
    assert "invented" not in str(pages(sources, year()).year(HERE, 2024))


def test_a_year_without_figures_has_no_page(sources: Sources) -> None:
    with pytest.raises(UnknownName):
        pages(sources, year(figures=())).year(HERE, 2024)


def test_years_that_count_in_another_way_are_not_joined_by_a_line(sources: Sources) -> None:
    def series(method: str) -> str:
        years = [year(number, methods={"I1": method if number == 2025 else "1"}) for number in (2024, 2025)]
        return str(pages(sources, *years).progress("en/progress/"))

    assert "I1-held-years" in series("1")
    assert "I1-held-years" not in series("2")
    assert "I11-middle-years" in series("2")


def test_a_year_between_that_nobody_collected_is_a_gap_and_no_zero(sources: Sources) -> None:
    told = text_of(str(pages(sources, year(2023), year(2025)).progress("en/progress/")), "I1-held-years")
    assert "2024 not collected" in told.replace("2024not", "2024 not")
    assert "0%" not in told


def test_the_trace_leads_from_a_commitment_to_its_figures_and_names_the_gaps(sources: Sources) -> None:
    root = html.fromstring(str(pages(sources, year()).trace("en/progress/trace/")))
    [row] = root.xpath("//tr[@id='trace-F8']")
    assert "I14" in row.text_content()
    assert row.xpath(".//a[contains(@href,'2024')]")
    gaps = {link.get("id") for link in root.xpath("//ul//a")}
    assert "trace-O6" in gaps
    assert "trace-F8" not in gaps


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_printed_report_holds_the_same_figures(sources: Sources, language: str) -> None:
    fragments = pages(sources, year(), language=language)
    pdf = print_sheet(sheet_of(fragments, 2024))
    read = pypdf.PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for told in ("75%", "57%", "21.5" if language == "en" else "21"):
        assert told in text
    assert read.trailer["/Root"]["/Lang"] == language
    assert f"{SECRET} (" not in text


def test_a_site_for_the_public_is_whole_without_anything_invented(sources: Sources, tmp_path: Path) -> None:
    real = without_examples(sources)
    assert not [partner for partner in real.partners if partner.example]
    build(ROOT, tmp_path / "site", today=DAY, languages=("en",), public=True, tell=silent)
    told = "".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "site" / "en").rglob("*.html")))
    assert "are invented. They show" not in told
    assert "This year is invented" not in told
    assert "No partner is shown here at the moment." in told
    assert "Not collected yet" in told
