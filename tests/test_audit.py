"""The audit finds every leak when the gate is by-passed, in every spelling and every kind of file; and no leak else."""

from __future__ import annotations

import gzip
import io
import json
import unicodedata
import urllib.parse
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from pypdf import PdfWriter

from alongside import consents, gate
from alongside.audit import Finding, audit
from alongside.build import build
from alongside.cli import main
from alongside.load import Sources, load
from alongside.partners import Partner
from alongside.problems import PrivacyError
from alongside.records import Safety
from alongside.text import Text
from conftest import ROOT, silent

DAY = date(2026, 6, 1)
CANARIES = {"latin": "Sandglass Harbour", "accented": "Coopérative Été Zélé", "arabic": "منتدى الساعة الرملية"}


@pytest.fixture(params=CANARIES, name="canary")
def _canary(request: pytest.FixtureRequest) -> str:
    return CANARIES[request.param]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An empty folder beside the project."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


@pytest.fixture
def hidden(project: Path, canary: str) -> Sources:
    """A project with one more partner, whose consent ended yesterday."""
    import dataclasses

    sources = load(project)
    shown = sources.partners[0]
    ended = shown.consent[0].model_copy(update={"until": date(2026, 5, 31), "languages": ("en",)})
    partner = shown.model_copy(
        update={"id": "q8w3zz", "name": Text({"en": canary}), "summary": None, "own_words": None, "consent": (ended,)}
    )
    return dataclasses.replace(sources, partners=(shown, partner))


def entities(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def escapes(text: str) -> str:
    return json.dumps(text)[1:-1]


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as-it-is": str,
    "capitals": str.upper,
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "compatible": lambda text: unicodedata.normalize("NFKD", text),
    "html-entities": entities,
    "html-hex-entities": lambda text: "".join(f"&#x{ord(character):x};" for character in text),
    "percent-encoded": urllib.parse.quote,
    "json-escapes": escapes,
    "over-two-lines": lambda text: text.replace(" ", "\n   "),
    "with-tags-inside": lambda text: f"{text[:3]}<b>{text[3:]}</b>",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_name_is_found_in_every_spelling(hidden: Sources, canary: str, spelling: str, site: Path) -> None:
    page = site / "en" / "index.html"
    page.parent.mkdir()
    page.write_text(f"<p>We thank {SPELLINGS[spelling](canary)}.</p>", encoding="utf-8")
    assert [finding.file for finding in audit(site, hidden, DAY)] == ["en/index.html"]


def zipped(name: str, content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def pdf_titled(text: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": text})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def png_with_text(text: str) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("Title", text)
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9)).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "page": ("en/index.html", lambda text: f"<p>{text}</p>".encode()),
    "attribute": ("en/index.html", lambda text: f'<img alt="{text}" src="x">'.encode()),
    "comment": ("en/index.html", lambda text: f"<!-- {text} -->".encode()),
    "open-data": ("en/data/partners.json", lambda text: json.dumps({"name": text}).encode()),
    "csv": ("en/data/partners.csv", lambda text: f"id,name\r\n1,{text}\r\n".encode()),
    "feed": ("en/partners/feed.xml", lambda text: f"<feed><title>{text}</title></feed>".encode()),
    "sitemap": ("sitemap.xml", lambda text: f"<loc>{urllib.parse.quote(text)}</loc>".encode()),
    "style-sheet": ("assets/css/x.css", lambda text: f"/* {text} */".encode()),
    "script": ("assets/js/x.js", lambda text: f"// {text}".encode()),
    "search-fragment": (
        "pagefind/fragment/en_1.pf_fragment",
        lambda text: gzip.compress(f"pagefind_dcd{text}".encode()),
    ),
    "zip-member": ("en/all.zip", lambda text: zipped("a.txt", text)),
    "zip-member-name": ("en/all.zip", lambda text: zipped(f"{text}.txt", "")),
    "zip-in-zip": ("en/all.zip", lambda text: zipped("in.zip", "") and _zip_in_zip(text)),
    "docx-properties": ("en/tool.docx", lambda text: zipped("docProps/core.xml", f"<dc:title>{text}</dc:title>")),
    "xlsx-cells": ("en/tool.xlsx", lambda text: zipped("xl/sharedStrings.xml", f"<t>{text}</t>")),
    "pdf-properties": ("en/tool.pdf", pdf_titled),
    "picture-text": ("assets/pictures/x.png", png_with_text),
    "plain-text": ("robots.txt", lambda text: text.encode()),
}


def _zip_in_zip(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inner.zip", zipped("a.txt", text))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", FILES)
def test_a_name_is_found_in_every_kind_of_file(hidden: Sources, canary: str, kind: str, site: Path) -> None:
    name, make = FILES[kind]
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_bytes(make(canary))
    assert [finding.file for finding in audit(site, hidden, DAY)] == [name]


