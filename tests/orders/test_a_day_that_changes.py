"""A day of the calendar changes: what it moves is told before, moved after, and verified ever since."""

from datetime import date, datetime, timedelta

import pytest

from huying.clocks.models import CalendarChange, CalendarDay, Clock
from huying.clocks.verify import check_clocks
from huying.kernel.calendar import SHANGHAI
from huying.orders.models import Order
from huying.orders.retelling import Retold, change_day, would_move
from huying.orders.states import OrderState
from huying.orders.tasks import retell_shifted
from huying.trail.models import Record
from tests.builders import Cast, build_cast

S = OrderState
FRIDAY, SATURDAY = date(2026, 3, 13), date(2026, 3, 14)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def due(order: Order, clock: str = "close") -> datetime | None:
    return Clock.objects.filter(subject_id=order.pk, name=clock).latest("started_at").due_at


def evening(day: int) -> datetime:
    return datetime(2026, 3, day, 17, 30, tzinfo=SHANGHAI)


def changed(cast: Cast, day: date, *, is_workday: bool) -> int:
    """Change a day, and do what the worker does after it."""
    cast.at += timedelta(minutes=10)
    change_day(day, is_workday=is_workday, reason="停电", by=cast.secretary.actor, at=cast.at)
    return retell_shifted(day, cast.at)


def test_what_a_day_off_would_move_is_told_before_anything_moves(cast: Cast) -> None:
    order, done = cast.place(), cast.order_in(S.CLOSED)
    cast.order_in(S.SUSPENDED)
    before = list(Clock.objects.order_by("id").values_list("id", "due_at"))
    assert due(order) == evening(17)
    told = [one for one in would_move(FRIDAY, is_workday=False) if one.number == order.number]
    assert told == [Retold(order.number, "close", evening(17), evening(18))]
    assert done.number not in {one.number for one in would_move(FRIDAY, is_workday=False)}
    assert list(Clock.objects.order_by("id").values_list("id", "due_at")) == before
    assert would_move(FRIDAY, is_workday=True) == []


def test_what_was_foretold_is_what_moves_and_the_order_says_why(cast: Cast) -> None:
    order = cast.place()
    foretold = {one.number: one.becomes for one in would_move(SATURDAY, is_workday=True)}
    assert changed(cast, SATURDAY, is_workday=True) == 1
    assert due(order) == foretold[order.number] == evening(16)
    assert Order.objects.get(pk=order.pk).next_due_at == due(order, "accept")
    record = Record.objects.get(subject_id=order.pk, move="retime")
    assert record.given["reason"] == "a day of the calendar was changed"
    assert changed(cast, SATURDAY, is_workday=True) == 0


def test_what_had_ended_is_verified_by_the_calendar_it_ran_under(cast: Cast) -> None:
    ended, running = cast.order_in(S.CLOSED), cast.place()
    changed(cast, FRIDAY, is_workday=False)
    late = cast.order_in(S.CLOSED)
    changed(cast, FRIDAY, is_workday=True)
    changed(cast, SATURDAY, is_workday=True)
    assert check_clocks().differences == 0
    for order in (ended, late, running):
        Clock.objects.filter(subject_id=order.pk, name="close").update(due_at=evening(27))
    assert check_clocks().differences == 3


def test_every_change_is_kept_with_what_it_was(cast: Cast) -> None:
    changed(cast, FRIDAY, is_workday=False)
    changed(cast, FRIDAY, is_workday=False)
    changed(cast, FRIDAY, is_workday=True)
    assert CalendarDay.objects.get().is_workday is True
    assert list(CalendarChange.objects.values_list("is_workday", "was", "by_label")) == [
        (True, False, cast.secretary.person.name), (False, None, cast.secretary.person.name),
    ]  # fmt: skip
