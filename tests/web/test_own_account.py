"""My account: where I am signed in, my password, factors, tokens, and what is noted about it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from huying.kernel.now import now
from huying.people.actions import issue_token
from huying.people.actions.noting import forget_old, note
from huying.people.models import ApiToken, SignInRecord
from huying.people.roles import Role
from huying.people.states import Told
from huying.web.limits import GUESSES
from tests.builders import PASSWORD, START, Cast, Staff, clock_at
from tests.web.browsing import read, signed_in
from tests.web.knocking import browser, code_of, desk, knock, said, told, went_to, with_app

WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.44"  # fmt: skip
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
NEW = "moon-over-the-gate-9"


def entered(device: str = FIREFOX, name: str = "lin", address: str = "203.0.113.7") -> Client:
    client = Client(headers={"accept-language": "en", "user-agent": device}, REMOTE_ADDR=address)
    assert went_to(knock(client, name)) == "/desk/"
    return client


def confirmed(client: Client, then: str) -> Any:
    """Go to a page that asks once more, and answer with the password."""
    asked = client.get(then)
    assert went_to(asked).startswith("/account/confirm/")
    return client.post(went_to(asked), {"password": PASSWORD, "next": then})


def test_the_page_lists_where_i_am_signed_in_in_plain_words(cast: Cast) -> None:
    mine = entered()
    with clock_at(now() + timedelta(minutes=30)):
        entered(WECHAT, address="2001:db8::7")
        page = read(mine.get("/account/"))
    assert "Firefox on Windows this one 203.0.113.7 · since today 16:00" in page
    assert "WeChat on Android 2001:db8::7 · since today 16:30, last seen today 16:30" in page
    assert page.count("Sign out there") == 1


def test_nobody_else_is_in_my_list(cast: Cast) -> None:
    mine, theirs = entered(), entered(WECHAT, "gu", "198.51.100.9")
    page = read(mine.get("/account/"))
    assert ("WeChat" in page, "198.51.100.9" in page) == (False, False)
    other = UserSession.objects.get(user=cast.gu.account)
    mine.post("/account/sessions/end/", {"session": str(other.pk)})
    assert desk(theirs) == 200


def test_one_sign_in_is_ended_and_opens_nothing_from_then_on(cast: Cast) -> None:
    mine, lost, third = entered(), entered(WECHAT), entered()
    session = UserSession.objects.get(session_key=lost.session.session_key)
    assert went_to(mine.post("/account/sessions/end/", {"session": str(session.pk)})) == "/account/"
    assert [desk(one) for one in (mine, lost, third)] == [200, 302, 200]
    assert lost.get("/api/v1/orders").status_code == 401
    assert told(cast.lin.account)[-1] == ("revoked", "1")


def test_all_other_sign_ins_are_ended_at_once(cast: Cast) -> None:
    mine, others = entered(), [entered(WECHAT), entered()]
    mine.post("/account/sessions/end/")
    assert [desk(one) for one in (mine, *others)] == [200, 302, 302]


def test_when_i_was_seen_is_written_at_most_every_ten_minutes(cast: Cast) -> None:
    mine, at = entered(), now()
    seen = []
    for minutes in (5, 11, 15, 30):
        with clock_at(at + timedelta(minutes=minutes)):
            mine.get("/desk/")
        last = UserSession.objects.get().last_seen_at
        seen.append(round((last - at).total_seconds() / 60))
    assert seen == [0, 11, 11, 30]


def test_another_password_ends_every_other_sign_in_and_keeps_this_one(cast: Cast) -> None:
    mine, other = entered(), entered(WECHAT)
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert went_to(mine.post("/account/password/", sent)) == "/account/"
    assert [desk(mine), desk(other)] == [200, 302]
    assert "Firefox on Windows this one" in read(mine.get("/account/"))
    GUESSES.forget()
    assert (knock(browser()).status_code, went_to(knock(browser(), password=NEW))) == (
        200,
        "/desk/",
    )
    assert ("password", "") in told(cast.lin.account)


@pytest.mark.parametrize(
    "wrong",
    [
        {"old_password": "not-mine-at-all"},
        {"new_password1": "12345678", "new_password2": "12345678"},
        {"new_password2": "something-else-1"},
    ],
)
def test_a_password_that_cannot_be_is_refused_and_changes_nothing(
    cast: Cast, wrong: dict[str, str]
) -> None:
    mine = entered()
    before = cast.lin.account.password
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW} | wrong
    assert mine.post("/account/password/", sent).status_code == 200
    cast.lin.account.refresh_from_db()
    assert cast.lin.account.password == before


def test_guessing_the_old_password_from_an_open_session_closes_as_at_the_door(cast: Cast) -> None:
    mine = entered()
    sent = {"old_password": "not-mine-at-all", "new_password1": NEW, "new_password2": NEW}
    for _ in range(10):
        answer = mine.post("/account/password/", sent)
    assert "closed here until" in said(answer)
    right = mine.post("/account/password/", sent | {"old_password": PASSWORD})
    assert "closed here until" in said(right)


def test_an_app_is_set_up_with_a_picture_and_a_key_in_words_and_codes_are_shown_once(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    mine = entered()
    assert went_to(confirmed(mine, "/account/app/")) == "/account/app/"
    page = mine.get("/account/app/")
    text = page.content.decode()
    secret = page.context["form"].secret
    assert ('src="data:image/svg+xml;base64,' in text, secret in text) == (True, True)
    assert mine.post("/account/app/", {"code": "12"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = mine.post("/account/app/", {"code": code_of(secret)})
    assert went_to(done) == "/account/codes/"
    shown = re.findall(r"<li>(\d{4} \d{4})</li>", mine.get("/account/codes/").content.decode())
    again = mine.get("/account/codes/").content.decode()
    assert (len(set(shown)), [code for code in shown if code in again]) == (10, [])
    noted = sorted(told(cast.lin.account)[-2:])
    assert noted == [("codes", "recovery_codes"), ("factor+", "totp")]
    assert "App with codes on" in read(mine.get("/account/"))
    assert went_to(knock(browser())) == "/login/step/"


def test_the_key_is_not_kept_before_a_code_shows_that_it_works(cast: Cast) -> None:
    mine = entered()
    confirmed(mine, "/account/app/")
    mine.get("/account/app/")
    mine.post("/account/app/", {"code": "000000"})
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "page", ["/account/app/", "/account/passkeys/add/", "/account/codes/new/", "/account/app/off/"]
)
def test_what_protects_the_account_changes_only_for_who_proves_themselves_again(
    cast: Cast, page: str
) -> None:
    with_app(cast.lin)
    client = signed_in(cast.lin)
    for ask in (client.get, client.post):
        assert went_to(ask(page)).startswith(("/account/confirm/", "/account/app/off/"))
    assert Authenticator.objects.count() == 1
    wrong = client.post(f"/account/confirm/?next={page}", {"password": "not-mine-at-all"})
    assert (wrong.status_code, "This password is wrong." in said(wrong)) == (200, True)
    assert told(cast.lin.account) == [("wrong", "password")]


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\x.example"]
)
def test_proving_it_again_leads_to_no_other_house(cast: Cast, target: str) -> None:
    client = signed_in(cast.lin)
    sent = {"password": PASSWORD, "next": target}
    assert went_to(client.post("/account/confirm/", sent)) == "/desk/"


def test_an_app_is_removed_with_its_recovery_codes(cast: Cast) -> None:
    secret, mine = with_app(cast.lin), browser()
    knock(mine)
    mine.post("/login/step/", {"code": code_of(secret)})
    asked = went_to(mine.get("/account/app/off/"))
    mine.post(asked, {"password": PASSWORD, "next": "/account/app/off/"})
    assert went_to(mine.post("/account/app/off/")) == "/account/"
    assert not Authenticator.objects.exists()
    assert told(cast.lin.account)[-1] == ("factor-", "totp")


def test_my_tokens_are_listed_and_one_is_revoked(cast: Cast) -> None:
    mine = entered()
    mine_token = issue_token(cast.lin.account, name="night export", at=START)
    issue_token(cast.gu.account, name="of somebody else", at=START)
    page = read(mine.get("/account/"))
    assert ("night export" in page, "of somebody else" in page) == (True, False)
    ids = {token.name: token.pk for token in ApiToken.objects.all()}
    mine.post(f"/account/tokens/{ids['night export']}/revoke/")
    assert mine.post(f"/account/tokens/{ids['of somebody else']}/revoke/").status_code == 404
    answer = Client(headers={"authorization": f"Bearer {mine_token}"}).get("/api/v1/orders")
    assert answer.status_code == 401
    assert [token.revoked_at is None for token in ApiToken.objects.order_by("name")] == [
        False,
        True,
    ]


def test_the_pages_of_work_lead_to_my_account(cast: Cast) -> None:
    for staff, page in ((cast.lin, "/desk/"), (cast.zhou, "/partner/")):
        assert 'href="/account/"' in signed_in(staff).get(page).content.decode()


def test_signing_out_takes_the_line_out_of_the_list_and_is_noted(cast: Cast) -> None:
    mine = entered()
    mine.post("/logout/")
    assert (UserSession.objects.count(), desk(mine)) == (0, 302)
    assert told(cast.lin.account)[-1] == ("out", "")


@pytest.mark.parametrize(
    "page",
    ["/account/", "/account/password/", "/account/second-factor/", "/account/records/",
     "/account/confirm/", "/account/confirm/code/", "/account/confirm/passkey/", "/account/app/",
     "/account/app/off/", "/account/passkeys/add/", "/account/passkeys/1/remove/",
     "/account/codes/", "/account/codes/new/", "/account/sessions/end/",
     "/account/tokens/1/revoke/", "/account/identities/1/unlink/"],
)  # fmt: skip
def test_without_signing_in_every_page_of_it_leads_to_the_door(cast: Cast, page: str) -> None:
    with_app(cast.lin)
    for ask in (browser().get, browser().post):
        answer = ask(page)
        assert went_to(answer).startswith("/login/") or answer.status_code in {403, 405}, page


def auditor(cast: Cast, where: str) -> Staff:
    return cast.hire("小审", Role.AUDITOR, getattr(cast, where))


def test_an_auditor_of_the_district_reads_every_record_and_finds_one_by_name(cast: Cast) -> None:
    entered()
    knock(browser(), "nobody", "wrong-one")
    client = signed_in(auditor(cast, "district"))
    page = read(client.get("/account/records/"))
    assert ("Signed in password 203.0.113.7 Firefox on Windows lin" in page) is True
    assert "Wrong password or code password" in page
    found = client.get("/account/records/?name=lin&what=in").context["rows"]
    assert [row[-1] for row in found] == ["lin"]


def test_an_auditor_of_a_community_reads_of_its_own_people_only(cast: Cast) -> None:
    entered()
    entered(WECHAT, "gu", "198.51.100.9")
    knock(browser(), "nobody", "wrong-one")
    rows = signed_in(auditor(cast, "community")).get("/account/records/").context["rows"]
    assert {row[-1] for row in rows} == {"lin"}


@pytest.mark.parametrize("who", ["lin", "secretary", "dispatcher", "zhou"])
def test_nobody_else_reads_the_records(cast: Cast, who: str) -> None:
    entered()
    answer = signed_in(getattr(cast, who)).get("/account/records/")
    assert (answer.status_code, "203.0.113.7" in answer.content.decode()) == (403, False)


def test_records_are_read_page_by_page(cast: Cast) -> None:
    for minute in range(60):
        note(Told.SIGNED_IN, cast.lin.account, at=now() + timedelta(minutes=minute), by=str(minute))
    client = signed_in(auditor(cast, "district"))
    first = client.get("/account/records/")
    second = client.get(f"/account/records/?before={first.context['following']}")
    seen = [row[2] for page in (first, second) for row in page.context["rows"]]
    assert seen == [str(minute) for minute in range(59, -1, -1)]


@pytest.mark.django_db
def test_the_database_keeps_a_record_as_it_is_and_lets_old_ones_go() -> None:
    fresh = note(Told.WRONG, at=now(), by="password")
    old = note(Told.WRONG, at=now() - timedelta(days=500), by="password")
    for forbidden in (
        lambda: SignInRecord.objects.filter(pk=fresh.pk).update(what="in"),
        lambda: SignInRecord.objects.filter(pk=old.pk).update(what="in"),
        lambda: SignInRecord.objects.filter(pk=fresh.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()
    assert forget_old(now()) == 1
    assert list(SignInRecord.objects.values_list("pk", "what")) == [(fresh.pk, "wrong")]
