"""Which files may lie in docs/, data/ and toolkit/: what nobody expected there would be published without a check.

In:   a project folder
Out:  a Problem for every file that no rule knows

A copy of the register, a spreadsheet, a page in a format that only MkDocs reads: all would go out past the gate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from alongside.problems import Problem

# Per folder, what a path below it may look like.
_ALLOWED = {
    "docs/assets": re.compile(r".+\.(css|js|svg|woff2|txt)"),
    "toolkit": re.compile(r"[a-z][a-z0-9-]{1,40}/[a-z]{2,3}\.md|README\.md|scales\.yml"),
    "docs": re.compile(r"[a-z]{2,3}/.+\.md"),
    "data": re.compile(r"[a-z]+\.yml|progress/\d{4}\.yml|schema/[a-z]+\.schema\.json|images/[a-z0-9-]+\.(jpg|png)"),
}
_TEXTS = frozenset({".css", ".js", ".svg", ".txt", ".md"})
_PICTURE_INSIDE = re.compile(r"data:image/(?!svg)|<image[\s>]|<foreignObject", re.IGNORECASE)
_FILES = frozenset(
    {"commitments", "images", "indicators", "partners", "privacy", "safety", "site", "themes"}
)  # of data/, without the ending


def check_folders(project: Path) -> Iterable[Problem]:
    """Every file and link that does not belong."""
    for folder in ("docs", "data", "toolkit"):
        for path in sorted((project / folder).rglob("*")):
            name = path.relative_to(project).as_posix()
            if path.is_symlink():
                what, fix = "this is a link to somewhere else.", "put the file itself here, if it may be published."
                yield Problem(name, 0, "file-link", what, fix)
            elif path.is_file() and not _belongs(name):
                what = "a file like this does not belong here; it would be published past every check."
                yield Problem(name, 0, "file-unexpected", what, "move it out of this folder.")
            elif path.suffix in _TEXTS:
                yield from _check_text(path, name)


def _check_text(path: Path, name: str) -> Iterable[Problem]:
    """A text must be readable for the audit, and hold no picture of its own."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if "\ufffd" in text and path.suffix != ".md":  # documents.py says it of pages
        yield Problem(name, 0, "not-utf-8", "this is not UTF-8 text.", "save it with the encoding UTF-8.")
    found = _PICTURE_INSIDE.search(text)
    if found:
        what, fix = "a picture is written into this text, past the list of pictures.", "add it to data/images.yml."
        yield Problem(name, text.count("\n", 0, found.start()) + 1, "picture-inside", what, fix)


def _belongs(name: str) -> bool:
    for folder, pattern in _ALLOWED.items():
        if name.startswith(f"{folder}/"):
            below = name.removeprefix(f"{folder}/")
            in_data = folder == "data" and "/" not in below
            return bool(pattern.fullmatch(below)) and (not in_data or Path(below).stem in _FILES)
    return False
