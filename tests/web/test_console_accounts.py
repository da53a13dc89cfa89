"""The console's accounts: opened, given a password, closed, reopened; no hash, no other door."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huying.people.actions import add_person, issue_token
from huying.people.models import Account
from huying.people.roles import Role
from tests.builders import PASSWORD, START, Cast, Staff
from tests.web.browsing import read, signed_in

LIST = "console:people_account_changelist"


@pytest.fixture
def boss(cast: Cast) -> Staff:
    """Who keeps the system of the district."""
    return cast.hire("小管", Role.SYSTEM_KEEPER, cast.district)


@pytest.fixture
def keeper(boss: Staff) -> Client:
    """The keeper's browser."""
    return signed_in(boss)


def address(account: Account, page: str) -> str:
    return reverse(f"console:people_account_{page}", args=[account.pk])


def opened(keeper: Client, **fields: Any) -> Any:
    return keeper.post(reverse("console:people_account_add"), fields)


def password_on(answer: Any) -> str:
    """The password a page shows; it must be there, and the page must not be kept anywhere."""
    found = re.search(r"<code class=\"given\">(\S+)</code>", answer.content.decode())
    assert found
    assert "no-store" in answer.headers["Cache-Control"]
    return found[1]


def signs_in(username: str, password: str) -> bool:
    answer = Client().post(reverse("account:login"), {"username": username, "password": password})
    return bool(answer.status_code == 302)


def calls_the_api(token: str) -> int:
    headers = {"authorization": f"Bearer {token}"}
    return int(Client(headers=headers).get("/api/v1/orders").status_code)


def desk(client: Client) -> int:
    return int(client.get("/desk/", follow=False).status_code)


def test_an_account_opened_here_has_a_password_shown_once_that_lets_its_person_in(
    keeper: Client, cast: Cast
) -> None:
    person = add_person(name="柳依依")
    answer = opened(keeper, person=person.pk, username="liu")
    given = password_on(answer)
    account = Account.objects.get(username="liu")
    assert (account.person, account.is_staff, account.is_superuser) == (person, False, False)
    assert signs_in("liu", given)
    for page in (reverse(LIST), address(account, "change")):
        assert given not in keeper.get(page).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"username": "lin"}, "already exists"),
        ({"username": "two words"}, "Enter a valid username"),
        ({"username": ""}, "This field is required"),
        ({"person": ""}, "This field is required"),
        ({"person": "lin"}, "This person has an account."),
    ],
)
def test_an_account_that_cannot_be_is_refused_at_its_field(
    keeper: Client, cast: Cast, fields: dict[str, str], said: str
) -> None:
    before = Account.objects.count()
    whose = cast.lin.person if fields.get("person") == "lin" else add_person(name="柳依依")
    sent = {"username": "liu"} | fields
    sent["person"] = "" if fields.get("person") == "" else str(whose.pk)
    answer = opened(keeper, **sent)
    assert (answer.status_code, Account.objects.count()) == (200, before)
    assert said in read(answer)


def test_what_is_sent_besides_makes_nobody_more_than_an_account(keeper: Client) -> None:
    person = add_person(name="柳依依")
    more = {"is_superuser": "on", "is_staff": "on", "password": "chosen-by-the-sender"}
    password_on(opened(keeper, person=person.pk, username="liu", **more))
    account = Account.objects.get(username="liu")
    assert (account.is_staff, account.is_superuser) == (False, False)
    assert not account.check_password("chosen-by-the-sender")


def test_a_new_password_ends_the_sign_ins_made_with_the_old_one(keeper: Client, cast: Cast) -> None:
    theirs = signed_in(cast.lin)
    assert desk(theirs) == 200
    assert keeper.get(address(cast.lin.account, "password")).status_code == 200
    assert desk(theirs) == 200  # asking changes nothing
    given = password_on(keeper.post(address(cast.lin.account, "password")))
    assert desk(theirs) == 302
    assert (signs_in("lin", PASSWORD), signs_in("lin", given)) == (False, True)


def test_a_keeper_with_a_new_password_stays_signed_in(keeper: Client, boss: Staff) -> None:
    elsewhere = signed_in(boss)
    given = password_on(keeper.post(address(boss.account, "password")))
    assert keeper.get(reverse(LIST)).status_code == 200
    assert elsewhere.get(reverse(LIST)).status_code == 302
    assert signs_in(boss.account.username, given)


