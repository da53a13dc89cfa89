"""A visit: who may record one, what is kept of it, and what the resident sees."""

from datetime import timedelta

import pytest

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Note
from huying.orders.said import NO_TIME, clock_is_off, device_time
from huying.orders.states import OPEN, OrderState
from huying.people.roles import Role
from huying.trail.queries import chain
from huying.trail.rules import first_break
from tests.builders import START, Cast, build_cast

S = OrderState


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def meng(cast: Cast) -> Actor:
    return cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid).actor


def test_a_visit_is_put_on_record_with_what_the_visitor_says_of_it(cast: Cast, meng: Actor) -> None:
    order = cast.order_in(S.ACCEPTED)
    there = cast.at - timedelta(hours=3)
    cast.move(
        order, "visit", meng, outcome="nobody_home", words="敲门没人应", minutes="15",
        visited_at=there.isoformat(), device="d-1",
    )  # fmt: skip
    record = chain("order", order.pk).last()
    assert record is not None
    given = record.given
    assert (record.move, record.at, record.by_label, record.holder) == (
        "visit", cast.at, "网格员小孟", "",
    )  # fmt: skip
    assert given.pop("words").keys() == {"sealed"}
    assert given == {
        "outcome": "nobody_home", "minutes": 15, "device": "d-1",
        "visited_at": "2026-03-09T22:20:00.000000+00:00",
    }  # fmt: skip
    assert first_break(chain("order", order.pk)) is None


def test_the_words_of_a_visit_stay_inside(cast: Cast, meng: Actor) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "visit", meng, outcome="met", words="家里乱，老人独居")
    note = Note.objects.get(order=order, kind="visit")
    assert (note.text, note.public) == ("家里乱，老人独居", False)


def test_a_visit_without_words_leaves_none(cast: Cast, meng: Actor) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "visit", meng, outcome="declined")
    assert not Note.objects.filter(order=order).exists()
    record = chain("order", order.pk).last()
    assert record is not None
    assert record.given == {"outcome": "declined"}


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_visit_changes_neither_state_nor_clocks(
    cast: Cast, meng: Actor, state: OrderState
) -> None:
    order = cast.order_in(state)
    before = (order.state, order.next_due_at)
    cast.move(order, "visit", meng, outcome="met")
    order.refresh_from_db()
    assert (order.state, order.next_due_at) == before


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"outcome": "shouted at"}, {"outcome": "unknown"}),
        ({"outcome": "met", "minutes": "1441"}, {"minutes": "out of range"}),
        ({"outcome": "met", "minutes": "-1"}, {"minutes": "out of range"}),
        ({"outcome": "met", "minutes": "long"}, {"minutes": "must be a whole number"}),
        ({"outcome": "met", "visited_at": "soon"}, {"visited_at": "must be a date or a time"}),
        ({"outcome": "met", "device": "x" * 65}, {"device": "too long"}),
    ],
)
def test_a_visit_that_cannot_be_read_is_refused(
    cast: Cast, meng: Actor, given: dict[str, str], fields: dict[str, str]
) -> None:
    order = cast.order_in(S.ACCEPTED)
    with pytest.raises(Refused) as refused:
        cast.move(order, "visit", meng, **given)
    assert (refused.value.code, refused.value.fields) == (Code.INVALID, fields)


def test_a_grid_worker_of_another_place_records_no_visit(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    stranger = cast.hire("邻居网格员", Role.GRID_WORKER, cast.neighbour)
    with pytest.raises(Refused) as refused:
        cast.move(order, "visit", stranger, outcome="met")
    assert refused.value.code is Code.NOT_YOURS


@pytest.mark.parametrize(
    ("said", "off"),
    [
        (timedelta(0), False),
        (timedelta(days=-7), False),
        (timedelta(days=-7, seconds=-1), True),
        (timedelta(minutes=5), False),
        (timedelta(minutes=5, seconds=1), True),
    ],
)
def test_a_clock_is_off_when_it_is_ahead_or_a_week_behind(said: timedelta, off: bool) -> None:
    assert clock_is_off(START + said, START) is off


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-03-10T14:05:00", "0001-01-01T00:00:00+08:00", "+010000-01-01T00:00:00Z"],
)
def test_a_time_nobody_can_read_is_no_time_and_is_off(text: str) -> None:
    assert device_time(text) == NO_TIME
    assert clock_is_off(NO_TIME, START)


def test_a_device_says_its_time_with_its_distance_from_greenwich() -> None:
    assert device_time("2026-03-10T09:00:00.000+08:00") == START
