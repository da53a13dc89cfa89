"""The words a refusal is said in: written in English where nothing is translated yet.

The kernel and the rules know no translation; the door translates what they say. So their words
are collected here: the reason and the field reasons of every `Refused(...)`, as far as they are
written out, and the docstring of every `@guard`, which is its reason.
"""

import ast
from collections.abc import Iterator


def reasons(code: str) -> Iterator[tuple[int, str]]:
    """Line and text of every reason in a Python file."""
    if "Refused(" not in code and "@guard" not in code:
        return
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and _called(node) == "Refused":
            for value in [*node.args[1:2], *_field_reasons(node)]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                    yield value.lineno, value.value
        elif isinstance(node, ast.FunctionDef) and (reason := _reason_of_guard(node)):
            yield node.lineno, reason


def _reason_of_guard(node: ast.FunctionDef) -> str | None:
    guards = "guard" in map(ast.unparse, node.decorator_list)
    return ast.get_docstring(node) if guards else None


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rsplit(".", 1)[-1]


def _field_reasons(node: ast.Call) -> list[ast.expr]:
    return [
        value
        for keyword in node.keywords
        if keyword.arg in {"reason", "fields"}
        for value in (
            keyword.value.values if isinstance(keyword.value, ast.Dict) else [keyword.value]
        )
    ]
