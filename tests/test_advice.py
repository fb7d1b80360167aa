"""What `check` tells of beside faults: what lags behind, and what nobody can see."""

from __future__ import annotations

import shutil
from pathlib import Path

from alongside.advice import advice
from alongside.load import load
from conftest import ROOT


def test_where_nothing_lags_behind_nothing_is_told(project: Path) -> None:
    assert list(advice(load(project))) == []


def test_words_that_a_language_lacks_are_counted_by_file(project: Path) -> None:
    shutil.copy(ROOT / "locale" / "fr.po", project / "locale")
    nav = project / "mkdocs.yml"
    nav.write_text(nav.read_text(encoding="utf-8").replace("Our promises", "What we owe"), encoding="utf-8")

    told = list(advice(load(project)))

    [words] = [line for line in told if line.startswith("locale/fr.po")]
    assert int(words.split()[1]) >= 1
    assert any(line.startswith("data/site.yml: ") and "`fr`" in line for line in told)
    assert not any("partners.yml" in line for line in told), "partners speak for themselves"


def test_an_entry_that_stays_unseen_is_told_of_without_its_name(project: Path) -> None:
    file = project / "data" / "partners.yml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.strip() == "risk_review:")
    depth = len(lines[start]) - len(lines[start].lstrip())
    end = next((n for n in range(start + 1, len(lines)) if len(lines[n]) - len(lines[n].lstrip()) <= depth), len(lines))
    file.write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")

    [told] = advice(load(project))

    assert told.startswith("data/partners.yml: 1 ")
    assert "Anchor" not in told
