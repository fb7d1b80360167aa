"""Read a whole project and say everything that is wrong with it, at once.

In:   a folder laid out like this repository
Out:  Sources, or one SourceError with every problem of every file
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from alongside.documents import Page, load_pages
from alongside.explanations import explain
from alongside.problems import CallError, Problem, SourceError
from alongside.records import Commitment, Partner, Privacy, Site, Year
from alongside.text import Text
from alongside.words import REFERENCE, Words, load_words
from alongside.yaml_text import Document, Place, read_yaml

GENERAL_DIMENSIONS = ("overall", "progress")  # promises for every partnership, and those of the yearly account
T = TypeVar("T")


@dataclass(frozen=True)
class Sources:
    """Everything a person wrote, checked. Private in the sense of the gate."""

    project: Path
    words: tuple[Words, ...]
    site: Site
    privacy: Privacy
    commitments: tuple[Commitment, ...]
    partners: tuple[Partner, ...]
    years: tuple[Year, ...]
    pages: tuple[Page, ...]


def load(project: Path) -> Sources:
    """Read and check a project.

    raises  CallError where the folder is no project; SourceError with every problem otherwise
    """
    if not (project / "mkdocs.yml").is_file() or not (project / "data").is_dir():
        raise CallError("This folder is no project: it has no mkdocs.yml or no data/. Fix: name it with --project DIR.")
    reader = _Reader(project)
    words = load_words(project / "locale", reader.problems)
    site = reader.read("data/site.yml", Site)
    privacy = reader.read("data/privacy.yml", Privacy)
    commitments = reader.read("data/commitments.yml", tuple[Commitment, ...]) or ()
    partners = reader.read("data/partners.yml", tuple[Partner, ...]) or ()
    years = tuple(
        year
        for path in sorted((project / "data" / "progress").glob("*.yml"))
        if (year := reader.read(f"data/progress/{path.name}", Year))
    )
    pages = load_pages(project, [language.code for language in words], reader.problems)
    reader.check_together(words, site, commitments, partners)
    if reader.problems or site is None or privacy is None:
        raise SourceError(reader.problems)
    return Sources(project, words, site, privacy, commitments, partners, years, pages)


class _Reader:
    """Reads the data files and keeps where everything stands, for the checks across them."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}

    def read(self, name: str, kind: type[T]) -> T | None:
        path = self.project / name
        if not path.is_file():
            self.problems.append(Problem(name, 0, "file-missing", "this file is missing.", "add it."))
            return None
        document = self.documents[name] = read_yaml(path, name)
        self.problems.extend(document.problems)
        if document.problems:
            return None
        adapter: TypeAdapter[T] = TypeAdapter(kind)
        try:
            return adapter.validate_python([] if document.content is None else document.content)
        except ValidationError as error:
            self.problems.extend(explain(document, detail, kind) for detail in error.errors(include_input=False))
            return None

    def complain(self, name: str, place: Place, code: str, what: str, fix: str) -> None:
        self.problems.append(Problem(name, self.documents[name].line(place), code, what, fix))

    def check_together(
        self,
        words: tuple[Words, ...],
        site: Site | None,
        commitments: tuple[Commitment, ...],
        partners: tuple[Partner, ...],
    ) -> None:
        """What no single record can know about itself."""
        self._ids_are_unique("data/commitments.yml", [commitment.id for commitment in commitments])
        self._ids_are_unique("data/partners.yml", [partner.id for partner in partners])
        if site:
            known = {dimension.id for dimension in site.dimensions} | set(GENERAL_DIMENSIONS)
            for index, commitment in enumerate(commitments):
                if commitment.dimension not in known:
                    what = "this dimension is not among those of data/site.yml."
                    fix = f"write one of: {', '.join(sorted(known))}."
                    self.complain("data/commitments.yml", (index, "dimension"), "dimension-unknown", what, fix)
        for name in self.documents:
            self._year_is_file_name(name)
        self._texts_have_english(site, commitments, partners)

    def _ids_are_unique(self, name: str, ids: list[str]) -> None:
        seen: set[str] = set()
        for index, identifier in enumerate(ids):
            if identifier in seen:
                self.complain(name, (index, "id"), "id-doubled", "this id is taken already.", "choose another one.")
            seen.add(identifier)

    def _year_is_file_name(self, name: str) -> None:
        document = self.documents[name]
        if name.startswith("data/progress/") and isinstance(document.content, dict):
            if document.content.get("year") != Path(name).stem:
                what, fix = "the year is not that of the file's name.", "make the two the same."
                self.complain(name, ("year",), "year-mismatch", what, fix)

    def _texts_have_english(
        self, site: Site | None, commitments: tuple[Commitment, ...], partners: tuple[Partner, ...]
    ) -> None:
        """Every other language falls back to English, so English must be there. Partners speak for themselves."""
        del partners
        places: list[tuple[str, Place, Text]] = [
            ("data/commitments.yml", (index, "text"), item.text) for index, item in enumerate(commitments)
        ]
        if site:
            places += [("data/site.yml", place, text) for place, text in _texts(site, ())]
        for name, place, text in places:
            if text.get(REFERENCE) is None:
                self.complain(name, place, "english-missing", "the English text is missing.", "add `en: …`.")


def _texts(record: BaseModel, place: Place) -> Iterable[tuple[Place, Text]]:
    """Every Text inside a record, with its place."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Text):
            yield (*place, name), value
        elif isinstance(value, BaseModel):
            yield from _texts(value, (*place, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _texts(item, (*place, name, index))
