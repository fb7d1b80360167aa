"""Get every text out of a file of a site: what a reader sees, what a machine reads, what lies in its properties.

In:   a file
Out:  pieces of text, with the rules its metadata already break

Compressed things are opened: search fragments, zip members, office documents, PDF, pictures.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from alongside.text import fold

_WITHOUT_WORDS = {".wasm", ".woff", ".woff2", ".ttf", ".pagefind"}
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"}
_READABLE = {".html", ".json", ".xml", ".csv", ".txt", ".md", ".pdf", ".docx", ".odt", ".xlsx", ".ics"}
_AUTHOR = re.compile(r"""<meta[^>]+name=["']?(?:author|creator)|<dc:creator>[^<]|<meta:initial-creator>[^<]""", re.I)
_TAG = re.compile(r"<(?:script|style|svg)\b.*?</(?:script|style|svg)>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PAGEFIND = b"pagefind_dcd"  # what each of its fragments begins with
_LARGEST_MEMBER = 50_000_000  # bytes of one member of a zip file, opened


@dataclass(frozen=True)
class Piece:
    """A text of a file.

    readable  the part of it in which contact details would be ones, without code and drawings
    broken    rules that the file's properties break
    """

    text: str
    readable: str = ""
    broken: tuple[str, ...] = field(default=())


def pieces_of(path: Path) -> Iterator[Piece]:
    """Every piece of a file."""
    yield from _pieces(path.read_bytes(), path.suffix.lower())


def _pieces(content: bytes, ending: str) -> Iterator[Piece]:
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
        yield from _zip(content)
    else:
        yield _plain(content, ending)


def _plain(content: bytes, ending: str) -> Piece:
    text = content.decode("utf-8", "replace")
    broken = ("it names an author",) if _AUTHOR.search(text) else ()
    if ending not in _READABLE:
        return Piece(text, "", broken)
    readable = html.unescape(_TAG.sub(" ", text)) if ending in {".html", ".xml"} else text
    return Piece(text, readable, broken)


def _picture(content: bytes) -> Piece:
    """A picture must hold pixels and nothing else."""
    with Image.open(io.BytesIO(content)) as picture:
        told = {"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "iptc", "comment", "Comment", "parameters"}
        broken = ("its metadata could tell where and by whom it was taken",) if told & set(picture.info) else ()
        text = " ".join(str(value) for value in picture.info.values() if isinstance(value, str))
    return Piece(text, "", broken)


def _pdf(content: bytes) -> Piece:
    try:
        reader = PdfReader(io.BytesIO(content))
        properties = {key: str(value) for key, value in (reader.metadata or {}).items()}
        text = "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError):
        return Piece("", "", ("it is no PDF that can be read",))
    broken = ("it names an author",) if properties.get("/Author") else ()
    return Piece(text + "\n" + "\n".join(properties.values()), text, broken)


def _zip(content: bytes) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            yield Piece(member.filename)
            if member.file_size > _LARGEST_MEMBER:
                yield Piece("", "", ("a member of it is too large to be read",))
            elif not member.is_dir():
                yield from _pieces(archive.read(member), Path(member.filename).suffix.lower())


def spellings(text: str) -> Iterator[str]:
    """The text as it could be read: as it is, decoded, and without its tags; each folded. Most texts have one."""
    seen = fold(text)
    yield seen
    if "&" in text or "%" in text or "\\u" in text:
        decoded = _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)
        again = fold(html.unescape(_PERCENT.sub(lambda found: unquote(found.group()), decoded)))
        if again != seen:
            yield again
    if "<" in text:
        yield fold(html.unescape(re.sub(r"<[^>]*>", "", text)))
