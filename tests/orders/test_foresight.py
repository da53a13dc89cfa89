"""What is said ahead of time: likeness, the likely end, and the promise before sending."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.clocks.models import Clock, LimitRule
from huying.clocks.queries import forget
from huying.kernel.calendar import SHANGHAI
from huying.orders.foresight import likely_end, promised_ahead
from huying.orders.rules import FEWEST_LIKE, likely_length, likeness
from huying.orders.states import OrderState
from tests.builders import LONG_AGO, START, Cast, build_cast

HOURS = st.integers(min_value=1, max_value=10_000).map(lambda hours: timedelta(hours=hours))


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("三号楼东门的路灯坏了", "三号楼东门的路灯坏了。", 1.0, 1.0),
        ("三号楼东门的路灯坏了两天", "东门的路灯不亮了，三号楼的", 0.3, 0.8),
        ("三号楼东门的路灯坏了", "楼上装修声音太大", 0.0, 0.1),
        ("", "", 0.0, 0.0),
    ],
)
def test_likeness_tells_the_same_matter_from_another(
    one: str, other: str, least: float, most: float
) -> None:
    assert least <= likeness(one, other) <= most


@given(st.lists(HOURS, min_size=1, max_size=60), HOURS)
def test_what_is_likely_lies_beyond_what_has_passed(past: list[timedelta], gone: timedelta) -> None:
    likely = likely_length(past, gone)
    longer = [span for span in past if span > gone]
    if len(longer) < FEWEST_LIKE:
        assert likely is None
    else:
        assert likely in longer
        assert sum(span < likely for span in longer) <= len(longer) / 2


def test_the_promise_before_sending_is_the_promise_afterwards(cast: Cast) -> None:
    ahead = promised_ahead(cast.building, cast.lighting, "problem", START)
    cast.at = START - timedelta(minutes=10)
    order = cast.place(category=cast.lighting)
    clock = Clock.objects.get(subject_id=order.pk, name="close")
    assert ahead == clock.due_at == datetime(2026, 3, 17, 17, 30, tzinfo=SHANGHAI)


def test_a_promise_that_counts_from_acceptance_allows_for_that_first(cast: Cast) -> None:
    LimitRule.objects.filter(clock="close").delete()
    assert promised_ahead(cast.building, None, "problem", START) is None
    LimitRule.objects.create(
        clock="close", starts_on="accept", amount=2, unit="workday", category="01",
        valid_from=LONG_AGO,
    )  # fmt: skip
    forget()
    assert promised_ahead(cast.building, None, "problem", START) is None
    told = promised_ahead(cast.building, cast.lighting, "problem", START)
    assert told == datetime(2026, 3, 13, 17, 30, tzinfo=SHANGHAI)


def test_the_likely_end_goes_by_the_same_street_and_category_alone(cast: Cast) -> None:
    for _ in range(FEWEST_LIKE):
        cast.order_in(OrderState.CLOSED)
    order = cast.order_in(OrderState.ACCEPTED)
    likely = likely_end(order, cast.at)
    assert likely is not None
    assert (likely.of, likely.at - order.placed_at) == (FEWEST_LIKE, timedelta(minutes=50))
    other = cast.move(cast.place(), "accept", cast.lin, category="02")
    assert likely_end(other, cast.at) is None
    assert likely_end(cast.order_in(OrderState.COMPLETED), cast.at) is None
    assert likely_end(order, order.placed_at + timedelta(hours=2)) is None
