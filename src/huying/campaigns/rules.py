"""What follows from facts about a campaign; values only.

A device's clock may be wrong by hours. What it says of itself when it sends tells by how much, so
that the order of check-ins is that of the doors and not that of the clocks.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from huying.kernel.hashing import canonical, digest
from huying.orders.said import was_there_at

LONGEST_LABEL = 80
LONGEST_NAME = 60
MOST_LINES = 20_000
MOST_IN_A_BATCH = 500
KEY = re.compile(r"[0-9A-Za-z_-]{8,64}")
DEVICE = re.compile(r"[0-9A-Za-z-]{1,40}")
_BETWEEN = re.compile(r"\t|[,，;；]")
_BUILDING = re.compile(r"^.*?(?:\d+|[A-Za-z一二三四五六七八九十]+)\s*(?:号楼|号院|楼|栋|幢|座)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pasted list: the door, and at will whose it is."""

    label: str
    name: str = ""


def lines_of(text: str) -> list[Line]:
    """Each line once, in order; "3号楼2单元501", or with a name behind a comma or a tab."""
    found = (_line(row) for row in text.splitlines())
    return list(dict.fromkeys(line for line in found if line.label))


def _line(row: str) -> Line:
    label, *rest = (" ".join(part.split()) for part in _BETWEEN.split(row, maxsplit=1))
    return Line(label, rest[0] if rest else "")


def building_of(label: str) -> str:
    """The building a door belongs to, as far as its words say: "3号楼"; "" when they do not."""
    found = _BUILDING.match(label)
    return found[0] if found else ""


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
