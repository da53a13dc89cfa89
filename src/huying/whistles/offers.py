"""Which moves a whistle, one of its units or one of its doors offers to someone right now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huying.kernel.actor import Actor
from huying.kernel.machine import Machine
from huying.kernel.refusals import Code, Refused
from huying.whistles.lifecycle import BIRTHS, DOOR, RESPONSE, WHISTLE
from huying.whistles.models import Door, Response, Whistle

# What usually comes next, most pressing first.
NEXT = ("hand_over", "acknowledge", "arrive", "leave", "act", "judge", "settle", "review")
_UNSEEN = frozenset({"keep_up", "list"})
_OF: dict[type, Machine] = {Response: RESPONSE, Door: DOOR}


@dataclass(frozen=True, slots=True)
class Offer:
    """A move by its name, the fields it needs and those it may carry; `main` is what comes next."""

    name: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    main: bool = False


def offers(
    whistle: Whistle, *, by: Actor, at: datetime, part: Response | Door | None = None
) -> list[Offer]:
    """The moves this actor may make now on the whistle, or on one of its responses or doors."""
    machine, subject = _OF.get(type(part), WHISTLE), part or whistle
    names = [
        name
        for name in machine.open_to(subject, by=by)
        if name not in _UNSEEN and _may_hold(machine, name, subject, at)
    ]
    first = next((name for name in NEXT if name in names), "")
    return [_offer(machine, name, main=name == first) for name in names]


def offer_named(name: str, *, unit: str = "", door: str = "") -> Offer:
    """The move called so, on a response or a door where one is named; refused `unknown`."""
    machine = DOOR if door else RESPONSE if unit else WHISTLE
    if name not in machine.moves or name in BIRTHS | _UNSEEN or (unit and name == "call"):
        raise Refused(Code.UNKNOWN, "there is no such move")
    return _offer(machine, name)


def _offer(machine: Machine, name: str, *, main: bool = False) -> Offer:
    move = machine.moves[name]
    return Offer(name, tuple(sorted(move.needs)), tuple(sorted(move.may)), main)


def _may_hold(machine: Machine, name: str, subject: Any, at: datetime) -> bool:
    """Whether its guards hold, or wait for what is not given yet (then they say `invalid`)."""
    codes = {guard.test(subject, {}, at) for guard in machine.moves[name].guards}
    return codes <= {None, Code.INVALID}


BLOW = Offer("blow", ("matter", "units"), ("meet_at", "urgent"))
