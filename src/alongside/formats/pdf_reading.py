"""Read what stands in the fields of a PDF that somebody sent.

In:   bytes, a Form
Out:  the file's label; Found, or Refused

Programs that people fill PDFs with write choices as names, as texts, or as numbers of a list; some leave the answer
in the
group, some in its buttons. Scripts, attachments and pages are never looked at; XFA, which no form of ours has, neither.
"""

from __future__ import annotations

import codecs
import io
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject, TextStringObject

from alongside.answers import Found, Label
from alongside.formats import LARGEST_FILE, Refused
from alongside.formats.labels import label_in_text, label_of
from alongside.shapes import Many
from alongside.tool import Form, address_of

_DAMAGED = "This file is damaged. Fix: ask for it again."
_FLAT = "This PDF has no fields any more: it was printed into a new file. Fix: ask for the file as it was saved."
_OTHER = "No field of this PDF belongs to this form. Fix: check that it is the right file."
_LOCKED = "This file is protected by a password. Fix: save it without one."
_LARGE = "This file is larger than any filled form. Fix: send the form alone, without pictures."
_BOMB = "This file opens into far more than a form can hold. Fix: do not open it; ask who sent it."

_MOST_FIELDS = 20_000
_MOST_STREAMS = 200  # that hold objects; ours have about thirty
_LARGEST_STREAM = 4_000_000  # bytes, opened
_LARGEST_PAGE = 500_000  # bytes of a page that are looked through for the code at its foot
_DEEPEST = 10
_HEAD = 1024  # bytes within which a PDF says that it is one
_BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError, OSError,
    ArithmeticError, NotImplementedError, zlib.error, StopIteration,
)  # fmt: skip
"""What pypdf raises on bytes that are no PDF any more; it promises no less."""

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its warnings quote the file


def read_label(content: bytes) -> Label | None:
    """What a PDF says of itself: in its properties, or, where a program has dropped them, at the foot of its pages."""
    if b"%PDF-" not in content[:_HEAD] or len(content) > LARGEST_FILE:
        return None
    try:
        with _limits():
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted:
                return None
            told: dict[str, object] = dict(reader.metadata or {})
            return label_of({str(key)[1:]: str(value) for key, value in told.items()}) or _label_at_foot(reader)
    except (*_BROKEN, DependencyError):
        return None


def _label_at_foot(reader: PdfReader) -> Label | None:
    if not any(address_of(name) for name, _ in _fields(reader)):
        return None
    page = reader.pages[0]
    content = page.get_contents()
    if content is None or len(content.get_data()) > _LARGEST_PAGE:
        return None
    return label_in_text(page.extract_text())


def read_fields(content: bytes, form: Form) -> Found:
    """What stands in the fields."""
    if len(content) > LARGEST_FILE:
        raise Refused(_LARGE)
    try:
        with _limits():
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted:
                raise Refused(_LOCKED)
            fields = [(name, _value(field)) for name, field in _fields(reader)]
    except (LimitReachedError, MemoryError):
        raise Refused(_BOMB) from None
    except (FileNotDecryptedError, DependencyError):  # the latter: it lacks what the newer ciphers need
        raise Refused(_LOCKED) from None
    except _BROKEN:
        raise Refused(_DAMAGED) from None
    if not fields:
        raise Refused(_FLAT)
    return _found(form, fields)


@contextmanager
def _limits() -> Iterator[None]:
    with apply_configuration(
        zlib_maximum_output_length=_LARGEST_STREAM,
        lzw_maximum_output_length=_LARGEST_STREAM,
        run_length_maximum_output_length=_LARGEST_STREAM,
        brotli_maximum_output_length=_LARGEST_STREAM,
        array_based_stream_maximum_output_length=_LARGEST_STREAM,
        stream_decoding_work_maximum_length=4 * _LARGEST_STREAM,
        stream_parsing_work_maximum_count=200_000,
    ):
        yield


