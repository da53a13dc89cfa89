"""What a move would tell whom: the move is made, what it would send is read, all of it is undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huying.notices.handlers import composed
from huying.notices.models import Notice
from huying.orders.models import Note, Order
from huying.trail.models import Message


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The notices that would go out, and the words the resident would read on the order's page."""

    notices: list[Notice]
    said: list[str]


def foresee(order: Order, move: Callable[[], object], at: datetime) -> Foreseen:
    """What `move`, made on `order` now, would have people read; nothing of it is kept.

    The order in hand is as after the move: read it anew. Refused as the move itself would be.
    """
    with transaction.atomic():
        waiting = Message.objects.filter(spread_at=None, at=at).order_by("id")
        before, seq = {message.pk for message in waiting}, order.version
        move()
        announced = [message for message in waiting.all() if message.pk not in before]
        notices = [one for message in announced for one in composed(message, "", at)]
        words = Note.objects.filter(order=order.pk, seq__gt=seq, public=True).order_by("id")
        said = list(words.values_list("text", flat=True))
        transaction.set_rollback(True)
    return Foreseen(notices, said)
