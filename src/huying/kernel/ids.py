"""Sortable identities: 63 bits of time, process and counter, made without asking the database.

Layout, high to low: 42 bits of milliseconds since 2020-01-01 UTC, 10 bits of process tag,
11 bits of counter. The clock may be read here because it only makes an identity; it is never
a business fact, and no rule may ask an id when something happened.
"""

import hashlib
import os
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
TAG_BITS = 10
COUNTER_BITS = 11
MILLISECOND_BITS = 42
_EPOCH_MS = int(EPOCH.timestamp()) * 1000
_COUNTER_END = 1 << COUNTER_BITS
_NS_PER_MS = 1_000_000


class _Source:
    """The counter of one process: a tag, the last millisecond used, the last count in it."""

    def __init__(self) -> None:
        self.last_ms = 0
        self.renew()

    def renew(self) -> None:
        """A tag of its own for this process, and a lock that no thread of a parent can hold."""
        self.lock = threading.Lock()
        self.tag = _process_tag()
        self.counter = _COUNTER_END  # spent: the next id opens a new millisecond

    def draw(self) -> int:
        """The next id: never waits; a spent counter or a clock set back borrows a millisecond."""
        with self.lock:
            now_ms = time.time_ns() // _NS_PER_MS - _EPOCH_MS
            self.counter += 1
            if now_ms > self.last_ms or self.counter >= _COUNTER_END:
                self.last_ms = max(now_ms, self.last_ms + 1)
                # The lower half only, so that at least half of the counter is left to use.
                self.counter = secrets.randbelow(_COUNTER_END // 2)
            moment, counter = self.last_ms, self.counter
        return (moment << (TAG_BITS + COUNTER_BITS)) | (self.tag << COUNTER_BITS) | counter


def _process_tag() -> int:
    seed = os.getpid().to_bytes(8, "big") + secrets.token_bytes(16)
    return int.from_bytes(hashlib.sha256(seed).digest()[:2], "big") % (1 << TAG_BITS)


_source = _Source()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_source.renew)


def new_id() -> int:
    """A positive 63-bit id, greater than every id this process made before; safe in threads."""
    return _source.draw()


def instant_of(identity: int) -> datetime:
    """The UTC millisecond in which an id was made; ValueError outside 63 bits."""
    if not 0 <= identity < 1 << (MILLISECOND_BITS + TAG_BITS + COUNTER_BITS):
        raise ValueError(f"{identity} is not a 63-bit id")
    return EPOCH + timedelta(milliseconds=identity >> (TAG_BITS + COUNTER_BITS))
