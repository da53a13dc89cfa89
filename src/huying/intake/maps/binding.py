"""A map laid over the header of one file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huying.intake.maps.loading import PLACEHOLDER
from huying.intake.maps.schema import Column, Map


@dataclass(frozen=True)
class Bound:
    """A map whose columns have found their places; -1 where the file has no such column."""

    map: Map
    places: Mapping[Column, int]
    header: Mapping[str, int]

    def cell(self, cells: Sequence[str], column: Column | None) -> str:
        """What a row says in a column; "" for nothing, and for what the map takes as nothing."""
        index = self.places[column] if column is not None else -1
        return self._plain(cells[index]) if index >= 0 else ""

    def field(self, cells: Sequence[str], name: str) -> str:
        """What a row says in the column of a field of ours."""
        return self.cell(cells, self.map.columns.get(name))

    def filled(self, cells: Sequence[str], template: str) -> str:
        """A template with the row's own words in it."""
        return PLACEHOLDER.sub(
            lambda found: self._plain(cells[self.header[found[1]]]), template
        ).strip()

    def has(self, *columns: Column | None) -> bool:
        """Whether the file has any of these columns."""
        return any(column is not None and self.places[column] >= 0 for column in columns)

    def _plain(self, text: str) -> str:
        plain = text.strip()
        return "" if plain in self.map.blank else plain


def bind(chosen: Map, header: Sequence[str]) -> Bound:
    """Lay a map over a header; whatever it needs should be there (`missing`)."""
    index = {name: position for position, name in enumerate(header)}
    places = {
        column: next((index[name] for name in column.names if name in index), -1)
        for column in columns_of(chosen)
    }
    return Bound(chosen, places, index)


def missing(chosen: Map, header: Sequence[str]) -> list[str]:
    """The columns a map needs and a header does not have."""
    there = set(header)
    columns = [
        "/".join(column.names)
        for column in columns_of(chosen)
        if column.needed and there.isdisjoint(column.names)
    ]
    return columns + [name for name in _in_templates(chosen) if name not in there]


def needed(chosen: Map) -> int:
    """How many columns a map cannot do without."""
    required = {column for column in columns_of(chosen) if column.needed}
    return len(required) + len(set(_in_templates(chosen)))


def columns_of(chosen: Map) -> Iterator[Column]:
    """Every column a map names."""
    yield from chosen.columns.values()
    yield from chosen.keep
    yield from (flag.column for flag in chosen.flags.values())
    named = (
        chosen.places.street,
        chosen.places.community,
        chosen.units.unit,
        *chosen.categories.levels,
    )
    for each in named:
        yield from each.columns
    if chosen.places.code is not None:
        yield chosen.places.code


def _in_templates(chosen: Map) -> list[str]:
    return [name for text in chosen.templates.values() for name in PLACEHOLDER.findall(text)]
