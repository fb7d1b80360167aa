"""The page of safety rules names tests that exist."""

from __future__ import annotations

import ast
import re

from conftest import ROOT


def test_every_rule_names_a_test_that_exists() -> None:
    page = (ROOT / "docs" / "en" / "developers" / "safety.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)(?:\[([\w-]+)\])?` \|$", page, re.MULTILINE)
    tests = {
        node.name
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    cases = {path.stem for path in (ROOT / "tests" / "golden").glob("*.yml")}
    assert len(named) > 30
    assert [name for name, _ in named if name not in tests] == []
    assert [case for _, case in named if case and case not in cases] == []
