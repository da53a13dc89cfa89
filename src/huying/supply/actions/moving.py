"""Moving needs and landings: decided by their tables, written and announced as every move is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huying.kernel.actor import Actor, ActorKind
from huying.kernel.machine import Machine
from huying.supply.lifecycle import LANDING, NEED
from huying.supply.models import Landing, Need
from huying.trail.models import Record
from huying.trail.moving import Beside, give_birth, recorded, write_move

# Words that may name people are kept in the row alone; the record holds their seals.
SEALED = frozenset({"title", "words", "representative", "counted_by"})


def move_need(need: Need, name: str, **how: Any) -> Record:
    """Make one move of a need; takes what `_moved` takes."""
    return _moved(NEED, need, name, **how)


def move_landing(landing: Landing, name: str, **how: Any) -> Record:
    """Make one move of a landing; takes what `_moved` takes."""
    return _moved(LANDING, landing, name, **how)


def born(
    machine: Machine, name: str, row: Need | Landing, *, by: Actor, at: datetime,
    given: Mapping[str, Any], beside: Beside | None = None,
) -> Record:  # fmt: skip
    """Let a need or a landing be born with the first record of its chain."""
    step = machine.check(name, None, by=by, at=at, given=given, facts=row)
    kept = recorded(given, salt=row.salt, sealed=SEALED)
    return give_birth(row, step, by=by, at=at, given=kept, beside=beside)


def brought_about(by: Actor) -> Actor:
    """The product itself, in the name of whoever made the move that brings another about."""
    return Actor(ActorKind.SYSTEM, by.name, by.person_id)


def _moved(
    machine: Machine, row: Need | Landing, name: str, *, by: Actor, at: datetime,
    given: Mapping[str, Any] | None = None, version: int | None = None,
    columns: Mapping[str, Any] | None = None, noted: Mapping[str, Any] | None = None,
    beside: Beside | None = None,
) -> Record:  # fmt: skip
    said = dict(given or {})
    step = machine.check(name, row, by=by, at=at, given=said, version=version)
    kept = recorded(said, salt=row.salt, sealed=SEALED) | dict(noted or {})
    return write_move(row, step, by=by, at=at, given=kept, columns=columns, beside=beside)
