"""Who is to be seen, in the order of how long they wait."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from huying.care.models import Entry
from huying.care.policy import NAMED
from huying.care.queries.granted import named
from huying.care.rules import days_over, see_by
from huying.care.states import STANDING, Depth
from huying.kernel.actor import Actor
from huying.places.models import Place
from huying.places.rules import span


@dataclass(frozen=True, slots=True)
class ToSee:
    """Someone to look in on: name, where, when somebody was last there, how often, by when.

    `over` is how many days the visit is late, 0 or less while it is not.
    """

    entry_id: int
    version: int
    name: str
    where: str
    last_seen_at: datetime | None
    every_days: int
    see_by: date
    over: int


def due_to_be_seen(viewer: Actor, place: Place | None, on: date) -> list[ToSee]:
    """Everyone on the care list at this place whom the viewer may know of, the longest wait first.

    None of it tells a number, a telephone or anything about health.
    """
    seen = Q(pk__in=[])
    for one in named(viewer, on).standings:
        for ledger in _ledgers(one.grants) if one.role == NAMED else ():
            seen |= Q(ledger=ledger, place__path__range=span(one.place_path))
    rows = Entry.objects.filter(seen, state__in=sorted(STANDING), every_days__isnull=False)
    if place is not None:
        rows = rows.filter(place__path__range=span(place.path))
    found = [_to_see(row, on) for row in rows.select_related("place", "community")]
    return sorted(found, key=lambda one: (-one.over, one.name, one.entry_id))


def _to_see(entry: Entry, on: date) -> ToSee:
    there = timezone.localdate(entry.last_seen_at) if entry.last_seen_at else None
    every = entry.every_days or 0
    due = see_by(there, entry.registered_on, every)
    where = [entry.place.name if entry.place else "", entry.address]
    return ToSee(
        entry.pk, entry.version, entry.name, " · ".join(part for part in where if part),
        entry.last_seen_at, every, due, days_over(due, on),
    )  # fmt: skip


def _ledgers(grants: frozenset[str]) -> list[str]:
    starts = tuple(f"care.{depth.value}." for depth in Depth)
    return [grant.split(".", 2)[2] for grant in grants if grant.startswith(starts)]


def places_waiting(on: date) -> list[Place]:
    """Where somebody on the care list should have been seen by this day; nobody is named."""
    rows = Entry.objects.filter(
        state__in=sorted(STANDING), every_days__isnull=False, place__isnull=False
    )
    waiting = {
        row.place
        for row in rows.select_related("place", "community").defer("place__boundary")
        if row.place is not None and _to_see(row, on).over >= 0
    }
    return sorted(waiting, key=lambda place: str(place.path))
