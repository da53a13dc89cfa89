"""Visits that come about by themselves: an order, or the list of people in care, calls for them."""

from datetime import date, datetime

from django.utils import timezone

from huying.clocks.queries import rulebook
from huying.duty.actions.visiting import plan_visit
from huying.duty.models import Visit
from huying.duty.queries.spots import rules_at, spot_of
from huying.duty.queries.visits import exists
from huying.duty.rules import LONGEST_NAME, called_for, due_on
from huying.duty.states import Reason
from huying.kernel.actor import SYSTEM, Actor
from huying.orders.models import Order
from huying.orders.states import Channel
from huying.people.models import Person
from huying.places.models import Place
from huying.places.states import Level


def plan_for_order(order: Order, *, at: datetime) -> list[Visit]:
    """The visits an open order calls for and nobody planned yet, by the practice of its place.

    Once per order and reason, however often it is asked.
    """
    place = spot_of(order.place) if order.is_open else None
    if place is None:
        return []
    today = timezone.localdate(at)
    category = order.category
    above = category.parent if category else None
    reasons = called_for(
        rules_at(place.path, today), hotline=order.channel == Channel.HOTLINE, safety=order.safety,
        categories={each.code for each in (category, above) if each is not None},
    )  # fmt: skip
    return [
        plan_visit(
            place, due_on=_due(reason, today), reason=reason, household=_door(order),
            source_order=order, cause=cause, by=SYSTEM, at=at,
        )
        for reason in reasons
        if not exists(cause := f"order:{order.pk}:{reason}")
    ]  # fmt: skip


def plan_special(
    place: Place, *, cause: str, due_on: date, at: datetime, household: str = "", why: str = "",
    goes: Person | None = None, by: Actor = SYSTEM,
) -> Visit | None:  # fmt: skip
    """A visit to somebody in need of care; None where the practice has no such reason, or it is planned.

    `cause` names what asks for it (at most 40 characters), such as a line of a list and a month.
    """
    whole = f"special:{cause}"
    if not rules_at(place.path, timezone.localdate(at)).named(Reason.SPECIAL_GROUP) or exists(
        whole
    ):
        return None
    return plan_visit(
        place, due_on=due_on, reason=Reason.SPECIAL_GROUP, household=household, why=why,
        goes=goes, cause=whole, by=by, at=at,
    )  # fmt: skip


def _due(reason: Reason, today: date) -> date:
    return due_on(reason, today, rulebook().workdays.add_workdays(today, 1))


def _door(order: Order) -> str:
    """Where to knock: the building or door and the address; nothing for a confidential order."""
    if order.confidential:
        return ""
    inner = order.place.level in {Level.BUILDING, Level.HOUSEHOLD}
    parts = [order.place.name if inner else "", order.address]
    return " ".join(dict.fromkeys(part for part in parts if part))[:LONGEST_NAME]
