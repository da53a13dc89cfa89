"""Lists of one's own on the desk: kept from a narrowed list, opened from the nav, never a trap."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.kernel.now import now
from huying.orders import named
from huying.orders.models import Category, OwnList
from huying.orders.states import OrderState
from huying.people.roles import Role
from tests.builders import PHONE, START, Cast
from tests.web.browsing import order_page, read, signed_in
from tests.web.test_desk_lists import titles

S = OrderState
LAMPS = {"list": "all", "category": "0101", "channel": "web"}
BASE = reverse("desk:list")


@pytest.fixture
def lin(cast: Cast) -> Client:
    return signed_in(cast.lin)


def keep(client: Client, name: str = "街灯·槐荫", **asks: str) -> Any:
    """Send the small form of the list that asks for this; LAMPS where nothing is said."""
    query = asks or LAMPS
    address = client.get(BASE, query).context["keep"]
    action = address.action if address else reverse("desk:keep")
    return client.post(action, {"name": name})


def in_nav(answer: Any) -> dict[str, tuple[str, bool]]:
    """The links of the group of one's own lists: where each leads, and whether it is open."""
    page = answer.content.decode()
    group = re.search(r'<h2 class="nav-label">Kept by me</h2><ul>(.*?)</ul>', page)
    links = re.findall(r'href="([^"]*)"( aria-current="page")?>([^<]*)', group[1] if group else "")
    return {name: (href.replace("&amp;", "&"), bool(on)) for href, on, name in links}


def current(answer: Any) -> list[str]:
    """Everything in the nav that is marked as open."""
    return re.findall(r'aria-current="page"[^>]*>([^< ][^<]*?) *<', answer.content.decode())


def test_a_narrowed_list_is_kept_and_opened_from_the_nav(cast: Cast, lin: Client) -> None:
    cast.order_in(S.ACCEPTED, "lamp")
    cast.place("something else")
    answer = keep(lin)
    there = f"{BASE}?list=all&category=0101&channel=web"
    assert (answer.status_code, answer.headers["Location"]) == (302, there)
    page = lin.get(there)
    assert in_nav(page) == {"街灯·槐荫": (there, True)}
    assert current(page) == ["街灯·槐荫"]
    assert "Kept as “街灯·槐荫”." in read(page)
    assert re.findall(r'row-title">(.*?)<', page.content.decode()) == ["lamp"]
    front = lin.get(BASE)
    assert in_nav(front) == {"街灯·槐荫": (there, False)}
    assert current(front) == ["My day"]
    order = lin.get(order_page(cast.place("web one"), **LAMPS))
    assert in_nav(order) == {"街灯·槐荫": (there, True)}


def test_only_a_narrowed_list_is_offered_to_be_kept(lin: Client) -> None:
    for query, offered in (
        ({}, False), ({"list": "all"}, False), ({"list": "all", "q": "灯"}, True),
        ({"list": "mine", "part": "overdue"}, True), ({"list": "all", "part": "overdue"}, False),
        ({"list": "all", "category": "no-such"}, False), ({"list": "all", "cursor": ""}, False),
    ):  # fmt: skip
        assert ("Keep this list" in read(lin.get(BASE, query))) is offered, query


def test_what_is_kept_is_what_was_checked(cast: Cast, lin: Client) -> None:
    cursor = "2026-03-10T09:00:00+08:00~1"
    sent = {
        "list": "all", "q": "  灯 ", "category": "0101", "state": "accepted", "channel": "nowhere",
        "place": "no-such", "overdue": "on", "since": "2026-03-01", "until": "never",
        "part": "overdue", "cursor": cursor, "t": "x", "next": "https://evil.example/",
    }  # fmt: skip
    keep(lin, **sent)
    assert OwnList.objects.get().query == (
        "list=all&q=%E7%81%AF&category=0101&state=accepted&overdue=on&since=2026-03-01"
    )
    keep(lin, "late ones", list="mine", part="overdue", cursor=cursor)
    assert OwnList.objects.get(name="late ones").query == "list=mine&part=overdue"


