"""Lixia: four response levels. Hours run on the clock; workdays skip rest days and swap."""

from datetime import datetime

import pytest

from huying.clocks.models import Clock
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.orders.models import Order
from huying.practices import adopt
from tests.builders import Cast, build_cast


def at(month: int, day: int, hour: int = 17, minute: int = 30) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    adopt("lixia", place=cast.district, by=SYSTEM, at=at(1, 5))
    return cast


def accepted(cast: Cast, level: int, when: datetime) -> tuple[Order, Clock]:
    """An order taken on at this instant, at this level, and its promise."""
    cast.at = when
    order = cast.place("老树断枝，压在平房上")
    order_at = cast.at
    cast.move(order, "accept", cast.lin, category="0101", level=str(level))
    clock = Clock.objects.get(subject_id=order.pk, name="close")
    assert clock.started_at > order_at
    return order, clock


# Friday 13 February 2026: Saturday 14 is a swapped workday, 15 to 23 are the Spring Festival.
# Wednesday 30 September: 1 to 7 October rest, Saturday 10 October is a swapped workday.
@pytest.mark.parametrize(
    ("level", "when", "due"),
    [
        (1, at(2, 13), at(2, 14, 17, 50)),
        (2, at(2, 13), at(2, 25)),
        (3, at(2, 13), at(3, 2)),
        (1, at(9, 30), at(10, 1, 17, 50)),
        (2, at(9, 30), at(10, 10)),
        (3, at(9, 30), at(10, 15)),
    ],
)
def test_each_level_before_a_holiday_is_due_as_the_calendar_says(
    cast: Cast, level: int, when: datetime, due: datetime
) -> None:
    _, clock = accepted(cast, level, when)
    assert clock.due_at == due


def test_a_major_risk_gets_a_case_leader_by_being_escalated(cast: Cast) -> None:
    order, clock = accepted(cast, 4, at(2, 13))
    assert clock.due_at == at(4, 2)  # thirty workdays on, that it comes up again
    cast.move(order, "escalate", cast.lin, reason="有倒塌风险，请领导包案", level="4")
    cast.move(
        order, "hand_over", cast.dispatcher, successor=str(cast.dispatcher.person.pk),
        reason="街道包案",
    )  # fmt: skip
    cast.move(order, "supervise", cast.secretary, instruction="今晚前围挡")
    stored = Order.objects.get(pk=order.pk)
    assert (stored.level, stored.supervised) == (4, True)
    assert stored.responsible_person == cast.dispatcher.person
