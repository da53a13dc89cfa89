"""My orders by telephone: a code, the orders of that number, and no door of staff."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from huying.kernel.now import now
from huying.notices.senders import NotSent
from huying.people.models import Account, PhoneCode
from tests.builders import Cast, clock_at
from tests.web.browsing import signed_in
from tests.web.knocking import browser, desk, said, told, went_to

MINE, OTHER = "13900002222", "13700003333"
LAMP, NOISE = "东门的路灯坏了三天", "楼上半夜敲墙"
SECOND = timedelta(seconds=1)


class Told:
    """The texts the demo's sender wrote into the log instead of sending them."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog

    def sent(self) -> list[tuple[str, str]]:
        """Number and code of every text, oldest first."""
        found = (re.fullmatch(r"to (\d+): (\d{6}) is your .*", one) for one in self.caplog.messages)
        return [(match[1], match[2]) for match in found if match]


@pytest.fixture
def texts(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Told:
    """What was sent."""
    monkeypatch.setattr(logging.getLogger("huying.notices.senders"), "disabled", False)
    caplog.set_level(logging.WARNING, logger="huying.notices.senders")
    return Told(caplog)


def asked(client: Client, phone: str = MINE) -> Any:
    return client.post("/mine/", {"phone": phone})


def proven(client: Client, texts: Told, phone: str = MINE) -> Client:
    assert went_to(asked(client, phone)) == "/mine/code/"
    answer = client.post("/mine/code/", {"code": texts.sent()[-1][1]})
    assert went_to(answer) == "/mine/"
    return client


def test_a_code_shows_every_order_of_the_number_and_no_other(cast: Cast, texts: Told) -> None:
    lamp = cast.place(LAMP, contact_phone=MINE)
    noise = cast.place(NOISE, contact_phone=f"+86 {MINE}", confidential=True)
    theirs = cast.place("别人的事", contact_phone=OTHER)
    client = proven(browser(), texts, f"+86 {MINE[:3]} {MINE[3:7]} {MINE[7:]}")
    page = client.get("/mine/")
    assert [order.number for order in page.context["orders"]] == [noise.number, lamp.number]
    assert theirs.number not in said(page)
    opened = client.get(f"/mine/{noise.number}/", follow=True)
    assert (opened.redirect_chain[-1][0], NOISE in said(opened)) == (f"/o/{noise.number}/", True)
    assert went_to(client.get(f"/mine/{theirs.number}/")) == "/mine/"
    assert went_to(client.get(f"/o/{theirs.number}/")).startswith("/track/")
    assert texts.sent()[0][0] == MINE


def test_the_answer_is_the_same_for_a_number_nobody_used(cast: Cast, texts: Told) -> None:
    cast.place(LAMP, contact_phone=MINE)
    pages = []
    for phone in (MINE, OTHER):
        client = browser()
        answer = asked(client, phone)
        shown = said(client.get("/mine/code/")).replace(phone, "")
        wrong = said(client.post("/mine/code/", {"code": "12"})).replace(phone, "")
        pages.append((answer.status_code, went_to(answer), shown, wrong))
    assert pages[0] == pages[1]
    assert [phone for phone, _code in texts.sent()] == [MINE, OTHER]


def test_it_opens_no_door_of_staff_and_makes_no_account(cast: Cast, texts: Told) -> None:
    before = Account.objects.count()
    cast.lin.person.phone = MINE
    cast.lin.person.save()
    client = proven(browser(), texts)
    assert (desk(client), client.get("/api/v1/orders").status_code) == (302, 401)
    assert went_to(client.get("/account/")).startswith("/login/")
    assert client.get("/console/").status_code == 302
    assert Account.objects.count() == before
    assert told() == [("resident", "sms")]


def test_signed_in_staff_stay_themselves_and_in_their_own_list(cast: Cast, texts: Told) -> None:
    client = browser()
    client.post("/login/", {"username": "lin", "password": "lantern-under-the-locust-tree"})
    proven(client, texts)
    page = said(client.get("/account/"))
    assert (desk(client), "this one" in page) == (200, True)


def test_the_session_gets_a_new_key_when_the_number_is_proven(cast: Cast, texts: Told) -> None:
    client = browser()
    asked(client)
    before = client.session.session_key
    client.post("/mine/code/", {"code": texts.sent()[-1][1]})
    assert client.session.session_key != before


def test_number_and_code_are_kept_as_hashes(cast: Cast, texts: Told) -> None:
    asked(browser())
    kept = str(list(PhoneCode.objects.values()))
    assert (MINE in kept, texts.sent()[0][1] in kept) == (False, False)


def test_a_code_is_good_once_for_five_minutes_and_five_tries(cast: Cast, texts: Told) -> None:
    at = now()
    first, second = browser(), browser()
    for client in (first, second):
        session = client.session
        session["resident_phone_asked"] = MINE
        session.save()
    asked(first)
    code = texts.sent()[-1][1]
    assert went_to(first.post("/mine/code/", {"code": f" {code[:3]} {code[3:]} "})) == "/mine/"
    assert second.post("/mine/code/", {"code": code}).status_code == 422
    with clock_at(at + 61 * SECOND):
        asked(second)
        code = texts.sent()[-1][1]
        wrong = "000000" if code != "000000" else "111111"
        answers = [second.post("/mine/code/", {"code": wrong}).status_code for _ in range(5)]
        assert (answers, second.post("/mine/code/", {"code": code}).status_code) == ([422] * 5, 422)
    with clock_at(at + 130 * SECOND):
        asked(second)
        code = texts.sent()[-1][1]
    with clock_at(at + 431 * SECOND):
        late = second.post("/mine/code/", {"code": code})
    assert (late.status_code, "wrong, or no longer good" in said(late)) == (422, True)


def test_only_the_last_code_counts(cast: Cast, texts: Told) -> None:
    at, client = now(), browser()
    asked(client)
    with clock_at(at + 61 * SECOND):
        asked(client)
        (_, old), (_, new) = texts.sent()
        assert client.post("/mine/code/", {"code": old}).status_code == (302 if old == new else 422)
        assert went_to(client.post("/mine/code/", {"code": new})) == "/mine/"


@pytest.mark.parametrize("seconds", [0, 30, 59])
def test_no_second_code_within_a_minute(cast: Cast, texts: Told, seconds: int) -> None:
    at = now()
    asked(browser())
    with clock_at(at + seconds * SECOND):
        answer = asked(browser())
    assert (answer.status_code, "wait a minute" in said(answer)) == (422, True)
    assert len(texts.sent()) == 1


def test_a_number_gets_five_codes_an_hour(cast: Cast, texts: Told) -> None:
    at = now()
    statuses = []
    for minute in range(0, 14, 2):
        with clock_at(at + timedelta(minutes=minute)):
            statuses.append(asked(browser()).status_code)
    assert statuses == [302] * 5 + [422] * 2
    with clock_at(at + timedelta(minutes=62)):
        assert asked(browser()).status_code == 302


def test_an_address_gets_twenty_codes_an_hour_and_others_are_not_hindered(
    cast: Cast, texts: Told
) -> None:
    here = Client(REMOTE_ADDR="203.0.113.7")
    statuses = [asked(here, f"139000022{number:02}").status_code for number in range(21)]
    assert statuses == [302] * 20 + [422]
    assert asked(Client(REMOTE_ADDR="203.0.113.8"), OTHER).status_code == 302


def test_all_together_get_no_more_than_is_set(cast: Cast, texts: Told, settings: Settings) -> None:
    settings.PHONE_CODES_PER_HOUR = 2
    numbers = [MINE, OTHER, "13600004444"]
    assert [asked(browser(), one).status_code for one in numbers] == [302, 302, 422]


@pytest.mark.parametrize("phone", ["", "12345", "0532-88881234", "+1 202 555 0100", "1390000222x"])
def test_what_is_no_mobile_number_is_said_at_its_field(cast: Cast, texts: Told, phone: str) -> None:
    answer = asked(browser(), phone)
    assert (answer.status_code, texts.sent()) == (422, [])
    assert answer.context["form"].errors["phone"]


def test_without_a_way_to_send_it_is_said_and_nobody_is_let_in(
    cast: Cast, texts: Told, settings: Settings
) -> None:
    settings.ENVIRONMENT = "production"
    client = browser()
    answer = asked(client)
    assert (answer.status_code, "cannot be sent at the moment" in said(answer)) == (422, True)
    assert (went_to(client.get("/mine/code/")), texts.sent()) == ("/mine/", [])
    assert NotSent("x").final is False


def test_leaving_forgets_the_number_and_every_order(cast: Cast, texts: Told) -> None:
    lamp = cast.place(LAMP, contact_phone=MINE)
    client = proven(browser(), texts)
    client.get(f"/mine/{lamp.number}/")
    assert client.get(f"/o/{lamp.number}/").status_code == 200
    client.post("/mine/leave/")
    assert went_to(client.get(f"/o/{lamp.number}/")).startswith("/track/")
    assert "Your mobile number" in said(client.get("/mine/"))


def test_without_the_code_nothing_of_the_number_is_shown(cast: Cast, texts: Told) -> None:
    lamp = cast.place(LAMP, contact_phone=MINE)
    client = browser()
    asked(client)
    for page in ("/mine/", f"/mine/{lamp.number}/", "/mine/code/"):
        assert lamp.number not in said(client.get(page, follow=True)).replace(
            f"?n={lamp.number}", ""
        )
    assert said(signed_in(cast.gu).get("/mine/")).count(lamp.number) == 0
