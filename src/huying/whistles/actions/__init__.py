"""Every verb of a whistle, of a response and of a door; `perform` finds a verb by its move."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.whistles.actions import blowing, responding, settling, visiting
from huying.whistles.inputs import read
from huying.whistles.lifecycle import BIRTHS, DOOR, RESPONSE, WHISTLE
from huying.whistles.models import Door, Response, Whistle

Verb = Callable[..., Any]
BY_ITSELF = frozenset({"keep_up"})
OF_WHISTLE: dict[str, Verb] = {
    name: next(getattr(room, name) for room in (blowing, settling, visiting) if hasattr(room, name))
    for name in WHISTLE.moves
    if name not in BIRTHS | BY_ITSELF
}
OF_RESPONSE: dict[str, Verb] = {
    name: getattr(responding, name) for name in RESPONSE.moves if name != "call"
}

OF_DOOR: dict[str, Verb] = {name: getattr(visiting, name) for name in DOOR.moves if name != "list"}


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
    or for none; a door's move names its `door`. Refused in this order: unknown, not-yours, stale, wrong-state, incomplete, invalid.
    """
    if name in OF_WHISTLE:
        WHISTLE.admit(name, whistle, by=by, given=raw, version=version)
        OF_WHISTLE[name](whistle, by=by, at=at, version=version, **read(raw, by=by))
        return whistle
    if name in OF_DOOR:
        door = door_of(whistle, str(raw.get("door", "")))
        given = {field: value for field, value in raw.items() if field != "door"}
        DOOR.admit(name, door, by=by, given=given, version=version)
        OF_DOOR[name](door, by=by, at=at, version=version, **read(given, by=by))
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


def door_of(whistle: Whistle, door: str) -> Door:
    """The door of this whistle with this id; refused `invalid` where there is none."""
    found = next((each for each in whistle.doors.all() if str(each.pk) == door), None)
    if found is None:
        raise Refused(Code.INVALID, "say which door it is about", fields={"door": "unknown door"})
    found.whistle = whistle
    return found
