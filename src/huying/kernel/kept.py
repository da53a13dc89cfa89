"""Reference data kept in memory for a few seconds, so that hot paths need not read it again."""

import threading
from collections.abc import Callable, Collection, Hashable, Mapping
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


class KeptRows(Generic[K, V]):
    """As `Kept`, for many keys at once: `read` is asked once for all that are not at hand.

    Keys for which there is nothing are left out of the answer, and are asked for again.
    """

    def __init__(
        self, read: Callable[[Collection[K]], Mapping[K, V]], seconds: Callable[[], float]
    ) -> None:
        self._read = read
        self._seconds = seconds
        self._guard = threading.Lock()
        self._values: dict[K, tuple[float, V]] = {}

    def get(self, keys: Collection[K]) -> dict[K, V]:
        """What there is for these keys, each at most `seconds()` old."""
        seconds, now = self._seconds(), monotonic()
        kept = {key: self._values.get(key) for key in keys} if seconds > 0 else {}
        found = {key: held[1] for key, held in kept.items() if held and now < held[0] + seconds}
        missing = [key for key in keys if key not in found]
        if not missing:
            return found
        fresh = self._read(missing)
        if seconds > 0:
            with self._guard:
                if len(self._values) + len(fresh) > MOST:
                    self._values.clear()
                self._values.update({key: (now, value) for key, value in fresh.items()})
        return found | dict(fresh)

    def forget(self) -> None:
        """Read everything afresh."""
        with self._guard:
            self._values.clear()
