"""What belongs to one order: its names, its precedents, and only what the viewer may see."""

from datetime import timedelta

import pytest

from huying.orders.proposing import Precedent, precedents
from huying.orders.sheet import sheet
from huying.orders.states import OrderState
from tests.builders import Cast, build_cast

S = OrderState


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def test_precedents_are_counted_by_unit_most_first(cast: Cast) -> None:
    for state in (S.CLOSED, S.CLOSED, S.NOT_ACCEPTED, S.COMPLETED):
        cast.order_in(state)
    order = cast.order_in(S.ACCEPTED)
    viewer, since = cast.lin.actor, cast.at - timedelta(days=90)
    assert precedents(order, viewer=viewer, since=since) == [Precedent("hengan", "恒安物业", 2, 2)]
    assert precedents(order, viewer=viewer, since=cast.at) == []
    assert precedents(cast.order_in(S.SIGNED), viewer=viewer, since=since) == []
    assert precedents(cast.place(), viewer=viewer, since=since) == []


def test_codes_in_records_have_names(cast: Cast) -> None:
    order = cast.order_in(S.SIGNED)
    cast.move(order, "add_helper", cast.lin, helper="chengguan")
    cast.move(
        order, "hand_over", cast.secretary, successor=str(cast.secretary.person.pk), reason="换人"
    )
    names = sheet(order, viewer=cast.lin.actor, at=cast.at).names
    wanted = {
        ("place", "990101001001001-B3"): "3号楼",
        ("category", "0101"): "公共照明",
        ("lead", "hengan"): "恒安物业",
        ("helper", "chengguan"): "云川区城市管理局",
        ("successor", str(cast.secretary.person.pk)): "陈书记",
    }
    assert {key: names.get(key) for key in wanted} == wanted


def test_who_held_the_time_adds_up_to_the_life_of_the_order(cast: Cast) -> None:
    order = cast.order_in(S.CLOSED)
    found = sheet(order, viewer=cast.lin.actor, at=cast.at + timedelta(days=9))
    assert order.closed_at is not None
    assert sum(found.held.values()) == (order.closed_at - order.placed_at).total_seconds()
    assert set(found.held) == {"desk", "unit", "resident"}


def test_orders_that_belong_to_it_are_shown_only_to_who_may_see_them(cast: Cast) -> None:
    order = cast.place()
    follower = cast.place("same lamp, seen from next door", place=cast.neighbour)
    cast.move(follower, "merge", cast.dispatcher, into=order.number, reason="同一盏灯")
    desk = sheet(order, viewer=cast.lin.actor, at=cast.at)
    street = sheet(order, viewer=cast.dispatcher.actor, at=cast.at)
    assert (list(desk.followers), list(street.followers)) == ([], [follower])
