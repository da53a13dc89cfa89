"""What was done, counted from orders and never typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, QuerySet
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.orders.models import Category, Order
from huying.orders.policy import visible
from huying.orders.states import OrderState
from huying.places.models import Place
from huying.places.rules import span
from huying.supply.models import ServiceItem

DONE = (OrderState.CLOSED, OrderState.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many orders of one kind and category were done; a blank category has none."""

    kind: str
    category: str
    name: str
    count: int


def counters(place: Place | None, since: date | None, viewer: Actor) -> list[Counted]:
    """How many orders of a place, or anywhere, the viewer may see were done since a day, most first.

    By kind and category; parts of a whole are not counted beside it. `since` is the day they
    were placed: another system may not have said when they ended.
    """
    rows = _done(place, since, viewer).values("kind", "category__code", "category__name")
    counted = rows.annotate(count=Count("pk")).order_by("-count", "kind", "category__code")
    return [
        Counted(row["kind"], row["category__code"] or "", row["category__name"] or "", row["count"])
        for row in counted
    ]


def done_by_item(
    items: Iterable[ServiceItem], place: Place, since: date, viewer: Actor
) -> Mapping[int, int]:
    """How many orders were done of the category each item serves, by the item's id.

    A class counts what was filed under its sub-items too; an item without a category is left out.
    """
    of_code: dict[str, int] = {}
    for one in counters(place, since, viewer):
        of_code[one.category] = of_code.get(one.category, 0) + one.count
    above = dict(Category.objects.exclude(parent=None).values_list("code", "parent__code"))
    for code, count in list(of_code.items()):
        if outer := above.get(code):
            of_code[outer] = of_code.get(outer, 0) + count
    return {one.pk: of_code.get(one.category.code, 0) for one in items if one.category}


def _done(place: Place | None, since: date | None, viewer: Actor) -> QuerySet[Order]:
    rows = Order.objects.filter(state__in=DONE, parent=None)
    if place is not None:
        rows = rows.filter(place__path__range=span(str(place.path)))
    if since is not None:
        begins = timezone.make_aware(datetime.combine(since, time.min))
        rows = rows.filter(placed_at__gte=begins)
    return visible(rows, viewer)
