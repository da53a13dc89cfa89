"""Orders that may be the same matter as words that are about to be placed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from huying.kernel.actor import Actor
from huying.orders.models import Contact, Order
from huying.orders.policy import may_open_contact, visible
from huying.orders.rules import likeness

WITHIN = timedelta(days=7)
ALIKE = 0.5
MOST = 3


@dataclass(frozen=True, slots=True)
class Twin:
    """An order that is this matter for certain, under the same number, or very likely."""

    order: Order
    certain: bool


def twins(
    text: str, *, phone: str = "", source_number: str = "", viewer: Actor, at: datetime
) -> list[Twin]:
    """Orders under this number, then those of the same telephone with like words in seven days.

    Only orders the viewer may see; and by the telephone only those whose contact they may open,
    so that nobody finds out by trying numbers who placed an order.
    """
    found = [Twin(order, certain=True) for order in _numbered(source_number, viewer)]
    found += [
        Twin(order, certain=False)
        for order in _phoned(phone, viewer, at)
        if likeness(order.text, text) >= ALIKE and may_open_contact(viewer, order)
    ]
    once = {twin.order.pk: twin for twin in reversed(found)}
    return sorted(once.values(), key=lambda twin: (not twin.certain, -twin.order.pk))[:MOST]


def _numbered(number: str, viewer: Actor) -> Iterable[Order]:
    if not number:
        return ()
    rows = visible(Order.objects.filter(source_number=number), viewer)
    return rows.select_related("place").order_by("-id")[:MOST]


def _phoned(phone: str, viewer: Actor, at: datetime) -> Iterable[Order]:
    if not phone:
        return ()
    ids = Contact.objects.filter(phone=phone, order__placed_at__gte=at - WITHIN).values("order_id")
    rows = visible(Order.objects.filter(pk__in=ids), viewer).select_related("place")
    return rows.prefetch_related("co_handlers").order_by("-id")[:20]