def test_an_open_list_is_renamed_and_let_go(cast: Cast, lin: Client) -> None:
    keep(lin)
    own = OwnList.objects.get()
    page = lin.get(BASE, LAMPS)
    assert 'value="街灯·槐荫"' in page.content.decode()
    assert "Keep this list" not in read(page)
    renamed = keep(lin, "路灯")
    there = f"{BASE}?{own.query}"
    assert (renamed.status_code, renamed.headers["Location"]) == (302, there)
    assert "This list is called “路灯” now." in read(lin.get(there))
    gone = lin.post(reverse("desk:kept-end", args=[own.pk]))
    assert (gone.status_code, gone.headers["Location"]) == (302, there)
    page = lin.get(there)
    assert "“路灯” is no longer kept." in read(page)
    assert (in_nav(page), OwnList.objects.exists()) == ({}, False)
    assert lin.post(reverse("desk:kept-end", args=[own.pk])).status_code == 404


def test_a_refused_name_is_told_where_it_was_typed_and_nothing_is_lost(
    cast: Cast, lin: Client
) -> None:
    cast.order_in(S.ACCEPTED, "lamp")
    keep(lin, "路灯", list="all", q="lamp")
    answer = keep(lin, "路灯")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "you keep a list of this name already" in read(answer)
    assert re.search(r'<details class="keep" open>', page)
    assert 'name="name" value="路灯"' in page
    assert f'action="{reverse("desk:keep")}?list=all&amp;category=0101&amp;channel=web"' in page
    assert re.findall(r'row-title">(.*?)<', page) == ["lamp"]
    assert '<option value="0101" selected>' in page
    keep(lin, "井盖")
    again = lin.post(
        reverse("desk:kept", args=[OwnList.objects.get(name="井盖").pk]), {"name": "路灯"}
    )
    assert again.status_code == 409
    assert 'name="name" value="路灯"' in again.content.decode()
    assert current(again) == ["井盖"]
    assert sorted(one.name for one in OwnList.objects.all()) == sorted(["井盖", "路灯"])


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("", 422, "This field is required."),
        (" \t ", 422, "This field is required."),
        ("字" * 31, 422, "too long"),
        ("x" * 10_000, 422, "too long"),
        ("a\x00b", 422, "Null characters are not allowed."),
        ("灯\u202e", 422, "hidden characters"),
    ],
)
def test_a_name_that_will_not_do_is_said_to(lin: Client, name: str, status: int, told: str) -> None:
    answer = keep(lin, name)
    assert (answer.status_code, told in read(answer)) == (status, True)
    assert (name.strip() in answer.content.decode(), OwnList.objects.count()) == (True, 0)


def test_twenty_lists_are_kept_and_no_more(lin: Client) -> None:
    for number in range(20):
        assert keep(lin, f"{number:02}", list="all", q=f"灯{number}").status_code == 302
    answer = keep(lin, "one more")
    assert (answer.status_code, 'value="one more"' in answer.content.decode()) == (409, True)
    assert "20 lists are kept already: let one go first" in read(answer)
    assert len(in_nav(answer)) == 20


def test_the_same_list_and_a_telephone_number_are_not_kept(lin: Client) -> None:
    keep(lin)
    address = f"{reverse('desk:keep')}?list=all&category=0101&channel=web"
    assert lin.post(address, {"name": "another"}).status_code == 409
    phone = lin.post(f"{reverse('desk:keep')}?list=all&q={PHONE}", {"name": "her"})
    assert (phone.status_code, "a telephone number is not kept" in read(phone)) == (422, True)
    assert lin.post(reverse("desk:keep"), {"name": "bare"}).status_code == 422
    assert OwnList.objects.count() == 1


def test_markup_in_a_name_is_only_a_name(lin: Client) -> None:
    name = '"><script>x()</script>'
    keep(lin, name)
    page = lin.get(BASE, LAMPS)
    assert "<script>x()" not in page.content.decode()
    assert read(page).count(name) == 4  # the title, the message, the nav, the heading
    assert OwnList.objects.get().name == name


