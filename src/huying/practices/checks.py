"""A table of a TOML file read key by key; what is wrong is told with the key's full path."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huying.orders.lifecycle import ORDER
from huying.orders.queries import starting_moves
from huying.whistles import queries as whistles
from huying.whistles.lifecycle import RESPONSE

_LONGEST = 200
LONGEST_CODE = 32
_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


class Wrong(ValueError):
    """One key of a file says what cannot be; `key` is its path, such as `limits[2].unit`."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}" if key else why)
        self.key, self.why = key, why


@dataclass(frozen=True)
class Checked:
    """One table, the path that leads to it, and the keys it may have."""

    table: Mapping[str, Any]
    path: str
    keys: Collection[str]

    def __post_init__(self) -> None:
        for key in self.table:
            if key not in self.keys:
                raise Wrong(self.at(key), "there is no such key")

    def at(self, key: str) -> str:
        """The full path of a key of this table."""
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        """Whether the table says anything under this key."""
        return key in self.table

    def text(self, key: str, *, longest: int = _LONGEST) -> str:
        """A text that must be there, not blank and not too long."""
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise Wrong(self.at(key), "a text is needed")
        if len(value) > longest:
            raise Wrong(self.at(key), f"longer than {longest} characters")
        return value

    def one_of(self, key: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """One of the allowed words; without a default it must be there."""
        if default is not None and not self.has(key):
            return default
        value = self.text(key)
        if value not in allowed:
            raise Wrong(self.at(key), f"{value} is none of {', '.join(sorted(allowed))}")
        return value

    def whole(self, key: str, *, least: int, default: int | None = None) -> int:
        """A whole number, `least` or more; without a default it must be there."""
        value = self.table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise Wrong(self.at(key), f"a whole number of {least} or more is needed")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Whether it is so; the default when left out."""
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise Wrong(self.at(key), "true or false is needed")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none blank; empty when left out."""
        values = self.table.get(key, [])
        if not isinstance(values, list) or not all(
            isinstance(v, str) and v.strip() for v in values
        ):
            raise Wrong(self.at(key), "a list of texts is needed")
        return tuple(values)

    def shares(self, key: str) -> tuple[float, ...]:
        """Growing shares between 0 and 1, both excluded; none when left out."""
        values = self.table.get(key, [])
        fits = isinstance(values, list) and all(
            isinstance(v, int | float) and not isinstance(v, bool) and 0 < v < 1 for v in values
        )
        if not fits or sorted(set(values)) != values:
            raise Wrong(self.at(key), "shares grow, and lie between 0 and 1")
        return tuple(float(value) for value in values)

    def share(self, key: str) -> float:
        """A weight above 0, at most 1; it must be there."""
        value = self.table.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 1:
            raise Wrong(self.at(key), "a weight above 0, at most 1, is needed")
        return float(value)

    def day(self, key: str) -> date | None:
        """A day; None when left out."""
        value = self.table.get(key)
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            raise Wrong(self.at(key), "a day such as 2026-01-31 is needed")
        return value

    def table_of(self, key: str, keys: Collection[str]) -> "Checked":
        """The table under this key; an empty one when left out."""
        value = self.table.get(key, {})
        if not isinstance(value, Mapping):
            raise Wrong(self.at(key), "a table is needed")
        return Checked(value, self.at(key), keys)

    def rows(self, key: str, keys: Collection[str]) -> "list[Checked]":
        """The tables of an array, each with its own path; none when left out."""
        values = self.table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, Mapping) for value in values):
            raise Wrong(self.at(key), "tables are needed")
        return [Checked(row, f"{self.at(key)}[{n}]", keys) for n, row in enumerate(values)]


def check_code(row: Checked) -> str:
    """The row's code, made of letters, digits, dots, dashes and underscores."""
    code = row.text("code", longest=LONGEST_CODE)
    if not _PLAIN.fullmatch(code):
        raise Wrong(
            row.at("code"), "a code is made of letters, digits, dots, dashes and underscores"
        )
    return code


def check_once(keys: Sequence[str], where: str) -> None:
    """Wrong when a key occurs twice."""
    twice = next((key for key, times in Counter(keys).items() if times > 1), None)
    if twice is not None:
        raise Wrong(where, f"{twice} occurs twice")


def check_start(row: Checked, clock: str, move: str) -> None:
    """Wrong unless this move, of an order or of a called unit, really starts this clock."""
    starting = starting_moves() | whistles.starting_moves()
    row.one_of("clock", set(starting))
    if move not in {*ORDER.moves, *RESPONSE.moves}:
        raise Wrong(row.at("starts_on"), f"there is no move called {move}")
    if move not in starting[clock]:
        raise Wrong(row.at("starts_on"), f"the move {move} does not start the clock {clock}")
