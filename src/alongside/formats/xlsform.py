"""Forms for phones: one XLSForm for each tool, with all its languages, for KoboToolbox and ODK.

In:   the forms of one tool, one for each language; or what a phone sent
Out:  bytes; or Label and Found

A form asks for nothing but its questions: no place, no picture, no sound, no name of a device or of who holds it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from alongside.answers import Found, Label
from alongside.formats.xlsform_lines import PLAIN, TRANSLATED
from alongside.formats.xlsform_names import form_id
from alongside.formats.xlsform_submission import label_of, read_submission
from alongside.formats.xlsform_survey import Survey, survey
from alongside.formats.xlsx_package import finish
from alongside.tool import Form

NAME = "KoboToolbox, ODK"
ENDING = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {"type": 24, "name": 22, "label": 50, "hint": 40, "guidance_hint": 30, "calculation": 40}


def write(forms: Sequence[Form]) -> bytes:
    """forms: those of one tool, one for each language, English first; their size does not matter."""
    whole = [Form(form.tool, form.words) for form in forms]
    found = survey(whole)
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    head = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for name, (columns, rows) in _sheets(whole, found).items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 2)
        for column, title in enumerate(columns):
            sheet.set_column(column, column, _WIDTHS.get(title.partition("::")[0], 16), wrapped)
            sheet.write_string(0, column, title, head)
        for number, row in enumerate(rows, 1):
            for column, title in enumerate(columns):
                if row.get(title):
                    sheet.write_string(number, column, row[title])
    book.close()
    return finish(buffer.getvalue(), whole[0])


def recognise(content: bytes) -> Label | None:
    """What a phone sent. The empty form is none: nobody fills in a workbook of questions."""
    return label_of(content)


def read(content: bytes, form: Form) -> Found:
    return read_submission(content, form)


def _sheets(forms: Sequence[Form], found: Survey) -> Mapping[str, tuple[list[str], list[dict[str, str]]]]:
    tool = forms[0].tool
    languages = [f"{form.words.name} ({form.words.code})" for form in forms]
    settings: dict[str, str] = {
        "form_title": tool.title,
        "form_id": form_id(tool),
        "version": tool.version,
        "default_language": languages[0],
        "style": "pages",
    }
    lines = [_row(line, languages) for line in found.lines]
    used = {column for row in lines for column in row}
    titles = list(PLAIN[:2])
    titles += [f"{column}::{language}" for column in TRANSLATED for language in languages]
    titles += PLAIN[2:]
    choices = [
        {"list_name": name, "name": choice, **_translated("label", words, languages)}
        for name, listed in found.lists.found.items()
        for choice, words in listed.items()
    ]
    listed = ["list_name", "name", *(f"label::{language}" for language in languages)]
    return {
        "survey": ([title for title in titles if title in used], lines),
        "choices": (listed, choices),
        "settings": (list(settings), [settings]),
    }


def _row(line: Any, languages: Sequence[str]) -> dict[str, str]:
    row = {column: getattr(line, column) for column in PLAIN if getattr(line, column)}
    for column in TRANSLATED:
        row |= _translated(column, getattr(line, column), languages)
    return row


def _translated(column: str, words: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    """Each language's text; a form must have all of them or none, so that English stands where one is missing."""
    if not any(words):
        return {}
    return {f"{column}::{language}": text or words[0] for language, text in zip(languages, words, strict=True)}
