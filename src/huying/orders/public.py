"""What everyone may know of a community's orders: what was done, without words or names.

Left out everywhere is what is confidential, what concerns single persons, and parts of a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.places.models import Place

LATELY = timedelta(days=30)
DONE = (OrderState.CLOSED, OrderState.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done; `days` it took, at least 1."""

    category: str
    place: str
    days: int
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Sort:
    """How many matters of one category were done."""

    category: str
    count: int


def done_lately(place: Place, *, at: datetime, most: int = 5) -> list[Done]:
    """What was closed in this community in the last 30 days, newest first."""
    newest = _done(place, at).select_related("category", "place").defer("place__boundary")
    return [
        Done(
            row.category.name,
            row.place.name,
            max(1, (row.closed_at - row.placed_at).days),
            row.closed_at,
        )
        for row in newest.order_by("-closed_at", "-id")[:most]
        if row.category and row.closed_at
    ]


def done_by_category(place: Place, *, at: datetime) -> Sequence[Sort]:
    """How many were closed in the last 30 days by category, most first."""
    rows = _done(place, at).values("category__name").annotate(count=Count("pk"))
    return [
        Sort(row["category__name"], row["count"])
        for row in rows.order_by("-count", "category__name")
    ]


def _done(place: Place, at: datetime) -> QuerySet[Order]:
    return Order.objects.filter(
        community=place, is_open=False, state__in=DONE, confidential=False,
        closed_at__gte=at - LATELY, closed_at__lte=at, category__personal=False, parent=None,
    )  # fmt: skip


def public_counts(place: Place, *, at: datetime) -> dict[str, int]:
    """How many orders of a community were closed this month, and how many are under way.

    Counted is everything, since a number alone tells of nobody.
    """
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Order.objects.filter(community=place, parent=None)
    counted: dict[str, int] = rows.aggregate(
        under_way=Count("pk", filter=Q(is_open=True)),
        done=Count("pk", filter=Q(state__in=DONE, closed_at__gte=month)),
    )
    return counted
