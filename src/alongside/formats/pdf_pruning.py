"""Take out of a PDF what carries nothing, before it is written: half of its bytes, and a tenth of the time.

In:   the objects of a PDF as WeasyPrint made them, by its hook `finisher`
Out:  the same pages and the same structure in fewer objects

What goes: elements without a meaning around others; one element for each piece of text in a paragraph; the name of
every
heading in every cell of a table, where the headings themselves can say for what they stand; digits behind the hundredth
of a pixel; tables of fonts that a PDF does not look into; all that pdf_fields.py makes anew.
"""

from __future__ import annotations

import io
import re
from typing import Any

from fontTools.ttLib import TTFont

_HOLDS_TEXT = {"/P", "/H1", "/H2", "/H3", "/TD", "/TH", "/LBody", "/Lbl"}
_SHELLS = {"/NonStruct", "/Div", "/Span"}  # they say nothing about what they hold
_SHAPES = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}  # of a font that is asked for shapes by their numbers
_MADE_ANEW = ("AP", "MK", "Border", "AS", "V", "FT", "TU")
_DIGITS = re.compile(rb"(\d\.\d\d)\d+")
_PLACE = re.compile(rb"(1 0 0 -1 \d+\.\d)\d( \d+\.\d)\d(?= Tm\n)")
_OPAQUE = re.compile(rb"/[aA]1\.0 gs\n")
_FILLED = re.compile(  # an area that is clipped to itself, twice
    rb"q\n([\d. -]+ re)\nW\nn\n/Artifact\nBMC\nq\n([\d. ]+ rg)\n\1\nW\nn\n\1\nf\nQ\nEMC\nQ\n"
)
_NO_MOVE = re.compile(rb">0<")  # between two letters that stand where they would anyway
_BETWEEN = b"EMC\n/Artifact\nBMC\n"  # the end of one drawing and the beginning of the next
_STROKE = re.compile(rb"(q\nq\n[\d. ]+ RG\n[\d.]+ w\n)((?:[\d. -]+ [ml]\n)+)S\nQ\nQ\n")
_STROKED = b"S\nQ\nQ\n"


def prune_structure(pdf: Any) -> None:
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("Subtype") == "/Widget":
            _strip(pdf, thing)
    _Structure(pdf).prune()


def prune_pages(pdf: Any) -> None:
    for reference in pdf.page_references:
        content = _at(pdf, _at(pdf, reference)["Contents"])
        content.stream = [_shortened(b"".join(content.stream))]


def prune_fonts(pdf: Any) -> None:
    for thing in pdf.objects:
        if isinstance(thing, dict) and "FontFile2" in thing:
            stream = _at(pdf, thing["FontFile2"])
            [content] = stream.stream
            stream.stream = [lean_font(content)]
            stream.extra["Length1"] = len(stream.stream[0])


def lean_font(content: bytes, also: frozenset[str] = frozenset()) -> bytes:
    """A TrueType font with no more tables than a PDF needs. also: those that it needs beside the shapes."""
    written = io.BytesIO()
    with TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False) as font:
        for name in set(font.keys()) - _SHAPES - also - {"GlyphOrder"}:
            del font[name]
        font.save(written, reorderTables=None)
    return written.getvalue()


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _shortened(content: bytes) -> bytes:
    content = _NO_MOVE.sub(b"", _DIGITS.sub(rb"\1", _OPAQUE.sub(b"", content)))
    content = _PLACE.sub(rb"\1\2", content).replace(b">0]", b">]")
    return _joined(_FILLED.sub(rb"/Artifact\nBMC\nq\n\2\n\1\nf\nQ\nEMC\n", content))


def _joined(content: bytes) -> bytes:
    """Edges of cells that follow each other, drawn as few long lines: each edge comes as a drawing of its own."""
    drawings: list[bytes] = []
    edges: dict[bytes, list[bytes]] = {}
    for drawing in [*content.split(_BETWEEN), b""]:
        stroke = _STROKE.fullmatch(drawing)
        if stroke:
            edges.setdefault(stroke[1], []).append(stroke[2])
            continue
        drawings.extend(look + _long_lines(b"".join(paths)) + _STROKED for look, paths in edges.items())
        edges.clear()
        drawings.append(drawing)
    return _BETWEEN.join(drawings[:-1])


