"""The program flows one way: imports point from later rooms to earlier ones; only the gate makes public values."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "src" / "alongside"

ROOMS: tuple[tuple[str, ...], ...] = (
    ("problems", "system", "collector", "regions", "links", "formula"),
    ("words",),
    ("text", "yaml_text", "identifying", "units", "shapes"),
    ("fields", "scales", "tool", "documents"),
    ("typed_text",),
    ("answers", "drafts", "slots", "tool_checks"),
    ("tool_markdown", "tool_parity"),
    ("toolkit",),
    ("partners", "indicators", "small_cells"),
    ("records", "progress", "aggregate"),
    ("partner_checks", "release"),
    ("progress_checks",),
    ("explanations", "layout", "schemas", "picture_checks", "page_checks", "folders", "consents"),
    ("data_files",),
    ("load",),
    ("formats",),
    ("downloads", "filled", "year_file"),
    ("tool_pages", "inbox"),
    ("intake",),
    ("collect",),
    ("public_phrase",),
    ("public_years",),
    ("public",),
    ("gate_phrases",),
    ("gate_years",),
    ("gate",),
    ("neighbours", "feeds", "pictures", "audit_texts", "charts", "tables", "cycle"),
    ("figures", "data_catalogue"),
    ("open_years",),
    ("open_data", "theme", "audit", "reminders"),
    ("year_pages",),
    ("pages",),
    ("reports",),
    ("showcases",),
    ("preview", "catalogue", "stamps"),
    ("advice",),
    ("stage",),
    ("finish",),
    ("build",),
    ("serve", "drill"),
    ("cli",),
    ("__main__", "__init__"),
)
HEIGHT = {name: height for height, room in enumerate(ROOMS) for name in room}
PUBLIC = ("public", "public_phrase", "public_years")
GATE = {"gate", "gate_phrases", "gate_years", *PUBLIC}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The name by which a module is known: its own, or that of the folder it lies in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix().removesuffix(".py") if path.is_relative_to(PACKAGE) else path.stem


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "alongside":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("alongside."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("alongside.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_one_way(path: Path) -> None:
    """Within a folder of formats or of kinds of questions, its own parts may be used."""
    for imported in imports_of(path) - ({room_of(path)} if path.parent != PACKAGE else set()):
        assert HEIGHT[imported] < HEIGHT[room_of(path)], f"{named(path)} imports {imported}"


def test_every_module_has_its_room() -> None:
    assert {room_of(path) for path in MODULES} == set(HEIGHT)


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in GATE], ids=named)
def test_only_the_gate_makes_public_values(path: Path) -> None:
    trees = [ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8")) for name in PUBLIC]
    public = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    makers = {"model_validate", "model_validate_json", "model_construct", "model_copy"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                assert called.id not in public
            if isinstance(called, ast.Attribute):
                assert called.attr not in public
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.attr in makers:
                assert called.value.id not in public


@pytest.mark.parametrize(
    "name",
    [
        "pages",
        "showcases",
        "feeds",
        "open_data",
        "open_years",
        "tables",
        "data_catalogue",
        "cycle",
        "neighbours",
        "theme",
        "tool_pages",
        "downloads",
    ],
)
def test_pages_know_no_private_record(name: str) -> None:
    assert imports_of(PACKAGE / f"{name}.py").isdisjoint({"records", "partners", "load", "yaml_text", "consents"})


@pytest.mark.parametrize("path", [*MODULES, ROOT / "macros.py"], ids=named)
def test_a_module_fits_in_the_head(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name != "define_env":
            assert (node.end_lineno or 0) - node.lineno <= 40, node.name


def test_macros_hold_no_logic() -> None:
    """Each macro is one line: a call into alongside."""
    tree = ast.parse((ROOT / "macros.py").read_text(encoding="utf-8"))
    [define] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "define_env"]
    for macro in (node for node in define.body if isinstance(node, ast.FunctionDef)):
        statements = [node for node in macro.body if not isinstance(node, ast.Expr)]
        assert len(statements) == 1
        assert isinstance(statements[0], ast.Return)
