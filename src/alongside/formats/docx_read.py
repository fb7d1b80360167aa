"""Read a Word document that somebody sent, whichever program saved it.

In:   bytes
Out:  its Label; its Trace, or Refused

Nothing in it is run or fetched. A document with macros is refused: forms have none, so somebody has put them there, and
whoever reads the answers would open it next.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from posixpath import basename

from lxml import etree

from alongside.answers import Label
from alongside.formats import Refused
from alongside.formats.labels import label_in_text, label_of
from alongside.formats.packages import Package, parse_xml
from alongside.formats.traces import Control, Trace

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W[1:-1].encode())
_LARGEST = 15_000_000  # bytes; the longest form with every answer at its longest is smaller
_UNREAD = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "rt", "Fallback", "delText", "instrText"}
)
_LETTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_NO = {"0", "false", "off"}


def read_label(content: bytes) -> Label | None:
    """What the file says of itself, in its properties or at the foot of its pages."""
    if not content.startswith(b"PK"):
        return None
    package = Package(content)
    if not _main_part(package):
        return None
    label = label_of(_properties(package))
    if label:
        return label
    feet = (name for name in package.names if re.fullmatch(r"word/footer\d*\.xml", name))
    texts = (_text(package.xml(name)) for name in feet)
    return next(filter(None, map(label_in_text, texts)), None)


def read_document(content: bytes, quiet: frozenset[str]) -> Trace:
    package = Package(content)
    part = _main_part(package)
    if not part:
        raise Refused("This is no Word document. Fix: send the form as it was saved.")
    if any(basename(name).lower() in {"vbaproject.bin", "vbadata.xml"} for name in package.names):
        raise Refused("This file holds macros, which no form does. Fix: do not open it; ask for it saved as .docx.")
    text = package.read(part)
    if len(text) > _LARGEST:
        raise Refused("This file opens into far more than a form can hold. Fix: do not open it; ask who sent it.")
    reader = _Reader(Trace(quiet, by_word=_is_by_word(package)))
    reader.read(parse_xml(text.replace(*_STRICT)))
    return reader.trace


def _main_part(package: Package) -> str:
    """The member that holds the text; Word on the web calls it document2.xml."""
    names = [name for name in package.names if re.fullmatch(r"word/document\d*\.xml", name)]
    return names[0] if names and "[Content_Types].xml" in package.names else ""


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _properties(package: Package) -> dict[str, str]:
    if "docProps/custom.xml" not in package.names:
        return {}
    listed = package.xml("docProps/custom.xml")
    return {item.get("name", ""): _text(item) for item in listed if isinstance(item.tag, str)}


def _is_by_word(package: Package) -> bool:
    return "docProps/app.xml" in package.names and "Microsoft" in _text(package.xml("docProps/app.xml"))


class _Reader:
    """Walks through a document and tells the Trace what it meets."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.closed: dict[str, Callable[[], None]] = {
            "tbl": trace.close_table,
            "tc": trace.close_cell,
            "sdt": trace.close_control,
        }

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            name = _name(element)
            if event == "start":
                if name in _UNREAD or _is_gone(name, element):
                    skipped = element
                    walk.skip_subtree()
                else:
                    self.open(name, element)
            elif element is skipped:
                skipped = None
            elif name == "p" and not _has(element, "pPr", "rPr", "del"):
                self.trace.hear("\n")
            elif name in self.closed:
                self.closed[name]()

    def open(self, name: str, element: etree._Element) -> None:
        trace = self.trace
        if name == "t":
            trace.hear(element.text or "")
        elif name in _LETTERS:
            trace.hear(_LETTERS[name])
        elif name == "tbl":
            trace.open_table()
        elif name == "tr":
            trace.open_row()
        elif name == "tc":
            trace.open_cell()
        elif name == "sdt":
            trace.open_control(_control(element))
        elif name == "bookmarkStart":
            trace.open_bookmark(element.get(f"{_W}id", ""), element.get(f"{_W}name", ""))
        elif name == "bookmarkEnd":
            trace.close_bookmark(element.get(f"{_W}id", ""))


def _name(element: etree._Element) -> str:
    """Its name, as far as it matters here."""
    if element.tag.startswith(_W):
        return element.tag[len(_W) :]
    return "Fallback" if element.tag.endswith("}Fallback") else ""


def _has(element: etree._Element, *path: str) -> bool:
    found = element.find("/".join(f"{_W}{name}" for name in path))
    return found is not None and found.get(f"{_W}val", "") not in _NO


def _is_gone(name: str, element: etree._Element) -> bool:
    """Rows and cells that somebody has deleted while changes were tracked, and hidden text."""
    if name == "r":
        return _has(element, "rPr", "vanish")
    return (name == "tr" and _has(element, "trPr", "del")) or (name == "tc" and _has(element, "tcPr", "cellDel"))


def _control(element: etree._Element) -> Control:
    def value(name: str, attribute: str = "val", space: str = _W) -> str:
        found = told.find(f"{space}{name}") if told is not None else None
        return "" if found is None else found.get(f"{space}{attribute}", "")

    told = element.find(f"{_W}sdtPr")
    if told is None:
        return Control("")
    box = told.find(f"{_W14}checkbox")
    checked = box.find(f"{_W14}checked") if box is not None else None
    return Control(
        value("tag"),
        quiet=_has(element, "sdtPr", "showingPlcHdr"),
        ticked=None if box is None else checked is not None and checked.get(f"{_W14}val", "1") not in _NO,
        day=value("date", "fullDate")[:10],
        items={
            item.get(f"{_W}displayText", ""): item.get(f"{_W}value", "")
            for item in told.iterfind(f".//{_W}listItem[@{_W}displayText]")
        },
    )
