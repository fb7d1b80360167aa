"""Check every link, anchor and resource of a built site.

In:   a folder of HTML and CSS files
Out:  faults, as "page: what is wrong"

Nothing a page needs may come from another origin; a link that a reader may follow may lead there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import html

_RESOURCES = (("script", "src"), ("img", "src"), ("source", "srcset"), ("iframe", "src"), ("form", "action"))
_CSS_FETCH = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])(?P<address>[^'")\s]+)""")


@dataclass(frozen=True)
class _Page:
    ids: frozenset[str]
    links: tuple[str, ...]
    resources: tuple[str, ...]


def check_links(site: Path, base: str, without: frozenset[str] = frozenset()) -> list[str]:
    """Every fault of a site.

    base     path of the site's address, with a slash at both ends: links that begin with it are the site's own
    without  language prefixes that were not built this time; links to them are not followed
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {name: _read(site / name) for name in sorted(files) if name.endswith(".html")}
    faults: list[str] = []
    for name, page in pages.items():
        for link in page.links:
            faults += _check_link(link, name, files, pages, base, without)
        for resource in page.resources:
            faults += _check_resource(resource, name, files, base)
    for name in sorted(files):
        if name.endswith(".css"):
            for found in _CSS_FETCH.finditer((site / name).read_text(encoding="utf-8")):
                faults += _check_resource(found["address"], name, files, base)
    return faults


def _read(path: Path) -> _Page:
    tree = html.fromstring(path.read_bytes())

    def values(query: str) -> list[str]:
        return [str(value) for value in cast("list[str]", tree.xpath(query))]

    resources = [value for tag, attribute in _RESOURCES for value in values(f"//{tag}/@{attribute}")]
    resources += values("//link[not(contains(@rel, 'canonical'))]/@href")
    return _Page(frozenset(values("//@id")), tuple(values("//a/@href")), tuple(resources))


def _target(address: str, name: str, base: str) -> tuple[str, str]:
    """The file an address means, and the anchor in it."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if not path:
        return name, unquote(parts.fragment)
    if path.startswith(base):
        target = posixpath.normpath(path[len(base) :] or ".")
    else:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    if path.endswith("/") or target == ".":
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    return target, unquote(parts.fragment)


def _check_link(
    address: str, name: str, files: set[str], pages: dict[str, _Page], base: str, without: frozenset[str]
) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        if parts.scheme not in {"https", "mailto"} or parts.netloc.startswith("-"):
            yield f"{name}: a link uses neither https nor mailto."
        return
    target, anchor = _target(address, name, base)
    if target.split("/")[0] in without:
        return
    if target not in files:
        yield f"{name}: a link leads to {target}, which does not exist."
    elif anchor and anchor not in pages[target].ids:
        yield f"{name}: a link leads to #{anchor} in {target}, which does not exist."


def _check_resource(address: str, name: str, files: set[str], base: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return
    if parts.scheme or parts.netloc:
        yield f"{name}: something is loaded from another origin ({parts.netloc or parts.scheme})."
        return
    target, _ = _target(address, name, base)
    if not address or target in files or any(file.startswith(f"{target}/") for file in files):
        return
    yield f"{name}: it needs {target}, which does not exist."
