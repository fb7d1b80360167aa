"""Golden cases: what `check` says of a broken project. `make golden` writes the expected lines anew."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
import yaml

from alongside.load import load
from alongside.problems import SourceError

CASES = sorted((Path(__file__).parent / "golden").glob("*.yml"))


def write_files(project: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content[7:]) if content.startswith("base64:") else content.encode())


def found_in(project: Path) -> list[str]:
    try:
        load(project)
    except SourceError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_check_says_where_what_and_the_fix(case: Path, project: Path) -> None:
    golden = yaml.safe_load(case.read_text(encoding="utf-8"))
    write_files(project, golden["files"])

    found = found_in(project)

    if os.environ.get("GOLDEN") == "write":
        text = yaml.safe_dump(golden | {"problems": found}, allow_unicode=True, sort_keys=False, width=1000)
        case.write_text(text, encoding="utf-8")
    assert found == yaml.safe_load(case.read_text(encoding="utf-8"))["problems"]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_check_never_repeats_what_a_person_wrote(case: Path) -> None:
    golden = yaml.safe_load(case.read_text(encoding="utf-8"))
    for line in golden["problems"]:
        for secret in golden.get("secrets", []):
            assert secret not in line


def test_the_small_project_has_nothing_to_mend(project: Path) -> None:
    assert found_in(project) == []
