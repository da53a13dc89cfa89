"""Django's SQLite backend, with every transaction taking its turn in the writers' queue."""

from typing import Any

from django.db.backends.sqlite3 import base

from huying.config.sqlite.queue import queue_for


class DatabaseWrapper(base.DatabaseWrapper):
    """Transactions are immediate, so each one is a writer: it queues before it begins."""

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

    def _take_turn(self) -> None:
        queue = queue_for(str(self.settings_dict["NAME"]))
        if queue is not None and not self._queued:
            queue.acquire()
            self._queued = True

    def _end_turn(self) -> None:
        queue = queue_for(str(self.settings_dict["NAME"]))
        if queue is not None and self._queued:
            self._queued = False
            queue.release()
