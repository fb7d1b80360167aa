"""The forms in which a tool is given to people, and read when it comes back. Each is one module of this folder.

A format's module holds:

    NAME, ENDING, MEDIA_TYPE      what it is called, its file's ending and media type
    write(form, answers) -> bytes     a file; with answers already in it, for people and for proofs
    recognise(content) -> Label|None  what a file says of itself; None where it is not of this format or not ours
    read(content, form) -> Found      what stands at each address; never a calculated figure

`read(write(form, answers))`, settled, is the answers, for every form, language and shape. The same form gives the same
bytes: no clock, no author, no random name. What people typed is never a formula, a link or a macro in what we write.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from alongside.problems import AlongsideError

LARGEST_FILE = 20_000_000  # bytes


class Refused(AlongsideError):
    """A file that cannot be read safely, with the reason in words. It quotes nothing from the file."""

    exit_code = 1


FILLED = ("webform", "pdf", "docx", "odt", "xlsx")  # those that people fill in, in the order in which they are offered
TEXT = "text"  # to send in messages; it is only read by people
TOGETHER = "xlsform"  # one file for all languages of a tool


def module(name: str) -> ModuleType:
    """A format by its name. They are opened when they are needed: some bring a large library."""
    return import_module(f"{__name__}.{name}")
