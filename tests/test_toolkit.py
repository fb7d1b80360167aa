"""The notation of tools: what English says, what translators may slip on, and what the project's own tools hold to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from alongside.fields import kinds
from alongside.problems import Problem
from alongside.shapes import Table, Text, Total
from alongside.tool import Form, Tool
from alongside.toolkit import load_tool
from conftest import ROOT
from forms import all_words, forms, lists, named, sample, toolkit

ENGLISH = """---
version: "1.0"
date: 2026-11-23
moment: any
minutes: 30
light_minutes: 10
---
# A check-in

We talk about how it goes.

- To talk `purpose`
- All of us `people`
- Nothing `shared`
- Nothing `counted`

## Now `now: serves M4; public; for talk`

A word before.

**Where is it now?**
`stage: choose one, light`
One answer.

- Getting started `starting`
- In use `in_use`

### Later

**Next steps**
`steps: table 2 rows; internal`

| Step `what: short text` | Cost `cost: money` |
|---|---|

**How did each work?**
`formats: table; internal`

| Format | Remark `remark: short text` |
|---|---|
| On paper `paper` | |
| On a phone `phone` | |

**All costs**
`all_costs: = sum(steps.cost); internal`
"""
FRENCH = """---
translation: machine
translates: []
---
# Un point d’étape

Nous parlons de la marche des choses.

- Pour parler `purpose`
- Tout le monde `people`
- Rien `shared`
- Rien `counted`

## Maintenant `now`

Un mot d’abord.

**Où en est-on ?**
`stage`
Une réponse.

- On commence `starting`
- En service `in_use`

### Plus tard

**Prochaines étapes**
`steps`

| Étape `what` | Coût `cost` |
|---|---|

**Comment cela a-t-il marché ?**
`formats`

| Format | Remarque `remark` |
|---|---|
| Sur papier `paper` | |
| Sur un téléphone `phone` | |

