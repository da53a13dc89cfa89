"""Bringing a city's places in: what is new is added, what changed is changed, nothing is removed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huying.intake.faults import Unfit, said_of_row
from huying.intake.readers import Row, open_table
from huying.intake.rejects import Rejects
from huying.intake.running import rejects_path
from huying.intake.tree import columns_of, read_place
from huying.kernel.refusals import Refused
from huying.places.actions import CHANGEABLE, bulk_add, describe
from huying.places.models import Place
from huying.places.queries import forget
from huying.places.rules import GRID_DIGITS, NewPlace, checked_row
from huying.places.states import Level, rank

_CHUNK = 500
Standing = dict[str, Place]


@dataclass(frozen=True, slots=True)
class Planted:
    """What became of a file: `imported + already + changed + rejected == rows`.

    `rejects_file` holds the rejected rows with their reasons, None when there are none.
    """

    rows: int
    imported: int
    already: int
    changed: int
    rejected: int
    rejects_file: Path | None
    seconds: float


def plant(path: Path, *, dry_run: bool, at: datetime, grid_digits: int = GRID_DIGITS) -> Planted:
    """Bring in the places of a csv, xlsx or jsonl file; rows may stand in any order.

    A code that stands already keeps its level and its place in the tree; name, address, point
    and boundary are brought up to date where the file says something else. Everything is one
    transaction. A dry run writes the rejects file and nothing else. Refused when the file
    cannot be used.
    """
    began, table = monotonic(), open_table(path)
    at_column = columns_of(table.header)
    rows = list(table.rows())
    with Rejects(rejects_path(path), table.header) as rejects, transaction.atomic():
        fit, unfit = _read(rows, at_column)
        standing = _standing({place.code for _row, place in fit} | {p.parent for _r, p in fit})
        fresh, again, refused = _sorted_out(fit, standing, grid_digits)
        news = {place.code: _news(place, standing[place.code]) for place in again}
        changed = [code for code, facts in news.items() if facts]
        if not dry_run:
            bulk_add(fresh, at=at, grid_digits=grid_digits)
            for code in changed:
                describe(standing[code], facts=news[code], at=at)
        for row, problem in sorted(unfit + refused, key=lambda each: each[0].number):
            rejects.add(row, problem)
    forget()
    return Planted(
        rows=len(rows), imported=len(fresh), already=len(again) - len(changed),
        changed=len(changed), rejected=rejects.count,
        rejects_file=rejects.path if rejects.count else None, seconds=round(monotonic() - began, 3),
    )  # fmt: skip


Fit = list[tuple[Row, NewPlace]]
Aside = list[tuple[Row, Unfit]]


def _read(rows: Iterable[Row], at: dict[str, int]) -> tuple[Fit, Aside]:
    fit: Fit = []
    aside: Aside = []
    for row in rows:
        try:
            fit.append((row, read_place(row, at)))
        except Unfit as problem:
            aside.append((row, problem.copy()))
        except Refused as problem:
            aside.append((row, said_of_row(problem)))
    return fit, aside


def _standing(codes: set[str]) -> Standing:
    """What stands under these codes already, with the place above each."""
    ordered = sorted(code for code in codes if code)
    found: Standing = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = Place.objects.filter(code__in=ordered[start : start + _CHUNK])
        found |= {place.code: place for place in rows}
    return found


def _sorted_out(
    fit: Fit, standing: Standing, grid_digits: int
) -> tuple[list[NewPlace], list[NewPlace], Aside]:
    """The rows to add and those that stand already, outermost first; the rest with its reason."""
    fresh: dict[str, NewPlace] = {}
    again: dict[str, NewPlace] = {}
    aside: Aside = []
    seen: set[str] = set()
    for row, place in sorted(fit, key=lambda each: rank(each[1].level)):
        try:
            _once(place, seen)
            seen.add(place.code)
            checked = checked_row(place, _above(place, standing, fresh), grid_digits=grid_digits)
            if place.code in standing:
                _check_same(checked, standing)
                again[place.code] = replace(checked, grid_kind=place.grid_kind)
            else:
                fresh[place.code] = checked
        except Unfit as problem:
            aside.append((row, problem.copy()))
        except Refused as problem:
            aside.append((row, said_of_row(problem)))
    return list(fresh.values()), list(again.values()), aside


def _once(place: NewPlace, seen: set[str]) -> None:
    if place.code in seen:
        raise Unfit(_("this code stands in the file twice"), place.code)


def _above(place: NewPlace, standing: Standing, fresh: dict[str, NewPlace]) -> Level | None:
    if not place.parent:
        return None
    if place.parent in fresh:
        return Level(fresh[place.parent].level)
    above = standing.get(place.parent)
    if above is None or above.is_retired:
        raise Unfit(_("the place above is not known"), place.parent)
    return Level(above.level)


def _check_same(said: NewPlace, standing: Standing) -> None:
    """A code keeps its level and its place in the tree."""
    there, above = standing[said.code], standing.get(said.parent)
    if there.is_retired:
        raise Unfit(_("this place is retired"), there.code)
    stays = there.path[: -Place.steplen] == (above.path if above else "")
    if said.level != there.level or not stays:
        raise Unfit(_("this code stands elsewhere in the tree"), there.code)


def _news(said: NewPlace, there: Place) -> dict[str, Any]:
    """What a row says otherwise of a place that stands; a blank cell says nothing."""
    told = {field: getattr(said, field) for field in CHANGEABLE}
    return {
        field: value
        for field, value in told.items()
        if value not in ("", None) and value != getattr(there, field)
    }
