"""What the tests share: the real project, a small invented one, and one built site of the real one."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from alongside.build import build
from alongside.load import Sources, load
from alongside.system import find_chromium

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 23)


def silent(message: str) -> None:
    """Takes what a build tells, and keeps it to itself."""


@pytest.fixture(scope="session")
def sources() -> Sources:
    return load(ROOT)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real project, built in every language."""
    folder = tmp_path_factory.mktemp("built") / "site"
    build(ROOT, folder, today=DAY, tell=silent)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of another organisation, to break at will."""
    return small_project(tmp_path / "project")


def small_project(folder: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "project", folder)
    shutil.copytree(ROOT / "theme", folder / "theme")
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    shutil.copy(ROOT / "macros.py", folder)
    (folder / "locale").mkdir()
    shutil.copy(ROOT / "locale" / "en.po", folder / "locale")
    return folder


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """The test's own output is enough."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """As the host of a static site does: 404.html for what is not there."""
        del message, explain
        page = Path(self.directory) / "404.html"
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.read_bytes())


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served on this machine."""
    handler = functools.partial(QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium of this machine."""
    path = find_chromium()
    assert path, "no Chromium: `make test` installs it or says how"
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with its sandbox
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()
