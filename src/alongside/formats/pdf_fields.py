"""Make fields of the places that WeasyPrint left on the pages, and write answers into them.

In:   a PDF whose places for answers carry names, a Form, answers
Out:  the same PDF with one field for each question: radio groups whose states are the ids of choices, fields with
      appearances of their own, totals that work themselves out

WeasyPrint lists radio buttons twice, calls their states 0, 1, 2, and leaves all appearances to the viewer. Of what it
makes, only the rectangle and the place in the structure of each field are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from alongside.answers import Answers, as_text, totals
from alongside.formats import pdf_ink as ink
from alongside.formats.pdf_formulas import document_script, in_order, shown, total_script
from alongside.formats.pdf_letters import Writing, draw
from alongside.formats.pdf_places import CHOSEN
from alongside.shapes import Many, One, Text, Total
from alongside.tool import Form, Leaf, address_of, name_of

_READ_ONLY, _REQUIRED, _LINES, _RADIO = 1, 1 << 1, 1 << 12, 1 << 15
_SIZE, _SIZE_IN_TABLE = 10.0, 9.0
_OFF = Name("/Off")


def make_fields(pdf: Pdf, form: Form, answers: Answers) -> None:
    _Maker(pdf, form, answers).make()


class _Maker:
    def __init__(self, pdf: Pdf, form: Form, answers: Answers) -> None:
        self.pdf = pdf
        self.form = form
        self.answers = answers
        worked_out = totals(form, answers) if answers else {}  # on paper, a hand writes them
        self.texts = {address: shown(form.words.figure(value + 0)) for address, value in worked_out.items()}  # no -0
        self.font = ink.add_font(pdf)
        self.blank = pdf.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
        self.marks: dict[tuple[str, str, str], Object] = {}
        self.written: list[tuple[Object, Writing]] = []
        self.states: dict[tuple[str, int, int], Object] = {}
        self.names: dict[tuple[str, str, str], str] = {}

    def make(self) -> None:
        places = self.places()
        fields: dict[str, Object] = {}
        for leaf in self.form.leaves.values():
            if isinstance(leaf.shape, Many):
                fields.update(self.many(leaf, leaf.shape, places[leaf.name]))
            elif isinstance(leaf.shape, One):
                fields[leaf.name] = self.one(leaf, leaf.shape, places[leaf.name])
            else:
                fields[leaf.name] = self.text(leaf, places[leaf.name][""])
        if self.written:
            drawings = draw(self.pdf, self.form.words, [writing for _, writing in self.written])
            for (widget, _), drawing in zip(self.written, drawings, strict=True):
                widget.AP = Dictionary(N=drawing)
        table = Dictionary(
            Fields=Array(list(fields.values())),
            DA=String(f"/{ink.FONT} {_SIZE:g} Tf {ink.COLOUR}"),
            DR=Dictionary(Font=Dictionary({f"/{ink.FONT}": self.font})),
        )
        ordered = [fields[name_of(address)] for address in in_order(self.form)]
        if ordered:
            table.CO = Array(ordered)
            script = self.action(document_script(self.form))
            names = self.pdf.Root.get("/Names", Dictionary())
            names.JavaScript = Dictionary(Names=Array([String("alongside"), script]))
            self.pdf.Root.Names = names
        self.pdf.Root.AcroForm = self.pdf.make_indirect(table)

    def places(self) -> dict[str, dict[str, Object]]:
        """The widgets of all pages, by the name of their question and the id of their choice; each gets its frame."""
        found: dict[str, dict[str, Object]] = defaultdict(dict)
        for page in self.pdf.pages:
            frames = []
            for widget in page.obj.get("/Annots", ()):
                name, _, choice = str(widget.T).partition(CHOSEN)
                found[name][choice] = _bare(widget)
                frames.append(self.framed(page, self.form.leaves[address_of(name)], widget))
            content = page.obj.Contents
            content.write(b"q\n%b\nQ /Artifact BMC %b EMC" % (content.read_bytes(), " ".join(frames).encode()))
        return found

    def framed(self, page: Page, leaf: Leaf, widget: Object) -> str:
        """What is drawn around a place on paper: nothing in a table, whose cells have edges."""
        left, bottom, right, top = map(float, widget.Rect)
        if not isinstance(leaf.shape, One | Many):
            return "" if leaf.column else ink.frame(left, bottom, right - left, top - bottom)
        key = ("frame", type(leaf.shape).__name__, f"{right - left:.1f}")
        if key not in self.marks:
            drawn = ink.ring(right - left) if isinstance(leaf.shape, One) else ink.square(right - left)
            self.marks[key] = self.stream(drawn, right - left, top - bottom)
            name = f"/{key[0]}{key[1]}{key[2].replace('.', '-')}"
            page.resources.XObject[name] = self.marks[key]
            self.names[key] = name
        return f"q 1 0 0 1 {left:.1f} {bottom:.1f} cm {self.names[key]} Do Q"

    def one(self, leaf: Leaf, shape: One, places: dict[str, Object]) -> Object:
        """A radio group. Its states are the ids of the choices, so that every reader sees the answer."""
        chosen = self.answers.get(leaf.address)
        state = Name(f"/{chosen}") if isinstance(chosen, str) else _OFF
        asked = place_of(leaf) or leaf.question.label
        flags = _RADIO | self.required(leaf)
        group = self.pdf.make_indirect(
            Dictionary(FT=Name.Btn, Ff=flags, T=String(leaf.name), TU=String(asked), V=state)
        )
        for choice in shape.choices:
            widget = places[choice.id]
            widget.Parent = group
            widget.TU = String(f"{asked}: {choice.text}")
            self.button(widget, choice.id, chosen=choice.id == chosen, draw="round")
        group.Kids = Array([places[choice.id] for choice in shape.choices])
        return group

    def many(self, leaf: Leaf, shape: Many, places: dict[str, Object]) -> Iterator[tuple[str, Object]]:
        """A box to tick for each choice."""
        chosen = self.answers.get(leaf.address, ())
        for choice in shape.choices:
            widget = places[choice.id]
            name = f"{leaf.name}__{choice.id}"
            widget.update({"/FT": Name.Btn, "/T": String(name), "/TU": String(f"{label(leaf)}: {choice.text}")})
            is_chosen = isinstance(chosen, tuple) and choice.id in chosen
            widget.V = Name(f"/{choice.id}") if is_chosen else _OFF
            self.button(widget, choice.id, chosen=is_chosen, draw="tick")
            yield name, widget

    def button(self, widget: Object, state: str, *, chosen: bool, draw: str) -> None:
        widget.AS = Name(f"/{state}") if chosen else _OFF
        mark = self.mark(widget, draw)
        key = (state, *mark.objgen)
        if key not in self.states:
            drawn = Dictionary({f"/{state}": mark, "/Off": self.blank})
            self.states[key] = self.pdf.make_indirect(Dictionary(N=drawn))
        widget.AP = self.states[key]

    def mark(self, widget: Object, draw: str) -> Object:
        width, height = _size(widget)
        key = (draw, f"{width:.1f}", f"{height:.1f}")
        if key not in self.marks:
            drawn = ink.round_mark(width, height) if draw == "round" else ink.tick_mark(width, height)
            self.marks[key] = self.stream(drawn, width, height)
        return self.marks[key]

    def text(self, leaf: Leaf, widget: Object) -> Object:
        size = _SIZE_IN_TABLE if leaf.column else _SIZE
        lines = isinstance(leaf.shape, Text) and (leaf.shape.lines > 1 or leaf.column is not None)
        flags = self.required(leaf) | (_LINES if lines else 0)
        widget.update({"/FT": Name.Tx, "/T": String(leaf.name), "/TU": String(label(leaf))})
        widget.DA = String(f"/{ink.FONT} {size:g} Tf {ink.COLOUR}")
        right = self.form.words.direction == "rtl"
        if right:
            widget.Q = 2
        if isinstance(leaf.shape, Total):
            flags |= _READ_ONLY
            widget.AA = Dictionary(C=self.action(total_script(self.form, leaf, leaf.shape)))
            value = self.texts.get(leaf.address, "")
        else:
            value = as_text(self.answers[leaf.address]) if leaf.address in self.answers else ""
        widget.Ff = flags
        width, height = _size(widget)
        if value:
            widget.V = String(value.replace("\n", "\r"))
        if value and not ink.is_plain(value):
            self.written.append((widget, Writing(value, width, height, size, lines)))
        elif value:
            drawn = ink.text(value, width, height, size, lines=lines, right=right)
            widget.AP = Dictionary(N=self.stream(drawn, width, height))
        return widget  # an empty field has no appearance: programs change shared ones in place, for all who share them

    def stream(self, drawn: bytes, width: float, height: float) -> Object:
        resources = Dictionary(Font=Dictionary({f"/{ink.FONT}": self.font}))
        box = Array([0, 0, round(width, 2), round(height, 2)])
        return self.pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources)

    def action(self, script: str) -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS=String(script))

    def required(self, leaf: Leaf) -> int:
        return _REQUIRED if leaf.question.required else 0


def label(leaf: Leaf) -> str:
    """What a screen reader says of a field: the question, and which row and column."""
    told = place_of(leaf)
    return told if told.startswith(leaf.question.label) else " – ".join(filter(None, (leaf.question.label, told)))


def place_of(leaf: Leaf) -> str:
    """Row and column; empty outside of tables. Rows without words of their own need those of the question."""
    if leaf.row is None or leaf.column is None:
        return ""
    row = leaf.row.text or f"{leaf.question.label} – {leaf.row.id}"
    return f"{row} – {leaf.column.text}"


_KEPT = {"/Subtype", "/Rect", "/F", "/StructParent"}


def _bare(widget: Object) -> Object:
    """A widget with nothing but its place."""
    for key in set(widget.keys()) - _KEPT:
        del widget[key]
    left, top, right, bottom = (float(side) for side in widget.Rect)
    x, y = round(left, 1), round(min(top, bottom), 1)
    # The size is rounded, not the far corner: so all circles have one size, and share their appearances.
    widget.Rect = Array([x, y, round(x + round(right - left, 1), 1), round(y + round(abs(top - bottom), 1), 1)])
    return widget


def _size(widget: Object) -> tuple[float, float]:
    left, bottom, right, top = (float(side) for side in widget.Rect)
    return right - left, top - bottom
