"""Notices on pages: one's inbox, an order's log, what the desk has to tell itself, the table."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huying.notices import routing
from huying.notices.models import Notice, Route
from huying.notices.sending import send_due
from huying.notices.states import Stand
from huying.orders.models import Order
from huying.orders.states import OrderState as S
from huying.people.roles import Role
from huying.trail.outbox import deliver_due
from tests.builders import PHONE, Cast, clock_at
from tests.notices.carriers import Kept
from tests.web.browsing import order_page, post_move, read, signed_in

MINE, FAILED = reverse("desk:notices"), reverse("desk:notices-failed")


def delivered(cast: Cast) -> None:
    while deliver_due(cast.at):
        pass


@pytest.fixture
def failed(cast: Cast) -> Notice:
    """A text to a resident that the carrier would not take."""
    cast.place()
    delivered(cast)
    send_due(cast.at, by=Kept(refuses=1, final=True))
    return Notice.objects.get(audience="resident")


def test_new_notices_are_counted_in_the_nav_until_they_are_read(cast: Cast) -> None:
    order = cast.order_in(S.COMPLETED)
    delivered(cast)
    lin = signed_in(cast.lin)
    page = read(lin.get(MINE))
    assert f"New {order.number} 报办结，请核查。" in page
    assert "Notices 1" in read(lin.get(reverse("desk:list")))
    assert lin.post(reverse("desk:notices-read")).status_code == 302
    assert "New" not in read(lin.get(MINE)).split("Notices")[-1]
    assert "Notices 1" not in read(lin.get(reverse("desk:list")))


def test_nobody_reads_anothers_inbox(cast: Cast) -> None:
    order = cast.order_in(S.COMPLETED)
    delivered(cast)
    assert order.number not in read(signed_in(cast.gu).get(MINE))
    signed_in(cast.gu).post(reverse("desk:notices-read"))
    assert Notice.objects.exclude(read_at=None).count() == 0


def test_the_order_shows_who_was_told_what(cast: Cast) -> None:
    order = cast.order_in(S.DISPATCHED)
    delivered(cast)
    page = read(signed_in(cast.lin).get(order_page(order)))
    assert "Who was told what" in page
    assert f"您的 {order.number} 已派给恒安物业。 the resident · on the order's page" in page
    assert "the lead handler · 周师傅 · in the inbox" in page


def test_what_did_not_reach_a_resident_is_told_by_telephone(cast: Cast, failed: Notice) -> None:
    lin = signed_in(cast.lin)
    assert "to be told by telephone" in read(lin.get(FAILED))
    answer = lin.post(reverse("desk:notice-told", args=[failed.pk]), follow=True)
    assert "Noted as told. " in read(answer)
    assert "Everybody was reached" in read(answer)
    failed.refresh_from_db()
    assert (failed.stand, failed.error) == (Stand.TOLD, "小林")


def test_everything_that_failed_goes_out_again_at_one_press(cast: Cast, failed: Notice) -> None:
    answer = signed_in(cast.lin).post(reverse("desk:notices-again-all"), follow=True)
    assert "1 goes out again." in read(answer)
    out = Kept()
    assert send_due(cast.at.replace(hour=20), by=out) == 1
    assert [(to, text) for to, text, _key in out.texts] == [(PHONE, failed.text)]


def test_an_open_redirect_is_none(cast: Cast, failed: Notice) -> None:
    for back in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        Notice.objects.filter(pk=failed.pk).update(stand=Stand.CALL_BACK)
        told = reverse("desk:notice-told", args=[failed.pk])
        assert signed_in(cast.lin).post(told, {"back": back}).headers["Location"] == FAILED


def test_another_communitys_desk_sees_and_sends_nothing_of_it(cast: Cast, failed: Notice) -> None:
    gu = signed_in(cast.gu)
    assert failed.order.number not in read(gu.get(FAILED))
    for door in ("desk:notice-again", "desk:notice-told"):
        assert gu.post(reverse(door, args=[failed.pk])).status_code == 404
    gu.post(reverse("desk:notices-again-all"))
    assert Notice.objects.filter(audience="resident").count() == 1
    assert signed_in(cast.zhou).get(FAILED).status_code == 403


def test_a_resident_reads_what_they_were_told(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    delivered(cast)
    resident = Client(headers={"Accept-Language": "en"})
    resident.post("/track/", {"number": order.number, "code": order.query_code})
    page = read(resident.get(reverse("resident:order", args=[order.number])))
    text = Notice.objects.get(event="order.accept").text
    assert f"{text} by SMS" in page
    assert "the lead handler" not in page


def test_the_keeper_changes_the_table_and_is_told_what_will_not_do(cast: Cast) -> None:
    routing.adopt_shipped(cast.at.date())
    keeper = signed_in(cast.hire("柯管理", Role.SYSTEM_KEEPER, cast.district))
    row = Route.objects.get(event="order.place", audience="resident")
    door = reverse("console:notices_route_change", args=[row.pk])
    said = {
        "event": row.event, "audience": row.audience, "ways": ["sms"], "text": "收到了，{number}",
        "valid_from": row.valid_from.isoformat(),
    }  # fmt: skip
    for language, hole, way in (
        ("en", "is no placeholder of ours", "does not lead to this audience"),
        ("zh-hans", "花括号里的词不是可用的占位词", "有一种方式够不到这类通知对象"),
    ):
        keeper.cookies["lang"] = language
        assert hole in read(keeper.post(door, said | {"text": "收到了，{phone}"}))
        assert way in read(keeper.post(door, said | {"ways": ["mail"]}))
    assert keeper.post(door, said).status_code == 302
    order: Order = cast.place()
    delivered(cast)
    assert Notice.objects.get(order=order).text == f"收到了，{order.number}"


def looked(client: Client, order: Order, move: str, **said: str) -> Any:
    """The order's page after asking what people would get."""
    answer = post_move(client, order, move, look="1", **said)
    assert answer.status_code == 200
    return answer


