"""A form as a Word document with content controls, also for LibreOffice and others that open .docx.

In:   a Form, answers; or bytes that somebody sent
Out:  bytes; or the file's label and what stands at each address

Calculated figures are worked out when the file is made and stay as they are: Word's own formulas are not worked out
until somebody asks for it, and break on a place that is still empty.
"""

from __future__ import annotations

from zlib import crc32

from alongside.answers import Answers, Found, Label
from alongside.formats.docx_parts import FOOTER_ID, escaped_runs, quiet_name, surroundings
from alongside.formats.docx_read import read_document, read_label
from alongside.formats.docx_styles import (
    ASIDE_BORDER,
    BOX_BORDERS,
    HEAD,
    HEAD_SHADE,
    MAIN,
    TWIPS,
    language_tag,
    style_id,
)
from alongside.formats.outline import EMPTY, MARGIN, TICKED, Grid, GridRow, Line, Outline, Place, Said
from alongside.formats.outline_form import outline
from alongside.formats.outline_grids import quiet_words
from alongside.formats.packages import write_zip
from alongside.formats.places import find
from alongside.formats.xml_text import direction, escaped
from alongside.tool import Form

NAME = "docx"
ENDING = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_LONG = 700  # letters; an answer longer than this may run on to the next page
_STYLES = {"facts": "Facts", "box": "AnswerBox", "choices": "Choices", "table": "AnswerTable"}
_BOX_FONT = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
_SPACES = (
    f' xmlns:w="{MAIN}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)


def write(form: Form, answers: Answers | None = None) -> bytes:
    sheet = outline(form, answers or {})
    body = _Body(sheet)
    text = "".join(body.line(piece) if isinstance(piece, Line) else body.grid(piece) for piece in sheet.pieces)
    document = f"{HEAD}<w:document{_SPACES}><w:body>{text}{_page(sheet)}</w:body></w:document>"
    members = surroundings(sheet, body.lists)
    return write_zip({**members, "word/document.xml": document})


def recognise(content: bytes) -> Label | None:
    return read_label(content)


def read(content: bytes, form: Form) -> Found:
    return find(form, read_document(content, quiet_words(form)))


def _page(sheet: Outline) -> str:
    margin = round(MARGIN * TWIPS)
    bidi = "<w:bidi/>" if sheet.right_to_left else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{FOOTER_ID}"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="1020" w:right="{margin}" w:bottom="1020" w:left="{margin}" w:header="510" w:footer="510"'
        f' w:gutter="0"/>{bidi}</w:sectPr>'
    )


