"""What stands on a line of a form for phones.

In:   made by xlsform_survey.py and xlsform_cells.py
Out:  Line; Lists, the closed lists of a form, each once
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from alongside.formats.xlsform_texts import Texts

PLAIN = ("type", "name", "required", "relevant", "constraint", "calculation", "default", "appearance")
TRANSLATED = ("label", "hint", "guidance_hint", "required_message", "constraint_message")


@dataclass(frozen=True, slots=True)
class Line:
    """The columns of the sheet `survey`; texts are in the order of the forms."""

    type: str
    name: str
    label: Texts = ()
    hint: Texts = ()
    guidance_hint: Texts = ()
    required: str = ""
    required_message: Texts = ()
    relevant: str = ""
    constraint: str = ""
    constraint_message: Texts = ()
    calculation: str = ""
    default: str = ""
    appearance: str = ""


def begin(kind: Literal["group", "repeat"], name: str, label: Texts, relevant: str = "", appearance: str = "") -> Line:
    return Line(f"begin_{kind}", name, label, relevant=relevant, appearance=appearance)


def end(kind: Literal["group", "repeat"], name: str) -> Line:
    return Line(f"end_{kind}", name)


@dataclass
class Lists:
    """Closed lists by name: the texts of each choice by its id. The same list has one name."""

    found: dict[str, dict[str, Texts]] = field(default_factory=dict)

    def name(self, wanted: str, choices: Mapping[str, Texts]) -> str:
        for name, known in self.found.items():
            if known == choices and list(known) == list(choices):
                return name
        self.found[wanted] = dict(choices)
        return wanted
