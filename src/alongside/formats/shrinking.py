"""Scripts and style sheets without what only their readers need: comments, indentation, spaces around signs.

In:   a script or style sheet of this project
Out:  the same, shorter, line by line; names stay as they are, so that it can still be read

This is no general minifier. It knows the way form.js and form.css are written: every statement ends with a semicolon,
and a regular expression stands behind one of the signs ( = ! &
"""

from __future__ import annotations

import re

_SCRIPT = re.compile(
    r"""(?P<comment>//[^\n]*)
    |(?P<text>"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)
    |(?P<pattern>(?<=[(=!&\ ])/(?![/*\ ])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*)
    |(?P<space>\s+)
    |(?P<word>[\w$]+)
    |(?P<sign>.)""",
    re.VERBOSE,
)


def shrink_script(script: str) -> str:
    """A line break stays where a line ended, a space where two words or two signs would become one."""
    shrunk: list[str] = []
    gap = ""
    for found in _SCRIPT.finditer(script):
        kind, text = found.lastgroup, found.group()
        if kind == "comment":
            continue
        if kind == "space":
            gap = "\n" if "\n" in text + gap else " "
            continue
        if gap == "\n" and shrunk:
            shrunk.append("\n")
        elif gap and shrunk and _would_join(shrunk[-1], text):
            shrunk.append(" ")
        shrunk.append(text)
        gap = ""
    return "".join(shrunk) + "\n"


def _would_join(left: str, right: str) -> bool:
    return re.fullmatch(r"[\w$]{2}|\+\+|--", left[-1] + right[0]) is not None


def shrink_style(style: str) -> str:
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", style))
    return re.sub(r":\s+", ":", style).replace(";}", "}").replace("}", "}\n").strip() + "\n"
