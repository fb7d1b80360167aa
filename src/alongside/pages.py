"""What pages may call: small pieces of HTML made from public values.

In:   a PublicBook, the words of its language, the templates in theme/fragments/
Out:  HTML, with everything a person typed escaped, and links relative to the page that asks

macros.py gives these pieces to the Markdown pages by name.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from alongside.public import PublicBook, PublicPartner
from alongside.words import N_, Words

SHOWCASE_PATH = "partners/showcase/"


def make_templates(folder: Path, words: Words) -> jinja2.Environment:
    """Templates that escape by default, stop at an unknown name, and speak one language."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(words.say, words.say_number, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["language_name"] = words.language
    environment.globals["say_in"] = lambda language, message: language.say(message)
    return environment


class UnknownName(Exception):
    """A page asks for something that is not there; MkDocs stops with this message."""


@dataclass(frozen=True)
class Fragments:
    """The pieces of one language."""

    book: PublicBook
    words: Words
    templates: jinja2.Environment

    def source(self, *codes: str) -> Markup:
        """Anchors and links for the inventory IDs that a statement rests on."""
        links = (f'<a class="al-code" id="{escape(code)}" href="#{escape(code)}">{escape(code)}</a>' for code in codes)
        return Markup(f'<bdi class="al-source" dir="ltr">{" ".join(links)}</bdi>')  # noqa: S704

    def commitments(self, page_url: str, dimension: str) -> Markup:
        """The list of one dimension's commitments, each with its anchor."""
        found = [item for item in self.book.commitments if item.dimension == dimension]
        if not found:
            known = sorted({item.dimension for item in self.book.commitments})
            raise UnknownName(f"commitments(): no commitment has this dimension. Known: {', '.join(known)}.")
        return self.render("commitments", page_url, commitments=found)

    def render(self, name: str, page_url: str, **values: object) -> Markup:
        """One fragment. Blank lines go, because Markdown would end a piece of HTML there."""

        def link(target: str) -> str:
            """A link from the asking page to one of the same language."""
            here = posixpath.dirname(page_url) or "."
            relative = posixpath.relpath(f"{self.book.language}/{target}", here)
            return relative + "/" if target.endswith("/") else relative

        html = self.templates.get_template(f"{name}.html").render(
            book=self.book,
            words=self.words,
            direction=self.words.direction,
            label=lambda field, code: label(self.words, field, code),
            link=link,
            **values,
        )
        return Markup("\n".join(line for line in html.splitlines() if line.strip()))  # noqa: S704

    def showcase(self, partner: PublicPartner) -> Markup:
        """The body of a partner's page; its address lies beside the shell's."""
        return self.render("showcase", f"{self.book.language}/{SHOWCASE_PATH}", partner=partner)


_LABELS: Mapping[str, Mapping[str, str]] = {
    "entity": {
        "individual": N_("Individual"),
        "group": N_("Group"),
        "ngo": N_("Non-governmental organisation"),
        "network": N_("Network"),
        "movement": N_("Social movement"),
        "cooperative": N_("Cooperative"),
        "academic": N_("Academic institution"),
        "government": N_("Public body"),
        "company": N_("Private company"),
    },
    "status": {"registered": N_("Registered"), "informal": N_("Informal")},
    "reach": {
        "community": N_("A community"),
        "country": N_("A country"),
        "international": N_("Several countries"),
    },
    "funding": {
        "we-fund": N_("We fund this partner"),
        "funds-us": N_("This partner funds us"),
        "none": N_("No funding, side by side"),
    },
}


def label(words: Words, field: str, code: str) -> str:
    """The word for a code of a record."""
    return words.say(_LABELS[field][code])
