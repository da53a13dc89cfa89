"""Every verb of the care ledger; `perform` finds a verb by its move."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from huying.care.actions import keeping, seeing
from huying.care.inputs import faults, parsed
from huying.care.lifecycle import ENTRY, ENTRY_MOVES
from huying.care.models import Entry
from huying.care.queries.granted import named
from huying.care.states import Basis
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused

__all__ = ["VERBS", "faults", "moves_open", "perform", "write_down"]

VERBS: dict[str, Callable[..., Any]] = {
    name: getattr(seeing, name, None) or getattr(keeping, name) for name in ENTRY_MOVES
}


def moves_open(entry: Entry, *, by: Actor, at: datetime) -> list[str]:
    """Names of the moves this person may make, in the order of the table."""
    known = named(by, timezone.localdate(at))
    names = ENTRY.open_to(entry, by=known)
    return [name for name in names if name != "withdraw" or entry.basis == Basis.CONSENT]


def write_down(ledger: str, *, by: Actor, at: datetime, raw: Mapping[str, Any]) -> Entry:
    """Write somebody down with what a form or a client sent; refused as `register` refuses."""
    given = parsed(raw, on=timezone.localdate(at))
    return keeping.register(by=by, at=at, ledger=ledger, **given)


def perform(
    entry: Entry, name: str, *, by: Actor, at: datetime, raw: Mapping[str, Any],
    version: int | None = None,
) -> Entry:  # fmt: skip
    """Make the move called `name` with what a form or a client sent; the entry afterwards."""
    if name not in VERBS or name == "erase":
        raise Refused(Code.UNKNOWN, "there is no such move")
    today = timezone.localdate(at)
    ENTRY.admit(name, entry, by=named(by, today), given=raw, version=version)
    VERBS[name](entry, by=by, at=at, version=version, **parsed(raw, on=today))
    return entry
