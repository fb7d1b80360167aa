"""Measure a whole build: seconds, pages, bytes, and what a reader's phone must fetch. `make bench` runs it.

It judges nothing: a machine's speed is no property of the program. The aims: four languages within 15 s on two
processors where the files of the tools are made already; all files of all tools within 20 s, each within 150 kB; a
first view of a page within 75 kB; and 34 filled files a second through `alongside collect`, 10,000 in five minutes.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from invent import invent

from alongside import formats
from alongside.audit import audit
from alongside.build import build
from alongside.collect import collect
from alongside.downloads import make_downloads, silently
from alongside.gate import open_books
from alongside.load import load
from alongside.tool import Form

ROOT = Path(__file__).parents[2]
RUNS = 5
PARTNERS = (15, 200, 1000)
FILLED = 120


def seconds(action: object, runs: int = RUNS) -> tuple[float, float]:
    """Median and slowest of several runs."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()  # type: ignore[operator]
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken), max(taken)


def first_view(site: Path, page: str) -> tuple[int, int, int]:
    """Requests, bytes, and bytes compressed, of a page and all it needs."""
    path = site / page / "index.html"
    html = path.read_text(encoding="utf-8")
    needed = re.findall(r'<(?:link rel="(?:icon|stylesheet)"|script)[^>]*?(?:href|src)="([^"]+)"', html)
    files = [path, *((path.parent / address).resolve() for address in needed)]
    contents = [file.read_bytes() for file in files]
    return len(files), sum(map(len, contents)), sum(len(gzip.compress(content, 9)) for content in contents)


def with_partners(project: Path, number: int) -> Path:
    """A copy of the project whose partners are repeated under other ids."""
    for name in ("docs", "data", "theme", "locale", "toolkit"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("mkdocs.yml", "macros.py"):
        shutil.copy(ROOT / name, project)
    path = project / "data" / "partners.yml"
    head, *entries = path.read_text(encoding="utf-8").split("- id: ")
    entries = [re.sub(r"  image: .*\n|(?<=org_id), image|, image", "", entry) for entry in entries]
    numbered = (entries[index % len(entries)] for index in range(number))
    path.write_text(head + "".join(f"- id: p{i:06d}{entry[6:]}" for i, entry in enumerate(numbered)), encoding="utf-8")
    (project / "data" / "images.yml").write_text("[]\n", encoding="utf-8")
    shutil.rmtree(project / "data" / "images")
    return project


def tools(folder: Path) -> None:
    """Seconds and bytes of every format, and of the whole toolkit: cold, and when nothing has changed."""
    sources = load(ROOT)
    words = {item.code: item for item in sources.words}
    every = [tool for languages in sources.toolkit.values() for tool in languages.values()]
    forms = [Form(tool, words[tool.language], size) for tool in every for size in tool.sizes]
    for name in (*formats.FILLED, formats.TEXT):
        write = formats.module(name).write
        write(forms[0])  # opens its library
        begun = time.perf_counter()
        weights = [len(write(form)) / 1000 for form in forms]
        taken = (time.perf_counter() - begun) * 1000 / len(forms)
        print(f"{name:8} {taken:6.1f} ms a file; {statistics.median(weights):5.1f} kB, at most {max(weights):.1f} kB")
    phones = formats.module(formats.TOGETHER)
    begun = time.perf_counter()
    groups = [tuple(Form(tool, words[tool.language]) for tool in tools.values()) for tools in sources.toolkit.values()]
    weights = [len(phones.write(group)) / 1000 for group in groups]
    taken = (time.perf_counter() - begun) * 1000 / len(groups)
    print(f"xlsform  {taken:6.1f} ms a file; {statistics.median(weights):5.1f} kB, at most {max(weights):.1f} kB")
    begun = time.perf_counter()
    files = make_downloads(sources.toolkit, sources.words, folder)
    cold = time.perf_counter() - begun
    again = seconds(lambda: make_downloads(sources.toolkit, sources.words, folder))[0]
    weight = sum(file.weight for file in files) / 1e6
    print(f"toolkit: {len(files)} files, {weight:.1f} MB; {cold:.1f} s cold, {again:.2f} s when nothing has changed")


def collecting(folder: Path) -> None:
    """Filled files a second, of all formats; a fifth of them are PDF, which take by far the longest."""
    project, inbox = with_partners(folder / "project", PARTNERS[0]), folder / "inbox"
    number = invent(inbox, 2025, FILLED)
    sources, report = load(project), folder / "report"
    begun = time.perf_counter()
    collect(sources, inbox, 2025, report, date(2026, 11, 23), advance=silently)
    taken = time.perf_counter() - begun
    print(f"collect: {number} filled files, {number / taken:.0f} a second")


def main() -> None:
    today = date(2026, 11, 23)
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, {RUNS} runs: median (slowest)")
    with tempfile.TemporaryDirectory() as folder:
        tools(Path(folder) / "kept")
        collecting(Path(folder) / "filled")
        for number in PARTNERS:
            project = with_partners(Path(folder) / str(number), number)
            site = Path(folder) / f"site-{number}"
            reading = seconds(lambda project=project: open_books(load(project), today))
            build(project, site, today=today, tell=lambda _: None)  # makes the files of the tools
            building = seconds(lambda p=project, s=site: build(p, s, today=today, tell=lambda _: None))
            files = [path for path in site.rglob("*") if path.is_file()]
            pages = sum(path.suffix == ".html" for path in files)
            size = sum(path.stat().st_size for path in files) / 1e6
            print(f"{number:5} partners: load and gate {reading[0]:.2f} s ({reading[1]:.2f})", end="; ")
            auditing = seconds(lambda p=project, s=site: audit(s, load(p), today), runs=3)
            print(f"audit {auditing[0]:.1f} s ({auditing[1]:.1f})", end="; ")
            print(f"whole build with its audit {building[0]:.1f} s ({building[1]:.1f}); {pages} pages, {size:.1f} MB")
        for page in ("en", "ar/commitments/equitable", "fr/partners/p000001"):
            requests, raw, packed = first_view(Path(folder) / "site-15", page)
            print(
                f"first view of /{page}/: {requests} requests, {raw / 1000:.0f} kB, {packed / 1000:.1f} kB compressed"
            )


if __name__ == "__main__":
    main()
