"""How every move is written and announced, whatever it is that moves.

A room decides by its own table; what comes after is the same everywhere and stands here.
"""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import models, transaction

from huying.kernel.actor import Actor
from huying.kernel.hashing import canonical, salted
from huying.kernel.machine import Step
from huying.kernel.refusals import Code, Refused
from huying.trail.actions import Head, announce, record
from huying.trail.models import Living, Record

Beside = Callable[[Record], None]


class Moving(Protocol):
    """A row with a life: its chain's name, where it stands, how often it moved, its last hash."""

    KIND: ClassVar[str]
    pk: Any
    state: Any
    version: Any
    chain_head: Any
    _meta: ClassVar[Any]

    def moved(self, **columns: object) -> None:
        """Bring the one in hand up to date."""


def write_move(
    subject: Moving,
    step: Step,
    *,
    by: Actor,
    at: datetime,
    given: Mapping[str, Any] | None = None,
    columns: Mapping[str, Any] | None = None,
    beside: Beside | None = None,
) -> Record:
    """Write a decided move by compare-and-set with its record, and announce it; the record.

    `columns` are written with the state, `beside` writes what else belongs to it in the same
    transaction. Refused `stale` when someone else moved it; then nothing is written.
    """
    head = Head(subject.KIND, subject.pk, subject.version, subject.chain_head)
    entry = _entry(head, step, by=by, at=at, given=given)
    written = dict(columns or {}) | {
        "state": step.target, "version": entry.seq, "chain_head": entry.hash,
    }  # fmt: skip
    rows = subject._meta.default_manager
    with transaction.atomic(savepoint=False):
        unchanged = rows.filter(pk=subject.pk, state=subject.state, version=subject.version)
        moved = unchanged.update(**written) == 1
        if moved:
            entry.save(force_insert=True)
            if beside is not None:
                beside(entry)
            announce(f"{head.kind}.{step.name}", head.kind, head.id, at=at, payload=telling(entry))
    if not moved:  # raised out here, so that the refusal does not spoil an outer transaction
        raise Refused(Code.STALE, "someone else changed this in the meantime")
    subject.moved(**written)
    return entry


def give_birth(
    subject: Living,
    step: Step,
    *,
    by: Actor,
    at: datetime,
    given: Mapping[str, Any] | None = None,
    beside: Beside | None = None,
) -> Record:
    """Write a new subject with the first record of its chain, and announce it; the record."""
    entry = _entry(Head(subject.KIND, subject.pk), step, by=by, at=at, given=given)
    subject.state, subject.version, subject.chain_head = step.target, entry.seq, entry.hash
    with transaction.atomic(savepoint=False):
        subject.save(force_insert=True)
        entry.save(force_insert=True)
        if beside is not None:
            beside(entry)
        announce(
            f"{subject.KIND}.{step.name}", subject.KIND, subject.pk, at=at, payload=telling(entry)
        )
    return entry


def telling(entry: Record) -> dict[str, Any]:
    """What is announced of a record: its place in the chain, and who made it."""
    return {"seq": entry.seq, "by": entry.by_person}


def recorded(
    given: Mapping[str, Any], *, salt: str, sealed: Collection[str] = ()
) -> dict[str, Any]:
    """What a record keeps of what was given: codes for rows, seals for the `sealed` words."""
    plain = {
        key: {"sealed": salted(str(value), salt)} if key in sealed and value else _named(value)
        for key, value in given.items()
        if value not in (None, "")
    }
    kept: dict[str, Any] = json.loads(canonical(plain))
    return kept


def _entry(
    head: Head, step: Step, *, by: Actor, at: datetime, given: Mapping[str, Any] | None
) -> Record:
    return record(
        head, step.name, by=by, at=at, source=step.source, target=step.target,
        holder=step.clock.holder or "", given=given,
    )  # fmt: skip


def _named(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(getattr(value, "number", None) or getattr(value, "code", None) or value.pk)
    if isinstance(value, (list, tuple)):
        return [_named(item) for item in value]
    return value
