"""Minutes on the spot: a sum that belongs to an estate and a day, and to nobody by name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from huying.duty.models import Stay, Visit
from huying.duty.policy import teams_among
from huying.duty.queries.spots import rules_at
from huying.duty.rules import Line, line
from huying.duty.states import VisitState
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place


@dataclass(frozen=True, slots=True)
class Day:
    """A day in an estate as its team sees it: the line, and the stays noted for it."""

    estate: Place
    on: date
    line: Line
    stays: tuple[Stay, ...]


def days(estates: Iterable[Place], on: date, viewer: Actor) -> list[Day]:
    """This day in each of these estates whose team the viewer is of; the others are left out.

    Three statements, however many estates.
    """
    own = teams_among(viewer, estates, on)
    if not own:
        return []
    ids = [estate.pk for estate in own]
    made = Visit.objects.filter(place__in=ids, done_on=on, state=VisitState.DONE)
    visits = dict(made.values_list("place_id").annotate(n=Sum("minutes")).order_by())
    stays: dict[int, list[Stay]] = defaultdict(list)
    for stay in Stay.objects.filter(estate__in=ids, on=on, taken_back_at=None).order_by("pk"):
        stays[stay.estate_id].append(stay)
    return [
        Day(
            estate, on,
            line(
                [visits.get(estate.pk, 0), *(stay.minutes for stay in stays[estate.pk])],
                rules_at(estate.path, on).minutes,
            ),
            tuple(stays[estate.pk]),
        )
        for estate in own
    ]  # fmt: skip


def day(estate: Place, on: date, viewer: Actor) -> Day:
    """This day in an estate; refused `not-yours` for whoever is not of its team."""
    found = days([estate], on, viewer)
    if not found:
        raise Refused(Code.NOT_YOURS, "this is shown to the team of the estate")
    return found[0]


def stay(pk: int) -> Stay:
    """The stay with this id; refused `unknown`."""
    found = Stay.objects.select_related("estate").filter(pk=pk).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such stay")
    return found