def test_somebody_elses_list_is_unknown(cast: Cast, lin: Client) -> None:
    keep(lin)
    own = OwnList.objects.get()
    for client, status in (
        (signed_in(cast.secretary), 404), (signed_in(cast.zhou), 404), (signed_in(None), 302),
    ):  # fmt: skip
        for route in ("desk:kept", "desk:kept-end"):
            assert client.post(reverse(route, args=[own.pk]), {"name": "x"}).status_code == status
    assert in_nav(signed_in(cast.secretary).get(BASE, LAMPS)) == {}
    assert lin.post(reverse("desk:kept-end", args=[10**30])).status_code == 404
    own.refresh_from_db()
    assert own.name == "街灯·槐荫"


def test_a_category_withdrawn_narrows_nothing_and_the_list_can_still_be_let_go(
    cast: Cast, lin: Client
) -> None:
    cast.order_in(S.ACCEPTED, "lamp")
    cast.place("井盖响", channel="web")
    keep(lin)
    Category.objects.filter(code="0101").update(retired_on=START.date())
    named.forget()
    there = in_nav(lin.get(BASE))["街灯·槐荫"][0]
    page = lin.get(there)
    assert (page.status_code, current(page)) == (200, ["街灯·槐荫"])
    assert sorted(re.findall(r'row-title">(.*?)<', page.content.decode())) == ["lamp", "井盖响"]
    assert keep(lin, "路灯").status_code == 302
    assert lin.post(page.context["keep"].gone).status_code == 302
    assert not OwnList.objects.exists()


@pytest.mark.parametrize(
    "query", ["list=gone&q=x", "list=mine&part=gone", "%zz&&==", "cursor=nonsense-that-was-kept"]
)
def test_what_was_kept_by_another_version_breaks_no_page(
    cast: Cast, lin: Client, query: str
) -> None:
    cast.place("lamp")
    OwnList.objects.create(person=cast.lin.person, name="old", query=query)
    assert lin.get(BASE).status_code == 200
    assert titles(lin) == ["lamp"]
    there = in_nav(lin.get(BASE))["old"][0]
    assert lin.get(there).status_code in {200, 422}
    own = OwnList.objects.get()
    assert lin.post(reverse("desk:kept-end", args=[own.pk])).status_code == 302


def test_who_sees_no_list_keeps_none(cast: Cast) -> None:
    for role in (Role.BUILDING_HEAD, Role.EVALUATOR, Role.SYSTEM_KEEPER):
        client = signed_in(cast.hire("新人", role, cast.community))
        address = f"{reverse('desk:keep')}?list=all&q=x"
        assert client.post(address, {"name": "mine"}).status_code == 403
    assert signed_in(None).post(address, {"name": "mine"}).status_code == 302
    assert not OwnList.objects.exists()


def test_a_post_that_ended_takes_the_lists_out_of_reach(cast: Cast, lin: Client) -> None:
    keep(lin)
    cast.lin.person.posts.update(until=now().date())
    own = OwnList.objects.get()
    addresses = [f"{reverse('desk:keep')}?list=all&q=x"]
    addresses += [reverse(route, args=[own.pk]) for route in ("desk:kept", "desk:kept-end")]
    for address in addresses:
        for name in ("x", ""):
            assert lin.post(address, {"name": name}).status_code == 403
    assert [one.name for one in OwnList.objects.all()] == [own.name]


def test_a_change_needs_a_form_of_ours(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lin.account)
    for route, args in (("desk:keep", []), ("desk:kept", [1]), ("desk:kept-end", [1])):
        assert client.post(reverse(route, args=args), {"name": "x"}).status_code == 403
        assert client.get(reverse(route, args=args)).status_code == 405


def test_twenty_lists_cost_a_page_one_statement(
    cast: Cast, lin: Client, kept_reference_data: None
) -> None:
    def statements() -> list[str]:
        lin.get(BASE, LAMPS)
        with CaptureQueriesContext(connection) as queries:
            lin.get(BASE, LAMPS)
        return [one["sql"] for one in queries if "orders_ownlist" in one["sql"]]

    assert len(statements()) == 1
    for number in range(20):
        keep(lin, f"{number:02}", list="all", q=f"灯{number}")
    assert len(statements()) == 1
