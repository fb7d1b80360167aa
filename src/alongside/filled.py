"""Open a filled form, whatever its format, its name and its age.

In:   bytes that somebody sent, the toolkit
Out:  Reading, or those of all submissions of an export; or Refused, with what is wrong and what to do, quoting nothing

A file is known by what it says inside, never by its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from alongside import formats
from alongside.answers import Label, Reading, settle
from alongside.formats import LARGEST_FILE, Refused
from alongside.formats.exports import submissions
from alongside.formats.xlsform_names import Names
from alongside.formats.xlsform_submission import Entry, are_words, gather, identity_of, label_of_entries
from alongside.tool import Form
from alongside.toolkit import Toolkit
from alongside.words import REFERENCE, Words

EXPORT = "export"
_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")  # .doc and .xls; new files too, where they have a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_filled(content: bytes, toolkit: Toolkit, words: Sequence[Words]) -> Reading:
    """Read one file as far as is certain.

    raises  Refused where it is none of our forms, is damaged, or could do harm
    """
    return _open_form(content, toolkit, words)[1]


def _open_form(content: bytes, toolkit: Toolkit, words: Sequence[Words]) -> tuple[str, Reading]:
    """The name of its format, and what is in it."""
    found = _recognised(content)
    if found is None:
        raise Refused(_why(content))
    name, label = found
    form = _form_for(label, toolkit, words)
    return name, settle(form, label, formats.module(name).read(content, form))


def _why(content: bytes) -> str:
    """What is wrong with a file that no format knows."""
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            return "This file is protected by a password. Fix: save it without one."
        return "This file was saved by an old Office, or with a password. Fix: save it without one, as .docx or .xlsx."
    if b"%PDF-" in content[:1024] and b"/Encrypt" in content:
        return "This file is protected by a password. Fix: save it without one."
    return (
        "This is no form of this toolkit, or it has lost what says so. Fix: send the form as it was saved, a table "
        "from LibreOffice as .xlsx; type what came on paper, as a picture or as a message into the web form."
    )


def open_each(content: bytes, toolkit: Toolkit, words: Sequence[Words]) -> tuple[str, Iterator[Reading | Refused]]:
    """Read a form, or every submission of an export, one after the other: the name of the format, the readings.

    A submission that cannot be read takes no other with it: in its place stands why.

    raises  Refused where that is true of the whole file
    """
    exported = submissions(content)
    if exported is not None:
        return EXPORT, (_try_submission(entries, toolkit, words) for entries in exported)
    name, reading = _open_form(content, toolkit, words)
    return name, iter((reading,))


def _try_submission(entries: Sequence[Entry], toolkit: Toolkit, words: Sequence[Words]) -> Reading | Refused:
    try:
        return _read_submission(entries, toolkit, words)
    except Refused as refused:
        return refused


def _read_submission(entries: Sequence[Entry], toolkit: Toolkit, words: Sequence[Words]) -> Reading:
    label = label_of_entries(entries)
    if label is None:
        raise Refused("A row of this export does not say of which tool it is. Fix: export it again, with all columns.")
    form = _form_for(label, toolkit, words)
    names = Names(form.tool)
    if are_words(form, names, entries):
        raise Refused("This export has words where names should be. Fix: export it with XML values and headers.")
    return replace(settle(form, label, gather(form, names, entries)), submission=identity_of(entries))


def _recognised(content: bytes) -> tuple[str, Label] | None:
    """The format of a file, and what it says of itself."""
    if len(content) > LARGEST_FILE:
        raise Refused("This file is larger than any filled form. Fix: send the form alone, without pictures.")
    for name in (*formats.FILLED, formats.TOGETHER):
        label = formats.module(name).recognise(content)
        if label is not None:
            return name, label
    return None


def _form_for(label: Label, toolkit: Toolkit, words: Sequence[Words]) -> Form:
    """The form a file was made from, as it is today; asked in English where its translation is not there any more.

    Figures, and the words in places that nobody has answered, are then still those of its own language.
    """
    tools = toolkit.get(label.tool)
    if tools is None:
        raise Refused("This form belongs to a tool that is not in this toolkit. Fix: ask which edition it comes from.")
    tool = tools.get(label.language) or tools[REFERENCE]
    if any(item.code == label.language for item in words):
        tool = replace(tool, language=label.language)
    size = label.size if label.size in tool.sizes else "standard"
    return Form(tool, next(item for item in words if item.code == tool.language), size)
