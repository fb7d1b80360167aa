"""What a real browser does with the site: headless Chromium, phone and desktop, with and without scripts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from alongside.gate import open_books
from alongside.load import Sources
from conftest import DAY

LANGUAGES = ("en", "fr", "es", "ar")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
LOOKED_AT = (
    *("", "position/", "commitments/equitable/", "partners/", "search/", "about/not-shown/", "toolkit/"),
    "toolkit/joint-reflection/",
    *("progress/", "progress/2025/", "progress/trace/", "progress/collect/"),
)
# Rules of WCAG 2.2 at levels A and AA, and what axe itself calls good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Watcher:
    """Notes every request and every complaint of the browser's console."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.on("request", lambda request: self._note(request.url, address))

    def _note(self, url: str, address: str) -> None:
        self.requests.append(url)
        if not url.startswith((address, "data:")):
            self.foreign.append(url)


def showcase(sources: Sources, language: str) -> str:
    """The address of one partner's page in a language."""
    book = open_books(sources, DAY)[language]
    own = [partner for partner in book.partners if partner.own_words and partner.own_words.language == language]
    return f"{language}/partners/{own[0].id}/"


@contextmanager
def visit(browser: Browser, address: str, path: str, *, wait_until: Any = "load", **options: Any) -> Iterator[Watcher]:
    context = browser.new_context(**({"viewport": DESKTOP} | options))
    page = context.new_page()
    watcher = Watcher(page, address)
    page.goto(address + path, wait_until=wait_until)
    yield watcher
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["home", "showcase"])
def test_a_page_asks_nobody_else_and_the_browser_has_nothing_to_complain(
    browser: Browser, address: str, sources: Sources, language: str, kind: str
) -> None:
    path = f"{language}/" if kind == "home" else showcase(sources, language)
    with visit(browser, address, path, wait_until="networkidle") as watcher:
        assert watcher.page.title()
        assert watcher.foreign == []
        assert watcher.complaints == []
        assert len(watcher.requests) <= 6
        assert watcher.page.context.cookies() == []
        assert watcher.page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_runs_off_the_edge_of_a_phone(browser: Browser, address: str, site: Path, language: str) -> None:
    """Of any page, on the narrowest phone that WCAG knows (1.4.10)."""
    paths = sorted(file.parent.relative_to(site).as_posix() for file in (site / language).rglob("index.html"))
    assert len(paths) >= 50
    too_wide = []
    with visit(browser, address, "", viewport={"width": 320, "height": 640}) as watcher:
        for path in paths:
            watcher.page.goto(f"{address}{path}/")
            if watcher.page.evaluate("document.documentElement.scrollWidth") > 320:
                too_wide.append(path)
    assert too_wide == []


def uncover(page: Page) -> None:
    """What a form's bar covers at this moment comes out when somebody scrolls; axe sees the moment alone."""
    page.evaluate("for (const bar of document.querySelectorAll('.af-bar')) bar.style.position = 'static'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_no_barrier(
    browser: Browser, address: str, sources: Sources, language: str, viewport: Any, scheme: Any
) -> None:
    for path in (*LOOKED_AT, showcase(sources, language).partition("/")[2]):
        # axe adds a script of its own to the page, which the page's policy rightly refuses.
        with visit(
            browser, address, f"{language}/{path}", viewport=viewport, color_scheme=scheme, bypass_csp=True
        ) as watcher:
            uncover(watcher.page)
            results = Axe().run(watcher.page, options={"runOnly": RULES})
            found = [(item["id"], item["nodes"][0]["target"]) for item in results.response["violations"]]
            assert found == [], f"{language}/{path}"


def test_axe_does_find_a_barrier(browser: Browser, address: str) -> None:
    """The control: a check that cannot fail proves nothing."""
    with visit(browser, address, "en/", bypass_csp=True) as watcher:
        watcher.page.evaluate("document.querySelector('main').innerHTML = '<img src=x><input>'")
        results = Axe().run(watcher.page, options={"runOnly": RULES})
        assert {"image-alt", "label"} <= {item["id"] for item in results.response["violations"]}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("en", "partnering", id="en-stem"),
        pytest.param("fr", "equite", id="fr-without-accents"),
        pytest.param("fr", "partenaire", id="fr-singular"),
        pytest.param("es", "alianza", id="es-singular"),
        pytest.param("ar", "الشركاء", id="ar-with-article"),
        pytest.param("ar", "شركاء", id="ar-without-article"),
        pytest.param("ar", "والشراكات", id="ar-with-conjunction"),
    ],
)
def test_the_search_finds(browser: Browser, address: str, language: str, words: str) -> None:
    with visit(browser, address, f"{language}/search/") as watcher:
        watcher.page.fill("#q", words)
        watcher.page.press("#q", "Enter")
        watcher.page.wait_for_selector("#results li", timeout=10_000)
        assert watcher.page.url == f"{address}{language}/search/", "the words stay out of the address"
        assert not any(words in unquote(url) for url in watcher.requests)
        assert watcher.foreign == []
        assert watcher.complaints == []
        links = watcher.page.eval_on_selector_all("#results a", "links => links.map(link => link.href)")
        assert all(link.startswith(f"{address}{language}/") for link in links)
        assert not any("#choose" in link for link in links)


