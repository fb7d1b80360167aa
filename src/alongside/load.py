"""Read a whole project and say everything that is wrong with it, at once.

In:   a folder laid out like this repository
Out:  Sources, or one SourceError with every problem of every file
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from alongside.collector import collector_paused
from alongside.documents import Page, load_pages
from alongside.explanations import explain
from alongside.folders import check_folders
from alongside.identifying import identifying
from alongside.indicators import Indicator
from alongside.layout import Layout, load_layout
from alongside.partner_checks import check_combinations, check_partner
from alongside.partners import Partner
from alongside.picture_checks import check_pictures, picture_size, unlisted_pictures
from alongside.problems import CallError, Problem, SourceError
from alongside.progress import Year
from alongside.progress_checks import check_indicators, check_years
from alongside.records import GENERAL_DIMENSIONS, Commitment, Picture, Privacy, Safety, Site, Theme
from alongside.scales import Scale
from alongside.text import Text
from alongside.toolkit import Lists, Toolkit, load_toolkit
from alongside.words import REFERENCE, Words, load_words
from alongside.yaml_text import Document, Place, Plain, read_yaml

SCALES = "toolkit/scales.yml"
INDICATORS = "data/indicators.yml"
R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Sources:
    """Everything a person wrote, checked. Private in the sense of the gate."""

    project: Path
    words: tuple[Words, ...]
    site: Site
    privacy: Privacy
    safety: Safety
    themes: tuple[Theme, ...]
    pictures: dict[str, Picture]
    picture_sizes: dict[str, tuple[int, int]]
    commitments: tuple[Commitment, ...]
    partners: tuple[Partner, ...]
    years: tuple[Year, ...]
    indicators: tuple[Indicator, ...]
    pages: tuple[Page, ...]
    layout: Layout
    toolkit: Toolkit


def load(project: Path) -> Sources:
    """Read and check a project.

    raises  CallError where the folder is no project; SourceError with every problem otherwise
    """
    if not (project / "mkdocs.yml").is_file() or not (project / "data").is_dir():
        raise CallError("This folder is no project: it has no mkdocs.yml or no data/. Fix: name it with --project DIR.")
    with collector_paused():
        return _load(project)


def _load(project: Path) -> Sources:
    reader = _Reader(project)
    reader.problems += check_folders(project)
    words = load_words(project / "locale", reader.problems)
    pages = load_pages(project, [language.code for language in words], reader.problems)
    layout = load_layout(project, reader.problems)
    data = _read_data(reader, project)
    toolkit = _read_toolkit(reader, words)
    if data is not None:
        reader.check_progress(data, toolkit)
    if reader.problems or data is None:
        raise SourceError(reader.problems)
    return Sources(project=project, words=words, pages=pages, layout=layout, toolkit=toolkit, **data)


def _read_toolkit(reader: _Reader, words: tuple[Words, ...]) -> Toolkit:
    """The tools; a project may have none."""
    if not (reader.project / "toolkit").is_dir():
        return {}
    scales = reader.read_list(SCALES, Scale)
    reader.check_scales(scales)
    return load_toolkit(reader.project, words, Lists(tuple(scales.values()), reader.commitments), reader.problems)


def _read_data(reader: _Reader, project: Path) -> dict[str, Any] | None:
    """Everything in data/, by the field of Sources it fills; None where a file that must be there is not sound."""
    site = reader.read("data/site.yml", Site)
    privacy = reader.read("data/privacy.yml", Privacy)
    safety = reader.read("data/safety.yml", Safety)
    themes = reader.read_list("data/themes.yml", Theme)
    pictures = reader.read_list("data/images.yml", Picture)
    commitments = reader.read_list("data/commitments.yml", Commitment)
    partners = reader.read_list("data/partners.yml", Partner)
    files = sorted((project / "data" / "progress").glob("*.yml"))
    indicators = reader.read_list(INDICATORS, Indicator) if (project / INDICATORS).is_file() else {}
    years = [year for path in files if (year := reader.read(f"data/progress/{path.name}", Year))]
    reader.check_together(commitments, themes)
    if privacy:
        reader.check_partners(partners, privacy, {theme.id for theme in themes.values()})
        reader.check_pictures(pictures, partners)
    if site is None or privacy is None or safety is None:
        return None
    folder = project / "data" / "images"
    return {
        "site": site,
        "privacy": privacy,
        "safety": safety,
        "themes": tuple(themes.values()),
        "pictures": {item.id: item for item in pictures.values()},
        "picture_sizes": {item.id: picture_size(folder / item.file) or (0, 0) for item in pictures.values()},
        "commitments": tuple(commitments.values()),
        "partners": tuple(partners.values()),
        "years": tuple(years),
        "indicators": tuple(indicators.values()),
    }


class _Reader:
    """Reads the data files and keeps where everything stands, for the checks across them."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}
        self.singles: dict[str, BaseModel] = {}
        self.commitments: frozenset[str] = frozenset()

    def read(self, name: str, kind: type[R]) -> R | None:
        """A file that holds one record."""
        document = self._open(name)
        record = self._validate(document, kind, document.content, ()) if document else None
        if record is not None:
            self.singles[name] = record
        return record

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

    def check_together(self, commitments: dict[int, Commitment], themes: dict[int, Theme]) -> None:
        """What no single record can know about itself."""
        self.commitments = frozenset(item.id for item in commitments.values())
        self._ids_are_unique("data/commitments.yml", {index: item.id for index, item in commitments.items()})
        self._ids_are_unique("data/themes.yml", {index: item.id for index, item in themes.items()})
        for name in self.documents:
            self._year_is_file_name(name)
        for name, record in self.singles.items():
            self._has_english(name, (), record)
        for index, commitment in commitments.items():
            self._has_english("data/commitments.yml", (index,), commitment)
        for index, theme in themes.items():
            self._has_english("data/themes.yml", (index,), theme)
        site = self.singles.get("data/site.yml")
        if isinstance(site, Site):
            self._dimensions_are_known(site, commitments)

    def _dimensions_are_known(self, site: Site, commitments: dict[int, Commitment]) -> None:
        names = [dimension.id for dimension in site.dimensions]
        for index, name in enumerate(names):
            if name in names[:index]:
                place = ("dimensions", index, "id")
                self.complain("data/site.yml", place, "id-doubled", "this id is taken already.", "choose another one.")
        known = {*names, *GENERAL_DIMENSIONS}
        for index, commitment in commitments.items():
            if commitment.dimension not in known:
                what = "this dimension is not among those of data/site.yml."
                fix = f"write one of: {', '.join(sorted(known))}."
                self.complain("data/commitments.yml", (index, "dimension"), "dimension-unknown", what, fix)

    def check_partners(self, partners: dict[int, Partner], privacy: Privacy, themes: set[str]) -> None:
        """What partners.yml must hold to, record by record and together."""
        name = "data/partners.yml"
        self._ids_are_unique(name, {index: item.id for index, item in partners.items()})
        self._comments_tell_nothing(name)
        faults = [(index, fault) for index, item in partners.items() for fault in check_partner(item, privacy, themes)]
        faults += check_combinations(partners, privacy.anonymised_combination.value)
        for index, fault in faults:
            self.complain(name, (index, *fault.place), fault.code, fault.what, fault.fix)

    def _comments_tell_nothing(self, name: str) -> None:
        """A comment is as public as the rest of the file."""
        if name not in self.documents or self.documents[name].problems:
            return
        for number, line in enumerate((self.project / name).read_text(encoding="utf-8-sig").splitlines(), 1):
            comment = line.partition("#")[2] if line.lstrip().startswith("#") or " #" in line else ""
            for code, kind in identifying(comment.partition("$schema=")[0]):
                self.problems.append(
                    Problem(name, number, f"identifying-{code}", f"a comment holds {kind}.", "leave it out.")
                )

    def check_scales(self, scales: dict[int, Scale]) -> None:
        """Every list has a name of its own, and answers of its own, said in English at least."""
        self._ids_are_unique(SCALES, {index: item.id for index, item in scales.items()})
        for index, scale in scales.items():
            self._has_english(SCALES, (index,), scale)
            ids = [point.id for point in (*scale.points, *scale.asides)]
            if len(set(ids)) < len(ids):
                what = "two answers of this scale have the same id."
                self.complain(SCALES, (index, "id"), "id-doubled", what, "choose another one.")

    def check_pictures(self, pictures: dict[int, Picture], partners: dict[int, Partner]) -> None:
        """Every picture is on the list, and the list names only pictures and partners that exist."""
        name, folder = "data/images.yml", self.project / "data" / "images"
        self._ids_are_unique(name, {index: item.id for index, item in pictures.items()})
        for index, fault in check_pictures(folder, pictures, partners):
            self.complain(name, (index, *fault.place), fault.code, fault.what, fault.fix)
        for file in unlisted_pictures(self.project, {picture.file for picture in pictures.values()}):
            what, fix = "this picture is not on the list in data/images.yml.", "add it there, with what was agreed."
            self.problems.append(Problem(file, 0, "picture-unlisted", what, fix))

    def check_progress(self, data: dict[str, Any], toolkit: Toolkit) -> None:
        """Indicators count what the tools ask; years hold figures of known indicators, and none that tells of a few."""
        indicators = data["indicators"]
        if self.problems:
            return  # places are those of sound records
        self._ids_are_unique(INDICATORS, {index: item.id for index, item in enumerate(indicators)})
        for index, item in enumerate(indicators):
            self._has_english(INDICATORS, (index,), item)
        for fault in check_indicators(indicators, toolkit, self.commitments):
            self.complain(INDICATORS, fault.place, fault.code, fault.what, fault.fix)
        for year, fault in check_years(data["years"], indicators, data["privacy"]):
            self.complain(f"data/progress/{year.year}.yml", fault.place, fault.code, fault.what, fault.fix)

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

    def _has_english(self, name: str, place: Place, record: BaseModel) -> None:
        """Our own texts fall back to English, so English must be there. Partners speak for themselves."""
        for inner, text in _texts(record, place):
            if text.get(REFERENCE) is None:
                self.complain(name, inner, "english-missing", "the English text is missing.", "add `en: …`.")


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
