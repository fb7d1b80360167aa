"""Read what a phone sent: the answers to a form for phones.

In:   the XML of one submission, as ODK and KoboToolbox keep it
Out:  Label; Found

gather() takes names and texts from anywhere: the tables that servers export have the same names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from lxml import etree

from alongside.answers import Found, Label
from alongside.formats import Refused
from alongside.formats.packages import parse_xml
from alongside.formats.xlsform_names import PREFIX, SIZE, TOOL, VERSION, Names
from alongside.shapes import Many, Total
from alongside.tool import Form
from alongside.words import REFERENCE

_LARGEST = 5_000_000  # bytes
_DEEPEST = 20
_TOOL = re.compile(r"[a-z][a-z0-9-]{1,60}")
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}")
_OURS = {TOOL, VERSION, SIZE}
_IDENTITIES = ("rootUuid", "instanceID", "_uuid", "KEY", "__id")
_OF_SERVERS = {
    "meta", "formhub", "instanceID", "instanceName", "deprecatedID", "rootUuid", "uuid", "start", "end", "KEY",
    "PARENT_KEY", "SubmissionDate", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected",
    "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
}  # fmt: skip

Entry: TypeAlias = tuple[str, int, str]  # name of a question, the number of its row from 1, the text


def label_of(content: bytes) -> Label | None:
    """What a submission says of itself. It never says in which language somebody read the form."""
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or PREFIX.encode() not in content:
        return None
    root = _parse(content)
    if root.tag in {"html", "{http://www.w3.org/1999/xhtml}html"}:
        return None  # a page, or an empty form
    by_root = [(TOOL, 1, str(root.get("id", "")).removeprefix(PREFIX).replace("_", "-"))]
    by_root.append((VERSION, 1, str(root.get("version", ""))))
    return label_of_entries([*by_root, *_entries(root, ())])


def label_of_entries(entries: Iterable[Entry]) -> Label | None:
    """The same, of names and texts from anywhere; the last one that says something holds."""
    said = {name: text.strip() for name, _, text in entries if name in _OURS and text.strip()}
    tool, version = said.get(TOOL, ""), said.get(VERSION, "")
    if not _TOOL.fullmatch(tool) or not _VERSION.fullmatch(version):
        return None
    return Label(tool, version, REFERENCE, "light" if said.get(SIZE) == "light" else "standard")


def read_submission(content: bytes, form: Form) -> Found:
    names = Names(form.tool)
    return gather(form, names, _entries(_parse(content), names.growing))


def gather(form: Form, names: Names, entries: Iterable[Entry]) -> Found:
    """The answers among named texts. What this version of the tool does not know is kept under its name."""
    values: dict[str, str | list[str]] = {}
    chosen: dict[str, list[str]] = {}
    for path, row, text in entries:
        question, _, name = path.rpartition("/")
        leaf = form.leaf(question)
        if leaf and isinstance(leaf.shape, Many):
            chosen.setdefault(question, []).extend([name] if text.casefold() in {"1", "true"} else [])
            continue
        place = names.places.get(name)
        if not text.strip() or (place is None and _is_no_answer(name)):
            continue
        address = place.address(row) if place else name
        leaf = form.leaf(address)
        values[address] = text.split() if leaf and isinstance(leaf.shape, Many) else text
    return Found({**chosen, **values})


def identity_of(entries: Sequence[Entry]) -> str:
    """What a server calls a submission: the same in each of its exports, empty where it says nothing."""
    found = (text for wanted in _IDENTITIES for name, _, text in entries if name == wanted)
    return next(found, "").removeprefix("uuid:")


def are_words(form: Form, names: Names, entries: Sequence[Entry]) -> bool:
    """Whether an export has the words of questions where their names should be: nothing in it is a question's name."""
    said = [name.rpartition("/") for name, _, _ in entries if not _is_no_answer(name.rpartition("/")[2])]
    places = {name for name, place in names.places.items() if not _is_total(form, place.address(1))}
    return bool(said) and not any(name in places or question in places for question, _, name in said)


def _is_total(form: Form, address: str) -> bool:
    leaf = form.leaf(address)
    return leaf is not None and isinstance(leaf.shape, Total)


def _is_no_answer(name: str) -> bool:
    return name in _OURS | _OF_SERVERS or "__" in name or name.startswith("_")


def _parse(content: bytes) -> etree._Element:
    if len(content) > _LARGEST:
        raise Refused("This submission is larger than any filled form. Fix: send the form alone, without pictures.")
    return parse_xml(content)


def _entries(element: etree._Element, growing: Collection[str], row: int = 1, depth: int = 0) -> Iterator[Entry]:
    """Every text with the name of its element; growing: the names of rows that people begin themselves."""
    if depth > _DEEPEST:
        raise Refused("This submission is built like no form of ours. Fix: ask who sent it.")
    seen: Counter[str] = Counter()
    for child in element.iterchildren(tag=etree.Element):
        name = etree.QName(child).localname
        if name in {"meta", "formhub"} or any(str(key).endswith("}template") for key in child.attrib):
            continue
        seen[name] += 1
        if len(child):
            yield from _entries(child, growing, seen[name] if name in growing else row, depth + 1)
        else:
            yield name, row, child.text or ""