def test_the_search_fetches_nothing_before_a_question(browser: Browser, address: str) -> None:
    with visit(browser, address, "en/search/", wait_until="networkidle") as watcher:
        assert not any("pagefind" in url for url in watcher.requests)


def test_what_is_searched_for_cannot_come_to_life(browser: Browser, address: str) -> None:
    with visit(browser, address, "en/search/") as watcher:
        watcher.page.fill("#q", "<img src=x onerror=alert(1)>partner")
        watcher.page.press("#q", "Enter")
        expect(watcher.page.locator("#state")).not_to_be_empty()
        assert watcher.page.query_selector("main img") is None
        assert watcher.complaints == []


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        pytest.param("ar-SY", "ar/", id="arabic-of-syria"),
        pytest.param("es-419", "es/", id="spanish-of-latin-america"),
        pytest.param("fr-CD", "fr/", id="french-of-congo"),
        pytest.param("pt-BR", "", id="a-language-we-lack-stays-at-the-list"),
    ],
)
def test_the_first_page_honours_the_language_of_the_browser(
    browser: Browser, address: str, wanted: str, reached: str
) -> None:
    with visit(browser, address, "", locale=wanted) as watcher:
        watcher.page.wait_for_url(address + reached)
        assert watcher.complaints == []


def test_the_directory_filters_and_keeps_its_state_after_the_hash(browser: Browser, address: str) -> None:
    with visit(browser, address, "en/partners/") as watcher:
        page = watcher.page
        every = page.locator(".al-cards--partners > li:visible").count()
        page.select_option("#f-theme", "women")
        women = page.locator(".al-cards--partners > li:visible").count()
        assert 0 < women < every
        assert page.url.endswith("/en/partners/#theme=women")
        assert page.inner_text("#found").endswith(str(women))
        page.fill("#f-text", "cooperátive")
        assert page.locator(".al-cards--partners > li:visible").count() == 1
        assert watcher.requests == [url for url in watcher.requests if "?" not in url]

        shared = page.url
        page.goto(f"{address}en/about/")
        page.goto(shared)
        assert page.locator(".al-cards--partners > li:visible").count() == 1
        assert page.input_value("#f-theme") == "women"
        page.click(".al-filter button[type=reset]")
        expect(page.locator(".al-cards--partners > li:visible")).to_have_count(every)
        assert [text for text in watcher.complaints if not text.startswith("failed:")] == []  # left pages stop loading


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_directory_without_scripts_is_a_list_by_region(browser: Browser, address: str, language: str) -> None:
    with visit(browser, address, f"{language}/partners/", java_script_enabled=False, viewport=PHONE) as watcher:
        page = watcher.page
        assert not page.is_visible(".al-filter")
        assert page.locator(".al-region h2").count() > 3
        assert page.locator(".al-cards--partners > li").count() > 3
        page.click(".al-cards--partners a >> nth=0")
        assert "/partners/" in page.url


def test_without_scripts_everything_but_the_search_works(browser: Browser, address: str) -> None:
    with visit(browser, address, "", java_script_enabled=False, viewport=PHONE) as watcher:
        page = watcher.page
        page.click("a[hreflang='ar']")
        assert page.url == f"{address}ar/"
        page.click(".al-menu summary")
        page.click(".al-menu a[href$='commitments/deep/']")
        assert page.url == f"{address}ar/commitments/deep/"
        page.click(".al-languages summary")
        page.click(".al-languages a[lang='es']")
        assert page.url == f"{address}es/commitments/deep/"
        page.goto(f"{address}es/search/")
        assert page.is_visible("noscript")
        assert not page.is_visible("#q"), "a form without the script would send the words to the server"


def test_the_menu_and_the_switcher_open_with_the_keyboard(browser: Browser, address: str) -> None:
    with visit(browser, address, "fr/position/", viewport=PHONE) as watcher:
        page = watcher.page
        reached = []
        for _ in range(6):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
            assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
        assert reached[0] == "al-skip"
        assert reached.count("SUMMARY") == 2
        page.focus(".al-menu summary")
        page.keyboard.press("Enter")
        assert page.is_visible(".al-menu nav")


def test_an_unknown_address_is_answered_in_every_language(browser: Browser, address: str) -> None:
    with visit(browser, address, "fr/no/such/page/") as watcher:
        assert watcher.page.locator("li").count() == 4
        watcher.page.click("li[lang='fr'] a")
        assert watcher.page.url == f"{address}fr/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_position_at_a_glance_prints_on_two_sheets(browser: Browser, address: str, language: str) -> None:
    with visit(browser, address, f"{language}/position/") as watcher:
        printed = watcher.page.pdf(format="A4", prefer_css_page_size=True)
        assert len(PdfReader(io.BytesIO(printed)).pages) == 2
