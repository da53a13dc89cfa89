"""Reading the project as text and as syntax trees, for tests about its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "huying"
LEFT_OUT = {".venv", ".git", "node_modules", "__pycache__"}

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    """A function somewhere in the project; `lines` from `def` to its last line."""

    path: Path
    name: str
    lines: int

    def __str__(self) -> str:
        return f"{shown(self.path)}:{self.name} ({self.lines} lines)"


def shown(path: Path) -> str:
    """The path as it is written in the project."""
    return path.relative_to(ROOT).as_posix()


def files(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    """Files below the folders, in order; what tools leave behind and migrations are left out."""
    found = chain.from_iterable((ROOT / folder).rglob("*") for folder in folders)
    return sorted(
        path
        for path in found
        if path.suffix in suffixes
        and not any(part.endswith(".egg-info") for part in path.parts)  # pip's, not ours
        and not LEFT_OUT.intersection(path.parts)
        and "migrations" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def length(path: Path) -> int:
    """Number of lines."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(paths: list[Path], *, decorated: str = "") -> Iterator[Function]:
    """Every function and method in these files, nested ones too.

    With `decorated`, only those with a decorator whose name begins so: views, by `require_`.
    """
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, FunctionNode) and node.end_lineno is not None:
                names = [_name(decorator) for decorator in node.decorator_list]
                if not decorated or any(name.startswith(decorated) for name in names):
                    yield Function(path, node.name, node.end_lineno - node.lineno + 1)


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def percentile(values: list[int], share: float) -> int:
    """The smallest value that at least `share` of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)] if ordered else 0
