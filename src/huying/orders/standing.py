"""Who answers for an order today: the responsible person, or who stands in while they are away."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from huying.kernel.actor import Actor
from huying.orders.models import Order
from huying.people.queries import covers_on


@dataclass(frozen=True, slots=True)
class Answering:
    """The responsible person by name; `stand_in` and `back_on` only while they are away."""

    name: str
    stand_in: str = ""
    back_on: date | None = None


def answers_for(order: Order, *, at: datetime) -> Answering | None:
    """Who answers for this order at this time; None where nobody does."""
    person = order.responsible_person
    if person is None:
        return None
    cover = covers_on(timezone.localdate(at)).get(person.pk)
    if cover is None:
        return Answering(person.name)
    return Answering(person.name, cover.stand_in.name, cover.until)


def waits_for_absent(order: Order, viewer: Actor) -> str:
    """The name of the colleague for whom this order waits with the viewer; "" for their own."""
    for person in (order.responsible_person, order.lead_person):
        if person is not None and person.pk in viewer.covering:
            return person.name
    return ""