def test_a_name_is_found_in_the_name_of_a_file(hidden: Sources, canary: str, site: Path) -> None:
    (site / "en").mkdir()
    (site / "en" / f"{canary}.html").write_text("<p>nothing</p>", encoding="utf-8")
    [finding] = audit(site, hidden, DAY)
    assert finding.file == "en/…", "the path is said without the name"


def test_the_finding_never_repeats_what_was_found(hidden: Sources, canary: str, site: Path) -> None:
    (site / "en").mkdir()
    (site / "en" / "index.html").write_text(f"<p>{canary} q8w3zz</p>", encoding="utf-8")
    [finding] = audit(site, hidden, DAY)
    assert canary not in str(finding)
    assert "q8w3zz" not in str(finding)


def test_what_is_public_is_not_found(hidden: Sources, site: Path) -> None:
    (site / "en").mkdir()
    (site / "en" / "index.html").write_text("<p>Rope and Anchor. Sailors who mediate. n5r2kx</p>", encoding="utf-8")
    assert audit(site, hidden, DAY) == []


def test_what_one_language_may_show_is_found_in_another(project: Path, site: Path) -> None:
    import shutil

    shutil.copy(ROOT / "locale" / "ar.po", project / "locale")
    sources = load(project)
    for language in ("en", "ar"):
        (site / language).mkdir()
        (site / language / "index.html").write_text("<p>Rope and Anchor</p>", encoding="utf-8")
    assert [finding.file for finding in audit(site, sources, DAY)] == ["ar/index.html"]


def test_a_search_fragment_belongs_to_its_language(project: Path, site: Path) -> None:
    import shutil

    shutil.copy(ROOT / "locale" / "ar.po", project / "locale")
    folder = site / "pagefind" / "fragment"
    folder.mkdir(parents=True)
    for language in ("en", "ar"):
        (folder / f"{language}_1.pf_fragment").write_bytes(gzip.compress(b"pagefind_dcd Rope and Anchor"))
    found = audit(site, load(project), DAY)
    assert [finding.file for finding in found] == ["pagefind/fragment/ar_1.pf_fragment"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param("<p>write to amina@river.example</p>", "e-mail", id="e-mail"),
        pytest.param("<p>write to amina (at) river.example</p>", "e-mail", id="e-mail-in-words"),
        pytest.param("<p>+254 700 123 456</p>", "telephone", id="phone"),
        pytest.param("<p>٠٠٩٦٣ ١٢ ٣٤٥ ٦٧٨</p>".replace("٠٠", "00"), "telephone", id="arabic-digits"),
        pytest.param("<p>9.0579, 7.4951</p>", "coordinates", id="coordinates"),
        pytest.param('<meta name="author" content="somebody">', "author", id="author"),
    ],
)
def test_contact_details_coordinates_and_authors_are_found(project: Path, content: str, rule: str, site: Path) -> None:
    (site / "index.html").write_text(content, encoding="utf-8")
    [finding] = audit(site, load(project), DAY)
    assert rule in finding.rule


def test_what_the_organisation_published_itself_may_stand(project: Path, site: Path) -> None:
    (site / "index.html").write_text("<p>friends@harbour.example</p>", encoding="utf-8")
    assert audit(site, load(project), DAY) == []


def test_a_picture_with_metadata_is_found(project: Path, site: Path) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (9.0, 3.0, 28.0)}  # where it was taken
    Image.new("RGB", (9, 9)).save(site / "x.jpg", exif=exif)
    [finding] = audit(site, load(project), DAY)
    assert "metadata" in finding.rule


@pytest.mark.parametrize("name", ["Norway", "NORVÈGE", "النرويج", "بالنرويج"])
def test_a_country_that_is_blacked_out_is_found(project: Path, name: str, site: Path) -> None:
    import dataclasses
    import shutil

    for code in ("fr", "ar"):
        shutil.copy(ROOT / "locale" / f"{code}.po", project / "locale")
    sources = dataclasses.replace(load(project), safety=Safety(blackout=("NO",)))
    (site / "index.html").write_text(f"<p>In {name} it rains.</p>", encoding="utf-8")
    [finding] = audit(site, sources, DAY)
    assert "blacked out" in finding.rule


