"""The Atom feeds of each language: new partners' pages, and the yearly reports.

In:   a PublicBook: the partners that agreed to be in feeds; the years that have been reported
Out:  the text of a feed.xml (RFC 4287)

A partner that leaves disappears from the feed; there is no notice of it, because a notice would tell that it was there.
An invented year is no news.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lxml import etree

from alongside.public import PublicBook
from alongside.public_years import Reported
from alongside.words import N_, Words

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news. address: what it is known by; page: where it leads."""

    address: str
    page: str
    title: str
    day: date
    summary: str | None = None


def as_atom(book: PublicBook, url: str) -> bytes:
    """The partners' pages. url: the address of the site, ending with a slash."""
    base = f"{url}{book.language}/partners/"
    pages = {partner.id for partner in book.partners}
    entries = (
        Entry(
            address=f"{base}{partner.id}/",
            page=f"{base}{partner.id}/",
            title=partner.name.text,
            day=partner.listed,
            summary=partner.summary.text if partner.summary else None,
        )
        for partner in book.feed
        if partner.listed and partner.id in pages
    )
    return _feed(book, base, book.site.name.text, entries)


def reports_as_atom(book: PublicBook, words: Words, url: str) -> bytes:
    """The yearly reports. url: the address of the site, ending with a slash."""
    base, title = f"{url}{book.language}/progress/", words.say(N_("Yearly reports"))
    entries = (
        Entry(
            address=f"{base}{year.year}/",
            page=f"{base}{year.year}/" if year.figures else f"{base}#year-{year.year}",
            title=words.say(N_("Progress in %(year)s")) % {"year": year.year},
            day=year.reported_on,
            summary=year.period.text,
        )
        for year in book.years
        if isinstance(year, Reported) and year.reported_on and not year.example
    )
    return _feed(book, base, f"{book.site.name.text} · {title}", entries)


def _feed(book: PublicBook, base: str, title: str, entries: Iterable[Entry]) -> bytes:
    """base: the page that the feed belongs to; of the entries, those of days that have come."""
    listed = [entry for entry in entries if entry.day <= book.today]
    newest = sorted(listed, key=lambda entry: (entry.day, entry.address), reverse=True)[:MOST_ENTRIES]
    feed = etree.Element(f"{{{ATOM}}}feed", {f"{{{_XML}}}lang": book.language}, nsmap={None: ATOM})  # type: ignore[dict-item]
    _add(feed, "id", f"{base}feed.xml")
    _add(feed, "title", title)
    _add(feed, "updated", f"{newest[0].day if newest else '2000-01-01'}T00:00:00Z")
    _add(feed, "link", None, rel="self", href=f"{base}feed.xml")
    _add(feed, "link", None, rel="alternate", href=base)
    author = etree.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", book.site.organisation)
    for item in newest:
        entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", item.address)
        _add(entry, "title", item.title)
        _add(entry, "updated", f"{item.day}T00:00:00Z")
        _add(entry, "link", None, rel="alternate", href=item.page)
        if item.summary:
            _add(entry, "summary", item.summary)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add(parent: etree._Element, name: str, text: str | None, **attributes: str) -> None:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
