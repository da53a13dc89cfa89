"""Reading what people were told."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.notices.models import Notice
from huying.notices.states import TO_DO_BY_HAND, TO_RESIDENTS
from huying.orders.models import Order
from huying.orders.policy import visible
from huying.orders.states import OrderState
from huying.people.roles import Grant

MOST_SHOWN = 100
NEW_FOR = timedelta(days=7)
TO_TELL_FOR = timedelta(days=14)


def told_about(order_id: int) -> QuerySet[Notice]:
    """What whoever placed this order was told, newest first."""
    residents = Notice.objects.filter(order=order_id, audience__in=sorted(TO_RESIDENTS))
    return residents.order_by("-at", "-id")


def log_of(order: Order) -> QuerySet[Notice]:
    """Everything told about an order to anybody, newest first."""
    return (
        Notice.objects.filter(order=order)
        .select_related("order__place", "order__community", "person")
        .order_by("-at", "-id")
    )


def inbox(viewer: Actor) -> QuerySet[Notice]:
    """What this person was told, newest first."""
    mine = Notice.objects.filter(person_id=viewer.person_id or 0)
    return mine.select_related("order__place", "order__community", "person").order_by("-at", "-id")


def unread(viewer: Actor, at: datetime) -> int:
    """How many of the last week this person has not read."""
    mine = Notice.objects.filter(person_id=viewer.person_id or 0, read_at=None)
    return mine.filter(at__gt=at - NEW_FOR).count()


def by_hand(viewer: Actor, at: datetime) -> list[Notice]:
    """What did not go through, or must be told by telephone, at this person's desks; oldest first.

    Of the last two weeks; staff who signed for their order meanwhile need not be rung about it.
    """
    if not viewer.may_anywhere(Grant.TRIAGE):
        return []
    rows = Notice.objects.filter(
        stand__in=sorted(TO_DO_BY_HAND), order__in=visible(Order.objects.all(), viewer),
        at__gt=at - TO_TELL_FOR,
    ).filter(Q(person=None) | Q(order__state=OrderState.DISPATCHED))  # fmt: skip
    found = rows.select_related("order__place", "order__community", "person").order_by("at", "id")[
        :MOST_SHOWN
    ]
    return [row for row in found if viewer.may(Grant.TRIAGE, row.order.place_path)]


def one(notice_id: int, viewer: Actor) -> Notice:
    """The notice with this id of an order this viewer may see; refused `unknown`."""
    seen = Notice.objects.filter(pk=notice_id, order__in=visible(Order.objects.all(), viewer))
    found = seen.select_related("order__place", "order__community", "person").first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such notice")
    return found
