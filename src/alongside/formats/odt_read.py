"""Read an OpenDocument text that somebody sent, whichever program saved it.

In:   bytes
Out:  its Label; its Trace, or Refused

Nothing in it is run or fetched. A document with macros is refused: forms have none, so somebody has put them there, and
whoever reads the answers would open it next.
"""

from __future__ import annotations

import re

from lxml import etree

from alongside.answers import Label
from alongside.formats import Refused
from alongside.formats.labels import label_in_text, label_of
from alongside.formats.packages import Package, parse_xml
from alongside.formats.traces import Control, Trace

_NAMES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
}
_PREFIXES = {prefix: f"{{{name}}}" for name, prefix in _NAMES.items()}
_LARGEST = 15_000_000  # bytes; the longest form with every answer at its longest is smaller
_UNREAD = frozenset(
    {
        "text:tracked-changes",
        "text:note",
        "text:ruby-text",
        "text:hidden-text",
        "office:annotation",
        "office:forms",
        "loext:list-item",
        "svg:title",
        "svg:desc",
    }
)
_LETTERS = {"text:tab": "\t", "text:line-break": "\n"}
_PARAGRAPHS = {"text:p", "text:h"}
_MACROS = re.compile(r"(Basic/.+/(?!script-l[bc]\.xml$|dialog-l[bc]\.xml$)[^/]+|Scripts/.+[^/])")


def read_label(content: bytes) -> Label | None:
    """What the file says of itself, in its properties or at the foot of its pages."""
    if not content.startswith(b"PK"):
        return None
    package = Package(content)
    if not _is_text(package):
        return None
    label = label_of(_properties(package))
    if label or "styles.xml" not in package.names:
        return label
    feet = package.xml("styles.xml").iter("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}footer")
    texts = ("".join(str(text) for text in foot.itertext()) for foot in feet)
    return next(filter(None, map(label_in_text, texts)), None)


def read_document(content: bytes, quiet: frozenset[str]) -> Trace:
    package = Package(content)
    if not _is_text(package):
        raise Refused("This is no OpenDocument text. Fix: send the form as it was saved.")
    if any(_MACROS.fullmatch(name) for name in package.names):
        raise Refused("This file holds macros, which no form does. Fix: do not open it; ask for it without them.")
    text = package.read("content.xml")
    if len(text) > _LARGEST:
        raise Refused("This file opens into far more than a form can hold. Fix: do not open it; ask who sent it.")
    reader = _Reader(Trace(quiet))
    reader.read(parse_xml(text))
    return reader.trace


def _is_text(package: Package) -> bool:
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("This file is protected by a password. Fix: save it without one.")
    if "mimetype" not in package.names or "content.xml" not in package.names:
        return False
    kind = package.read("mimetype").strip()
    return kind in {b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template"}


def _properties(package: Package) -> dict[str, str]:
    if "meta.xml" not in package.names:
        return {}
    name = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
    listed = package.xml("meta.xml").iter(f"{name}user-defined")
    return {item.get(f"{name}name", ""): "".join(str(text) for text in item.itertext()) for item in listed}


class _Reader:
    """Walks through a document and tells the Trace what it meets."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.paragraphs = 0  # that are open; text counts in them only
        self.spaced = True  # whether another space would be drawn together with the one before

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            name = _name(element)
            if event == "start":
                if name in _UNREAD:
                    skipped = element
                    walk.skip_subtree()
                else:
                    self.open(name, element)
                    self.hear(element.text)
                continue
            if element is skipped:
                skipped = None
            else:
                self.close(name)
            self.hear(element.tail)

    def hear(self, text: str | None) -> None:
        """Letters of a paragraph, with spaces drawn together as ODF asks."""
        if not text or not self.paragraphs:
            return
        words = re.sub(r"[ \t\r\n]+", " ", text)
        if self.spaced:
            words = words.removeprefix(" ")
        if words:
            self.spaced = words.endswith(" ")
            self.trace.hear(words)

    def open(self, name: str, element: etree._Element) -> None:
        trace = self.trace
        if name in _PARAGRAPHS:
            self.paragraphs += 1
            self.spaced = True
        elif name in _LETTERS:
            trace.hear(_LETTERS[name])
            self.spaced = False
        elif name == "text:s":
            trace.hear(" " * min(_count(element), 1000))
            self.spaced = False
        elif name == "table:table":
            trace.open_table()
        elif name == "table:table-row":
            trace.open_row()
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            trace.open_cell()
        elif name == "loext:content-control":
            trace.open_control(_control(element))
        elif name == "text:bookmark-start":
            trace.open_bookmark(_get(element, "text:name"), _get(element, "text:name"))
        elif name == "text:bookmark-end":
            trace.close_bookmark(_get(element, "text:name"))

    def close(self, name: str) -> None:
        trace = self.trace
        if name in _PARAGRAPHS:
            self.paragraphs -= 1
            trace.hear("\n")
        elif name == "table:table":
            trace.close_table()
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            trace.close_cell()
        elif name == "loext:content-control":
            trace.close_control()


def _name(element: etree._Element) -> str:
    """Its name with the prefix we know; empty where it matters to nobody here."""
    space, _, name = element.tag[1:].partition("}")
    return f"{_NAMES[space]}:{name}" if space in _NAMES else ""


def _get(element: etree._Element, name: str) -> str:
    prefix, _, local = name.partition(":")
    return element.get(_PREFIXES[prefix] + local, "")


def _count(element: etree._Element) -> int:
    count = _get(element, "text:c")
    return int(count) if count.isascii() and count.isdecimal() and len(count) < 5 else 1


def _control(element: etree._Element) -> Control:
    items = element.iterfind(f"{_PREFIXES['loext']}list-item")
    named = {_get(item, "loext:display-text"): _get(item, "loext:value") for item in items}
    named.pop("", None)
    box = _get(element, "loext:checkbox") == "true"
    return Control(
        _get(element, "loext:tag"),
        quiet=_get(element, "loext:showing-place-holder") == "true",
        ticked=_get(element, "loext:checked") == "true" if box else None,
        day=_get(element, "loext:current-date")[:10],
        items=named,
    )
