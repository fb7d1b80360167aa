"""Check every link, anchor and resource of a built site.

In:   a folder of HTML, CSS and SVG files
Out:  faults, as "page: what is wrong"

Nothing a page needs may come from another origin, and no page may carry a script that its own policy does not name; a
link that a reader may follow may lead elsewhere.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html

# Attributes by which a browser fetches something, whatever the element; `href` fetches except on links to follow.
_FETCHING = frozenset(
    {"src", "poster", "data", "action", "formaction", "background", "manifest", "ping", "href", "xlink:href"}
)
_INLINE = "//style[text()] | //script[not(@src) and not(@type='application/ld+json') and not(@type='application/json')]"
INDEX = "pagefind"  # the search index: no pages, and written while the pages are checked
STUB = "stub"  # the id by which a page says that it stands in another one's place, and has none of its anchors
_CSS_FETCH = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])(?P<address>[^'")\s]+)""")
_SVG_FETCH = re.compile(r"""(?:href|src)\s*=\s*['"](?P<address>[^'"#][^'"]*)['"]|url\(\s*['"]?(?P<css>[^'")\s#]+)""")


@dataclass(frozen=True)
class _Page:
    ids: frozenset[str]
    links: tuple[str, ...]
    resources: tuple[str, ...]
    inline: bool


@dataclass(frozen=True)
class _Site:
    files: frozenset[str]
    pages: dict[str, _Page]
    base: str
    without: frozenset[str]


def check_links(folder: Path, base: str, without: frozenset[str] = frozenset()) -> list[str]:
    """Every fault of a site.

    base     path of the site's address, with a slash at both ends: links that begin with it are the site's own
    without  language prefixes that were not built this time; links to them are not followed
    """
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = sorted(name for name in found if not name.startswith(f"{INDEX}/"))
    pages: dict[str, _Page] = {}
    faults: list[str] = []
    for name in files:
        if name.endswith(".html"):
            page = _read(folder / name)
            if page is None:
                faults.append(f"{name}: it is no HTML that can be read.")
            else:
                pages[name] = page
    site = _Site(frozenset(files), pages, base, without)
    for name, page in pages.items():
        if page.inline:
            faults.append(f"{name}: it has a script or style of its own; only files of the site may be run.")
        faults += (fault for link in page.links for fault in _check_link(link, name, site))
        faults += (fault for resource in page.resources for fault in _check_resource(resource, name, site))
    for name in files:
        if name.endswith((".css", ".svg")):
            addresses = _addresses((folder / name).read_text(encoding="utf-8", errors="replace"), name)
            faults += (fault for address in addresses for fault in _check_resource(address, name, site))
    return faults


def _read(path: Path) -> _Page | None:
    """What a page names, follows and loads, in one walk over its attributes."""
    try:
        tree = html.fromstring(path.read_bytes())
    except (etree.ParserError, ValueError):
        return None
    ids: set[str] = set()
    links: list[str] = []
    resources: list[str] = []
    inline = not _are_allowed_by_their_page(tree)
    for element in tree.iter(etree.Element):
        for name, value in ((str(key), str(content)) for key, content in element.attrib.items()):
            if name == "id":
                ids.add(value)
            elif name == "href" and element.tag == "a":
                links.append(value)
            elif name in _FETCHING and not (element.tag == "link" and "canonical" in element.get("rel", "")):
                resources.append(value)
            elif name in {"srcset", "imagesrcset"}:
                resources += [candidate.split()[0] for candidate in value.split(",") if candidate.split()]
            elif name == "content" and element.get("http-equiv", "").lower() == "refresh":
                resources.append(value.partition("=")[2].strip())
            elif name == "style" or name.startswith("on"):
                inline = True
    return _Page(frozenset(ids), tuple(links), tuple(resources), inline)


def _are_allowed_by_their_page(tree: html.HtmlElement) -> bool:
    """Whether every script and style inside a page is one that the page's own policy names by its fingerprint.

    That is so of the forms that people take along as a single file; every other page has none.
    """
    policy = " ".join(str(content) for content in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content"))
    texts = (element.text or "" for element in tree.xpath(_INLINE))
    return all(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy for text in texts if text)


def _addresses(text: str, name: str) -> Iterator[str]:
    pattern = _CSS_FETCH if name.endswith(".css") else _SVG_FETCH
    for found in pattern.finditer(text):
        yield next(filter(None, found.groups()), "")


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


def _is_elsewhere(address: str) -> bool | None:
    """Whether an address leaves the site; None where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return bool(parts.scheme or parts.netloc)


def _check_link(address: str, name: str, site: _Site) -> Iterator[str]:
    elsewhere = _is_elsewhere(address)
    if elsewhere is None:
        yield f"{name}: a link is no web address."
    elif elsewhere:
        if urlsplit(address).scheme not in {"https", "mailto"}:
            yield f"{name}: a link uses neither https nor mailto."
    else:
        target, anchor = _target(address, name, site.base)
        if target.split("/")[0] in site.without:
            return
        if target not in site.files:
            yield f"{name}: a link leads to {target}, which does not exist."
        elif anchor and target in site.pages and not {anchor, STUB} & site.pages[target].ids:
            yield f"{name}: a link leads to #{anchor} in {target}, which does not exist."


def _check_resource(address: str, name: str, site: _Site) -> Iterator[str]:
    elsewhere = _is_elsewhere(address)
    if elsewhere is None:
        yield f"{name}: something it loads has no web address."
        return
    if elsewhere:
        parts = urlsplit(address)
        if parts.scheme != "data":
            yield f"{name}: something is loaded from another origin ({parts.netloc or parts.scheme})."
        return
    target, _ = _target(address, name, site.base)
    if not address or target in site.files or any(file.startswith(f"{target}/") for file in site.files):
        return
    yield f"{name}: it needs {target}, which does not exist."
