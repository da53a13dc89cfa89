"""On which line of a TOML file a key stands, so that whoever wrote it finds what is wrong."""

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([0-9A-Za-z_.\-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([0-9A-Za-z_\-]+)\s*=")
_LONG = re.compile(r'"""|\'\'\'')


def line_of(text: str, path: str) -> int:
    """The line, counted from 1, of the key at `path` (such as `limits[2].unit`) in the file `text`.

    A key that is not there has the line of the nearest table around it that is; 1 without any.
    Keys inside an inline table have the line of the key that holds it.
    """
    lines = _lines(text)
    while path and path not in lines:
        path = _around(path)
    return lines.get(path, 1)


def _around(path: str) -> str:
    return path[: max(path.rfind("."), path.rfind("["), 0)]


def _lines(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, quoted = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not quoted and (header := _HEADER.match(line)):
            table = _table(header[2], counts, array=header[1] == "[[")
            found.setdefault(table.rpartition("[")[0] if header[1] == "[[" else table, number)
            found.setdefault(table, number)
        elif not quoted and (key := _KEY.match(line)):
            found.setdefault(f"{table}.{key[1]}" if table else key[1], number)
        for mark in _LONG.findall(line):
            quoted = mark if not quoted else "" if mark == quoted else quoted
    return found


def _table(name: str, counts: dict[str, int], *, array: bool) -> str:
    """The path a header opens: every table above it that is an array is its latest one."""
    path = ""
    parts = name.split(".")
    for part in parts[:-1]:
        path = f"{path}.{part}" if path else part
        if path in counts:
            path = f"{path}[{counts[path]}]"
    path = f"{path}.{parts[-1]}" if path else parts[-1]
    if array:
        counts[path] = counts.get(path, -1) + 1
        path = f"{path}[{counts[path]}]"
    return path
