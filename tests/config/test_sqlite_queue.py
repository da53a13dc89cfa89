"""Writers of one SQLite file take turns: first come, first served, in threads and processes."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from statistics import median

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from huying.config.database import database_from_url
from huying.config.sqlite.queue import WriterQueue, queue_for
from tests.config.starting import surroundings

ALIAS = "queue"
THREADS, TURNS = 8, 50
PATIENCE_S = 60


@pytest.fixture(autouse=True)
def file(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A database of its own with one empty table, under the alias `queue`."""
    said = {"default": {}, ALIAS: database_from_url(f"sqlite:///{tmp_path}/q.db")}
    monkeypatch.setitem(connections.settings, ALIAS, ConnectionHandler(said).settings[ALIAS])
    with django_db_blocker.unblock():
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("CREATE TABLE turn (id INTEGER PRIMARY KEY, who TEXT NOT NULL)")
        yield
        connections[ALIAS].close()
        del connections[ALIAS]


def write(who: str) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("INSERT INTO turn (who) VALUES (%s)", [who])


def written() -> list[str]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT who FROM turn ORDER BY id")
        return [who for (who,) in cursor.fetchall()]


def waits_until(condition: Callable[[], bool]) -> None:
    """Wait for something that is sure to come; fail when it does not."""
    patience = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < patience
        time.sleep(0.001)


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Let that many threads work at once; what one of them raises is raised here."""
    troubles: list[BaseException] = []
    barrier = threading.Barrier(count)

    def guarded(number: int) -> None:
        try:
            barrier.wait()
            work(number)
        except BaseException as trouble:  # noqa: BLE001 -- told by the caller
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert troubles == []


def test_turns_are_given_in_the_order_they_were_asked_for(tmp_path: Path) -> None:
    queue, served = WriterQueue(str(tmp_path / "writers")), []
    queue.acquire()

    def wait(number: int) -> None:
        queue.acquire()
        served.append(number)
        queue.release()

    waiting = []
    for number in range(THREADS):
        waiting.append(threading.Thread(target=wait, args=(number,)))
        waiting[-1].start()
        waits_until(lambda: len(queue._waiting) == len(waiting))
    queue.release()
    for thread in waiting:
        thread.join(PATIENCE_S)
    assert served == list(range(THREADS))
    queue.acquire()
    queue.release()


def test_nobody_is_left_waiting_while_others_write_again_and_again() -> None:
    turns: list[int] = []
    passed: list[int] = []

    def work(number: int) -> None:
        for _ in range(TURNS):
            before = len(turns)
            with transaction.atomic(using=ALIAS):
                passed.append(len(turns) - before)
                turns.append(number)
                write(str(number))

    in_threads(THREADS, work)
    assert sorted(written()) == sorted(
        str(number) for number in range(THREADS) for _ in range(TURNS)
    )
    # In turn, each of the others goes first at most once; a thread that the system put to
    # sleep just before it asked may see a few rounds more. Without a queue it is hundreds.
    usual, worst = median(passed), max(passed)
    assert usual <= THREADS
    assert worst <= 5 * THREADS


def test_reading_waits_for_no_writer() -> None:
    held, let_go = threading.Event(), threading.Event()

    def work(number: int) -> None:
        if number == 0:
            with transaction.atomic(using=ALIAS):
                write("writer")
                held.set()
                assert let_go.wait(PATIENCE_S)
        else:
            assert held.wait(PATIENCE_S)
            found = written()
            let_go.set()
            assert found == []

    in_threads(2, work)
    assert written() == ["writer"]


def end_badly(how: str) -> None:
    """A transaction that ends otherwise than by its commit."""
    if how == "closed":
        connections[ALIAS].set_autocommit(
            False, force_begin_transaction_with_broken_autocommit=True
        )
        write("gone")
        return
    with transaction.atomic(using=ALIAS):
        write("gone")
        if how == "refused":
            write(None)  # type: ignore[arg-type]
        raise ValueError(how)


@pytest.mark.parametrize("how", ["raised", "refused", "closed"])
def test_a_turn_that_ends_badly_is_given_back(how: str) -> None:
    def work(number: int) -> None:
        if number == 0:
            with suppress(ValueError, IntegrityError):
                end_badly(how)
        else:
            with transaction.atomic(using=ALIAS):
                write("there")

    in_threads(3, work)
    assert written() == ["there", "there"]


def test_inner_transactions_take_no_second_turn() -> None:
    with transaction.atomic(using=ALIAS), transaction.atomic(using=ALIAS):
        write("inner")
    assert written() == ["inner"]


def test_a_database_in_memory_has_no_queue_and_a_file_has_one() -> None:
    assert [queue_for(name) for name in (":memory:", "file:memorydb?mode=memory")] == [None, None]
    assert queue_for("/a/file.sqlite3") is queue_for("/a/file.sqlite3") is not None


WRITES = """
import sys, time
from pathlib import Path
import django
django.setup()
from django.db import connection, transaction
me, here = sys.argv[1], Path(sys.argv[2])
connection.ensure_connection()
(here / me).touch()
while not (here / "go").exists():
    time.sleep(0.001)
for _ in range(300):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO turn (who) VALUES (%s)", [me])
"""


def test_two_processes_share_the_turns(tmp_path: Path) -> None:
    env = surroundings(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/q.db")
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITES, me, str(tmp_path)], env=env)  # noqa: S603 -- ourselves
        for me in "ab"
    ]
    waits_until(lambda: all((tmp_path / me).exists() for me in "ab"))
    (tmp_path / "go").touch()
    assert [writer.wait(PATIENCE_S) for writer in writers] == [0, 0]
    order = written()
    assert (order.count("a"), order.count("b")) == (300, 300)
    # Sharing means that they alternate; without a queue one of them writes nearly all in a row.
    assert len(list(groupby(order))) >= 40
