"""No text field of any record lets markup, templates or script addresses in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from alongside.indicators import Indicator
from alongside.load import load
from alongside.partners import Partner
from alongside.problems import SourceError
from alongside.progress import Year
from alongside.records import Commitment, Picture, Privacy, Safety, Site, Theme
from alongside.text import Phrase, Text, plain
from alongside.yaml_text import read_yaml, read_yaml_text
from conftest import ROOT

ATTACKS = {
    "html": "Rope <img src=x onerror=alert(1)>",
    "comment": "Rope <!-- hidden -->",
    "template": "{{ site }}",
    "statement": "{% include 'x' %}",
    "script-address": "javascript:alert(1)",
    "script-address-disguised": "Java\tScript :alert(1)".replace("\t", " "),
    "entity": "&lt;script&gt;",
}


# One record of each kind with every text field filled; the test below holds that none is forgotten.
def small(name: str) -> Any:
    """A file of the small project, as plain text."""
    return read_yaml(ROOT / "tests" / "project" / "data" / name, name).content


def _partner() -> Any:
    [partner] = small("partners.yml")
    fields = [*partner["consent"][0]["fields"], "reply", "links"]
    consent = [partner["consent"][0] | {"fields": fields}]
    links = [{"title": {"en": "x"}, "url": "https://rope.example/"}]
    return partner | {"consent": consent, "reply": {"en": "x"}, "links": links}


FULL: dict[str, Any] = {
    "data/site.yml": small("site.yml")
    | {"published_contacts": ["x"], "cycle": [{"id": "plan", "month": "1", "name": {"en": "x"}, "text": {"en": "x"}}]},
    "data/privacy.yml": small("privacy.yml"),
    "data/safety.yml": {"blackout": ["SE"], "also_known_as": {"SE": ["x"]}, "not_a_trace": {"SE": ["x"]}},
    "data/themes.yml": [{"id": "sea", "name": {"en": "x"}}],
    "data/images.yml": [
        {
            "id": "rope",
            "file": "rope.png",
            "partner": "n5r2kx",
            "people": "false",
            "children": "false",
            "place": "false",
            "alt": {"en": "x"},
            "credit": "x",
            "until": "2027-01-01",
        }
    ],
    "data/commitments.yml": [{"id": "C1", "dimension": "closer", "text": {"en": "x"}}],
    "data/partners.yml": [_partner()],
    "data/progress/2024.yml": {
        "year": "2024",
        "period": {"en": "x"},
        "method": {"en": "x"},
        "counts": [{"id": "answers", "unit": "people", "value": "12", "text": {"en": "x"}}],
        "findings": [{"kind": "praise", "source": ["D4"], "text": {"en": "x"}}],
        "changes": {"en": "x"},
        "checked_by": "x",
        "promises": [{"said": {"en": "x"}, "did": {"en": "x"}, "outcome": "partly", "because": {"en": "x"}}],
        "replies": [{"text": {"en": "x"}, "by": {"en": "x"}}],
    },
    "data/indicators.yml": [
        {
            "id": "I1",
            "commitments": ["C1"],
            "direction": "more",
            "method": "1",
            "name": {"en": "x"},
            "counting": {"en": "x"},
            "measures": [
                {"id": "kept", "kind": "count", "unit": "entities", "tool": "plan", "of": "kept", "text": {"en": "x"}}
            ],
        }
    ],
}
MODELS = dict(zip(FULL, (Site, Privacy, Safety, Theme, Picture, Commitment, Partner, Year, Indicator), strict=True))
PHRASES = {"organisation", "rights", "published_contacts", "credit", "checked_by", "also_known_as", "not_a_trace"}


def text_places(content: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a text: below a language code, or a phrase by itself."""
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in items:
        phrase = key in PHRASES or (place and (place[-1] in PHRASES or (len(place) > 1 and place[-2] in PHRASES)))
        if isinstance(value, str) and (key == "en" or phrase):
            yield (*place, key)
        yield from text_places(value, (*place, key))


PLACES = [
    pytest.param(file, place, id=f"{Path(file).stem}-{'-'.join(map(str, place))}")
    for file, content in FULL.items()
    for place in text_places(content)
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(("file", "place"), PLACES)
def test_a_text_field_refuses(file: str, place: tuple[Any, ...], attack: str, project: Path) -> None:
    content = yaml.safe_load(yaml.safe_dump(FULL[file]))
    inner = content
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = ATTACKS[attack]
    (project / file).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    with pytest.raises(SourceError) as caught:
        load(project)

    assert "text" in {problem.code.split("-")[0] for problem in caught.value.problems}
    assert ATTACKS[attack] not in str(caught.value)


def text_fields(kind: Any, name: str = "") -> Iterator[str]:
    """The name of every field below a type that holds free text."""
    if kind is Text or kind == Phrase:
        yield name
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for field, info in kind.model_fields.items():
            annotation = info.annotation
            free = str in (annotation, *get_args(annotation)) and any(
                getattr(item, "func", None) is plain for item in info.metadata
            )
            if free:
                yield field
            else:
                yield from text_fields(annotation, field)
    else:
        for argument in get_args(kind):
            yield from text_fields(argument, name)


def test_every_text_field_of_every_record_is_tried() -> None:
    for file, model in MODELS.items():
        tried = {
            next(part for part in reversed(place) if isinstance(part, str) and part not in {"en", "SE"})
            for place in text_places(FULL[file])
        }
        assert set(text_fields(model)) == tried, file


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_without_a_crash(text: str) -> None:
    document = read_yaml_text(text, "any.yml")
    assert document.problems or document.content is None or isinstance(document.content, str | list | dict)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("NO", "NO", id="norway-is-no-false"),
        pytest.param("12:30", "12:30", id="half-past-twelve-is-no-750"),
        pytest.param("011", "011", id="western-africa-is-no-nine"),
        pytest.param("", None, id="nothing-is-nothing"),
        pytest.param('""', "", id="an-empty-text-is-a-text"),
    ],
)
def test_a_scalar_stays_what_was_typed(typed: str, read: str | None) -> None:
    assert read_yaml_text(f"key: {typed}\n", "any.yml").content == {"key": read}


def test_a_project_that_is_none_says_so(tmp_path: Path) -> None:
    shutil.copy(ROOT / "README.md", tmp_path)
    with pytest.raises(Exception, match="This folder is no project"):
        load(tmp_path)
