"""What is due is marked once, whoever comes to sweep, at a cost of what is due alone."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from huying.clocks.actions import plan
from huying.clocks.models import Clock, ClockMark, LimitRule, Outcome
from huying.clocks.queries import rulebook
from huying.clocks.rules import Facts
from huying.clocks.sweep import BATCH, sweep
from huying.clocks.tasks import sweep_clocks
from huying.clocks.verify import check_clocks
from huying.kernel.calendar import SHANGHAI
from huying.kernel.effects import Effects, pause, resume, start, stop
from huying.kernel.limits import Unit
from huying.orders.states import OrderState
from huying.trail.models import Message
from tests.builders import LONG_AGO, START, build_cast, clock_at

SWEEPERS = 6
FRIDAY = datetime(2026, 3, 13, 16, 0, tzinfo=SHANGHAI)
MONDAY = datetime(2026, 3, 16, 8, 30, tzinfo=SHANGHAI)


def hours(count: float) -> datetime:
    return START + timedelta(hours=count)


def limit(amount: int = 10, unit: Unit = Unit.HOUR, shares: tuple[float, ...] = (0.5, 0.8)) -> None:
    LimitRule.objects.create(
        clock="close", starts_on="place", amount=amount, unit=unit, warn_shares=list(shares),
        valid_from=LONG_AGO,
    )  # fmt: skip


def act(effects: Effects, at: datetime, subject: int = 1) -> None:
    plan("thing", subject, effects, move="place", facts=Facts(), at=at, book=rulebook()).write()


def started(count: int = 1, at: datetime = START) -> list[Clock]:
    """That many clocks under the one limit, each of its own subject, written at once."""
    plans = [
        plan("thing", n, start("close"), move="place", facts=Facts(), at=at, book=rulebook())
        for n in range(1, count + 1)
    ]
    return Clock.objects.bulk_create(clock for each in plans for clock in each.born)


def marks() -> list[tuple[Decimal, datetime]]:
    return list(ClockMark.objects.order_by("at", "share").values_list("share", "at"))


def told() -> list[tuple[str, str]]:
    return [(message.event, message.payload["share"]) for message in Message.objects.order_by("id")]


def test_each_share_is_told_once_and_then_the_breach(db: None) -> None:
    limit()
    clock = started()[0]
    made = {at: sweep(hours(at)) for at in (0, 4.99, 5, 5.01, 7.99, 8, 9.99, 10, 10.01, 999)}
    assert {at for at, count in made.items() if count} == {5, 8, 10}
    assert set(made.values()) == {0, 1}
    assert marks() == [
        (Decimal("0.5"), hours(5)),
        (Decimal("0.8"), hours(8)),
        (Decimal(1), hours(10)),
    ]
    assert told() == [("clock.warned", "0.5"), ("clock.warned", "0.8"), ("clock.breached", "1")]
    clock.refresh_from_db()
    assert (clock.outcome, clock.next_mark_at, clock.due_at) == ("breached", None, hours(10))


def test_a_message_says_which_clock_of_what_and_when_it_is_due(db: None) -> None:
    cast = build_cast()
    order = cast.order_in(OrderState.SUBMITTED)
    Message.objects.all().delete()
    sweep(cast.at + timedelta(days=2))
    message = Message.objects.filter(event="clock.breached").get()
    assert (message.subject_kind, message.subject_id) == ("order", order.pk)
    assert message.payload["clock"] == "accept"
    assert datetime.fromisoformat(message.payload["due_at"]) == order.next_due_at


def test_whoever_sweeps_late_tells_everything_that_was_missed_in_order(db: None) -> None:
    limit()
    started()
    assert sweep(hours(50)) == 3
    assert [share for _, share in told()] == ["0.5", "0.8", "1"]


def test_a_clock_without_shares_tells_its_breach_alone(db: None) -> None:
    limit(shares=())
    started()
    assert [sweep(hours(at)) for at in (9.99, 10)] == [0, 1]


def test_a_paused_clock_is_silent_and_afterwards_repeats_nothing(db: None) -> None:
    limit()
    started()
    sweep(hours(5))
    act(pause("close"), hours(6))
    assert sweep(hours(60)) == 0
    act(resume("close"), hours(66))
    # The pause counts neither way: the whole is 10 h of running time from start to due.
    clock = Clock.objects.get()
    assert clock.due_at == hours(70)
    assert sweep(clock.next_mark_at or START) == 1
    assert sweep(hours(70)) == 1
    assert [share for _, share in told()] == ["0.5", "0.8", "1"]


def test_a_stopped_clock_is_silent(db: None) -> None:
    limit()
    started()
    act(stop("close"), hours(4))
    assert sweep(hours(999)) == 0
    assert Clock.objects.get().outcome == Outcome.MET


def test_what_ended_late_and_was_swept_is_marked_once_as_broken(db: None) -> None:
    limit()
    started()
    sweep(hours(11))
    act(stop("close"), hours(12))
    assert (sweep(hours(13)), Clock.objects.get().outcome) == (0, "breached")
    assert check_clocks().differences == 0


def test_two_shares_of_one_weekend_are_both_told_at_the_opening_on_monday(db: None) -> None:
    limit(1, Unit.WORKDAY, (0.3, 0.6))
    started(at=FRIDAY)
    assert (sweep(MONDAY - timedelta(seconds=1)), sweep(MONDAY)) == (0, 2)
    assert marks() == [(Decimal("0.3"), MONDAY), (Decimal("0.6"), MONDAY)]


def test_a_mark_that_a_move_forgot_does_not_stop_the_sweep(db: None) -> None:
    limit(shares=())
    first, second = started(2)
    ClockMark.objects.create(clock=first, share=1, due_at=hours(10), at=hours(10))
    assert sweep(hours(10)) == 1
    assert ClockMark.objects.filter(clock=second).count() == 1
    assert sweep(hours(11)) == 0


def test_more_than_one_batch_is_swept_at_once(db: None) -> None:
    limit(shares=())
    started(BATCH + 3)
    assert sweep(hours(10)) == BATCH + 3


def test_the_task_sweeps_at_the_products_own_time(db: None) -> None:
    limit()
    started()
    with clock_at(hours(6)):
        assert sweep_clocks.enqueue().return_value == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_make_each_mark_once() -> None:
    limit(1, Unit.WORKDAY, (0.3, 0.6))
    started(40, at=FRIDAY)
    barrier = threading.Barrier(SWEEPERS)
    made: list[int] = []
    troubles: list[Exception] = []

    def work() -> None:
        barrier.wait()
        try:
            made.append(sweep(MONDAY + timedelta(days=1)))
        except Exception as trouble:  # noqa: BLE001 -- told below; a thread would swallow it
            troubles.append(trouble)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(SWEEPERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert troubles == []
    assert sum(made) == 40 * 3
    assert ClockMark.objects.count() == 40 * 3
    assert len(told()) == 40 * 3


def test_the_cost_grows_with_what_is_due_and_not_with_what_there_is(db: None) -> None:
    limit(shares=())
    counts = []
    for resting in (0, 495):
        Clock.objects.all().delete()
        started(5)
        for clock in started_later(resting):
            assert (clock.next_mark_at or START) > hours(10)
        with CaptureQueriesContext(connection) as captured:
            assert sweep(hours(10)) == 5
        counts.append(len(captured))
    assert counts[0] == counts[1]


def started_later(count: int) -> list[Clock]:
    """Clocks of other subjects that are not due for days."""
    plans = [
        plan("other", n, start("close"), move="place", facts=Facts(), at=hours(90), book=rulebook())
        for n in range(count)
    ]
    return Clock.objects.bulk_create(clock for each in plans for clock in each.born)


def test_what_is_due_is_found_by_its_own_index(db: None) -> None:
    limit(shares=())
    started(5)
    due = Clock.objects.filter(next_mark_at__lte=START).order_by("next_mark_at", "id")[:BATCH]
    if connection.vendor == "sqlite":  # the other planner reads small tables whole
        assert "clock_marks_to_come" in due.explain()
    assert list(due) == []
