"""Reference data kept in memory for a few seconds, so that hot paths need not read it again."""

import threading
from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
MOST = 20_000


class Kept(Generic[K, V]):
    """What `read` answers for a key, read afresh after `seconds()`; 0 seconds keep nothing.

    A change is seen at once after `forget` in this process, and within `seconds()` in the
    others: only for data where that does no harm. What `read` raises is not kept.
    """

    def __init__(self, read: Callable[[K], V], seconds: Callable[[], float]) -> None:
        self._read = read
        self._seconds = seconds
        self._guard = threading.Lock()
        self._values: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V:
        """The value for this key, at most `seconds()` old."""
        seconds = self._seconds()
        if seconds <= 0:
            return self._read(key)
        now = monotonic()
        kept = self._values.get(key)
        if kept is not None and now < kept[0] + seconds:
            return kept[1]
        value = self._read(key)
        with self._guard:
            if len(self._values) >= MOST:
                self._values.clear()
            self._values[key] = (now, value)
        return value

    def forget(self) -> None:
        """Read everything afresh."""
        with self._guard:
            self._values.clear()
