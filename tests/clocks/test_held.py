"""Every second belongs to exactly one holder."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.clocks.rules import held_totals
from huying.kernel.effects import Holder
from huying.orders.promises import pledges
from huying.orders.states import OrderState
from huying.trail.queries import chain
from tests.builders import A_MOVE, START, Cast, build_cast

MINUTES = timedelta(minutes=1)


@dataclass(frozen=True)
class Entry:
    """A record as far as holding goes; "" changes nothing."""

    at: datetime
    holder: str


def minutes(count: float) -> datetime:
    return START + count * MINUTES


def entries(*said: tuple[float, str]) -> list[Entry]:
    return [Entry(minutes(at), holder) for at, holder in said]


def in_minutes(totals: dict[str, float]) -> dict[str, float]:
    return {name: seconds / 60 for name, seconds in totals.items()}


def test_each_holder_has_the_time_until_the_next_one_takes_over() -> None:
    story = entries((0, "desk"), (10, "unit"), (25, ""), (40, "resident"), (41, "unit"))
    assert in_minutes(dict(held_totals(story, minutes(0), minutes(60)))) == {
        "desk": 10,
        "unit": 49,
        "resident": 1,
    }


def test_only_the_time_inside_the_span_counts() -> None:
    story = entries((0, "desk"), (10, "unit"), (40, "resident"))
    assert in_minutes(dict(held_totals(story, minutes(5), minutes(12)))) == {"desk": 5, "unit": 2}
    assert in_minutes(dict(held_totals(story, minutes(20), minutes(30)))) == {"unit": 10}
    assert in_minutes(dict(held_totals(story, minutes(50), minutes(55)))) == {"resident": 5}


def test_before_the_first_holder_time_is_nobodys() -> None:
    assert in_minutes(dict(held_totals(entries((5, "desk")), minutes(0), minutes(8)))) == {
        "desk": 3
    }
    assert dict(held_totals([], minutes(0), minutes(8))) == {}


def test_who_had_no_time_is_not_named() -> None:
    story = entries((0, "desk"), (5, "unit"), (5, "hold"))
    assert in_minutes(dict(held_totals(story, minutes(0), minutes(9)))) == {"desk": 5, "hold": 4}


HOLDERS = st.sampled_from([*(holder.value for holder in Holder), ""])
STORIES = st.lists(st.tuples(st.integers(0, 500), HOLDERS), min_size=1, max_size=25).map(
    lambda story: entries(*sorted(story, key=lambda said: said[0]))
)


@given(story=STORIES, since=st.integers(-50, 550), length=st.integers(0, 600))
def test_every_second_belongs_to_exactly_one_holder(
    story: list[Entry], since: int, length: int
) -> None:
    begun, ended = minutes(since), minutes(since + length)
    told: dict[str, float] = {}
    for minute in range(since, since + length):
        last = [entry.holder for entry in story if entry.holder and entry.at <= minutes(minute)]
        if last:
            told[last[-1]] = told.get(last[-1], 0) + 60
    assert dict(held_totals(story, begun, ended)) == told


@given(story=STORIES, cut=st.integers(0, 600))
def test_two_spans_side_by_side_hold_what_the_whole_holds(story: list[Entry], cut: int) -> None:
    spans = ((0, cut), (cut, 600), (0, 600))
    first, second, whole = (held_totals(story, minutes(a), minutes(b)) for a, b in spans)
    added = {name: first.get(name, 0) + second.get(name, 0) for name in {*first, *second}}
    assert added == dict(whole)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def test_a_whole_life_of_an_order_is_shared_out_to_the_second(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    stays = {"ask_info": ("lin", {"question": "几楼？"}), "supply": ("", {"words": "六楼"})}
    for name, (who, raw) in stays.items():
        cast.move(order, name, getattr(cast, who) if who else None, **raw)
    cast.move(order, "accept", cast.lin, category="0101")
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="归物业")
    cast.at += timedelta(hours=3)
    cast.move(order, "sign", cast.zhou)
    cast.move(order, "request_hold", cast.zhou, reason="等配件", review_on="2026-04-20")
    cast.move(order, "grant_hold", cast.secretary)
    cast.at += timedelta(days=2)
    cast.move(order, "resume", cast.zhou)
    cast.move(order, "complete", cast.zhou, result="solved", reply="好了")
    cast.move(order, "check", cast.lin)
    cast.move(order, "judge", solved="yes", satisfied="yes")
    held = held_totals(chain("order", order.pk), order.placed_at, cast.at)
    step = A_MOVE.total_seconds()
    assert dict(held) == {
        # until asked, then from the answer until dispatched, then from done until checked
        "desk": 5 * step,
        "resident": 2 * step,
        "unit": 4 * step + timedelta(hours=3).total_seconds(),
        "hold": step + timedelta(days=2).total_seconds(),
    }
    assert sum(held.values()) == (cast.at - order.placed_at).total_seconds()


def test_each_promise_knows_who_held_its_own_time(cast: Cast) -> None:
    order = cast.order_in(OrderState.INFO_NEEDED)
    cast.at += timedelta(hours=5)
    cast.move(order, "supply", words="东门")
    until = cast.at + timedelta(minutes=30)
    found = {pledge.clock.name: dict(pledge.held_by) for pledge in pledges(order, at=until)}
    # Asked ten minutes after placing; answered five hours and ten minutes later.
    resident, desk = timedelta(hours=5, minutes=10), timedelta(minutes=40)
    shares = {"resident": resident.total_seconds(), "desk": desk.total_seconds()}
    assert found == {"accept": shares, "close": shares}


def test_nobody_holds_the_time_of_an_order_that_is_over(cast: Cast) -> None:
    order = cast.order_in(OrderState.CLOSED)
    held = held_totals(chain("order", order.pk), cast.at, cast.at + timedelta(days=3))
    assert dict(held) == {"nobody": timedelta(days=3).total_seconds()}
