"""What the site tells of its tools: a card for each on the toolkit page, and a page to read, fill in and download it.

In:   the toolkit, the files made of it, the country names that must not be said
Out:  ToolPage per tool and language, and where each commitment is asked about
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from alongside import formats
from alongside.downloads import PACK, Download
from alongside.formats import telling
from alongside.tool import MOMENTS, Form, Tool
from alongside.toolkit import Toolkit
from alongside.words import N_, Words

FORMATS = {
    "webform": (N_("Web form in one file"), N_("fill in on a phone or computer, without a network")),
    "pdf": (N_("PDF"), N_("print, or fill in on screen")),
    "docx": (N_("Word document"), N_("fill in with Word or LibreOffice")),
    "odt": (N_("OpenDocument text"), N_("fill in with LibreOffice")),
    "xlsx": (N_("Workbook"), N_("fill in with Excel or LibreOffice; figures are worked out")),
    "xlsform": (N_("Form for KoboToolbox and ODK"), N_("for whoever collects with phones; all languages in one")),
    "text": (N_("Plain text"), N_("send in a message, read aloud")),
    PACK: (N_("Everything in one file"), N_("all tools in this language, for a memory stick")),
}


class _Told(BaseModel):
    """What a page may hold; nothing here is about a partner."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FileLink(_Told):
    """path is below the language's prefix; weight in bytes; size empty where there is only one."""

    format: str
    path: str
    weight: int
    language: str
    size: str = ""


class Served(_Told):
    """A commitment, and the first question of a tool that helps to keep it."""

    commitment: str
    tool: str
    question: str


class ToolPage(_Told):
    """One tool in one language.

    minutes   pairs of a size's name and its time in words
    form      the form as HTML, made by the web form's own module
    """

    id: str
    language: str
    title: str
    summary: str
    moment: str
    month: str
    version: str
    minutes: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    translation: str
    older: bool
    files: tuple[FileLink, ...]
    elsewhere: tuple[FileLink, ...]
    serves: tuple[Served, ...]
    form: str


class ToolShelf(_Told):
    """The tools of one language, in the order of the year, and the file that holds them all.

    elsewhere  ids of tools that nobody has translated into this language
    """

    pages: tuple[ToolPage, ...] = ()
    elsewhere: tuple[str, ...] = ()
    pack: FileLink | None = None

    def files(self) -> list[FileLink]:
        """Every file that pages of this language offer, those in other languages too."""
        offered = [link for page in self.pages for link in (*page.files, *page.elsewhere)]
        return offered + ([self.pack] if self.pack else [])

    def asked(self, commitment: str) -> list[tuple[ToolPage, str]]:
        """The tools that ask about a commitment, each with the first question that does."""
        return [(page, item.question) for page in self.pages for item in page.serves if item.commitment == commitment]


def shelve(
    toolkit: Toolkit,
    words: Words,
    downloads: Iterable[Download],
    hidden: Callable[[str], bool] | None = None,
) -> ToolShelf:
    """The tools of a language.

    hidden  whether a text names a country of which nothing may be said: such a tool is left out in every language,
            for a page offers the files of the other languages too
    """
    files = list(downloads)
    order = list(MOMENTS)
    left = {id for id, tools in toolkit.items() if hidden and any(hidden(text_of(tool)) for tool in tools.values())}
    own = [tools[words.code] for tools in toolkit.values() if words.code in tools]
    shown = [tool for tool in own if tool.id not in left]
    shown.sort(key=lambda tool: (order.index(tool.moment), -len(list(_serves(tool))), tool.id))  # the widest first
    pages = tuple(_page(tool, words, [file for file in files if file.tool == tool.id]) for tool in shown)
    packs = [_link(file) for file in files if file.format == PACK and file.language == words.code]
    elsewhere = tuple(id for id, tools in toolkit.items() if words.code not in tools and id not in left)
    return ToolShelf(pages=pages, elsewhere=elsewhere, pack=packs[0] if packs and len(shown) == len(own) else None)


def text_of(tool: Tool) -> str:
    """All its words."""
    return repr(tool)


def _link(file: Download) -> FileLink:
    return FileLink(
        format=file.format, path=file.path, weight=file.weight, language=file.language, size=file.size or ""
    )


def _page(tool: Tool, words: Words, files: Sequence[Download]) -> ToolPage:
    form = Form(tool, words)
    return ToolPage(
        id=tool.id,
        language=tool.language,
        title=tool.title,
        summary=tool.summary,
        moment=tool.moment,
        month=words.month(f"{tool.day:%Y-%m}"),
        version=tool.version,
        minutes=tuple((size, telling.minutes(Form(tool, words, size))) for size in tool.sizes),
        facts=tuple(telling.facts(form)),
        translation=tool.translation,
        older=tool.older,
        files=tuple(_link(file) for file in files if file.language == tool.language),
        elsewhere=tuple(
            _link(file)
            for file in files
            if file.language != tool.language and file.format in {"webform", "pdf", "docx"} and file.size == "standard"
        ),
        serves=tuple(_serves(tool)),
        form=str(formats.module("webform").body(form)),
    )


def _serves(tool: Tool) -> Iterable[Served]:
    seen = set()
    for question in tool.questions:
        for commitment in question.serves:
            if commitment not in seen:
                seen.add(commitment)
                yield Served(commitment=commitment, tool=tool.id, question=question.id)


def write_form_assets(folder: Path) -> None:
    """The style sheet and the script that the forms on pages need."""
    folder.mkdir(parents=True)
    webform = formats.module("webform")
    (folder / "form.css").write_text(webform.STYLE, encoding="utf-8")
    (folder / "form.js").write_text(webform.SCRIPT, encoding="utf-8")


def write_shelf(shelf: ToolShelf) -> str:
    return shelf.model_dump_json()


def read_shelf(text: str) -> ToolShelf:
    """What write_shelf wrote: a staged project holds it beside its public book."""
    return ToolShelf.model_validate_json(text)
