"""Read answers that came from the web form: a file of answers, or a page that holds one.

In:   bytes that somebody sent
Out:  Label, Found; or Refused

Nothing of a page is run or even parsed as HTML: all that counts is the one block of JSON in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from alongside.answers import Found, Label
from alongside.formats import LARGEST_FILE, Refused
from alongside.formats.labels import label_of
from alongside.tool import Form

_BLOCK = re.compile(r"""\bdata-af=["']?answers["']?[^<>]{0,200}>""")
_DAMAGED = "This file of answers is damaged. Fix: open it in the form it was made with, and save it anew."


def recognise(content: bytes) -> Label | None:
    """What the file says of itself; None where it is no file of ours."""
    try:
        return _label(_load(content))
    except Refused:
        return None


def read(content: bytes, form: Form) -> Found:
    """The answers by address, as they were typed."""
    file = _load(content)
    label = _label(file)
    if label is None:
        raise Refused("This file holds no answers to a form. Fix: choose the file that the form has saved.")
    if label.tool != form.tool.id:
        raise Refused("This file belongs to another tool. Fix: choose the tool that it was made with.")
    answers = file.get("answers")
    if not isinstance(answers, dict):
        raise Refused(_DAMAGED)
    return Found({address: _value(value) for address, value in answers.items()})


def _value(value: object) -> str | Sequence[str]:
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [_whole(item) for item in value]
    raise Refused(_DAMAGED)


def _whole(text: str) -> str:
    """JSON can spell halves of letters, which no other file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _load(content: bytes) -> dict[str, object]:
    if len(content) > LARGEST_FILE:
        raise Refused("This file is larger than any filled form. Fix: send the answers alone.")
    try:
        text = content.decode("utf-8-sig")
        block = _BLOCK.search(text)
        if block:
            text = text[block.end() : text.index("</script", block.end())]
        file = json.loads(text)
    except (ValueError, RecursionError):  # no UTF-8, no JSON, no end
        raise Refused(_DAMAGED) from None
    if not isinstance(file, dict):
        raise Refused(_DAMAGED)
    return file


def _label(file: dict[str, object]) -> Label | None:
    return label_of({key: value for key, value in file.items() if isinstance(value, str)})
