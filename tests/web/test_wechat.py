"""Residents and staff let us write to them in WeChat; nobody can for somebody else."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from huying.kernel.now import now
from huying.notices.models import Notice
from huying.notices.sending import send_due
from huying.orders.actions.contacting import contact_hint
from huying.orders.models import Contact, Order
from huying.people.actions import issue_token
from huying.people.models import Person, SignInRecord
from huying.people.roles import Role
from huying.trail.models import Message, Record
from huying.trail.outbox import deliver_due
from tests.builders import START, Cast, clock_at
from tests.web.browsing import order_page, post_move, read, signed_in
from tests.web.every_address import addresses
from tests.web.knocking import browser, told, went_to
from tests.web.saying import proven
from tests.web.test_every_door import furnish, known
from tests.wechat import APP, OPENID, WeChat

MOBILE = "Mozilla/5.0 (Linux; Android 13) Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.44"
WECOM = f"{MOBILE} wxwork/4.1.10"
TELL, STOP = "Tell me in WeChat", "Stop telling me in WeChat"
ON, OFF = "From now on you are told in WeChat.", "From now on nothing is written to you in WeChat."
AGAIN = "WeChat did not answer what was asked here, or too late; please tap the button again"
LATER = "WeChat does not say who you are at the moment; please try again later"


def phone(agent: str = MOBILE, **facts: Any) -> Client:
    """A browser that reads English and calls itself so."""
    return Client(headers={"accept-language": "en", "user-agent": agent}, **facts)


@pytest.fixture
def order(cast: Cast) -> Order:
    return cast.place()


@pytest.fixture
def resident(order: Order) -> Client:
    """WeChat's browser, after number and code were typed."""
    client = phone()
    proven(client, order)
    return client


def at_order(order: Order) -> str:
    return f"/o/{order.number}/wechat/"


def asked(client: Client, address: str) -> dict[str, str]:
    """What WeChat is asked after the button was tapped."""
    return dict(parse_qsl(urlsplit(went_to(client.post(address))).query))


def come_back(client: Client, question: dict[str, str], code: str = "code-1", **said: str) -> Any:
    """Come back as WeChat sends one back; the page one arrives at."""
    back = urlsplit(question["redirect_uri"]).path
    return client.get(back, {"code": code, "state": question["state"]} | said, follow=True)


def kept(order: Order) -> str:
    return Contact.objects.values_list("wechat", flat=True).get(order=order)


def on_record(order: Order) -> list[tuple[str, str, dict[str, str]]]:
    rows = Record.objects.filter(subject_kind="wechat", subject_id=order.pk).order_by("seq")
    return list(rows.values_list("move", "by_label", "given"))


# --- residents -------------------------------------------------------------------


def test_a_resident_taps_once_and_is_told_in_wechat(
    cast: Cast, wechat: WeChat, order: Order, resident: Client
) -> None:
    page = read(resident.get(f"/o/{order.number}/"))
    assert (TELL in page, STOP in page) == (True, False)
    there = went_to(resident.post(at_order(order)))
    assert re.fullmatch(
        rf"{wechat.address}/connect/oauth2/authorize\?appid={APP}"
        rf"&redirect_uri=http%3A%2F%2Ftestserver%2Fo%2F{order.number}%2Fwechat%2Fback%2F"
        r"&response_type=code&scope=snsapi_base&state=[0-9a-f]{32}#wechat_redirect",
        there,
    )
    arrived = come_back(resident, dict(parse_qsl(urlsplit(there).query)))
    assert [ON in read(arrived), STOP in read(arrived)] == [True, True]
    assert kept(order) == OPENID
    assert on_record(order) == [("bind", "resident", {"number": order.number})]
    cast.move(order, "accept", cast.lin, category="0101")
    deliver_due(cast.at)
    send_due(cast.at)
    assert wechat.sent[-1]["touser"] == OPENID


def test_a_resident_stops_it_in_any_browser(wechat: WeChat, order: Order, resident: Client) -> None:
    come_back(resident, asked(resident, at_order(order)))
    elsewhere = browser()
    proven(elsewhere, order)
    assert STOP in read(elsewhere.get(f"/o/{order.number}/"))
    answer = elsewhere.post(at_order(order), {"end": "1"}, follow=True)
    assert [OFF in read(answer), STOP in read(answer), kept(order)] == [True, False, ""]
    elsewhere.post(at_order(order), {"end": "1"})
    assert [move for move, _by, _given in on_record(order)] == ["bind", "unbind"]


@pytest.mark.parametrize("agent", ["Mozilla/5.0 Chrome/116", WECOM, ""])
def test_outside_of_wechat_there_is_no_button(wechat: WeChat, order: Order, agent: str) -> None:
    client = phone(agent)
    assert TELL not in read(client.get(proven(client, order)))