def _fields(reader: PdfReader) -> Iterator[tuple[str, DictionaryObject]]:
    """Every field that can hold an answer, with its full name, in the order of the file."""
    if len({stream for stream, _ in reader.xref_objStm.values()}) > _MOST_STREAMS:
        raise LimitReachedError
    root = reader.trailer["/Root"].get_object()
    if not isinstance(root, DictionaryObject):
        return
    table = _object(root, "/AcroForm")
    if not isinstance(table, DictionaryObject):
        return
    seen: set[int] = set()
    waiting = [(kid, "", 0) for kid in reversed(_list(table, "/Fields"))]
    while waiting:
        kid, above, depth = waiting.pop()
        field = kid.get_object()
        if not isinstance(field, DictionaryObject) or id(field) in seen:
            continue
        seen.add(id(field))
        if len(seen) > _MOST_FIELDS or depth > _DEEPEST:
            raise LimitReachedError
        name = ".".join(filter(None, (above, _text(_object(field, "/T")))))
        kids = _list(field, "/Kids")
        named = [kid for kid in kids if "/T" in _dictionary(kid)]
        if named:
            waiting.extend((kid, name, depth + 1) for kid in reversed(named))
        elif name:
            yield name, field


def _value(field: DictionaryObject) -> str:
    """What a field holds: the id of a choice, or words; empty where it holds nothing."""
    value = _text(_object(field, "/V"))
    if _inherited(field, "/FT") != "/Btn":
        return value
    value = value.removeprefix("/")  # some write the name of a state as a text
    buttons = [_dictionary(kid) for kid in _list(field, "/Kids")] or [field]
    if not value or value == "Off":  # some programs press the button and forget the group
        pressed = [_text(_object(button, "/AS")) for button in buttons]
        value = next((state for state in pressed if state not in {"", "Off"}), "")
    options = _list(field, "/Opt")
    if value.isdecimal() and len(value) < 4 and int(value) < len(options):  # some number the choices anew
        return _text(options[int(value)].get_object()) or value
    return value


def _found(form: Form, fields: list[tuple[str, str]]) -> Found:
    values: dict[str, str | list[str]] = {}
    ours = 0
    for name, value in fields:
        address = address_of(name)
        question, _, choice = address.partition(".")
        leaf = form.leaf(question)
        if leaf is not None and isinstance(leaf.shape, Many):
            ours += 1
            chosen = values.setdefault(question, [])
            if value and choice and isinstance(chosen, list):
                chosen.append(choice)
        elif address:
            ours += form.leaf(address) is not None
            values[address] = value
    if not ours:
        raise Refused(_OTHER)
    return Found(values)


def _object(holder: DictionaryObject, key: str) -> PdfObject | None:
    return holder[key].get_object() if key in holder else None


def _inherited(field: DictionaryObject, key: str) -> str:
    at: PdfObject | None = field
    for _ in range(_DEEPEST):
        if not isinstance(at, DictionaryObject):
            break
        if key in at:
            return str(_object(at, key))
        at = _object(at, "/Parent")
    return ""


def _list(holder: DictionaryObject, key: str) -> list[PdfObject]:
    found = _object(holder, key)
    return list(found) if isinstance(found, ArrayObject) else []


def _dictionary(thing: PdfObject) -> DictionaryObject:
    found = thing.get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _text(thing: PdfObject | None) -> str:
    """A name, a string, the first string of a list, or a long text kept apart."""
    if isinstance(thing, ArrayObject):
        thing = thing[0].get_object() if thing else None
    if isinstance(thing, StreamObject):
        content = thing.get_data()
        return content.decode("utf-16" if content[:2] in {b"\xfe\xff", b"\xff\xfe"} else "latin-1")
    if thing is None or isinstance(thing, DictionaryObject):
        return ""
    return str(thing)[1:] if isinstance(thing, NameObject) else _letters(thing)


def _letters(thing: PdfObject) -> str:
    """A string; pypdf leaves as bytes what is in no encoding that it knows, and does not know UTF-8, new in PDF 2."""
    raw = thing.original_bytes if isinstance(thing, TextStringObject) else thing
    if isinstance(raw, bytes) and (raw.startswith(codecs.BOM_UTF8) or not isinstance(thing, TextStringObject)):
        return raw.decode("utf-8-sig", errors="replace")
    return str(thing).removeprefix("\ufeff")
