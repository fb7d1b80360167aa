"""Make a tagged PDF of a page of HTML: what forms and printed reports have in common.

In:   HTML made here from escaped texts, a language, a title
Out:  PDF/UA-1 as bytes; nothing in it tells who made it, when, or on which machine

WeasyPrint lays out, pikepdf finishes. WeasyPrint takes half a second to start, so it is imported when it is first
needed.
Only the letters of folder fonts/ are used: with letters of the machine the same form would give other bytes elsewhere.
"""

from __future__ import annotations

import atexit
import gc
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Dictionary, Name, Pdf, String

from alongside.collector import collector_paused
from alongside.formats.pdf_pruning import prune_fonts, prune_pages, prune_structure
from alongside.formats.pdf_unicode import mend_letters
from alongside.words import N_, Words

PRODUCER = "Alongside"
FONTS = (
    ("Alongside Sans", 400, "AlongsideSans-Regular.ttf"),
    ("Alongside Sans", 700, "AlongsideSans-Bold.ttf"),
    ("Alongside Arabic", 400, "AlongsideArabic-Regular.ttf"),
    ("Alongside Arabic", 700, "AlongsideArabic-Bold.ttf"),
)
_PAGE = """<html lang="{language}" dir="{direction}"><head><title>{title}</title><style>{style}</style></head>
<body>{body}</body></html>"""
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

    body        HTML that is well-formed as XML, every text in it escaped; it fetches nothing
    footer      stands at the foot of every page, before the page's number
    properties  what the file says of itself, beside title and language
    style       rules of this kind of document alone
    """

    words: Words
    title: str
    body: str
    footer: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    style: str = ""


def print_sheet(sheet: Sheet, finish: Callable[[Pdf], None] | None = None) -> bytes:
    """A tagged PDF. finish: what else is to be done to it before it is written, for forms."""
    source = io.BytesIO(lay_out(sheet.words, sheet.title, sheet.body, _footers(sheet) + sheet.style))
    with pikepdf.open(source) as pdf:
        _describe(pdf, sheet)
        if finish:
            finish(pdf)
        written = io.BytesIO()
        pikepdf.settings.set_flate_compression_level(9)
        packed = pikepdf.ObjectStreamMode.generate
        pdf.save(written, deterministic_id=True, recompress_flate=True, object_stream_mode=packed)
    return written.getvalue()


def _finish(_document: object, made: Any) -> None:
    prune_structure(made)
    mend_letters(made)
    prune_pages(made)
    prune_fonts(made)


def lay_out(words: Words, title: str, body: str, style: str) -> bytes:
    """Pages as WeasyPrint makes them. style: rules of this document alone."""
    fonts, looks, document = _layout()
    page = _PAGE.format(language=words.code, direction=words.direction, title=escape(title), style=style, body=body)
    with collector_paused():
        made = document(page).write_pdf(
            font_config=fonts, stylesheets=[looks], finisher=_finish,
            pdf_forms=True, pdf_variant="pdf/ua-1", uncompressed_pdf=True,
        )  # fmt: skip
    return bytes(made)


@atexit.register
def _forget() -> None:
    """What WeasyPrint keeps of fonts lies in a folder of its own, which it takes away while Python still can."""
    _layout.cache_clear()
    gc.collect()


@cache
def _layout() -> tuple[Any, Any, Any]:
    """Fonts and looks, read once: reading them again for each form would take a third of the time. And a document.

    The document differs from WeasyPrint's own in two ways, which save a quarter of the time: it reads its page as XML,
    and it has no style for all that HTML knows; pdf.css says everything.
    """
    from cssselect2 import ElementWrapper
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    class Document(HTML):  # type: ignore[misc]
        def __init__(self, page: str) -> None:
            root = ElementTree.fromstring(page)  # noqa: S314  # our own words, escaped
            self.base_url = None
            self.url_fetcher = _refuse
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            del forms
            return []

    folder = files("alongside.formats")
    rules = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{folder / "fonts" / name}") }}'
        for family, weight, name in FONTS
    ]
    fonts = FontConfiguration()
    looks = (folder / "pdf.css").read_text(encoding="utf-8")
    return fonts, CSS(string="\n".join((*rules, looks)), font_config=fonts, base_url="file:///"), Document


def _refuse(url: str, *_: object, **__: object) -> None:
    del url
    raise ValueError("a form fetches nothing")


def _footers(sheet: Sheet) -> str:
    """The foot of every page, in the direction of its language."""
    told = re.split(r"%\((pages?)\)s", sheet.words.say(N_("Page %(page)s of %(pages)s")))
    counted = " ".join(f"counter({part})" if index % 2 else _quote(part) for index, part in enumerate(told))
    start, end = ("right", "left") if sheet.words.direction == "rtl" else ("left", "right")
    direction = f"direction: {sheet.words.direction}"
    return (
        f"@page {{ @bottom-{start} {{ content: {_quote(sheet.footer)}; {direction}; text-align: {start}; width: 80% }}"
        f" @bottom-{end} {{ content: {counted}; {direction}; text-align: {end}; width: 20% }} }}"
    )


def _quote(text: str) -> str:
    """A text as a string of CSS; no letter of it can end the string or the style element."""
    return (
        '"' + "".join(letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in text) + '"'
    )


def _describe(pdf: Pdf, sheet: Sheet) -> None:
    """What the file says of itself, the same in both places where PDF keeps it."""
    about: Any = pdf.docinfo
    for key in list(about):
        del about[key]
    told = {"Title": sheet.title, "Creator": PRODUCER, "Producer": PRODUCER, **sheet.properties}
    for key, text in told.items():
        about[f"/{key}"] = String(text)
    packet = _PACKET.format(title=escape(sheet.title), language=sheet.words.code, producer=PRODUCER)
    pdf.Root.Metadata.write(packet.encode())
    preferences: dict[str, Any] = {"/DisplayDocTitle": True}
    if sheet.words.direction == "rtl":
        preferences["/Direction"] = Name.R2L
    pdf.Root.ViewerPreferences = Dictionary(preferences)
