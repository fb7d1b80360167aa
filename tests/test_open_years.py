"""The years as open data, and the feed of their reports: the same in every form, and nothing that is withheld."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from frictionless import validate
from lxml import etree
from openpyxl import load_workbook

from alongside.data_catalogue import CATALOGUE, MEDIA_TYPES, PACKAGE
from alongside.feeds import reports_as_atom
from alongside.gate import open_books
from alongside.load import Sources, load
from alongside.open_data import data_files
from alongside.open_years import tables
from alongside.progress import Figure, Year
from alongside.public import PublicBook
from alongside.tables import LICENCE, as_csv, as_workbook
from alongside.text import Text
from alongside.words import Words
from conftest import DAY

LANGUAGES = ("en", "fr", "es", "ar")
URL = "https://alongside.example/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NUMBERS = ("value", "n", "percent")
SECRET = 73_419
FIGURES = (
    Figure(measure="I1.held", state="whole", sheets=20, n=222, cells={"part": 123}),
    Figure(measure="I1.answered", state="whole", sheets=2, n=SECRET, cells={"part": SECRET - 12_138}),
    Figure(measure="I3.ours", state="whole", sheets=20, n=40, cells={"led": 25, "managed": 15, "implemented": 0,
                                                                      "not_to_lead": 0, "unclear": 0}),
    Figure(measure="I3.theirs", state="total", sheets=20, n=40),
    Figure(measure="I6.early", state="declined", sheets=20),
    Figure(measure="I7.line", state="not-applicable", sheets=20),
    Figure(measure="I8.rate", state="whole", sheets=20, n=99, value=Decimal("7.5")),
    Figure(measure="I18.useful", state="whole", sheets=20, n=106, value=Decimal(106)),
)  # fmt: skip


def a_year(number: int, **more: Any) -> Year:
    return Year(year=number, period=Text({"en": "all of it"}), method=Text({"en": "counted"}), **more)


@pytest.fixture(scope="module")
def two_years(sources: Sources) -> Sources:
    """An invented year and a real one; 2023 without any figure lies before them."""
    years = (a_year(2024, example=True, figures=FIGURES), a_year(2025, reported_on=date(2026, 3, 31), figures=FIGURES))
    return dataclasses.replace(sources, years=years)


@pytest.fixture(scope="module")
def written(two_years: Sources) -> dict[str, dict[str, bytes]]:
    """Name to content, for each language."""
    books = open_books(two_years, DAY)
    return {words.code: data_files(books[words.code], words, URL) for words in two_years.words}


@pytest.fixture
def book(two_years: Sources) -> PublicBook:
    return open_books(two_years, DAY)["en"]


@pytest.fixture
def english(two_years: Sources) -> Words:
    return two_years.words[0]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def only(rows: list[dict[str, str]], measure: str) -> list[dict[str, str]]:
    return [row for row in rows if row["measure"] == measure]


def titles_of(content: bytes) -> dict[str, str]:
    datasets = json.loads(content)["dcat:dataset"]
    return {item["dct:identifier"].rpartition("/")[2]: item["schema:name"] for item in datasets}


@pytest.mark.parametrize("language", LANGUAGES)
def test_frictionless_finds_every_table_sound(
    written: dict[str, dict[str, bytes]], tmp_path: Path, language: str
) -> None:
    for name, content in written[language].items():
        (tmp_path / name).write_bytes(content)
    report = validate(str(tmp_path / PACKAGE))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])
    assert [task.name for task in report.tasks] == ["partners", "progress", "progress-2024", "progress-2025"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_package_describes_every_table_as_it_is(written: dict[str, dict[str, bytes]], language: str) -> None:
    files = written[language]
    package = json.loads(files[PACKAGE])
    assert {item["path"] for item in package["resources"]} == {
        name for name in files if name.endswith(".csv") and not name.endswith(".hxl.csv")
    }
    for item in (package, *package["resources"]):
        assert item["licenses"][0]["path"] == LICENCE
        assert item["sources"][0]["title"]
    for item in package["resources"]:
        content = files[item["path"]]
        assert item["bytes"] == len(content)
        assert item["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert item["schema"]["missingValues"] == [""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_of_each_csv_names_its_columns_and_its_key(
    written: dict[str, dict[str, bytes]], language: str
) -> None:
    files = written[language]
    described = [name for name in files if name.endswith("-metadata.json")]
    assert len(described) == 4
    for name in described:
        content = json.loads(files[name])
        assert content["@context"] == ["http://www.w3.org/ns/csvw", {"@language": language}]
        rows = rows_of(files[content["url"]])
        assert [column["name"] for column in content["tableSchema"]["columns"]] == list(rows[0])
        keys = [tuple(row[part] for part in content["tableSchema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        assert all(map(all, keys))


def test_the_tagged_csv_is_the_csv_with_one_line_of_hashtags(written: dict[str, dict[str, bytes]]) -> None:
    for language, files in written.items():
        for name in (name for name in files if name.endswith(".hxl.csv")):
            head, tags, *rows = csv.reader(io.StringIO(files[name].decode("utf-8")))
            plain = list(csv.reader(io.StringIO(files[name.replace(".hxl", "")].decode("utf-8"))))
            assert [head, *rows] == plain
            assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
            assert len(set(tags)) == len(tags)
            assert {"#date+year", "#indicator+code", f"#indicator+name+i_{language}", "#indicator+value+num"} < set(
                tags
            )


@pytest.mark.parametrize("name", ["progress", "progress-2024", "progress-2025"])
def test_json_and_workbook_hold_the_rows_of_the_csv(written: dict[str, dict[str, bytes]], name: str) -> None:
    for language, files in written.items():
        rows = rows_of(files[f"{name}.csv"])
        found = json.loads(files[f"{name}.json"])
        assert found["example"] is (name != "progress-2025")
        assert [{key: told(value) for key, value in row.items()} for row in found["figures"]] == rows
        book = load_workbook(io.BytesIO(files[f"{name}.xlsx"]))
        head, *lines = book[name].iter_rows(values_only=True)
        assert [{key: told(cell) for key, cell in zip(head, line, strict=True)} for line in lines] == rows
        assert bool(book[name].sheet_view.rightToLeft) is (language == "ar")


def told(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(
    ("measure", "state"),
    [("I1.answered", "withheld"), ("I2.reviewed", "not-collected"), ("I6.early", "declined"),
     ("I7.line", "not-applicable")],
)  # fmt: skip
def test_a_figure_that_is_not_printed_has_a_word_and_no_number(
    written: dict[str, dict[str, bytes]], measure: str, state: str
) -> None:
    [row] = only(rows_of(written["fr"]["progress-2025.csv"]), measure)
    assert row["state"] == state
    assert [row[name] for name in NUMBERS] == ["", "", ""]


def test_a_figure_of_which_only_the_total_is_printed_has_its_total(written: dict[str, dict[str, bytes]]) -> None:
    [row] = only(rows_of(written["es"]["progress-2025.csv"]), "I3.theirs")
    assert (row["state"], row["group"], row["value"], row["n"], row["percent"]) == ("total", "all", "", "40", "")


def test_zero_is_zero(written: dict[str, dict[str, bytes]]) -> None:
    rows = {row["group"]: row for row in only(rows_of(written["ar"]["progress-2025.csv"]), "I3.ours")}
    assert [rows["implemented"][name] for name in NUMBERS] == ["0", "40", "0"]
    assert [rows["led"][name] for name in NUMBERS] == ["25", "40", "63"]


def test_a_share_a_middle_and_a_count_stand_in_a_row_of_their_own(written: dict[str, dict[str, bytes]]) -> None:
    rows = rows_of(written["en"]["progress-2025.csv"])
    found = {name: [row[key] for key in NUMBERS] for name in ("I1.held", "I8.rate", "I18.useful")
             for row in only(rows, name)}  # fmt: skip
    assert found == {
        "I1.held": ["123", "222", "55"], "I8.rate": ["7.5", "99", ""], "I18.useful": ["106", "106", ""],
    }  # fmt: skip


def test_a_year_without_figures_is_in_the_series_as_not_collected(written: dict[str, dict[str, bytes]]) -> None:
    rows = rows_of(written["en"]["progress.csv"])
    assert list(dict.fromkeys(row["year"] for row in rows)) == ["2023", "2024", "2025", "2026"]
    assert {row["state"] for row in rows if row["year"] in {"2023", "2026"}} == {"not-collected"}


def test_no_file_holds_a_withheld_number(written: dict[str, dict[str, bytes]]) -> None:
    """The gate reduced the figure; its numbers stand in the sources alone."""
    for files in written.values():
        for name, content in files.items():
            parts = [content]
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    parts = [archive.read(member) for member in archive.namelist()]
            for number in (SECRET, SECRET - 12_138):
                assert not any(re.search(rb"(?<![0-9a-f])%d(?![0-9a-f])" % number, part) for part in parts), name


def test_an_invented_year_is_marked_in_every_file(written: dict[str, dict[str, bytes]]) -> None:
    files = written["en"]
    assert {row["example"] for row in rows_of(files["progress-2024.csv"])} == {"true"}
    assert {row["example"] for row in rows_of(files["progress-2025.csv"])} == {"false"}
    titles = titles_of(files[CATALOGUE])
    assert titles["progress-2024.csv"].startswith("Invented example:")
    assert titles["progress.csv"].startswith("Partly invented:")
    assert titles["progress-2025.csv"].startswith("Partnerships at")
    for item in json.loads(files[PACKAGE])["resources"]:
        assert item["title"] == titles[item["path"]]
        assert item["title"] == json.loads(files[f"{item['path']}-metadata.json"])["dc:title"]
    about = load_workbook(io.BytesIO(files["progress-2024.xlsx"]))["about"]
    assert about["A1"].value == titles["progress-2024.csv"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_the_terms_that_dcat_and_schema_ask_for(
    written: dict[str, dict[str, bytes]], language: str
) -> None:
    files = written[language]
    catalogue = json.loads(files[CATALOGUE])
    assert catalogue["@type"] == ["dcat:Catalog", "schema:DataCatalog"]
    assert len(catalogue["dcat:dataset"]) == 4
    for item in (catalogue, *catalogue["dcat:dataset"]):
        assert item["dct:language"]["@id"].endswith(f"/{language}")
        assert item["dct:license"]["@id"] == LICENCE
        assert item["dct:publisher"]["foaf:name"] == "International Alert"
        assert item["dct:title"] == {"@value": item["schema:name"], "@language": language}
        assert 50 <= len(item["schema:description"]) <= 5000, "what search engines ask for"
    for item in catalogue["dcat:dataset"]:
        assert item["@type"] == ["dcat:Dataset", "schema:Dataset"]
        for part in item["dcat:distribution"]:
            name = part["dcat:downloadURL"]["@id"].removeprefix(f"{URL}{language}/data/")
            ending = name.partition(".")[2]
            assert part["@type"] == ["dcat:Distribution", "schema:DataDownload"]
            assert part["dcat:byteSize"]["@value"] == str(len(files[name]))
            assert part["dcat:mediaType"]["@id"].endswith(MEDIA_TYPES[f".{ending}"])
            assert part["schema:encodingFormat"] == MEDIA_TYPES[f".{ending}"]


def test_every_prefix_of_the_catalogue_is_explained(written: dict[str, dict[str, bytes]]) -> None:
    content = json.loads(written["en"][CATALOGUE])
    used = set(re.findall(r'"(\w+):\w+"', written["en"][CATALOGUE].decode("utf-8"))) - {"https", "http"}
    assert used == set(content["@context"])


def test_the_same_figures_give_the_same_bytes_on_every_day(
    written: dict[str, dict[str, bytes]], two_years: Sources
) -> None:
    later = open_books(two_years, DAY + timedelta(days=1))
    for words in two_years.words:
        found = data_files(later[words.code], words, URL)
        years = {name for name in found if name.startswith("progress")}
        assert {name: found[name] for name in years} == {name: written[words.code][name] for name in years}


def test_a_text_is_never_a_formula(book: PublicBook, english: Words) -> None:
    first = book.indicators[0]
    text = first.measures[0].text.model_copy(update={"text": "=2+2"})
    measure = first.measures[0].model_copy(update={"text": text})
    changed = book.model_copy(update={"indicators": (first.model_copy(update={"measures": (measure,)}),)})
    table = tables(changed, english)[1]
    assert rows_of(as_csv(table))[0]["name"] == "'=2+2"
    for row in load_workbook(io.BytesIO(as_workbook(table)))[table.name].iter_rows():
        assert "f" not in {cell.data_type for cell in row}


def test_a_project_without_indicators_has_a_table_without_rows(project: Path) -> None:
    sources = load(project)
    files = data_files(open_books(sources, DAY)["en"], sources.words[0], URL)
    assert files["progress.csv"].decode("utf-8").count("\r\n") == 1
    assert [name for name in files if re.search(r"progress-\d", name)] == []


def entries(sources: Sources, today: date) -> list[etree._Element]:
    books = open_books(sources, today)
    found = [etree.fromstring(reports_as_atom(books[words.code], words, URL)) for words in sources.words]
    assert len({len(feed.findall("a:entry", ATOM)) for feed in found}) == 1
    assert {feed.tag for feed in found} == {f"{{{ATOM['a']}}}feed"}
    return found[0].findall("a:entry", ATOM)


def test_the_feed_tells_of_a_report_from_the_day_on_which_it_was_made_public(two_years: Sources) -> None:
    assert entries(two_years, date(2026, 3, 30)) == []
    [entry] = entries(two_years, date(2026, 3, 31))
    assert entry.findtext("a:id", namespaces=ATOM) == f"{URL}en/progress/2025/"
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-03-31T00:00:00Z"


def test_an_invented_year_is_no_news(two_years: Sources) -> None:
    years = tuple(year.model_copy(update={"example": True}) for year in two_years.years)
    assert entries(dataclasses.replace(two_years, years=years), DAY) == []


def test_news_of_a_year_without_figures_leads_to_its_place_among_the_years(two_years: Sources) -> None:
    bare = dataclasses.replace(two_years, years=(a_year(2025, reported_on=date(2026, 3, 31)),))
    [entry] = entries(bare, DAY)
    link = entry.find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == f"{URL}en/progress/#year-2025"
