"""The Atom feed of new partners' pages, one for each language.

In:   a PublicBook: the partners that agreed to be in feeds
Out:  the text of feed.xml (RFC 4287)

A partner that leaves disappears from the feed; there is no notice of it, because a notice would tell that it was there.
"""

from __future__ import annotations

from lxml import etree

from alongside.public import PublicBook

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
_XML = "http://www.w3.org/XML/1998/namespace"


def as_atom(book: PublicBook, url: str) -> bytes:
    """url: the address of the site, ending with a slash."""
    base = f"{url}{book.language}/partners/"
    pages = {partner.id for partner in book.partners}
    listed = [
        partner for partner in book.feed if partner.listed and partner.id in pages and partner.listed <= book.today
    ]
    newest = sorted(listed, key=lambda partner: (str(partner.listed), partner.id), reverse=True)[:MOST_ENTRIES]
    feed = etree.Element(f"{{{ATOM}}}feed", {f"{{{_XML}}}lang": book.language}, nsmap={None: ATOM})  # type: ignore[dict-item]
    _add(feed, "id", f"{base}feed.xml")
    _add(feed, "title", book.site.name.text)
    _add(feed, "updated", f"{newest[0].listed if newest else '2000-01-01'}T00:00:00Z")
    _add(feed, "link", None, rel="self", href=f"{base}feed.xml")
    _add(feed, "link", None, rel="alternate", href=base)
    author = etree.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", book.site.organisation)
    for partner in newest:
        entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", f"{base}{partner.id}/")
        _add(entry, "title", partner.name.text)
        _add(entry, "updated", f"{partner.listed}T00:00:00Z")
        _add(entry, "link", None, rel="alternate", href=f"{base}{partner.id}/")
        if partner.summary:
            _add(entry, "summary", partner.summary.text)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add(parent: etree._Element, name: str, text: str | None, **attributes: str) -> None:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
