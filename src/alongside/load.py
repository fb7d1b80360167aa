"""Read a whole project and say everything that is wrong with it, at once.

In:   a folder laid out like this repository
Out:  Sources, or one SourceError with every problem of every file
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from alongside.documents import Page, load_pages
from alongside.explanations import explain
from alongside.layout import Layout, load_layout
from alongside.problems import CallError, Problem, SourceError
from alongside.records import Commitment, Partner, Privacy, Site, Year
from alongside.text import Text
from alongside.words import REFERENCE, Words, load_words
from alongside.yaml_text import Document, Place, Plain, read_yaml

GENERAL_DIMENSIONS = ("overall", "progress")  # promises for every partnership, and those of the yearly account
R = TypeVar("R", bound=BaseModel)


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
    layout: Layout


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
    commitments = reader.read_list("data/commitments.yml", Commitment)
    partners = reader.read_list("data/partners.yml", Partner)
    years = tuple(
        year
        for path in sorted((project / "data" / "progress").glob("*.yml"))
        if (year := reader.read(f"data/progress/{path.name}", Year))
    )
    pages = load_pages(project, [language.code for language in words], reader.problems)
    layout = load_layout(project, reader.problems)
    reader.check_together(site, commitments, partners)
    if reader.problems or site is None or privacy is None:
        raise SourceError(reader.problems)
    return Sources(
        project, words, site, privacy, tuple(commitments.values()), tuple(partners.values()), years, pages, layout
    )


class _Reader:
    """Reads the data files and keeps where everything stands, for the checks across them."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}

    def read(self, name: str, kind: type[R]) -> R | None:
        """A file that holds one record."""
        document = self._open(name)
        return self._validate(document, kind, document.content, ()) if document else None

    def read_list(self, name: str, kind: type[R]) -> dict[int, R]:
        """A file that holds a list of records: those that are sound, by their place in it."""
        document = self._open(name)
        if document is None or document.content is None:
            return {}
        if not isinstance(document.content, list):
            self.complain(name, (), "not-a-list", "this file is no list.", "begin each entry with `- `.")
            return {}
        records = {index: self._validate(document, kind, item, (index,)) for index, item in enumerate(document.content)}
        return {index: record for index, record in records.items() if record}

    def _open(self, name: str) -> Document | None:
        path = self.project / name
        if not path.is_file():
            self.problems.append(Problem(name, 0, "file-missing", "this file is missing.", "add it."))
            return None
        document = self.documents[name] = read_yaml(path, name)
        self.problems.extend(document.problems)
        return None if document.problems else document

    def _validate(self, document: Document, kind: type[R], content: Plain, place: Place) -> R | None:
        try:
            return kind.model_validate(content)
        except ValidationError as error:
            details = error.errors(include_input=False)
            self.problems.extend(explain(document, detail, kind, place) for detail in details)
            return None

    def complain(self, name: str, place: Place, code: str, what: str, fix: str) -> None:
        self.problems.append(Problem(name, self.documents[name].line(place), code, what, fix))

    def check_together(
        self,
        site: Site | None,
        commitments: dict[int, Commitment],
        partners: dict[int, Partner],
    ) -> None:
        """What no single record can know about itself."""
        self._ids_are_unique("data/commitments.yml", {index: item.id for index, item in commitments.items()})
        self._ids_are_unique("data/partners.yml", {index: item.id for index, item in partners.items()})
        if site:
            known = {dimension.id for dimension in site.dimensions} | set(GENERAL_DIMENSIONS)
            for index, commitment in commitments.items():
                if commitment.dimension not in known:
                    what = "this dimension is not among those of data/site.yml."
                    fix = f"write one of: {', '.join(sorted(known))}."
                    self.complain("data/commitments.yml", (index, "dimension"), "dimension-unknown", what, fix)
        for name in self.documents:
            self._year_is_file_name(name)
        self._texts_have_english(site, commitments)

    def _ids_are_unique(self, name: str, ids: dict[int, str]) -> None:
        seen: set[str] = set()
        for index, identifier in ids.items():
            if identifier in seen:
                self.complain(name, (index, "id"), "id-doubled", "this id is taken already.", "choose another one.")
            seen.add(identifier)

    def _year_is_file_name(self, name: str) -> None:
        content = self.documents[name].content
        if name.startswith("data/progress/") and isinstance(content, dict) and content.get("year") != Path(name).stem:
            what, fix = "the year is not that of the file's name.", "make the two the same."
            self.complain(name, ("year",), "year-mismatch", what, fix)

    def _texts_have_english(self, site: Site | None, commitments: dict[int, Commitment]) -> None:
        """Every other language falls back to English, so English must be there. Partners speak for themselves."""
        places: list[tuple[str, Place, Text]] = [
            ("data/commitments.yml", (index, "text"), item.text) for index, item in commitments.items()
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
