"""Adding places, one by one or by the ten thousand, through one and the same door."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.places.queries import last_step
from huying.places.rules import (
    GRID_DIGITS,
    STEP,
    NewPlace,
    check_level,
    checked_row,
    clean_code,
    step,
    step_number,
)
from huying.places.states import Level

_CHUNK = 500
T = TypeVar("T")
_REPEATED = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)


@dataclass(slots=True)
class _Node:
    """A place on its way into the tree, beside the place above it."""

    place: Place
    parent: Place | None


def add_place(
    *,
    parent: Place | None,
    level: Level,
    code: str,
    name: str,
    at: datetime,
    grid_kind: str = "",
    estate_kind: str = "",
    address: str = "",
    boundary: dict[str, Any] | None = None,
    lng: float | None = None,
    lat: float | None = None,
    grid_digits: int = GRID_DIGITS,
) -> Place:
    """Add one place as the last child of its parent.

    Refuses a level that cannot stand there, a code out of pattern or taken, a parent that is
    unknown or retired, an invalid boundary. `grid_digits` is how a city numbers its grids.
    """
    row = NewPlace(
        level=level,
        code=code,
        name=name,
        parent=parent.code if parent else "",
        grid_kind=grid_kind,
        estate_kind=estate_kind,
        address=address,
        boundary=boundary,
        lng=lng,
        lat=lat,
    )
    (added,) = _add([row], at=at, grid_digits=grid_digits, bulk=False)
    if parent is not None:
        parent.numchild += 1
    return added


def bulk_add(rows: Iterable[NewPlace], *, at: datetime, grid_digits: int = GRID_DIGITS) -> int:
    """Add many places at once and return how many; all of them or none.

    Rows come in any order; a parent is another row or already there. Siblings keep the order
    of the rows. Refusals are as for `add_place`, their fields as `rows.<index>.<field>`.
    """
    return len(_add(list(rows), at=at, grid_digits=grid_digits, bulk=True))


def _add(rows: list[NewPlace], *, at: datetime, grid_digits: int, bulk: bool) -> list[Place]:
    try:
        with transaction.atomic():
            nodes = _checked(rows, at=at, grid_digits=grid_digits, bulk=bulk)
            _write(nodes)
    except IntegrityError as error:
        # Two desks adding at once: the code or the next free position is gone by now.
        if "unique" not in str(error).lower():
            raise
        raise Refused(Code.CONFLICT, _("someone else has just added a place here")) from error
    return [node.place for node in nodes]


def _checked(rows: list[NewPlace], *, at: datetime, grid_digits: int, bulk: bool) -> list[_Node]:
    """Rows as places beside their parents, not yet in the tree; nothing is written."""
    parents = _parents(rows)
    levels = {row.code: row.level for row in rows}
    levels |= {code: parent.level for code, parent in parents.items()}
    taken = _taken(rows)
    places = dict(parents)
    for index, row in enumerate(rows):
        with _pointing_at(f"rows.{index}." if bulk else ""):
            if row.code in taken:
                raise _refused(Code.CONFLICT, "code", _("this code is taken"))
            if row.parent and row.parent not in levels:
                raise _refused(Code.UNKNOWN, "parent", _("not a place we know"))
            if row.parent in parents and parents[row.parent].is_retired:
                raise _refused(Code.WRONG_STATE, "parent", _("this place is retired"))
            above = check_level(levels[row.parent]) if row.parent else None
            places[row.code] = _unplaced(checked_row(row, above, grid_digits=grid_digits), at)
            taken.add(row.code)
    return [_Node(places[row.code], places.get(row.parent)) for row in rows]


def _write(nodes: list[_Node]) -> None:
    """Give every node its place in the tree and store it, parents before children."""
    last = _last_steps(nodes)
    _count_children(nodes)
    for level in Level:
        places = [_stood(node, last) for node in nodes if node.place.level == level]
        Place.objects.bulk_create(places, batch_size=_CHUNK)
        if level in _REPEATED and places:
            _point_at_themselves(level, places)


def _stood(node: _Node, last: Counter[str]) -> Place:
    """The place with path, depth and ancestors; its parent has its own by now."""
    place, parent = node.place, node.parent
    base = parent.path if parent else ""
    last[base] += 1
    place.path = base + step(last[base])
    place.depth = len(place.path) // STEP
    if parent is not None:
        place.district_id = parent.district_id
        place.street_id = parent.street_id
        place.community_id = parent.community_id
    return place


def _last_steps(nodes: list[_Node]) -> Counter[str]:
    """How far children are counted already: path of a parent, "" for the root, to number."""
    last: Counter[str] = Counter()
    for parent in _each_parent(nodes):
        if parent is None or (parent.pk is not None and parent.numchild):
            stored = last_step(parent)
            last[parent.path if parent else ""] = step_number(stored[-STEP:]) if stored else 0
    return last


def _count_children(nodes: list[_Node]) -> None:
    """Children counts: in memory for places being added, in the database for older parents."""
    grown = Counter(node.parent.code for node in nodes if node.parent)
    older: dict[int, list[int]] = defaultdict(list)
    for node in nodes:
        node.place.numchild = grown[node.place.code]
    for parent in _each_parent(nodes):
        if parent is not None and parent.pk is not None:
            older[grown[parent.code]].append(parent.pk)
    for more, ids in older.items():
        for chunk in _chunks(ids):
            Place.objects.filter(pk__in=chunk).update(numchild=F("numchild") + more)


def _each_parent(nodes: list[_Node]) -> list[Place | None]:
    """Every parent once; None stands for the root."""
    by_code = {node.parent.code if node.parent else "": node.parent for node in nodes}
    return list(by_code.values())


def _point_at_themselves(level: Level, places: list[Place]) -> None:
    """A district's own district is itself, and so for a street and a community."""
    for place in places:
        setattr(place, f"{level}_id", place.pk)
    for chunk in _chunks([place.pk for place in places]):
        Place.objects.filter(pk__in=chunk).update(**{str(level): F("pk")})


