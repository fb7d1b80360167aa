"""The steps of the year as a calendar that anyone can subscribe to.

In:   a PublicBook, the words of its language
Out:  the text of cycle.ics (RFC 5545)

The months are those of data/site.yml, and only a suggestion. A calendar is shared and shown on screens, so it says
nothing about any partner.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from alongside.public import PublicBook, PublicStep
from alongside.public_phrase import PublicPhrase
from alongside.words import N_, Words

CALENDAR = "progress/cycle.ics"  # below the language's prefix
_NOTE = N_("The month is a suggestion: move this step to where it suits you. Write no partner's name into a calendar.")


def as_calendar(book: PublicBook, words: Words, url: str) -> bytes:
    """One all-day event for each step, every year since the promises began. url: the site's, ending with a slash."""
    calendar = Calendar()
    calendar.add("prodid", "-//Alongside//yearly steps//EN")
    calendar.add("version", "2.0")
    title = words.say(N_("Calendar of the yearly steps"))
    name = f"{book.site.name.text} · {title}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # for programs older than RFC 7986
    for step in book.site.cycle:
        calendar.add_component(_event(step, book, words, f"{url}{book.language}/progress/cycle/"))
    return bytes(calendar.to_ical())


def _event(step: PublicStep, book: PublicBook, words: Words, page: str) -> Event:
    event = Event()
    event.add("uid", f"{page}#{step.id}")  # no sign of an e-mail address in it
    event.add("dtstamp", datetime(2000, 1, 1, tzinfo=UTC))
    event.add("dtstart", _first(step.month, book.site.horizon.start))
    event.add("rrule", {"freq": "yearly"})
    event.add("transp", "TRANSPARENT")
    event.add("summary", step.name.text, parameters=_language(step.name))
    event.add("description", f"{step.text.text}\n\n{words.say(_NOTE)}", parameters=_language(step.text))
    return event


def _first(month: int, start: str) -> date:
    """The first day of the first such month from the one in which the promises begin, which is YYYY-MM."""
    year, begins = int(start[:4]), int(start[5:])
    return date(year + (month < begins), month, 1)


def _language(phrase: PublicPhrase) -> dict[str, str]:
    return {"LANGUAGE": phrase.language}