def test_what_people_would_get_is_shown_on_the_form_and_nothing_is_made(cast: Cast) -> None:
    order = cast.place()
    lin = signed_in(cast.lin)
    with clock_at(cast.at):
        answer = looked(lin, order, "accept", category="0101", summary="门口的灯")
        order.refresh_from_db()
        assert order.state == S.SUBMITTED
        assert post_move(lin, order, "accept", category="0101").status_code == 302
    deliver_due(cast.at + timedelta(hours=1))
    sent = Notice.objects.get(event="order.accept").text
    assert "Nothing is sent yet. This is what people would get:" in read(answer)
    assert f"{sent} the resident · by SMS · at once" in read(answer)
    assert 'value="门口的灯"' in answer.content.decode()


def test_a_standard_text_is_looked_at_as_the_resident_will_read_it(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    with clock_at(cast.at):
        page = looked(
            signed_in(cast.zhou), order, "complete", result="solved", reply="{place}的灯换好了"
        )  # fmt: skip
    assert f"{order.place.name}的灯换好了 the resident, on the order's page" in read(page)


def test_a_look_at_what_would_be_refused_says_so_as_the_move_would(cast: Cast) -> None:
    order = cast.place()
    with clock_at(cast.at):
        answer = post_move(signed_in(cast.lin), order, "accept", look="1", category="nothing")
        assert answer.status_code == 422
        cast.move(order, "accept", cast.secretary, category="0101")
        stale = {"move": "accept", "version": "1", "look": "1", "category": "0101"}
        assert (
            signed_in(cast.lin).post(reverse("desk:moves", args=[order.number]), stale).status_code
            == 409
        )
        assert signed_in(cast.gu).post(
            reverse("desk:moves", args=[order.number]), stale
        ).status_code in {403, 404}


def test_several_orders_are_looked_at_together_and_none_is_moved(cast: Cast) -> None:
    first, second = cast.place("第一盏"), cast.place("第二盏")
    ticks = [f"{order.number}:{order.version}" for order in (first, second)]
    said = {"move": "accept", "n": ticks, "key": "a" * 32, "category": "0101"}
    lin = signed_in(cast.lin)
    with clock_at(cast.at):
        page = read(lin.post(reverse("desk:bulk"), said | {"look": "1"}))
        assert set(Order.objects.values_list("state", flat=True)) == {S.SUBMITTED}
        assert lin.post(reverse("desk:bulk"), said).status_code == 302
    deliver_due(cast.at + timedelta(hours=1))
    for text in Notice.objects.filter(event="order.accept").values_list("text", flat=True):
        assert f"{text} the resident · by SMS" in page
    assert set(Order.objects.values_list("state", flat=True)) == {S.ACCEPTED}


def test_a_move_that_tells_nobody_offers_no_look(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    page = signed_in(cast.lin).get(order_page(order)).content.decode()
    forms = page.split("<form ")
    looks = {move: any(f'value="{move}"' in form and 'name="look"' in form for form in forms)
             for move in ("dispatch", "correct")}  # fmt: skip
    assert looks == {"dispatch": True, "correct": False}
