"""Try a blackout without publishing: does one line hide a country everywhere?

In:   a project, a country code
Out:  nothing where it holds; a PrivacyError that names the files where a trace is left

The site is built in a temporary folder, as if data/safety.yml had the line, and goes with it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from alongside.build import Report, build
from alongside.problems import CallError
from alongside.regions import COUNTRIES


def drill(project: Path, country: str, today: date, tell: Callable[[str], None]) -> Report:
    """Build as if the country had been blacked out today."""
    if country not in COUNTRIES:
        raise CallError("This is no ISO 3166-1 country code. Fix: write two capital letters, like NO.")
    with tempfile.TemporaryDirectory(prefix="alongside-drill-") as folder:
        return build(project, Path(folder) / "site", today=today, blackout=(country,), tell=tell)
