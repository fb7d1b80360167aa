"""Workbooks: one sheet in reading order, whose figures work themselves out, for spreadsheet programs.

In:   a Form and answers; or bytes that somebody sent
Out:  bytes; or Label and Found

Answers are found by the names of their cells. Where a program has lost the names, they are found by their place, if all
the words around them still stand where we put them; a person then confirms them.
"""

from __future__ import annotations

from alongside.answers import Answers, Found, Label
from alongside.formats.labels import properties_of
from alongside.formats.xlsx_layout import lay_out
from alongside.formats.xlsx_package import finish, label_of_book
from alongside.formats.xlsx_reader import SheetReader
from alongside.formats.xlsx_sheet import SheetWriter
from alongside.formats.xlsx_workbook import Book, is_workbook
from alongside.tool import Form

NAME = "Excel, LibreOffice"
ENDING = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(form: Form, answers: Answers | None = None) -> bytes:
    answers = answers or {}
    return finish(SheetWriter(form, answers, lay_out(form, answers), properties_of(form)).write(), form)


def recognise(content: bytes) -> Label | None:
    return label_of_book(Book(content)) if is_workbook(content) else None


def read(content: bytes, form: Form) -> Found:
    return SheetReader(Book(content), form).read()
