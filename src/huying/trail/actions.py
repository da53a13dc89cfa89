"""Writing records and announcing events, always inside the caller's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huying.kernel.actor import Actor
from huying.kernel.hashing import GENESIS
from huying.trail.models import Message, Record
from huying.trail.rules import hash_of


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a subject's chain: what the next record continues."""

    kind: str
    id: int
    seq: int = 0
    hash: str = GENESIS


def record(
    head: Head,
    move: str,
    *,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    source: str = "",
    target: str = "",
    holder: str = "",
    given: Mapping[str, Any] | None = None,
) -> Record:
    """The next record of this chain, hashed and not yet saved."""
    entry = Record(
        subject_kind=head.kind,
        subject_id=head.id,
        seq=head.seq + 1,
        at=at,
        recorded_at=recorded_at or at,
        by_label=by.name,
        by_person=by.person_id,
        on_behalf_of=by.on_behalf_of,
        move=move,
        source=source,
        target=target,
        holder=holder,
        given=dict(given or {}),
        prev_hash=head.hash,
    )
    entry.hash = hash_of(entry)
    return entry


def append(kind: str, subject_id: int, move: str, **facts: Any) -> Record:
    """Append to a chain that has no row of its own to keep its head; one record is returned."""
    last = Record.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("-seq").first()
    head = Head(kind, subject_id, last.seq, last.hash) if last else Head(kind, subject_id)
    entry = record(head, move, **facts)
    entry.save(force_insert=True)
    return entry


def announce(
    event: str,
    kind: str,
    subject_id: int,
    *,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> Message:
    """Write an outbox message beside its cause; it is delivered after commit."""
    said = message(event, kind, subject_id, at=at, payload=payload)
    said.save(force_insert=True)
    return said


def message(
    event: str,
    kind: str,
    subject_id: int,
    *,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> Message:
    """An outbox message, not saved yet."""
    return Message(
        event=event, subject_kind=kind, subject_id=subject_id, payload=dict(payload or {}), at=at
    )
