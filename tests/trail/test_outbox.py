"""What was announced arrives once, however often it is tried."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connections

from huying.trail import outbox
from huying.trail.actions import announce
from huying.trail.models import DayDigest, Delivery, Message
from huying.trail.outbox import LEASE, deliver_due, wait_before

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
calls: list[tuple[str, str]] = []


def note_it(message: Message, key: str, at: datetime) -> None:
    """A handler that remembers that it was called."""
    calls.append((message.event, key))


def fail_once(message: Message, key: str, at: datetime) -> None:
    """A handler whose other side is down at first; what it wrote meanwhile must go."""
    DayDigest.objects.create(
        day=at.date(), begins_at=at, ends_at=at, count=0, root="", prev_hash="", hash="",
        published_at=at,
    )  # fmt: skip
    if message.payload["fails"] > Delivery.objects.get(pk=int(key)).attempts - 1:
        raise ConnectionError("the other side is down")
    calls.append((message.event, key))


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two handlers for one event, none for another."""
    table: dict[str, Any] = {"thing.done": (note_it,), "thing.failed": (note_it, fail_once)}
    monkeypatch.setattr(outbox, "wiring", lambda: table)
    calls.clear()
    yield
    calls.clear()


def test_a_message_reaches_its_handler_once(db: None) -> None:
    announce("thing.done", "order", 1, at=AT)
    assert (deliver_due(AT), deliver_due(AT)) == (1, 0)
    delivery = Delivery.objects.get()
    assert calls == [("thing.done", str(delivery.pk))]
    assert (delivery.done_at, delivery.next_try_at, delivery.attempts) == (AT, None, 1)


def test_an_event_nobody_waits_for_is_spread_and_forgotten(db: None) -> None:
    announce("thing.ignored", "order", 1, at=AT)
    assert deliver_due(AT) == 0
    assert Message.objects.get().spread_at == AT
    assert not Delivery.objects.exists()


def test_a_failing_handler_is_tried_again_later_and_the_other_is_not_doubled(db: None) -> None:
    announce("thing.failed", "order", 1, at=AT, payload={"fails": 2})
    assert deliver_due(AT) == 1
    failed = Delivery.objects.get(done_at=None)
    assert failed.last_error == "ConnectionError('the other side is down')"
    assert failed.next_try_at == AT + wait_before(1)
    assert not DayDigest.objects.exists()
    assert deliver_due(AT + timedelta(seconds=1)) == 0
    second = AT + wait_before(1)
    assert deliver_due(second) == 0
    third = second + wait_before(2)
    assert deliver_due(third) == 1
    assert [event for event, _ in calls] == ["thing.failed", "thing.failed"]
    assert DayDigest.objects.count() == 1
    assert Delivery.objects.get(pk=failed.pk).attempts == 3


def test_the_wait_doubles_and_ends_at_six_hours() -> None:
    waits = [wait_before(n) for n in range(1, 15)]
    assert waits[0] == timedelta(seconds=10)
    assert all(later == min(2 * sooner, timedelta(hours=6)) for sooner, later in pairwise(waits))


def test_a_delivery_taken_by_a_worker_that_died_is_taken_up_after_its_lease(db: None) -> None:
    announce("thing.done", "order", 1, at=AT)
    deliver_due(AT - timedelta(days=1))
    Delivery.objects.update(done_at=None, next_try_at=AT + LEASE)
    calls.clear()
    assert deliver_due(AT) == 0
    assert deliver_due(AT + LEASE) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_deliver_each_message_once() -> None:
    for subject in range(40):
        announce("thing.done", "order", subject, at=AT)
    barrier = threading.Barrier(6)

    def work() -> None:
        barrier.wait()
        try:
            while deliver_due(AT):
                pass
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    deliver_due(AT)
    assert len(calls) == len(set(calls)) == 40
