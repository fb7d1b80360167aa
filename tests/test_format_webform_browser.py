"""The web form in a real browser: headless Chromium, from a file, without a network, on a phone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from alongside.answers import Answers, as_text, settle, totals
from alongside.formats import webform
from alongside.formats.webform_shapes import _Tree, answers_file
from alongside.formula import Constant, Extreme, Formula, Operation, Over, Reference, evaluate, write
from alongside.shapes import Many, One, Total
from alongside.tool import Form
from alongside.typed_text import Unclear, number
from conftest import ROOT
from forms import all_words, answers_for, sample

PHONE = {"width": 360, "height": 740}


def form_in(language: str) -> Form:
    """The form with every kind of question; its texts are English, its language, direction and signs are not."""
    words = next(words for words in all_words() if words.code == language)
    return Form(replace(sample("notation").tool, language=language), words)


class Opened:
    """A form that somebody has opened, and everything that the browser has to say about it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def press(self, name: str) -> None:
        button = self.page.locator(f"[data-do={name}]")
        if not button.is_visible():
            self.page.click("[data-do=more]")
        button.click()

    def save(self) -> dict[str, Any]:
        with self.page.expect_download() as download:
            self.press("save")
        self.name = download.value.suggested_filename
        return json.loads(Path(download.value.path()).read_bytes())

    def open(self, content: dict[str, Any] | bytes) -> None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        with self.page.expect_file_chooser() as chooser:
            self.press("open")
        chooser.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": data})

    def fill(self, form: Form, answers: Answers) -> None:
        for address, value in answers.items():
            leaf = form.leaf(address)
            assert leaf is not None
            field = self.page.locator(f'[id="in-{address}"]')
            if isinstance(leaf.shape, Many) or (isinstance(leaf.shape, One) and not leaf.row):
                for chosen in value if isinstance(value, tuple) else (value,):
                    self.page.check(f"[name=in-{address}][value={chosen}]")
            elif isinstance(leaf.shape, One):
                field.select_option(str(value))
            else:
                field.fill(form.words.figure(value) if isinstance(value, Decimal) else as_text(value))

    @property
    def stored(self) -> int:
        return int(self.page.evaluate("localStorage.length + sessionStorage.length"))

    @property
    def state(self) -> str:
        return self.page.inner_text(".af-state")


