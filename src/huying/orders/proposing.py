"""Who should lead an order, and why: what was decided before, the directory, then experience."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.kernel.kept import Kept
from huying.orders.directory import leads_by, row_for
from huying.orders.models import Boundary, DirectoryRow, Order
from huying.orders.policy import visible
from huying.orders.states import OrderState

MOST_PROPOSED = 3
LOOK_BACK = timedelta(days=90)
HAPPILY_OVER = (OrderState.CLOSED, OrderState.ARCHIVED)


class Ground(StrEnum):
    """What a proposal rests on, the strongest first."""

    BOUNDARY = "boundary"
    DIRECTORY = "directory"
    EXPERIENCE = "experience"


@dataclass(frozen=True, slots=True)
class Precedent:
    """A unit and how many like orders it closed lately, of how many in all."""

    unit: str
    name: str
    count: int
    whole: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One unit that should lead: what it rests on, and what can be told of that."""

    unit: str
    name: str
    ground: Ground
    row: DirectoryRow | None = None
    boundary: Boundary | None = None
    precedent: Precedent | None = None


def proposals(order: Order, *, viewer: Actor, at: datetime) -> list[Proposal]:
    """Who should lead, each unit once, the strongest ground first; nothing once somebody does."""
    if order.category_id is None or order.lead_unit_id is not None:
        return []
    found = [*_decided(order), *_listed(order, timezone.localdate(at))]
    found += [
        Proposal(one.unit, one.name, Ground.EXPERIENCE, precedent=one)
        for one in precedents(order, viewer=viewer, since=at - LOOK_BACK)
    ]
    first = {one.unit: one for one in reversed(found)}
    return [one for one in found if first[one.unit] is one][:MOST_PROPOSED]


def precedents(order: Order, *, viewer: Actor, since: datetime) -> list[Precedent]:
    """Which units closed orders of the same category in the same street, most first.

    Nothing once the order has a leader: then it is decided.
    """
    if order.category_id is None or order.lead_unit_id is not None:
        return []
    alike = visible(
        Order.objects.filter(category=order.category_id, street=order.street_id), viewer
    )
    closed = alike.filter(
        state__in=HAPPILY_OVER, closed_at__gte=since, lead_unit__closed_on=None,
        lead_unit__isnull=False,
    )  # fmt: skip
    rows = closed.values_list("lead_unit__code", "lead_unit__name")
    counted = list(rows.annotate(count=Count("pk")).order_by("-count", "lead_unit__code"))
    whole = sum(count for _code, _name, count in counted)
    return [Precedent(code, name, count, whole) for code, name, count in counted]


def _decided(order: Order) -> list[Proposal]:
    last = _boundaries.get((order.community_id or 0, order.category_id or 0))
    if last is None:
        return []
    return [Proposal(last.lead.code, last.lead.name, Ground.BOUNDARY, boundary=last)]


def _last_boundary(matter: tuple[int, int]) -> Boundary | None:
    place, category = matter
    known = Boundary.objects.filter(place_id=place, category_id=category, lead__closed_on=None)
    return known.select_related("lead").first()


_boundaries = Kept(_last_boundary, lambda: float(settings.RULEBOOK_SECONDS))


def forget() -> None:
    """Read decisions afresh, in this process."""
    _boundaries.forget()


def _listed(order: Order, on: date) -> list[Proposal]:
    row = row_for(order, on)
    if row is None:
        return []
    return [
        Proposal(unit.code, unit.name, Ground.DIRECTORY, row=row)
        for unit in leads_by(row, order, on)[:1]
    ]
