"""Say in plain words what a record's validation found.

In:   one error of pydantic, the document it is about
Out:  Problem: file, line, what is wrong, how to mend it; never the value itself
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any, get_args

from pydantic import BaseModel

from alongside.indicators import Indicator
from alongside.partners import Partner
from alongside.problems import Problem
from alongside.progress import Year
from alongside.records import Commitment, Picture, Privacy, Safety, Site, Theme
from alongside.scales import Scale
from alongside.text import FORMS
from alongside.yaml_text import Document, Place


def explain(document: Document, detail: Any, kind: Any, record: Place) -> Problem:
    """One validation error as a Problem: where, what and the fix, without the value.

    record  where in the document the record stands
    """
    place: Place = tuple(detail["loc"])
    context = detail.get("ctx") or {}
    if detail["type"] == "refused":
        code, what, fix = context["code"], context["what"], context["fix"]
    elif detail["type"] == "extra_forbidden":
        code, what, fix = "key-unknown", "this key is unknown.", _known_keys(kind, place)
    else:
        code, what, fix = _EXPLANATIONS.get(detail["type"], _unforeseen)(place, context)
    return Problem(document.file, document.line(record + place), code, what, fix)


def _field(place: Place) -> str:
    """The name of the field by our own schema; a person's own keys (languages) are not repeated."""
    names = [part for part in place if isinstance(part, str)]
    return f"`{names[-1]}`" if names and names[-1] in _OUR_KEYS else "this value"


def _all_keys(model: Any, seen: set[Any]) -> set[str]:
    if isinstance(model, type) and issubclass(model, BaseModel):
        if model in seen:
            return set()
        seen.add(model)
        keys = set(model.model_fields) - {"root"}
        return keys.union(*(_all_keys(info.annotation, seen) for info in model.model_fields.values()))
    return set().union(*(_all_keys(argument, seen) for argument in get_args(model)))


_OUR_KEYS = frozenset(
    _all_keys(tuple[Partner | Commitment | Year | Indicator | Site | Privacy | Safety | Theme | Picture | Scale], set())
)


def _known_keys(kind: Any, place: Place) -> str:
    """Which keys are known at the place where an unknown one stands."""
    for part in place[:-1]:
        kind = next(iter(get_args(kind)), kind) if isinstance(part, int) else kind.model_fields[part].annotation
        while not (isinstance(kind, type) and issubclass(kind, BaseModel)) and get_args(kind):
            if getattr(kind, "__origin__", None) is tuple:
                break
            kind = next(argument for argument in get_args(kind) if argument is not type(None))
    known = list(kind.model_fields) if hasattr(kind, "model_fields") else []
    close = difflib.get_close_matches(str(place[-1]), known, n=1, cutoff=0.7)
    return f"did you mean `{close[0]}`?" if close else f"use only: {', '.join(known)}."


def _unforeseen(place: Place, context: dict[str, Any]) -> tuple[str, str, str]:
    del context
    return "value-wrong", f"{_field(place)} has no value that we can read.", "see data/schema/ for what is allowed."


_EXPLANATIONS: dict[str, Callable[[Place, dict[str, Any]], tuple[str, str, str]]] = {
    "missing": lambda place, _: ("key-missing", f"{_field(place)} is missing.", "add it."),
    "literal_error": lambda place, context: (
        "value-unknown",
        f"{_field(place)} has a value that is not on the list.",
        f"write one of: {context.get('expected', '')}.",
    ),
    "string_pattern_mismatch": lambda place, context: (
        "value-form",
        f"{_field(place)} does not have the form we need.",
        f"write it like `{FORMS.get(context.get('pattern', ''), '')}`.",
    ),
    "string_too_long": lambda place, context: (
        "text-too-long",
        f"{_field(place)} is longer than {context.get('max_length')} characters.",
        "shorten it.",
    ),
    "string_type": lambda place, _: ("text-missing", f"{_field(place)} has no text.", "write it, or remove the line."),
    "too_short": lambda place, _: ("text-missing", f"{_field(place)} has no text.", "write `en: …` below it."),
    "dict_type": lambda place, _: (
        "text-without-language",
        f"{_field(place)} does not say its languages.",
        "write `en: …` below it, one line per language.",
    ),
    "model_type": lambda place, _: ("not-an-entry", f"{_field(place)} is no entry.", "write `key: value` lines."),
    "tuple_type": lambda place, _: ("not-a-list", f"{_field(place)} is no list.", "begin each item with `- `."),
    "int_parsing": lambda place, _: ("not-a-number", f"{_field(place)} is no whole number.", "use digits only."),
    "date_from_datetime_parsing": lambda place, _: (
        "not-a-date",
        f"{_field(place)} is no date.",
        "write a day, like 2026-06-30.",
    ),
    "date_parsing": lambda place, _: ("not-a-date", f"{_field(place)} is no date.", "write a day, like 2026-06-30."),
    "greater_than_equal": lambda place, context: (
        "number-too-small",
        f"{_field(place)} is too small.",
        f"the least is {context.get('ge')}.",
    ),
    "less_than_equal": lambda place, context: (
        "number-too-large",
        f"{_field(place)} is too large.",
        f"the most is {context.get('le')}.",
    ),
}
