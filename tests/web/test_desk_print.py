"""Paper: one sheet for each order, lists, cards, receipts; and whose name never gets on it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.kernel.numbers import new_number
from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.trail.queries import chain
from tests.builders import PHONE, Cast
from tests.web.browsing import read, signed_in

PRINT = reverse("desk:print")


def sheet(order: Order) -> str:
    return reverse("desk:order-print", args=[order.number])


def batch(*orders: Order, kind: str = "sheets") -> str:
    return f"{PRINT}?as={kind}" + "".join(f"&n={order.number}" for order in orders)


def numbers(page: str) -> list[str]:
    """The numbers of the sheets of a print, in order."""
    return re.findall(r'<p class="sheet-number">([\w-]+)', page)


def test_a_sheet_says_what_where_by_when_and_who(cast: Cast) -> None:
    order = cast.order_in(OrderState.DISPATCHED, address="东门台阶")
    told = read(signed_in(cast.lin).get(sheet(order)))
    for words in (
        order.number, order.text, "Promised 17 March before 17:30 (2026-03-17 17:30)",
        "青梧街道 · 槐荫里社区 · 槐荫里第一网格 · 3号楼 · 东门台阶", "Answers for it 小林",
        "Lead handler 恒安物业 · ", "Why there 楼内照明归物业", "Notes", "Resident, if they wish",
        "as of 2026-03-10 16:00", f"record {order.version} · {order.chain_head[:8]}",
    ):  # fmt: skip
        assert words in told
    assert "<svg" in signed_in(cast.lin).get(sheet(order)).content.decode()


def test_a_print_names_nobody_until_a_reason_is_on_record(cast: Cast) -> None:
    order, other = cast.place(), cast.place()
    lin = signed_in(cast.lin)
    page = lin.get(batch(order, other)).content.decode()
    assert (PHONE in page, "高阿姨" in page, numbers(page)) == (
        False,
        False,
        [order.number, other.number],
    )
    assert not chain("contact", order.pk).exists()
    blank = lin.post(PRINT, {"n": [order.number], "reason": " "})
    assert (blank.status_code, PHONE in blank.content.decode()) == (422, False)
    opened = lin.post(PRINT, {"n": [order.number, other.number], "reason": "上门维修"})
    assert opened.content.decode().count(PHONE) == 2
    assert opened.headers["Cache-Control"] == "no-store"
    for each in (order, other):
        assert [one.given["reason"] for one in chain("contact", each.pk)] == ["上门维修"]


def test_a_confidential_order_is_printed_without_its_resident_even_for_who_answers(
    cast: Cast,
) -> None:
    order = cast.place(f"楼上每晚吵，打我电话 {PHONE[:3]} {PHONE[3:7]}-{PHONE[7:]}", confidential=True, by=cast.lin.actor)  # fmt: skip
    cast.move(order, "add_word", words=f"急事打{PHONE}")
    lin = signed_in(cast.lin)
    for kind in ("sheets", "cards", "list"):
        for answer in (lin.get(batch(order, kind=kind)), lin.post(PRINT, {"n": order.number, "as": kind, "reason": "上门"})):  # fmt: skip
            page = re.sub(r"[\s-]", "", answer.content.decode())
            assert (answer.status_code, PHONE in page, "高阿姨" in page) == (200, False, False)
    assert not chain("contact", order.pk).exists()
    assert "138****1234" in read(lin.get(sheet(order)))


def test_who_may_not_open_a_contact_gets_none_on_paper(cast: Cast) -> None:
    order = cast.place()
    grid = signed_in(cast.hire("小孟", Role.GRID_WORKER, cast.community))
    assert "Print with name" not in read(grid.get(sheet(order)))
    page = grid.post(PRINT, {"n": order.number, "reason": "上门"})
    assert (page.status_code, PHONE in page.content.decode()) == (200, False)
    assert not chain("contact", order.pk).exists()


def test_other_desks_orders_are_not_printed_and_not_known(cast: Cast) -> None:
    order = cast.place()
    gu = signed_in(cast.gu)
    assert gu.get(sheet(order)).status_code == 404
    assert gu.get(batch(order)).status_code == 404
    own = cast.place(place=cast.neighbour)
    page = gu.get(batch(order, own)).content.decode()
    assert (numbers(page), order.number in page) == ([own.number], False)
    assert signed_in(None).get(batch(order)).status_code == 302


def test_a_unit_prints_the_orders_it_leads_and_no_other(cast: Cast) -> None:
    order = cast.order_in(OrderState.SIGNED)
    assert read(signed_in(cast.zhou).get(sheet(order))).count(order.number) >= 1
    assert signed_in(cast.ma).get(sheet(order)).status_code == 404


def test_a_list_is_printed_as_it_is_narrowed_and_fifty_at_most_at_once(cast: Cast) -> None:
    first = cast.order_in(OrderState.ACCEPTED)
    second = cast.place("楼上装修噪音")
    lin = signed_in(cast.lin)
    mine = lin.get(f"{PRINT}?list=mine").content.decode()
    assert numbers(mine) == [order.number for order in (first, second)]
    assert numbers(lin.get(f"{PRINT}?list=waiting").content.decode()) == [second.number]
    assert numbers(lin.get(f"{PRINT}?list=all&q=噪音").content.decode()) == [second.number]
    assert numbers(lin.get(f"{PRINT}?list=closed").content.decode()) == []
    told = read(lin.get(f"{PRINT}?list=mine&as=list"))
    assert "2 orders" in told
    assert f"03-17 17:30 {second.number} 楼上装修噪音" in told
    many = "".join(f"&n={new_number()}" for _ in range(51))
    assert lin.get(f"{PRINT}?as=sheets{many}").status_code == 422
    assert lin.get(f"{PRINT}?list=mine&as=poster").status_code == 404


CALL = {"channel": "phone", "text": "楼道灯不亮", "kind": "problem", "place": "990101001001"}


def taken(client: Client) -> Order:
    number = client.post(reverse("desk:new"), CALL).headers["Location"].split("/")[-2]
    return Order.objects.get(number=number)


def test_a_receipt_carries_the_code_for_who_took_it_and_for_nobody_else(cast: Cast) -> None:
    lin, colleague = signed_in(cast.lin), signed_in(cast.secretary)
    order, another = taken(lin), cast.place()
    code = f"{order.query_code[:4]} {order.query_code[4:]}"
    told = read(lin.get(batch(order, another, kind="receipts")))
    assert f"Query code {code}" in told
    assert another.query_code[:4] not in told
    for client in (colleague, signed_in(cast.lin)):
        page = client.get(batch(order, kind="receipts"))
        assert (page.status_code, order.query_code in page.content.decode()) == (200, False)
        assert "Nothing to print here" in read(page)
    sheets = lin.get(batch(order)).content.decode()
    assert order.query_code[:4] not in sheets


@pytest.mark.usefixtures("kept_reference_data")
def test_fifty_sheets_cost_the_same_few_queries_as_one(cast: Cast) -> None:
    lin = signed_in(cast.lin)
    orders = [cast.place() for _ in range(12)]
    lin.get(batch(orders[0]))

    def cost(*some: Order) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert lin.get(batch(*some)).status_code == 200
        return len(queries)

    assert cost(orders[0]) == cost(*orders) <= 11
