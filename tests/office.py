"""What tests of office files share: reading what was written, and changing files as people and programs do."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from types import ModuleType

from lxml import etree

from alongside.answers import Reading, settle
from alongside.formats.packages import write_zip
from alongside.tool import Form
from conftest import ROOT

Change = Callable[[etree._Element], object]


def settled(format: ModuleType, content: bytes, form: Form) -> Reading:
    label = format.recognise(content)
    assert label is not None
    return settle(form, label, format.read(content, form))


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    return write_zip(members, stored=("mimetype",))


def changed(content: bytes, member: str, *changes: Change) -> bytes:
    """The file after somebody has changed the XML of a member."""
    members = members_of(content)
    root = etree.fromstring(members[member])
    for change in changes:
        change(root)
    return packed({**members, member: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def without(content: bytes, *names: str) -> bytes:
    return packed({name: text for name, text in members_of(content).items() if name not in names})


def unwrap(element: etree._Element, inside: etree._Element) -> None:
    """Put what stands inside an element in its place."""
    parent = element.getparent()
    assert parent is not None
    at = parent.index(element)
    tail = element.tail
    if inside.text:
        _say_before(parent, at, inside.text)
    for child in list(inside):
        parent.insert(at, child)
        at += 1
    parent.remove(element) if not tail else _remove(element)


def _say_before(parent: etree._Element, at: int, text: str) -> None:
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    _say_before(parent, parent.index(element), element.tail or "")
    element.tail = None
    parent.remove(element)


def drop(element: etree._Element) -> None:
    _remove(element)


def fingerprint_elsewhere(format: str, tool: str) -> str:
    """The fingerprint of a filled form, written by another process with another seed for hashes."""
    code = (
        "import hashlib, forms\n"
        f"from alongside.formats import {format}\n"
        f"form = forms.sample({tool!r})\n"
        f"print(hashlib.sha256({format}.write(form, forms.answers_for(form))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT / "tests"), "TZ": "Asia/Tokyo"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
