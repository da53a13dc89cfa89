"""The same matter once more: certain by its number, likely by telephone and words, told to few."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.refusals import Code, Refused
from huying.orders.actions.placing import Origin, Wish, place_order
from huying.orders.duplicates import twins
from huying.orders.models import Order
from huying.orders.rules import likeness
from huying.people.roles import Role
from tests.builders import PHONE, WORDS, Cast, Staff, build_cast

NEAR = "你好，三号楼东门路灯坏了两天了，晚上看不见台阶"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def found(cast: Cast, staff: Staff, text: str = NEAR, **facts: str) -> list[tuple[str, bool]]:
    given = {"phone": PHONE} | facts
    likely = twins(text, viewer=staff.actor, at=cast.at, **given)
    return [(twin.order.number, twin.certain) for twin in likely]


def test_the_same_telephone_with_like_words_within_seven_days_is_likely_the_same(
    cast: Cast,
) -> None:
    order = cast.place()
    cast.place("楼上漏水到厨房了", contact_phone=PHONE)
    cast.place(contact_phone="13900009999")
    assert found(cast, cast.lin) == [(order.number, False)]
    assert found(cast, cast.lin, phone="") == []
    cast.at += timedelta(days=8)
    assert found(cast, cast.lin) == []


def numbered(cast: Cast, *, source: str = "hotline", phone: str = "") -> Order:
    wish = Wish(
        text=WORDS, place=cast.building, contact_phone=phone, origin=Origin(source, "A100200301")
    )
    placed, _answer = place_order(wish, by=cast.lin.actor, at=cast.at)
    assert placed is not None
    return placed.order


def test_the_same_number_is_the_same_for_certain_and_cannot_be_placed_again(cast: Cast) -> None:
    order = numbered(cast, phone=PHONE)
    assert found(cast, cast.lin, source_number="A100200301") == [(order.number, True)]
    with pytest.raises(Refused) as refusal:
        numbered(cast)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.CONFLICT, ["source_number"])
    assert Order.objects.count() == 1
    assert numbered(cast, source="another-hotline").number != order.number


def test_nobody_learns_by_trying_numbers_who_placed_an_order(cast: Cast) -> None:
    secret = cast.place(confidential=True, by=cast.lin.actor)
    cast.place(place=cast.neighbour)
    grid = cast.hire("小孟", Role.GRID_WORKER, cast.community)  # sees orders, opens no contact
    assert [found(cast, staff) for staff in (cast.secretary, cast.dispatcher, grid, cast.zhou)] == [
        [], [(Order.objects.get(community=cast.neighbour).number, False)], [], [],
    ]  # fmt: skip
    assert found(cast, cast.lin) == [(secret.number, False)]


def test_a_number_is_not_told_to_other_desks(cast: Cast) -> None:
    numbered(cast)
    assert found(cast, cast.gu, source_number="A100200301") == []


@given(st.text(max_size=50), st.text(max_size=50))
def test_likeness_is_a_share_the_same_both_ways(first: str, second: str) -> None:
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
    assert likeness(first, first) in {0, 1}
