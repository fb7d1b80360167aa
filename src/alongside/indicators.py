"""What is counted, of which answers, and which commitments it speaks of: the records of data/indicators.yml.

In:   plain text from yaml_text.py
Out:  Indicator, Measure; which addresses of a tool a measure reads

A measure names answers by pattern: `active` is a question; in a table `*` makes a group for each row or column, and `+`
sums over them: `kinds.*.active`, `kinds.+.first`, `promises.+.*`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from alongside.shapes import Choice, Number, One, Table
from alongside.text import Code, Record, Text, form
from alongside.tool import Tool, leaves_of

Kind = Literal["share", "groups", "answers", "median", "count"]
Whose = Literal["people", "entities", "conduct", "money"]
Direction = Literal["more", "less", "keep", "open"]
Pattern = Annotated[
    str, form(r"^[a-z][a-z0-9_]*(\.([a-z0-9_]+|\*|\+)\.([a-z0-9_]+|\*|\+))?$", "kinds.*.active")
]  # fmt: skip
_Answer = Annotated[str, form(r"^[a-z][a-z0-9_]{0,40}$", "yes")]


class Measure(Record):
    """One figure, or one breakdown.

    kind    share: `of` among `out_of`; groups: numbers for each group; answers: how many sheets chose what; median: the
            middle of a number, `weight` says how often each stands; count: a sum
    unit    whose figures these are: it decides how few may be printed
    only    answers that a sheet must hold to be counted here
    beside  another breakdown of the same groups that is drawn together with this one

    direction  which way the position wants this one to go, where that is another way than the indicator's
    """

    id: Code
    kind: Kind
    unit: Whose
    tool: Code
    of: Pattern
    out_of: Pattern | None = None
    weight: Pattern | None = None
    only: dict[_Answer, _Answer] = Field(default_factory=dict)
    beside: Code | None = None
    direction: Direction | None = None
    text: Text

    @property
    def patterns(self) -> tuple[str, ...]:
        """Every pattern of answers that it reads."""
        return tuple(filter(None, (self.of, self.out_of, self.weight)))


class Indicator(Record):
    """What a year is measured by. Adding one is one entry; its id never changes.

    direction  which way the position wants it to go; "open" where no way is better in itself
    method     another method, another number: years that differ in it are not joined by a line
    """

    id: Annotated[str, form(r"^I\d{1,2}$", "I24")]
    core: bool = False
    commitments: Annotated[tuple[str, ...], Field(min_length=1)]
    direction: Direction
    method: Annotated[str, form(r"^\d{1,3}$", "1")]
    name: Text
    counting: Text
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]


def names_of(indicators: tuple[Indicator, ...]) -> dict[str, Measure]:
    """Every measure by the name its figures have: `I3.ours`."""
    return {f"{item.id}.{measure.id}": measure for item in indicators for measure in item.measures}


def addresses(tool: Tool, pattern: str) -> list[tuple[str, str]]:
    """The address of every answer that a pattern means, with its group; the group is empty where all are summed.

    Rows that people begin themselves are numbered from 1; only those that every form has are here.
    """
    parts = pattern.split(".")
    found = []
    for question in tool.questions:
        if question.id != parts[0]:
            continue
        for leaf in leaves_of(question):
            names = leaf.address.split(".")
            fitting = len(names) == len(parts)
            if fitting and all(want in {"*", "+", name} for want, name in zip(parts, names, strict=True)):
                found.append((leaf.address, _starred(parts, names)))
    return found


def _starred(parts: Sequence[str], names: Sequence[str]) -> str:
    return next((name for want, name in zip(parts, names, strict=True) if want == "*"), "")


def groups(tool: Tool, measure: Measure) -> tuple[Choice, ...]:
    """The groups of a breakdown with their words in the tool's language, in the tool's order; none for other kinds."""
    parts = measure.of.split(".")
    question = next((item for item in tool.questions if item.id == parts[0]), None)
    if question is None or measure.kind not in {"groups", "answers"}:
        return ()
    if measure.kind == "answers":
        shapes = [leaf.shape for leaf in leaves_of(question) if leaf.address == measure.of]
        return tuple(choice for shape in shapes if isinstance(shape, One) for choice in shape.choices)
    if not isinstance(question.shape, Table):
        return ()
    whole = question.shape.rows if parts[1] == "*" else question.shape.columns
    return tuple(Choice(item.id, item.text) for item in whole)


def faults(measure: Measure, tool: Tool | None) -> Iterator[tuple[str, str, str]]:
    """What a measure asks for that the tool does not have: which key, what is wrong, the fix."""
    if tool is None:
        yield "tool", "no tool has this name.", "write the name of a folder below toolkit/."
        return
    if (measure.kind == "share") != (measure.out_of is not None):
        yield "out_of", "a share needs the whole it is a part of; nothing else does.", "add or remove `out_of`."
    table = next((item.shape for item in tool.questions if item.id == measure.of.partition(".")[0]), None)
    if isinstance(table, Table) and not table.given and measure.of.split(".")[1] == "*":
        yield "of", "people begin the rows of this table themselves; they are no groups.", "write `+` for its rows."
    if (measure.kind == "groups") != ("*" in measure.of):
        yield "of", "groups need one `*`; nothing else does.", "write it like `kinds.*.active`."
    for key in ("of", "out_of", "weight"):
        pattern = getattr(measure, key)
        if pattern:
            yield from _pattern_faults(key, pattern, measure, tool)
    for question in measure.only:
        if not any(item.id == question and isinstance(item.shape, One) for item in tool.questions):
            yield "only", "the tool has no such question with one answer.", "write the id of a question."


def _pattern_faults(key: str, pattern: str, measure: Measure, tool: Tool) -> Iterator[tuple[str, str, str]]:
    wanted = One if measure.kind == "answers" else Number
    meant = {address for address, _ in addresses(tool, pattern)}
    leaves = [leaf for question in tool.questions for leaf in leaves_of(question) if leaf.address in meant]
    if not leaves:
        yield key, "the tool has no such question.", "write the id of a question, and of its row and column."
    elif any(not isinstance(leaf.shape, wanted) for leaf in leaves):
        kind = "one answer of several" if wanted is One else "a number"
        yield key, f"this question does not ask for {kind}.", "choose another question, or another kind."
    elif any(leaf.question.sensitivity != "public" for leaf in leaves):
        yield key, "this question may not be counted in public, as the tool says.", "choose another question."
