"""Read the files of data/ and say what is wrong in them and across them.

In:   YAML files of a project
Out:  records, with the place of everything that must be mended, and what has no words in some language
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from alongside.explanations import explain
from alongside.identifying import identifying
from alongside.partner_checks import check_combinations, check_partner
from alongside.partners import Partner
from alongside.picture_checks import check_pictures, unlisted_pictures
from alongside.problems import Problem
from alongside.progress_checks import check_indicators, check_years
from alongside.records import GENERAL_DIMENSIONS, Commitment, Picture, Privacy, Site, Theme
from alongside.scales import Scale
from alongside.text import Text
from alongside.toolkit import Toolkit
from alongside.words import REFERENCE
from alongside.yaml_text import Document, Place, Plain, read_yaml

SCALES = "toolkit/scales.yml"
INDICATORS = "data/indicators.yml"
R = TypeVar("R", bound=BaseModel)


class DataFiles:
    """Reads the data files and keeps where everything stands, for the checks across them.

    languages  those of the site; gaps: how many texts of a file one of them lacks, so that readers see English there
    """

    def __init__(self, project: Path, languages: Sequence[str], problems: list[Problem]) -> None:
        self.project = project
        self.languages = languages
        self.gaps: Counter[tuple[str, str]] = Counter()
        self.problems = problems
        self.documents: dict[str, Document] = {}
        self.singles: dict[str, BaseModel] = {}
        self.commitments: frozenset[str] | None = None  # None where their file could not be read

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
        if self.is_sound("data/commitments.yml"):
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
        for fault in check_indicators(indicators, toolkit, self.commitments or frozenset()):
            self.complain(INDICATORS, fault.place, fault.code, fault.what, fault.fix)
        for year, fault in check_years(data["years"], indicators, data["privacy"]):
            self.complain(f"data/progress/{year.year}.yml", fault.place, fault.code, fault.what, fault.fix)

    def is_sound(self, name: str) -> bool:
        return not any(problem.file == name for problem in self.problems)

    def _ids_are_unique(self, name: str, ids: dict[int, str]) -> None:
        seen: dict[str, int] = {}
        for index, identifier in ids.items():
            if identifier in seen:
                what = f"this id is taken already, in line {self.documents[name].line((seen[identifier], 'id'))}."
                self.complain(name, (index, "id"), "id-doubled", what, "choose another one.")
            seen.setdefault(identifier, index)

    def _year_is_file_name(self, name: str) -> None:
        content = self.documents[name].content
        if name.startswith("data/progress/") and isinstance(content, dict) and content.get("year") != Path(name).stem:
            what, fix = "the year is not that of the file's name.", "make the two the same."
            self.complain(name, ("year",), "year-mismatch", what, fix)

    def _has_english(self, name: str, place: Place, record: BaseModel) -> None:
        """Our own texts fall back to English, so English must be there. Partners speak for themselves."""
        for inner, text in _texts(record, place):
            self.gaps.update((name, code) for code in self.languages if text.get(code) is None)
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