@contextmanager
def opened(browser: Browser, path: Path, **options: Any) -> Iterator[Opened]:
    context = browser.new_context(**({"viewport": PHONE, "offline": True} | options))
    try:
        found = Opened(context.new_page())
        found.page.goto(path.as_uri())
        yield found
    finally:
        context.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "form.html"
    file.write_bytes(webform.write(form_in("en")))
    return file


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_form_is_filled_saved_and_opened_by_somebody_else(browser: Browser, tmp_path: Path, language: str) -> None:
    form = form_in(language)
    file = tmp_path / "form.html"
    file.write_bytes(webform.write(form))
    answers = answers_for(form, 4, share=1.0)
    with opened(browser, file) as first:
        first.fill(form, answers)
        assert first.state == form.words.say("Not saved yet")
        saved = first.save()
        assert first.name == f"notation-{language}-answers.json"
        assert first.stored == 0
        assert first.complaints == []
        assert [url for url in first.requests if not url.startswith(("file:", "blob:"))] == []
    content = json.dumps(saved).encode()
    label = webform.recognise(content)
    assert label is not None
    assert settle(form, label, webform.read(content, form)).answers == answers
    with opened(browser, file) as second:
        second.open(saved)
        told = form.words.say("The answers of the file are in the form.")
        expect(second.page.locator(".af-state")).to_have_text(told)
        assert second.save() == saved
        for address, value in totals(form, answers).items():
            shown = second.page.inner_text(f'[id="in-{address}"]')
            assert shown == form.words.figure(value)
        assert second.stored == 0
        assert second.complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_filled_page_shows_its_answers_with_and_without_scripts(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    form = form_in(language)
    answers = answers_for(form, 4, share=1.0)
    file = tmp_path / "form.html"
    file.write_bytes(webform.write(form, answers))
    with opened(browser, file) as page:
        assert settle(form, _label(form), webform.read(json.dumps(page.save()).encode(), form)).answers == answers
    with opened(browser, file, java_script_enabled=False) as page:
        assert page.page.locator("button:visible, input:visible, textarea:visible, select:visible").count() == 0
        assert page.page.locator(".af-yes").count() == 3 + len(answers["helpers"]) - 1  # type: ignore[arg-type]
        assert " ".join(str(answers["title"]).split()) in " ".join(page.page.inner_text("main").split())


def _label(form: Form) -> Any:
    label = webform.recognise(webform.write(form))
    assert label is not None
    return label


def test_nothing_runs_off_the_edge_of_a_phone(browser: Browser, tmp_path: Path) -> None:
    for language in ("en", "ar"):
        form = form_in(language)
        file = tmp_path / f"{language}.html"
        file.write_bytes(webform.write(form, answers_for(form, 4, share=1.0)))
        with opened(browser, file) as page:
            assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            small = page.page.eval_on_selector_all(
                "button, input, select, textarea, summary",
                "found => found.filter(e => e.offsetParent && Math.min(e.offsetHeight, e.offsetWidth) < 20).length",
            )
            assert small == 0


def test_the_browser_keeps_answers_only_when_asked_and_forgets_them(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        form.page.fill("#in-title", "before")
        assert form.stored == 0
        form.press("keep")
        assert form.stored == 1
        assert "Kept in this browser" in form.state
        [key] = form.page.evaluate("Object.keys(localStorage)")
        assert "notation" not in key
        form.page.fill("#in-title", "after")
        form.page.reload()
        assert form.page.input_value("#in-title") == "after"
        assert form.state == "These answers were kept on this device."
        form.press("clear")
        assert form.stored == 1, "it asks first"
        form.press("no")
        assert form.page.input_value("#in-title") == "after"
        form.press("clear")
        form.press("yes")
        assert form.stored == 0
        assert form.page.input_value("#in-title") == ""
        form.page.reload()
        assert form.page.input_value("#in-title") == ""
        assert form.complaints == []


def test_a_browser_that_keeps_nothing_says_so(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        form.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error() } }")
        form.press("keep")
        assert form.state == "This browser keeps nothing. Save a file instead."


def test_who_leaves_is_warned_only_when_something_would_be_lost(browser: Browser, path: Path) -> None:
    asked: list[str] = []
    with opened(browser, path) as form:
        form.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        form.page.click("#af-choices h2")
        form.page.goto("about:blank")
        assert asked == []
        form.page.goto(path.as_uri())
        form.page.fill("#in-title", "x")
        form.page.goto("about:blank")
        assert asked == ["beforeunload"]
        form.page.goto(path.as_uri())
        form.page.fill("#in-title", "x")
        form.save()
        form.page.goto("about:blank")
        assert asked == ["beforeunload"]


def test_a_strangers_file_is_refused_and_a_similar_one_read_with_a_remark(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        good = form.save()
        for bad in (b"", b"[]", b"null", b"<script>", json.dumps(good | {"alongside-tool": "other"}).encode()):
            form.open(bad)
            expect(form.page.locator(".af-state")).to_have_text("This is no file with answers to this form.")
            form.page.fill("#in-title", "")  # the remark goes
        form.open(good | {"answers": None})
        expect(form.page.locator(".af-state")).to_contain_text("no file")
        form.save()
        answers = {
            "title": "<img src=x onerror=alert(1)>",
            "gone": "x",
            "__proto__.polluted": "x",
            "stage": "no_choice",
            "people": "12,5",
            "steps.5.what": "row five",
            "steps.99.what": "far away",
            "tried": "soon",
        }
        changed = {"alongside-version": "9.9", "alongside-language": "fr", "answers": answers}
        form.open(good | changed)
        expect(form.page.locator(".af-state")).to_contain_text("has no place: 5")
        assert "another version" in form.state
        assert "another language" in form.state
        assert form.page.input_value("#in-title") == answers["title"]
        assert form.page.input_value("#in-people") == "12.5"
        assert form.page.input_value('[id="in-steps.5.what"]') == "row five"
        assert form.complaints == []


def test_what_has_been_written_is_not_replaced_without_a_question(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        other = form.save()
        form.page.fill("#in-title", "mine")
        form.open(other | {"answers": {"title": "theirs"}})
        form.page.click("[data-do=no]")
        assert form.page.input_value("#in-title") == "mine"
        form.open(other | {"answers": {"title": "theirs"}})
        form.page.click("[data-do=yes]")
        assert form.page.input_value("#in-title") == "theirs"


def test_answers_of_the_standard_size_stay_in_a_file_that_the_light_form_saves(
    browser: Browser, tmp_path: Path
) -> None:
    form = form_in("en")
    answers = answers_for(form, 4, share=1.0)
    file = tmp_path / "light.html"
    file.write_bytes(webform.write(Form(form.tool, form.words, "light")))
    with opened(browser, file) as light:
        light.open(answers_file(form, answers))
        expect(light.page.locator(".af-state")).to_contain_text("that are kept")
        saved = light.save()
        label = webform.recognise(json.dumps(saved).encode())
        assert label is not None
        assert settle(form, label, webform.read(json.dumps(saved).encode(), form)).answers == answers
        light.open(answers_file(form, {}))
        expect(light.page.locator(".af-ask")).to_be_visible()
        light.press("no")
        light.press("clear")
        light.press("yes")
        assert light.save()["answers"] == {}


def test_what_a_file_brings_along_can_be_read_when_it_is_saved(browser: Browser, path: Path) -> None:
    """Answers under names that this form does not know stay, and never as something that no reader takes."""
    form = form_in("en")
    strange = answers_file(form, {"title": "x"})
    strange["answers"] = {"title": "x", "gone": 5, "older": ["a", 7], "deep": {"a": "b"}}
    with opened(browser, path) as page:
        page.open(strange)
        expect(page.page.locator(".af-state")).to_contain_text("that are kept: 3")
        saved = page.save()
    assert saved["answers"]["older"] == ["a", "7"]
    assert webform.read(json.dumps(saved).encode(), form).values["gone"] == "5"


def test_answers_that_another_window_has_cleared_are_kept_no_more_and_the_form_says_so(
    browser: Browser, path: Path
) -> None:
    with opened(browser, path) as form:
        form.page.fill("#in-title", "x")
        form.press("keep")
        other = form.page.context.new_page()
        other.goto(path.as_uri())
        other.evaluate("localStorage.clear()")
        form.page.evaluate(
            "key => window.dispatchEvent(new StorageEvent('storage', { key, newValue: null }))",
            json.loads(form.page.inner_text("[data-af=setting]"))["key"],
        )
        assert form.state == "Not saved yet"
        form.page.fill("#in-title", "xy")
        assert form.stored == 0


def test_a_file_takes_the_place_of_kept_answers_only_when_somebody_agrees(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        form.page.fill("#in-title", "mine")
        form.press("keep")
        form.open(answers_file(form_in("en"), {"title": "theirs"}))
        expect(form.page.locator(".af-ask")).to_be_visible()
        assert form.page.input_value("#in-title") == "mine"
        form.press("no")
        assert form.page.input_value("#in-title") == "mine"
        assert form.stored == 1


@pytest.mark.parametrize("height", [320, 640])
def test_with_large_letters_the_bar_can_be_closed_and_its_question_answered(
    browser: Browser, path: Path, height: int
) -> None:
    with opened(browser, path, viewport={"width": 360, "height": height}) as form:
        form.page.evaluate("document.documentElement.style.fontSize = '200%'")
        form.page.click("[data-do=more]")
        form.page.click("[data-do=clear]")
        form.page.click("[data-do=no]")
        box = form.page.locator(".af-bar").bounding_box()
        assert box is not None
        assert box["height"] <= height * 0.61
        assert box["y"] >= 0


def test_a_doubtful_figure_gets_a_remark_and_blocks_nothing(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        for typed, remark, total in (
            ("1,234", "Read as 1234.", "617"),
            ("many", "no figure that the form can read", ""),
            ("١٢٫٥", "", "6.25"),
            ("-4", "", "-2"),
        ):
            form.page.fill("#in-people", "2")
            form.page.fill("#in-cost", typed)
            form.page.press("#in-cost", "Tab")
            note = form.page.locator("#in-cost-note")
            assert note.count() == bool(remark)
            if remark:
                assert remark in note.inner_text()
                assert note.get_attribute("role") == "alert"
                assert "in-cost-note" in (form.page.get_attribute("#in-cost", "aria-describedby") or "")
            assert form.page.inner_text("#in-cost_each") == total
            assert form.save()["answers"]["cost"] == typed, "what was typed is what is saved"
        form.page.fill("#in-people", "501.5")
        form.page.press("#in-people", "Tab")
        assert form.page.get_attribute("#in-people", "aria-invalid") == "true"


def test_the_light_size_hides_questions_and_keeps_their_answers(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        page = form.page
        page.check("[name=af-size][value=light]")
        visible = page.eval_on_selector_all(
            "[data-q]", "found => found.filter(e => e.offsetParent).map(e => e.id.slice(2))"
        )
        assert visible == [question.id for question in sample("notation", size="light").questions]
        sections = [section.title for section in sample("notation", size="light").sections]
        assert page.locator("h2:visible").all_inner_texts() == sections
        assert page.locator(".af-toc a:visible").all_inner_texts() == sections
        page.fill("#in-title", "x")
        assert form.save()["alongside-size"] == "light"
        page.check("[name=af-size][value=standard]")
        page.fill("#in-people", "5")
        page.check("[name=af-size][value=light]")
        assert "are kept: 1" in form.state
        saved = form.save()
        assert saved["alongside-size"] == "standard"
        assert saved["answers"] == {"people": "5", "title": "x"}


@pytest.mark.parametrize("name", ["joint-reflection", "cost-recovery"])
def test_the_light_size_of_a_form_shows_what_the_light_form_has(browser: Browser, tmp_path: Path, name: str) -> None:
    shown = []
    for size in ("standard", "light"):
        file = tmp_path / f"{size}.html"
        file.write_bytes(webform.write(sample(name, size=size)))
        with opened(browser, file) as form:
            if size == "standard":
                form.page.check("[name=af-size][value=light]")
            shown.append(
                form.page.eval_on_selector_all(
                    "section > :is(h2, h3, p, ul, ol, pre, [data-q]):not(.af-s)",
                    "found => found.filter(e => e.offsetParent).map(e => e.id || e.textContent)",
                )
            )
    assert shown[0] == shown[1]


def test_the_form_is_worked_with_the_keyboard_alone(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        page = form.page
        page.focus("#in-title")
        page.keyboard.type("one")
        page.keyboard.press("Enter")
        page.keyboard.type(" line")
        assert page.input_value("#in-title") == "one line"
        page.focus("[name=in-stage][value=starting]")
        page.keyboard.press("ArrowDown")
        assert page.is_checked("[name=in-stage][value=drafting]")
        page.focus("#q-stage .af-undo")
        page.keyboard.press("Enter")
        assert page.locator("[name=in-stage]:checked").count() == 0
        assert page.evaluate("document.activeElement.name") == "in-stage"
        assert not page.is_visible("#q-stage .af-undo")
        page.focus("#q-steps .af-add")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "in-steps.4.what"
        page.focus("[data-do=more]")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.do") == "save"


def test_a_table_grows_to_sixty_rows(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        add = form.page.locator("#q-steps .af-add")
        add.evaluate("button => { for (let row = 0; row < 80; row += 1) button.click() }")
        assert form.page.locator("#q-steps tbody tr").count() == 60
        assert not add.is_visible()
        form.page.fill('[id="in-steps.60.cost"]', "7")
        assert form.page.inner_text("#in-steps_total") == "7"


def test_a_section_says_how_much_is_answered(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        assert form.page.inner_text("#af-figures .af-n") == "0 of 3 answered"
        form.page.fill("#in-people", "5")
        assert form.page.inner_text("#af-figures .af-n") == "1 of 3 answered"


def test_the_policy_of_the_page_stops_a_script_that_somebody_adds(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        form.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
        )
        assert form.page.evaluate("window.ran") is None
        assert "Content Security Policy" in " ".join(form.complaints)
        assert form.page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'stopped')") == "stopped"


def test_a_page_that_was_saved_from_the_browser_still_holds_its_answers(browser: Browser, path: Path) -> None:
    form = form_in("en")
    answers = answers_for(form, 6, share=1.0)
    with opened(browser, path) as first:
        first.page.click("#q-steps .af-add")
        first.fill(form, answers | {"steps.4.cost": Decimal(9)})
        saved = first.page.content()
    path.write_text(saved, encoding="utf-8")
    expected = answers | {"steps.4.cost": Decimal(9)}
    assert settle(form, _label(form), webform.read(path.read_bytes(), form)).answers == expected
    with opened(browser, path) as second:
        assert settle(form, _label(form), webform.read(json.dumps(second.save()).encode(), form)).answers == expected
        assert second.page.locator(".af-toc").count() == 1
        assert second.page.locator("#q-steps .af-add").count() == 1
        assert second.page.locator("#q-steps tbody tr").count() == 4
        assert second.page.locator("[name=in-stage]").count() == 3
        assert second.complaints == []


def test_the_printed_page_has_no_buttons(browser: Browser, path: Path) -> None:
    with opened(browser, path) as form:
        form.page.emulate_media(media="print")
        assert form.page.locator("button:visible, .af-bar:visible, .af-toc:visible, .af-sizes:visible").count() == 0
        assert form.page.locator(".af-p:visible").count() == 3


# Figures: the script and the program agree.

FIGURES = (
    *("0", "7", "-7", "−7", "1234", "1,234", "1.234", "0,234", "0.234", "12,5", "12.5", "1,234,567", "1.234.567"),
    *("1,234.5", "1.234,5", "1,2,3", "1,23,456", "1.2.3", "1,234.5.6", "1,234,567.89", "1.234.567,89", "12 345,6"),
    *("12\u00a0345", "12\u202f345", "12'345", "12’345", "12_345", "5%", "5 %", "٪٥", "٥٪", "١٢٣٤", "۱۲۳۴", "١٬٢٣٤"),
    *("١٢٫٥", "١٫٢٣٤", "\u200f١٢\u200f", " 7 ", "", " ", "-", ".", ",5", "5,", "1e5", "0x10", "--5", "5-", "1..2"),
    *("1 2", "12 5000", "1 234", "1 234 567", "1 23 456", "12 %", "1'2", "1_2", "1\u20092", "١ ٢", "1 234,5"),
    *("999999999999999", "1234567890123456", "12,345", "123.456", "1234,567", "01,234", "-1,234", "1,234%", "7 €"),
)


@pytest.fixture(scope="module")
def figures(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    source = (ROOT / "src" / "alongside" / "formats" / "form_figures.js").read_text(encoding="utf-8")
    page.evaluate(f"() => {{ {source}; Object.assign(window, {{ readFigure, writeFigure, roundFigure, workOut }}) }}")
    yield page
    page.close()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_script_reads_figures_as_the_program_does(figures: Page, language: str) -> None:
    found = figures.evaluate(
        "([texts, language]) => texts.map(text => readFigure(text, language))", [FIGURES, language]
    )
    for text, read in zip(FIGURES, found, strict=True):
        try:
            expected = (number(text, language), False)
        except Unclear as unclear:
            expected = (unclear.likely, True)  # type: ignore[assignment]
        if expected == (None, True):
            assert read is None, text
        else:
            assert (Decimal(repr(read["value"])), read["doubt"]) == expected, text


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_script_writes_figures_as_the_program_does(figures: Page, language: str) -> None:
    form = form_in(language)
    signs = [form.words.locale.number_symbols["latn"][name] for name in ("group", "decimal")]
    values = [0, 7, 999, 1000, 9999.5, -12345.5, 10000, 22200.05, 1234567.89, 0.5]
    written = figures.evaluate("([values, signs]) => values.map(value => writeFigure(value, signs))", [values, signs])
    assert written == [form.words.figure(Decimal(str(value))) for value in values]


def _formula(dice: random.Random, depth: int) -> Formula:
    kind = dice.choice(
        ["constant", "reference", "over"] if depth == 0 else ["operation", "operation", "extreme", "over"]
    )
    if kind == "constant":
        return Constant(dice.choice([Decimal(0), Decimal(1), Decimal("12.5"), Decimal(100), Decimal("0.005")]))
    if kind == "reference":
        return Reference(dice.choice(["a", "b", "c", "nothing"]))
    if kind == "over":
        return Over(dice.choice(["sum", "count"]), "t", dice.choice(["x", "y", "empty"]))  # type: ignore[arg-type]
    operands = tuple(_formula(dice, depth - 1) for _ in range(2))
    if kind == "extreme":
        return Extreme(dice.choice(["min", "max"]), operands)  # type: ignore[arg-type]
    return Operation(dice.choice("+-*/"), *operands)  # type: ignore[arg-type]


def test_the_script_works_out_formulas_as_the_program_does(figures: Page) -> None:
    dice = random.Random(7)  # no secrets
    values = {"a": Decimal("1.005"), "b": Decimal("-2.345"), "c": Decimal("99999.99")}
    columns = {"x": [Decimal("0.1"), Decimal("0.2"), Decimal("4.005")], "y": [Decimal("33.33")] * 3, "empty": []}
    formulas = [_formula(dice, dice.randint(0, 3)) for _ in range(1500)]
    found = figures.evaluate(
        """([formulas, values, columns]) => formulas.map((formula) => {
          const valueOf = (id) => (id in values ? values[id] : null);
          const value = workOut(JSON.parse(formula), valueOf, (table, column) => columns[column]);
          return value === null ? null : roundFigure(value).toFixed(2);
        })""",
        [
            [write(formula, _Tree()) for formula in formulas],
            {id: float(value) for id, value in values.items()},
            {id: [float(cell) for cell in cells] for id, cells in columns.items()},
        ],
    )
    filled = 0
    for formula, value in zip(formulas, found, strict=True):
        expected = evaluate(formula, values.get, lambda _, column: columns[column])
        if expected is not None and abs(expected) >= Decimal(10) ** 12:
            continue  # more digits than a script counts exactly
        assert (None if value is None else Decimal(value)) == expected, formula
        filled += value is not None
    assert filled > 500


def test_the_totals_of_the_longest_workbook_are_those_of_the_program(browser: Browser, tmp_path: Path) -> None:
    form = sample("cost-recovery")
    answers = answers_for(form, 8, share=0.9)
    file = tmp_path / "form.html"
    file.write_bytes(webform.write(form, answers))
    with opened(browser, file) as page:
        shown = page.page.eval_on_selector_all(
            "output", "found => Object.fromEntries(found.map(e => [e.id, e.textContent]))"
        )
    expected = totals(form, answers)
    places = [address for address, leaf in form.leaves.items() if isinstance(leaf.shape, Total)]
    assert len(expected) > 20
    for address in places:
        value = expected.get(address)
        assert shown[f"in-{address}"] == ("" if value is None else form.words.figure(value).replace("\u200e", ""))


def test_a_day_is_written_as_every_reader_understands_it(browser: Browser, path: Path) -> None:
    with opened(browser, path, locale="en-US") as form:
        form.page.fill("#in-tried", date(2026, 3, 4).isoformat())
        assert form.save()["answers"] == {"tried": "2026-03-04"}
