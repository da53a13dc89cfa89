"""One table of a TOML file, read key by key; what is wrong is told with the key's full path."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from huying.intake.maps.schema import Column, Named

LONGEST = 200
MAYBE = "?"


class Wrong(ValueError):
    """One key says what cannot be; the message begins with its path, such as `columns.text`."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}" if key else why)


@dataclass(frozen=True)
class Section:
    """One table, the path that leads to it, and the keys it may have (None: any)."""

    table: Mapping[str, Any]
    path: str
    keys: Collection[str] | None

    def __post_init__(self) -> None:
        unknown = [key for key in self.table if self.keys is not None and key not in self.keys]
        if unknown:
            raise Wrong(self.at(unknown[0]), "there is no such key")

    def at(self, key: str) -> str:
        """The full path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str, default: str | None = None, *, longest: int = LONGEST) -> str:
        """A text, not blank; without a default it must be there."""
        if key not in self.table and default is not None:
            return default
        return self.plain(key, self.table.get(key), longest)

    def plain(self, key: str, value: Any, longest: int = LONGEST) -> str:
        """This value, if it is a text that says something."""
        if not isinstance(value, str) or not value.strip():
            raise Wrong(self.at(key), "a text is needed")
        if len(value) > longest:
            raise Wrong(self.at(key), f"longer than {longest} characters")
        return value

    def word(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of the allowed words."""
        value = self.text(key, default)
        if value not in allowed:
            raise Wrong(self.at(key), f"{value} is none of {', '.join(sorted(allowed))}")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts; they may be blank."""
        values = self.table.get(key, list(default))
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise Wrong(self.at(key), "a list of texts is needed")
        return tuple(values)

    def section(self, key: str, keys: Collection[str] | None) -> "Section":
        """The table under a key, empty where there is none."""
        value = self.table.get(key, {})
        if not isinstance(value, Mapping):
            raise Wrong(self.at(key), "a table is needed")
        return Section(value, self.at(key), keys)

    def sections(self, key: str, keys: Collection[str]) -> "list[Section]":
        """The tables of an array."""
        values = self.table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(each, Mapping) for each in values):
            raise Wrong(self.at(key), "a list of tables is needed")
        return [Section(each, f"{self.at(key)}[{n}]", keys) for n, each in enumerate(values)]

    def column(self, key: str) -> Column | None:
        """A column: its header, or the headers it may have; None where the key is missing."""
        return column(self, key, self.table[key]) if key in self.table else None

    def named(self, code: str, name: str) -> Named:
        """A thing named by the columns under these two keys."""
        return Named(self.column(code), self.column(name))


def column(section: Section, key: str, value: Any) -> Column:
    """A column from what a map says; a `?` after any of its names lets a file do without it."""
    said = value if isinstance(value, list) else [value]
    if not said:
        raise Wrong(section.at(key), "a column name is needed")
    names = [section.plain(key, each) for each in said]
    return Column(
        tuple(name.removesuffix(MAYBE).strip() for name in names),
        needed=not any(name.endswith(MAYBE) for name in names),
    )
