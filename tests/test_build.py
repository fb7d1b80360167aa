"""A build makes the same site from the same sources, and a failed one leaves the old site alone."""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from lxml import html

from alongside.build import build
from alongside.cli import main
from alongside.gate import open_books
from alongside.links import check_links
from alongside.load import load
from alongside.problems import BuildError
from alongside.schemas import make_schemas
from alongside.stage import Published, stage
from alongside.tool_pages import ToolShelf
from alongside.words import NEEDED
from conftest import DAY, ROOT, silent


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_builds_of_the_same_sources_are_the_same_to_the_byte(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere" / "again"
    build(ROOT, again, today=DAY, tell=silent)
    first, second = contents(site), contents(again)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_another_organisation_builds_its_own_content(project: Path, tmp_path: Path) -> None:
    result = run("build", "--project", project, "--out", tmp_path / "site", "--today", "2026-06-01")
    assert result.exit_code == 0, result.output
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html"))
    assert "Rope and Anchor" in text
    assert "We meet where our partners are." in text
    assert "International Alert" not in text
    page = html.fromstring((tmp_path / "site" / "en" / "index.html").read_bytes())
    year = page.xpath("//li[@id='year-2024']")[0]
    assert year.xpath(".//ul//strong/text()") == ["12"]
    assert "7" not in year.xpath("string(.//ul)")


def test_a_language_exists_because_its_file_does(project: Path, tmp_path: Path) -> None:
    (project / "locale" / "pt.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\nmsgid "Menu"\nmsgstr "Índice"\n'
        + "".join(f'\nmsgid "{message}"\nmsgstr "…"\n' for message in sorted(NEEDED)),
        encoding="utf-8",
    )
    build(project, tmp_path / "site", today=date(2026, 6, 1), tell=silent)
    page = html.fromstring((tmp_path / "site" / "pt" / "index.html").read_bytes())
    assert page.getroottree().getroot().get("lang") == "pt"
    assert "Índice" in page.text_content()
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not (tmp_path / "site" / "pt" / "partners" / "n5r2kx").exists(), "no consent was given for Portuguese"


def test_the_day_after_a_consent_ends_the_partner_is_gone(project: Path, tmp_path: Path) -> None:
    for day, shown in (("2026-12-31", True), ("2027-01-01", False)):
        result = run("build", "--project", project, "--out", tmp_path / "site", "--today", day)
        assert result.exit_code == 0, result.output
        everything = b"".join(contents(tmp_path / "site").values())
        assert (b"Rope and Anchor" in everything) is shown
        assert (b"n5r2kx" in everything) is shown


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        pytest.param("data/partners.yml", "- id: x\n", 1, id="sources-wrong"),
        pytest.param("docs/en/index.md", "# Home\n\n{{ commitmnts('closer') }}\n", 1, id="unknown-macro"),
        pytest.param("docs/en/index.md", "# Home\n\n{{ commitments('nowhere') }}\n", 1, id="macro-raises"),
        pytest.param("docs/en/index.md", "# Home\n\n{{ site.nothing }}\n", 4, id="unknown-variable"),
        pytest.param("docs/en/index.md", "# Home\n\n{{ git }}\n", 1, id="who-committed"),
        pytest.param("docs/en/index.md", "# Home\n\n[gone](gone.md)\n", 1, id="broken-link"),
        pytest.param("docs/en/index.md", "# Home\n\n<a href='commitments/closer/#C9'>x</a>\n", 4, id="broken-anchor"),
        pytest.param("docs/en/index.md", "# Home\n\n<img alt='' src='https://cdn.example/x.png'>\n", 4, id="foreign"),
        pytest.param("docs/en/partners/showcase.md", "# Partner\n", 4, id="shell-without-macro"),
    ],
)
def test_whatever_goes_wrong_the_old_site_stays(
    file: str, content: str, code: int, project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    assert run("build", "--project", project, "--out", out, "--today", "2026-06-01").exit_code == 0
    before = contents(out)
    (project / file).write_text(content, encoding="utf-8")

    result = run("build", "--project", project, "--out", out, "--today", "2026-06-01")

    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert code == 1 or Path(file).stem in result.output or "showcase" in result.output, "it says in which page"
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == [], "the workshop is cleared"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("build", "--language", "xx"), id="unknown-language"),
        pytest.param(("build", "--today", "tomorrow"), id="no-date"),
        pytest.param(("build", "--out", "docs/site"), id="inside-the-sources"),
        pytest.param(("build", "--out", "."), id="the-project-itself"),
        pytest.param(("build", "--out", "mkdocs.yml"), id="a-file"),
        pytest.param(("build", "--out", "other"), id="a-folder-with-other-things"),
        pytest.param(("check", "--project", "other"), id="no-project"),
        pytest.param(("build", "--nonsense"), id="unknown-option"),
    ],
)
def test_a_wrong_call_is_refused_and_touches_nothing(
    arguments: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "other").mkdir()
    (project / "other" / "diary.txt").write_text("mine", encoding="utf-8")
    monkeypatch.chdir(project)
    before = contents(project)

    result = run(*arguments)

    assert result.exit_code == 2, result.output
    assert contents(project) == before


