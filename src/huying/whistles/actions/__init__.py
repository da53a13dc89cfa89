"""Every verb of a whistle and of a response; `perform` finds a verb by its move."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.whistles.actions import blowing, responding, settling
from huying.whistles.inputs import read
from huying.whistles.lifecycle import BIRTHS, RESPONSE, WHISTLE
from huying.whistles.models import Response, Whistle

Verb = Callable[..., Any]
BY_ITSELF = frozenset({"keep_up"})
OF_WHISTLE: dict[str, Verb] = {
    name: next(getattr(room, name) for room in (blowing, settling) if hasattr(room, name))
    for name in WHISTLE.moves
    if name not in BIRTHS | BY_ITSELF
}
OF_RESPONSE: dict[str, Verb] = {
    name: getattr(responding, name) for name in RESPONSE.moves if name != "call"
}


def begin(order: Order, *, by: Actor, at: datetime, raw: Mapping[str, Any]) -> Whistle:
    """Blow a whistle on an order with what a form or a client sent; refused as `perform`."""
    WHISTLE.admit("blow", None, by=by, given={"order": order, **raw}, facts=order)
    return blowing.blow(order, by=by, at=at, **read(raw, by=by))


def perform(
    whistle: Whistle, name: str, *, by: Actor, at: datetime, raw: Mapping[str, Any],
    version: int | None = None,
) -> Whistle:  # fmt: skip
    """Make the move called `name` with what a form or a client sent; the whistle afterwards.

    A response's move names its `unit`, where the caller works for more than one that was called
    or for none. Refused in this order: unknown, not-yours, stale, wrong-state, incomplete, invalid.
    """
    if name in OF_WHISTLE:
        WHISTLE.admit(name, whistle, by=by, given=raw, version=version)
        OF_WHISTLE[name](whistle, by=by, at=at, version=version, **read(raw, by=by))
        return whistle
    if name not in OF_RESPONSE:
        raise Refused(Code.UNKNOWN, "there is no such move")
    response = response_of(whistle, str(raw.get("unit", "")), by=by)
    given = {field: value for field, value in raw.items() if field != "unit"}
    RESPONSE.admit(name, response, by=by, given=given, version=version)
    OF_RESPONSE[name](response, by=by, at=at, version=version, **read(given, by=by))
    return whistle


def response_of(whistle: Whistle, unit: str, *, by: Actor) -> Response:
    """The response of this unit, by its code; without one, that of the caller's own unit."""
    found = [
        each
        for each in whistle.responses.all()
        if (each.unit.code == unit if unit else each.unit_id in by.unit_ids)
    ]
    if len(found) != 1:
        raise Refused(Code.INVALID, "say which unit it is about", fields={"unit": "unknown unit"})
    found[0].whistle = whistle
    return found[0]
