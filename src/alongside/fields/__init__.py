"""The kinds of questions a tool may ask. Each is one module of this folder, and no other place knows its name.

In:   the words of a slot, like `long text 4 lines`, and what stands right below the question
Out:  a shape

A kind's module holds: WORDS, how its slot is written; EXAMPLE, for messages; BELOW, what must stand right below the
question; IN_TABLE, whether a column may be of this kind; make(), its shape.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, Protocol, cast

from alongside.shapes import Choice, Column, Row, Shape

Needed = Literal["nothing", "choices", "columns"]


@dataclass(frozen=True)
class Below:
    """What stands under a question, and the lists that all tools share.

    lists  name of a scale and its points, with the asides at the end
    say    the interface's words in the language of the form
    """

    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    heading: str = ""
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    say: Callable[[str], str] = str


class Kind(Protocol):
    WORDS: re.Pattern[str]
    EXAMPLE: str
    BELOW: Needed
    IN_TABLE: bool

    def make(self, found: re.Match[str], below: Below) -> Shape: ...


class UnknownList(ValueError):
    """A slot names a list that is not in scales.yml."""


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of question there is."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(cast(Kind, importlib.import_module(f"{__name__}.{name}")) for name in names)


def find_kind(words: str) -> tuple[Kind, re.Match[str]] | None:
    """The kind that the words of a slot name, or None."""
    for kind in kinds():
        found = kind.WORDS.fullmatch(words)
        if found:
            return kind, found
    return None
