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
from alongside.shapes import Table
from alongside.tool import MOST_ROWS, Tool
from alongside.toolkit import Toolkit
from alongside.words import REFERENCE

_MOST = 10_000  # of anything that one sheet counts; beyond it somebody has mistyped
_JOINT_FIRST = {"both": 0, "partner": 1, "organisation": 2}


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled sheet, with the answers that may be counted in public and nothing else.

    reference  a digest of the code that its writers agreed on; the same on the sheets of both sides
    side       partner, organisation or both; empty where the tool does not ask
    place      file and place in it, for whoever must ask its writers
    """

    tool: str
    reference: str
    side: str
    answers: Answers
    place: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A measure over all sheets, exact. Its parts are those of a Figure.

    largest     the most that one sheet gave to n
    asides      how many of n said no more than that they do not say, or that it does not apply
    impossible  sheets left out because the part is larger than the whole, or a number is none that can be counted
    """

    measure: str
    sheets: int = 0
    n: int = 0
    value: Decimal | None = None
    cells: Mapping[str, int] = field(default_factory=dict)
    largest: int = 0
    asides: int = 0
    impossible: tuple[Place, ...] = ()


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
            kept.update(address for pattern in measure.patterns for address, _ in _every(tool, pattern))
            kept.update(measure.only)
    return {tool: frozenset(kept) for tool, kept in found.items()}


def _every(tool: Tool, pattern: str) -> list[tuple[str, str]]:
    """The addresses of a pattern with their groups, and with those of rows that somebody may have added."""
    found = addresses(tool, pattern)
    table = next((item.shape for item in tool.questions if item.id == pattern.partition(".")[0]), None)
    if not isinstance(table, Table) or table.given or pattern.split(".")[1] != "+":
        return found
    columns = [(address.split("."), group) for address, group in found if address.split(".")[1] == "1"]
    return [
        (f"{name}.{row}.{column}", group) for row in range(1, MOST_ROWS + 1) for (name, _, column), group in columns
    ]


class _Adder:
    """Adds up one measure."""

    def __init__(self, name: str, measure: Measure, tool: Tool) -> None:
        self.name = name
        self.measure = measure
        self.group_of = dict(_every(tool, measure.of))
        self.places = {pattern: [place for place, _ in _every(tool, pattern)] for pattern in measure.patterns}
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

    def _numbers(self, sheet: Sheet, pattern: str) -> dict[str, Decimal]:
        found = {place: sheet.answers.get(place) for place in self.places[pattern]}
        return {place: value for place, value in found.items() if isinstance(value, Decimal)}

    def _sums(self, sheets: Sequence[Sheet]) -> tuple[list[dict[str, int]], tuple[Place, ...]]:
        """What each sheet gives to each pattern, where it gives to all; those that give what nobody can count.

        A person may have confirmed that somebody wrote -2 or 1.5. It is no number of people or things all the same.
        """
        patterns = [pattern for pattern in (self.measure.of, self.measure.out_of) if pattern]
        found, impossible = [], []
        for sheet in sheets:
            numbers = {pattern: self._numbers(sheet, pattern) for pattern in patterns}
            if all(numbers.values()):
                sound = all(_is_count(value) for given in numbers.values() for value in given.values())
                sums = {pattern: int(sum(given.values())) for pattern, given in numbers.items()} if sound else {}
                if sound and sums[patterns[0]] <= sums[patterns[-1]]:
                    found.append(sums)
                else:
                    impossible.append(sheet.place)
        return found, tuple(impossible)

    def _share(self, sheets: Sequence[Sheet]) -> Breakdown:
        sums, impossible = self._sums(sheets)
        bases = [each[self.measure.out_of or ""] for each in sums]
        cells = {"part": sum(each[self.measure.of] for each in sums)}
        return Breakdown(
            self.name, len(sums), sum(bases), cells=cells, largest=max(bases, default=0), impossible=impossible
        )

    def _groups(self, sheets: Sequence[Sheet]) -> Breakdown:
        """Numbers by group. Who fills in some groups and leaves others empty means that these are none."""
        cells = {group.id: 0 for group in self.groups}
        given, impossible = [], []
        for sheet in sheets:
            numbers = self._numbers(sheet, self.measure.of)
            if not all(map(_is_count, numbers.values())):
                impossible.append(sheet.place)
            elif numbers:
                given.append(int(sum(numbers.values())))
                for place, number in numbers.items():
                    cells[self.group_of[place]] += int(number)
        return Breakdown(
            self.name, len(given), sum(given), cells=cells, largest=max(given, default=0), impossible=tuple(impossible)
        )

    def _answers(self, sheets: Sequence[Sheet]) -> Breakdown:
        chosen = Counter(str(value) for sheet in sheets if (value := sheet.answers.get(self.measure.of)) is not None)
        cells = {group.id: chosen[group.id] for group in self.groups}
        n = sum(cells.values())
        asides = sum(chosen[group.id] for group in self.groups if group.aside)
        return Breakdown(self.name, n, n, cells=cells, largest=min(n, 1), asides=asides)

    def _count(self, sheets: Sequence[Sheet]) -> Breakdown:
        found, impossible = self._sums(sheets)
        sums = [each[self.measure.of] for each in found]
        n, largest = sum(sums), max(sums, default=0)
        return Breakdown(self.name, len(sums), n, value=Decimal(n), largest=largest, impossible=impossible)

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
            if not isinstance(value, Decimal) or not isinstance(weight, Decimal):
                continue
            if 0 <= value <= _MOST and weight >= 1 and _is_count(weight):
                yield value, int(weight)


def _is_count(value: Decimal) -> bool:
    return 0 <= value <= _MOST and value == value.to_integral_value()


def middle(numbers: Sequence[tuple[Decimal, int]]) -> Decimal:
    """The median of sorted numbers, each with how often it stands there; or the mean of the two middle ones."""
    half = Decimal(sum(weight for _, weight in numbers)) / 2
    passed = 0
    for place, (value, weight) in enumerate(numbers):
        passed += weight
        if passed > half:
            return _to_hundredths(value)
        if passed == half:
            return _to_hundredths((value + numbers[place + 1][0]) / 2)
    raise ValueError("a median needs numbers")


def _to_hundredths(value: Decimal) -> Decimal:
    """7.5 and 8 as they are; no more than two places."""
    rounded = value.quantize(Decimal("0.01"))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
