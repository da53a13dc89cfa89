"""Django's SQLite backend, with every transaction taking its turn in the writers' queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

from huying.config.sqlite.queue import queue_for


class DatabaseWrapper(base.DatabaseWrapper):
    """Transactions are immediate, so each one is a writer: it queues before it begins.

    Inside `reading` they are deferred: they see one state of the database and wait for nobody.
    """

    transaction_mode: str | None
    _queued = False

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Transactions begun inside only read."""
        usual: str | None = self.transaction_mode
        self.transaction_mode = "DEFERRED"
        try:
            yield
        finally:
            self.transaction_mode = usual

    def _take_turn(self) -> None:
        if self.transaction_mode == "DEFERRED":
            return
        queue = queue_for(str(self.settings_dict["NAME"]))
        if queue is not None and not self._queued:
            queue.acquire()
            self._queued = True

    def _end_turn(self) -> None:
        queue = queue_for(str(self.settings_dict["NAME"]))
        if queue is not None and self._queued:
            self._queued = False
            queue.release()
