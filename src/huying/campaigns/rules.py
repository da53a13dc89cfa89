"""What follows from facts about a campaign; values only.

A device's clock may be wrong by hours. What it says of itself when it sends tells by how much, so
that the order of check-ins is that of the doors and not that of the clocks.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from huying.kernel.hashing import canonical, digest
from huying.orders.said import was_there_at

MOST_LINES = 20_000
MOST_IN_A_BATCH = 500
KEY = re.compile(r"[0-9A-Za-z_-]{8,64}")
DEVICE = re.compile(r"[0-9A-Za-z-]{1,40}")


def happened_at(
    noted_at: datetime | None, *, sent_at: datetime | None, received_at: datetime
) -> datetime:
    """When a check-in most likely was, by our clock; never after it arrived.

    `sent_at` is what the device's clock said on sending: the difference to `received_at` is
    taken off. A time that still cannot be true (a week back) gives way to the arrival.
    """
    if noted_at is None:
        return received_at
    ahead = sent_at - received_at if sent_at is not None else timedelta()
    return was_there_at(noted_at - ahead, received_at, device="any")


class Counted(Protocol):
    """What decides which of several check-ins of one target counts."""

    round: int
    estimated_at: datetime
    key: str


def order_of(row: Counted) -> tuple[int, datetime, str]:
    """Earlier closings first, then earlier times: what was closed is never overturned."""
    return row.round, row.estimated_at, row.key


class Lasting(Protocol):
    """What a closing asks of a check-in."""

    round: int
    undone_round: int | None


def held_at(row: Lasting, closing: int) -> bool:
    """Whether a check-in was there and not taken back when the nth closing was written."""
    return row.round < closing and (row.undone_round is None or row.undone_round >= closing)


def sealed_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """The hash of what a batch brought, whatever the order it is read in."""
    return digest(canonical(sorted(rows, key=lambda row: str(row["key"]))))


def sealed_list(ids: Iterable[int]) -> str:
    """The hash of a closing list."""
    return digest(canonical(sorted(ids)))
