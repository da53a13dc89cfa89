"""Every verb of an order's life, each one transaction; `perform` finds a verb by its move."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import handling, joining, judging, requesting, triage
from huying.orders.inputs import parsed
from huying.orders.letters import worded
from huying.orders.lifecycle import BIRTHS, ORDER
from huying.orders.models import Order

Verb = Callable[..., Any]
_ROOMS = (triage, handling, requesting, joining, judging)
VERBS: dict[str, Verb] = {
    name: next(getattr(room, name) for room in _ROOMS if hasattr(room, name))
    for name in ORDER.moves
    if name not in BIRTHS
}


def perform(
    order: Order, name: str, *, by: Actor, at: datetime, raw: Mapping[str, Any],
    version: int | None = None,
) -> Order:  # fmt: skip
    """Make the move called `name` with what a form or a client sent; the order afterwards.

    Placeholders in what the resident will read are filled in. Refused in this order: unknown,
    not-yours, stale, wrong-state, incomplete, invalid.
    """
    if name not in VERBS:
        raise Refused(Code.UNKNOWN, "there is no such move")
    ORDER.admit(name, order, by=by, given=raw, version=version)
    given = worded(order, name, parsed(raw, by=by), at=at)
    VERBS[name](order, by=by, at=at, version=version, **given)
    return order
