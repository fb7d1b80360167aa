"""What describes the open data of a language as a whole: a Frictionless data package, and a catalogue as linked data.

In:   the tables of a language, the bytes of their files
Out:  datapackage.json (Data Package 2.0); catalogue.jsonld (DCAT 3 and Schema.org in one)

Neither says when it was made: the same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from alongside.public import PublicBook
from alongside.tables import LICENCE, Column, Table, as_json_text

PACKAGE = "datapackage.json"
CATALOGUE = "catalogue.jsonld"
MEDIA_TYPES: Mapping[str, str] = {
    ".hxl.csv": "text/csv",
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the ending that follows the name of a table."""
_LICENCES = [{"path": LICENCE, "title": "Creative Commons Attribution 4.0"}]  # a code would look like a country's
_PROFILE = "https://datapackage.org/profiles/2.0"
_TYPES: Mapping[str, Mapping[str, str]] = {
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "gYear": {"type": "year"},
    "anyURI": {"type": "string", "format": "uri"},
}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"


def as_package(book: PublicBook, tables: Sequence[Table], files: Mapping[str, bytes], url: str) -> bytes:
    """Every CSV file with its schema. url: the address of the site, ending with a slash."""
    sources = [{"title": book.site.organisation, "path": f"{url}{book.language}/"}]
    return as_json_text(
        {
            "$schema": f"{_PROFILE}/datapackage.json",
            "name": f"alongside-{book.language}",
            "id": f"{url}{book.language}/data/{PACKAGE}",
            "title": book.site.name.text,
            "description": book.site.description.text,
            "homepage": f"{url}{book.language}/",
            "licenses": _LICENCES,
            "sources": sources,
            "resources": [_resource(table, files[f"{table.name}.csv"], sources) for table in tables],
        }
    )


def _resource(table: Table, content: bytes, sources: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILE}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "example": table.has_examples,
        "format": "csv",
        "mediatype": MEDIA_TYPES[".csv"],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "licenses": _LICENCES,
        "sources": list(sources),
        "schema": {
            "fields": [_field(column, table) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    required = {"constraints": {"required": True}} if column.name in table.key else {}
    return {"name": column.name, **_TYPES[column.datatype], **required}


def as_catalogue(book: PublicBook, tables: Sequence[Table], files: Mapping[str, bytes], url: str) -> bytes:
    """Every table as a dataset, with all its files. url: the address of the site, ending with a slash."""
    site = f"{url}{book.language}/"
    content = {
        "@context": _CONTEXT,
        "@id": f"{site}data/{CATALOGUE}",
        "@type": ["dcat:Catalog", "schema:DataCatalog"],
        **_named(book.site.name.text, book.site.description.text, book),
        "foaf:homepage": {"@id": site},
    }
    content["dcat:dataset"] = [_dataset(book, table, files, site) for table in tables]
    return as_json_text(content)


def _named(title: str, description: str, book: PublicBook) -> dict[str, Any]:
    """What a catalogue and a dataset both say, in the terms of both vocabularies."""
    code = book.language
    names = "http://id.loc.gov/vocabulary/iso639-1/" if len(code) == 2 else "http://lexvo.org/id/iso639-3/"
    agent = {
        "@type": ["foaf:Agent", "schema:Organization"],
        "foaf:name": book.site.organisation,
        "schema:name": book.site.organisation,
    }
    return {
        "dct:title": {"@value": title, "@language": code},
        "schema:name": title,
        "dct:description": {"@value": description, "@language": code},
        "schema:description": description,
        "dct:language": {"@id": f"{names}{code}"},
        "schema:inLanguage": code,
        "dct:license": {"@id": LICENCE},
        "schema:license": {"@id": LICENCE},
        "dct:publisher": agent,
        "schema:creator": agent,
    }


def _dataset(book: PublicBook, table: Table, files: Mapping[str, bytes], site: str) -> dict[str, Any]:
    parts = [
        _distribution(f"{table.name}{ending}", ending, files, site)
        for ending in MEDIA_TYPES
        if f"{table.name}{ending}" in files
    ]
    return {
        "@id": f"{site}data/{table.name}.csv#dataset",
        "@type": ["dcat:Dataset", "schema:Dataset"],
        "dct:identifier": f"{site}data/{table.name}.csv",
        **_named(table.title, table.description, book),
        **_years(table),
        "dcat:landingPage": {"@id": f"{site}{table.page}"},
        "schema:url": {"@id": f"{site}{table.page}"},
        "schema:isAccessibleForFree": True,
        "schema:variableMeasured": [column.name for column in table.columns],
        "dcat:distribution": parts,
        "schema:distribution": [{"@id": part["@id"]} for part in parts],
    }


def _years(table: Table) -> dict[str, Any]:
    """The years a table speaks of."""
    years = sorted({str(row["year"]) for row in table.rows if "year" in row})
    if not years:
        return {}
    first, last = ({"@value": year, "@type": "xsd:gYear"} for year in (years[0], years[-1]))
    period = {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}
    covered = years[0] if len(years) == 1 else f"{years[0]}/{years[-1]}"
    return {"dct:temporal": period, "schema:temporalCoverage": covered}


def _distribution(name: str, ending: str, files: Mapping[str, bytes], site: str) -> dict[str, Any]:
    address, size = f"{site}data/{name}", len(files[name])
    return {
        "@id": f"{address}#distribution",
        "@type": ["dcat:Distribution", "schema:DataDownload"],
        "dct:title": name,
        "schema:name": name,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "schema:contentUrl": {"@id": address},
        "dcat:mediaType": {"@id": f"{_MEDIA}{MEDIA_TYPES[ending]}"},
        "schema:encodingFormat": MEDIA_TYPES[ending],
        "dcat:byteSize": {"@value": str(size), "@type": "xsd:nonNegativeInteger"},
        "schema:contentSize": str(size),
        "dct:license": {"@id": LICENCE},
    }
