"""First come, first served: one writer at a time, across threads and processes."""

import fcntl
import os
import threading
from collections import deque


class WriterQueue:
    """A lock that is handed over in the order it was asked for.

    Threads of this process wait in a queue; the one at its head takes an advisory file
    lock that keeps other processes out. Not reentrant: a connection takes it once.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._busy = False
        self._handle = -1
        self._pid = -1

    def acquire(self) -> None:
        """Wait for this thread's turn."""
        with self._guard:
            if self._busy:
                turn = threading.Lock()
                turn.acquire()
                self._waiting.append(turn)
            else:
                self._busy, turn = True, None
        if turn is not None:
            turn.acquire()  # released by whoever had it before
        fcntl.flock(self._file(), fcntl.LOCK_EX)

    def release(self) -> None:
        """Let the next in line go on."""
        fcntl.flock(self._file(), fcntl.LOCK_UN)
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False

    def _file(self) -> int:
        if self._pid != os.getpid():  # a fork must not share its parent's lock
            self._handle = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            self._pid = os.getpid()
        return self._handle


_queues: dict[str, WriterQueue] = {}
_making = threading.Lock()


def queue_for(database: str) -> WriterQueue | None:
    """The queue of a database file; None for one in memory, which has no rivals."""
    if database.startswith("file:") or ":memory:" in database:
        return None
    with _making:
        return _queues.setdefault(database, WriterQueue(f"{database}-writers"))
