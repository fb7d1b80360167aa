"""Read the codes of the English file: what kind of answer, which promise it serves, who may count it, what for.

In:   the slot behind a question's or a section's id: `scale agreement, light; serves E2 L1; public; for talk, account`
Out:  Slot and Defaults, with what is wrong in words
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from alongside.fields import Kind, find_kind, kinds
from alongside.tool import SENSITIVITIES, USES, Sensitivity

_OPTIONS = re.compile(r"(?P<kind>.*?)(?P<options>(?:, ?(?:required|light))*)")
Complain = Callable[[str, str, str], None]


@dataclass(frozen=True)
class Defaults:
    """What a section says for all its questions."""

    serves: tuple[str, ...] = ()
    sensitivity: Sensitivity = "room"
    uses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slot:
    """One question's code, read. kind and found make its shape."""

    kind: Kind
    found: re.Match[str]
    required: bool
    light: bool
    about: Defaults


def read_slot(text: str, defaults: Defaults, known: frozenset[str] | None, complain: Complain) -> Slot | None:
    """known: the ids of the commitments that exist; None where nobody can tell."""
    first, *rest = (part.strip() for part in text.split(";"))
    about = read_defaults(rest, defaults, known, complain)
    options = _OPTIONS.fullmatch(first)
    named = find_kind(options["kind"]) if options else None
    if options is None or named is None:
        examples = ", ".join(f"`{kind.EXAMPLE}`" for kind in kinds())
        complain(
            "kind-unknown", "this code does not say a kind of answer that we know.", f"write one like: {examples}."
        )
        return None
    return Slot(*named, "required" in options["options"], "light" in options["options"], about)


def read_section(text: str, asks: bool, known: frozenset[str] | None, complain: Complain) -> tuple[Defaults, bool]:
    """What a section says for its questions; and whether the light size has it, which guidance alone may refuse."""
    parts = [part.strip() for part in text.split(";")]
    light = "standard" not in parts
    if asks and not light:
        complain("standard", "`standard` is for guidance, and this section asks questions.", "take the word out.")
    return read_defaults([part for part in parts if part != "standard"], Defaults(), known, complain), light


def read_column(text: str, complain: Complain) -> tuple[Kind, re.Match[str]] | None:
    """The kind of a column's cells."""
    named = find_kind(text.strip())
    if named is None or not named[0].IN_TABLE:
        examples = ", ".join(f"`{kind.EXAMPLE}`" for kind in kinds() if kind.IN_TABLE)
        complain("kind-unknown", "a column is of a kind that tables cannot hold.", f"write one like: {examples}.")
        return None
    return named


def read_defaults(parts: list[str], defaults: Defaults, known: frozenset[str] | None, complain: Complain) -> Defaults:
    """`serves CODES`, who may count, `for USES`, in any order; what is not said stays as it was."""
    for part in filter(None, parts):
        word, _, rest = part.partition(" ")
        if word == "serves":
            serves = tuple(rest.split())
            if not serves or not (known is None or known.issuperset(serves)):
                fix = "use the codes of data/commitments.yml, with spaces between them."
                complain("serves-unknown", "`serves` names something that is no commitment.", fix)
            defaults = replace(defaults, serves=serves)
        elif word == "for":
            uses = tuple(use.strip() for use in rest.split(","))
            if not set(uses) <= USES.keys():
                complain("use-unknown", "`for` names a use that we do not know.", f"choose from: {', '.join(USES)}.")
            defaults = replace(defaults, uses=uses)
        elif part in SENSITIVITIES:
            defaults = replace(defaults, sensitivity=part)  # type: ignore[arg-type]
        else:
            fix = f"write `serves …`, `for …` or one of: {', '.join(SENSITIVITIES)}."
            complain("option-unknown", "a part of this code is unknown.", fix)
    return defaults
