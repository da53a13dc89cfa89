"""The outbox handler: an order that calls for a visit gets one."""

from datetime import datetime

from huying.duty.actions.calling import plan_for_order
from huying.orders.models import Order
from huying.trail.models import Message


def plan_visits(message: Message, key: str, at: datetime) -> None:
    """Plan what the order of this event calls for; again, it plans nothing twice."""
    orders = Order.objects.select_related("place", "category__parent").defer("place__boundary")
    plan_for_order(orders.get(pk=message.subject_id), at=at)
