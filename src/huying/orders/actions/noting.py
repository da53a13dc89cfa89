"""Chains beside an order's own, for what is put on record without moving it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huying.kernel.actor import Actor
from huying.orders.models import Order
from huying.trail.actions import append
from huying.trail.models import Record

MOST_TRIES = 5


def put_on_record(
    chain: str, order: Order, what: str, *, by: Actor, at: datetime, given: Mapping[str, Any]
) -> Record:
    """Append to the chain of this kind that belongs to the order; whoever comes second waits."""
    for left in reversed(range(MOST_TRIES)):
        try:
            with transaction.atomic():
                return append(chain, order.pk, what, by=by, at=at, given=given)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("unreachable: the last try returns or raises")
