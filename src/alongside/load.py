"""Read a whole project and say everything that is wrong with it, at once.

In:   a folder laid out like this repository
Out:  Sources, or one SourceError with every problem of every file
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alongside.collector import collector_paused
from alongside.data_files import INDICATORS, SCALES, DataFiles
from alongside.documents import Page, load_pages
from alongside.folders import check_folders
from alongside.indicators import Indicator
from alongside.layout import Layout, load_layout
from alongside.page_checks import Known, calls_of, check_pages
from alongside.partners import Partner
from alongside.picture_checks import picture_size
from alongside.problems import CallError, SourceError
from alongside.progress import Year
from alongside.records import Commitment, Picture, Privacy, Safety, Site, Theme
from alongside.scales import Scale
from alongside.toolkit import Lists, Toolkit, load_toolkit
from alongside.words import REFERENCE, Words, load_words


@dataclass(frozen=True)
class Sources:
    """Everything a person wrote, checked. Private in the sense of the gate.

    gaps  file, language, and how many texts of the file that language lacks
    """

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
    gaps: tuple[tuple[str, str, int], ...] = ()


def load(project: Path) -> Sources:
    """Read and check a project.

    raises  CallError where the folder is no project; SourceError with every problem otherwise
    """
    if not (project / "mkdocs.yml").is_file() or not (project / "data").is_dir():
        raise CallError("This folder is no project: it has no mkdocs.yml or no data/. Fix: name it with --project DIR.")
    with collector_paused():
        return _load(project)


def _load(project: Path) -> Sources:
    problems = list(check_folders(project))
    words = load_words(project / "locale", problems)
    reader = DataFiles(project, [item.code for item in words], problems)
    pages = load_pages(project, list(dict.fromkeys([REFERENCE, *(item.code for item in words)])), reader.problems)
    layout = load_layout(project, reader.problems)
    data = _read_data(reader, project)
    toolkit = _read_toolkit(reader, words)
    reader.problems += check_pages(pages, _known(reader, data))
    if data is not None:
        reader.check_progress(data, toolkit)
    if reader.problems or data is None:
        raise SourceError(reader.problems)
    gaps = tuple(sorted((*place, number) for place, number in reader.gaps.items()))
    return Sources(project=project, words=words, pages=pages, layout=layout, toolkit=toolkit, gaps=gaps, **data)


def _known(reader: DataFiles, data: dict[str, Any] | None) -> Known:
    """What pages may ask for. Where a file could not be read, nothing that it might hold is missed."""
    project = reader.project
    tools = {path.name for path in (project / "toolkit").glob("*") if path.is_dir()}
    years = {path.stem for path in (project / "data" / "progress").glob("*.yml")}
    calls = calls_of(project, reader.problems)
    promises: dict[object, Collection[str]] = {}
    for item in data["commitments"] if data and not reader.problems else ():
        promises[item.dimension] = {*promises.get(item.dimension, ()), item.id}
    cards: dict[object, Collection[str]] = {None: tools}
    return Known(
        calls=calls,
        values={"tool": tools} | ({"commitments": [str(name) for name in promises]} if promises else {}),
        anchors={"toolkit": cards} | ({"commitments": promises} if promises else {}),
        made={*(f"toolkit/{name}.md" for name in tools), *(f"progress/{name}.md" for name in years)},
        needed=(("about/privacy.md", "takedown", "security.txt sends there whoever is in danger"),),
    )


def _read_toolkit(reader: DataFiles, words: tuple[Words, ...]) -> Toolkit:
    """The tools; a project may have none."""
    if not (reader.project / "toolkit").is_dir():
        return {}
    scales = reader.read_list(SCALES, Scale)
    reader.check_scales(scales)
    return load_toolkit(reader.project, words, Lists(tuple(scales.values()), reader.commitments), reader.problems)


def _read_data(reader: DataFiles, project: Path) -> dict[str, Any] | None:
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
