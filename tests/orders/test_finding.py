"""Finding an order by what is read out over the telephone, and by the telephone itself."""

import pytest

from huying.orders.finding import find
from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.trail.queries import chain
from tests.builders import PHONE, Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def numbers(orders: object) -> list[str]:
    return [order.number for order in orders]  # type: ignore[attr-defined]


def test_a_number_or_the_head_of_one_finds_its_order(cast: Cast) -> None:
    order = cast.order_in(OrderState.CLOSED)
    lin = cast.lin.actor
    for typed in (
        order.number,
        order.number.lower().replace("-", " "),
        order.number[:3],
        order.number[:6],
    ):
        assert order.number in numbers(find(typed, lin, at=cast.at))
    assert find(order.number[:2], lin, at=cast.at) == []
    assert find("", lin, at=cast.at) == []
    assert find("路灯不亮", lin, at=cast.at) == []


def test_another_system_s_number_finds_it_whole_only(cast: Cast) -> None:
    order = cast.place()
    Order.objects.filter(pk=order.pk).update(source="12345", source_number="RX2026031000017")
    assert numbers(find("RX2026031000017", cast.lin.actor, at=cast.at)) == [order.number]
    assert find("RX2026031", cast.lin.actor, at=cast.at) == []


def test_a_whole_telephone_number_finds_what_may_be_opened_and_is_on_record(cast: Cast) -> None:
    mine = cast.place()
    secret = cast.place(confidential=True)
    cast.place(contact_phone="13911112222")
    assert set(numbers(find("138 0000 1234", cast.lin.actor, at=cast.at))) == {
        mine.number, secret.number,
    }  # fmt: skip
    told = [(record.by_label, record.given["reason"]) for record in chain("contact", mine.pk)]
    assert told == [("小林", "looked up by this telephone number")]
    assert find(PHONE[:9], cast.lin.actor, at=cast.at) == []


@pytest.mark.parametrize("who", ["secretary", "gu", "zhou", "ma"])
def test_nobody_finds_by_telephone_what_they_may_not_open(cast: Cast, who: str) -> None:
    cast.place(confidential=True)
    assert find(PHONE, getattr(cast, who).actor, at=cast.at) == []


def test_another_community_s_orders_are_not_found_by_anything(cast: Cast) -> None:
    order = cast.place()
    Order.objects.filter(pk=order.pk).update(source="12345", source_number="RX17")
    for typed in (order.number, order.number[:4], "RX17", PHONE):
        assert find(typed, cast.gu.actor, at=cast.at) == []
    assert not chain("contact", order.pk).exists()
