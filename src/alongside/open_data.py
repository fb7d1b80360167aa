"""The partners as open data: JSON, CSV with its CSVW description, and the linked data of a single page.

In:   a PublicBook: the partners that agreed to open data in its language
Out:  texts of files, always in the same order

Anonymised entries are not in it: a row of its own would be one more thing to tell them apart by.
Codes: IATI organisation type and organisation role, ISO 3166-1, UN M49.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from alongside.feeds import as_atom
from alongside.public import PublicBook, PublicPartner
from alongside.words import Words

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
IATI_TYPE = {"academic": "80", "company": "70", "government": "10"}  # the rest is 90, other, but for NGOs
IATI_ROLE = {"we-fund": "4", "funds-us": "1"}  # implementing, funding; no code where no money passes
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", "string"),
    ("example", "boolean"),
    ("name", "string"),
    ("name_language", "string"),
    ("entity", "string"),
    ("iati_organisation_type", "string"),
    ("iati_organisation_role", "string"),
    ("status", "string"),
    ("reach", "string"),
    ("funding", "string"),
    ("country", "string"),
    ("region", "string"),
    ("languages", "string"),
    ("since", "gYear"),
    ("themes", "string"),
    ("summary", "string"),
    ("org_id", "string"),
    ("page", "anyURI"),
)


def iati_type(partner: PublicPartner) -> str | None:
    """The IATI code list OrganisationType: 21 international, 22 national NGO."""
    if partner.entity is None:
        return None
    if partner.entity == "ngo":
        return None if partner.reach is None else "21" if partner.reach == "international" else "22"
    return IATI_TYPE.get(partner.entity, "90")


def rows(book: PublicBook, url: str) -> list[dict[str, str | bool | int | None]]:
    """One row for each partner; url: the address of the site, ending with a slash."""
    pages = {partner.id for partner in book.partners}
    found: list[dict[str, str | bool | int | None]] = []
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


def as_json(book: PublicBook, url: str) -> str:
    content = {"licence": LICENCE, "language": book.language, "counted": book.counted, "partners": rows(book, url)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_csv(book: PublicBook, url: str) -> str:
    """Comma-separated, one header line. A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(name for name, _ in _COLUMNS)
    for row in rows(book, url):
        writer.writerow(_cell(row[name]) for name, _ in _COLUMNS)
    return buffer.getvalue()


def _cell(value: str | bool | int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def as_csvw(book: PublicBook) -> str:
    """The description of partners.csv by the W3C's CSV on the Web."""
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": book.language}],
        "url": "partners.csv",
        "dc:title": book.site.name.text,
        "dc:license": {"@id": LICENCE},
        "dc:language": book.language,
        "tableSchema": {
            "primaryKey": "id",
            "columns": [
                {"name": name, "titles": name, "datatype": datatype, **_separated(name)} for name, datatype in _COLUMNS
            ],
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _separated(name: str) -> dict[str, str]:
    return {"separator": " "} if name in {"languages", "themes"} else {}


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


def write_files(book: PublicBook, site: Path, url: str) -> None:
    """The open data and the feed of one language."""
    data = site / book.language / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / "partners.json").write_text(as_json(book, url), encoding="utf-8")
    (data / "partners.csv").write_bytes(as_csv(book, url).encode("utf-8"))
    (data / "partners.csv-metadata.json").write_text(as_csvw(book), encoding="utf-8")
    feed = site / book.language / "partners" / "feed.xml"
    feed.parent.mkdir(parents=True, exist_ok=True)
    feed.write_bytes(as_atom(book, url))
