"""Tools on the site: the list of them, a page for each, their files, and the audit that reads every one."""

from __future__ import annotations

import dataclasses
import math
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from lxml import html

from alongside import audit_texts, formats
from alongside.audit import Memory, _prepare, audit
from alongside.build import build
from alongside.downloads import make_downloads
from alongside.load import Sources, load
from alongside.partners import Partner
from alongside.stamps import stamp
from alongside.tool import MOMENTS, Tool
from alongside.tool_pages import FORMATS, shelve, text_of
from conftest import ROOT, silent, small_project
from forms import all_words, toolkit

DAY = date(2026, 6, 1)
QUICK = ("webform", "docx", "odt", "xlsx")
BASE = "https://harbour.example/promises/"
COMMITMENTS = "".join(f"- id: {id}\n  dimension: closer\n  text:\n    en: Promise {id}.\n" for id in ("M4", "O5", "O7"))
FRENCH_HEAD = "---\ntranslation: machine\n---\n"


def with_tools(project: Path) -> Path:
    """Three tools: one translated, one whose English has changed since, one in English only."""
    english = (ROOT / "toolkit" / "README.md").read_text(encoding="utf-8")
    body = english.partition("---\n")[2].partition("---\n")[2]
    titles = {"anchor": "How we anchor", "buoy": "How we mark the way", "cable": "How we tie up"}
    shutil.copy(ROOT / "locale" / "fr.po", project / "locale")
    for number, (name, title) in enumerate(titles.items()):
        folder = project / "toolkit" / name
        folder.mkdir(parents=True)
        moment = ("start", "any", "during")[number]
        own = english.replace("# How a tool is written", f"# {title}").replace("moment: any", f"moment: {moment}")
        (folder / "en.md").write_text(own, encoding="utf-8")
        if name != "cable":
            plain = re.sub(r"`([a-z_]+):[^`\n]*`", r"`\1`", body).replace("# How a tool is written", f"# FR {title}")
            (folder / "fr.md").write_text(FRENCH_HEAD + plain, encoding="utf-8")
            stamp(project, [folder / "fr.md"])
    stale = project / "toolkit" / "buoy" / "en.md"
    stale.write_text(stale.read_text(encoding="utf-8").replace("In your own currency.", "In euros."), encoding="utf-8")
    shutil.copy(ROOT / "toolkit" / "scales.yml", project / "toolkit")
    with (project / "data" / "commitments.yml").open("a", encoding="utf-8") as file:
        file.write(COMMITMENTS)
    for code, text in (("en", "# Tools"), ("fr", FRENCH_HEAD + "# Outils")):
        page = project / "docs" / code / "toolkit" / "index.md"
        page.parent.mkdir(parents=True)
        page.write_text(text + " {: #tools }\n\n{{ toolkit() }}\n", encoding="utf-8")
    stamp(project, [project / "docs" / "fr" / "toolkit" / "index.md"])
    nav = project / "mkdocs.yml"
    nav.write_text(nav.read_text(encoding="utf-8") + "- en/toolkit/index.md\n", encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A small project with tools, and its built site."""
    folder = tmp_path_factory.mktemp("harbour")
    project = with_tools(small_project(folder / "project"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "FILLED", QUICK)
        build(project, folder / "site", today=DAY, tell=silent)
        yield project, folder / "site"


@pytest.fixture
def built(harbour: tuple[Path, Path]) -> Path:
    return harbour[1]


def page_of(site: Path, path: str) -> html.HtmlElement:
    return html.fromstring((site / path / "index.html").read_bytes())


def words_in(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def target(site: Path, page: str, href: str) -> Path:
    """The file behind a link of a page."""
    path = unquote(urljoin(f"{BASE}{page}/", href).partition("#")[0].removeprefix(BASE))
    return site / path / "index.html" if path.endswith("/") else site / path


def tool_of(project: Path, name: str, language: str = "en") -> Tool:
    return load(project).toolkit[name][language]


def test_the_list_says_of_each_tool_what_one_must_know_to_choose(harbour: tuple[Path, Path]) -> None:
    """What it is for, when in the year, how long it takes, in which formats of which weight, which version it is."""
    project, site = harbour
    main = page_of(site, "en/toolkit").xpath("//main")[0]
    cards = {card.get("id"): card for card in main.xpath(".//ul[contains(@class, 'al-tools-list')]/li")}
    assert list(cards) == ["anchor", "cable", "buoy"], "in the order of the year"
    for name, card in cards.items():
        tool, said = tool_of(project, name), words_in(card)
        assert tool.title in said
        assert tool.summary in said
        assert "about 15 minutes" in said
        assert "Light size: about 5 minutes" in said
        assert "Version 1.0 · November 2026" in said
        assert words_in(card.xpath("preceding::h2[1]")[0]) == MOMENTS[tool.moment]
        assert target(site, "en/toolkit", card.xpath(".//h3/a/@href")[0]) == site / f"en/toolkit/{name}/index.html"
        offered = [words_in(link) for link in card.xpath(".//a[@download]")]
        every = [FORMATS[format][0] for format in FORMATS if format in {*QUICK, "xlsform", "text"}]
        assert offered == [f"{FORMATS['webform'][0]}, Light size", *every], "the smallest one first"


def test_the_list_says_which_translation_is_older_than_its_english(built: Path) -> None:
    french = next(words for words in all_words() if words.code == "fr")
    older = french.say("The English version has changed since this translation was made.")
    cards = page_of(built, "fr/toolkit").xpath("//ul[contains(@class, 'al-tools-list')]/li")
    assert {card.get("id"): older in words_in(card) for card in cards} == {"anchor": False, "buoy": True}


def test_the_list_names_tools_that_nobody_has_translated(built: Path) -> None:
    page = page_of(built, "fr/toolkit")
    [link] = page.xpath("//li[@id='cable']/a/@href")
    stub = html.fromstring(target(built, "fr/toolkit", link).read_bytes())
    assert stub.xpath("//a[@hreflang='en']/@href")


@pytest.mark.parametrize(("language", "name"), [("en", "anchor"), ("en", "buoy"), ("fr", "anchor"), ("fr", "buoy")])
def test_a_tool_can_be_read_on_its_page(harbour: tuple[Path, Path], language: str, name: str) -> None:
    """Every question, with who may count its answer, in order; what to know before beginning."""
    project, site = harbour
    tool = tool_of(project, name, language)
    page = page_of(site, f"{language}/toolkit/{name}")
    said = words_in(page.xpath("//main")[0])
    assert [words_in(title) for title in page.xpath("//main//h1")] == [tool.title]
    assert page.xpath("//*[@data-q]/@id") == [f"q-{question.id}" for question in tool.questions]
    for text in (tool.summary, tool.purpose, tool.people, tool.shared, tool.counted, tool.version):
        assert text in said
    for question in tool.questions:
        assert question.label in said
    notices = [words_in(notice) for notice in page.xpath("//p[contains(@class, 'al-notice')]")]
    french = language == "fr"
    assert len(notices) == french + (french and name == "buoy"), "made by machine; and older than the English"


def test_tools_and_promises_lead_to_each_other(built: Path) -> None:
    tool = page_of(built, "en/toolkit/anchor")
    served = {words_in(link): link.get("href") for link in tool.xpath("//p[@class='al-serves']/a")}
    assert list(served) == ["M4", "O5", "O7"]
    for code, href in served.items():
        file = target(built, "en/toolkit/anchor", href)
        page = html.fromstring(file.read_bytes())
        place = file.parent.relative_to(built).as_posix()
        [promise] = page.xpath(f"//li[@id='{code}']")
        asked = promise.xpath(".//small//a/@href")
        assert [target(built, place, link).parent.name for link in asked] == ["anchor", "cable", "buoy"]
        for link in asked:
            asking = html.fromstring(target(built, place, link).read_bytes())
            assert asking.xpath(f"//*[@id='{link.partition('#')[2]}'][@data-q]")


def test_each_file_is_there_and_has_the_weight_that_is_said(built: Path) -> None:
    seen = set()
    for path in built.rglob("index.html"):
        place = path.parent.relative_to(built).as_posix()
        for link in html.fromstring(path.read_bytes()).xpath("//a[@download]"):
            file = target(built, place, link.get("href"))
            said = words_in(link.xpath("(.//bdi | following::bdi)[1]")[0])
            assert int(re.sub(r"\D", "", said)) == math.ceil(file.stat().st_size / 1000), file
            seen.add(file)
    offered = {path for path in built.glob("*/toolkit/**/*") if path.is_file() and path.name != "index.html"}
    assert seen == offered, "and no file lies there that no page offers"
    assert len([path for path in offered if path.name == "toolkit-en.zip"]) == 1


def test_a_page_offers_the_tool_in_the_other_languages_too(built: Path) -> None:
    """For meetings in two languages."""
    for language, name, elsewhere in (("en", "anchor", "fr"), ("fr", "anchor", "en"), ("en", "cable", None)):
        place = f"{language}/toolkit/{name}"
        links = page_of(built, place).xpath("//details[@class='al-elsewhere']//a[@download]/@href")
        files = {target(built, place, link).relative_to(built).as_posix() for link in links}
        assert files == {
            f"{elsewhere}/toolkit/{name}/{name}-{elsewhere}.{end}" for end in ("html", "docx") if elsewhere
        }


def test_a_form_as_one_file_is_strict_with_itself_and_asks_for_nothing(built: Path) -> None:
    files = sorted(built.glob("*/toolkit/*/*-*.html"))
    assert len(files) == 10, "five tools in their languages, in two sizes"
    for file in files:
        page = html.fromstring(file.read_bytes())
        [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert page.xpath("//@src | //@href | //@action | //@srcset | //link | //iframe | //object | //form") == []


def test_what_is_taken_out_of_the_toolkit_is_gone_from_the_site(harbour: tuple[Path, Path], tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(harbour[0], project)
    shutil.copytree(harbour[1], tmp_path / "site")
    shutil.rmtree(project / "toolkit" / "buoy")
    build(project, tmp_path / "site", today=DAY, languages=["en"], tell=silent)
    assert not (tmp_path / "site" / "en" / "toolkit" / "buoy").exists()
    with zipfile.ZipFile(tmp_path / "site" / "en" / "toolkit" / "toolkit-en.zip") as pack:
        assert {name.partition("/")[0] for name in pack.namelist()} == {"anchor", "cable"}


def test_a_tool_that_names_a_hidden_country_in_one_language_is_left_out_in_all() -> None:
    """A page offers the files of the other languages, and the form for phones holds them all."""
    name = "joint-reflection"
    tools = {**toolkit()[name], "en": dataclasses.replace(toolkit()[name]["en"], summary="As in Norway.")}
    everything = {name: tools, "cost-recovery": toolkit()["cost-recovery"]}
    for words in all_words():
        shelf = shelve(everything, words, (), lambda text: "Norway" in text)
        assert [page.id for page in shelf.pages] == ["cost-recovery"]
        assert shelf.elsewhere == ()
        assert "Norway" in text_of(tools["en"])


# The audit


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The endings of what the audit has opened, members of zip files too."""
    opened: list[str] = []
    real = audit_texts._pieces

    def noting(content: bytes, ending: str, *others: frozenset[str]) -> Iterator[audit_texts.Piece]:
        opened.append(ending)
        return real(content, ending, *others)

    monkeypatch.setattr(audit_texts, "_pieces", noting)
    return opened


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A site with one file of a tool and one page."""
    folder = tmp_path / "site" / "en" / "toolkit" / "anchor"
    folder.mkdir(parents=True)
    (folder / "anchor-en.txt").write_text("Tie up.", encoding="utf-8")
    (folder / "index.html").write_text("<p>Tie up.</p>", encoding="utf-8")
    return tmp_path / "site"


def test_a_file_that_was_found_clean_is_not_read_again(
    project: Path, shelf: Path, tmp_path: Path, read: list[str]
) -> None:
    """Pages are read every time: they change with every build."""
    for expected in ([".txt", ".html"], [".html"]):
        read.clear()
        assert audit(shelf, load(project), DAY, tmp_path / "memory") == []
        assert sorted(read) == sorted(expected)


def test_a_file_that_has_changed_is_read_again(project: Path, shelf: Path, tmp_path: Path) -> None:
    sources = _with_hidden(load(project), "Sandglass Harbour")
    assert audit(shelf, sources, DAY, tmp_path / "memory") == []
    file = shelf / "en" / "toolkit" / "anchor" / "anchor-en.txt"
    file.write_text("Sandglass Harbour", encoding="utf-8")
    for _ in range(2):
        assert [finding.file for finding in audit(shelf, sources, DAY, tmp_path / "memory")] == [
            "en/toolkit/anchor/anchor-en.txt"
        ]


def test_with_something_else_to_look_for_everything_is_read_again(project: Path, shelf: Path, tmp_path: Path) -> None:
    """Another partner, or a day on which something that was agreed ends."""
    sources = _with_hidden(load(project), "Sandglass")
    file = "en/toolkit/anchor/anchor-en.txt"
    (shelf / file).write_text("Rope and Anchor", encoding="utf-8")
    assert audit(shelf, sources, DAY, tmp_path) == []
    assert Memory(tmp_path, _prepare(sources, DAY)).knows(shelf, file)
    for others, day in ((_with_hidden(load(project), "Hourglass"), DAY), (sources, date(2027, 1, 1))):
        assert not Memory(tmp_path, _prepare(others, day)).knows(shelf, file)
    assert [finding.file for finding in audit(shelf, sources, date(2027, 1, 1), tmp_path)] == [file]


def _with_hidden(sources: Sources, name: str) -> Sources:
    hidden = Partner.model_validate({"id": "q8w3zz", "name": {"en": name}})
    return dataclasses.replace(sources, partners=(*sources.partners, hidden))


def _pack(site: Path, **members: str) -> Path:
    path = site / "en" / "toolkit" / "toolkit-en.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)
    return path


def test_what_a_pack_holds_beside_its_files_is_read_and_the_rest_once(
    project: Path, shelf: Path, read: list[str]
) -> None:
    _pack(shelf, same="Tie up.")
    assert audit(shelf, load(project), DAY) == []
    assert sorted(read) == [".html", ".txt", ".zip"], "the member lies there as a file, and was read as one"
    read.clear()
    _pack(shelf, same="Tie up.", other="Tie up. Sandglass Harbour")
    found = audit(shelf, _with_hidden(load(project), "Sandglass Harbour"), DAY)
    assert [finding.file for finding in found] == ["en/toolkit/toolkit-en.zip"]
    assert sorted(read) == [".html", ".txt", ".txt", ".zip"]


def test_the_name_of_a_member_is_read_even_where_its_content_lies_beside(project: Path, shelf: Path) -> None:
    _pack(shelf, **{"Sandglass Harbour": "Tie up."})
    [finding] = audit(shelf, _with_hidden(load(project), "Sandglass Harbour"), DAY)
    assert finding.file == "en/toolkit/toolkit-en.zip"


CANARIES = {"latin": "Sandglass Harbour", "accented": "Coopérative Été Zélé", "arabic": "منتدى الساعة الرملية"}


@pytest.fixture(scope="module", params=CANARIES)
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A tool into whose hint somebody wrote a partner's name, in every format: the name, and the site."""
    name = CANARIES[request.param]
    site = tmp_path_factory.mktemp("planted")
    words = [item for item in all_words() if item.code == "en"]
    text = (ROOT / "toolkit" / "README.md").read_text(encoding="utf-8").replace("\nOne answer.\n", f"\nAs {name}.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "FILLED", (*QUICK, "pdf"))
        for file in make_downloads({"notation": {"en": _tool_from(text)}}, words, site / "kept"):
            goal = site / "site" / "en" / file.path
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file.kept, goal)
    return name, site / "site"


def _tool_from(text: str) -> Tool:
    from alongside.toolkit import load_tool
    from forms import lists

    problems: list = []
    tool = load_tool("notation", {"en": text}, all_words()[:1], lists(), problems)["en"]
    assert problems == []
    return dataclasses.replace(tool, minutes={"standard": 15})


def test_a_hidden_name_in_a_tool_is_found_in_each_of_its_files(planted: tuple[str, Path], project: Path) -> None:
    name, site = planted
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    assert {Path(file).suffix for file in files} == {".html", ".pdf", ".docx", ".odt", ".xlsx", ".txt", ".zip"}
    loose = [file for file in files if not file.endswith(".zip")]
    found = audit(site, _with_hidden(load(project), name), DAY)
    assert sorted(finding.file for finding in found) == loose, "the pack holds what lies beside it"
    (site.parent / "alone").mkdir()
    shutil.copy(site / "en" / "toolkit" / "toolkit-en.zip", site.parent / "alone" / "tools.zip")
    assert [finding.file for finding in audit(site.parent / "alone", _with_hidden(load(project), name), DAY)] == [
        "tools.zip"
    ]
