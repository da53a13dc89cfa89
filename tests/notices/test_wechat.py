"""Notices in WeChat: cut to fit, sent once, and where WeChat will not, by the next way."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from huying.config.wechat import service_account
from huying.notices import routing
from huying.notices.actions import resend
from huying.notices.channels import carrier
from huying.notices.models import Notice, Route
from huying.notices.rules import MOST_TRIES
from huying.notices.sending import send_due
from huying.notices.service_account import LONGEST, TAKES, fitted, keywords_of
from huying.notices.states import Stand, Way
from huying.notices.wechat import WeChat as Carrier
from huying.notices.wording import on_its_way
from huying.orders.models import Contact, Order
from huying.orders.states import OrderState as S
from huying.people.actions import close_account
from huying.trail.actions import announce
from huying.trail.outbox import deliver_due
from tests.builders import PHONE, Cast
from tests.notices.carriers import Kept
from tests.wechat import FIELDS, OPENID, TEMPLATE, WeChat


def delivered(cast: Cast) -> None:
    while deliver_due(cast.at):
        pass


def bound(order: Order, **more: str) -> Order:
    """The order, whose resident is written to in WeChat."""
    Contact.objects.update_or_create(order=order, defaults={"wechat": OPENID, **more})
    return order


@pytest.fixture
def notice(cast: Cast, wechat: WeChat) -> Notice:
    """One text that waits to be sent to a resident in WeChat."""
    bound(cast.place())
    delivered(cast)
    return Notice.objects.get(audience="resident")


def sent(cast: Cast, out: Kept | None = None) -> int:
    """Send what is due: in WeChat for real, else by a carrier that keeps it."""
    kept = out or Kept()
    return send_due(cast.at, by=lambda one: carrier(one) if one.way == Way.WECHAT else kept)


def told(notice: Notice) -> tuple[Any, ...]:
    notice.refresh_from_db()
    return notice.way, notice.stand, notice.error


# --- what fits -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "said", "shown"),
    [
        ("thing", "槐荫里社区", "槐荫里社区"),
        ("thing", "一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十"),
        ("thing", "一二三四五六七八九十一二三四五六七八九十零", "一二三四五六七八九十一二三四五六七八九…"),
        ("thing", "您的报修已经受理了，由小林负责到底。答应您明天", "您的报修已经受理了，由小林负责到底…"),
        ("thing", "您的报修，已经派给了恒安物业公司的周师傅去看看", "您的报修，已经派给了恒安物业公司的周师…"),
        ("thing", " 两行\n写的 ", "两行 写的"),
        ("thing", "  ", "—"),
        ("character_string", "9" * 40, "9" * 31 + "…"),
        ("phrase", "已经受理完毕了", "已经受理完"),
        ("phrase", "order", "—"),
        ("time", "2026年3月10日 09:10", "2026年3月10日 09:10"),
    ],
)  # fmt: skip
def test_a_value_ends_where_it_pauses_and_says_that_it_was_cut(
    kind: str, said: str, shown: str
) -> None:
    assert fitted(kind, said) == shown


@given(st.sampled_from(sorted(TAKES)), st.text(max_size=80))
def test_no_value_is_too_long_blank_or_on_two_lines(kind: str, said: str) -> None:
    shown = fitted(kind, said)
    assert 0 < len(shown) <= LONGEST.get(kind, len(said) or 1)
    assert shown.splitlines() == [shown]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "none of"), ("thing2", "takes"), ("thing2=phone", "takes"), ("thing=text", "none of"),
        ("keyword1=text", "none of"), ("time3=text", "time3 takes time, not text"),
        ("phrase1=text", "takes"), ("character_string1=text", "takes"),
        ("thing2=text,thing2=number", "twice"), ("thing2=text,", "none of"),
    ],
)  # fmt: skip
def test_a_keyword_that_cannot_be_filled_is_named(said: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        keywords_of(said)


@pytest.mark.parametrize("missing", range(4))
def test_a_part_of_the_account_refuses_to_start(missing: int) -> None:
    given = ["wx1", "secret", "template", FIELDS]
    given[missing] = ""
    with pytest.raises(ValueError, match="belong together"):
        service_account(*given, api="https://a.example", door="https://b.example")


@pytest.mark.parametrize("wrong", ["api.example", "ftp://api.example", "https://", "https://a/?x"])
def test_an_address_that_is_none_refuses_to_start(wrong: str) -> None:
    with pytest.raises(ValueError, match="HUYING_WECHAT_API is no address"):
        service_account("wx1", "s", "t", FIELDS, api=wrong, door="https://b.example")


def test_nothing_set_is_off_and_the_secret_is_in_no_log() -> None:
    there = {"api": "https://a.example/", "door": "https://b.example"}
    assert service_account("", "", "", "", **there) is None
    made = service_account("wx1", "hush-hush", "t", FIELDS, **there)
    assert made is not None
    assert (made.api, "hush-hush" in repr(made)) == ("https://a.example", False)


# --- sent ------------------------------------------------------------------------


def test_a_notice_goes_out_as_a_template_message(
    cast: Cast, wechat: WeChat, notice: Notice
) -> None:
    assert (notice.way, sent(cast)) == (Way.WECHAT, 1)
    (message,) = wechat.sent
    number = notice.order.number
    assert message == {
        "touser": OPENID, "template_id": TEMPLATE, "client_msg_id": hashlib.sha256(notice.key.encode()).hexdigest()[:32],
        "data": {
            "character_string1": {"value": number},
            "thing2": {"value": "槐荫里社区收到了您说的事…"},
            "time3": {"value": "2026年3月10日 09:10"},
            "thing4": {"value": "槐荫里社区"},
        },
    }  # fmt: skip
    notice.refresh_from_db()
    assert (notice.stand, notice.sent_at, notice.carrier_id) == (Stand.SENT, cast.at, "2001")
    assert wechat.asked == ["/cgi-bin/stable_token", "/cgi-bin/message/template/send"]


def test_a_tap_leads_to_the_order_once_the_installation_knows_its_name(
    cast: Cast, wechat: WeChat, notice: Notice, settings: Settings
) -> None:
    settings.ADDRESS = "https://huying.example.org"
    sent(cast)
    assert wechat.sent[0]["url"] == f"https://huying.example.org/o/{notice.order.number}/"
    staff = cast.zhou.person
    staff.wechat = OPENID
    staff.save()
    order = cast.order_in(S.DISPATCHED)
    delivered(cast)
    sent(cast)
    links = {one.get("url") for one in wechat.sent}
    assert f"https://huying.example.org/desk/orders/{order.number}/" in links


def test_a_long_key_is_told_short_and_the_same_each_time(wechat: WeChat) -> None:
    text = "1\n2\n3\n4"
    for key in ("k" * 32, "k" * 33, "k" * 33, "k" * 34):
        Carrier().send(OPENID, text, key=key)
    keys = [message["client_msg_id"] for message in wechat.sent]
    assert (keys[0], len(keys[1]), keys[1] == keys[2], keys[2] == keys[3]) == (
        "k" * 32, 32, True, False,
    )  # fmt: skip


def test_one_token_serves_until_shortly_before_it_ends(wechat: WeChat) -> None:
    for _message in range(3):
        Carrier().send(OPENID, "1\n2\n3\n4", key="k")
    assert wechat.tokens == 1
    wechat.seconds = 300
    wechat.end_tokens()
    for _message in range(2):
        Carrier().send(OPENID, "1\n2\n3\n4", key="k")
    assert (wechat.tokens, len(wechat.sent)) == (3, 5)


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_token_that_is_good_no_more_is_renewed_once(
    cast: Cast, wechat: WeChat, notice: Notice, code: int
) -> None:
    wechat.refusals = [code]
    assert (sent(cast), wechat.tokens, len(wechat.sent)) == (1, 2, 1)


def test_a_token_is_not_renewed_for_ever(cast: Cast, wechat: WeChat, notice: Notice) -> None:
    wechat.refusals = [40001] * 9
    assert (sent(cast), wechat.tokens, len(wechat.refusals)) == (0, 2, 7)
    assert told(notice)[:2] == (Way.WECHAT, Stand.FAILED)


# --- not sent --------------------------------------------------------------------


@pytest.mark.parametrize("code", [40003, 43004, 43019])
def test_whoever_wechat_does_not_reach_gets_an_sms_at_once_and_only_that(
    cast: Cast, wechat: WeChat, notice: Notice, code: int
) -> None:
    wechat.refusals, out = [code], Kept()
    assert sent(cast, out) == 0
    assert told(notice) == (Way.SMS, Stand.WAITING, f"WeChat: {code} no, …")
    assert (sent(cast, out), sent(cast, out)) == (1, 0)
    assert out.texts == [(PHONE, notice.text, notice.key)]
    assert told(notice) == (Way.SMS, Stand.SENT, "")
    assert (wechat.sent, Notice.objects.filter(event="order.place").count()) == ([], 1)


@pytest.mark.parametrize("code", [-1, 45009, 47003])
def test_what_may_pass_is_tried_again_and_then_goes_by_sms(
    cast: Cast, wechat: WeChat, notice: Notice, code: int
) -> None:
    wechat.refusals, out, seen = [code] * MOST_TRIES, Kept(), []
    for _try in range(MOST_TRIES):
        sent(cast, out)
        seen.append(told(notice)[:2])
        assert notice.next_try_at is not None
        cast.at = notice.next_try_at
    assert seen == [(Way.WECHAT, Stand.FAILED)] * (MOST_TRIES - 1) + [(Way.SMS, Stand.WAITING)]
    assert (sent(cast, Kept(refuses=1)), told(notice)[:2]) == (0, (Way.SMS, Stand.FAILED))
    assert notice.next_try_at is not None
    cast.at = notice.next_try_at
    assert (sent(cast, out), len(out.texts)) == (1, 1)
    assert cast.at - notice.at < timedelta(hours=2)


def test_a_wechat_that_cannot_be_read_or_reached_is_tried_again(
    cast: Cast, wechat: WeChat, notice: Notice, settings: Settings
) -> None:
    wechat.silent = True
    sent(cast)
    assert told(notice) == (Way.WECHAT, Stand.FAILED, "WeChat's answer cannot be read (502)")
    nowhere = service_account("wx1", "hush-hush", "t", FIELDS, api="http://127.0.0.1:9", door="http://127.0.0.1:9")  # fmt: skip
    assert notice.next_try_at is not None
    settings.WECHAT, cast.at = nowhere, notice.next_try_at
    sent(cast)
    assert told(notice) == (Way.WECHAT, Stand.FAILED, "WeChat cannot be reached (ConnectionError)")


def test_without_another_way_the_desk_rings_or_the_page_tells(
    cast: Cast, wechat: WeChat, settings: Settings
) -> None:
    settings.SMS_SENDER = ""
    order = bound(cast.place())
    delivered(cast)
    cast.move(order, "ask_info", cast.lin, question="是哪个单元门口的灯？")
    delivered(cast)
    wechat.refusals = [43004, 43004]
    sent(cast)
    placed, asked = Notice.objects.filter(person=None).order_by("at")
    assert told(placed)[:2] == (Way.PAGE, Stand.SENT)
    assert told(asked)[:2] == (Way.CALL, Stand.CALL_BACK)
    assert [placed.sent_at, asked.sent_at] == [cast.at, None]


def test_whoever_wants_it_no_more_or_an_installation_that_left_goes_by_sms(
    cast: Cast, wechat: WeChat, notice: Notice, settings: Settings
) -> None:
    other = bound(cast.place())
    delivered(cast)
    Contact.objects.filter(order=notice.order).update(wechat="")
    sent(cast)
    assert told(notice)[:2] == (Way.SMS, Stand.WAITING)
    assert [message["data"]["character_string1"]["value"] for message in wechat.sent] == [
        other.number
    ]
    cast.move(other, "accept", cast.lin, category="0101")
    delivered(cast)
    settings.WECHAT = None
    sent(cast)
    accepted = Notice.objects.get(event="order.accept")
    assert told(accepted)[:2] == (Way.SMS, Stand.WAITING)


def test_where_the_table_has_no_such_line_any_more_it_is_left_to_people(
    cast: Cast, wechat: WeChat, notice: Notice
) -> None:
    day = cast.at.date()
    Route.objects.create(
        event=notice.event, audience="resident", ways=["page"], text="收到了",
        valid_from=day - timedelta(days=2), valid_until=day,
    )  # fmt: skip
    routing.forget()
    wechat.refusals = [43004]
    sent(cast)
    assert told(notice)[:2] == (Way.WECHAT, Stand.CALL_BACK)


def test_without_a_service_account_nobody_is_written_to(cast: Cast) -> None:
    bound(cast.place())
    delivered(cast)
    assert Notice.objects.get(audience="resident").way == Way.SMS


def test_it_is_sent_again_by_the_way_it_went(cast: Cast, wechat: WeChat, notice: Notice) -> None:
    sent(cast)
    notice.refresh_from_db()
    resend(notice, by=cast.lin.actor, at=cast.at)
    sent(cast)
    keys = [message["client_msg_id"] for message in wechat.sent]
    assert (len(keys), len(set(keys))) == (2, 2)


# --- to whom ---------------------------------------------------------------------


def test_a_follower_is_told_under_their_own_number(cast: Cast, wechat: WeChat) -> None:
    into, order = cast.place(), bound(cast.place("三单元门口的灯不亮"))
    cast.move(order, "merge", cast.lin, into=into.number, reason="同一盏灯")
    cast.move(into, "accept", cast.lin, category="0101")
    delivered(cast)
    sent(cast)
    accepted = Notice.objects.get(event="order.accept", audience="followers")
    assert accepted.way == Way.WECHAT
    assert wechat.sent[-1]["data"]["character_string1"]["value"] == order.number


def test_staff_are_told_before_any_mail_while_their_account_is_open(
    cast: Cast, wechat: WeChat, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    cast.zhou.account.email = "zhou@example.org"
    cast.zhou.account.save()
    cast.zhou.person.wechat = "oInventedHandler"
    cast.zhou.person.save()
    first, second = cast.order_in(S.DISPATCHED), cast.order_in(S.DISPATCHED)
    delivered(cast)
    lead = Notice.objects.filter(event="order.dispatch", audience="lead").order_by("id")
    assert [one.way for one in lead] == [Way.WECHAT, Way.WECHAT]
    wechat.refusals, out = [43004], Kept()
    sent(cast, out)
    assert [told(one)[:2] for one in lead] == [(Way.MAIL, Stand.WAITING), (Way.WECHAT, Stand.SENT)]
    assert wechat.sent[-1]["touser"] == "oInventedHandler"
    assert {first.number, second.number} >= {wechat.sent[-1]["data"]["character_string1"]["value"]}
    cast.order_in(S.DISPATCHED)
    delivered(cast)
    close_account(cast.zhou.account, at=cast.at)
    sent(cast, out)
    assert len(wechat.sent) == 1
    assert told(lead.reverse()[0])[:2] == (Way.INBOX, Stand.SENT)


def test_a_collection_is_no_template_message_each_is_sent_alone(cast: Cast, wechat: WeChat) -> None:
    cast.zhou.person.wechat = "oInventedHandler"
    cast.zhou.person.save()
    orders = [cast.order_in(S.IN_PROGRESS) for _one in range(2)]
    Route.objects.create(
        event="clock.warned", audience="lead", ways=["wechat", "inbox"], text="{number}：{clock}快到了",
        digest=True, valid_from=cast.at.date(),
    )  # fmt: skip
    routing.forget()
    for order in orders:
        announce("clock.warned", "order", order.pk, at=cast.at, payload={"clock": "close"})
    delivered(cast)
    waiting = Notice.objects.filter(event="clock.warned", stand=Stand.DIGEST).order_by("id")
    assert [one.way for one in waiting] == [Way.WECHAT, Way.WECHAT]
    last = waiting[0].next_try_at
    assert last is not None
    cast.at = last
    sent(cast)
    texts = [m["data"]["character_string1"]["value"] for m in wechat.sent if m["touser"] != OPENID]
    assert texts[2:] == [order.number for order in orders]


def test_what_it_reads_as_is_what_is_sent(cast: Cast, wechat: WeChat) -> None:
    order = bound(cast.order_in(S.FOLLOW_UP))
    delivered(cast)
    Notice.objects.filter(person=None).update(
        way=Way.WECHAT, stand=Stand.WAITING, next_try_at=cast.at
    )
    waiting = Notice.objects.filter(person=None, order=order).order_by("next_try_at", "id")
    read = [on_its_way(one) for one in waiting]
    assert len(read) > 4
    sent(cast)
    went = ["\n".join(line["value"] for line in one["data"].values()) for one in wechat.sent]
    assert went == read
