"""A form as a PDF: made to be printed and filled by hand, and fillable on a screen.

In:   a Form, answers; a file that somebody sent
Out:  PDF/UA-1 with fields; what stands in its fields
"""

from __future__ import annotations

from dataclasses import replace

from alongside.answers import Answers, Found, Label
from alongside.formats.labels import code_of, properties_of
from alongside.formats.pdf_fields import make_fields
from alongside.formats.pdf_form import write_body
from alongside.formats.pdf_page import Sheet, print_sheet
from alongside.formats.pdf_reading import read_fields, read_label
from alongside.shapes import Row, Table
from alongside.tool import Form, Part, Question

NAME = "PDF"
ENDING = "pdf"
MEDIA_TYPE = "application/pdf"


def write(form: Form, answers: Answers | None = None) -> bytes:
    answers = answers or {}
    form = _with_rows(form, answers)
    footer = f"{form.tool.title} · {code_of(form)}"
    sheet = Sheet(form.words, form.tool.title, write_body(form), footer, properties_of(form))
    return print_sheet(sheet, lambda pdf: make_fields(pdf, form, answers))


def recognise(content: bytes) -> Label | None:
    return read_label(content)


def read(content: bytes, form: Form) -> Found:
    return read_fields(content, form)


def _with_rows(form: Form, answers: Answers) -> Form:
    """The form with as many rows as the answers need: nobody can add one to a PDF."""
    added = [address for address in answers if address not in form.leaves and form.leaf(address)]
    if not added:
        return form
    last: dict[str, int] = {}
    for address in added:
        table, row, _ = address.split(".")
        last[table] = max(last.get(table, 0), int(row))

    def grown(part: Part) -> Part:
        if not isinstance(part, Question) or not isinstance(part.shape, Table) or part.id not in last:
            return part
        rows = tuple(Row(str(number)) for number in range(1, last[part.id] + 1))
        return replace(part, shape=replace(part.shape, rows=rows))

    sections = tuple(replace(section, parts=tuple(map(grown, section.parts))) for section in form.tool.sections)
    return replace(form, tool=replace(form.tool, sections=sections))
