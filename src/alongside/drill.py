"""Try a blackout without publishing: does one line hide a country everywhere?

In:   a project, a country code
Out:  nothing where it holds; a PrivacyError that names the files where a trace is left

The project is copied to a temporary folder, its data/safety.yml gets the line, and the site is built there.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from alongside.build import Report, build
from alongside.problems import CallError
from alongside.regions import COUNTRIES

_COPIED = ("docs", "data", "theme", "locale", "toolkit", "macros.py", "mkdocs.yml")


def drill(project: Path, country: str, today: date, tell: Callable[[str], None]) -> Report:
    """Build as if the country had been blacked out today."""
    if country not in COUNTRIES:
        raise CallError("This is no ISO 3166-1 country code. Fix: write two capital letters, like NO.")
    with tempfile.TemporaryDirectory(prefix="alongside-drill-") as folder:
        copy = Path(folder) / "project"
        copy.mkdir()
        for name in _COPIED:
            source = project / name
            if source.is_dir():
                shutil.copytree(source, copy / name)
            elif source.is_file():
                shutil.copy(source, copy / name)
        _black_out(copy / "data" / "safety.yml", country)
        return build(copy, Path(folder) / "site", today=today, tell=tell)


def _black_out(safety: Path, country: str) -> None:
    """Add the country to the list, as a person would in an emergency."""
    lines = safety.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("blackout:"):
            listed = line.partition("[")[2].partition("]")[0].strip()
            lines[number] = f"blackout: [{', '.join(filter(None, (listed, country)))}]"
            break
    else:
        lines.append(f"blackout: [{country}]")
    safety.write_text("\n".join(lines) + "\n", encoding="utf-8")
