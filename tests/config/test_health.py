"""One page for a monitor: what works, how far behind the worker is, and 503 when nothing can be kept."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from huying import __version__
from huying.config.heartbeat import beat
from huying.trail.outbox import deliver_due
from tests.builders import START, Cast, build_cast, clock_at

LEFT_BEHIND = ("worker.beat", "last_backup")
ON_POSTGRES = os.environ.get("HUYING_TEST_DATABASE") == "postgres"


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """No sign of life and no backup of a test before or after this one."""
    for name in LEFT_BEHIND:
        (Path(settings.HOME) / name).unlink(missing_ok=True)
    yield
    for name in LEFT_BEHIND:
        (Path(settings.HOME) / name).unlink(missing_ok=True)


def asked(status: int = 200) -> dict[str, Any]:
    """What the page says."""
    with clock_at(START):
        answer = Client().get("/health")
    assert answer.status_code == status
    found: dict[str, Any] = answer.json()
    return found


def test_a_fresh_installation_is_well_though_no_worker_was_seen_yet(db: None) -> None:
    assert asked() == {
        "status": "ok",
        "database": connection.vendor,
        "worker_lag_s": None,
        "outbox_oldest_s": 0.0,
        "last_backup_at": None,
        "version": __version__,
    }


def test_it_tells_how_long_ago_the_worker_gave_a_sign_of_life(db: None) -> None:
    beat(START - timedelta(seconds=90))
    assert asked()["worker_lag_s"] == pytest.approx(90, abs=5)


def test_it_tells_how_old_the_oldest_message_is(db: None) -> None:
    cast: Cast = build_cast()
    cast.at = START - timedelta(minutes=30)
    cast.place()
    assert asked()["outbox_oldest_s"] == pytest.approx(20 * 60, abs=5)
    deliver_due(cast.at)
    assert asked()["outbox_oldest_s"] == 0


def test_it_tells_when_the_last_backup_was_made(db: None) -> None:
    (Path(settings.HOME) / "last_backup").write_text(START.isoformat(), encoding="ascii")
    assert asked()["last_backup_at"] == "2026-03-10T01:00:00+00:00"


@pytest.mark.parametrize("name", LEFT_BEHIND)
def test_a_note_that_cannot_be_read_is_no_note(db: None, name: str) -> None:
    (Path(settings.HOME) / name).write_text("yester", encoding="ascii")
    found = asked()
    assert (found["status"], found["worker_lag_s"], found["last_backup_at"]) == ("ok", None, None)


def test_it_is_only_read(db: None) -> None:
    assert Client().post("/health").status_code == 405


def test_asking_leaves_nothing_behind_in_the_database(db: None) -> None:
    with transaction.atomic():
        asked()
        assert not connection.needs_rollback


@contextmanager
def nothing_can_be_written() -> Iterator[None]:
    """The database answers and takes nothing: it is read-only."""
    switch = "default_transaction_read_only" if ON_POSTGRES else "query_only"
    on, off = (f"SET {switch} = on", f"SET {switch} = off")
    if not ON_POSTGRES:
        on, off = f"PRAGMA {switch} = 1", f"PRAGMA {switch} = 0"
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_nothing_is_down() -> None:
    with nothing_can_be_written():
        found = asked(503)
    assert (found["status"], found["database"], found["outbox_oldest_s"]) == (
        "down",
        "not writable",
        None,
    )
    assert asked()["status"] == "ok"


@contextmanager
def someone_holds_the_table() -> Iterator[None]:
    """A process outside the product holds what is to be written, and does not let go."""
    if ON_POSTGRES:
        parts = connection.get_connection_params()
        with psycopg.connect(
            dbname=parts["dbname"], user=parts["user"], host=parts.get("host")
        ) as other:
            other.execute("LOCK TABLE clocks_announcedyear IN ACCESS EXCLUSIVE MODE")
            yield
        return
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as other_file:
        other_file.execute("BEGIN IMMEDIATE")
        yield
        other_file.rollback()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_someone_holds_is_down_and_well_again_afterwards() -> None:
    wait = "SET lock_timeout = 200" if ON_POSTGRES else "PRAGMA busy_timeout = 200"
    with connection.cursor() as cursor:
        cursor.execute(wait)
    with someone_holds_the_table():
        assert asked(503)["status"] == "down"
    assert asked()["status"] == "ok"
    connection.close()
