"""Scripts and style sheets as the single file carries them: without what only their readers need, with short names.

In:   a script or style sheet of this project
Out:  the same, shorter; the page of the site carries it as it was written

This is no general minifier. It knows the way form.js and form.css are written: every statement ends with a semicolon, a
regular expression stands behind one of the signs ( = ! & or a space, a key touches its colon, and no variable has the
name of something that the browser offers. The libraries that shorten names do not install everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from string import ascii_letters, digits

_SCRIPT = re.compile(
    r"""(?P<comment>//[^\n]*)
    |(?P<text>"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)
    |(?P<pattern>(?<=[(=!&\ ])/(?![/*\ ])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*)
    |(?P<space>\s+)
    |(?P<word>[\w$]+)
    |(?P<sign>=>|\.\.\.|.)""",
    re.VERBOSE,
)
_PLACE = re.compile(r"(?<=\$\{)[^}]*(?=\})")  # what a text with backticks puts in
_OPEN, _CLOSED = "([{", ")]}"
_SAME = {"const": "let", "true": "!0", "false": "!1"}  # nothing here is given anew that must not be


@dataclass(frozen=True)
class _Token:
    """kind: text, pattern, word, sign; or what a word stands for: a variable, or a key that is a variable too."""

    kind: str
    text: str


def shrink_script(script: str) -> str:
    """No comment, no space that keeps nothing apart; variables have short names, the most frequent the shortest."""
    return _written(script, _short_names(_tokens(script)))


def shrink_style(style: str) -> str:
    """No comment, no space that keeps nothing apart; properties of our own have names of a letter."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    own = dict(zip(dict.fromkeys(re.findall(r"--[\w-]+", style)), ascii_letters, strict=False))
    style = re.sub(r"--[\w-]+", lambda name: f"--{own[name[0]]}", style)
    style = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", style))
    style = re.sub(r'(?<==)"(\w+)"(?=\])', r"\1", style)
    return re.sub(r":\s+", ":", style).replace(";}", "}").strip()


def _written(script: str, names: Mapping[str, str]) -> str:
    shrunk: list[str] = []
    declares = [False]  # by depth of brackets: whether the present statement began with `const` or `let`
    for token in _tokens(script):
        text = token.text
        if token.kind == "variable" and (not shrunk or shrunk[-1] in (";", "{", "}")):
            begins = text in ("const", "let")
            if begins and declares[-1] and shrunk[-1] == ";":
                shrunk[-1] = ","
                continue
            declares[-1] = begins
        if token.kind == "sign" and text in _OPEN:
            declares.append(False)
        elif token.kind == "sign" and text in _CLOSED:
            declares.pop()
        if shrunk and shrunk[-1] + text in (";}", ",}", ",)"):
            shrunk.pop()
        elif text == "=>" and re.fullmatch(r"\([\w$]+\)", "".join(shrunk[-3:])):
            shrunk[-3:] = shrunk[-2:-1]
        if text.startswith("`"):
            text = _PLACE.sub(lambda place: _written(place[0], names), text)
        elif token.kind == "both" and text in names:
            text = f"{text}:{names[text]}"
        elif token.kind == "variable":
            text = names.get(text, text)
        if shrunk and re.fullmatch(r"[\w$]{2}|\+\+|--", shrunk[-1][-1] + text[0]):
            shrunk.append(" ")
        shrunk.append(text)
    return "".join(shrunk)


def _tokens(script: str) -> list[_Token]:
    found = [match for match in _SCRIPT.finditer(script) if match.lastgroup != "comment"]
    kept = [match for match in found if match.lastgroup != "space"]
    keys = {match.start() for match in kept if script[match.end() : match.end() + 1] == ":"}
    brackets, tokens = [""], []
    for before, match, after in zip([None, *kept], kept, [*kept[1:], None], strict=False):
        kind, text = str(match.lastgroup), match.group()
        left, right = (near.group() if near else "" for near in (before, after))
        if kind == "sign" and text in _OPEN:
            brackets.append(text)
        elif kind == "sign" and text in _CLOSED:
            brackets.pop()
        elif kind == "word" and left != "." and match.start() not in keys:
            is_key = brackets[-1] == "{" and left in ("{", ",") and right in (",", "}")
            kind = "both" if is_key else "variable"
        tokens.append(_Token(kind, text))
    return tokens


def _short_names(tokens: list[_Token]) -> dict[str, str]:
    """The names that the script itself gives, and a short one for each; no two get the same, whatever their scope."""
    given = set(_given(tokens))
    often = Counter(token.text for token in tokens if token.text in given and token.kind in ("variable", "both"))
    taken = {token.text for token in tokens}
    # Names of a row must not spell a country's, as "d.r,c" would: the audit reads every word of a page.
    letters = [letter for letter in ascii_letters if letter not in "rR"]
    short = (letter + digit for digit, letter in product(("", *digits), letters))
    free = (name for name in short if name not in taken)
    return _SAME | {name: next(free) for name, _ in sorted(often.items(), key=lambda pair: (-pair[1], pair[0]))}


def _given(tokens: list[_Token]) -> Iterator[str]:
    """Names behind `const` and `let`, and before the arrow of a function, alone or in brackets."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token.kind == "sign" and token.text in _OPEN:
            opened.append(at)
        elif token.kind == "sign" and token.text in _CLOSED:
            start = opened.pop()
            pairs[start], pairs[at] = at, start
    for at, token in enumerate(tokens):
        if token.text in ("const", "let") or token.text == "=>":
            first = at + 1 if token.text != "=>" else at - 1
            place = sorted((first, pairs.get(first, first)))
            yield from (named.text for named in tokens[place[0] : place[1] + 1] if named.kind in ("variable", "both"))
