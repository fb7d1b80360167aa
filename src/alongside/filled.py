"""Open a filled form, whatever its format, its name and its age.

In:   bytes that somebody sent, the toolkit
Out:  Reading; or Refused, with what is wrong and what to do, quoting nothing

A file is known by what it says inside, never by its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alongside import formats
from alongside.answers import Label, Reading, settle
from alongside.formats import LARGEST_FILE, Refused
from alongside.tool import Form
from alongside.toolkit import Toolkit
from alongside.words import REFERENCE, Words


def open_filled(content: bytes, toolkit: Toolkit, words: Sequence[Words]) -> Reading:
    """Read one file as far as is certain.

    raises  Refused where it is none of our forms, is damaged, or could do harm
    """
    if len(content) > LARGEST_FILE:
        raise Refused("This file is larger than any filled form. Fix: send the form alone, without pictures.")
    for name in (*formats.FILLED, formats.TOGETHER):
        module = formats.module(name)
        label = module.recognise(content)
        if label is not None:
            form = _form_for(label, toolkit, {item.code: item for item in words})
            return settle(form, label, module.read(content, form))
    raise Refused("This is no form of this toolkit, or it has lost what says so. Fix: send the form as it was saved.")


def _form_for(label: Label, toolkit: Toolkit, words: Mapping[str, Words]) -> Form:
    """The form a file was made from, as it is today; in English where its language is not there any more."""
    tools = toolkit.get(label.tool)
    if tools is None:
        raise Refused("This form belongs to a tool that is not in this toolkit. Fix: ask which edition it comes from.")
    tool = tools.get(label.language) or tools[REFERENCE]
    size = label.size if label.size in tool.sizes else "standard"
    return Form(tool, words[tool.language], size)
