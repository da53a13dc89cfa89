"""What a record's hash covers, and how a chain is checked; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from huying.kernel.hashing import GENESIS, chained

COVERED = (
    "subject_kind", "subject_id", "seq", "at", "recorded_at", "by_label", "by_person",
    "on_behalf_of", "move", "source", "target", "holder", "given",
)  # fmt: skip


class Chained(Protocol):
    """What a record looks like to the checks."""

    seq: int
    prev_hash: str
    hash: str


def hash_of(record: Any) -> str:
    """The hash that a record with these fields must carry."""
    return chained(record.prev_hash, {name: getattr(record, name) for name in COVERED})


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why."""

    seq: int
    reason: str


def first_break(records: Iterable[Chained]) -> Break | None:
    """The first place where a whole chain, in order, does not hold; None when it does."""
    previous, expected = GENESIS, 1
    for record in records:
        if record.seq != expected:
            return Break(expected, "a record is missing")
        if record.prev_hash != previous:
            return Break(record.seq, "does not continue the record before it")
        if record.hash != hash_of(record):
            return Break(record.seq, "was altered after it was written")
        previous, expected = record.hash, expected + 1
    return None
