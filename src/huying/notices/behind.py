"""What an event is about: the order people are told of, and the unit that was called to it."""

from dataclasses import dataclass

from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.orders.named import with_names
from huying.orgs.models import Organisation
from huying.trail.models import Message
from huying.whistles.models import Response


@dataclass(frozen=True, slots=True)
class Behind:
    """The order of an event; where a unit was called by a whistle, that unit and the whistle's id."""

    order: Order
    unit: Organisation | None = None
    whistle: int | None = None


def behind(message: Message) -> Behind | None:
    """What stands behind an event; None where nobody is told of such things."""
    if message.subject_kind == KIND:
        return Behind(_order(message.subject_id))
    if message.subject_kind != Response.KIND:
        return None
    called = Response.objects.select_related("whistle", "unit").get(pk=message.subject_id)
    return Behind(_order(called.whistle.order_id), called.unit, called.whistle_id)


def _order(number: int) -> Order:
    return with_names(Order.objects.filter(pk=number).select_related("contact"))[0]
