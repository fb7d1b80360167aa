"""Decide which sheets of an inbox are counted: each once, of this year, and as far as they are certain.

In:   Arrivals, the year, what a person has confirmed
Out:  Verdict per sheet, and the Sheets to count

The order of files and their names change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from alongside.aggregate import Sheet
from alongside.inbox import Arrival, Filled, Refusal

State = Literal["counted", "to-confirm", "duplicate", "replaced", "conflict", "other-year", "no-year", "refused"]
Key = tuple[str, int, str]  # digest of the file, place in it, address
Decision = Literal["yes", "no"]

SAYS: Mapping[State, str] = {
    "counted": "read and counted",
    "to-confirm": "read and counted, but for answers that a person must confirm",
    "duplicate": "the same sheet is there already",
    "replaced": "a later sheet with the same reference and side says something else, and counts: two teams need two",
    "conflict": "other sheets have the same reference, side and day, and say something else: keep the right one",
    "other-year": "it looks back on another year",
    "no-year": "it does not say on which year it looks back: ask, and fill it in",
    "refused": "refused",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one sheet, read or refused. open: the addresses that are to be confirmed."""

    arrival: Arrival
    sheet: Filled | Refusal
    state: State
    open: tuple[str, ...] = ()


def judge(
    arrivals: Sequence[Arrival], year: int, confirmed: Mapping[Key, Decision]
) -> tuple[list[Verdict], list[Sheet]]:
    """Every sheet with its verdict, in the order of the inbox; the sheets to count."""
    read = [(arrival, item, _certain(arrival, item, confirmed)) for arrival in arrivals for item in arrival.filled]
    chosen = _chosen([(arrival, certain) for arrival, _, certain in read if certain.year == year])
    of_file: dict[int, list[Verdict]] = {}
    sheets: list[Sheet] = []
    for arrival, item, certain in read:
        state = _state(certain, year, chosen)
        unsure = _unsure(arrival, item, confirmed)
        if state == "counted":
            sheets.append(
                Sheet(certain.tool, certain.code, certain.side, certain.answers, (arrival.number, item.place))
            )
            state = "to-confirm" if unsure else state
        of_file.setdefault(id(arrival), []).append(Verdict(arrival, item, state, unsure))
    verdicts = [
        verdict
        for arrival in arrivals
        for verdict in sorted(
            [*of_file.get(id(arrival), []), *(Verdict(arrival, refusal, "refused") for refusal in arrival.refused)],
            key=lambda verdict: verdict.sheet.place,
        )
    ]
    return verdicts, sheets


def _state(certain: Filled, year: int, chosen: Mapping[int, State]) -> State:
    if certain.year is None:
        return "no-year"
    return chosen[id(certain)] if certain.year == year else "other-year"


def _certain(arrival: Arrival, item: Filled, confirmed: Mapping[Key, Decision]) -> Filled:
    """The sheet without what nobody has confirmed: neither its answers nor what its cover says."""
    unsure = {question.address for question in item.questions}
    unsure -= {a for a in unsure if confirmed.get((arrival.digest, item.place, a)) == "yes"}
    return replace(
        item,
        year=None if "year" in unsure else item.year,
        side="" if "side" in unsure else item.side,
        day=None if "filled_on" in unsure else item.day,
        answers={address: value for address, value in item.answers.items() if address not in unsure},
    )


def _chosen(items: Sequence[tuple[Arrival, Filled]]) -> dict[int, State]:
    """Which of several sheets about the same counts: the one that was filled in last."""
    found: dict[int, State] = {}
    groups: dict[tuple[object, ...], list[tuple[Arrival, Filled]]] = {}
    for arrival, item in items:
        # Without a reference, only what its server calls the same, or the very same bytes, are the same sheet.
        own = (item.code,) if item.code else ("", item.own) if item.own else ("", arrival.digest, item.place)
        groups.setdefault((item.tool, item.side, *own), []).append((arrival, item))
    for group in groups.values():
        last = max((item.day for _, item in group if item.day), default=None)
        latest = [(arrival.digest, item.place, item) for arrival, item in group if item.day == last]
        newest = sorted(latest, key=lambda entry: entry[:2])
        alike = all(item.answers == newest[0][2].answers for _, _, item in newest)
        for _, item in group:
            found[id(item)] = "duplicate" if item.answers == newest[0][2].answers else "replaced"
        for _, _, item in newest:
            found[id(item)] = "duplicate" if alike else "conflict"
        if alike:
            found[id(newest[0][2])] = "counted"
    return found


def _unsure(arrival: Arrival, item: Filled, confirmed: Mapping[Key, Decision]) -> tuple[str, ...]:
    addresses = [question.address for question in item.questions]
    return tuple(address for address in addresses if (arrival.digest, item.place, address) not in confirmed)


def pairs(sheets: Iterable[Sheet]) -> dict[str, tuple[int, int]]:
    """For each tool that both sides fill in: the references with both sides, and those with one alone."""
    sides: dict[str, dict[str, set[str]]] = {}
    for sheet in sheets:
        if sheet.reference and sheet.side:
            sides.setdefault(sheet.tool, {}).setdefault(sheet.reference, set()).add(sheet.side)
    return {
        tool: (
            sum({"partner", "organisation"} <= found for found in by_code.values()),
            sum(not {"partner", "organisation"} <= found for found in by_code.values()),
        )
        for tool, by_code in sides.items()
    }
