"""A unit's pages: its own orders, only what the work needs, and the way to the resident."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.trail.queries import chain
from tests.builders import PHONE, Cast, clock_at
from tests.web.browsing import order_page, post_move, read, signed_in

S = OrderState
MASKED = "138****1234"


@pytest.fixture
def zhou(cast: Cast) -> Client:
    return signed_in(cast.zhou)


def tab(client: Client, name: str) -> list[str]:
    """The titles on one tab, from the top."""
    page = client.get(reverse("partner:list"), {"tab": name}).content.decode()
    return re.findall(r'row-title">(.*?)<', page)


def test_each_tab_holds_the_orders_that_are_so_far(cast: Cast, zhou: Client) -> None:
    for state in OrderState:
        cast.order_in(state, state.value)
    with clock_at(cast.at):
        assert {name: set(tab(zhou, name)) for name in ("to-sign", "under-way", "on-hold", "done")} == {
            "to-sign": {"dispatched"},
            "under-way": {"signed", "in_progress"},
            "on-hold": {"suspended"},
            "done": {"completed", "follow_up", "closed"},
        }  # fmt: skip


def test_the_tabs_say_how_many_wait(cast: Cast, zhou: Client) -> None:
    for state in (S.DISPATCHED, S.DISPATCHED, S.SIGNED):
        cast.order_in(state)
    page = zhou.get(reverse("partner:list")).content.decode()
    assert re.findall(r'tab=([a-z-]+)"[^>]*>[^<]*<span class="chip-count">(\d+)', page) == [
        ("to-sign", "2"), ("under-way", "1"), ("on-hold", "0"),
    ]  # fmt: skip


def test_a_unit_sees_what_it_leads_and_what_it_helps_with_and_nothing_else(cast: Cast) -> None:
    led = cast.order_in(S.SIGNED, "led by the property company")
    helped = cast.order_in(S.SIGNED, "helped by the bureau")
    cast.move(helped, "add_helper", cast.lin, helper="chengguan")
    desk = cast.order_in(S.ACCEPTED, "still at the desk")
    ma = signed_in(cast.ma)
    assert tab(ma, "under-way") == ["helped by the bureau"]
    assert "your unit helps here" in read(ma.get(order_page(helped, "partner")))
    statuses = [ma.get(order_page(order, "partner")).status_code for order in (led, desk)]
    assert statuses == [404, 404]


def test_a_helping_unit_adds_photos_but_makes_no_move(cast: Cast) -> None:
    order = cast.order_in(S.SIGNED)
    cast.move(order, "add_helper", cast.lin, helper="chengguan")
    ma = signed_in(cast.ma)
    page = ma.get(order_page(order, "partner")).content.decode()
    assert 'name="move"' not in page
    assert "There is nothing for you to do here at the moment." in page
    assert post_move(ma, order, "begin", "partner").status_code == 403


def test_the_page_has_what_the_work_needs(cast: Cast, zhou: Client) -> None:
    order = cast.order_in(S.SIGNED, "路灯坏了", address="东门台阶")
    cast.move(order, "supervise", cast.secretary, instruction="今晚先放临时灯")
    page = read(zhou.get(order_page(order, "partner")))
    for told in (
        "路灯坏了",
        "Place 槐荫里社区 · 3号楼 · 东门台阶",
        "Why there 楼内照明归物业",
        "Answers for it 小林",
        "Instruction to the handler (the resident does not see this): 今晚先放临时灯",
        "Time to finish 17 March before 17:30",
    ):
        assert told in page


def test_a_handler_takes_an_order_to_its_end(cast: Cast, zhou: Client) -> None:
    order = cast.order_in(S.DISPATCHED)
    for move, fields in (
        ("sign", {}),
        ("begin", {}),
        ("complete", {"result": "solved", "reply": "好了"}),
    ):
        answer = post_move(zhou, order, move, "partner", **fields)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
            302, order_page(order, "partner"),
        )  # fmt: skip
    assert tab(zhou, "done") == [order.title]


def test_the_contact_is_opened_by_the_person_who_leads_and_on_record(
    cast: Cast, zhou: Client
) -> None:
    order = cast.order_in(S.SIGNED)
    address = reverse("partner:contact", args=[order.number])
    page = zhou.get(order_page(order, "partner")).content.decode()
    assert (MASKED in page, PHONE in page) == (True, False)
    colleague = signed_in(cast.wu)
    assert MASKED not in colleague.get(order_page(order, "partner")).content.decode()
    assert colleague.post(address, {"reason": "顺路"}).status_code == 403
    opened = zhou.post(address, {"reason": "约上门"})
    assert (PHONE in opened.content.decode(), opened.headers["Cache-Control"]) == (True, "no-store")
    assert [record.by_label for record in chain("contact", order.pk)] == ["周师傅"]


def test_a_confidential_order_hides_the_contact_from_the_unit(cast: Cast, zhou: Client) -> None:
    order = cast.order_in(S.SIGNED, confidential=True)
    assert MASKED not in zhou.get(order_page(order, "partner")).content.decode()
    answer = zhou.post(reverse("partner:contact", args=[order.number]), {"reason": "约上门"})
    assert (answer.status_code, PHONE in answer.content.decode()) == (403, False)


def test_proof_is_added_and_what_is_no_photo_is_refused(cast: Cast, zhou: Client) -> None:
    order = cast.order_in(S.SIGNED)
    address = reverse("partner:photos", args=[order.number])
    wrong = SimpleUploadedFile("proof.png", b"words", "image/png")
    assert zhou.post(address, {"photos": [wrong], "moment": "after"}).status_code == 422
    assert zhou.post(address, {"moment": "after"}).status_code == 422


def test_someone_of_the_desk_sees_here_only_their_units_orders(cast: Cast) -> None:
    order = cast.order_in(S.SIGNED)
    lin = signed_in(cast.lin)
    assert lin.get(order_page(order, "partner")).status_code == 404
    assert "You work for no unit yet" in read(lin.get(reverse("partner:list")))


def test_an_order_that_was_sent_elsewhere_is_no_longer_the_units(cast: Cast, zhou: Client) -> None:
    order = cast.order_in(S.DISPATCHED)
    cast.move(order, "reassign", cast.lin, lead="chengguan", reason="归城管")
    address = reverse("partner:moves", args=[order.number]) + "?tab=to-sign"
    assert zhou.post(address, {"move": "sign", "version": "3"}).status_code == 404


def test_a_handler_whose_duty_ended_has_no_list(cast: Cast, zhou: Client) -> None:
    cast.order_in(S.SIGNED)
    cast.zhou.person.memberships.update(until="2026-03-10")
    assert "You work for no unit yet" in read(zhou.get(reverse("partner:list")))


@pytest.mark.parametrize("route", ["order", "moves", "contact", "photos"])
def test_a_visitor_is_led_to_the_sign_in_page(cast: Cast, route: str) -> None:
    order, visitor = cast.order_in(S.SIGNED), signed_in(None)
    address = reverse(f"partner:{route}", args=[order.number])
    answer = visitor.get(address) if route == "order" else visitor.post(address)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login/")


def test_a_page_of_a_tab_costs_few_queries_and_leads_on(cast: Cast, zhou: Client) -> None:
    for number in range(51):
        cast.order_in(S.DISPATCHED, f"{number:02}")
    with clock_at(cast.at + timedelta(minutes=1)):
        with CaptureQueriesContext(connection) as queries:
            page = zhou.get(reverse("partner:list")).content.decode()
        following = re.findall(r'href="(/partner/\?[^"]*cursor=[^"]*)"', page)[0]
        rest = zhou.get(following.replace("&amp;", "&")).content.decode()
    assert len(queries) <= 8
    assert (page.count("row-title"), re.findall(r'row-title">(.*?)<', rest)) == (50, ["50"])


def test_who_works_in_both_rooms_finds_the_way_between(cast: Cast) -> None:
    both = cast.hire("多面手", Role.GRID_WORKER, cast.community)
    cast.hengan.members.create(person=both.person, duty="handler", since="2020-01-01")
    page = read(signed_in(both).get(reverse("desk:list")))
    assert "My unit's orders" in page
