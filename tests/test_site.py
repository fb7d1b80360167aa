"""What is true of the built site, page by page, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from alongside.gate import open_books
from alongside.links import check_links
from alongside.load import Sources
from conftest import DAY
from inventory import COMMITMENTS, IDS

LANGUAGES = ("en", "fr", "es", "ar")
DIRECTIONS = {"en": "ltr", "fr": "ltr", "es": "ltr", "ar": "rtl"}
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def pages(site: Path, language: str) -> Iterator[tuple[str, html.HtmlElement]]:
    """The pages of the site; the forms that people take along as one file are no pages of it."""
    for path in sorted((site / language).rglob("*.html")):
        if path.parent.parent.name == "toolkit" and path.name != "index.html":
            continue
        yield path.relative_to(site / language).as_posix(), html.fromstring(path.read_bytes())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_states_its_language_and_direction(site: Path, language: str) -> None:
    count = 0
    for name, page in pages(site, language):
        root = page.getroottree().getroot()
        assert (root.get("lang"), root.get("dir")) == (language, DIRECTIONS[language]), name
        assert len(page.xpath("//main")) == 1, name
        assert len(page.xpath("//h1")) == 1, name
        assert page.xpath("string(//title)").strip(), name
        count += 1
    assert count > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_of_the_inventory_is_stated_in(site: Path, language: str) -> None:
    stated = {identifier for _, page in pages(site, language) for identifier in page.xpath("//main//@id")}
    assert stated >= IDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_commitment_has_one_permanent_anchor(site: Path, language: str) -> None:
    anchors = [
        identifier
        for _, page in pages(site, language)
        for identifier in page.xpath("//ul[@class='al-commitments']/li/@id")
    ]
    assert sorted(anchors) == sorted(COMMITMENTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_on_a_page(site: Path, language: str) -> None:
    for name, page in pages(site, language):
        identifiers = page.xpath("//@id")
        assert len(identifiers) == len(set(identifiers)), name


def test_every_link_and_anchor_leads_somewhere_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    assert check_links(site, "/") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_partner_has_a_page_in_each_language_it_agreed_to(site: Path, sources: Sources, language: str) -> None:
    agreed = {partner.id for partner in open_books(sources, DAY)[language].partners}
    made = {path.name for path in (site / language / "partners").iterdir() if path.is_dir()}
    assert made == agreed


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invented_partner_says_so(site: Path, sources: Sources, language: str) -> None:
    for partner in open_books(sources, DAY)[language].partners:
        page = html.fromstring((site / language / "partners" / partner.id / "index.html").read_bytes())
        if partner.example:
            assert page.xpath("//p[@class='al-notice']"), partner.id


def test_invented_partners_show_every_kind_that_the_position_names(sources: Sources) -> None:
    """Inventory 1.3 and 1.4, as long as the register holds invented partners only."""
    every = {
        "entity": "individual group ngo network movement cooperative academic government company",
        "status": "registered informal",
        "reach": "community country international",
        "funding": "we-fund funds-us none",
        "leadership": "led managed implemented chooses-not-to-lead",
        "level": "A C D",
    }
    if all(partner.example for partner in sources.partners):
        for field, values in every.items():
            assert {getattr(partner, field) for partner in sources.partners} - {None} == set(values.split()), field


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_stands_in_a_right_to_left_stub(site: Path, language: str) -> None:
    """A page that nobody translated is a notice in the reader's language, and no search engine keeps it."""
    page = html.fromstring((site / language / "developers" / "index.html").read_bytes())
    main = page.xpath("//main")[0]
    if language == "en":
        assert not page.xpath("//meta[@name='robots']")
        return
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert main.xpath(".//a[@hreflang='en']/@href") == ["../../en/developers/"]
    if DIRECTIONS[language] == "rtl":
        assert not re.search("[A-Za-z]", main.text_content())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switcher_leads_to_the_same_page_in_every_language(site: Path, language: str) -> None:
    for name, page in pages(site, language):
        links = page.xpath("//details[@class='al-languages']//a")
        assert [link.get("lang") for link in links] == [link.get("hreflang") for link in links]
        assert {link.get("lang") for link in links} == set(LANGUAGES), name
        for link in links:
            target = ((site / language / name).parent / link.get("href") / "index.html").resolve()
            same = (site / link.get("lang") / name).resolve()
            assert target == same if same.exists() else target.parent.name == "partners", name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_script_of_its_own_or_allows_one(site: Path, language: str) -> None:
    for name, page in pages(site, language):
        for script in page.xpath("//script"):
            assert script.get("src") or script.get("type") in {"application/ld+json", "application/json"}, name
        assert not page.xpath("//@style | //@onclick | //@onload | //style"), name
        [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; script-src 'self'"), name
        assert "unsafe-inline" not in policy, name
        assert page.xpath("//meta[@name='referrer']/@content") == ["no-referrer"], name


def test_the_sitemap_lists_a_page_in_the_languages_that_really_have_it(site: Path) -> None:
    tree = etree.parse(site / "sitemap.xml")
    locations = {url.findtext("s:loc", namespaces=XML): url for url in tree.getroot()}
    base = "https://alongside.example/"
    for location in locations:
        assert (site / location.removeprefix(base) / "index.html").is_file(), location
    alternates = locations[f"{base}ar/position/"].xpath("x:link/@hreflang", namespaces=XML)
    assert set(alternates) == {*LANGUAGES, "x-default"}
    assert f"{base}en/developers/" in locations
    assert f"{base}ar/developers/" not in locations
    assert not any("/search/" in location or "showcase" in location for location in locations)
    shared = {location.removeprefix(f"{base}en/") for location in locations if location.startswith(f"{base}en/")}
    assert len(shared) > 30


def test_the_page_for_unknown_addresses_speaks_every_language(site: Path) -> None:
    page = html.fromstring((site / "404.html").read_bytes())
    items = page.xpath("//li")
    assert [(item.get("lang"), item.get("dir")) for item in items] == [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("es", "ltr"),
        ("fr", "ltr"),
    ]
    assert len({item.text_content() for item in items}) == 4
    assert all(address.startswith("/") for address in page.xpath("//link/@href | //a/@href"))


def test_a_page_weighs_little(site: Path) -> None:
    """HTML, style sheets and icon of a page, uncompressed. A phone on a poor link loads this once."""
    page = site / "ar" / "commitments" / "equitable" / "index.html"
    tree = html.fromstring(page.read_bytes())
    needed = {page, *((page.parent / address).resolve() for address in tree.xpath("//link[@rel!='canonical']/@href"))}
    assert not tree.xpath("//script")
    assert sum(path.stat().st_size for path in needed) < 200_000
    assert page.stat().st_size < 25_000


def test_the_2022_figures_are_those_of_the_position(site: Path) -> None:
    """58 respondents, 30 discussions, no percentage anywhere (inventory D2, D3)."""
    for language in LANGUAGES:
        page = html.fromstring((site / language / "progress" / "index.html").read_bytes())
        year = page.xpath("//li[@id='year-2022']")[0]
        assert year.xpath(".//ul//strong/text()") == ["58", "30"]
        assert "%" not in year.text_content()
        assert len(page.xpath("//li[contains(@class, 'al-year--not-collected')]")) == 2  # 2024 and 2025 are invented


def test_there_is_a_way_to_report_a_danger(site: Path) -> None:
    """RFC 9116: Contact and Expires are required; the contact leads to a place that exists."""
    text = (site / ".well-known" / "security.txt").read_text(encoding="utf-8")
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    page, _, anchor = fields["Contact"].removeprefix("https://alongside.example/").partition("#")
    assert html.fromstring((site / page / "index.html").read_bytes()).get_element_by_id(anchor) is not None
    assert fields["Expires"] > f"{DAY}T00:00:00Z"
    assert (site / "security.txt").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_that_protect_people_are_shown_with_their_reasons(
    site: Path, sources: Sources, language: str
) -> None:
    page = html.fromstring((site / language / "about" / "not-shown" / "index.html").read_bytes())
    rows = page.xpath("//h2[@id='numbers']/following-sibling::table[1]/tbody/tr")
    privacy = sources.privacy
    shown = [(row.xpath("string(td[2])"), row.xpath("string(td[3])")) for row in rows]
    rules = [getattr(privacy, name) for name in type(privacy).model_fields]
    assert shown == [(str(rule.value), rule.reason.get(language)) for rule in rules]
