"""What pages ask for that is not there: calls, dimensions, tools, other pages.

In:   the pages of every language, macros.py, what the data files hold
Out:  Problems with the line

MkDocs would find the same while it builds, one page at a time, and in its own words.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
from jinja2 import nodes

from alongside.documents import Page
from alongside.problems import Problem
from alongside.words import REFERENCE

MACROS = "macros.py"
_LINK = re.compile(r"\]\(\s*<?(?![a-z]+:|/)(?P<path>[^)\s>#{]*\.md|(?=#))(?:#(?P<anchor>[^)\s>{]+))?(?=[)\s>])")
_ID = re.compile(r"""\{:[^}]*#([\w.-]+)|\bid=["']?([\w.-]+)""")
_HEADING = re.compile(r"^#{1,6} (?!.*\{:[^}]*#)", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ENVIRONMENT = jinja2.Environment(autoescape=True)
_OF_JINJA = {*_ENVIRONMENT.globals, "loop", "caller", "varargs", "kwargs", "super", "self"}


@dataclass(frozen=True)
class Known:
    """What pages may ask for.

    calls     names that macros.py defines
    values    for a call, what its first value may be: `commitments` takes a dimension
    anchors   for a call and its first value, None where it takes none, the anchors that it makes
    made      paths of pages that nobody writes, relative to a language's folder
    needed    pages that must be there, with the anchor that others lead to and why
    """

    calls: Collection[str]
    values: Mapping[str, Collection[str]]
    anchors: Mapping[str, Mapping[object, Collection[str]]]
    made: Collection[str]
    needed: Collection[tuple[str, str, str]]


def calls_of(project: Path, problems: list[Problem]) -> set[str]:
    """The names that pages may call: macros and variables of macros.py."""
    try:
        tree = ast.parse((project / MACROS).read_text(encoding="utf-8"))
    except OSError:
        problems.append(Problem(MACROS, 0, "file-missing", "this file is missing.", "take it from Alongside."))
        return set()
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        problems.append(Problem(MACROS, line, "macros", "this is no Python.", "undo the last change of this file."))
        return set()
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(ast.unparse(item) == "env.macro" for item in node.decorator_list):
            found.add(node.name)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "env.variables":
            found |= {str(name.value) for name in ast.walk(node.slice) if isinstance(name, ast.Constant)}
    return found


def check_pages(pages: Collection[Page], known: Known) -> Iterator[Problem]:
    """Every page of every language. A link leads to the English page where a language has none of its own."""
    english = {page.path: page for page in pages if page.language == REFERENCE}
    targets = {*english, *known.made}
    trees = {(page.language, page.path): _tree(page) for page in pages}
    anchors = {(page.language, page.path): _anchors_of(page, trees[page.language, page.path], known) for page in pages}
    for page in pages:
        name = f"docs/{page.language}/{page.path}"
        yield from _check_calls(page, trees[page.language, page.path], name, known)
        yield from _check_links(page, name, targets, anchors)
    for path, anchor, why in known.needed:
        if path not in english or f"#{anchor}" not in english[path].body:
            what = f"this page is missing, or has no part `{anchor}`: {why}."
            fix = f"write it, with a heading that ends in `{{: #{anchor} }}`."
            yield Problem(f"docs/{REFERENCE}/{path}", 0, "page-needed", what, fix)


def _tree(page: Page) -> nodes.Template | None:
    """The calls of a page; None where it is malformed, which documents.py has said."""
    try:
        return _ENVIRONMENT.parse(page.body)
    except jinja2.TemplateSyntaxError:
        return None


def _check_calls(page: Page, tree: nodes.Template | None, name: str, known: Known) -> Iterator[Problem]:
    if tree is None:
        return
    set_here = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    for node in tree.find_all(nodes.Name):
        if known.calls and node.ctx == "load" and node.name not in {*known.calls, *_OF_JINJA, *set_here}:
            what = "this page calls something that macros.py does not define."
            fix = f"write one of: {', '.join(sorted(known.calls))}."
            yield Problem(name, page.first_line + node.lineno, "call-unknown", what, fix)
    for call in tree.find_all(nodes.Call):
        allowed = known.values.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        given = call.args[0] if call.args else None
        if allowed is not None and isinstance(given, nodes.Const) and given.value not in allowed:
            what, fix = "this call names something that is not there.", f"write one of: {', '.join(sorted(allowed))}."
            yield Problem(name, page.first_line + call.lineno, "value-unknown", what, fix)


def _anchors_of(page: Page, tree: nodes.Template | None, known: Known) -> set[str] | None:
    """Where links into a page may lead; None where only the finished page can tell."""
    if tree is None or _HEADING.search(page.body):
        return None
    found = {identifier for pair in _ID.findall(page.body) for identifier in pair if identifier}
    for call in tree.find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        given = [item.value for item in call.args if isinstance(item, nodes.Const)]
        if name == "source":
            found |= {str(code) for code in given}
        elif name in known.anchors:
            found |= set(known.anchors[name].get(given[0] if given else None, ()))
        else:
            return None
    return found


def _check_links(
    page: Page,
    name: str,
    targets: Collection[str],
    anchors: Mapping[tuple[str, str], Collection[str] | None],
) -> Iterator[Problem]:
    is_code = False
    for number, line in enumerate(page.body.split("\n"), page.first_line + 1):
        if _FENCE.match(line):
            is_code = not is_code
        if is_code:
            continue
        for link in _LINK.finditer(line):
            inside = posixpath.join(posixpath.dirname(page.path), link["path"]) if link["path"] else page.path
            target = posixpath.normpath(inside)
            there = anchors.get((page.language, target))
            if target not in targets:
                what = "a link leads to a page that does not exist."
                fix = "correct its path, which begins at this page's folder; or take the link out."
                yield Problem(name, number, "link-dead", what, fix)
            elif link["anchor"] and there is not None and link["anchor"] not in there:
                what = "a link leads to a part that its page does not have."
                fix = "write an id of that page after the #, as in `{: #id }`; or take the link out."
                yield Problem(name, number, "anchor-dead", what, fix)
