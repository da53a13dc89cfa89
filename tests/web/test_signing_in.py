"""The staff's door: password, second step, where it leads, and what it keeps shut."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from huying.kernel.now import now
from huying.people.actions import close_account, set_password
from huying.people.models import WrongTries
from huying.people.roles import Role
from huying.web.limits import GUESSES
from tests.builders import PASSWORD, Cast, clock_at
from tests.web.browsing import signed_in
from tests.web.knocking import (
    browser,
    code_of,
    desk,
    knock,
    said,
    told,
    went_to,
    with_app,
    wrong_code,
)

STEP = "/login/step/"
MINUTE = timedelta(minutes=1)


def test_a_password_opens_the_desk_and_the_session_gets_a_new_key(cast: Cast) -> None:
    client = browser()
    client.get("/track/")
    client.session.save()
    before = client.session.session_key
    answer = knock(client)
    assert (went_to(answer), desk(client)) == ("/desk/", 200)
    assert client.session.session_key != before
    assert told(cast.lin.account) == [("in", "password")]


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/partner/?tab=mine", "/partner/?tab=mine"),
        ("https://elsewhere.example/desk/", "/desk/"),
        ("//elsewhere.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_the_door_leads_only_to_our_own_pages(cast: Cast, wanted: str, leads_to: str) -> None:
    client = browser()
    assert went_to(knock(client, next=wanted)) == leads_to
    assert went_to(client.get("/login/", {"next": wanted})) == leads_to


def test_a_wrong_password_reads_the_same_whether_the_name_exists(cast: Cast) -> None:
    close_account(cast.gu.account, at=now())
    answers = [knock(browser(), name, "wrong-one") for name in ("lin", "nobody", "gu")]
    pages = {said(answer).replace(name, "") for answer, name in zip(answers, ("lin", "nobody", "gu"), strict=True)}  # fmt: skip
    shown = {
        page[page.find("The user name or the password is wrong.") : page.find("Username")]
        for page in pages
    }
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(shown) == 1
    assert shown.pop().startswith("The user name or the password is wrong.")
    assert told() == [("wrong", "password")] * 3


def test_an_app_is_asked_for_after_the_password_and_nothing_opens_before(cast: Cast) -> None:
    secret, client = with_app(cast.lin), browser()
    assert went_to(knock(client, next="/desk/rates/")) == STEP
    assert [desk(client), client.get("/api/v1/orders").status_code] == [302, 401]
    assert client.get("/console/").status_code == 302
    assert went_to(client.get("/account/")).startswith("/login/")
    wrong = client.post(STEP, {"code": wrong_code(secret)})
    assert (wrong.status_code, desk(client)) == (200, 302)
    assert "This code is wrong" in said(wrong)
    assert went_to(client.post(STEP, {"code": code_of(secret)})) == "/desk/rates/"
    assert (desk(client), client.get("/api/v1/orders").status_code) == (200, 200)
    assert told(cast.lin.account) == [("wrong", "code"), ("in", "password + totp")]


def test_a_code_opens_once_in_whichever_process_it_is_shown(cast: Cast) -> None:
    from django.core.cache import cache  # noqa: PLC0415 -- what another process does not share

    secret = with_app(cast.lin)
    first, second = browser(), browser()
    for client in (first, second):
        knock(client)
    code = code_of(secret)
    assert went_to(first.post(STEP, {"code": code})) == "/desk/"
    cache.clear()
    again = second.post(STEP, {"code": code})
    assert (again.status_code, desk(second)) == (200, 302)
    assert went_to(second.post(STEP, {"code": code_of(secret, ahead=1)})) == "/desk/"


def test_a_recovery_code_stands_in_for_the_app_once(cast: Cast) -> None:
    with_app(cast.lin)
    code = RecoveryCodes.activate(cast.lin.account).generate_codes()[3]
    first, second = browser(), browser()
    for client in (first, second):
        knock(client)
    assert went_to(first.post(STEP, {"code": f"{code[:4]} {code[4:]}"})) == "/desk/"
    assert second.post(STEP, {"code": code}).status_code == 200
    assert desk(second) == 302


def test_an_account_closed_between_the_steps_stays_out(cast: Cast) -> None:
    secret, client = with_app(cast.lin), browser()
    knock(client)
    close_account(cast.lin.account, at=now())
    assert went_to(client.post(STEP, {"code": code_of(secret)})) == "/login/"
    assert desk(client) == 302
    assert ("in", "password + totp") not in told(cast.lin.account)


def test_a_password_changed_between_the_steps_ends_the_sign_in(cast: Cast) -> None:
    secret, client = with_app(cast.lin), browser()
    knock(client)
    set_password(cast.lin.account, password="moon-over-the-gate")
    assert went_to(client.post(STEP, {"code": code_of(secret)})) == "/login/"
    assert desk(client) == 302


def test_ten_wrong_passwords_close_the_name_for_a_quarter_of_an_hour(cast: Cast) -> None:
    client = browser()
    for _ in range(9):
        assert "closed" not in said(knock(client, password="wrong-one"))
    tenth = knock(client, password="wrong-one")
    at, until = now(), now() + 15 * MINUTE
    assert "For your safety this is closed here until 16:1" in said(tenth)
    assert told(cast.lin.account)[-2:] == [("wrong", "password"), ("locked", "password")]
    GUESSES.forget()
    assert "closed here until" in said(knock(browser(), password=PASSWORD))
    assert WrongTries.objects.get().locked_until is not None
    with clock_at(at + 14 * MINUTE):
        assert knock(browser()).status_code == 200
    with clock_at(until + MINUTE):
        assert went_to(knock(browser())) == "/desk/"


def test_tries_while_closed_do_not_make_it_longer(cast: Cast) -> None:
    at = now()
    client = browser()
    for _ in range(10):
        knock(client, password="wrong-one")
    until = WrongTries.objects.get().locked_until
    with clock_at(at + 10 * MINUTE):
        for _ in range(10):
            knock(client, password="wrong-one")
    assert WrongTries.objects.get().locked_until == until
    with clock_at(at + 16 * MINUTE):
        assert went_to(knock(client)) == "/desk/"


def test_a_name_nobody_has_closes_just_the_same(cast: Cast) -> None:
    client = browser()
    for _ in range(10):
        answer = knock(client, "nobody", "wrong-one")
    assert "closed here until" in said(answer)


def test_nine_wrong_ones_are_forgotten_once_the_right_one_came(cast: Cast) -> None:
    client = browser()
    for _ in range(9):
        knock(client, password="wrong-one")
    GUESSES.forget()
    knock(client)
    client.post("/logout/")
    GUESSES.forget()
    assert "closed" not in said(knock(client, password="wrong-one"))


def test_guessing_from_elsewhere_does_not_shut_out_the_browser_that_signed_in_before(
    cast: Cast,
) -> None:
    mine, theirs = browser(), browser()
    knock(mine)
    mine.post("/logout/")
    GUESSES.forget()
    for _ in range(10):
        knock(theirs, password="wrong-one")
    GUESSES.forget()
    assert "closed here until" in said(knock(theirs))
    assert went_to(knock(mine)) == "/desk/"


def test_a_known_browser_may_guess_no_oftener_than_others(cast: Cast) -> None:
    mine = browser()
    knock(mine)
    mine.post("/logout/")
    GUESSES.forget()
    for _ in range(10):
        answer = knock(mine, password="wrong-one")
    assert "closed here until" in said(answer)


@pytest.mark.parametrize("cookie", ["nonsense", "e30:1:x", ""])
def test_a_forged_note_of_a_known_browser_counts_for_nothing(cast: Cast, cookie: str) -> None:
    client = browser()
    client.cookies["door"] = cookie
    for _ in range(10):
        knock(client, password="wrong-one")
    assert WrongTries.objects.get().device == ""


def test_wrong_codes_count_with_wrong_passwords(cast: Cast) -> None:
    secret, client = with_app(cast.lin), browser()
    for _ in range(5):
        knock(client, password="wrong-one")
    knock(client)
    for _ in range(5):
        answer = client.post(STEP, {"code": wrong_code(secret)})
    assert "closed here until" in said(answer)
    right = client.post(STEP, {"code": code_of(secret)})
    assert (right.status_code, desk(client)) == (200, 302)


def test_a_keeper_lifts_the_lock(cast: Cast) -> None:
    boss = cast.hire("小管", Role.SYSTEM_KEEPER, cast.district)
    client, keeper = browser(), signed_in(boss)
    for _ in range(10):
        knock(client, password="wrong-one")
    account = cast.lin.account
    page = said(keeper.get(reverse("console:people_account_change", args=[account.pk])))
    assert "16:1" in page[page.find("losed after wrong tries until") :][:200]
    keeper.post(reverse("console:people_account_unlock", args=[account.pk]))
    GUESSES.forget()
    assert went_to(knock(client)) == "/desk/"
    assert told(account)[-2:] == [("lifted", boss.account.username), ("in", "password")]


def test_a_keeper_takes_a_lost_factor_away_and_every_sign_in_ends(cast: Cast) -> None:
    secret, client = with_app(cast.lin), browser()
    knock(client)
    client.post(STEP, {"code": code_of(secret)})
    keeper = signed_in(cast.hire("小管", Role.SYSTEM_KEEPER, cast.district))
    assert desk(client) == 200
    keeper.post(reverse("console:people_account_factors", args=[cast.lin.account.pk]))
    assert (desk(client), Authenticator.objects.count()) == (302, 0)
    assert went_to(knock(browser())) == "/desk/"


def test_the_console_has_no_door_of_its_own(cast: Cast) -> None:
    boss = cast.hire("小管", Role.SYSTEM_KEEPER, cast.district)
    secret, client = with_app(boss), browser()
    name = boss.account.username
    assert went_to(client.get("/console/login/")) == "/login/?next=%2Fconsole%2F"
    sent = {"username": name, "password": PASSWORD, "next": "/console/"}
    assert went_to(client.post("/console/login/", sent)).startswith("/login/")
    assert client.get("/console/").status_code == 302
    knock(client, name, next="/console/")
    assert client.get("/console/").status_code == 302
    client.post(STEP, {"code": code_of(secret)})
    assert client.get("/console/").status_code == 200
    assert went_to(client.get("/console/password_change/")) == "/account/password/"


def test_staff_without_the_grant_are_told_so_and_not_sent_in_circles(cast: Cast) -> None:
    client = signed_in(cast.lin)
    assert went_to(client.get("/console/")) == "/console/login/?next=/console/"
    assert client.get("/console/login/?next=/console/").status_code == 403


def test_an_account_of_nobody_is_told_so_and_not_sent_in_circles(cast: Cast) -> None:
    cast.lin.account.person = None
    cast.lin.account.save()
    assert desk(signed_in(cast.lin)) == 403


@pytest.mark.parametrize(
    ("who", "page"), [("lin", "/desk/"), ("zhou", "/partner/"), ("boss", "/console/")]
)
def test_where_a_second_factor_is_required_nothing_opens_without(
    cast: Cast, settings: Settings, who: str, page: str
) -> None:
    settings.SECOND_FACTOR = "required"
    boss = cast.hire("小管", Role.SYSTEM_KEEPER, cast.district)
    staff = boss if who == "boss" else getattr(cast, who)
    client = signed_in(staff)
    answers = client.get(page, follow=True).redirect_chain
    assert answers[-1] == (f"/account/second-factor/?next={quote(page, safe='')}", 302)
    assert client.get("/api/v1/orders").status_code == 401
    move = f"/api/v1/orders/{cast.place().number}/moves/accept"
    assert client.post(move, {"category": "0101"}, "application/json").status_code == 404
    assert went_to(client.get("/account/records/")).startswith("/account/second-factor/")
    assert client.get("/account/second-factor/").status_code == 200
    with_app(staff)
    assert (client.get(page).status_code, client.get("/api/v1/orders").status_code) == (200, 200)


def test_recovery_codes_alone_are_no_second_factor(cast: Cast, settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"
    RecoveryCodes.activate(cast.lin.account)
    assert desk(signed_in(cast.lin)) == 302


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_set_password",
     "account_confirm_email", "account_inactive", "mfa_trust", "mfa_signup_webauthn",
     "mfa_download_recovery_codes", "mfa_edit_webauthn", "socialaccount_signup",
     "socialaccount_connections", "usersessions_list", "account_request_login_code"],
)  # fmt: skip
def test_what_the_library_could_do_besides_has_no_door(name: str) -> None:
    for arguments in ([], ["x"], [1]):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=arguments)


def test_the_cookies_are_out_of_reach_for_scripts(cast: Cast) -> None:
    client = browser()
    answer = knock(client)
    kept = {name: (one["httponly"], one["samesite"]) for name, one in answer.cookies.items()}
    assert (kept["sessionid"], kept["door"]) == ((True, "Lax"), (True, "Lax"))
