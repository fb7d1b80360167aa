"""Read YAML as text, with the line of every value.

In:   a YAML file
Out:  Document: dicts, lists and strings, and the line each of them stands on

PyYAML's own guesses turn the country NO into False and 12:30 into 750. Here a scalar stays what was typed, and an empty
one is None; meaning comes from records.py. The file is read event by event, so that neither deep nesting nor aliases
that multiply can exhaust the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from alongside.problems import Problem

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | None"
Place: TypeAlias = "tuple[str | int, ...]"

LARGEST_FILE = 32_000_000  # bytes; a thousand partners in four languages need four million
DEEPEST = 20  # levels; our deepest record has six
MOST_ALIASES = 50
LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Document:
    """A file's content, where each part stands, and what kept us from reading it."""

    file: str
    content: Plain = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Place) -> int:
        """The line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def complain(self, line: int, code: str, what: str, fix: str) -> None:
        self.problems.append(Problem(self.file, line, code, what, fix))


class _Unreadable(Exception):
    """Stops the reading of one file; its problem is already noted."""


def read_yaml(path: Path, name: str) -> Document:
    """Read one file; `name` is what messages call it."""
    document = Document(name)
    text = read_text(path, document)
    return document if text is None else read_yaml_text(text, name)


def read_yaml_text(text: str, name: str) -> Document:
    """Read what stands between the lines of a file called `name`."""
    document = Document(name)
    try:
        _Builder(document).build(yaml.parse(text, Loader=LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
        fix = "look at the indentation, at colons inside a text (put the text in quotes) and at quotes left open."
        if "\t" in "".join(text.split("\n")[line - 1 : line]).partition("#")[0]:
            fix = "write spaces in place of the tab; YAML knows no tabs."
        document.complain(line, "yaml-malformed", "this is not well-formed YAML from here on.", fix)
    except _Unreadable:
        pass
    if document.problems:
        document.content = None
    return document


def read_text(path: Path, document: Document) -> str | None:
    """The text of a file with plain line ends, or None, with the problem noted in the document."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
        too_large = path.stat().st_size > LARGEST_FILE
    except OSError:
        document.complain(0, "unreadable", "this file cannot be read.", "check its permissions.")
        return None
    if too_large:
        document.complain(
            0, "file-too-large", "the file is larger than 32 MB.", "split it, or remove what is not data."
        )
        return None
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        document.complain(line, "nul-byte", "there is a NUL byte.", "save the file as plain text in UTF-8.")
        return None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        document.complain(line, "not-utf-8", "this is not UTF-8 text.", "save the file with the encoding UTF-8.")
        return None


class _Builder:
    """Builds the content from parser events, without recursion."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.anchors: dict[str, Plain] = {}
        self.aliases = 0
        self.open: list[tuple[Plain, str | None, str | None]] = []  # container, key waiting for its value, anchor
        self.path: list[str | int] = []

    def build(self, events: Iterator[yaml.Event]) -> None:
        documents = 0
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.stop(line, "two-documents", "a second document begins here.", "remove the line `---`.")
            elif isinstance(event, yaml.ScalarEvent):
                plain_empty = event.value == "" and event.style in (None, "")
                self.put(None if plain_empty else event.value, line, event.anchor)
            elif isinstance(event, yaml.MappingStartEvent):
                self.begin({}, line, event.anchor)
            elif isinstance(event, yaml.SequenceStartEvent):
                self.begin([], line, event.anchor)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self.end()
            elif isinstance(event, yaml.AliasEvent):
                self.put(self.follow(event.anchor, line), line, None)

    def stop(self, line: int, code: str, what: str, fix: str) -> None:
        self.document.complain(line, code, what, fix)
        raise _Unreadable

    def follow(self, anchor: str | None, line: int) -> Plain:
        self.aliases += 1
        if anchor is None or anchor not in self.anchors or self.aliases > MOST_ALIASES:
            what = "an alias (`*name`) stands for a whole entry, or there are too many of them."
            self.stop(line, "alias-refused", what, "write the values out.")
            return None
        return self.anchors[anchor]

    def begin(self, container: Plain, line: int, anchor: str | None) -> None:
        if len(self.open) >= DEEPEST:
            self.stop(line, "too-deep", "the values are nested too deeply.", "use the form of the entries around it.")
        self.put(container, line, None)
        self.open.append((container, None, anchor))
        self.path.append("")

    def end(self) -> None:
        container, _, anchor = self.open.pop()
        self.path.pop()
        if anchor:
            # An anchor counts from its end on, so nothing can contain itself; an alias may only stand for a leaf or a
            # flat list, so nothing can multiply.
            flat = isinstance(container, list) and all(isinstance(item, str) for item in container)
            if flat:
                self.anchors[anchor] = container

    def put(self, value: Plain, line: int, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = value
        if not self.open:
            self.document.content = value
            self.document.lines[()] = line
            return
        container, key, own_anchor = self.open[-1]
        if isinstance(container, list):
            self.path[-1] = len(container)
            container.append(value)
        elif isinstance(container, dict) and key is None:
            self.key(container, value, line, own_anchor)
            return
        elif isinstance(container, dict) and key is not None:
            container[key] = value
            self.open[-1] = (container, None, own_anchor)
        self.document.lines[tuple(self.path)] = line

    def key(self, container: dict[str, Plain], value: Plain, line: int, own_anchor: str | None) -> None:
        if not isinstance(value, str):
            self.stop(line, "key-not-text", "a key must be a plain word.", "write `word: value`.")
            return
        if value in container:
            self.document.complain(
                line, "key-doubled", "this key stands twice in the same entry.", "keep one of the two."
            )
        container[value] = None
        self.open[-1] = (container, value, own_anchor)
        self.path[-1] = value
        self.document.lines[tuple(self.path)] = line
