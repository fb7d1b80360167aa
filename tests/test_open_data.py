"""Open data, feed, linked data and pictures: from the gate alone, in forms that others can read."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from datetime import date
from pathlib import Path

import pytest
from lxml import etree, html
from PIL import Image

from alongside.build import build
from alongside.gate import open_books
from alongside.load import Sources, load
from alongside.neighbours import neighbours
from alongside.open_data import iati_type, linked_data, partners, rows
from alongside.pictures import FORMATS, LARGEST_FILE
from alongside.public import PublicBook, PublicPartner
from alongside.tables import as_csv
from alongside.text import Text
from conftest import DAY, silent

LANGUAGES = ("en", "fr", "es", "ar")
URL = "https://alongside.example/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def book(sources: Sources) -> PublicBook:
    return open_books(sources, DAY)["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_and_csv_hold_the_same_partners(site: Path, sources: Sources, language: str) -> None:
    folder = site / language / "data"
    found = json.loads((folder / "partners.json").read_text(encoding="utf-8"))
    with (folder / "partners.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    agreed = [partner.id for partner in open_books(sources, DAY)[language].data]
    assert [row["id"] for row in found["partners"]] == [row["id"] for row in table] == agreed
    assert found["counted"] == 15
    for row in found["partners"]:
        assert (site / row["page"].removeprefix(URL) / "index.html").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_of_the_csv_names_its_columns(site: Path, language: str) -> None:
    folder = site / language / "data"
    described = json.loads((folder / "partners.csv-metadata.json").read_text(encoding="utf-8"))
    header = (folder / "partners.csv").read_text(encoding="utf-8").splitlines()[0]
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert (folder / described["url"]).is_file()
    assert [column["name"] for column in described["tableSchema"]["columns"]] == header.split(",")


def test_anonymised_partners_are_in_no_data_file(site: Path, sources: Sources) -> None:
    hidden = [partner.id for partner in sources.partners if partner.level in "CD"]
    text = "".join(path.read_text(encoding="utf-8") for path in site.rglob("partners.*"))
    assert len(hidden) == 3
    assert not [identifier for identifier in hidden if identifier in text]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_spreadsheet_runs_nothing_that_a_person_typed(book: PublicBook, sources: Sources, start: str) -> None:
    partner = book.data[0]
    name = partner.name.model_copy(update={"text": f"{start}2+2"})
    changed = book.model_copy(update={"data": (partner.model_copy(update={"name": name}),)})
    written = as_csv(partners(changed, sources.words[0], URL)).decode("utf-8")
    [_, row] = list(csv.reader(io.StringIO(written)))
    assert row[2] == f"'{start}2+2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_is_atom_and_lists_pages_that_exist(site: Path, language: str) -> None:
    feed = etree.parse(site / language / "partners" / "feed.xml").getroot()
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"a:{name}", ATOM) is not None
    entries = feed.findall("a:entry", ATOM)
    days = [entry.findtext("a:updated", namespaces=ATOM) for entry in entries]
    assert days == sorted(days, reverse=True)
    for entry in entries:
        address = entry.findtext("a:id", namespaces=ATOM) or ""
        assert (site / address.removeprefix(URL) / "index.html").is_file()


def test_a_partner_is_not_in_the_feed_before_its_day(sources: Sources) -> None:
    from alongside.feeds import as_atom

    before = open_books(sources, date(2026, 6, 1))["en"]
    assert as_atom(before, URL).count(b"<entry>") == 1


def real(partner: PublicPartner, **changes: object) -> PublicPartner:
    return partner.model_copy(update={"example": False, **changes})


def test_linked_data_holds_what_the_page_and_the_data_both_may_show(book: PublicBook, sources: Sources) -> None:
    partner = real(next(item for item in book.partners if item.entity == "ngo"))
    shown = book.model_copy(update={"partners": (partner,), "data": (real(partner, summary=None),)})
    content = json.loads(linked_data(partner, shown, sources.words[0]) or "")
    assert content["@type"] == "Organization"
    assert content["name"] == partner.name.text
    assert "description" not in content
    assert linked_data(partner, shown.model_copy(update={"data": ()}), sources.words[0]) is None


def test_linked_data_cannot_end_its_script(book: PublicBook, sources: Sources) -> None:
    name = book.partners[0].name.model_copy(update={"text": "</script><script>alert(1)</script>"})
    partner = real(book.partners[0], name=name)
    text = linked_data(partner, book.model_copy(update={"data": (partner,)}), sources.words[0])
    assert "<" not in (text or "<")


def test_an_invented_partner_is_no_linked_data(site: Path) -> None:
    assert not [path for path in site.rglob("*.html") if b"ld+json" in path.read_bytes()]


@pytest.mark.parametrize(
    ("entity", "reach", "code"),
    [
        ("ngo", "international", "21"),
        ("ngo", "country", "22"),
        ("ngo", None, None),
        ("academic", "country", "80"),
        ("company", "country", "70"),
        ("government", "community", "10"),
        ("movement", "country", "90"),
        (None, "country", None),
    ],
)
def test_the_iati_code_of_a_kind_of_partner(
    book: PublicBook, entity: str | None, reach: str | None, code: str | None
) -> None:
    partner = book.partners[0].model_copy(update={"entity": entity, "reach": reach})
    assert iati_type(partner) == code


def test_a_row_without_consent_for_a_field_leaves_the_cell_empty(book: PublicBook) -> None:
    bare = PublicPartner(id="n5r2kx", example=False, level="B", name=book.partners[0].name)
    [row] = rows(book.model_copy(update={"data": (bare,)}), URL)
    assert {name for name, value in row.items() if value not in {None, False}} == {"id", "name", "name_language"}


@pytest.mark.parametrize("ending", FORMATS)
def test_a_picture_is_small_and_tells_nothing_but_itself(site: Path, ending: str) -> None:
    found = sorted((site / "assets" / "pictures").glob(f"*.{ending}"))
    assert len(found) == 3
    for path in found:
        assert path.stat().st_size <= LARGEST_FILE
        with Image.open(path) as picture:
            assert max(picture.size) <= 960
            assert not picture.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)


def test_the_place_where_a_photograph_was_taken_is_taken_out(project: Path, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (9.0, 3.0, 28.0)}
    exif[0x9C9D] = "Amina".encode("utf-16-le")
    (project / "data" / "images").mkdir()
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(
        project / "data" / "images" / "rope.jpg", exif=exif
    )
    (project / "data" / "images.yml").write_text(
        "- id: rope\n  file: rope.jpg\n  partner: n5r2kx\n  people: false\n  children: false\n  place: false\n"
        "  alt: {en: A rope.}\n  credit: ourselves\n  until: 2026-11-30\n",
        encoding="utf-8",
    )
    register = project / "data" / "partners.yml"
    text = register.read_text(encoding="utf-8").replace("own_words]", "own_words, image]")
    register.write_text(text.replace("  since: 2020\n", "  since: 2020\n  image: rope\n"), encoding="utf-8")

    build(project, tmp_path / "site", today=date(2026, 6, 1), tell=silent)
    page = html.fromstring((tmp_path / "site/en/partners/n5r2kx/index.html").read_bytes())
    [shown] = page.xpath("//figure[@class='al-picture']//img")
    assert (shown.get("width"), shown.get("height"), shown.get("loading")) == ("960", "720", "lazy")
    assert shown.get("alt") == "A rope."
    with Image.open(tmp_path / "site/assets/pictures/rope.jpg") as picture:
        assert picture.size == (960, 720)
        assert not picture.getexif()
    assert b"Amina" not in b"".join(path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file())

    build(project, tmp_path / "later", today=date(2026, 12, 1), tell=silent)
    assert not (tmp_path / "later/assets/pictures").exists(), "the picture's own end has come"


def test_partners_find_others_of_their_theme_first_in_their_region(sources: Sources) -> None:
    book = open_books(sources, DAY)["en"]
    template = book.partners[0]
    made = [
        template.model_copy(update={"id": f"p{number}", "themes": (theme,), "region": region})
        for number, (theme, region) in enumerate(
            [("women", "014"), ("women", "014"), ("women", "011"), ("youth", "014")]
        )
    ]
    assert [other.id for other in neighbours(made)["p0"]] == ["p1", "p2", "p3"]
    assert all(partner.id not in {other.id for other in found} for partner, found in _pairs(made))


def _pairs(made: list[PublicPartner]) -> list[tuple[PublicPartner, tuple[PublicPartner, ...]]]:
    found = neighbours(made)
    return [(partner, found.get(partner.id, ())) for partner in made]


def test_a_partner_that_wishes_no_search_engine_gets_its_wish(project: Path, tmp_path: Path) -> None:
    register = project / "data" / "partners.yml"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("  since: 2020\n", "  since: 2020\n  noindex: true\n"), encoding="utf-8")
    build(project, tmp_path / "site", today=date(2026, 6, 1), tell=silent)
    page = html.fromstring((tmp_path / "site/en/partners/n5r2kx/index.html").read_bytes())
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "n5r2kx" not in (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")


def test_a_partner_is_reached_through_a_role_mailbox_unless_it_agreed_to_a_direct_way(
    site: Path, sources: Sources
) -> None:
    book = open_books(sources, DAY)["en"]
    direct = {partner.id for partner in book.partners if partner.contact}
    assert len(direct) == 1
    for partner in book.partners:
        page = html.fromstring((site / "en" / "partners" / partner.id / "index.html").read_bytes())
        assert (sources.site.relay in page.text_content()) is (partner.id not in direct)


def test_a_reply_of_a_partner_stands_in_its_own_language(site: Path, sources: Sources) -> None:
    replying = next(partner for partner in sources.partners if partner.reply)
    page = html.fromstring((site / "fr" / "partners" / replying.id / "index.html").read_bytes())
    [quote] = page.xpath("//blockquote[@lang='ar' and p][last()]")[-1:]
    assert quote.get("dir") == "rtl"
    assert isinstance(replying.reply, Text)
    assert replying.reply.get("ar") in quote.text_content()


def test_a_partner_without_an_agreed_region_is_still_listed(sources: Sources) -> None:
    shown = sources.partners[0]
    fields = tuple(field for field in shown.consent[0].fields if field != "place")
    consent = shown.consent[0].model_copy(update={"fields": fields})
    changed = dataclasses.replace(sources, partners=(shown.model_copy(update={"consent": (consent,)}),))
    [partner] = open_books(changed, DAY)["en"].partners
    assert partner.place is partner.region is None


def test_load_reads_the_example_register(project: Path) -> None:
    assert [partner.id for partner in load(project).partners] == ["n5r2kx"]
