"""Office files are zip files of XML: write them the same every time, and open strangers' ones safely.

In:   members by name; or bytes that somebody sent
Out:  bytes; or members and XML trees, or Refused

A stranger's file may be a bomb (small, and gigabytes when opened), name files outside itself, or ask the XML reader to
fetch something. None of it is opened.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from alongside.formats import LARGEST_FILE, Refused

_MOST_MEMBERS = 3000
_LARGEST_OPENED = 100_000_000  # bytes of all members together
_LARGEST_MEMBER = 40_000_000
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what office programs use; others can take any memory
_BROKEN = (
    KeyError, ValueError, OverflowError, EOFError, OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile,
    zlib.error, struct.error,
)  # fmt: skip
"""What zipfile raises on bytes that are no zip file any more."""
_FIXED = (1980, 1, 1, 0, 0, 0)


def write_zip(members: Mapping[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    """A zip file whose bytes depend on its members alone.

    stored  members that must not be compressed, as ODF asks of its first one
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


class Package:
    """A zip file that somebody sent, opened member by member, within bounds."""

    def __init__(self, content: bytes) -> None:
        if len(content) > LARGEST_FILE:
            raise Refused("This file is larger than any filled form. Fix: send the form alone, without pictures.")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            members = self._archive.infolist()
        except _BROKEN:
            raise Refused("This file is damaged. Fix: ask for it again.") from None
        if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _LARGEST_OPENED:
            raise Refused("This file opens into far more than a form can hold. Fix: do not open it; ask who sent it.")
        if any(member.flag_bits & 1 for member in members):
            raise Refused("This file is protected by a password. Fix: save it without one.")
        if any(member.compress_type not in _PACKED for member in members):
            raise Refused("This file is packed in a way that no form is. Fix: send the form as it was saved.")
        self.names = tuple(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """One member; Refused where it is damaged or larger than it says."""
        try:
            with self._archive.open(name) as file:
                content = file.read(_LARGEST_MEMBER + 1)
        except _BROKEN:
            raise Refused("This file is damaged. Fix: ask for it again.") from None
        if len(content) > _LARGEST_MEMBER:
            raise Refused("This file opens into far more than a form can hold. Fix: do not open it; ask who sent it.")
        return content

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.read(name))


def parse_xml(content: bytes) -> etree._Element:
    """A tree, or Refused. Nothing is fetched, no entity is opened, no document type is allowed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("This file is damaged. Fix: ask for it again.") from None
    information = root.getroottree().docinfo
    if getattr(information, "doctype", True):
        raise Refused("This file holds instructions that no form has. Fix: do not open it; ask who sent it.")
    return root
