"""What is brought in from the field, once per key however often it is sent.

A key is claimed in the transaction that does the thing: whoever comes second, at once or a
year later, gets the first answer and changes nothing. The first answer is given before any
right is asked, so that a retry is believed although the post has ended meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import Limits, Sent, attach
from huying.orders.actions.handling import visit
from huying.orders.actions.placing import Key, answered
from huying.orders.models import Order, Submission
from huying.orders.queries import order_by_number
from huying.orders.rules import FIELD_KEYS
from huying.orders.said import Said

MOST_TRIES = 5
Answer = Mapping[str, Any]
Claim = Callable[[], object]


def field_key(by: Actor, key: str, body: str) -> Key:
    """The key of one record of one person, kept as long as a device may lie in a drawer."""
    return Key(f"{FIELD_KEYS}{by.person_id}:{key}", body)


def bring_visit(
    number: str, *, key: Key, said: Said, outcome: str, by: Actor, at: datetime,
    words: str = "", minutes: int | None = None,
) -> tuple[bool, Answer]:  # fmt: skip
    """A visit of an order; whether it was put on record just now, and the answer to give."""

    def do(order: Order, claim: Claim) -> None:
        with transaction.atomic():
            claim()
            visit(
                order, outcome=outcome, words=words, minutes=minutes, visited_at=said.at,
                device=said.device, by=by, at=at,
            )  # fmt: skip

    return _once(key, number, do, by=by, at=at)


def bring_photos(
    number: str, files: Sequence[Sent], *, key: Key, said: Said, moment: str, limits: Limits,
    by: Actor, at: datetime,
) -> tuple[bool, Answer]:  # fmt: skip
    """Photos of an order; whether they were added just now, and the answer to give."""

    def do(order: Order, claim: Claim) -> None:
        attach(order, files, by=by, at=at, limits=limits, moment=moment, said=said, first=claim)

    return _once(key, number, do, by=by, at=at)


def _once(
    key: Key, number: str, do: Callable[[Order, Claim], None], *, by: Actor, at: datetime
) -> tuple[bool, Answer]:
    for left in reversed(range(MOST_TRIES)):
        if (earlier := answered(key)) is not None:
            return False, earlier
        order = order_by_number(number, by)
        said = {"number": order.number}
        row = Submission(key=key.key, body=key.body, order=order, answer=said, at=at)
        try:
            do(order, lambda row=row: row.save(force_insert=True))  # type: ignore[misc]
        except IntegrityError:
            if not left:  # the same key came at once, and its answer is not there yet
                raise
        except Refused as refusal:
            # Someone moved the order in between; what was brought belongs there all the same.
            if refusal.code is not Code.STALE or not left:
                raise
        else:
            return True, said
    raise AssertionError("unreachable: the last try returns or raises")
