"""The open data of one language: its partners, its years, and what describes them; linked data of a single page.

In:   a PublicBook: the partners that agreed to open data in its language; the years
Out:  files, the same bytes for the same book

Anonymised entries are not in it: a row of its own would be one more thing to tell them apart by.
Codes: IATI organisation type and organisation role, ISO 3166-1, UN M49.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from alongside.cycle import CALENDAR, as_calendar
from alongside.data_catalogue import CATALOGUE, PACKAGE, as_catalogue, as_package
from alongside.feeds import as_atom, reports_as_atom
from alongside.open_years import tables
from alongside.public import PublicBook, PublicPartner
from alongside.tables import Cell, Column, Table, as_csv, as_csvw, as_json, as_workbook, marked
from alongside.words import N_, Words

IATI_TYPE = {"academic": "80", "company": "70", "government": "10"}  # the rest is 90, other, but for NGOs
IATI_ROLE = {"we-fund": "4", "funds-us": "1"}  # implementing, funding; no code where no money passes
_COLUMNS = (
    Column("id", "string"),
    Column("example", "boolean"),
    Column("name", "string"),
    Column("name_language", "string"),
    Column("entity", "string"),
    Column("iati_organisation_type", "string"),
    Column("iati_organisation_role", "string"),
    Column("status", "string"),
    Column("reach", "string"),
    Column("funding", "string"),
    Column("country", "string"),
    Column("region", "string"),
    Column("languages", "string", separator=" "),
    Column("since", "gYear"),
    Column("themes", "string", separator=" "),
    Column("summary", "string"),
    Column("org_id", "string"),
    Column("page", "anyURI"),
)
_DESCRIPTION = N_("Only partners that agreed to be in open data in this language, with what each agreed to.")


def iati_type(partner: PublicPartner) -> str | None:
    """The IATI code list OrganisationType: 21 international, 22 national NGO."""
    if partner.entity is None:
        return None
    if partner.entity == "ngo":
        return None if partner.reach is None else "21" if partner.reach == "international" else "22"
    return IATI_TYPE.get(partner.entity, "90")


def rows(book: PublicBook, url: str) -> list[dict[str, Cell]]:
    """One row for each partner; url: the address of the site, ending with a slash."""
    pages = {partner.id for partner in book.partners}
    found: list[dict[str, Cell]] = []
    for partner in book.data:
        country = partner.place if partner.place and partner.place.isalpha() else None
        page = f"{url}{book.language}/partners/{partner.id}/" if partner.id in pages else None
        found.append(
            {
                "id": partner.id,
                "example": partner.example,
                "name": partner.name.text,
                "name_language": partner.name.language,
                "entity": partner.entity,
                "iati_organisation_type": iati_type(partner),
                "iati_organisation_role": IATI_ROLE.get(partner.funding or ""),
                "status": partner.status,
                "reach": partner.reach,
                "funding": partner.funding,
                "country": country,
                "region": partner.region,
                "languages": " ".join(partner.languages) or None,
                "since": partner.since,
                "themes": " ".join(partner.themes) or None,
                "summary": partner.summary.text if partner.summary else None,
                "org_id": partner.org_id,
                "page": page,
            }
        )
    return found


def partners(book: PublicBook, words: Words, url: str) -> Table:
    """The partners as a table. url: the address of the site, ending with a slash."""
    found = tuple(rows(book, url))
    title = words.say(N_("Partners in open data"))
    return Table(
        name="partners",
        title=marked(f"{book.site.name.text} · {title}", found, words),
        description=words.say(_DESCRIPTION),
        page="partners/",
        language=book.language,
        columns=_COLUMNS,
        key=("id",),
        rows=found,
    )


def linked_data(partner: PublicPartner, book: PublicBook, words: Words) -> str | None:
    """Schema.org of one partner, of what it agreed to both on the page and in open data. None for invented ones."""
    found = next((item for item in book.data if item.id == partner.id), None)
    if found is None or partner.example:
        return None
    person = found.entity == "individual"
    content: dict[str, Any] = {"@context": "https://schema.org", "@type": "Person" if person else "Organization"}
    content["name"] = found.name.text
    if found.summary and partner.summary:
        content["description"] = found.summary.text
    if found.place and partner.place and not person:
        content["areaServed"] = words.place(found.place)
    if found.links and partner.links:
        content["sameAs"] = [link.url for link in found.links]
    return json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")


def data_files(book: PublicBook, words: Words, url: str) -> dict[str, bytes]:
    """Name to content of everything in the folder data/ of one language."""
    listed, years = partners(book, words, url), tables(book, words)
    found = {f"{listed.name}.json": as_json(listed, "partners", counted=book.counted)}
    for table in (listed, *years):
        found[f"{table.name}.csv"] = as_csv(table)
        found[f"{table.name}.csv-metadata.json"] = as_csvw(table)
    for table in years:
        found[f"{table.name}.json"] = as_json(table, "figures")
        found[f"{table.name}.hxl.csv"] = as_csv(table, tagged=True)
        found[f"{table.name}.xlsx"] = as_workbook(table)
    described = (listed, *years)
    return found | {
        PACKAGE: as_package(book, described, found, url),
        CATALOGUE: as_catalogue(book, described, found, url),
    }


def write_files(book: PublicBook, words: Words, site: Path, url: str) -> None:
    """The open data, the feeds and the calendar of one language."""
    found = {f"data/{name}": content for name, content in data_files(book, words, url).items()}
    found["partners/feed.xml"] = as_atom(book, url)
    found["progress/feed.xml"] = reports_as_atom(book, words, url)
    if book.site.cycle:
        found[CALENDAR] = as_calendar(book, words, url)
    for name, content in found.items():
        path = site / book.language / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
