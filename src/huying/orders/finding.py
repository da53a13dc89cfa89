"""Finding an order by what is read out: its number or a piece of it, another system's, a telephone."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop

from huying.kernel.actor import Actor
from huying.kernel.numbers import NUMBER_LENGTH, parse_number, squeezed
from huying.kernel.refusals import Refused
from huying.orders.actions.contacting import CHAIN
from huying.orders.actions.noting import put_on_record
from huying.orders.models import Order
from huying.orders.named import with_names
from huying.orders.policy import may_open_contact, visible
from huying.people.rules import phone_number

FEWEST_OF_A_NUMBER, SHORTEST_PHONE = 3, 7
MOST_FOUND = 20
BY_PHONE = "find"
LOOKED_UP = gettext_noop("looked up by this telephone number")


def find(text: str, viewer: Actor, *, at: datetime) -> Sequence[Order]:
    """The orders this viewer may see that are called so, newest first, whatever any list filters.

    A whole number, the first three or more symbols of one, another system's whole number, or a
    whole telephone number. The telephone finds only what the viewer may open the contact of,
    and each order found so has it on record. Empty for words.
    """
    said = text.strip()[:64]
    if not said.isprintable():
        return []
    if (number := parse_number(said)) is not None:
        return _seen(Q(number=number), viewer)
    by_number = _seen(Q(source_number=said) & ~Q(source=""), viewer) if said else []
    start = squeezed(said).replace("-", "")
    piece = FEWEST_OF_A_NUMBER <= len(start) < NUMBER_LENGTH and start.isascii() and start.isalnum()
    if not by_number and piece:
        head = f"{start[:3]}-{start[3:]}"
        by_number = _seen(Q(number__gte=head, number__lt=f"{head}~"), viewer)
    return by_number or _by_phone(said, viewer, at)


def _seen(which: Q, viewer: Actor) -> list[Order]:
    rows = visible(Order.objects.filter(which), viewer)
    return with_names(rows.order_by("-placed_at", "-id")[:MOST_FOUND])


def _by_phone(said: str, viewer: Actor, at: datetime) -> list[Order]:
    try:
        phone = phone_number(said)
    except Refused:
        return []
    if len(phone) < SHORTEST_PHONE or viewer.person_id is None:
        return []
    found = [one for one in _seen(Q(contact__phone=phone), viewer) if may_open_contact(viewer, one)]
    for order in found:
        put_on_record(
            CHAIN,
            order,
            BY_PHONE,
            by=viewer,
            at=at,
            given={"reason": LOOKED_UP, "number": order.number},
        )
    return found