def _unplaced(row: NewPlace, at: datetime) -> Place:
    place = Place(
        code=row.code,
        name=row.name,
        level=row.level,
        grid_kind=row.grid_kind,
        estate_kind=row.estate_kind,
        address=row.address,
        boundary=row.boundary,
        lng=row.lng,
        lat=row.lat,
        added_at=at,
        changed_at=at,
    )
    place.derive()
    return place


def _parents(rows: list[NewPlace]) -> dict[str, Place]:
    """Parents that stand already, by code; locked where the engine locks rows."""
    codes = {row.parent for row in rows} - {row.code for row in rows}
    found: dict[str, Place] = {}
    for chunk in _chunks(_askable(codes)):
        stored = Place.objects.select_for_update().defer("boundary").filter(code__in=chunk)
        found |= {place.code: place for place in stored}
    return found


def _taken(rows: list[NewPlace]) -> set[str]:
    taken: set[str] = set()
    for chunk in _chunks(_askable({row.code for row in rows})):
        taken |= set(Place.objects.filter(code__in=chunk).values_list("code", flat=True))
    return taken


def _askable(codes: set[str]) -> list[str]:
    """Codes fit to be asked for; a malformed one is refused later, with its row."""
    return sorted(code for code in codes if code and clean_code(code) == code)


def _chunks(values: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


@contextmanager
def _pointing_at(prefix: str) -> Iterator[None]:
    """Let a refusal name the row it is about."""
    try:
        yield
    except Refused as refused:
        refused.fields = {prefix + field: why for field, why in refused.fields.items()}
        raise


def _refused(code: Code, field: str, reason: str) -> Refused:
    return Refused(code, _("this place cannot be added"), fields={field: reason})
