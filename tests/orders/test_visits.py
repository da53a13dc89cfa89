"""A visit: who may record one, what is kept of it, and what the resident sees."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Note, Order
from huying.orders.said import NO_TIME, clock_is_off, device_time, was_there_at
from huying.orders.states import OPEN, OrderState
from huying.orders.verify import check_visits
from huying.people.roles import Role
from huying.trail.queries import chain
from huying.trail.rules import first_break
from tests.builders import A_MOVE, START, Cast, build_cast

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


# --- what the order repeats of its last visit ------------------------------------------------


def last_visit(order: Order) -> tuple[datetime | None, str]:
    order.refresh_from_db()
    return order.visited_at, order.visit_outcome


def test_an_order_repeats_its_last_visit(cast: Cast, meng: Actor) -> None:
    order = cast.order_in(S.ACCEPTED)
    assert last_visit(order) == (None, "")
    cast.move(order, "visit", meng, outcome="nobody_home")
    assert (order.visited_at, order.visit_outcome) == (cast.at, "nobody_home")
    assert last_visit(order) == (cast.at, "nobody_home")
    cast.move(order, "visit", meng, outcome="met")
    assert last_visit(order) == (cast.at, "met")
    cast.move(order, "add_word", meng, words="灯又亮了")
    assert last_visit(order) == (cast.at - A_MOVE, "met")
    assert check_visits().differences == 0


def test_a_visit_that_arrives_late_does_not_undo_a_later_one(cast: Cast, meng: Actor) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "visit", meng, outcome="met")
    met_at = cast.at
    earlier = (met_at - timedelta(hours=2)).isoformat()
    cast.move(order, "visit", meng, outcome="nobody_home", visited_at=earlier, device="d-1")
    assert last_visit(order) == (met_at, "met")
    assert check_visits().differences == 0


@pytest.mark.parametrize(
    ("said", "device", "there"),
    [
        (None, "", timedelta(0)),
        (timedelta(hours=-3), "d-1", timedelta(hours=-3)),
        (timedelta(days=-7, seconds=-1), "d-1", timedelta(0)),
        (timedelta(days=-7, seconds=-1), "", timedelta(days=-7, seconds=-1)),
        (timedelta(minutes=4), "d-1", timedelta(0)),
        (timedelta(days=3), "", timedelta(0)),
    ],
)
def test_someone_was_there_when_they_say_unless_a_clock_cannot_be_right(
    said: timedelta | None, device: str, there: timedelta
) -> None:
    visited_at = None if said is None else START + said
    assert was_there_at(visited_at, START, device=device) == START + there


def test_what_orders_repeat_can_be_written_anew_from_the_records(cast: Cast, meng: Actor) -> None:
    visited, other = cast.order_in(S.ACCEPTED), cast.order_in(S.ACCEPTED)
    cast.move(visited, "visit", meng, outcome="met")
    early = (cast.at - timedelta(hours=2)).isoformat()
    wrong = (cast.at - timedelta(days=400)).isoformat()
    cast.move(visited, "visit", meng, outcome="nobody_home", visited_at=wrong, device="d-1")
    arrived = cast.at
    cast.move(visited, "visit", meng, outcome="declined", visited_at=early, device="d-1")
    before = last_visit(visited)
    assert before == (arrived, "nobody_home")
    Order.objects.update(visited_at=None, visit_outcome="")
    assert check_visits().examples == [f"{visited.number}: not what the last visit said"]
    import_module("huying.orders.migrations.0008_the_last_visit_from_the_records").fill(apps, None)
    assert (last_visit(visited), last_visit(other)) == (before, (None, ""))
    assert check_visits().differences == 0


def test_the_database_keeps_no_visit_without_a_time(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    for columns in ({"visit_outcome": "met"}, {"visited_at": cast.at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**columns)
