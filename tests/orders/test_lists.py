"""Lists: what each filter leaves, whose orders are in them, and pages that lose nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.kernel.actor import SYSTEM, VISITOR, Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import perform
from huying.orders.models import Order
from huying.orders.policy import asker_of
from huying.orders.queries import (
    LARGEST_PAGE,
    Mine,
    Wanted,
    counts,
    matching,
    order_by_number,
    order_of_code,
    page,
)
from huying.orders.states import OrderState
from huying.people.roles import Role
from tests.builders import Cast, build_cast

S = OrderState
FAR = "9999-12-31T23:59-14:00"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def orders(cast: Cast) -> dict[str, Order]:
    """One order of each sort, by what is special about it; three days pass on the way."""
    found = {
        "help": cast.place("想找人陪诊", kind="help", channel="wechat", level=2),
        "lamp": cast.order_in(S.DISPATCHED),
        "noise": cast.place("楼上太吵", category=cast.noise, grade="C"),
        "done": cast.order_in(S.CLOSED),
        "bureau": cast.order_in(S.ACCEPTED, place=cast.grid),
    }
    cast.move(found["bureau"], "dispatch", cast.lin, lead="chengguan", reason="归城管")
    cast.at += timedelta(days=3)
    found["asked"] = cast.order_in(S.IN_PROGRESS)
    cast.move(found["asked"], "request_return", cast.zhou, reason="不归我们", basis="清单")
    found["elsewhere"] = cast.place("柳岸的灯也坏了", place=cast.neighbour)
    return found


def named(cast: Cast, orders: dict[str, Order], viewer: Actor, **wanted: Any) -> set[str]:
    """Which of the orders a list holds, by the names above."""
    rows = {row.pk for row in matching(Wanted(**wanted), viewer, at=cast.at)}
    return {name for name, order in orders.items() if order.pk in rows}


# --- filters -------------------------------------------------------------------------------


def test_each_filter_leaves_what_it_names(cast: Cast, orders: dict[str, Order]) -> None:
    here = set(orders) - {"elsewhere"}
    lamps = {"lamp", "done", "bureau", "asked"}
    day = orders["asked"].placed_at
    table: list[tuple[dict[str, Any], set[str]]] = [
        ({}, here),
        ({"states": ("submitted",)}, {"help", "noise"}),
        ({"states": ("closed", "submitted")}, {"help", "noise", "done"}),
        ({"place": cast.district}, here),
        ({"place": cast.street}, here),
        ({"place": cast.community}, here),
        ({"place": cast.grid}, here),
        ({"place": cast.building}, here - {"bureau"}),
        ({"category": "0101"}, lamps),
        ({"category": "01"}, lamps),
        ({"category": "02"}, {"noise"}),
        ({"grade": "C"}, {"noise"}),
        ({"level": 2}, {"help"}),
        ({"lead": "hengan"}, {"lamp", "done", "asked"}),
        ({"lead": "chengguan"}, {"bureau"}),
        ({"channel": "wechat"}, {"help"}),
        ({"q": "太吵"}, {"noise"}),
        ({"q": "没有这样的话"}, set()),
        ({"open_only": True}, here - {"done"}),
        ({"overdue": True}, {"help", "noise", "lamp", "bureau"}),
        ({"since": day}, {"asked"}),
        ({"until": day}, here - {"asked"}),
        ({"closed_since": orders["done"].closed_at}, {"done"}),
        ({"asked": True}, {"asked"}),
        ({"responsible": cast.lin.person.pk}, here),
        ({"responsible": cast.gu.person.pk}, set()),
        ({"unit_ids": frozenset({cast.bureau.pk})}, {"bureau"}),
        ({"states": ("submitted",), "grade": "C"}, {"noise"}),
        ({"category": "0101", "lead": "chengguan", "overdue": True}, {"bureau"}),
    ]
    for wanted, expected in table:
        assert named(cast, orders, cast.lin.actor, **wanted) == expected, wanted


def test_what_is_due_now_is_not_yet_overdue(cast: Cast) -> None:
    order = cast.place()
    for after, expected in ((timedelta(0), []), (timedelta(microseconds=1), [order])):
        rows = matching(Wanted(overdue=True), cast.lin.actor, at=order.next_due_at + after)
        assert list(rows) == expected


def test_my_day_is_what_i_answer_for_lead_or_what_waits_at_my_desk(
    cast: Cast, orders: dict[str, Order]
) -> None:
    def mine(person: int, *desks: int) -> set[str]:
        own = Mine(person, frozenset(desks))
        return named(cast, orders, cast.secretary.actor, mine=own, open_only=True)

    assert mine(cast.lin.person.pk) == set(orders) - {"elsewhere", "done"}
    assert mine(cast.zhou.person.pk) == {"lamp", "asked"}
    assert mine(cast.secretary.person.pk, cast.community.pk) == {"help", "noise"}


def test_a_number_finds_its_order_whatever_the_filters_say(
    cast: Cast, orders: dict[str, Order]
) -> None:
    order = orders["done"]
    typed = (order.number, order.number.lower(), f" {order.number.replace('-', '')} ")
    for number in typed:
        found = named(
            cast, orders, cast.lin.actor, q=number, states=("submitted",), overdue=True, grade="A"
        )
        assert found == {"done"}


def test_a_number_finds_no_order_of_another_community(cast: Cast, orders: dict[str, Order]) -> None:
    number = orders["elsewhere"].number
    assert named(cast, orders, cast.lin.actor, q=number) == set()
    assert named(cast, orders, cast.gu.actor, q=number) == {"elsewhere"}


def test_an_unknown_ordering_or_cursor_is_refused(cast: Cast) -> None:
    when = "2026-03-10T09:00+08:00"
    cursors = ("x", "~", when, f"{when}~x", f"{when}~-1", f"{when}~{2**63}", f"{FAR}~1")
    bad = [("ordering", "")] + [("cursor", cursor) for cursor in cursors]
    for field, cursor in bad:
        wanted = Wanted(ordering="luck") if field == "ordering" else Wanted()
        with pytest.raises(Refused) as refused:
            page(wanted, cast.lin.actor, at=cast.at, cursor=cursor)
        assert (refused.value.code, list(refused.value.fields)) == (Code.INVALID, [field])


# --- scope ---------------------------------------------------------------------------------


def test_everyone_sees_the_orders_of_their_scope_and_no_others(
    cast: Cast, orders: dict[str, Order]
) -> None:
    here, all_of_them = set(orders) - {"elsewhere"}, set(orders)
    seen: dict[str, tuple[Actor, set[str]]] = {
        "reception": (cast.lin.actor, here),
        "next desk": (cast.gu.actor, {"elsewhere"}),
        "street": (cast.dispatcher.actor, all_of_them),
        "district": (cast.hire("小池", Role.AUDITOR, cast.district).actor, all_of_them),
        "grid": (cast.hire("小孟", Role.GRID_WORKER, cast.grid).actor, here),
        "building": (cast.hire("老邢", Role.SUPERVISOR, cast.building).actor, here - {"bureau"}),
        "unit": (cast.zhou.actor, {"lamp", "done", "asked"}),
        "bureau": (cast.ma.actor, {"bureau"}),
        "evaluator": (cast.hire("小阮", Role.EVALUATOR, cast.district).actor, set()),
        "resident": (asker_of(orders["noise"]), {"noise"}),
        "visitor": (VISITOR, set()),
        "system": (SYSTEM, all_of_them),
    }
    for who, (actor, expected) in seen.items():
        assert named(cast, orders, actor) == expected, who
        for name, order in orders.items():
            assert opens(order.number, actor) == (name in expected), (who, name)


def opens(number: str, viewer: Actor) -> bool:
    """Whether this viewer can open the order under its number."""
    try:
        return order_by_number(number, viewer).number == number
    except Refused as refused:
        return refused.code != Code.UNKNOWN


def test_a_unit_that_helps_sees_the_order_it_helps_with(
    cast: Cast, orders: dict[str, Order]
) -> None:
    cast.move(orders["lamp"], "add_helper", cast.lin, helper="chengguan")
    assert named(cast, orders, cast.ma.actor) == {"bureau", "lamp"}
    assert opens(orders["lamp"].number, cast.ma.actor)


def test_a_query_code_opens_its_own_order_only(orders: dict[str, Order]) -> None:
    lamp, noise = orders["lamp"], orders["noise"]
    assert order_of_code(lamp.number.lower(), f" {lamp.query_code} ") == lamp
    assert order_of_code(lamp.number, noise.query_code) is None
    assert [order_of_code(*said) for said in (("", ""), ("x" * 500, lamp.query_code))] == [None] * 2


def test_counts_say_how_many_each_list_holds(cast: Cast, orders: dict[str, Order]) -> None:
    lists = {
        "open": Wanted(open_only=True), "waiting": Wanted(states=("submitted",)),
        "overdue": Wanted(overdue=True), "asked": Wanted(asked=True),
        "mine": Wanted(mine=Mine(cast.zhou.person.pk)),
    }  # fmt: skip
    found = counts(lists, cast.lin.actor, at=cast.at)
    assert found == {"open": 5, "waiting": 2, "overdue": 4, "asked": 1, "mine": 2}
    for name, wanted in lists.items():
        rows = matching(wanted, cast.lin.actor, at=cast.at).filter(is_open=True)
        assert rows.count() == found[name], name


# --- pages ---------------------------------------------------------------------------------


def walk(viewer: Actor, at: datetime, *, ordering: str, limit: int) -> Iterator[list[Order]]:
    """One page after another until there is no more."""
    cursor = ""
    while True:
        found = page(Wanted(ordering=ordering), viewer, at=at, cursor=cursor, limit=limit)
        yield list(found.rows)
        cursor = found.next_cursor
        if not cursor:
            return


@pytest.mark.parametrize(
    ("ordering", "column", "backwards"),
    [("due", "next_due_at", False), ("placed", "placed_at", True), ("oldest", "placed_at", False)],
)
def test_pages_follow_their_order_and_the_number_of_rows_asked_for(
    cast: Cast, orders: dict[str, Order], ordering: str, column: str, *, backwards: bool
) -> None:
    pages = list(walk(SYSTEM, cast.at, ordering=ordering, limit=3))
    rows = [row for found in pages for row in found]
    assert [len(found) for found in pages] == [3, 3, 1]
    assert {row.pk for row in rows} == {order.pk for order in orders.values()}
    keys = [(getattr(row, column), row.pk) for row in rows]
    assert keys == sorted(keys, reverse=backwards)


def test_a_page_is_never_larger_than_the_largest_and_never_empty(
    cast: Cast, orders: dict[str, Order]
) -> None:
    sizes = [len(page(Wanted(), SYSTEM, at=cast.at, limit=n).rows) for n in (-5, 0, 1, 10**9)]
    assert sizes == [1, 1, 1, min(len(orders), LARGEST_PAGE)]


def test_an_empty_list_is_one_empty_page(cast: Cast) -> None:
    assert list(walk(cast.lin.actor, cast.at, ordering="due", limit=5)) == [[]]


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    ordering=st.sampled_from(["due", "placed", "oldest"]),
    limit=st.integers(1, 4),
    arriving=st.lists(st.integers(-90, 90), max_size=12),
)
def test_each_row_is_visited_once_while_others_come_and_go(
    cast: Cast, ordering: str, limit: int, arriving: list[int]
) -> None:
    Order.objects.all().delete()
    standing = [cast.place(f"第{number}件").pk for number in range(5)]
    Order.objects.filter(pk__in=standing[1:3]).update(placed_at=cast.at, next_due_at=cast.at)
    going = cast.place("马上撤回")
    seen: list[int] = []
    minutes, number = iter(arriving), count()
    for rows in walk(cast.lin.actor, cast.at, ordering=ordering, limit=limit):
        seen += [row.pk for row in rows]
        if (shift := next(minutes, None)) is not None:
            moment = cast.at + timedelta(minutes=shift)
            new = cast.place(f"新来的{next(number)}")
            Order.objects.filter(pk=new.pk).update(placed_at=moment, next_due_at=moment)
        if going.state == S.SUBMITTED:
            perform(going, "withdraw", by=asker_of(going), at=cast.at, raw={})
    assert len(seen) == len(set(seen))
    assert set(standing) <= set(seen)
