"""Draw what stands in the fields of a PDF: marks and typed words.

In:   sizes, texts
Out:  content streams, and the letters that they and every PDF viewer write with

The letters are those of WinAnsiEncoding in a plain TrueType font: no other kind is written correctly by all viewers.
Words in other scripts are kept in the field's value; viewers are then asked to draw it with letters of their own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf

from alongside.formats.pdf_pruning import lean_font

FONT = "AlF"
COLOUR = "0.114 0.169 0.184 rg"
_FRAME = "0.4 0.48 0.51 RG"
_PADDING = 2.0  # points between the edge of a field and its words
_LEADING = 1.25
_SMALLEST = 6.0
_FIRST, _LAST = 32, 255
_FOUND = frozenset({"cmap", "OS/2", "post"})  # tables of a font whose letters viewers look up
_ROUND = 0.5523  # how far the handles of a quarter circle reach


@dataclass(frozen=True)
class Letters:
    """The font of fields. widths: of each letter, in thousandths of its size, by its code."""

    widths: tuple[int, ...]
    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    content: bytes

    def width(self, line: bytes, size: float) -> float:
        return sum(self.widths[code - _FIRST] for code in line if code >= _FIRST) * size / 1000


@cache
def letters() -> Letters:
    source = files("alongside.formats") / "fonts" / "AlongsideForm-Regular.ttf"
    with source.open("rb") as file, TTFont(file) as font:
        glyphs, advances, head = font.getBestCmap(), font["hmtx"], font["head"]
        scale = 1000 / head.unitsPerEm
        codes = [bytes([code]).decode("cp1252", errors="ignore") or " " for code in range(_FIRST, _LAST + 1)]
        widths = tuple(round(advances[glyphs.get(ord(letter), ".notdef")][0] * scale) for letter in codes)
        box = tuple(round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax))
        content = lean_font(source.read_bytes(), _FOUND)
        ascent, descent = round(font["hhea"].ascent * scale), round(font["hhea"].descent * scale)
    return Letters(widths, ascent, descent, (box[0], box[1], box[2], box[3]), content)


def add_font(pdf: Pdf) -> Object:
    """The font, put into a PDF."""
    known = letters()
    name = Name("/AlongsideForm")
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=32, FontBBox=Array(known.box), ItalicAngle=0, StemV=80,
        Ascent=known.ascent, Descent=known.descent, CapHeight=714,
        FontFile2=pdf.make_stream(known.content, Length1=len(known.content)),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=name, FirstChar=_FIRST, LastChar=_LAST,
            Widths=Array(known.widths), Encoding=Name.WinAnsiEncoding, FontDescriptor=pdf.make_indirect(descriptor),
        )
    )  # fmt: skip


def encode(text: str) -> bytes:
    """The text in the letters that fields have; a letter beyond them loses its marks, or becomes a question mark."""
    return b"".join(_code(letter) for letter in unicodedata.normalize("NFC", text))


def _code(letter: str) -> bytes:
    for form in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        try:
            return form.encode("cp1252")
        except UnicodeEncodeError:
            continue
    return b"" if unicodedata.combining(letter) else b"?"


def is_plain(text: str) -> bool:
    """Whether a field shows every letter of the text."""
    try:
        text.replace("\n", "").encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def text(value: str, width: float, height: float, size: float, *, lines: bool, right: bool) -> bytes:
    """The words in a field: on one line, made smaller until they fit, or broken into lines from the top."""
    known, room = letters(), width - 2 * _PADDING
    written = [encode(line) for line in value.split("\n")]
    if not lines:
        written = [b" ".join(written)]
        size = max(_SMALLEST, min(size, size * room / max(known.width(written[0], size), 1)))
    else:
        size, written = _wrapped(written, room, height, size)
    first = height - _PADDING - size if lines else (height - size * 0.72) / 2
    drawn = [f"/Tx BMC q 0 0 {width:.2f} {height:.2f} re W n BT {COLOUR} /{FONT} {size:.2f} Tf".encode()]
    at, y = 0.0, first
    for line in written:
        start = width - _PADDING - known.width(line, size) if right else _PADDING
        drawn.append(f"{start - at:.2f} {y:.2f} Td <{line.hex()}> Tj".encode())
        at, y = start, -size * _LEADING
    return b"\n".join((*drawn, b"ET Q EMC"))


def _wrapped(paragraphs: list[bytes], room: float, height: float, size: float) -> tuple[float, list[bytes]]:
    """Lines that fit, in the largest size in which all of them do."""
    while True:
        lines = [line for paragraph in paragraphs for line in _wrap(paragraph, room, size)]
        if size <= _SMALLEST or len(lines) * size * _LEADING + _PADDING <= height:
            return size, lines
        size -= 0.5


def _wrap(paragraph: bytes, room: float, size: float) -> list[bytes]:
    lines, known = [b""], letters()
    for word in paragraph.split(b" "):
        longer = lines[-1] + b" " + word if lines[-1] else word
        if lines[-1] and known.width(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def round_mark(width: float, height: float) -> bytes:
    """A full circle, for the one answer that is chosen."""
    return f"q {COLOUR} {_circle(width / 2, height / 2, min(width, height) * 0.29)} f Q".encode()


def tick_mark(width: float, height: float) -> bytes:
    """A tick, for each answer that is chosen."""
    stroke = COLOUR.replace("rg", "RG")
    return (
        f"q {stroke} {min(width, height) * 0.14:.2f} w 1 J 1 j {width * 0.22:.2f} {height * 0.5:.2f} m "
        f"{width * 0.42:.2f} {height * 0.27:.2f} l {width * 0.8:.2f} {height * 0.76:.2f} l S Q"
    ).encode()


def ring(size: float) -> bytes:
    """The circle into which a mark is made."""
    return f"{_FRAME} 0.9 w {_circle(size / 2, size / 2, size / 2 - 0.5)} S".encode()


def square(size: float) -> bytes:
    """The box into which a tick is made."""
    return f"{_FRAME} 0.9 w 0.5 0.5 {size - 1:.2f} {size - 1:.2f} re S".encode()


def frame(left: float, bottom: float, width: float, height: float) -> str:
    """The box into which words are written."""
    return f"{_FRAME} 0.7 w {left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re S"


def _circle(x: float, y: float, r: float) -> str:
    k = r * _ROUND
    return (
        f"{x + r:.2f} {y:.2f} m {x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c"
    )