def test_a_build_whose_gate_is_broken_is_refused_and_the_old_site_stays(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test double lets everything through, everywhere but in the audit."""
    out = tmp_path / "site"
    build(project, out, today=DAY, tell=silent)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    monkeypatch.setattr(gate, "Rules", _OpenRules)

    with pytest.raises(PrivacyError) as caught:
        build(project, out, today=date(2027, 1, 1), tell=silent)

    assert caught.value.exit_code == 3
    assert "en/partners/n5r2kx/index.html" in str(caught.value)
    assert "Rope" not in str(caught.value)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


class _OpenRules(consents.Rules):
    def may_show(self, partner: Partner, field: object, language: str, channel: object) -> bool:  # type: ignore[override]
        del partner, field, language, channel
        return True


def test_findings_are_sorted_and_single(hidden: Sources, canary: str, site: Path) -> None:
    for name in ("b", "a"):
        (site / f"{name}.txt").write_text(f"{canary} {canary}", encoding="utf-8")
    found = audit(site, hidden, DAY)
    assert found == sorted(set(found))
    assert [finding.file for finding in found] == ["a.txt", "b.txt"]
    assert isinstance(found[0], Finding)


def test_the_command_names_files_that_load_from_elsewhere(project: Path, site: Path) -> None:
    (site / "index.html").write_text('<html><img src="https://cdn.example/x.png"></html>', encoding="utf-8")
    result = CliRunner().invoke(main, ["audit", str(site), "--project", str(project), "--today", "2026-06-01"])
    assert result.exit_code == 3
    assert "index.html: it loads something from another origin" in result.output
    (site / "index.html").write_text("<html><p>nothing</p></html>", encoding="utf-8")
    assert CliRunner().invoke(main, ["audit", str(site), "--project", str(project)]).exit_code == 0


SECRETS: dict[str, object] = {
    "id": "q8w3zz",
    "name": {"en": "Sandglass Harbour"},
    "summary": {"en": "People who turn time around."},
    "own_words": {"en": "Time is sand."},
    "reply": {"en": "Not only sand."},
    "links": ({"title": {"en": "Ours"}, "url": "https://sandglass.example/learnt"},),
    "contact": "https://sandglass.example/write",
    "org_id": "SE-ON-1234",
}


@pytest.mark.parametrize("field", SECRETS)
def test_every_field_of_a_hidden_partner_is_searched_for(project: Path, site: Path, field: str) -> None:
    import dataclasses

    sources = load(project)
    hidden = Partner.model_validate({"consent": sources.partners[0].consent, **SECRETS})
    value = SECRETS[field]
    text = value["en"] if isinstance(value, dict) else value[0]["url"] if isinstance(value, tuple) else value
    (site / "index.html").write_text(f"<p>{text}</p>", encoding="utf-8")
    assert len(audit(site, dataclasses.replace(sources, partners=(hidden,)), DAY)) == 1


@pytest.mark.parametrize(
    ("register", "page"),
    [
        pytest.param("Marcheuses de l'Aube", "Marcheuses de l’Aube", id="typographic-apostrophe"),
        pytest.param("ملتقى النخلة", "وملتقى النخلة", id="arabic-particle"),
        pytest.param("ملتقى النخلة", "ملتقي النـخلة", id="arabic-letters-and-tatweel"),
        pytest.param("Sel et Sable", "Sel\u00adet Sa\u200bble".replace("\u00ad", "\u00ad "), id="invisible"),
        pytest.param("Sel et Sable", "Sel<br>et <i>Sable</i>", id="tags-between-words"),
        pytest.param("Thimble and Thread", "https://x.example/thimble-and-thread/", id="slug"),
        pytest.param("Thimble and Thread", "thimble_and_thread.pdf", id="underscores"),
        pytest.param("Sel & Sable", "Sel &amp;amp; Sable", id="entity-twice"),
        pytest.param("Été Zélé", "%25C3%2589t%25C3%25A9%20Z%25C3%25A9l%25C3%25A9", id="percent-twice"),
        pytest.param("Été Zélé", "\\xc9t\\xe9 Z\\u{e9}l\\u00e9", id="script-escapes"),
    ],
)
def test_a_name_is_found_as_people_and_programs_write_it(project: Path, site: Path, register: str, page: str) -> None:
    import dataclasses

    sources = load(project)
    hidden = Partner.model_validate({"id": "q8w3zz", "name": {"en": register}})
    (site / "index.html").write_text(f"<p>{page}</p>", encoding="utf-8")
    assert len(audit(site, dataclasses.replace(sources, partners=(hidden,)), DAY)) == 1


@pytest.mark.parametrize("name", ["broken.zip", "broken.docx", "broken.jpg", "broken.pf_fragment"])
def test_what_cannot_be_opened_is_a_finding_and_no_crash(project: Path, site: Path, name: str) -> None:
    start = {"broken.jpg": b"\xff\xd8", "broken.pf_fragment": b"\x1f\x8b"}.get(name, b"PK\x03\x04")
    (site / name).write_bytes(start + b"nothing more")
    [finding] = audit(site, load(project), DAY)
    assert "cannot be opened" in finding.rule


@pytest.mark.parametrize("content", ["id,country\r\n1,NO\r\n", '{"country": "NO"}', "<li data-country=NO>x</li>"])
def test_the_code_of_a_blacked_out_country_is_found_in_data(project: Path, site: Path, content: str) -> None:
    import dataclasses

    ending = "csv" if "," in content[:4] else "json" if content[0] == "{" else "html"
    (site / f"x.{ending}").write_text(content, encoding="utf-8")
    sources = dataclasses.replace(load(project), safety=Safety(blackout=("NO",)))
    assert [finding.rule for finding in audit(site, sources, DAY)] == [
        "it holds the code of a country that is blacked out"
    ]
