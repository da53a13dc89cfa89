"""Every verb of this room, each one transaction; a move is found by its name."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huying.kernel.actor import Actor
from huying.kernel.machine import Machine
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.supply.actions import merging, pairing, raising, supporting
from huying.supply.inputs import gathered, parsed
from huying.supply.lifecycle import LANDING, NEED
from huying.supply.models import Landing, Need

Verb = Callable[..., Any]
NEED_VERBS: Mapping[str, Verb] = {
    "add_order": supporting.add_order,
    "add_survey": supporting.add_survey,
    "add_representative": supporting.add_representative,
    "take_out": supporting.take_out,
    "confirm": raising.confirm,
    "pair": pairing.plan,
    "close": raising.close,
    "decline": raising.decline,
    "merge": merging.merge,
    "unmerge": merging.unmerge,
    "reopen": raising.reopen,
    "correct": raising.correct,
}
LANDING_VERBS: Mapping[str, Verb] = {
    "begin": pairing.begin,
    "land": pairing.land,
    "drop": pairing.drop,
    "correct": pairing.correct_landing,
}


def move_need(
    need: Need, name: str, *, by: Actor, at: datetime, raw: Mapping[str, Any],
    version: int | None = None,
) -> Need:  # fmt: skip
    """Make the move called `name` with what a form or a client sent; the need afterwards.

    Refused in this order: unknown, not-yours, stale, wrong-state, incomplete, invalid.
    """
    _made(NEED, NEED_VERBS, need, name, by=by, at=at, raw=raw, version=version)
    return need


def move_landing(
    landing: Landing, name: str, *, by: Actor, at: datetime, raw: Mapping[str, Any],
    version: int | None = None,
) -> Landing:  # fmt: skip
    """Make the move called `name` with what a form or a client sent; the landing afterwards."""
    _made(LANDING, LANDING_VERBS, landing, name, by=by, at=at, raw=raw, version=version)
    return landing


def new_need(place: Place, *, raw: Mapping[str, Any], by: Actor, at: datetime) -> Need:
    """Raise a need with what a client sent."""
    given = parsed(raw, by=by)
    title = given.pop("title", "")
    return raising.raise_need(place=place, title=title, by=by, at=at, **given)


def new_landing(need: Need, *, raw: Mapping[str, Any], by: Actor, at: datetime) -> Landing:
    """Pair a need and plan its landing with what a client sent."""
    NEED.admit("pair", need, by=by, given=gathered(raw))
    return pairing.plan(need, by=by, at=at, **parsed(raw, by=by))


def _made(
    machine: Machine, verbs: Mapping[str, Verb], row: Need | Landing, name: str, *, by: Actor,
    at: datetime, raw: Mapping[str, Any], version: int | None,
) -> None:  # fmt: skip
    if name not in verbs:
        raise Refused(Code.UNKNOWN, "there is no such move")
    machine.admit(name, row, by=by, given=gathered(raw), version=version)
    verbs[name](row, by=by, at=at, version=version, **parsed(raw, by=by))
