"""What an office file says of itself: which tool, in which version, language and size.

In:   properties of a file, or the text at the foot of its pages
Out:  Label, or None
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from alongside.answers import Label
from alongside.tool import Form, Size

_SHAPES = {
    "alongside-tool": r"[a-z][a-z0-9-]{0,60}",
    "alongside-version": r"\d{1,4}\.\d{1,4}",
    "alongside-language": r"[a-z]{2,3}",
    "alongside-size": r"standard|light",
}
_CODE = re.compile(
    r"(?<![\w-])(?P<tool>[a-z][a-z0-9-]{0,60})-(?P<language>[a-z]{2,3})(?P<light>-light)?"
    r" (?P<version>\d{1,4}\.\d{1,4})(?![\w.])"
)


def properties_of(form: Form) -> dict[str, str]:
    """What every file of a form says of itself."""
    tool = form.tool
    return dict(zip(_SHAPES, (tool.id, tool.version, tool.language, form.size), strict=True))


def code_of(form: Form) -> str:
    """The same in one word and a number, as every page shows it: people know a sheet of paper by it."""
    return f"{form.stem} {form.tool.version}"


def label_of(properties: Mapping[str, str]) -> Label | None:
    """The label in a file's properties; None where they are not ours."""
    values = [properties.get(key, "").strip() for key in _SHAPES]
    if not all(re.fullmatch(shape, value) for shape, value in zip(_SHAPES.values(), values, strict=True)):
        return None
    tool, version, language, size = values
    return Label(tool, version, language, _size(size == "light"))


def label_in_text(text: str) -> Label | None:
    """The label in the code at the foot of a page, for files that lost their properties on the way."""
    found = _CODE.search(text)
    if found is None:
        return None
    return Label(found["tool"], found["version"], found["language"], _size(found["light"] is not None))


def _size(light: bool) -> Size:
    return "light" if light else "standard"
