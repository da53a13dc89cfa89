"""Places a form offers: where people of a ledger live, and where grants are given."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from huying.care.queries.entries import spans
from huying.kernel.actor import Actor
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.rules import span
from huying.places.states import Level

AREAS = (Level.COMMUNITY, Level.GRID, Level.ESTATE)
HOMES = (*AREAS, Level.BUILDING)


def areas(viewer: Actor, ledger: str, on: date) -> QuerySet[Place]:
    """Communities, grids and estates by which a ledger that is open to the viewer is narrowed."""
    return _below((one.place_path for one in spans(viewer, ledger, on)), AREAS)


def homes(viewer: Actor, ledger: str, on: date) -> QuerySet[Place]:
    """Places down to the building where the viewer may write somebody down."""
    return _below((one.place_path for one in spans(viewer, ledger, on)), HOMES)


def granting_places(viewer: Actor) -> QuerySet[Place]:
    """Streets, communities, grids and estates where the viewer may give grants."""
    held = [one.place_path for one in viewer.standings if Grant.CARE_GRANT in one.grants]
    return _below(held, (Level.STREET, *AREAS))


def _below(paths: Iterable[str], levels: Iterable[Level]) -> QuerySet[Place]:
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(path__range=span(path))
    rows = Place.objects.filter(inside, level__in=[one.value for one in levels], retired_on=None)
    return (
        rows.select_related("community").defer("boundary", "community__boundary").order_by("path")
    )
