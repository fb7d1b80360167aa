"""Get every text out of a file of a site: what a reader sees, what a machine reads, what lies in its properties.

In:   a file
Out:  pieces of text, with the rules its metadata already break

Compressed things are opened: search fragments, zip members, office documents, PDF, pictures.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from alongside.text import words_of

# Fonts, programs, and Pagefind's list of word stems: its bytes make words that nobody wrote, and the fragments beside
# it hold the whole text.
_WITHOUT_WORDS = {".wasm", ".woff", ".woff2", ".ttf", ".pagefind"}
_WITHOUT_WORDS_INSIDE = {".pf_index", ".pf_meta"}
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"}
_READABLE = {".html", ".json", ".xml", ".csv", ".txt", ".md", ".pdf", ".docx", ".odt", ".xlsx", ".ics", ".jsonld"}
_AUTHOR = re.compile(r"""<meta[^>]+name=["']?(?:author|creator)|<dc:creator>[^<]|<meta:initial-creator>[^<]""", re.I)
_UNREADABLE = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""data-[a-z]+\s*=\s*["']?([^"'>\s]+)""")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\u\{([0-9a-fA-F]{1,6})\}|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{2,6})\s?")
_ANY_TAG = re.compile(r"<[^>]*>")
_LAYERS = 3
_PAGEFIND = b"pagefind_dcd"  # what each of its fragments begins with
_LARGEST_MEMBER = 50_000_000  # bytes of one member of a zip file, opened


@dataclass(frozen=True)
class Piece:
    """A text of a file.

    readable  the part of it in which contact details would be ones, without code and drawings
    coded     the part of it in which two capital letters would be a country: data files
    broken    rules that the file's properties break
    """

    text: str
    readable: str = ""
    coded: str = ""
    broken: tuple[str, ...] = field(default=())


def pieces_of(path: Path, read_elsewhere: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """Every piece of a file.

    read_elsewhere  SHA-256 of members of a zip file that are read as files of their own
    """
    yield from _pieces(path.read_bytes(), path.suffix.lower(), read_elsewhere)


def _pieces(content: bytes, ending: str, read_elsewhere: frozenset[str] = frozenset()) -> Iterator[Piece]:
    try:
        yield from _opened(content, ending, read_elsewhere)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, SyntaxError):
        yield Piece("", broken=("it cannot be opened, so nobody knows what it holds",))


def _opened(content: bytes, ending: str, read_elsewhere: frozenset[str]) -> Iterator[Piece]:
    if ending in _WITHOUT_WORDS_INSIDE:
        return
    if content[:2] == b"\x1f\x8b":
        opened = gzip.decompress(content).removeprefix(_PAGEFIND)
        yield Piece(opened.decode("utf-8", "replace"))
    elif ending in _WITHOUT_WORDS:
        return
    elif ending in _PICTURES:
        yield _picture(content)
    elif ending == ".pdf":
        yield _pdf(content)
    elif content[:4] == b"PK\x03\x04":
        yield from _zip(content, read_elsewhere)
    else:
        yield _plain(content, ending)


def _plain(content: bytes, ending: str) -> Piece:
    text = content.decode("utf-8", "replace")
    broken = ("it names an author",) if _AUTHOR.search(text) else ()
    if ending not in _READABLE:
        return Piece(text, broken=broken)
    readable = html.unescape(_UNREADABLE.sub(" ", text)) if ending in {".html", ".xml"} else text
    coded = text if ending in {".csv", ".json", ".jsonld"} else " ".join(_DATA.findall(text))
    return Piece(text, readable, coded, broken)


def _picture(content: bytes) -> Piece:
    """A picture must hold pixels and nothing else."""
    with Image.open(io.BytesIO(content)) as picture:
        told = {"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "iptc", "comment", "Comment", "parameters"}
        broken = ("its metadata could tell where and by whom it was taken",) if told & set(picture.info) else ()
        text = " ".join(str(value) for value in picture.info.values() if isinstance(value, str))
    return Piece(text, broken=broken)


def _pdf(content: bytes) -> Piece:
    try:
        reader = PdfReader(io.BytesIO(content))
        properties = {key: str(value) for key, value in (reader.metadata or {}).items()}
        text = "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError):
        return Piece("", broken=("it is no PDF that can be read",))
    broken = ("it names an author",) if properties.get("/Author") else ()
    return Piece(text + "\n" + "\n".join(properties.values()), text, broken=broken)


def _zip(content: bytes, read_elsewhere: frozenset[str]) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            yield Piece(member.filename)
            if member.file_size > _LARGEST_MEMBER:
                yield Piece("", broken=("a member of it is too large to be read",))
            elif not member.is_dir():
                inside = archive.read(member)
                if not read_elsewhere or hashlib.sha256(inside).hexdigest() not in read_elsewhere:
                    yield from _pieces(inside, Path(member.filename).suffix.lower())


def spellings(text: str) -> Iterator[str]:
    """The words of a text as they could be read: decoded, with and without its tags. Most texts have one."""
    seen = set()
    decoded = _decoded(text)
    forms = [decoded]
    if "<" in decoded:
        forms += [_ANY_TAG.sub("", decoded), _ANY_TAG.sub(" ", decoded)]
    for form in forms:
        words = words_of(form)
        if words not in seen:
            seen.add(words)
            yield words


def _decoded(text: str) -> str:
    """Without entities, percent signs and escapes, however often they were put on top of each other."""
    for _ in range(_LAYERS):
        before = text
        if "\\" in text:
            text = _ESCAPE.sub(lambda found: _character(next(filter(None, found.groups()))), text)
        if "%" in text:
            text = _PERCENT.sub(lambda found: unquote(found.group()), text)
        if "&" in text:
            text = html.unescape(text)
        if text == before:
            break
    return text


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else ""
