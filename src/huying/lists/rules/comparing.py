"""Two frozen lists side by side: what was added, what is gone, what changed in which column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Frozen = Sequence[tuple[str, Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is in both and not the same: column key to (before, after)."""

    key: str
    cells: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between an earlier list and a later one; rows by their keys, in their order."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[Change, ...]
    same: int


def compared(
    before: Frozen, after: Frozen, columns: tuple[Sequence[str], Sequence[str]]
) -> Difference:
    """The difference; only columns that both have are looked at."""
    earlier = {key: dict(zip(columns[0], values, strict=True)) for key, values in before}
    later = {key: dict(zip(columns[1], values, strict=True)) for key, values in after}
    both = [key for key in later if key in earlier]
    changes = [Change(key, _cells(earlier[key], later[key])) for key in both]
    changed = tuple(one for one in changes if one.cells)
    return Difference(
        added=tuple(key for key in later if key not in earlier),
        gone=tuple(key for key in earlier if key not in later),
        changed=changed,
        same=len(both) - len(changed),
    )


def _cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {
        key: (before[key], after[key])
        for key in after
        if key in before and before[key] != after[key]
    }
