"""What else was said about the same place, by the same person, of the same class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from huying.kernel.actor import Actor
from huying.orders.models import Contact, Order, Rating
from huying.orders.policy import may_open_contact, visible
from huying.orders.states import OrderState

SPANS = (7, 30, 90)  # days
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Group:
    """Orders that have something in common, newest first; `more` when there are others still."""

    orders: Sequence[Order]
    more: bool


@dataclass(frozen=True, slots=True)
class History:
    """What this resident placed this year, and of the judged ones how many were satisfied."""

    placed: int
    judged: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class Alongside:
    """Others of the same place, class and reporter; the reporter only for who may open contacts."""

    place: Group
    category: Group
    reporter: Group
    history: History | None


def alongside(order: Order, *, viewer: Actor, days: int, at: datetime) -> Alongside:
    """What stands beside an order, of the last `days` days; at most six queries."""
    since = at - timedelta(days=days)
    category = Q(community=order.community_id, category=order.category_id)
    phone = _phone(order, viewer)
    reporter = Q(contact__phone=phone) if phone else None
    return Alongside(
        place=_group(Q(place=order.place_id), order, viewer, since),
        category=_group(category if order.category_id else None, order, viewer, since),
        reporter=_group(reporter, order, viewer, since),
        history=_history(phone, viewer, at) if phone else None,
    )


def _phone(order: Order, viewer: Actor) -> str:
    if not may_open_contact(viewer, order):
        return ""
    contact: Contact | None = getattr(order, "contact", None)
    return contact.phone if contact is not None else ""


def _group(which: Q | None, order: Order, viewer: Actor, since: datetime) -> Group:
    if which is None:
        return Group((), more=False)
    rows = visible(Order.objects.filter(which, placed_at__gte=since), viewer)
    others = rows.exclude(pk=order.pk).exclude(state=OrderState.VOIDED)
    found = list(others.order_by("-placed_at", "-id")[: MOST_SHOWN + 1])
    return Group(found[:MOST_SHOWN], more=len(found) > MOST_SHOWN)


def _history(phone: str, viewer: Actor, at: datetime) -> History:
    here = timezone.localtime(at)
    new_year = here.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    placed = visible(Order.objects.filter(contact__phone=phone, placed_at__gte=new_year), viewer)
    judged = Rating.objects.filter(order__in=placed).values_list("satisfied", flat=True)
    answers = [satisfied for satisfied in judged if satisfied is not None]
    return History(placed.count(), len(answers), sum(answers))
