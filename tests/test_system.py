"""What a machine lacks is installed where that is safe; elsewhere the person gets the exact command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from alongside import system
from conftest import ROOT


@pytest.mark.parametrize("part", sorted(system.PARTS))
def test_every_part_says_how_to_install_it_everywhere(part: str) -> None:
    text = system.how_to_install([part])
    for name in ("sudo apt-get", "sudo dnf install", "brew install", "wsl --install"):
        assert name in text
    assert system.PARTS[part]["what"] in text


def test_where_nothing_may_be_installed_the_run_stops_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "can_install", lambda: False)
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    assert system.main(["chromium"]) == 1
    assert "This machine lacks" in capsys.readouterr().err


def test_where_all_is_there_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert system.main(["python", "venv"]) == 0
    assert capsys.readouterr() == ("", "")


def test_it_needs_nothing_but_the_standard_library() -> None:
    """It runs before the virtual environment exists: -I and -S keep every installed package out."""
    script = ROOT / "src" / "alongside" / "system.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, "python"], capture_output=True, text=True, check=False, cwd=Path("/")
    )
    assert (done.returncode, done.stderr) == (0, "")
