"""A form as an OpenDocument text with content controls, for LibreOffice and others that open .odt.

In:   a Form, answers; or bytes that somebody sent
Out:  bytes; or the file's label and what stands at each address

Content controls are LibreOffice's own addition to the format. Every place also has a bookmark, which is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from zlib import crc32

from alongside.answers import Answers, Found, Label
from alongside.formats.docx_styles import language_tag
from alongside.formats.labels import properties_of
from alongside.formats.odt_read import read_document, read_label
from alongside.formats.odt_styles import CELLS, FONTS, HEAD, SPACES, aligned, style_name, table_style, write_styles
from alongside.formats.outline import EMPTY, TICKED, Grid, GridRow, Line, Outline, Piece, Place, Said
from alongside.formats.outline_form import outline
from alongside.formats.outline_grids import quiet_words
from alongside.formats.packages import write_zip
from alongside.formats.places import find
from alongside.formats.xml_text import direction, escaped
from alongside.tool import Form

NAME = "odt"
ENDING = "odt"
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_LONG = 700  # letters; an answer longer than this may run on to the next page
_LISTS = {"bullet": "Bullets", "number": "Numbers"}
_MEMBERS = {"/": MEDIA_TYPE, **dict.fromkeys(("content.xml", "styles.xml", "meta.xml", "settings.xml"), "text/xml")}


def write(form: Form, answers: Answers | None = None) -> bytes:
    sheet = outline(form, answers or {})
    members = {
        "mimetype": MEDIA_TYPE,
        "META-INF/manifest.xml": _manifest(),
        "meta.xml": _meta(sheet),
        "settings.xml": _settings(),
        "styles.xml": write_styles(sheet),
        "content.xml": _Content(sheet).write(),
    }
    return write_zip(members, stored=("mimetype",))


def recognise(content: bytes) -> Label | None:
    return read_label(content)


def read(content: bytes, form: Form) -> Found:
    return find(form, read_document(content, quiet_words(form)))


def _manifest() -> str:
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in _MEMBERS.items()
    )
    return f'{HEAD}<manifest:manifest xmlns:manifest="{name}" manifest:version="1.3">{listed}</manifest:manifest>'


def _meta(sheet: Outline) -> str:
    """No author and no dates: they would tell on people, and change from build to build."""
    own = "".join(
        f'<meta:user-defined meta:name="{name}" meta:value-type="string">{escaped(value)}</meta:user-defined>'
        for name, value in properties_of(sheet.form).items()
    )
    return (
        f'{HEAD}<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' office:version="1.3"><office:meta><meta:generator>Alongside</meta:generator>'
        f"<dc:title>{escaped(sheet.form.tool.title)}</dc:title><dc:language>{sheet.form.words.code}</dc:language>"
        f"{own}</office:meta></office:document-meta>"
    )


def _settings() -> str:
    """LibreOffice is asked to store neither the name of whoever saves the form nor a picture of its first page.

    Letters are placed the same way for every printer; without it Arabic letters get tails that fill up roundings.
    """
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in (
            ("ApplyUserData", "boolean", "false"),
            ("SaveThumbnail", "boolean", "false"),
            ("PrinterIndependentLayout", "string", "high-resolution"),
        )
    )
    return (
        f'{HEAD}<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
        ' xmlns:ooo="http://openoffice.org/2004/office" office:version="1.3"><office:settings>'
        f'<config:config-item-set config:name="ooo:configuration-settings">{items}</config:config-item-set>'
        "</office:settings></office:document-settings>"
    )


def _text(text: str) -> str:
    """A text in a paragraph: ODF draws spaces together, and wants lines and tabs as elements."""
    words = escaped(text).replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    while "  " in words:
        words = words.replace("  ", " <text:s/>")
    return "<text:s/>" + words[1:] if words.startswith(" ") else words


class _Content:
    """Writes paragraphs and tables, and collects the styles they turn out to need."""

    def __init__(self, sheet: Outline) -> None:
        self.sheet = sheet
        self.right_to_left = sheet.right_to_left
        self.styles: dict[str, str] = {}
        self.tables = 0

    def write(self) -> str:
        body = "".join(self.pieces())
        styles = CELLS + "".join(self.styles.values())
        return (
            f'{HEAD}<office:document-content{SPACES} office:version="1.3">{FONTS}'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        )

    def pieces(self) -> Iterator[str]:
        def listed(piece: Piece) -> str:
            return _LISTS.get(piece.style, "") if isinstance(piece, Line) else ""

        for name, group in groupby(self.sheet.pieces, listed):
            pieces = "".join(self.grid(piece) if isinstance(piece, Grid) else self.line(piece) for piece in group)
            yield f'<text:list text:style-name="{name}">{pieces}</text:list>' if name else pieces

    def line(self, line: Line) -> str:
        words = "".join(
            f'<text:span text:style-name="Bold">{_text(span.text)}</text:span>' if span.bold else _text(span.text)
            for span in line.spans
        )
        paragraph = self.paragraph(line.style, words, keep=line.keep)
        if line.style not in _LISTS:
            return paragraph
        start = f' text:start-value="{line.item}"' if line.item == 1 else ""
        return f"<text:list-item{start}>{paragraph}</text:list-item>"

    def paragraph(self, style: str, words: str, *, keep: bool = False, right_to_left: bool | None = None) -> str:
        """A paragraph; right_to_left where it does not run as the form does."""
        name = style_name(style)
        turned = right_to_left is not None and right_to_left is not self.right_to_left
        if keep or turned:
            attributes = (' fo:keep-with-next="always"' if keep else "") + (
                f" {aligned(bool(right_to_left))}" if turned else ""
            )
            own = f"{name}{'_keep' if keep else ''}{'_turned' if turned else ''}"
            self.styles[own] = (
                f'<style:style style:name="{own}" style:family="paragraph" style:parent-style-name="{name}">'
                f"<style:paragraph-properties{attributes}/></style:style>"
            )
            name = own
        level = {"heading1": 1, "heading2": 2}.get(style)
        if level:
            return f'<text:h text:style-name="{name}" text:outline-level="{level}">{words}</text:h>'
        return f'<text:p text:style-name="{name}">{words}</text:p>'

    def grid(self, grid: Grid) -> str:
        look = f"Table_{'whole' if grid.whole else 'long'}"
        self.styles[look] = table_style(look, right_to_left=self.right_to_left, whole=grid.whole)
        self.tables += 1
        columns = "".join(f'<table:table-column table:style-name="{self.column(width)}"/>' for width in grid.widths)
        heads = "".join(self.cell("Head", self.paragraph("head", _text(title))) for title in grid.head)
        head = f"<table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>"
        rows = "".join(self.row(grid, row) for row in grid.rows)
        return (
            f'<table:table table:name="Table{self.tables}" table:style-name="{look}">{columns}'
            f"{head if heads else ''}{rows}</table:table>"
        )

    def column(self, width: float) -> str:
        name = f"Column{round(width * 10)}"
        self.styles[name] = (
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width:g}mm"/></style:style>'
        )
        return name

    def row(self, grid: Grid, row: GridRow) -> str:
        long = any(isinstance(cell, Place) and len(cell.text) > _LONG for cell in row.cells)
        name = f"Row{round(row.height * 10)}{'_long' if long else ''}"
        height = f' style:min-row-height="{row.height:g}mm"' if row.height else ""
        together = "auto" if long else "always"
        self.styles[name] = (
            f'<style:style style:name="{name}" style:family="table-row">'
            f'<style:table-row-properties{height} fo:keep-together="{together}"/></style:style>'
        )
        cells = "".join(self.cell(_look(grid, row, cell), self.inside(cell, keep=grid.whole)) for cell in row.cells)
        return f'<table:table-row table:style-name="{name}">{cells}</table:table-row>'

    def cell(self, look: str, inside: str) -> str:
        return f'<table:table-cell table:style-name="{look}" office:value-type="string">{inside}</table:table-cell>'

    def inside(self, cell: Said | Place, *, keep: bool) -> str:
        if isinstance(cell, Said):
            return self.paragraph(cell.style, _text(cell.text), keep=keep)
        own = direction(cell.text)
        start, end = (f'<text:bookmark-{edge} text:name="{cell.name}"/>' for edge in ("start", "end"))
        words = start + self.control(cell) + end
        return self.paragraph("answer", words, keep=keep, right_to_left=None if own is None else own == "rtl")

    def control(self, place: Place) -> str:
        """A content control. Older versions of LibreOffice leave out what they do not know of it."""
        identity = crc32(f"{self.sheet.form.tool.id}/{place.name}".encode()) & 0x7FFFFFFF
        shown = _text(place.text) or f'<text:span text:style-name="Quiet">{_text(place.quiet)}</text:span>'
        kind, items = "", ""
        if place.kind in EMPTY:
            shown = place.text or EMPTY[place.kind]
            kind = f' loext:checkbox="true" loext:checked="{"true" if place.value else "false"}"'
            kind += f' loext:checked-state="{TICKED[place.kind]}" loext:unchecked-state="{EMPTY[place.kind]}"'
        elif not place.text:
            kind = ' loext:showing-place-holder="true"'
        if place.kind == "list":
            kind += ' loext:dropdown="true"'
            items = f'<loext:list-item loext:value="{escaped(place.quiet)}"/>' + "".join(
                f'<loext:list-item loext:display-text="{escaped(choice.text)}" loext:value="{choice.id}"/>'
                for choice in place.choices
            )
        elif place.kind == "day":
            language = language_tag(self.sheet.form.words.code)
            kind += f' loext:date="true" loext:date-format="YYYY-MM-DD" loext:date-rfc-language-tag="{language}"'
            kind += f' loext:current-date="{place.value}T00:00:00Z"' if place.value else ""
        return (
            f'<loext:content-control{kind} loext:alias="{escaped(place.title)}" loext:tag="{place.name}"'
            f' loext:id="{identity}" loext:lock="sdtLocked">{items}{shown}</loext:content-control>'
        )


def _look(grid: Grid, row: GridRow, cell: Said | Place) -> str:
    """The style of a cell."""
    if isinstance(cell, Said) and cell.style == "sum":
        return "Sum"
    if grid.look == "box":
        return "Boxed" if isinstance(cell, Place) else "Plain"
    if grid.look == "choices":
        return "Apart" if row.apart else "Plain"
    return "Fact" if grid.look == "facts" else "Boxed"