def test_one_language_alone_can_be_built(tmp_path: Path) -> None:
    result = run("build", "--project", ROOT, "--out", tmp_path / "site", "--language", "ar", "--today", "2026-11-23")
    assert result.exit_code == 0, result.output
    folders = sorted(path.name for path in (tmp_path / "site").iterdir() if path.is_dir())
    assert folders == [".well-known", "ar", "assets", "pagefind"]


def test_plain_mkdocs_builds_the_english_pages_from_the_root(tmp_path: Path) -> None:
    """What `mkdocs serve` shows: English at /en/, partners' pages included."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    mkdocs_build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "plain")))
    assert (tmp_path / "plain" / "en" / "position" / "index.html").is_file()
    book = open_books(load(ROOT), date.today())["en"]
    for partner in book.partners:
        assert (tmp_path / "plain" / "en" / "partners" / partner.id / "index.html").is_file()
    assert not (tmp_path / "plain" / "fr").exists()
    assert load_config(str(ROOT / "mkdocs.yml")).site_dir.endswith(".cache/preview"), "it never touches site/"


def test_the_schemas_in_data_are_fresh() -> None:
    for name, content in make_schemas().items():
        assert (ROOT / "data" / "schema" / name).read_text(encoding="utf-8") == content, "run `alongside schemas`"


def test_check_of_this_project_has_nothing_to_mend() -> None:
    result = run("check", "--project", ROOT)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        pytest.param('<a href="gone/">x</a>', "does not exist", id="link"),
        pytest.param('<a href="#gone">x</a>', "does not exist", id="anchor"),
        pytest.param('<a href="http://example.org/">x</a>', "neither https", id="plain-http"),
        pytest.param('<a href="javascript:alert(1)">x</a>', "neither https", id="script-address"),
        pytest.param('<script src="https://cdn.example/x.js"></script>', "another origin", id="script"),
        pytest.param('<script src="//cdn.example/x.js"></script>', "another origin", id="schemeless"),
        pytest.param('<img src="gone.png">', "does not exist", id="picture"),
        pytest.param('<link rel="preconnect" href="https://fonts.example">', "another origin", id="preconnect"),
        pytest.param('<form action="https://evil.example"></form>', "another origin", id="form"),
        pytest.param('<iframe src="https://video.example"></iframe>', "another origin", id="frame"),
        pytest.param('<img srcset="https://cdn.example/x.png 2x">', "another origin", id="srcset"),
        pytest.param('<video poster="https://cdn.example/x.png"></video>', "another origin", id="poster"),
        pytest.param('<object data="https://cdn.example/x"></object>', "another origin", id="object"),
        pytest.param('<svg><image href="https://cdn.example/x"/></svg>', "another origin", id="svg-image"),
        pytest.param('<svg><use xlink:href="https://cdn.example/x"/></svg>', "another origin", id="svg-use"),
        pytest.param(
            '<meta http-equiv="refresh" content="0;url=https://evil.example">', "another origin", id="refresh"
        ),
        pytest.param('<a href="https://x.example" ping="https://y.example">x</a>', "another origin", id="ping"),
        pytest.param('<p style="background:url(https://cdn.example/x)">x</p>', "of its own", id="style-attribute"),
        pytest.param("<style>@import 'https://cdn.example/x.css';</style>", "of its own", id="style"),
        pytest.param("<script>alert(1)</script>", "of its own", id="inline-script"),
        pytest.param('<p onclick="alert(1)">x</p>', "of its own", id="handler"),
        pytest.param('<a href="https://[bad">x</a>', "no web address", id="no-address"),
    ],
)
def test_the_link_check_finds(page: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    [found] = check_links(tmp_path, "/")
    assert fault in found


def test_the_link_check_reads_style_sheets(tmp_path: Path) -> None:
    (tmp_path / "x.css").write_text('@import "https://a.example/x.css"; b{background:url(//c.example/i.png)}', "utf-8")
    assert len(check_links(tmp_path, "/")) == 2


def test_what_cannot_be_read_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("", encoding="utf-8")
    (tmp_path / "x.css").write_bytes("/* é */".encode("latin-1"))
    (tmp_path / "x.svg").write_text('<svg><image href="https://cdn.example/x"/></svg>', encoding="utf-8")
    (tmp_path / "index.html").write_text('<a href="x.svg#part">x</a>', encoding="utf-8")
    assert len(check_links(tmp_path, "/")) == 2


def test_a_staged_project_holds_nothing_but_what_is_public(project: Path, tmp_path: Path) -> None:
    """The register, and what nobody agreed to, stay behind."""
    sources = load(project)
    books = open_books(sources, date(2027, 1, 1))
    shelves = {words.code: ToolShelf() for words in sources.words}
    stage(sources, Published(books, shelves), tmp_path / "stage", sources.words, preview=False)
    staged = b"".join(contents(tmp_path / "stage").values())
    assert b"Rope and Anchor" not in staged
    assert b"n5r2kx" not in staged
    assert not list((tmp_path / "stage").rglob("*partners.yml"))


def test_should_the_new_site_not_fit_in_its_place_the_old_one_comes_back(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    build(project, out, today=date(2026, 6, 1), tell=silent)
    before = contents(out)
    rename = Path.rename

    def fail_for_the_new_one(self: Path, target: Path) -> Path:
        if self.name == "site" and Path(target) == out:
            raise OSError("no room")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new_one)
    with pytest.raises(BuildError):
        build(project, out, today=date(2026, 6, 1), tell=silent)
    assert contents(out) == before


@pytest.mark.parametrize("name", ["docs/en/stuff", "docs/en/p.md", "data/x.yml"])
def test_a_link_in_the_sources_is_refused(project: Path, name: str) -> None:
    (project / name).symlink_to(project / "data" / "partners.yml")
    result = run("check", "--project", project)
    assert result.exit_code == 1
    assert "link to somewhere else" in result.output


def test_a_drill_hides_a_country_without_publishing(project: Path, tmp_path: Path) -> None:
    assert run("drill", "NO", "--project", project, "--today", "2026-06-01").exit_code == 0
    assert "blackout: []" in (project / "data" / "safety.yml").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("site*"))
    site = project / "data" / "site.yml"
    site.write_text(site.read_text(encoding="utf-8").replace("What we promise.", "What we promise Norway."), "utf-8")
    result = run("drill", "NO", "--project", project, "--today", "2026-06-01")
    assert result.exit_code == 3
    assert "index.html: it names a country that is blacked out" in result.output
    assert run("drill", "ZQ", "--project", project).exit_code == 2


def test_one_line_is_enough_to_hide_a_country(project: Path, tmp_path: Path) -> None:
    """Pages, commitments and findings that name it go with its partners; nothing has to be edited first."""
    (project / "docs" / "en" / "index.md").write_text("# Norway and we {: #home }\n", encoding="utf-8")
    (project / "data" / "commitments.yml").write_text(
        (project / "data" / "commitments.yml").read_text(encoding="utf-8")
        + "- id: C2\n  dimension: closer\n  text:\n    en: We stay in Norway.\n",
        encoding="utf-8",
    )
    (project / "data" / "safety.yml").write_text("blackout: [NO]\n", encoding="utf-8")
    result = run("build", "--project", project, "--out", tmp_path / "site", "--today", "2026-06-01")
    assert result.exit_code == 0, result.output
    everything = b"".join(contents(tmp_path / "site").values())
    assert b"Norway" not in everything
    assert b"Rope and Anchor" not in everything
    home = html.fromstring((tmp_path / "site" / "en" / "index.html").read_bytes())
    assert home.xpath("string(//h1)") == "This page is not available at the moment."
    assert not home.xpath("//main//a[@hreflang='en']")


def test_the_table_of_consents_says_what_ends_and_what_is_shown(project: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "reminders.ics"
    result = run("consent", "--project", project, "--today", "2026-12-01", "--within", "60", "--ics", calendar)
    assert result.exit_code == 0, result.output
    assert re.search(
        r"n5r2kx +A +ends soon +2026-12-31 +name entity .* own_words \(in en on site data feeds\)", result.output
    )
    assert "Rope" not in result.output
    [event] = Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 11, 1)
    assert "Rope" not in calendar.read_text(encoding="utf-8")
    assert "overdue" in run("consent", "--project", project, "--today", "2027-01-01").output
    assert re.search(r"n5r2kx +A +holds", run("consent", "--project", project, "--today", "2026-06-01").output)


def test_a_preview_is_served_and_built_anew_at_a_save(project: Path) -> None:
    """The real command in a process of its own, ended as a person would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "alongside", "serve", "--project", str(project), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert "Harbour Trust" in fetched(f"http://127.0.0.1:{port}/en/", "Harbour Trust")
            page = project / "docs" / "en" / "index.md"
            page.write_text("# Changed {: #home }\n", encoding="utf-8")
            assert '<h1 id="home">Changed' in fetched(f"http://127.0.0.1:{port}/en/", "Changed")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def fetched(url: str, wanted: str) -> str:
    """The page once it holds what is wanted, or as it is after half a minute."""
    text = ""
    for _ in range(60):
        with contextlib.suppress(OSError), urllib.request.urlopen(url) as answer:  # noqa: S310 (this machine)
            text = answer.read().decode()
            if wanted in text:
                return text
        time.sleep(0.5)
    return text


def test_an_interrupted_build_leaves_no_trace_in_the_old_site(project: Path, tmp_path: Path) -> None:
    """A folder left by a killed build is hidden, and the next build does not mind it."""
    stale = tmp_path / ".site-stale"
    shutil.copytree(project, stale)
    assert run("build", "--project", project, "--out", tmp_path / "site", "--today", "2026-06-01").exit_code == 0
    assert (tmp_path / "site" / "en" / "index.html").is_file()