def test_where_it_is_not_set_up_there_is_neither_button_nor_address(
    cast: Cast, order: Order, resident: Client
) -> None:
    assert TELL not in read(resident.get(f"/o/{order.number}/"))
    staff = phone()
    staff.force_login(cast.lin.account)
    assert "WeChat" not in read(staff.get("/account/"))
    for client, address in ((resident, at_order(order)), (staff, "/account/wechat/")):
        assert client.post(address).status_code == 404
        assert client.get(f"{address}back/").status_code == 404


def test_somebody_elses_order_is_not_theirs_to_bind_or_end(
    cast: Cast, wechat: WeChat, order: Order, resident: Client
) -> None:
    other = cast.place("别人的事")
    Contact.objects.filter(order=other).update(wechat="oInventedNeighbour")
    mine = asked(resident, at_order(order))
    for client in (resident, phone(), signed_in(cast.lin)):
        assert client.post(at_order(other)).status_code == 404
        assert client.post(at_order(other), {"end": "1"}).status_code == 404
        back = {"code": "code-1", "state": mine["state"]}
        assert client.get(f"{at_order(other)}back/", back).status_code == 404
    assert (kept(other), on_record(other)) == ("oInventedNeighbour", [])


def test_the_answer_for_one_order_is_none_for_another(
    cast: Cast, wechat: WeChat, order: Order, resident: Client
) -> None:
    second = cast.place("另一件事")
    proven(resident, second)
    question = asked(resident, at_order(order))
    question["redirect_uri"] = f"http://testserver{at_order(second)}back/"
    assert AGAIN in read(come_back(resident, question))
    assert (kept(order), kept(second), wechat.asked) == ("", "", [])


@pytest.mark.parametrize("said", [{"state": "0" * 32}, {"state": ""}, {"code": ""}, {"state": "é"}])
def test_a_wrong_answer_binds_nothing_and_spoils_the_question(
    wechat: WeChat, order: Order, resident: Client, said: dict[str, str]
) -> None:
    question = asked(resident, at_order(order))
    assert AGAIN in read(come_back(resident, question, **said))
    assert AGAIN in read(come_back(resident, question))
    assert (kept(order), wechat.asked) == ("", [])


def test_an_answer_nobody_asked_for_binds_nothing(
    wechat: WeChat, order: Order, resident: Client
) -> None:
    stranger = phone()
    proven(stranger, order)
    question = asked(stranger, at_order(order))
    assert AGAIN in read(come_back(resident, question))
    assert (kept(order), wechat.asked) == ("", [])


def test_an_answer_is_good_once(wechat: WeChat, order: Order, resident: Client) -> None:
    question = asked(resident, at_order(order))
    come_back(resident, question)
    resident.post(at_order(order), {"end": "1"})
    assert AGAIN in read(come_back(resident, question, code="code-2"))
    assert kept(order) == ""


@pytest.mark.parametrize(("minutes", "bound"), [(9, OPENID), (11, "")])
def test_an_answer_is_good_for_ten_minutes(
    cast: Cast, wechat: WeChat, order: Order, resident: Client, minutes: int, bound: str
) -> None:
    question = asked(resident, at_order(order))
    with clock_at(now() + timedelta(minutes=minutes)):
        come_back(resident, question)
    assert kept(order) == bound


def test_wechat_that_does_not_say_binds_nothing(
    wechat: WeChat, order: Order, resident: Client, settings: Settings
) -> None:
    wechat.used.add("code-1")
    assert LATER in read(come_back(resident, asked(resident, at_order(order))))
    wechat.snapshot = True
    assert LATER in read(come_back(resident, asked(resident, at_order(order)), code="code-2"))
    wechat.snapshot, wechat.openid = False, "o" * 65
    assert LATER in read(come_back(resident, asked(resident, at_order(order)), code="code-3"))
    wechat.silent = True
    assert LATER in read(come_back(resident, asked(resident, at_order(order)), code="code-4"))
    assert (kept(order), on_record(order)) == ("", [])


def test_only_a_form_of_ours_changes_anything(wechat: WeChat, cast: Cast, order: Order) -> None:
    client = phone(enforce_csrf_checks=True)
    client.force_login(cast.lin.account)
    assert client.post("/account/wechat/").status_code == 403
    assert client.post(at_order(order)).status_code == 403
    assert client.get("/account/wechat/").status_code == 405
    assert client.get(at_order(order)).status_code == 405


def test_who_left_nothing_but_wechat_left_the_desk_nothing_to_open(
    cast: Cast, wechat: WeChat
) -> None:
    bare = cast.place(contact_name="", contact_phone="")
    client = phone()
    proven(client, bare)
    come_back(client, asked(client, at_order(bare)))
    assert kept(bare) == OPENID
    assert contact_hint(Order.objects.get(pk=bare.pk), cast.lin.actor) is None
    page = signed_in(cast.lin).post(f"/desk/orders/{bare.number}/contact/", {"reason": "回电"})
    assert OPENID not in page.content.decode()


