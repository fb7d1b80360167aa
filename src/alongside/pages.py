"""What pages may call: small pieces of HTML made from public values.

In:   a PublicBook, the words of its language, the templates in theme/fragments/
Out:  HTML, with everything a person typed escaped, and links relative to the page that asks

macros.py gives these pieces to the Markdown pages by name.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from alongside.neighbours import neighbours
from alongside.open_data import linked_data
from alongside.open_years import reported
from alongside.pictures import FOLDER as PICTURES
from alongside.public import PublicAnonymous, PublicBook, PublicPartner
from alongside.text import fold
from alongside.tool import MOMENTS
from alongside.tool_pages import FORMATS, ToolPage, ToolShelf
from alongside.words import N_, Words, own_name
from alongside.year_pages import has_datum, sections, series, trace

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
    shelf: ToolShelf
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

    def toolkit(self, page_url: str) -> Markup:
        """A card for each tool, in the order of the year."""
        moments: dict[str, list[ToolPage]] = {}
        for page in self.shelf.pages:
            moments.setdefault(page.moment, []).append(page)
        return self.render("toolkit", page_url, moments=moments)

    def tool(self, page_url: str, identifier: str) -> Markup:
        """One tool: to read, to fill in, to take along."""
        page = next((page for page in self.shelf.pages if page.id == identifier), None)
        if page is None:
            raise UnknownName("tool(): no tool has this name; see the folders below toolkit/.")
        served = {item.id: item for item in self.book.commitments}
        return self.render("tool", page_url, tool=page, served=served)

    def progress(self, page_url: str) -> Markup:
        """What is known of each year, and the lines over the years."""
        return self.render("progress", page_url, series=series(self.book, self.words))

    def year(self, page_url: str, number: int) -> Markup:
        """The whole account of one year."""
        return self._account("year", page_url, number)

    def report(self, number: int) -> Markup:
        """The account of one year for print."""
        return self._account("report", f"{self.book.language}/progress/", number)

    def _account(self, template: str, page_url: str, number: int) -> Markup:
        found = next((year for year in reported(self.book) if year.year == number), None)
        if found is None:
            raise UnknownName("year(): there are no figures of this year; see data/progress/.")
        titles = {page.id: page.title for page in self.shelf.pages}
        return self.render(
            template, page_url, year=found, sections=sections(self.book, found, self.words), titles=titles
        )

    def _titles(self) -> dict[str, str]:
        return {page.id: page.title for page in self.shelf.pages}

    def trace(self, page_url: str) -> Markup:
        """From each commitment to the questions and figures that speak of it."""
        years = {m.name: has_datum(self.book, m) for item in self.book.indicators for m in item.measures}
        return self.render("trace", page_url, lines=trace(self.book), titles=self._titles(), years=years)

    def render(self, name: str, page_url: str, **values: object) -> Markup:
        """One fragment. Blank lines go, because Markdown would end a piece of HTML there."""

        def link(target: str) -> str:
            """A link from the asking page to one of the same language."""
            here = posixpath.dirname(page_url) or "."
            relative = posixpath.relpath(f"{self.book.language}/{target}", here)
            return relative + "/" if target.endswith("/") else relative

        html = self.templates.get_template(f"{name}.html").render(
            book=self.book,
            shelf=self.shelf,
            formats=FORMATS,
            own_name=own_name,
            moment_name=lambda code: self.words.say(MOMENTS[code]),
            words=self.words,
            direction=self.words.direction,
            label=lambda field, code, **values: label(self.words, field, code) % values,
            link=link,
            facts=self.facts,
            anonymous_facts=self.anonymous_facts,
            rule_name=lambda name: self.words.say(_RULES[name]),
            asset=lambda picture, ending: link(f"../{PICTURES}/{picture.id}.{ending}"),
            **values,
        )
        return Markup("\n".join(line for line in html.splitlines() if line.strip()))  # noqa: S704

    def directory(self, page_url: str) -> Markup:
        """The partners by region, with what the filters need to know."""
        by_region: dict[str, list[PublicPartner]] = {}
        for partner in self.book.partners:
            by_region.setdefault(partner.region or "", []).append(partner)
        names = {code: self.words.place(code) for code in by_region if code}
        regions = sorted(by_region.items(), key=lambda item: (not item[0], fold(names.get(item[0], ""))))
        return self.render("directory", page_url, regions=regions, choices=self._choices())

    def _choices(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """The filters: name, title, and the options that some partner has, in the order of their words."""
        partners, words = self.book.partners, self.words
        themes = {theme.id: theme.name.text for theme in self.book.themes}

        def options(codes: Iterable[str | None], name: Callable[[str], str]) -> list[tuple[str, str]]:
            return sorted(((code, name(code)) for code in set(codes) if code), key=lambda item: fold(item[1]))

        return [
            ("region", words.say(N_("Region")), options((item.region for item in partners), words.place)),
            (
                "country",
                words.say(N_("Country")),
                options((item.place for item in partners if item.place and item.place.isalpha()), words.place),
            ),
            (
                "theme",
                words.say(N_("Theme")),
                options((code for item in partners for code in item.themes), themes.__getitem__),
            ),
            (
                "entity",
                words.say(N_("Kind of partner")),
                options((item.entity for item in partners), lambda code: label(words, "entity", code)),
            ),
            (
                "language",
                words.say(N_("Language of work")),
                options((code for item in partners for code in item.languages), words.language),
            ),
        ]

    def facts(self, partner: PublicPartner) -> list[str]:
        """Kind and place, as far as they may be shown."""
        found = [label(self.words, "entity", partner.entity)] if partner.entity else []
        return found + ([self.words.place(partner.place)] if partner.place else [])

    def anonymous_facts(self, partner: PublicAnonymous) -> list[str]:
        themes = {theme.id: theme.name.text for theme in self.book.themes}
        found = [label(self.words, "entity", partner.entity)] if partner.entity else []
        found += [self.words.place(partner.region)] if partner.region else []
        found += [themes[partner.theme]] if partner.theme else []
        return found + ([partner.years] if partner.years else [])

    def showcase(self, partner: PublicPartner) -> Markup:
        """The body of a partner's page; its address lies beside the shell's."""
        data = linked_data(partner, self.book, self.words)
        return self.render(
            "showcase",
            f"{self.book.language}/{SHOWCASE_PATH}",
            partner=partner,
            alike=self.alike.get(partner.id, ()),
            linked_data=Markup(data) if data else None,  # noqa: S704
        )

    @cached_property
    def alike(self) -> dict[str, tuple[PublicPartner, ...]]:
        return neighbours(self.book.partners)


_RULES: Mapping[str, str] = {
    "minimum_people": N_("Smallest number of people in a figure"),
    "minimum_entities": N_("Smallest number of partners in a figure"),
    "minimum_money": N_("Smallest number of agreements in a figure on money"),
    "minimum_sheets": N_("Smallest number of filled sheets behind a figure"),
    "minimum_averaged": N_("Smallest number of figures of which a middle is printed"),
    "anonymised_combination": N_("Partners that must share what an entry without a name says"),
    "months_low": N_("Months an agreement lasts at the most, low or moderate risk"),
    "months_high": N_("Months at the most, high risk"),
    "months_severe": N_("Months at the most, severe risk"),
    "months_image": N_("Months at the most, pictures"),
    "days_of_warning": N_("Days of warning before an agreement ends"),
    "days_to_withdraw": N_("Days to take an entry out"),
}

_LABELS: Mapping[str, Mapping[str, str]] = {
    "entity": {
        "individual": N_("Individual"),
        "group": N_("Group"),
        "ngo": N_("Non-governmental organisation"),
        "network": N_("Network"),
        "movement": N_("Social movement"),
        "cooperative": N_("Cooperative"),
        "academic": N_("Academic institution"),
        "government": N_("Government body"),
        "company": N_("Private company"),
    },
    "status": {"registered": N_("Registered"), "informal": N_("Informal")},
    "reach": {
        "community": N_("A community"),
        "country": N_("A country"),
        "international": N_("Several countries"),
    },
    "funding": {
        "we-fund": N_("%(organisation)s funds this partner"),
        "funds-us": N_("This partner funds %(organisation)s"),
        "none": N_("No funding, side by side"),
    },
}


def label(words: Words, field: str, code: str) -> str:
    """The word for a code of a record."""
    return words.say(_LABELS[field][code])