def test_closing_ends_sessions_and_tokens_at_once_and_reopening_revives_neither(
    keeper: Client, cast: Cast
) -> None:
    theirs = signed_in(cast.lin)
    token = issue_token(cast.lin.account, name="night export", at=START)
    assert (desk(theirs), calls_the_api(token)) == (200, 200)
    assert keeper.get(address(cast.lin.account, "close")).status_code == 200
    assert (desk(theirs), calls_the_api(token)) == (200, 200)  # asking changes nothing

    answer = keeper.post(address(cast.lin.account, "close"), follow=True)
    assert "The account lin is closed." in read(answer)
    assert (desk(theirs), calls_the_api(token)) == (302, 401)
    assert not signs_in("lin", PASSWORD)

    given = password_on(keeper.post(address(cast.lin.account, "reopen")))
    assert (desk(theirs), calls_the_api(token)) == (302, 401)
    assert (signs_in("lin", PASSWORD), signs_in("lin", given)) == (False, True)


@pytest.mark.parametrize(("closed", "step"), [(False, "reopen"), (True, "close")])
def test_a_step_that_was_made_already_is_refused(
    keeper: Client, cast: Cast, closed: bool, step: str
) -> None:
    if closed:
        keeper.post(address(cast.lin.account, "close"))
    before = Account.objects.values().get(username="lin")
    assert keeper.post(address(cast.lin.account, step)).status_code == 409
    assert Account.objects.values().get(username="lin") == before


def test_nobody_closes_their_own_account(keeper: Client, boss: Staff) -> None:
    assert keeper.post(address(boss.account, "close")).status_code == 422
    assert keeper.get(reverse(LIST)).status_code == 200


def test_an_account_is_looked_at_and_nothing_of_it_is_edited(keeper: Client, cast: Cast) -> None:
    before = Account.objects.values().get(username="lin")
    sent = {"username": "root", "is_superuser": "on", "password": "x", "person": "1"}
    assert keeper.post(address(cast.lin.account, "change"), sent).status_code == 403
    assert keeper.post(address(cast.lin.account, "delete"), {"post": "yes"}).status_code == 403
    assert Account.objects.values().get(username="lin") == before


@pytest.mark.parametrize("page", ["list", "change", "password", "close"])
def test_no_page_shows_a_hash_and_no_list_gives_it_away(
    keeper: Client, cast: Cast, page: str
) -> None:
    shown = reverse(LIST) if page == "list" else address(cast.lin.account, page)
    kept = Account.objects.get(username="lin").password
    text = keeper.get(shown).content.decode()
    assert kept not in text
    assert kept.rpartition("$")[2] not in text
    for guess in ("password", "password__startswith", "password__gte"):
        assert keeper.get(reverse(LIST), {guess: kept[:9]}).status_code == 400
    assert (
        keeper.get(
            reverse("console:people_person_changelist"), {"account__password__startswith": kept[:9]}
        ).status_code
        == 400
    )


@pytest.mark.parametrize("who", ["visitor", "lin", "zhou", "secretary", "auditor"])
def test_nobody_but_a_keeper_has_a_door(cast: Cast, who: str) -> None:
    staff = {"visitor": None, "auditor": cast.hire("小审", Role.AUDITOR, cast.district)}
    client = signed_in(staff[who] if who in staff else getattr(cast, who))
    person = add_person(name="柳依依")
    before = list(Account.objects.order_by("pk").values_list("username", "password", "is_active"))
    assert client.get(reverse(LIST)).status_code in {302, 403}
    assert opened(client, person=person.pk, username="liu").status_code in {302, 403}
    for step in ("password", "close", "reopen"):
        for ask in (client.get, client.post):
            assert ask(address(cast.gu.account, step)).status_code in {302, 403}
    after = list(Account.objects.order_by("pk").values_list("username", "password", "is_active"))
    assert after == before


def test_a_step_needs_the_token_of_its_form(boss: Staff, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss.account)
    assert client.post(address(cast.lin.account, "close")).status_code == 403
    assert Account.objects.get(username="lin").is_active
