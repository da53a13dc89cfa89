"""Outbox handlers: who is told what when something happened."""

from datetime import datetime

from huying.notices.models import Notice
from huying.orders.models import Order
from huying.trail.models import Message


def tell_resident(message: Message, key: str, at: datetime) -> None:
    """Tell whoever placed the order; for a part of an order the whole speaks."""
    if Order.objects.filter(pk=message.subject_id, parent=None).exists():
        _tell(message.subject_id, message, f"{key}-{message.subject_id}", at)


def tell_followers(message: Message, key: str, at: datetime) -> None:
    """Tell whoever placed an order that follows this one."""
    for follower in Order.objects.filter(merged_into_id=message.subject_id).order_by("id"):
        _tell(follower.pk, message, f"{key}-{follower.pk}", at)


def _tell(order_id: int, message: Message, key: str, at: datetime) -> None:
    Notice.objects.get_or_create(
        key=key,
        defaults={"order_id": order_id, "event": message.event, "facts": message.payload, "at": at},
    )
