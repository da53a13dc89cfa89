"""Conditions on facts that a move waits for; the docstring is what someone is told when it fails."""

from datetime import datetime
from typing import Any

from huying.kernel.machine import Given, guard
from huying.kernel.refusals import Code
from huying.orders.states import OPEN as ORDER_OPEN
from huying.whistles.states import AWAITED, OPEN, THERE, DoorState


@guard
def the_order_is_open(order: Any, given: Given, at: datetime) -> Code | None:
    """The order is over: reopen it first."""
    return None if order.state in ORDER_OPEN else Code.WRONG_STATE


@guard
def nobody_is_on_the_way(whistle: Any, given: Given, at: datetime) -> Code | None:
    """A unit is still there or on its way: it leaves, or is excused, first."""
    waiting = any(each.state in AWAITED | THERE for each in whistle.responses.all())
    return Code.NOT_YET if waiting else None


@guard
def somebody_came(whistle: Any, given: Given, at: datetime) -> Code | None:
    """Nobody came: call it off instead."""
    return None if any(each.arrived_at for each in whistle.responses.all()) else Code.NOT_YET


@guard
def every_door_is_answered_for(whistle: Any, given: Given, at: datetime) -> Code | None:
    """A door is still to be visited: finish it, or say why it cannot be."""
    waits = any(each.state == DoorState.TO_VISIT for each in whistle.doors.all())
    return Code.NOT_YET if waits else None


@guard
def nothing_is_left_out_in_silence(door: Any, given: Given, at: datetime) -> Code | None:
    """Not everything was handed over: say why."""
    missing = set(door.things) - set(given.get("given", ()))
    return Code.INVALID if missing and not given.get("words") else None


@guard
def everybody_was_judged(whistle: Any, given: Given, at: datetime) -> Code | None:
    """Say of each unit first whether it helped."""
    unjudged = any(each.helped is None for each in whistle.responses.all())
    return Code.NOT_YET if unjudged else None


@guard
def the_whistle_is_over(response: Any, given: Given, at: datetime) -> Code | None:
    """It is judged once the whistle is settled."""
    return Code.NOT_YET if response.whistle.state in OPEN else None


@guard
def the_whistle_is_open(part: Any, given: Given, at: datetime) -> Code | None:
    """The whistle is over."""
    return None if part.whistle.state in OPEN else Code.WRONG_STATE


@guard
def the_promise_is_ahead(response: Any, given: Given, at: datetime) -> Code | None:
    """A promised time lies ahead."""
    promised = given.get("promised_at")
    return Code.INVALID if isinstance(promised, datetime) and promised <= at else None


@guard
def an_advance_waits(whistle: Any, given: Given, at: datetime) -> Code | None:
    """No advance waits to be settled."""
    waits = any(each.settled_at is None for each in whistle.advances.all())
    return None if waits else Code.NOT_YET
