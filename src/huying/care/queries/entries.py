"""Entries a viewer may read, and how many there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from huying.care.models import CareVisit, Entry
from huying.care.policy import NAMED, reads, right
from huying.care.queries.granted import named
from huying.care.rules import id_number
from huying.care.sealed import marks_of
from huying.care.states import STANDING, Depth, EntryState
from huying.kernel.actor import Actor, Standing
from huying.kernel.refusals import Refused
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.rules import span

FEWEST_TOLD = 5
"""Smaller totals are not told to whoever has no grant."""
# The same number is the same person; without one, the same name and year in one community.
_WHO = Coalesce(
    NullIf(F("id_mark"), Value("")),
    Concat(
        F("name"), Value(" "), Cast(F("birth_year"), CharField()), Value(" "),
        Cast(F("community_id"), CharField()), output_field=CharField(),
    ),
    output_field=CharField(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """Verified entries (`rows`), the different people in them, and how many wait to be verified."""

    rows: int
    people: int
    waiting: int


def spans(viewer: Actor, ledger: str, on: date) -> list[Standing]:
    """Where this ledger is open to the viewer, by their named grants."""
    wanted = right(Depth.LEDGER, ledger)
    known = named(viewer, on).standings
    return [one for one in known if one.role == NAMED and wanted in one.grants]


def entries(
    viewer: Actor, ledger: str, on: date, *, within: Place | None = None, ended: bool = False
) -> QuerySet[Entry]:
    """The ledger's entries that are open to the viewer, by name: those that stand, or have ended.

    The withdrawn and the erased are in no list.
    """
    states = [EntryState.ENDED] if ended else sorted(STANDING)
    rows = Entry.objects.filter(
        _inside(one.place_path for one in spans(viewer, ledger, on)),
        ledger=ledger,
        state__in=states,
    )
    if within is not None:
        rows = rows.filter(place__path__range=span(within.path))
    return rows.select_related("place", "community").order_by("name", "id")


def finding(rows: QuerySet[Entry], asked: str, on: date) -> QuerySet[Entry]:
    """Of these entries those with this ID number, or with these words in their name."""
    try:
        marks = marks_of(id_number(asked, on=on))
    except Refused:
        marks = []
    return rows.filter(id_mark__in=marks) if marks else rows.filter(name__contains=asked.strip())


def counts(viewer: Actor, on: date, *, within: Place | None = None) -> dict[str, Counts]:
    """For each ledger open to the viewer how many stand in it; under "" all of these together."""
    inside = Q(pk__in=[])
    for one in named(viewer, on).standings:
        for ledger in _ledgers_of(one):
            inside |= Q(ledger=ledger, place__path__range=span(one.place_path))
    rows = Entry.objects.filter(inside)
    if within is not None:
        rows = rows.filter(place__path__range=span(within.path))
    found: Any = rows.order_by().values("ledger").annotate(**_figures())
    told = {row["ledger"]: Counts(row["rows"], row["people"], row["waiting"]) for row in found}
    whole = rows.aggregate(**_figures())
    return told | {"": Counts(whole["rows"], whole["people"], whole["waiting"])}


def totals(viewer: Actor) -> Counts | None:
    """To whoever gives grants: how many there are in all at their places; no ledger, no name.

    None where there are fewer than FEWEST_TOLD, or the viewer gives none.
    """
    paths = [one.place_path for one in viewer.standings if Grant.CARE_GRANT in one.grants]
    whole = Entry.objects.filter(_inside(paths)).aggregate(**_figures())
    told = Counts(whole["rows"], whole["people"], whole["waiting"])
    return told if told.rows >= FEWEST_TOLD else None


def history(entry: Entry, viewer: Actor, on: date) -> QuerySet[CareVisit]:
    """Visits to this person, the latest first; none for whoever may not open the entry."""
    rows = CareVisit.objects.filter(entry=entry).select_related("by")
    may = reads(named(viewer, on), entry.ledger, entry.place_path)
    return rows if may else rows.none()


def _figures() -> dict[str, Count]:
    verified = Q(state=EntryState.VERIFIED)
    return {
        "rows": Count("pk", filter=verified),
        "people": Count(_WHO, filter=verified, distinct=True),
        "waiting": Count("pk", filter=Q(state=EntryState.REGISTERED)),
    }


def _inside(paths: Iterator[str] | list[str]) -> Q:
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(place__path__range=span(path))
    return inside


def _ledgers_of(standing: Standing) -> list[str]:
    start = right(Depth.LEDGER, "")
    if standing.role != NAMED:
        return []
    return [grant.removeprefix(start) for grant in standing.grants if grant.startswith(start)]
