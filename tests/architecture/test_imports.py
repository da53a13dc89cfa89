"""Who may know whom: the contracts in pyproject.toml hold, and speak of every room."""

import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.architecture.reading import PACKAGE, ROOT


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
