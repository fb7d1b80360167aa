"""Make a tagged PDF of a page of HTML: what forms and printed reports have in common.

In:   HTML made here from escaped texts, a language, a title
Out:  PDF/UA-1 as bytes; nothing in it tells who made it, when, or on which machine

WeasyPrint lays out, pikepdf finishes. WeasyPrint takes half a second to start, so it is imported when it is first needed.
Only the letters of folder fonts/ are used: with letters of the machine the same form would give other bytes elsewhere.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf, String

from alongside.words import N_, Words

PRODUCER = "Alongside"
_FONTS = (
    ("Alongside Sans", 400, "AlongsideSans-Regular.ttf"),
    ("Alongside Sans", 700, "AlongsideSans-Bold.ttf"),
    ("Alongside Arabic", 400, "AlongsideArabic-Regular.ttf"),
    ("Alongside Arabic", 700, "AlongsideArabic-Bold.ttf"),
)
_HTML = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{title}</title>
<style>{style}</style></head><body>{body}</body></html>"""
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer><xmp:CreatorTool>{producer}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True)
class Sheet:
    """A document to be printed on A4.

    body        HTML, every text in it escaped; it fetches nothing
    footer      stands at the foot of every page, before the page's number
    properties  what the file says of itself, beside title and language
    """

    words: Words
    title: str
    body: str
    footer: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


def print_sheet(sheet: Sheet, finish: Callable[[Pdf], None] | None = None) -> bytes:
    """A tagged PDF. finish: what else is to be done to it before it is written, for forms."""
    source = io.BytesIO(_lay_out(sheet))
    with pikepdf.open(source) as pdf:
        _describe(pdf, sheet)
        if finish:
            finish(pdf)
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _lay_out(sheet: Sheet) -> bytes:
    from weasyprint import HTML

    fonts, looks = _style()
    page = _HTML.format(
        language=sheet.words.code,
        direction=sheet.words.direction,
        title=escape(sheet.title),
        style=_footers(sheet),
        body=sheet.body,
    )
    document = HTML(string=page, url_fetcher=_refuse)
    options = {"pdf_forms": True, "pdf_variant": "pdf/ua-1", "stylesheets": [looks]}
    return bytes(document.write_pdf(font_config=fonts, **options))


@cache
def _style() -> tuple[Any, Any]:
    """Fonts and looks, read once: reading them again for each form would take a third of the time."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    folder = files("alongside.formats")
    rules = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{folder / "fonts" / name}") }}'
        for family, weight, name in _FONTS
    ]
    fonts = FontConfiguration()
    looks = (folder / "pdf.css").read_text(encoding="utf-8")
    base = "file:///"
    return fonts, CSS(string="\n".join((*rules, looks)), font_config=fonts, base_url=base)


def _refuse(url: str, *_: object, **__: object) -> None:
    del url
    raise ValueError("a form fetches nothing")


def _footers(sheet: Sheet) -> str:
    """The foot of every page, in the direction of its language."""
    pages = sheet.words.say(N_("Page %(page)s of %(pages)s"))
    counted = " ".join(
        _quote(part) for part in pages.replace("%(pages)s", "\0pages\0").replace("%(page)s", "\0page\0").split("\0")
    )
    counted = counted.replace('"pages"', "counter(pages)").replace('"page"', "counter(page)")
    start, end = ("right", "left") if sheet.words.direction == "rtl" else ("left", "right")
    direction = f"direction: {sheet.words.direction}"
    return (
        f"@page {{ @bottom-{start} {{ content: {_quote(sheet.footer)}; {direction}; text-align: {start} }}"
        f" @bottom-{end} {{ content: {counted}; {direction}; text-align: {end} }} }}"
    )


def _quote(text: str) -> str:
    """A text as a string of CSS; no letter of it can end the string or the style element."""
    return (
        '"' + "".join(letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in text) + '"'
    )


def _describe(pdf: Pdf, sheet: Sheet) -> None:
    """What the file says of itself, the same in both places where PDF keeps it."""
    for key in list(pdf.docinfo):
        del pdf.docinfo[key]
    told = {"Title": sheet.title, "Creator": PRODUCER, "Producer": PRODUCER, **sheet.properties}
    for key, text in told.items():
        pdf.docinfo[f"/{key}"] = String(text)
    packet = _PACKET.format(title=escape(sheet.title), language=sheet.words.code, producer=PRODUCER)
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    preferences = {"/DisplayDocTitle": True}
    if sheet.words.direction == "rtl":
        preferences["/Direction"] = Name.R2L
    pdf.Root.ViewerPreferences = Dictionary(preferences)
