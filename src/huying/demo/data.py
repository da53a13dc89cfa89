"""The data files of the demo city, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def city() -> dict[str, Any]:
    """Places, organisations, logins and names: `city.toml`."""
    return _table(FOLDER / "city.toml")


@cache
def words() -> dict[str, Any]:
    """Everything people say: the tables of all `words/*.toml`, lists of one name joined."""
    joined: dict[str, Any] = {}
    for path in sorted((FOLDER / "words").glob("*.toml")):
        for key, rows in _table(path).items():
            joined[key] = [*joined.get(key, []), *rows]
    return joined


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
