"""Several orders at once: each by its own move, none overwritten, nothing done twice."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huying.orders.models import Order
from huying.orders.states import OrderState as S
from huying.trail.models import Record
from huying.web.desk.bulk import BULK
from tests.builders import Cast, clock_at
from tests.web.browsing import read, signed_in

BULK_URL = "/desk/bulk/"


@pytest.fixture
def lin(cast: Cast) -> Client:
    return signed_in(cast.lin)


def ticks(*orders: Order) -> list[str]:
    return [f"{order.number}:{order.version}" for order in orders]


def asked(client: Client, move: str, boxes: list[str]) -> Any:
    """The page that shows what would happen."""
    return client.post(BULK_URL, {"move": move, "n": boxes})


def sent(client: Client, move: str, boxes: list[str], **said: str) -> Any:
    """The form of that page, sent; the page that tells what came of it."""
    page = asked(client, move, boxes).content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    form = {"move": move, "n": boxes, "key": key[1]} | said
    return client.post(BULK_URL, form, follow=True)


def states(*orders: Order) -> list[str]:
    return [Order.objects.get(pk=order.pk).state for order in orders]


def test_three_orders_are_accepted_under_one_class(cast: Cast, lin: Client) -> None:
    orders = [cast.place(f"第 {n} 盏灯") for n in range(3)]
    with clock_at(cast.at):
        assert "3 of 3 ticked orders will be moved." in read(asked(lin, "accept", ticks(*orders)))
        answer = sent(lin, "accept", ticks(*orders), category="0101")
    assert "Made on 3 orders." in read(answer)
    assert states(*orders) == ["accepted"] * 3
    batches = Record.objects.filter(subject_kind="batch")
    assert {record.move for record in batches} == {"accept"}
    assert len({record.given["batch"] for record in batches}) == 1
    assert {record.subject_id for record in batches} == {order.pk for order in orders}


def test_what_changed_meanwhile_is_left_alone_and_stays_ticked(cast: Cast, lin: Client) -> None:
    calm, changed, over = cast.place("没动过"), cast.place("动过了"), cast.order_in(S.CLOSED)
    boxes = ticks(calm, changed, over)
    cast.move(changed, "accept", cast.secretary, category="02")
    with clock_at(cast.at):
        page = read(asked(lin, "accept", boxes))
        answer = sent(lin, "accept", boxes, category="0101")
    assert "1 of 3 ticked orders will be moved." in page
    assert "it changed since you ticked it" in page
    assert "not possible in its state" in page
    assert states(calm, changed, over) == ["accepted", "accepted", "closed"]
    changed.refresh_from_db()
    assert changed.category == cast.noise
    back = re.search(r'href="(/desk/\?t=[^"]*)"', answer.content.decode())
    assert back
    with clock_at(cast.at):
        again = lin.get(back[1].replace("&amp;", "&").replace("/desk/?", "/desk/?list=all&"))
    checked = re.findall(r'value="([^":]+):\d+" form="bulk"[^>]* checked', again.content.decode())
    assert set(checked) == {changed.number, over.number}


def test_one_that_moves_between_looking_and_sending_is_not_overwritten(
    cast: Cast, lin: Client
) -> None:
    first, second = cast.place("第一件"), cast.place("第二件")
    boxes = ticks(first, second)
    page = asked(lin, "accept", boxes).content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    cast.move(second, "decline", cast.secretary, why="legal_route", other_way="可以向法院起诉")
    with clock_at(cast.at):
        form = {"move": "accept", "n": boxes, "key": key[1], "category": "0101"}
        answer = lin.post(BULK_URL, form, follow=True)
    assert "Made on 1 order." in read(answer)
    assert states(first, second) == ["accepted", "not_accepted"]


def test_sending_twice_is_sending_once(cast: Cast, lin: Client) -> None:
    order = cast.order_in(S.ACCEPTED)
    boxes = ticks(order)
    with clock_at(cast.at):
        page = asked(lin, "chase", boxes).content.decode()
        key = re.search(r'name="key" value="(\w+)"', page)
        assert key
        form = {"move": "chase", "n": boxes, "key": key[1], "words": "今天请给个准信"}
        first = lin.post(BULK_URL, form)
        again = lin.post(BULK_URL, form)
    assert first["location"] == again["location"]
    assert Order.objects.get(pk=order.pk).chases == 1


def test_the_others_go_into_the_oldest(cast: Cast, lin: Client) -> None:
    oldest, second, third = (cast.place(f"第 {n} 个人说的") for n in range(3))
    with clock_at(cast.at):
        answer = sent(lin, "merge", ticks(third, oldest, second), reason="同一盏灯")
    assert "Made on 2 orders." in read(answer)
    for order in (second, third):
        order.refresh_from_db()
        assert order.merged_into == oldest
    assert states(oldest) == ["submitted"]


def test_two_are_dispatched_to_one_unit_with_one_reason(cast: Cast, lin: Client) -> None:
    orders = [cast.order_in(S.ACCEPTED) for _ in range(2)]
    with clock_at(cast.at):
        sent(lin, "dispatch", ticks(*orders), lead="hengan", reason="楼内照明归物业")
    for order in orders:
        order.refresh_from_db()
        assert (order.state, order.lead_unit, order.why_lead) == (
            "dispatched", cast.hengan, "楼内照明归物业",
        )  # fmt: skip


def test_orders_of_another_community_cannot_be_smuggled_in(cast: Cast, lin: Client) -> None:
    mine, theirs = cast.place("我们的"), cast.place("别处的事", place=cast.neighbour)
    with clock_at(cast.at):
        page = read(asked(lin, "accept", ticks(mine, theirs)))
        assert "别处的事" not in page
        answer = sent(lin, "accept", ticks(mine, theirs), category="0101")
        assert asked(lin, "accept", ticks(theirs)).status_code == 404
    assert "别处的事" not in read(answer)
    assert states(mine, theirs) == ["accepted", "submitted"]


@pytest.mark.parametrize("who", ["zhou", "ma"])
def test_units_move_no_orders_in_bulk(cast: Cast, who: str) -> None:
    order = cast.order_in(S.DISPATCHED)
    client = signed_in(getattr(cast, who))
    assert asked(client, "chase", ticks(order)).status_code == 403


def test_nonsense_leads_back_to_the_list(cast: Cast, lin: Client) -> None:
    order = cast.place()
    for form in ({"move": "void", "n": ticks(order)}, {"move": "accept"}, {}):
        assert lin.post(BULK_URL, form)["location"] == reverse("desk:list")
    assert asked(lin, "accept", ["nonsense", f"{order.number}:x"]).status_code == 200
    assert states(order) == ["submitted"]
    assert lin.get(reverse("desk:batch", args=["nothing"])).status_code == 404


def test_a_field_that_is_missing_is_asked_for_and_nothing_moves(cast: Cast, lin: Client) -> None:
    order = cast.place()
    answer = sent(lin, "accept", ticks(order))
    assert answer.status_code == 422
    assert states(order) == ["submitted"]


def test_at_most_fifty_are_moved_at_once(cast: Cast, lin: Client) -> None:
    orders = [cast.place(f"第 {n} 件") for n in range(52)]
    with clock_at(cast.at):
        assert "50 of 50 ticked orders" in read(asked(lin, "accept", ticks(*orders)))


def test_every_bulk_move_is_offered_below_the_list(cast: Cast, lin: Client) -> None:
    cast.place()
    page = lin.get(reverse("desk:list")).content.decode()
    offered = re.findall(r'class="button button-small" name="move" value="(\w+)"', page)
    assert offered == list(BULK)