**Tous les coûts**
`all_costs`
"""
CHOICES = "- On commence `starting`\n- En service `in_use`"
TURNED = "- En service `in_use`\n- On commence `starting`"
HEADER = "| Étape `what` | Coût `cost` |\n|---|---|"
LINE = {text: number for number, text in enumerate(FRENCH.splitlines(), 1)}


def read(english: str = ENGLISH, french: str | None = None) -> tuple[dict[str, Tool], list[Problem]]:
    problems: list[Problem] = []
    words = [item for item in all_words() if item.code in {"en", "fr"}]
    texts = {"en": english} | ({"fr": french} if french is not None else {})
    tools = load_tool("check-in", texts, words if french is not None else words[:1], lists(), problems)
    return tools, problems


def test_a_translation_asks_what_the_english_asks_in_its_own_words() -> None:
    tools, problems = read(french=FRENCH)
    assert problems == []
    english, french = tools["en"], tools["fr"]
    assert [question.id for question in english.questions] == [question.id for question in french.questions]
    assert french.questions[0].label == "Où en est-on ?"
    assert french.questions[0].hint == "Une réponse."
    assert french.questions[0].sensitivity == "public"
    shape = french.questions[1].shape
    assert isinstance(shape, Table)
    assert [column.text for column in shape.columns] == ["Étape", "Coût"]
    assert french.minutes == {"standard": 30, "light": 10}


def swap(old: str, new: str) -> Callable[[str], str]:
    def slip(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return slip


SLIPS = [
    ("a-code-translated", swap("`stage`", "`étape`"), "code", "`stage`"),
    ("a-code-with-a-capital", swap("`stage`", "`Stage`"), "code", "`stage`"),
    ("another-english-word", swap("`stage`", "`state`"), "code-unknown", "`stage`"),
    ("curly-quotes", swap("`stage`", "‘stage’"), "code-missing", None),
    ("guillemets", swap("`stage`", "« stage »"), "code-missing", None),
    ("a-lost-backtick", swap("`stage`", "stage`"), "backtick", "`stage`"),
    ("a-lost-choice", swap("- En service `in_use`\n", ""), "code-missing", "`stage`"),
    ("reordered-choices", swap(CHOICES, TURNED), "order", None),
    ("a-doubled-choice", swap("`in_use`", "`starting`"), "code-doubled", None),
    ("a-choice-without-its-code", swap("- En service `in_use`", "- En service"), "code", "- En service `in_use`"),
    ("a-lost-column", swap(HEADER, "| Étape `what` |\n|---|"), "code-missing", "`steps`"),
    ("a-lost-row", swap("| Sur papier `paper` | |\n", ""), "code-missing", "`formats`"),
    ("a-row-that-is-filled", swap("`paper` | |", "`paper` | très bien |"), "cell-filled", "| Sur papier `paper` | |"),
    ("a-heading-of-another-level", swap("### Plus tard", "## Plus tard"), "code", "### Plus tard"),
    ("a-heading-one-deeper", swap("### Plus tard", "#### Plus tard"), "heading-level", "### Plus tard"),
    ("a-heading-that-became-a-text", swap("### Plus tard", "**Plus tard**"), "heading-level", None),
    ("a-full-width-colon", swap("`stage`", "`stage：choisir`"), "code", "`stage`"),
    ("more-than-the-name", swap("`stage`", "`stage: choose any`"), "slot-in-translation", "`stage`"),
    ("a-mark-of-direction", swap("Une réponse.", "Une\u200f réponse."), "invisible", "Une réponse."),
    ("a-lost-hint", swap("Une réponse.\n", ""), "hint", "`stage`"),
    ("an-invented-hint", swap("`steps`\n", "`steps`\nComme prévu.\n"), "hint", "`steps`"),
    ("a-lost-paragraph", swap("Un mot d’abord.\n\n", ""), "parts-differ", "## Maintenant `now`"),
    ("a-lost-question", swap("**Tous les coûts**\n`all_costs`\n", ""), "code-missing", None),
    ("two-questions-in-one-paragraph", swap("Une réponse.\n\n", "Une réponse. `steps`\n\n"), "two-codes", None),
    ("a-lost-item-of-the-head", swap("- Rien `shared`\n", ""), "code-missing", None),
    ("html", swap("Une réponse.", "<b>Une</b> réponse."), "text-html", None),
    ("a-template", swap("Une réponse.", "Une {{ réponse }}."), "text-template", None),
    ("a-link", swap("Une réponse.", "Une [réponse](https://example.org)."), "markup", None),
    ("a-lost-label", swap("**Où en est-on ?**\n", ""), "label-missing", None),
    ("no-head", swap("---\ntranslation: machine\ntranslates: []\n---\n", ""), "translation", None),
]  # fmt: skip


@pytest.mark.parametrize(("slip", "code", "line"), [pytest.param(*rest, id=name) for name, *rest in SLIPS])
def test_a_slip_of_a_translator_is_found_where_it_is(slip: Callable[[str], str], code: str, line: str | None) -> None:
    tools, problems = read(french=slip(FRENCH))
    assert code in {problem.code for problem in problems}
    assert {problem.file for problem in problems} == {"toolkit/check-in/fr.md"}
    assert "fr" not in tools
    if line and line in LINE:
        found = [problem.line for problem in problems if problem.code == code]
        assert min(abs(number - LINE[line]) for number in found) <= 4
    for problem in problems:
        assert problem.fix
        assert not any(word in str(problem) for word in ("réponse", "Étape", "étape", "commence", "Coded", "None"))


HARMLESS = [
    ("spaces-before-a-colon", swap("Un mot d’abord.", "Un mot d’abord\u00a0:")),
    ("windows-line-ends", lambda text: text.replace("\n", "\r\n")),
    ("stars-for-lists", lambda text: text.replace("- On", "* On").replace("- En", "* En")),
    ("a-forgotten-bold", swap("**Où en est-on ?**", "Où en est-on ?")),
    ("lines-joined", swap("**Où en est-on ?**\n`stage`\nUne réponse.", "**Où en est-on ?** `stage` Une réponse.")),
    ("wider-tables", swap(HEADER, "| Étape `what`  | Coût `cost`  |\n| :--- | ---: |")),
]  # fmt: skip


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in HARMLESS])
def test_a_harmless_change_is_no_fault(change: Callable[[str], str]) -> None:
    _, problems = read(french=change(FRENCH).replace("\r\n", "\n"))
    assert problems == []


FAULTS = [
    ("an-unknown-kind", swap("stage: choose one", "stage: pick one"), "kind-unknown"),
    ("no-choices", swap("- Getting started `starting`\n- In use `in_use`\n", ""), "below"),
    ("rows-given-and-counted", swap("formats: table;", "formats: table 3 rows;"), "below"),
    ("no-rows", swap("steps: table 2 rows", "steps: table"), "below"),
    ("a-scale-that-does-not-exist", swap("remark: short text", "remark: scale beauty"), "scale-unknown"),
    ("long-text-in-a-table", swap("remark: short text", "remark: long text"), "kind-unknown"),
    ("a-formula-of-nothing", swap("sum(steps.cost)", "sum(steps.price)"), "formula-operand"),
    ("a-formula-of-words", swap("sum(steps.cost)", "sum(steps.what)"), "formula-operand"),
    ("a-formula-that-needs-itself", swap("sum(steps.cost)", "all_costs + 1"), "formula-circle"),
    ("a-formula-that-is-none", swap("sum(steps.cost)", "sum(steps.cost"), "formula"),
    ("code-instead-of-a-formula", swap("sum(steps.cost)", "__import__('os')"), "formula"),
    ("a-light-sum-of-what-is-not", swap("sum(steps.cost);", "sum(steps.cost), light;"), "formula-light"),
    (
        "words-in-public",
        swap("`steps:", "`note: short text`\n\n**X**\n`steps:"),
        "words-public",
    ),
    ("an-unknown-commitment", swap("serves M4", "serves M4 Z9"), "serves-unknown"),
    ("an-unknown-use", swap("for talk", "for sale"), "use-unknown"),
    ("an-unknown-option", swap("choose one, light`", "choose one, light; secret`"), "option-unknown"),
    ("a-code-in-curly-quotes", swap("`stage: choose one, light`", "‘stage: choose one, light’"), "curly"),
    ("questions-of-the-standard-size", swap("`now: serves", "`now: standard; serves"), "standard"),
    ("an-id-twice", swap("`steps: table 2 rows", "`stage: table 2 rows"), "code-doubled"),
    ("an-id-too-long", swap("`all_costs:", "`all_costs_of_all_the_steps:"), "code-form"),
    ("ids-that-meet", swap("`all_costs:", "`steps_cost:"), "code-clash"),
    ("no-version", swap('version: "1.0"\n', ""), "version"),
    ("no-day", swap("date: 2026-11-23\n", ""), "not-a-date"),
    ("an-unknown-moment", swap("moment: any", "moment: sunday"), "moment"),
    ("minutes-in-words", swap("minutes: 30", "minutes: half an hour"), "minutes"),
    ("an-unknown-key", swap("moment: any", "moment: any\nauthor: me"), "key-unknown"),
    ("no-summary", swap("We talk about how it goes.\n\n", ""), "about"),
    ("a-nested-list", swap("- In use `in_use`", "- In use `in_use`\n    - well `well`"), "form-unknown"),
    ("a-quotation", swap("A word before.", "> A word before."), "form-unknown"),
    ("a-question-before-the-sections", swap("We talk about how it goes.", "We talk `early: date`"), "question-outside"),
    ("choices-of-nothing", swap("A word before.", "- A `aa`\n- B `bb`"), "below-nothing"),
    ("a-paragraph-without-end", swap("A word before.", "word " * 500), "too-long"),
]


@pytest.mark.parametrize(("change", "code"), [pytest.param(*rest, id=name) for name, *rest in FAULTS])
def test_a_fault_of_the_english_file_is_said_once_and_there(change: Callable[[str], str], code: str) -> None:
    tools, problems = read(change(ENGLISH))
    assert code in {problem.code for problem in problems}
    assert tools == {}
    assert all(problem.line > 0 for problem in problems)


def test_a_translation_of_an_english_that_has_changed_is_older() -> None:
    current, _ = read(french=FRENCH)
    assert current["fr"].older, "it names no English yet"


def test_a_code_that_says_more_makes_no_translation_old() -> None:
    from alongside.toolkit import tool_sections

    assert tool_sections(ENGLISH) == tool_sections(ENGLISH.replace("choose one, light", "choose one"))
    assert tool_sections(ENGLISH) != tool_sections(ENGLISH.replace("Where is it now?", "Where are we now?"))


def test_the_light_size_keeps_what_leads_to_its_questions() -> None:
    tools, _ = read()
    light = Form(tools["en"], all_words()[0], "light")
    assert [question.id for question in light.questions] == ["stage"]
    assert next(getattr(part, "text", "") for part in light.sections[0].parts) == "A word before."


def test_a_slip_of_the_english_is_not_put_down_to_its_translations() -> None:
    tools, problems = read(ENGLISH.replace("`stage: choose one, light`", "‘stage: choose one, light’"), FRENCH)
    assert {problem.file for problem in problems} == {"toolkit/check-in/en.md"}
    assert tools == {}


def test_where_nobody_can_tell_the_commitments_none_is_missed() -> None:
    problems: list[Problem] = []
    known = replace(lists(), commitments=None)
    load_tool("check-in", {"en": ENGLISH.replace("serves M4", "serves Z9")}, all_words()[:1], known, problems)
    assert problems == []


def test_guidance_may_be_for_the_standard_size_alone() -> None:
    guidance = "\n## For a meeting `meeting: standard`\n\nTake two hours.\n\n## Always `always`\n\nTake care.\n"
    tools, problems = read(ENGLISH + guidance)
    assert problems == []
    standard, light = (Form(tools["en"], all_words()[0], size) for size in ("standard", "light"))
    assert [section.id for section in standard.sections] == ["now", "meeting", "always"]
    assert [section.id for section in light.sections] == ["now", "always"]


def test_the_page_on_the_notation_shows_every_kind_of_question() -> None:
    text = (ROOT / "toolkit" / "README.md").read_text(encoding="utf-8")
    codes = [code.partition(":")[2].split(";")[0].split(",")[0].strip() for code in text.split("`")[1::2]]
    for kind in kinds():
        assert any(kind.WORDS.fullmatch(code) for code in codes), kind.EXAMPLE
    assert toolkit()["notation"]["en"].title


def test_eight_tools_each_in_four_languages() -> None:
    tools = {name: set(languages) for name, languages in toolkit().items() if name != "notation"}
    assert set(tools) == {
        "partnership-plan", "joint-reflection", "team-progress", "planning-and-reporting",
        "capacity-codesign-advocacy", "cost-recovery", "due-diligence-passport", "visibility-consent",
    }  # fmt: skip
    assert all(languages == {"en", "fr", "es", "ar"} for languages in tools.values()), tools


@pytest.mark.parametrize("form", forms(), ids=named)
def test_every_question_says_whom_it_serves_who_may_count_it_and_what_for(form: Form) -> None:
    for question in form.questions:
        assert question.serves, question.id
        assert question.uses, question.id
        if question.sensitivity == "public":
            assert not isinstance(question.shape, Text), question.id


@pytest.mark.parametrize("form", forms(), ids=named)
def test_every_tool_can_be_begun_and_ended(form: Form) -> None:
    """What to know first; a cover; help for the facilitator; the light size is honest about its twenty minutes."""
    if form.tool.id == "notation":
        return
    sections = {section.id for section in form.tool.sections}
    assert {"begin", "cover", "facilitator"} <= sections
    ids = {question.id for question in form.questions}
    assert {"reference", "year", "filled_on", "unsaid", "worth"} <= ids
    assert form.tool.minutes.get("light", 1) <= 20
    standard = Form(form.tool, form.words)
    if form.size == "light":
        assert 0 < len(form.questions) <= len(standard.questions) / 2


@pytest.mark.parametrize(
    "name", ["partnership-plan", "joint-reflection", "team-progress", "planning-and-reporting",
             "capacity-codesign-advocacy", "cost-recovery", "due-diligence-passport"],
)  # fmt: skip
def test_a_tool_ends_with_at_most_three_actions(name: str) -> None:
    form = sample(name)
    [actions] = [question for question in form.questions if question.id == "actions"]
    assert isinstance(actions.shape, Table)
    assert len(actions.shape.rows) == 3
    assert {"what", "who", "by"} <= {column.id for column in actions.shape.columns}


def test_a_row_somebody_added_has_a_place_and_a_total_has_none_to_fill() -> None:
    form = sample("notation")
    added = form.leaf("steps.7.what")
    assert added is not None
    assert added.name == "a_steps__7__what"
    assert form.leaf("steps.99.what") is None
    assert form.leaf("formats.7.works") is None
    assert isinstance(form.leaves["steps_total"].shape, Total)
    assert replace(form.tool, older=True).older
