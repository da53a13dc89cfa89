"""Names and words of the code: what a file may be called, what must be said, what may not."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGE, FunctionNode, files, shown, tree

BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
# Spelled so that this file does not find itself.
LEFT_OPEN = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b")
CLOCK_OWNERS = {"datetime", "date", "timezone"}
CLOCK_READERS = {"now", "today", "utcnow"}
MAY_READ_THE_CLOCK = {"src/huying/kernel/now.py", "src/huying/kernel/ids.py"}


def dotted(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def test_no_module_has_a_name_that_says_nothing() -> None:
    paths = files("src", "tests", "tools", "bench")
    assert [shown(path) for path in paths if {path.stem, path.parent.name} & BANNED] == []


def test_every_package_says_what_it_owns() -> None:
    packages = [path for path in files("src") if path.name == "__init__.py"]
    assert [shown(path) for path in packages if not ast.get_docstring(tree(path))] == []


def test_every_public_function_and_class_says_what_it_is() -> None:
    silent = [
        f"{shown(path)}:{node.name}"
        for path in files("src", "tools")
        for node in tree(path).body
        if isinstance(node, FunctionNode | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_is_left_open() -> None:
    paths = files("src", "tests", "tools", "bench", suffixes=(".py", ".html", ".css", ".js"))
    left = [
        f"{shown(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LEFT_OPEN.search(line)
    ]
    assert left == []


def test_nothing_in_the_tests_is_made_up_by_a_mock_or_expected_to_fail() -> None:
    forbidden = re.compile(r"import mock|unittest\.mock|\bmocker\b|mark\.(skip|xfail)")
    here = __file__
    paths = [path for path in files("tests") if str(path) != here]
    assert [shown(p) for p in paths if forbidden.search(p.read_text(encoding="utf-8"))] == []


def test_tests_are_skipped_for_one_reason_only() -> None:
    skips = [
        (shown(path), ast.unparse(node))
        for path in files("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) in {"pytest.skip", "skip"}
    ]
    assert skips == [("tests/conftest.py", "pytest.skip('HUYING_REAL_DATA is not set')")]


def test_time_is_passed_in_and_read_in_one_place() -> None:
    readers = [
        f"{shown(path)}:{node.lineno}"
        for path in files("src")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK_READERS
        and dotted(node.func.value).split(".")[-1] in CLOCK_OWNERS
        and shown(path) not in MAY_READ_THE_CLOCK
    ]
    assert readers == []


ROOMS_WITH_MIGRATIONS = sorted(
    folder for folder in PACKAGE.glob("*/migrations") if list(folder.glob("[0-9]*.py"))
)


def dependencies(module: ast.Module) -> list[tuple[str, str]]:
    """What the migration says it stands on: pairs of app and migration."""
    said = [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign | ast.AnnAssign) and "dependencies" in target_names(node)
    ]
    pairs = [ast.unparse(node) for value in said if value for node in ast.walk(value)]
    return [ast.literal_eval(pair) for pair in pairs if pair.startswith("('")]


def target_names(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {dotted(target) for target in targets}


@pytest.mark.parametrize("folder", ROOMS_WITH_MIGRATIONS, ids=lambda folder: folder.parent.name)
def test_migrations_stand_in_one_line_and_are_named_by_intent(folder: Path) -> None:
    migrations = sorted(folder.glob("[0-9]*.py"))
    names = [path.stem for path in migrations]
    room = folder.parent.name
    own = [[name for app, name in dependencies(tree(path)) if app == room] for path in migrations]
    assert [
        name for name in names if not re.fullmatch(r"\d{4}_(?!auto)[a-z][a-z_0-9]*", name)
    ] == []
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert own == [[], *([name] for name in names[:-1])]
