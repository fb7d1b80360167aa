"""Forms and answers to try formats with: every tool of the project, and answers that broke such programs before."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from alongside.answers import Answers, Value
from alongside.scales import Scale
from alongside.shapes import Day, Many, Number, One, Text, Total
from alongside.tool import Form, Leaf
from alongside.toolkit import Lists, Toolkit, load_tool, load_toolkit
from alongside.words import Words, load_words
from alongside.yaml_text import read_yaml
from conftest import ROOT

NASTY = (
    "We wrote the plan together, over tea.",
    "=2+2",
    "+1 for this",
    "-5 is no number here",
    "@SUM(A1:A9)",
    "<b>&\"' it is </b> not bold",
    "Two lines\nand a third\n\nafter an empty one",
    "Ɓàŋgɛ́lɛ, Ŋgɔ́m, ẹ̀kọ́",
    "كتبنا الخطة معًا، على كأس شاي.",
    "ثلاثة أسطر\nوبعدها ٣ أخرى",
    "Merci ! « Très bien » : 3,5 €",
    "🙂 so far",
    "javascript:alert(1) {{ 7*7 }}",
    "]]> --> <!-- \\n %s",
)
NUMBERS = (Decimal("0"), Decimal("7"), Decimal("22200.5"), Decimal("1234"), Decimal("3.25"), Decimal("999999.99"))


@cache
def all_words() -> tuple[Words, ...]:
    return load_words(ROOT / "locale", [])


@cache
def lists() -> Lists:
    scales = read_yaml(ROOT / "toolkit" / "scales.yml", "scales.yml").content
    commitments = read_yaml(ROOT / "data" / "commitments.yml", "commitments.yml").content
    assert isinstance(scales, list)
    assert isinstance(commitments, list)
    known = frozenset(str(item["id"]) for item in commitments if isinstance(item, dict))
    return Lists(tuple(Scale.model_validate(item) for item in scales), known)


@cache
def toolkit() -> Toolkit:
    """Every tool of the project, and the page that shows the notation."""
    problems: list = []
    tools = load_toolkit(ROOT, all_words(), lists(), problems)
    text = (ROOT / "toolkit" / "README.md").read_text(encoding="utf-8")
    tools["notation"] = load_tool("notation", {"en": text}, all_words()[:1], lists(), problems)
    return tools


@cache
def forms() -> tuple[Form, ...]:
    """Every tool in every language and size."""
    words = {item.code: item for item in all_words()}
    return tuple(
        Form(tool, words[language], size)
        for tools in toolkit().values()
        for language, tool in tools.items()
        for size in tool.sizes
    )


def sample(name: str, language: str = "en", size: str = "standard") -> Form:
    return next(
        form for form in forms() if form.tool.id == name and form.tool.language == language and form.size == size
    )


def named(form: Form) -> str:
    return form.stem


def answers_for(form: Form, seed: int = 0, share: float = 0.8) -> Answers:
    """Answers to a share of the questions, the same for the same seed."""
    dice = random.Random(f"{form.stem} {seed}")  # invented answers, no secrets
    found: Answers = {}
    for address, leaf in form.leaves.items():
        if not isinstance(leaf.shape, Total) and dice.random() < share:
            found[address] = _answer(leaf, dice)
    return found


def _answer(leaf: Leaf, dice: random.Random) -> Value:
    shape = leaf.shape
    if isinstance(shape, Text):
        text = dice.choice(NASTY)
        return text if shape.lines > 1 else text.replace("\n", " ").strip()
    if isinstance(shape, Number):
        return _number(shape, dice)
    if isinstance(shape, Day):
        return date(2026, 1, 1).replace(month=dice.randint(1, 12), day=dice.randint(1, 28))
    if isinstance(shape, One):
        return dice.choice(shape.choices).id
    assert isinstance(shape, Many)
    chosen = {choice.id for choice in shape.choices if dice.random() < 0.5} or {shape.choices[0].id}
    return tuple(choice.id for choice in shape.choices if choice.id in chosen)


def _number(shape: Number, dice: random.Random) -> Decimal:
    least = shape.least if shape.least is not None else Decimal(0)
    most = shape.most if shape.most is not None else Decimal(10_000_000)
    fitting = [value for value in NUMBERS if least <= value <= most] or [least]
    value = dice.choice(fitting)
    return value.to_integral_value() if shape.decimals == 0 else value


def as_path(folder: Path, form: Form, ending: str) -> Path:
    return folder / f"{form.stem}.{ending}"
