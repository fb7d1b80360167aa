"""axe finds no barrier in any web form: filled, with remarks, with its bar open; light on a desk, dark on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from alongside.formats import webform
from alongside.tool import Form
from forms import answers_for, forms, named, sample
from test_browser import DESKTOP, PHONE, RULES, uncover

LOOKS = {"light-desktop": ("light", DESKTOP), "dark-phone": ("dark", PHONE)}


def open_page(browser: Browser, folder: Path, form: Form, look: str) -> Page:
    """A form as it looks in the middle of the work. axe brings a script of its own, which the policy would stop."""
    scheme, viewport = LOOKS[look]
    file = folder / "form.html"
    file.write_bytes(webform.write(form, answers_for(form, 1)))
    options: dict[str, Any] = {"color_scheme": scheme, "viewport": viewport, "offline": True, "bypass_csp": True}
    page = browser.new_context(**options).new_page()
    page.goto(file.as_uri())
    for field in page.locator(".af-number").all()[:1]:
        field.fill("many")
        field.press("Tab")
    page.click("[data-do=more]")
    page.click("[data-do=clear]")
    return page


def barriers(page: Page) -> list[object]:
    uncover(page)
    results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    page.context.close()
    return [
        (item["id"], item["nodes"][0]["target"], item["nodes"][0]["html"][:200])
        for item in results.response["violations"]
    ]


def pairs() -> list[Any]:
    """The English and Arabic forms in both looks; the others differ by their words alone, and take turns."""
    found = []
    for turn, form in enumerate(forms()):
        both = form.size == "standard" and form.tool.language in {"en", "ar"}
        looks = list(LOOKS) if both else [list(LOOKS)[turn % 2]]
        found += [pytest.param(form, look, id=f"{named(form)}-{look}") for look in looks]
    return found


@pytest.mark.parametrize(("form", "look"), pairs())
def test_axe_finds_no_barrier_in_a_form(browser: Browser, tmp_path: Path, form: Form, look: str) -> None:
    assert barriers(open_page(browser, tmp_path, form, look)) == []


def test_axe_does_find_a_barrier_in_a_form(browser: Browser, tmp_path: Path) -> None:
    """The control: a field without its label, words too pale to read."""
    page = open_page(browser, tmp_path, sample("notation"), "light-desktop")
    page.evaluate(
        """() => {
          document.querySelector("label[for=in-title]").removeAttribute("for");
          document.querySelector("#af-cover h2").style.color = "#ddd";
        }"""
    )
    assert {"label", "color-contrast"} <= {found[0] for found in barriers(page)}  # type: ignore[index]
