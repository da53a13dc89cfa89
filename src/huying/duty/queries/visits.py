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
_JOINED = ("place", "goes", "done_by", "source_order__place", "follow_order__place")


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

    Theirs are also those of colleagues they stand in for. At most MOST_SHOWN.
    """
    return list(
        waiting(_rows(viewer)).filter(_whose(viewer, estates)).order_by("due_on", "pk")[:MOST_SHOWN]
    )


def others_to_make(viewer: Actor, estates: Sequence[int]) -> list[Visit]:
    """What others are to make where the viewer is on duty, by due day; at most MOST_SHOWN."""
    return list(
        waiting(_rows(viewer))
        .exclude(_whose(viewer, estates))
        .order_by("due_on", "pk")[:MOST_SHOWN]
    )


def _whose(viewer: Actor, estates: Sequence[int]) -> Q:
    named = [pk for pk in (viewer.person_id, *sorted(viewer.covering)) if pk is not None]
    return Q(goes_id__in=named) | Q(goes=None, place_id__in=list(estates))


def made_on(viewer: Actor, on: date) -> list[Visit]:
    """What was made on this day where the viewer is on duty, as it was written down."""
    return list(_rows(viewer).filter(done_on=on).order_by("-pk")[:MOST_SHOWN])


def exists(cause: str) -> bool:
    """Whether this cause has planned its visit already."""
    return Visit.objects.filter(cause=cause).exists()
