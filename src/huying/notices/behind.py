"""What an event is about: the orders people are told of, and the unit that was called to one."""

from dataclasses import dataclass

from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.orders.named import with_names
from huying.orgs.models import Organisation
from huying.supply.models import Need
from huying.supply.queries.supporters import orders_behind
from huying.trail.models import Message
from huying.whistles.models import Response


@dataclass(frozen=True, slots=True)
class Behind:
    """The order of an event; where a unit was called by a whistle, that unit and the whistle's id."""

    order: Order
    unit: Organisation | None = None
    whistle: int | None = None


def behind(message: Message) -> list[Behind]:
    """What stands behind an event, each order that is behind a need; none where nobody is told."""
    if message.subject_kind == KIND:
        return [Behind(order) for order in _orders(message.subject_id)]
    if message.subject_kind == Need.KIND:
        return [Behind(order) for order in _orders(*orders_behind(message.subject_id))]
    if message.subject_kind != Response.KIND:
        return []
    called = Response.objects.select_related("whistle", "unit").get(pk=message.subject_id)
    (order,) = _orders(called.whistle.order_id)
    return [Behind(order, called.unit, called.whistle_id)]


def _orders(*ids: int) -> list[Order]:
    rows = Order.objects.filter(pk__in=ids).select_related("contact").order_by("id")
    return list(with_names(rows))
