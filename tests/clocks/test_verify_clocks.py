"""Due times and outcomes are recomputed; whatever was changed by hand is found."""

from datetime import date, timedelta
from typing import Any

import pytest

from huying.clocks.models import CalendarDay, Clock, ClockPause
from huying.clocks.sweep import sweep
from huying.clocks.verify import check_clocks
from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.orders.verify import check_promises
from tests.builders import START, Cast, build_cast

S = OrderState
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def change(order: Order, name: str, **columns: Any) -> None:
    """Change a clock behind the product's back."""
    Clock.objects.filter(subject_id=order.pk, name=name).update(**columns)


def named() -> list[str]:
    """Which clocks differ, without saying how."""
    result = check_clocks()
    assert result.differences == len(result.examples)
    return [example.split(":")[0] for example in result.examples]


def clock(order: Order, name: str) -> Clock:
    return Clock.objects.get(subject_id=order.pk, name=name)


def test_the_clocks_of_orders_in_every_state_are_as_they_should_be(cast: Cast) -> None:
    for state in OrderState:
        cast.order_in(state)
    result = check_clocks()
    assert (result.check, result.differences, result.examples) == ("clocks", 0, [])
    assert result.checked == Clock.objects.filter(amount__isnull=False).count() > 0


def test_an_altered_due_time_is_found(cast: Cast) -> None:
    order = cast.order_in(S.SUBMITTED)
    was = clock(order, "close").due_at
    assert was is not None
    change(order, "close", due_at=was + A_SECOND)
    assert named() == [f"close of order {order.pk}"]


@pytest.mark.parametrize(
    "columns",
    [
        {"amount": 6},
        {"unit": "hour"},
        {"started_at": START - timedelta(days=3)},
        {"extended_to": START + timedelta(days=90)},
        {"due_at": None},
    ],
)
def test_an_altered_fact_behind_a_due_time_is_found(cast: Cast, columns: dict[str, Any]) -> None:
    order = cast.order_in(S.SUBMITTED)
    change(order, "close", **columns)
    assert named() == [f"close of order {order.pk}"]


def test_a_clock_stopped_by_hand_is_told_by_its_order(cast: Cast) -> None:
    order = cast.order_in(S.SUBMITTED)
    change(order, "accept", paused_at=cast.at, due_at=None, next_mark_at=None)
    assert (named(), check_promises().differences) == ([], 1)


def test_an_altered_pause_is_found(cast: Cast) -> None:
    order = cast.order_in(S.INFO_NEEDED)
    cast.at += timedelta(days=2)
    cast.move(order, "supply", words="东门")
    assert named() == []
    ClockPause.objects.filter(clock=clock(order, "close")).update(
        ended_at=cast.at + timedelta(days=3)
    )
    assert named() == [f"close of order {order.pk}"]


def test_a_kept_promise_called_broken_is_found(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    change(order, "accept", outcome="breached")
    assert named() == [f"accept of order {order.pk}"]


def test_a_late_answer_called_met_is_found(cast: Cast) -> None:
    order = cast.place()
    cast.at += timedelta(days=3)
    cast.move(order, "accept", cast.lin, category="0101")
    assert (clock(order, "accept").outcome, named()) == ("breached", [])
    change(order, "accept", outcome="met")
    assert named() == [f"accept of order {order.pk}"]


def test_more_time_given_after_the_promise_was_broken_does_not_mend_it(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "request_extension", cast.zhou, reason="等配件", until="2026-03-20")
    cast.at += timedelta(days=8)
    sweep(cast.at)
    cast.move(order, "grant_extension", cast.secretary)
    cast.move(order, "complete", cast.zhou, result="solved", reply="好了")
    close = clock(order, "close")
    assert (close.outcome, (close.due_at or cast.at) > cast.at) == ("breached", True)
    assert check_clocks().differences == 0


def test_a_clock_whose_days_are_not_announced_yet_waits_for_the_calendar(cast: Cast) -> None:
    order = cast.place()
    change(order, "close", provisional=True, due_at=cast.at)
    assert check_clocks().differences == 0
    change(order, "close", provisional=False)
    assert check_clocks().differences == 1


def test_a_day_off_entered_afterwards_names_the_promises_it_would_move(cast: Cast) -> None:
    order = cast.place()
    CalendarDay.objects.create(day=date(2026, 3, 16), is_workday=False, reason="停电")
    assert named() == [f"close of order {order.pk}"]
