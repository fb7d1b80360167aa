"""The account of a year for print: PDF/UA through the same writer as the tools.

In:   the pieces of a language, a year that has figures, a folder that keeps what was made
Out:  bytes of a PDF; the same figures give the same bytes
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from alongside.downloads import kept_or_made
from alongside.formats.pdf_page import Sheet, print_sheet
from alongside.open_years import reported
from alongside.pages import Fragments
from alongside.words import N_

_STYLE = """
.indicator { margin-bottom: 3mm }
.indicator .hint { break-after: avoid }
.figure { break-inside: avoid; margin: 1.5mm 0 2.5mm }
.head strong { font-size: 12pt }
.reply { margin-bottom: 2mm; padding-inline-start: 3mm; border-inline-start: 1mm solid #a3450a }
.bars, .figures { width: 100%; border-collapse: collapse; margin-top: 1mm; font-size: 8.5pt }
.bars th { width: 62mm; padding: .6mm 0; padding-inline-end: 3mm }
.bars td { padding: .6mm 0 }
.bars .track { background: #f1f6f6 }
.bars .bar { height: 3.2mm; background: #0b4f5c }
.bars .told { width: 26mm; padding-inline-start: 3mm }
.figures th, .figures td { padding: .8mm 1.4mm; border-bottom: .2mm solid #c9d6d7; text-align: start }
""" + "".join(f".w{width} {{ width: {width}% }}" for width in range(101))


def sheet_of(fragments: Fragments, year: int) -> Sheet:
    """What is printed of a year."""
    title = fragments.words.say(N_("Progress in %(year)s")) % {"year": year}
    footer = f"{fragments.book.site.name.text} · {year}"
    return Sheet(fragments.words, title, str(fragments.report(year)), footer, style=_STYLE)


def write_reports(fragments: Fragments, site: Path, kept: Path) -> None:
    """One file for each year, beside the year's page."""
    for year in reported(fragments.book):
        sheet = sheet_of(fragments, year.year)
        about = repr((sheet.words.code, sheet.title, sheet.body, sheet.footer, sheet.style))
        path = site / fragments.book.language / "progress" / f"{year.year}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(kept_or_made(kept, "pdf", about, partial(print_sheet, sheet)))
