"""Reading visits: what is to be made, and one of them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from huying.duty.lifecycle import VISIT
from huying.duty.models import Visit
from huying.duty.policy import visible, waiting
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused

MOST_SHOWN = 100
_JOINED = ("place", "goes", "done_by", "source_order", "follow_order")


def _rows(viewer: Actor) -> QuerySet[Visit]:
    rows = visible(Visit.objects.all(), viewer).select_related(*_JOINED, "place__community")
    return rows.defer("place__boundary", "place__community__boundary")


def visit(pk: int, viewer: Actor) -> Visit:
    """The visit the viewer may see under this id; refused `unknown` for everybody else."""
    found = _rows(viewer).filter(pk=pk).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such visit for you to see")
    return found


def open_moves(visit: Visit, *, by: Actor) -> list[str]:
    """Names of the moves this actor may make now."""
    return VISIT.open_to(visit, by=by)


def to_make(viewer: Actor, estates: Sequence[int]) -> list[Visit]:
    """What the viewer is to make: theirs by name, and nobody's in these estates; by due day.

    At most MOST_SHOWN.
    """
    whose = Q(goes_id=viewer.person_id) | Q(goes=None, place_id__in=list(estates))
    return list(waiting(_rows(viewer)).filter(whose).order_by("due_on", "pk")[:MOST_SHOWN])


def others_to_make(viewer: Actor, estates: Sequence[int]) -> list[Visit]:
    """What others are to make where the viewer is on duty, by due day; at most MOST_SHOWN."""
    whose = Q(goes_id=viewer.person_id) | Q(goes=None, place_id__in=list(estates))
    return list(waiting(_rows(viewer)).exclude(whose).order_by("due_on", "pk")[:MOST_SHOWN])


def made_on(viewer: Actor, on: date) -> list[Visit]:
    """What was made on this day where the viewer is on duty, as it was written down."""
    return list(_rows(viewer).filter(done_on=on).order_by("-pk")[:MOST_SHOWN])


def exists(cause: str) -> bool:
    """Whether this cause has planned its visit already."""
    return Visit.objects.filter(cause=cause).exists()
