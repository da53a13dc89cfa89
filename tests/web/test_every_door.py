"""Whoever lost their account, their session or their post finds every door of the house shut."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from huying.campaigns.models import Campaign
from huying.kernel.now import now
from huying.orders.actions.keeping import keep_list
from huying.orders.models import Order, OwnList
from huying.orders.states import OrderState
from huying.orgs.models import Member
from huying.people.actions import close_account, issue_token, set_password
from huying.people.actions.ending import end_sessions
from huying.people.models import Account
from huying.people.roles import Role
from huying.supply.actions.raising import raise_need
from huying.supply.models import Need
from huying.web.limits import GUESSES
from tests.builders import PHONE, START, Cast, Staff
from tests.campaigns.planning import day_in
from tests.web.browsing import signed_in
from tests.web.every_address import addresses
from tests.web.knocking import browser, knock

WORDS = "这句话只有经办的人才可以读到"
# What only staff may read: words of an order, a number, a person of the house.
SECRETS = (WORDS, PHONE, "高阿姨", "小林", "王师傅", "核酸采样", "高秀兰")
# The way out lets everybody out; the samples of the kit are invented, and for everybody.
LEFT_OUT = ("/logout/", "/console/logout/", "/ui-kit/")

pytestmark = pytest.mark.one_database


def furnish(cast: Cast) -> None:
    """One of each thing that an address may name beside an order."""
    keep_list("路灯", asks={"list": "all", "q": "路灯"}, by=cast.lin.actor)
    day_in(cast)
    raise_need(place=cast.community, title=WORDS, by=cast.lin.actor, at=cast.at)


@pytest.fixture
def order(cast: Cast) -> Order:
    """An order that lin accepted and zhou works on; lin keeps a list, and wrote a need down."""
    furnish(cast)
    return cast.order_in(OrderState.IN_PROGRESS, WORDS)


def known(cast: Cast, order: Order) -> dict[str, Any]:
    """A value that exists for every part of an address."""
    pk = cast.gu.account.pk
    return {
        "number": order.number, "code": cast.community.code, "move": "begin", "upload_id": 1,
        "variant": "original", "list_id": OwnList.objects.get().pk, "pk": pk, "object_id": pk, "provider_id": "oidc", "app_label": "people",
        "content_type_id": 1, "url": "people/", "audience": "desk", "digest": "0", "path": "x",
        "name": "x", "frame": "desk", "campaign_id": Campaign.objects.get().pk, "key": "key-00000001",
        "need_id": Need.objects.get().pk, "listed": "needs", "sort": "items",
    }  # fmt: skip


def everywhere(cast: Cast, order: Order) -> list[str]:
    found = [one for one in addresses(known(cast, order)) if not one.startswith(LEFT_OUT)]
    assert len(found) > 100
    return found


def asked(client: Client, address: str, method: str) -> Any:
    """The answer to one request; what a form would send is sent along."""
    client.raise_request_exception = False
    if method == "get":
        return client.get(address)
    if address.startswith("/api/"):
        return client.post(address, {"words": "x"}, content_type="application/json")
    order_number = Order.objects.values_list("number", flat=True)[0]
    fields = {"move": "report", "words": "von aussen", "reason": "x", "number": order_number}
    return client.post(address, {**fields, "version": "1"})


def lines(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("Location", "")


def leaks(answer: Any) -> list[str]:
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page = text.decode(errors="replace")
    return [secret for secret in SECRETS if secret in page]


def snapshot() -> Any:
    orders = list(Order.objects.order_by("pk").values("state", "version", "chain_head"))
    accounts = list(Account.objects.order_by("pk").values("password", "is_active"))
    needs = list(Need.objects.values("state", "version"))
    return orders, accounts, needs, list(OwnList.objects.values("person", "name", "query"))


def walk(cast: Cast, order: Order, gone: list[Client]) -> list[str]:
    """Every address at which these browsers are answered otherwise than somebody unknown is."""
    GUESSES.forget()
    found, unknown = [], browser()
    for address in everywhere(cast, order):
        for method in ("get", "post"):
            stranger = lines(asked(copied(unknown), address, method))
            for client in gone:
                answer = asked(copied(client), address, method)
                if lines(answer) != stranger or leaks(answer):
                    found.append(f"{method} {address}: {lines(answer)} {leaks(answer)}")
    return found


def closed(staff: Staff) -> None:
    close_account(staff.account, at=now())


def switched_off(staff: Staff) -> None:
    Account.objects.filter(pk=staff.account.pk).update(is_active=False)


def revoked(staff: Staff) -> None:
    assert end_sessions(UserSession.objects.filter(user=staff.account)) == 1


def renewed(staff: Staff) -> None:
    set_password(staff.account, password="moon-over-the-gate")


def entered(staff: Staff) -> Client:
    """A browser in which this person signed in by the door."""
    GUESSES.forget()
    client = browser()
    assert knock(client, staff.account.username).status_code == 302
    return client


def copied(client: Client) -> Client:
    """Another browser with the same cookies, so that no answer changes what comes after it.

    It shares the server's side with the first: each of its own would read all static files anew.
    """
    fresh = browser()
    fresh.handler = client.handler
    for name, morsel in client.cookies.items():
        fresh.cookies[name] = morsel.value
    return fresh


def test_before_they_lost_it_the_doors_were_open(cast: Cast, order: Order) -> None:
    client = entered(cast.lin)
    shown = [one for one in everywhere(cast, order) if leaks(asked(copied(client), one, "get"))]
    assert {"/desk/", f"/desk/orders/{order.number}/", "/api/v1/orders", "/account/"} <= set(shown)


def test_whoever_lost_the_account_is_a_stranger_at_every_address(cast: Cast, order: Order) -> None:
    keepers = [cast.hire(f"小管{n}", Role.SYSTEM_KEEPER, cast.district) for n in range(2)]
    lost: list[tuple[Staff, Callable[[Staff], None]]] = [
        (cast.lin, closed), (keepers[0], revoked), (keepers[1], switched_off), (cast.zhou, renewed),
    ]  # fmt: skip
    browsers = [entered(staff) for staff, _way in lost]
    for staff, way in lost:
        way(staff)
    before = snapshot()
    assert walk(cast, order, browsers) == []
    assert snapshot() == before


def test_a_closed_accounts_token_is_turned_away_by_every_call(cast: Cast, order: Order) -> None:
    token = issue_token(cast.lin.account, name="x", at=START)
    calls = [one for one in everywhere(cast, order) if one.startswith("/api/v1/")]
    headers = {"authorization": f"Bearer {token}"}
    open_before = [one for one in calls if Client(headers=headers).get(one).status_code == 200]
    close_account(cast.lin.account, at=now())
    before = snapshot()
    answers = {
        f"{method} {call}": asked(Client(headers=headers), call, method)
        for call in calls
        for method in ("get", "post")
    }
    public = {"/api/v1/openapi.json", "/api/v1/docs"}
    opened = [
        call for call, answer in answers.items()
        if answer.status_code < 300 and call.partition(" ")[2] not in public
    ]  # fmt: skip
    assert (len(calls) > 10, len(open_before) > 4) == (True, True)
    assert [call for call, answer in answers.items() if leaks(answer)] == []
    assert [call for call in opened if "places" not in call] == []
    assert snapshot() == before


@pytest.mark.parametrize("who", ["lin", "zhou", "secretary"])
def test_whose_post_ended_reads_and_does_nothing_any_more(
    cast: Cast, order: Order, who: str
) -> None:
    staff = getattr(cast, who)
    client = signed_in(staff)
    token = issue_token(staff.account, name="x", at=START)
    caller = Client(headers={"authorization": f"Bearer {token}"})
    day = now().date()
    staff.person.posts.update(until=day)
    Member.objects.filter(person=staff.person).update(until=day)
    before = snapshot()
    own = {staff.person.name}
    told = {
        f"{method} {address}": set(leaks(answer)) - own
        for browser_ in (client, caller)
        for address in everywhere(cast, order)
        for method in ("get", "post")
        if "/account/" not in address or address == "/account/"
        if (answer := asked(browser_, address, method)) is not None
    }
    assert {address: what for address, what in told.items() if what} == {}
    assert snapshot()[0] == before[0]
