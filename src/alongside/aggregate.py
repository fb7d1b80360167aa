"""Add up what filled sheets hold, measure by measure.

In:   Sheets, the indicators, the tools
Out:  Breakdowns: exact figures, private until release.py has looked at them

An empty field is no zero: a sheet that leaves a part of a measure empty is left out of that measure alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from alongside.answers import Answers
from alongside.indicators import Indicator, Measure, addresses, groups, names_of
from alongside.tool import MOST_ROWS, Tool
from alongside.toolkit import Toolkit
from alongside.words import REFERENCE

_JOINT_FIRST = {"both": 0, "partner": 1, "organisation": 2}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled sheet, with the answers that may be counted in public and nothing else.

    reference  a digest of the code that its writers agreed on; the same on the sheets of both sides
    side       partner, organisation or both; empty where the tool does not ask
    """

    tool: str
    reference: str
    side: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A measure over all sheets, exact. Its parts are those of a Figure.

    largest     the most that one sheet gave to n
    asides      how many of n said no more than that they do not say, or that it does not apply
    impossible  sheets left out because the part is larger than the whole
    """

    measure: str
    sheets: int = 0
    n: int = 0
    value: Decimal | None = None
    cells: Mapping[str, int] = field(default_factory=dict)
    largest: int = 0
    asides: int = 0
    impossible: int = 0


def aggregate(sheets: Iterable[Sheet], indicators: tuple[Indicator, ...], toolkit: Toolkit) -> list[Breakdown]:
    """A breakdown for every measure, also for those that nobody answered."""
    by_tool: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_tool.setdefault(sheet.tool, []).append(sheet)
    found = []
    for name, measure in names_of(indicators).items():
        tools = toolkit.get(measure.tool)
        counted = by_tool.get(measure.tool, []) if tools else []
        found.append(_Adder(name, measure, tools[REFERENCE]).add(counted) if tools else Breakdown(name))
    return found


def asked_of(indicators: tuple[Indicator, ...], toolkit: Toolkit) -> dict[str, frozenset[str]]:
    """For each tool the addresses that some measure reads: nothing else needs to be kept of a sheet."""
    found: dict[str, set[str]] = {}
    for measure in names_of(indicators).values():
        if measure.tool in toolkit:
            tool = toolkit[measure.tool][REFERENCE]
            kept = found.setdefault(measure.tool, set())
            kept.update(address for pattern in measure.patterns for address in _every(tool, pattern))
            kept.update(measure.only)
    return {tool: frozenset(kept) for tool, kept in found.items()}


def _every(tool: Tool, pattern: str) -> list[str]:
    """The addresses of a pattern, with those of rows that somebody may have added."""
    found = [address for address, _ in addresses(tool, pattern)]
    if found and found[0].split(".")[1:2] == ["1"] and pattern.split(".")[1] == "+":
        table, _, column = found[0].split(".")
        return [f"{table}.{row}.{column}" for row in range(1, MOST_ROWS + 1)]
    return found


class _Adder:
    """Adds up one measure."""

    def __init__(self, name: str, measure: Measure, tool: Tool) -> None:
        self.name = name
        self.measure = measure
        self.places = {pattern: _every(tool, pattern) for pattern in measure.patterns}
        self.group_of = dict(addresses(tool, measure.of))
        self.groups = groups(tool, measure)

    def add(self, sheets: Sequence[Sheet]) -> Breakdown:
        only = self.measure.only.items()
        fitting = [sheet for sheet in self._once(sheets) if all(sheet.answers.get(key) == value for key, value in only)]
        ways = {
            "share": self._share,
            "groups": self._groups,
            "answers": self._answers,
            "count": self._count,
            "median": self._median,
        }
        return ways[self.measure.kind](fitting)

    def _once(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        """What both sides noted, and their joint record, is one answer: that of the joint record first.

        Where the measure is about one side's own view, that side's sheet is taken.
        """
        if "side" in self.measure.only:
            return list(sheets)
        read = {place for places in self.places.values() for place in places}
        chosen: dict[str, Sheet] = {}
        for sheet in sorted(sheets, key=lambda sheet: _JOINT_FIRST.get(sheet.side, 3)):
            if read & sheet.answers.keys():
                chosen.setdefault(sheet.reference or f"no reference {len(chosen)}", sheet)
        return list(chosen.values())

    def _sum(self, sheet: Sheet, pattern: str) -> int | None:
        """A sum of whole numbers; None where none was given."""
        numbers = [value for place in self.places[pattern] if isinstance(value := sheet.answers.get(place), Decimal)]
        return int(sum(numbers)) if numbers else None

    def _share(self, sheets: Sequence[Sheet]) -> Breakdown:
        pairs = [(self._sum(sheet, self.measure.of), self._sum(sheet, self.measure.out_of or "")) for sheet in sheets]
        whole = [(part, base) for part, base in pairs if part is not None and base is not None]
        sound = [(part, base) for part, base in whole if part <= base]
        bases = [base for _, base in sound]
        cells = {"part": sum(part for part, _ in sound)}
        impossible = len(whole) - len(sound)
        return Breakdown(
            self.name, len(sound), sum(bases), cells=cells, largest=max(bases, default=0), impossible=impossible
        )

    def _groups(self, sheets: Sequence[Sheet]) -> Breakdown:
        """Numbers by group. Who fills in some groups and leaves others empty means that these are none."""
        cells = {group.id: 0 for group in self.groups}
        given = []
        for sheet in sheets:
            answers = [(place, sheet.answers.get(place)) for place in self.places[self.measure.of]]
            numbers = [(place, int(value)) for place, value in answers if isinstance(value, Decimal)]
            for place, number in numbers:
                cells[self.group_of[place]] += number
            given += [sum(number for _, number in numbers)] if numbers else []
        return Breakdown(self.name, len(given), sum(given), cells=cells, largest=max(given, default=0))

    def _answers(self, sheets: Sequence[Sheet]) -> Breakdown:
        chosen = Counter(str(value) for sheet in sheets if (value := sheet.answers.get(self.measure.of)) is not None)
        cells = {group.id: chosen[group.id] for group in self.groups}
        n = sum(cells.values())
        asides = sum(chosen[group.id] for group in self.groups if group.aside)
        return Breakdown(self.name, n, n, cells=cells, largest=min(n, 1), asides=asides)

    def _count(self, sheets: Sequence[Sheet]) -> Breakdown:
        sums = [total for sheet in sheets if (total := self._sum(sheet, self.measure.of)) is not None]
        return Breakdown(self.name, len(sums), sum(sums), value=Decimal(sum(sums)), largest=max(sums, default=0))

    def _median(self, sheets: Sequence[Sheet]) -> Breakdown:
        each = [found for sheet in sheets if (found := list(self._weighted(sheet)))]
        weights = [sum(weight for _, weight in found) for found in each]
        numbers = sorted(pair for found in each for pair in found)
        value = middle(numbers) if numbers else None
        return Breakdown(self.name, len(each), sum(weights), value=value, largest=max(weights, default=0))

    def _weighted(self, sheet: Sheet) -> Iterator[tuple[Decimal, int]]:
        weights = self.places[self.measure.weight] if self.measure.weight else None
        for index, place in enumerate(self.places[self.measure.of]):
            value = sheet.answers.get(place)
            weight = sheet.answers.get(weights[index]) if weights else Decimal(1)
            if isinstance(value, Decimal) and isinstance(weight, Decimal) and weight >= 1:
                yield value, int(weight)


def middle(numbers: Sequence[tuple[Decimal, int]]) -> Decimal:
    """The median of sorted numbers, each with how often it stands there; or the mean of the two middle ones."""
    half = Decimal(sum(weight for _, weight in numbers)) / 2
    passed = 0
    for place, (value, weight) in enumerate(numbers):
        passed += weight
        if passed > half:
            return value
        if passed == half:
            return ((value + numbers[place + 1][0]) / 2).quantize(Decimal("0.01"))
    raise ValueError("a median needs numbers")
