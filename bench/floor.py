"""The floor under placing an order: the same rows, in one transaction each, by bare SQL."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from bench.client import Outcome, spread

# Table, and the columns that tie a row to its order or must differ from row to row.
TABLES = (
    ("orders_order", "id"),
    ("orders_contact", "order_id"),
    ("trail_record", "subject_id"),
    ("clocks_clock", "subject_id"),
    ("trail_message", "subject_id"),
    ("orders_submission", "order_id"),
)
Statement = tuple[str, list[Any], list[int], list[int]]


def statements(order_id: int) -> list[Statement]:
    """One INSERT per row that placing this order wrote: sql, values, places of ids, of texts."""
    found: list[Statement] = []
    mark = "?" if connection.vendor == "sqlite" else "%s"
    for table, key in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE {key} = %s", [order_id])
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                kept = [
                    (n, v)
                    for n, v in zip(names, row, strict=True)
                    if (table, n) != ("orders_submission", "id")
                ]
                columns = ", ".join(f'"{n}"' for n, _ in kept)
                marks = ", ".join(mark for _ in kept)
                ids = [i for i, (n, _) in enumerate(kept) if n in {"id", "order_id", "subject_id"}]
                texts = [i for i, (n, _) in enumerate(kept) if n in {"number", "key"}]
                sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
                found.append((sql, [v for _, v in kept], ids, texts))
    return found


def measured(order_id: int, transactions: int, connections: int) -> Outcome:
    """So many transactions over so many connections."""
    rows = statements(order_id)
    connection.close()
    numbers = count(1)

    def one(share: Sequence[bytes], note: Callable[[float, int, bytes], None]) -> None:
        line = _line()
        for _ in share:
            n = next(numbers)
            began = time.perf_counter()
            line(_fresh(rows, n))
            note(time.perf_counter() - began, 0, b"")

    return spread([b""] * transactions, connections, one)


def _fresh(rows: list[Statement], n: int) -> list[tuple[str, list[Any]]]:
    """The same rows under ids and numbers nobody has."""
    made = []
    for index, (sql, values, ids, texts) in enumerate(rows):
        fresh = list(values)
        for i in ids:
            fresh[i] = n * 100 + (
                index if sql.find('"id"') == len(sql.split("(")[0]) + 1 and i == 0 else 0
            )
        for i in texts:
            fresh[i] = f"{n:08d}"[:8]
        made.append((sql, fresh))
    return made


def _line() -> Callable[[list[tuple[str, list[Any]]]], None]:
    """A connection of its own that writes a list of rows in one transaction."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        file = sqlite3.connect(database["NAME"], timeout=60, isolation_level=None)
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")

        def write_file(rows: list[tuple[str, list[Any]]]) -> None:
            file.execute("BEGIN IMMEDIATE")
            for sql, values in rows:
                file.execute(sql, values)
            file.execute("COMMIT")

        return write_file
    server = psycopg.connect(settings.DATABASE_URL, autocommit=True)

    def write_server(rows: list[tuple[str, list[Any]]]) -> None:
        with server.transaction():
            for sql, values in rows:
                server.execute(sql, values)

    return write_server
