"""Delivering what was announced: retried until done, each handler once per message."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from huying.trail.models import Delivery, Message

logger = logging.getLogger(__name__)

Handler = Callable[[Message, str, datetime], None]
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
BATCH = 200


@cache
def wiring() -> Mapping[str, tuple[Handler, ...]]:
    """Event name to handlers, from the one dictionary named in settings."""
    found: Mapping[str, tuple[Handler, ...]] = import_string(settings.OUTBOX_WIRING)
    return found


def wait_before(attempt: int) -> timedelta:
    """How long to wait after the nth failed attempt: doubling from 5 s, at most 6 h."""
    return min(timedelta(seconds=5 * 2 ** min(attempt, 20)), LONGEST_WAIT)


def deliver_due(at: datetime) -> int:
    """Spread waiting messages and try every delivery that is due; how many were done."""
    while _spread(at):
        pass
    done = 0
    for delivery in (
        Delivery.objects.filter(next_try_at__lte=at)
        .select_related("message")
        .order_by("next_try_at", "id")[:BATCH]
    ):
        done += _try(delivery, at)
    return done


def _spread(at: datetime) -> int:
    """Make one delivery row per handler for a batch of waiting messages."""
    with transaction.atomic():
        waiting = list(Message.objects.filter(spread_at=None).order_by("id")[:BATCH])
        Delivery.objects.bulk_create(
            [
                Delivery(message=message, handler=handler.__name__, next_try_at=at)
                for message in waiting
                for handler in wiring().get(message.event, ())
            ],
            ignore_conflicts=True,
        )
        Message.objects.filter(pk__in=[message.pk for message in waiting]).update(spread_at=at)
    return len(waiting)


def _try(delivery: Delivery, at: datetime) -> bool:
    """Claim one delivery by compare-and-set, run its handler, and mark it done with its effects."""
    claimed = Delivery.objects.filter(pk=delivery.pk, next_try_at=delivery.next_try_at).update(
        next_try_at=at + LEASE, attempts=delivery.attempts + 1
    )
    if claimed != 1:
        return False  # another worker got there first
    try:
        with transaction.atomic():
            message = delivery.message
            handler = next(h for h in wiring()[message.event] if h.__name__ == delivery.handler)
            handler(message, str(delivery.pk), at)
            Delivery.objects.filter(pk=delivery.pk).update(
                done_at=at, next_try_at=None, last_error=""
            )
    except Exception as problem:
        logger.exception("delivery %s failed", delivery.pk)
        Delivery.objects.filter(pk=delivery.pk).update(
            next_try_at=at + wait_before(delivery.attempts + 1), last_error=repr(problem)[:2000]
        )
        return False
    return True
