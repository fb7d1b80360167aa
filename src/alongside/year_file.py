"""Write the figures of a year into its file in data/progress/, below what people have written there.

In:   the file as it is, the figures that may be printed
Out:  its new text; the same figures give the same bytes
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from alongside.progress import Figure, Published, Response, Year
from alongside.text import Record
from alongside.words import N_, Words
from alongside.yaml_text import read_yaml_text

MARK = "# ---- from here on written by `alongside collect`: do not edit, collect again ----"
_PERIOD = N_("January to December %(year)s")
_METHOD = N_(
    "Country teams and partners filled in the tools of the toolkit. Their numbers were added up by a program on one "
    "computer; small numbers were left out. Nobody checked them against other records."
)


@dataclass(frozen=True, slots=True)
class Written:
    """The part of a year's file that the program writes. See progress.Year."""

    methods: Mapping[str, str]
    responses: tuple[Response, ...]
    figures: tuple[Figure, ...]
    published: tuple[Published, ...] = ()


def published_version(path: Path, standing: Year | None) -> Year | None:
    """The year's file as others can have it: as it was last committed, or as it is where nobody can tell.

    standing  as it is now, None where it is not there. Trial runs that nobody has committed count for nothing, unless
              the year was reported already; and what was committed counts, even where somebody has deleted the file.
    """
    if standing is not None and standing.reported_on is not None:
        return standing
    commit = _git(path, "rev-list", "-1", "--all", "--", path.name)
    if commit is None:
        return standing
    content = _git(path, "show", f"HEAD:./{path.name}")
    if content is None:
        return standing if commit.strip() else None
    try:
        return Year.model_validate(read_yaml_text(content, path.name).content)
    except ValueError:
        return standing


def _git(path: Path, *command: str) -> str | None:
    """What git says in the folder of a file; None where it has no answer, or is not there."""
    try:
        done = subprocess.run(["git", "-C", str(path.parent), *command], capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def new_text(text: str | None, year: int, words: Sequence[Words], machine: Written) -> str:
    """The whole file: what people wrote into `text`, or a beginning for them; then what the program writes."""
    by_hand = text.partition(MARK)[0].rstrip() if text else _beginning(year, words)
    lines = [by_hand, MARK, *_lines(machine)]
    return "\n".join(lines) + "\n"


def _beginning(year: int, words: Sequence[Words]) -> str:
    """What a person can then better: the period and the method in words."""
    head = "# yaml-language-server: $schema=../schema/progress.schema.json\n"
    content = {
        "year": year,
        "period": {item.code: item.say(_PERIOD) % {"year": year} for item in words},
        "method": {item.code: item.say(_METHOD) for item in words},
    }
    return head + _dump(content)


def _lines(machine: Written) -> Iterable[str]:
    if machine.methods:
        yield f"methods: {_flow(machine.methods)}"
    yield from _list("responses", machine.responses)
    yield from _list("figures", machine.figures)
    if machine.published:
        yield "published:"
        for item in machine.published:
            yield from _earlier(item)


def _earlier(item: Published) -> Iterable[str]:
    yield f"- until: {item.until}"
    yield "  figures:"
    yield from (f"  - {_flow(_plain(figure))}" for figure in item.figures)


def _list(name: str, items: Sequence[Figure | Response]) -> Iterable[str]:
    if items:
        yield f"{name}:"
        yield from (f"- {_flow(_plain(item))}" for item in items)


def _plain(item: Record) -> dict[str, object]:
    """A record without what is empty."""
    return {key: value for key, value in item.model_dump().items() if value not in (None, {}, ())}


def _flow(value: Mapping[str, object]) -> str:
    """A mapping on one line. Keys and values are codes and numbers of ours, never somebody's words."""
    parts = []
    for key, item in value.items():
        if isinstance(item, Mapping):
            told = _flow(item)
        elif isinstance(item, Decimal):
            told = f"{item:f}"
        else:
            told = f'"{item}"' if key in _AS_TEXT or item in {"yes", "no"} else str(item)
        parts.append(f"{key}: {told}")
    return "{" + ", ".join(parts) + "}"


_AS_TEXT = frozenset({"until"})


def _dump(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000).rstrip()