# --- staff -----------------------------------------------------------------------


def test_staff_begin_and_end_it_on_their_own_page(cast: Cast, wechat: WeChat) -> None:
    client = phone()
    client.force_login(cast.lin.account)
    assert TELL in read(client.get("/account/"))
    arrived = come_back(client, asked(client, "/account/wechat/"))
    assert (ON in read(arrived), TELL in read(arrived)) == (True, False)
    assert Person.objects.get(pk=cast.lin.person.pk).wechat == OPENID
    assert OFF in read(signed_in(cast.lin).post("/account/wechat/", {"end": "1"}, follow=True))
    assert Person.objects.get(pk=cast.lin.person.pk).wechat == ""
    client.post("/account/wechat/", {"end": "1"})
    assert told(cast.lin.account) == [("wechat+", ""), ("wechat-", "")]
    assert "Open this page inside WeChat to be told there." in read(
        signed_in(cast.lin).get("/account/")
    )


def test_a_colleague_at_the_same_browser_is_not_bound(cast: Cast, wechat: WeChat) -> None:
    client = phone()
    client.force_login(cast.lin.account)
    question = asked(client, "/account/wechat/")
    session = dict(client.session)
    client.force_login(cast.gu.account)
    store = client.session
    store["wechat_asked"] = session["wechat_asked"]
    store.save()
    assert AGAIN in read(come_back(client, question))
    assert set(Person.objects.values_list("wechat", flat=True)) == {""}


def test_without_the_second_factor_that_is_required_nobody_is_bound(
    cast: Cast, wechat: WeChat, settings: Settings
) -> None:
    client = phone()
    client.force_login(cast.lin.account)
    question = asked(client, "/account/wechat/")
    settings.SECOND_FACTOR = "required"
    assert went_to(client.post("/account/wechat/")).startswith("/account/second-factor/")
    come_back(client, question)
    assert set(Person.objects.values_list("wechat", flat=True)) == {""}
    assert wechat.asked == []


# --- what it reads as, and what nobody reads ------------------------------------


def test_what_the_desk_sees_first_is_what_wechat_shows_and_the_log_keeps(
    cast: Cast, wechat: WeChat, order: Order
) -> None:
    Contact.objects.filter(order=order).update(wechat=OPENID)
    lin = signed_in(cast.lin)
    with clock_at(cast.at):
        page = read(post_move(lin, order, "accept", look="1", category="0101"))
        assert post_move(lin, order, "accept", category="0101").status_code == 302
    deliver_due(cast.at + timedelta(seconds=30))
    send_due(cast.at + timedelta(seconds=30))
    shown = " ".join(line["value"] for line in wechat.sent[-1]["data"].values())
    assert f"{shown} the resident · in WeChat · at once" in page
    assert "…" in shown
    notice = Notice.objects.get(event="order.accept")
    log = read(lin.get(order_page(order)))
    assert (shown in log, notice.text in log) == (True, False)
    resident = browser()
    assert notice.text in read(resident.get(proven(resident, order)))


@pytest.mark.one_database
def test_nobody_reads_who_somebody_is_in_wechat(
    cast: Cast, wechat: WeChat, order: Order, resident: Client
) -> None:
    come_back(resident, asked(resident, at_order(order)))
    Person.objects.update(wechat=OPENID)
    cast.move(order, "accept", cast.lin, category="0101")
    deliver_due(cast.at)
    wechat.refusals = [43004]
    send_due(cast.at)
    furnish(cast)
    keeper = cast.hire("管理员小芦", Role.SYSTEM_KEEPER, cast.district)
    token = issue_token(cast.lin.account, name="x", at=START)
    clients = {
        "resident": resident, "lin": signed_in(cast.lin), "keeper": signed_in(keeper),
        "api": Client(headers={"authorization": f"Bearer {token}"}),
    }  # fmt: skip
    assert kept(order) == OPENID
    everywhere = [
        *addresses(known(cast, order)),
        *(
            f"/console/people/person/{pk}/change/"
            for pk in Person.objects.values_list("pk", flat=True)
        ),
    ]
    found, answered = [], 0
    for address in everywhere:
        if "logout" in address or address.startswith("/ui-kit/"):
            continue
        for who, client in clients.items():
            client.raise_request_exception = False
            answer: Any = client.get(address)
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            answered += answer.status_code == 200
            if OPENID.encode() in text:
                found.append(f"{who} {address}")
    assert (found, answered > 60) == ([], True)
    rows = [*Record.objects.values(), *Message.objects.values(), *Notice.objects.values(), *SignInRecord.objects.values()]  # fmt: skip
    assert OPENID not in json.dumps(rows, default=str)
    hinted = signed_in(cast.lin).post(f"/desk/orders/{order.number}/contact/", {"reason": "回电"})
    assert OPENID not in hinted.content.decode()
    assert reverse("console:people_person_change", args=[cast.lin.person.pk]) in everywhere
