"""Say in a PDF which letters each drawn shape stands for, so that what is seen can be read aloud, searched and copied.

In:   the objects of a PDF as WeasyPrint made them, by its hook `finisher`; our own font files
Out:  the same with right letters, and with a space between what stands on two lines or in two cells

WeasyPrint learns it from the first text in which a shape comes up. Where a letter carries a mark, it takes the two of
them for the letters of the mark: every later word with that mark then reads with a letter too many. The font files know
better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any

from fontTools.ttLib import TTFont

_ENTRY = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
_TEXT = re.compile(rb"<</MCID (\d+)>>\nBDC\n(?:(?!BT\n)[^\n]*\n)*BT\n[^\n]* (\S+) (\S+) Tm\n.*?\nET\n", re.DOTALL)
_WRITTEN = re.compile(rb"<([0-9a-f]{4,})>(?= Tj|[^<\n]*[<\]])")
_FONT = re.compile(rb"/(\w+) ([\d.]+) Tf\n")
_NAME = re.compile(r"/([A-Z]+)\+Alongside-(Sans|Arabic)(-Bold)?")
_ROUNDS = 4  # a shape of a shape of a shape is the most that fonts make


@dataclass(frozen=True)
class _Shapes:
    """letters: what each shape of a font stands for. space: the shape of a space, and its width in thousandths."""

    letters: dict[int, str]
    space: bytes
    width: int


def mend_letters(pdf: Any) -> None:
    fonts: dict[bytes, _Shapes] = {}
    for font in pdf.objects:
        if isinstance(font, dict) and font.get("Subtype") == "/Type0":
            found = _NAME.fullmatch(font["BaseFont"].decode())
            if found:
                shapes = _shapes(f"Alongside{found[2]}{found[3] or '-Regular'}.ttf")
                stream = pdf.objects[int(font["ToUnicode"].split()[0])]
                stream.stream = [_ENTRY.sub(partial(_entry, shapes), line) for line in stream.stream]
                if any(line.startswith(b"<%b>" % shapes.space) for line in stream.stream):
                    fonts[found[1].encode()] = shapes
    holders = _at(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"][1::2]
    for reference, held in zip(pdf.page_references, holders, strict=False):
        content = _at(pdf, _at(pdf, reference)["Contents"])
        whole = b"\n".join(map(_written, content.stream))
        content.stream = [_spaced(whole, fonts, held)]


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _written(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    return bytes(item.data) if hasattr(item, "data") else str(item).encode()


def _spaced(content: bytes, fonts: dict[bytes, _Shapes], holders: list[bytes]) -> bytes:
    """A space at both ends of a line: nothing else keeps it from its neighbours when it is read aloud or copied.

    holders  the element of the structure that each marked text belongs to; texts of one element on one height are one
             line
    """
    texts = list(_TEXT.finditer(content))
    lines = [_line(text, fonts, holders) for text in texts]
    written, at = [], 0
    for number, text in enumerate(texts):
        begins = number == 0 or not _joined(lines[number - 1], lines[number])
        ends = number == len(lines) - 1 or not _joined(lines[number], lines[number + 1])
        written += [content[at : text.start()], _with_spaces(text[0], fonts, begins=begins, ends=ends)]
        at = text.end()
    return b"".join((*written, content[at:]))


@dataclass(frozen=True)
class _Line:
    """A text as it stands on a page. holder: whose text it is. spaces: whether one stands at its left, at its right."""

    holder: bytes
    left: float
    height: bytes
    font: bytes
    spaces: tuple[bool, bool]


def _line(text: re.Match[bytes], fonts: dict[bytes, _Shapes], holders: list[bytes]) -> _Line:
    mark, used, written = int(text[1]), _FONT.findall(text[0]), _WRITTEN.findall(text[0])
    holder = holders[mark] if mark < len(holders) else b""
    if not used or not written:
        return _Line(holder, float(text[2]), text[3], b"", (False, False))
    first, last = (fonts[name].space if name in fonts else b"" for name, _ in (used[0], used[-1]))
    spaces = written[0][:4] == first, written[-1][-4:] == last
    return _Line(holder, float(text[2]), text[3], used[0][0], spaces)


def _joined(one: _Line, other: _Line) -> bool:
    """Whether two texts may be parts of one word: one of them is bold, and there is no space where they meet."""
    if (one.holder, one.height) != (other.holder, other.height) or one.font == other.font:
        return False
    left, right = (one, other) if one.left <= other.left else (other, one)
    return not (left.spaces[1] or right.spaces[0])


def _with_spaces(text: bytes, fonts: dict[bytes, _Shapes], *, begins: bool, ends: bool) -> bytes:
    """The first space takes no room: the pen goes back behind it."""
    used = list(_FONT.finditer(text))
    if not used or not fonts:
        return text
    if ends and used[-1][1] in fonts:
        text = text[: -len(b"ET\n")] + b"<%b> Tj\nET\n" % fonts[used[-1][1]].space
    if begins:
        name = used[0][1] if used[0][1] in fonts else next(iter(fonts))
        space = b"/%b %b Tf\n[<%b> %d] TJ\n" % (name, used[0][2], fonts[name].space, fonts[name].width)
        text = text[: used[0].start()] + space + text[used[0].start() :]
    return text


def _entry(shapes: _Shapes, found: re.Match[bytes]) -> bytes:
    letters = shapes.letters.get(int(found[1], 16))
    return found[0] if letters is None else b"<%b> <%b>" % (found[1], letters.encode("utf-16-be").hex().encode())


@cache
def _shapes(name: str) -> _Shapes:
    """What the shapes of a font stand for: a letter, or the letters of the shapes in whose place they come."""
    with (files("alongside.formats") / "fonts" / name).open("rb") as file, TTFont(file) as font:
        known: dict[str, str] = {}
        for point, shape in sorted(font.getBestCmap().items()):
            known.setdefault(shape, chr(point))
        changes = list(_changes(font))
        for _ in range(_ROUNDS):
            for shapes, into in changes:
                if into not in known and all(shape in known for shape in shapes):
                    known[into] = "".join(known[shape] for shape in shapes)
        space = font.getBestCmap()[0x20]
        width = round(font["hmtx"][space][0] * 1000 / font["head"].unitsPerEm)
        letters = {font.getGlyphID(shape): letters for shape, letters in known.items()}
        return _Shapes(letters, b"%04x" % font.getGlyphID(space), width)


def _changes(font: TTFont) -> Iterator[tuple[tuple[str, ...], str]]:
    """Which shapes a font puts in the place of which."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 1:
                yield from (((shape,), into) for shape, into in table.mapping.items())
            elif table.LookupType == 4:
                for first, ligatures in table.ligatures.items():
                    yield from (((first, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)
