"""Emptying the database between tests, although some tables refuse to lose a row.

A test with real transactions leaves its rows behind, and they are removed before the next one.
The append-only tables would not let that happen: their triggers rest while the tables are
emptied, and stand again before the next test begins.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.utils import CursorWrapper


def let_guarded_tables_be_emptied(connection: BaseDatabaseWrapper) -> None:
    """From now on a flush over any connection of this kind passes the triggers.

    Of any: the browser keeps an event loop in the thread, and beside it Django makes another
    connection.
    """

    def flush(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        mine = operations.connection
        with (
            transaction.atomic(mine.alias),
            mine.cursor() as cursor,
            _resting_triggers(mine.vendor, cursor),
        ):
            for statement in statements:
                cursor.execute(statement)

    # A method of the backend, not of the project: there is no other door for it.
    setattr(type(connection.ops), "execute_sql_flush", flush)  # noqa: B010 -- mypy guards methods


@contextmanager
def _resting_triggers(vendor: str, cursor: CursorWrapper) -> Iterator[None]:
    pairs = _postgres(cursor) if vendor == "postgresql" else _sqlite(cursor)
    for rest, _ in pairs:
        cursor.execute(rest)
    yield
    for _, stand in pairs:
        cursor.execute(stand)


def _postgres(cursor: CursorWrapper) -> list[tuple[str, str]]:
    cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    change = "ALTER TABLE {} {} TRIGGER USER"
    tables = [table for (table,) in cursor.fetchall()]
    return [(change.format(t, "DISABLE"), change.format(t, "ENABLE")) for t in tables]


def _sqlite(cursor: CursorWrapper) -> list[tuple[str, str]]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return [(f'DROP TRIGGER "{name}"', sql) for name, sql in cursor.fetchall()]