def _long_lines(path: bytes) -> bytes:
    """The same lines, those that touch or cover each other made one."""
    runs: dict[tuple[bool, float], list[list[float]]] = {}
    points = [float(number) for number in path.replace(b"m", b"").replace(b"l", b"").split()]
    for x, y, to_x, to_y in zip(*(points[start::4] for start in range(4)), strict=True):
        level = y == to_y
        ends = sorted((x, to_x) if level else (y, to_y))
        runs.setdefault((level, y if level else x), []).append(ends)
    lines = []
    for (level, at), parts in runs.items():
        whole: list[list[float]] = []
        for start, end in sorted(parts):
            if whole and start <= whole[-1][1] + 1:
                whole[-1][1] = max(whole[-1][1], end)
            else:
                whole.append([start, end])
        for start, end in whole:
            line = (start, at, end, at) if level else (at, start, at, end)
            lines.append("{:.1f} {:.1f} m {:.1f} {:.1f} l\n".format(*line).encode())
    return b"".join(lines)


def _strip(pdf: Any, widget: dict[str, Any]) -> None:
    for state in widget.get("AP", {}).get("N", {}).values():
        _at(pdf, state).free = "f"
    for key in _MADE_ANEW:
        widget.pop(key, None)


class _Structure:
    """The tree that tells screen readers what the marks on the pages are.

    moved  which element now holds a text, by the reference of the one that held it
    """

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.moved: dict[bytes, bytes] = {}

    def prune(self) -> None:
        root = _at(self.pdf, self.pdf.catalog["StructTreeRoot"])
        for reference in root["K"]:
            self.element(_at(self.pdf, reference), in_head=False)
        texts = _at(self.pdf, root["ParentTree"])["Nums"]
        for page in texts[1::2]:
            if isinstance(page, list):
                page[:] = [self.keeper(reference) for reference in page]

    def keeper(self, reference: bytes) -> bytes:
        while reference in self.moved:
            reference = self.moved[reference]
        return reference

    def element(self, element: Any, *, in_head: bool) -> None:
        del element["Type"]
        kind = element["S"]
        in_head = in_head or kind == "/THead"
        if kind in {"/TH", "/TD"}:
            self.cell(element, in_head=in_head)
        kids = self.kids(element, element)
        element["K"][:] = kids
        if kind == "/Form":
            [reference] = kids
            element["K"] = self.freed(reference)
            del element["K"]["Pg"]
        elif not any(isinstance(kid, int) for kid in kids):
            element.pop("Pg", None)
        for kid in kids:
            if isinstance(kid, bytes) and kind != "/Form":
                self.element(_at(self.pdf, kid), in_head=in_head)

    def kids(self, element: Any, holder: Any) -> list[Any]:
        """What an element holds, without the shells around it; holder: the element that keeps it in the end."""
        found: list[Any] = []
        for kid in element["K"]:
            child = _at(self.pdf, kid) if isinstance(kid, bytes) else None
            if child is None or child.get("S") not in _SHELLS:
                if child is not None and "S" in child:
                    child["P"] = holder.reference
                found.append(kid)
                continue
            inside = self.kids(child, holder)
            texts = any(isinstance(one, int) for one in inside)
            if texts and not (holder["S"] in _HOLDS_TEXT and child.get("Pg") == holder.get("Pg")):
                child["K"][:] = self.kids(child, child)
                child["P"] = holder.reference
                found.append(kid)
                continue
            self.moved[kid] = holder.reference
            child.free = "f"
            found.extend(inside)
        return found

    def cell(self, element: Any, *, in_head: bool) -> None:
        """A heading says what it stands over; the cells then need not name it."""
        told = element.pop("A")
        told.pop("Headers", None)
        element.pop("ID", None)
        if element["S"] == "/TH":
            told["Scope"] = "/Column" if in_head else "/Row"
        if len(told) > 1:
            element["A"] = told

    def freed(self, reference: bytes) -> Any:
        """An object that is written inside the one that holds it, no longer on its own."""
        thing = _at(self.pdf, reference)
        thing.free = "f"
        return thing
