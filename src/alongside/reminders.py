"""Which agreements end soon, which have ended, and what each partner shows: for those who are responsible.

In:   Sources, a day
Out:  rows for a table in the terminal, and a calendar of reminders (RFC 5545)

Neither holds a name: a partner is called by its id here too, because terminals are photographed and calendars shared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from alongside.consents import Rules, open_blackout
from alongside.load import Sources
from alongside.partner_checks import last_day
from alongside.partners import CHANNELS, FIELDS, Partner


@dataclass(frozen=True)
class Row:
    """One partner. ends: the first day on which something about it ends; None where nothing is shown."""

    partner: str
    level: str
    state: str
    ends: date | None
    shows: tuple[str, ...]


def rows(sources: Sources, today: date, within: int) -> list[Row]:
    """Every partner; the one whose agreement ends first comes first."""
    languages = tuple(words.code for words in sources.words)
    rules = Rules(sources.privacy, open_blackout(sources.safety, languages), today)
    found = [_row(partner, sources, rules, languages, within) for partner in sources.partners]
    return sorted(found, key=lambda row: (row.ends or date.max, row.partner))


def _row(partner: Partner, sources: Sources, rules: Rules, languages: Sequence[str], within: int) -> Row:
    shows = tuple(_shown(partner, rules, languages))
    first = first_end(partner, sources)
    if rules.blackout.hides(partner):
        state = "blackout"
    elif first is None:
        state = "no agreement"
    elif first < rules.today:
        state = "overdue"
    elif first <= rules.today + timedelta(days=within):
        state = "ends soon"
    else:
        state = "holds"
    return Row(partner.id, partner.level, state, first, shows)


def first_end(partner: Partner, sources: Sources) -> date | None:
    """The first day with which something about a partner ends for good: a renewed agreement counts by its last one."""
    if partner.level in "CD":
        return date(partner.agreed_until, 12, 31) if partner.agreed_until else None
    ends: dict[str, date] = {}
    for consent in partner.consent:
        last = last_day(partner, consent, sources.privacy)
        for field in consent.fields:
            if partner.value(field):
                ends[field] = max(last, ends.get(field, last))
    days = list(ends.values())
    days += [partner.risk_review.until] if partner.risk_review else []
    picture = sources.pictures.get(partner.image or "")
    days += [picture.until] if picture else []
    return min(days, default=None)


def _shown(partner: Partner, rules: Rules, languages: Sequence[str]) -> Iterator[str]:
    """The fields that are shown, once for all the languages and channels that show the same."""
    places: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for language in languages:
        for channel in CHANNELS:
            fields = tuple(
                field for field in FIELDS if partner.value(field) and rules.may_show(partner, field, language, channel)
            )
            if fields:
                places.setdefault(fields, []).append((language, channel))
    for shown, where in places.items():
        codes = " ".join(dict.fromkeys(language for language, _ in where))
        channels = " ".join(dict.fromkeys(channel for _, channel in where))
        yield f"{' '.join(shown)} (in {codes} on {channels})"


def as_table(found: Sequence[Row]) -> str:
    """Columns for a terminal."""
    head = ("partner", "level", "state", "ends", "shows")
    lines = [(row.partner, row.level, row.state, str(row.ends or "–"), "; ".join(row.shows) or "–") for row in found]
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[4]])
        for line in (head, *lines)
    )


def as_calendar(found: Sequence[Row], days_of_warning: int) -> bytes:
    """One all-day reminder for each partner, so many days before its first agreement ends."""
    calendar = Calendar()
    calendar.add("prodid", "-//Alongside//agreements//EN")
    calendar.add("version", "2.0")
    for row in found:
        if row.ends is None:
            continue
        event = Event()
        event.add("uid", f"{row.partner}-{row.ends}@alongside.invalid")
        event.add("dtstamp", datetime(2000, 1, 1, tzinfo=UTC))
        event.add("dtstart", row.ends - timedelta(days=days_of_warning))
        event.add("summary", f"Ask partner {row.partner} again: an agreement ends on {row.ends}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
