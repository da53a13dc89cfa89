"""What holds at a place on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from huying.adoptions.models import Adoption
from huying.kernel.kept import Kept


@dataclass(frozen=True, slots=True)
class Way:
    """A way of working as it is in force: what the pack said, and from when to when."""

    practice: str
    version: str
    title: str
    place_path: str
    since: date
    until: date | None
    parts: Mapping[str, Any]
    codes: frozenset[str]

    def lasts(self, on: date) -> bool:
        """Whether it is in force on this day."""
        return self.since <= on and (self.until is None or on < self.until)

    def holds(self, path: str, on: date) -> bool:
        """Whether a place with this path works by it on this day."""
        return self.lasts(on) and path.startswith(self.place_path)


def way_at(path: str, on: date) -> Way | None:
    """The way of the nearest place around `path` that has one on this day; None without any."""
    holding = [way for way in _kept.get("") if way.holds(path, on)]
    return max(holding, key=lambda way: len(way.place_path), default=None)


def foreign_codes(paths: Iterable[str], on: date, *, within: bool = False) -> frozenset[str]:
    """Codes of classes that practices brought, and none at these places uses on this day.

    With `within` also what is used somewhere below them counts as used. Nothing is foreign to a
    place without a way of its own.
    """
    every, used = _kept.get(""), list[Way]()
    for path in paths:
        way = way_at(path, on)
        if way is None:
            return frozenset()
        used.append(way)
        if within:
            used += (one for one in every if one.place_path.startswith(path) and one.lasts(on))
    known = frozenset[str]().union(*(way.codes for way in every))
    return known.difference(*(way.codes for way in used))


def adoptions() -> QuerySet[Adoption]:
    """Every adoption there was, the latest first."""
    return Adoption.objects.select_related("place").order_by("-since", "-id")


def forget() -> None:
    """Read what is in force afresh next time, in this process."""
    _kept.forget()


def _read(_key: str) -> tuple[Way, ...]:
    rows = Adoption.objects.select_related("place").order_by("since", "id")
    return tuple(_way(row) for row in rows)


def _way(row: Adoption) -> Way:
    return Way(
        row.practice, row.version, row.title, row.place.path if row.place else "",
        row.since, row.until, row.parts,
        frozenset(each["code"] for each in row.parts.get("classes", ())),
    )  # fmt: skip


_kept = Kept(_read, lambda: float(settings.RULEBOOK_SECONDS))
