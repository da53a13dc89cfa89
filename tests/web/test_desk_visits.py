"""Visits as a part of somebody's day: where nobody was found, and where someone was today."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.orders.queries import counts
from huying.orders.states import OrderState
from huying.people.covering import arrange_cover
from huying.people.roles import Role
from huying.web.desk.lists import counted, parts_of_day
from tests.builders import START, Cast, Staff, clock_at
from tests.web.browsing import post_move, read, signed_in
from tests.web.test_desk_lists import titles

S = OrderState


@pytest.fixture
def meng(cast: Cast) -> Staff:
    return cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)


@pytest.fixture
def lin(cast: Cast) -> Client:
    return signed_in(cast.lin)


def parts(client: Client) -> dict[str, list[str]]:
    """What the two parts of this person's day hold, newest state of things."""
    return {name: titles(client, list="mine", part=name) for name in ("again", "visited")}


def test_where_nobody_was_home_waits_until_someone_was_met(
    cast: Cast, lin: Client, meng: Staff
) -> None:
    order = cast.order_in(S.ACCEPTED, "lamp")
    cast.order_in(S.ACCEPTED, "never visited")
    with clock_at(cast.at + timedelta(hours=1)):
        assert parts(lin) == {"again": [], "visited": []}
        assert "To visit again" not in read(lin.get(reverse("desk:list")))
        assert post_move(signed_in(meng), order, "visit", outcome="nobody_home").status_code == 302
        assert parts(lin) == {"again": ["lamp"], "visited": ["lamp"]}
        assert "To visit again 1 Visited today 1" in read(lin.get(reverse("desk:list")))
        assert post_move(signed_in(meng), order, "visit", outcome="met").status_code == 302
        assert parts(lin) == {"again": [], "visited": ["lamp"]}
        day = read(lin.get(reverse("desk:list")))
        assert ("To visit again" in day, "Visited today 1" in day) == (False, True)


def test_who_did_not_want_a_visit_is_not_visited_again(
    cast: Cast, lin: Client, meng: Staff
) -> None:
    order = cast.order_in(S.ACCEPTED, "lamp")
    cast.move(order, "visit", meng, outcome="declined")
    with clock_at(cast.at):
        assert parts(lin) == {"again": [], "visited": ["lamp"]}


def test_today_ends_at_midnight_here_and_an_old_visit_is_not_of_today(
    cast: Cast, lin: Client, meng: Staff
) -> None:
    order, told = cast.order_in(S.ACCEPTED, "lamp"), cast.order_in(S.ACCEPTED, "told from memory")
    cast.move(order, "visit", meng, outcome="nobody_home")
    cast.move(told, "visit", meng, outcome="met", visited_at="2026-03-09T16:00")
    midnight = START.replace(hour=0) + timedelta(days=1)
    with clock_at(midnight - timedelta(minutes=1)):
        assert parts(lin) == {"again": ["lamp"], "visited": ["lamp"]}
    with clock_at(midnight + timedelta(minutes=1)):
        assert parts(lin) == {"again": ["lamp"], "visited": []}


def test_an_order_done_since_asks_for_no_visit_unless_it_goes_round_again(
    cast: Cast, lin: Client, meng: Staff
) -> None:
    order = cast.order_in(S.IN_PROGRESS, "lamp")
    cast.move(order, "visit", meng, outcome="nobody_home")
    cast.move(order, "complete", cast.zhou, result="solved", reply="灯管已换新")
    with clock_at(cast.at):
        assert parts(lin)["again"] == []
    cast.move(order, "visit", meng, outcome="nobody_home")
    with clock_at(cast.at):
        assert parts(lin)["again"] == ["lamp"]
    cast.move(order, "visit", meng, outcome="met")
    cast.move(order, "visit", meng, outcome="nobody_home", visited_at="2026-03-10T09:30")
    with clock_at(cast.at):
        assert parts(lin)["again"] == []


def test_an_order_that_ended_is_in_nobodys_day(cast: Cast, lin: Client, meng: Staff) -> None:
    order = cast.order_in(S.ACCEPTED, "lamp")
    cast.move(order, "visit", meng, outcome="nobody_home")
    cast.move(order, "decline", cast.lin, why="legal_route", other_way="可以向法院起诉")
    with clock_at(cast.at):
        assert parts(lin) == {"again": [], "visited": []}


def test_visits_at_other_peoples_orders_are_in_their_day_alone(cast: Cast, meng: Staff) -> None:
    order = cast.order_in(S.SIGNED, "lins")
    next_door = cast.place("next door", place=cast.neighbour)
    cast.move(order, "visit", meng, outcome="nobody_home")
    cast.move(next_door, "visit", cast.gu, outcome="nobody_home")
    with clock_at(cast.at):
        lins, gus = {"again": ["lins"], "visited": ["lins"]}, ["next door"]
        assert parts(signed_in(cast.lin)) == lins
        assert parts(signed_in(cast.gu)) == {"again": gus, "visited": gus}
        for other in (cast.secretary, cast.dispatcher, meng):
            assert parts(signed_in(other)) == {"again": [], "visited": []}


def test_what_waits_for_an_absent_colleague_is_visited_again_by_who_stands_in(
    cast: Cast, meng: Staff
) -> None:
    qin = cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)
    order = cast.place("lamp", by=cast.lin.actor)
    cast.move(order, "accept", cast.lin, category="0101")
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="楼内照明归物业")
    cast.move(order, "visit", meng, outcome="nobody_home")
    with clock_at(cast.at):
        assert parts(signed_in(qin)) == {"again": [], "visited": []}
        arrange_cover(
            cast.lin.person, stand_in=qin.person, since=START.date(),
            until=START.date() + timedelta(days=3), by=cast.lin.actor, at=cast.at,
        )  # fmt: skip
        assert parts(signed_in(qin)) == {"again": ["lamp"], "visited": ["lamp"]}
        assert "for 小林" in read(signed_in(qin).get(reverse("desk:list"), {"part": "again"}))


def test_the_parts_are_counted_in_the_one_query_of_the_lists(cast: Cast, meng: Staff) -> None:
    for state in (S.ACCEPTED, S.SIGNED, S.FOLLOW_UP):
        order = cast.order_in(state)
        cast.move(order, "visit", meng, outcome="nobody_home")
    actor = cast.lin.actor
    with CaptureQueriesContext(connection) as queries:
        lists = counted(actor, cast.at) | parts_of_day(actor, cast.at)
        found = counts(lists, actor, at=cast.at)
    assert (found["day-again"], found["day-visited"], len(queries)) == (3, 3, 1)
    assert "trail_record" not in queries[0]["sql"]
