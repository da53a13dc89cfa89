"""Who may know whom: the contracts in pyproject.toml hold, and speak of every room."""

import ast
import re
import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.architecture.reading import PACKAGE, ROOT, files, shown, tree

ROOM = len(PACKAGE.parts)


def test_no_room_knows_what_stands_above_or_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    report = capsys.readouterr().out
    assert broken == 0, report[report.find("Broken contracts") :]


def test_every_room_with_models_keeps_the_order_inside_a_room() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    named = {room for contract in contracts for room in contract.get("containers", [])}
    with_models = {path.parts[-2] for path in PACKAGE.glob("*/models*")}
    assert {f"huying.{room}" for room in with_models} - named == set()


def models_of_other_rooms(module: ast.Module, room: str) -> set[str]:
    """Names this file imports from the models of another room."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and re.match(r"huying\.\w+\.models", node.module or "")
        for alias in node.names
        if not (node.module or "").startswith(f"huying.{room}.")
    }


def test_delivery_names_models_as_types_and_leaves_their_rows_to_queries_and_actions() -> None:
    reached = [
        f"{shown(path)}:{node.lineno} {ast.unparse(node)}"
        for path in files("src/huying/web", "src/huying/api")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager"}
        and ast.unparse(node.value) in models_of_other_rooms(tree(path), path.parts[ROOM])
    ]
    assert reached == []