class _Body:
    """Writes paragraphs and tables, and counts what has to be counted across a document."""

    def __init__(self, sheet: Outline) -> None:
        self.sheet = sheet
        self.right_to_left = sheet.right_to_left
        self.language = language_tag(sheet.form.words.code)
        self.lists = 0
        self.bookmarks = 0

    def line(self, line: Line) -> str:
        listed = ""
        if line.style == "number":
            self.lists += line.item == 1 or not self.lists
            listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.lists + 1}"/></w:numPr>'
        keep = "<w:keepNext/>" if line.keep else ""
        runs = (self.runs(span.text, "<w:b/><w:bCs/>" if span.bold else "") for span in line.spans)
        return self.paragraph(line.style, "".join(runs), keep, listed)

    def paragraph(self, style: str, runs: str, keep: str = "", more: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{keep}{more}</w:pPr>{runs}</w:p>'

    def runs(self, text: str, marks: str = "") -> str:
        return escaped_runs(text, right_to_left=self.right_to_left, marks=marks)

    def grid(self, grid: Grid) -> str:
        """A table. A short one stays on one page; a long one repeats its header row."""
        widths = [round(width * TWIPS) for width in grid.widths]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = [self.head(grid, widths)] if grid.head else []
        for index, row in enumerate(grid.rows):
            keep = grid.whole or index == len(grid.rows) - 1
            rows.append(self.row(grid, row, widths, "<w:keepNext/>" if keep else ""))
        first_row, first_column = int(bool(grid.head)), int(grid.look == "facts")
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{_STYLES[grid.look]}"/>'
            f"{'<w:bidiVisual/>' if self.right_to_left else ''}"
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0000" w:firstRow="{first_row}" w:lastRow="0" w:firstColumn="{first_column}"'
            ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{escaped(grid.title)}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
            f"{''.join(rows)}</w:tbl>"
        )

    def head(self, grid: Grid, widths: list[int]) -> str:
        cells = "".join(
            self.cell(width, self.paragraph("head", self.runs(title)), HEAD_SHADE + '<w:vAlign w:val="bottom"/>')
            for width, title in zip(widths, grid.head, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def row(self, grid: Grid, row: GridRow, widths: list[int], keep: str) -> str:
        long = any(isinstance(cell, Place) and len(cell.text) > _LONG for cell in row.cells)
        height = f'<w:trHeight w:val="{round(row.height * TWIPS)}" w:hRule="atLeast"/>' if row.height else ""
        cells = "".join(
            self.cell(width, self.inside(cell, keep), self.look(grid, row, cell))
            for width, cell in zip(widths, row.cells, strict=True)
        )
        return f"<w:tr><w:trPr>{'' if long else '<w:cantSplit/>'}{height}</w:trPr>{cells}</w:tr>"

    def cell(self, width: int, inside: str, look: str) -> str:
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr>{inside}</w:tc>'

    def look(self, grid: Grid, row: GridRow, cell: Said | Place) -> str:
        if grid.look == "box":
            boxed = isinstance(cell, Place) or cell.style == "sum"
            shade = HEAD_SHADE if isinstance(cell, Said) and cell.style == "sum" else ""
            return BOX_BORDERS + shade if boxed else '<w:vAlign w:val="center"/>'
        if grid.look == "choices":
            return ASIDE_BORDER if row.apart else ""
        return HEAD_SHADE if isinstance(cell, Said) and cell.style == "sum" else ""

    def inside(self, cell: Said | Place, keep: str) -> str:
        if isinstance(cell, Said):
            return self.paragraph(cell.style, self.runs(cell.text) if cell.text else "", keep)
        self.bookmarks += 1
        marked = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{cell.name}"/>'
        own = direction(cell.text)
        turned = own is not None and (own == "rtl") is not self.right_to_left
        turn = f'<w:bidi w:val="{int(own == "rtl")}"/>' if turned else ""
        control = self.control(cell) + f'<w:bookmarkEnd w:id="{self.bookmarks}"/>'
        return self.paragraph("answer", marked + control, keep, turn)

    def control(self, place: Place) -> str:
        """A content control that cannot be deleted by accident, only emptied."""
        identity = crc32(f"{self.sheet.form.tool.id}/{place.name}".encode()) & 0x7FFFFFFF
        quiet = ""
        if place.quiet:
            part = f'<w:placeholder><w:docPart w:val="{quiet_name(self.sheet, place.quiet)}"/></w:placeholder>'
            quiet = part + ("" if place.text else "<w:showingPlcHdr/>")
        if place.kind in EMPTY:
            shown = f"<w:r><w:rPr>{_BOX_FONT}</w:rPr><w:t>{place.text or EMPTY[place.kind]}</w:t></w:r>"
        elif place.text:
            shown = self.runs(place.text)
        else:
            shown = self.runs(place.quiet, '<w:rStyle w:val="PlaceholderText"/>')
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{escaped(place.title)}"/><w:tag w:val="{place.name}"/>'
            f'<w:id w:val="{identity}"/><w:lock w:val="sdtLocked"/>{quiet}{self.kind(place)}</w:sdtPr>'
            f"<w:sdtContent>{shown}</w:sdtContent></w:sdt>"
        )

    def kind(self, place: Place) -> str:
        if place.kind == "list":
            items = "".join(
                f'<w:listItem w:displayText="{escaped(choice.text)}" w:value="{choice.id}"/>'
                for choice in place.choices
            )
            return f'<w:dropDownList><w:listItem w:value="{escaped(place.quiet)}"/>{items}</w:dropDownList>'
        if place.kind == "day":
            day = f' w:fullDate="{place.value}T00:00:00Z"' if place.value else ""
            return (
                f'<w:date{day}><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="{self.language}"/>'
                '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
            )
        if place.kind in EMPTY:
            signs = "".join(
                f'<w14:{state}State w14:val="{ord(sign):04X}" w14:font="MS Gothic"/>'
                for state, sign in (("checked", TICKED[place.kind]), ("unchecked", EMPTY[place.kind]))
            )
            return f'<w14:checkbox><w14:checked w14:val="{place.value or 0}"/>{signs}</w14:checkbox>'
        return ""
