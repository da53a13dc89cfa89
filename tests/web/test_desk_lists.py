"""The desk's lists: what is in them, for whom, and what a page of them costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.orders import named
from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.people.models import Post
from huying.people.roles import Role
from tests.builders import START, Cast, clock_at
from tests.web.browsing import order_page, read, signed_in

S = OrderState
LISTS = (
    "mine", "waiting", "to-dispatch", "requests", "resident", "under-way", "to-check",
    "follow-up", "on-hold", "overdue", "closed", "all",
)  # fmt: skip
# One asks whether an order floats, one what was told to the reader, one which lists they keep.
MOST_QUERIES = 11


def titles(client: Client, **query: str) -> list[str]:
    """The titles of the orders on a page of a list, from the top."""
    page = client.get(reverse("desk:list"), query).content.decode()
    return re.findall(r'<span class="row-title">(.*?)</span>', page)


def counts(client: Client) -> dict[str, int]:
    """How many the nav says wait in each list."""
    page = client.get(reverse("desk:list")).content.decode()
    found = re.findall(
        r'href="/desk/\?list=([a-z-]+)"[^>]*>[^<]*<span class="nav-count">(\d+)', page
    )
    return {name: int(count) for name, count in found}


@pytest.fixture
def lin(cast: Cast) -> Client:
    return signed_in(cast.lin)


def test_each_order_is_in_the_lists_of_its_state(cast: Cast, lin: Client) -> None:
    for state in OrderState:
        cast.order_in(state, state.value)
    with clock_at(cast.at):
        found = {name: set(titles(lin, list=name)) for name in LISTS}
    lamp = "三号楼东门的路灯坏了两天，晚上看不见台阶。"  # the order the merged one follows
    assert found == {
        "mine": {
            "submitted", "info_needed", "accepted", "dispatched", "signed", "in_progress",
            "suspended", "completed", "follow_up", lamp,
        },
        "waiting": {"submitted", lamp},
        "to-dispatch": {"accepted"},
        "requests": set(),
        "resident": {"info_needed"},
        "under-way": {"dispatched", "signed", "in_progress"},
        "to-check": {"completed"},
        "follow-up": {"follow_up"},
        "on-hold": {"suspended"},
        "overdue": {
            "submitted", "accepted", "dispatched", "signed", "in_progress", "suspended",
            "completed", "follow_up",
        },
        "closed": set(),
        "all": {state.value for state in OrderState} | {lamp},
    }  # fmt: skip


def test_what_closed_in_the_last_thirty_days_is_listed(cast: Cast, lin: Client) -> None:
    cast.order_in(S.CLOSED, "gone by then")
    cast.at += timedelta(days=31)
    cast.order_in(S.CLOSED, "just closed")
    with clock_at(cast.at):
        assert titles(lin, list="closed") == ["just closed"]


def test_a_request_waits_in_its_list_until_it_is_decided(cast: Cast, lin: Client) -> None:
    order = cast.order_in(S.IN_PROGRESS, "waits for a part")
    cast.move(order, "request_hold", cast.zhou, reason="等配件", review_on="2026-04-20")
    assert titles(lin, list="requests") == ["waits for a part"]
    cast.move(order, "refuse_hold", cast.secretary, answer="先用备件")
    assert titles(lin, list="requests") == []


def test_my_day_is_what_i_answer_for_and_what_waits_at_my_desk(cast: Cast) -> None:
    cast.order_in(S.SUBMITTED, "waits at the desk")
    cast.order_in(S.SIGNED, "is with the unit")
    cast.order_in(S.SUBMITTED, "next door", place=cast.neighbour)
    handed = cast.order_in(S.SIGNED, "handed to the secretary")
    cast.move(
        handed, "hand_over", cast.secretary, successor=str(cast.secretary.person.pk), reason="换人"
    )
    assert titles(signed_in(cast.lin), list="mine") == ["waits at the desk", "is with the unit"]
    assert titles(signed_in(cast.secretary), list="mine") == [
        "waits at the desk",
        "handed to the secretary",
    ]
    assert titles(signed_in(cast.dispatcher), list="mine") == []


def test_what_i_may_decide_is_in_my_day_too(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS, "waits for a part")
    cast.move(order, "request_hold", cast.zhou, reason="等配件", review_on="2026-04-20")
    assert titles(signed_in(cast.dispatcher)) == ["waits for a part"]
    grid = signed_in(cast.hire("网格员", Role.GRID_WORKER, cast.community))
    assert titles(grid) == []


def test_an_empty_day_leads_to_where_something_waits(cast: Cast) -> None:
    cast.place()
    page = signed_in(cast.dispatcher).get(reverse("desk:list"))
    assert "Nothing waits for you Waiting elsewhere To accept 1" in read(page)


def test_my_day_is_the_front_page_and_the_nearest_promise_comes_first(
    cast: Cast, lin: Client
) -> None:
    cast.order_in(S.SIGNED, "due in a week")
    cast.order_in(S.SUBMITTED, "due tomorrow")
    assert titles(lin) == ["due tomorrow", "due in a week"]


def test_the_nav_counts_every_list(cast: Cast, lin: Client) -> None:
    for state in (S.SUBMITTED, S.SUBMITTED, S.ACCEPTED, S.SIGNED, S.COMPLETED, S.CLOSED):
        cast.order_in(state)
    assert counts(lin) == {
        "mine": 5, "waiting": 2, "to-dispatch": 1, "requests": 0, "resident": 0, "under-way": 1,
        "to-check": 1, "follow-up": 0, "on-hold": 0, "overdue": 0, "to-reply": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "井盖"}, ["井盖响"]),
        ({"category": "0101"}, ["路灯不亮"]),
        ({"category": "01"}, ["路灯不亮"]),
        ({"state": "submitted"}, ["井盖响", "路灯闪"]),
        ({"place": "990101001001"}, ["井盖响", "路灯不亮", "路灯闪"]),
        ({"place": "990101001002"}, []),
        ({"channel": "phone"}, ["路灯闪"]),
        ({"since": "2026-03-11"}, []),
        ({"until": "2026-03-10"}, ["井盖响", "路灯不亮", "路灯闪"]),
        ({"category": "no-such", "state": "nowhere", "since": "never"}, ["井盖响", "路灯不亮", "路灯闪"]),
        ({"q": "\x00"}, ["井盖响", "路灯不亮", "路灯闪"]),
        ({"since": "0001-01-01", "until": "9999-12-31"}, ["井盖响", "路灯不亮", "路灯闪"]),
    ],
)  # fmt: skip
def test_a_list_is_narrowed_by_what_the_query_says(
    cast: Cast, query: dict[str, str], found: list[str]
) -> None:
    cast.place("井盖响")
    cast.order_in(S.ACCEPTED, "路灯不亮")
    cast.place("路灯闪", channel="phone", by=cast.lin.actor)
    client = signed_in(cast.dispatcher)
    assert sorted(titles(client, list="all", **query)) == found


def test_a_number_is_found_whatever_the_filters_say(cast: Cast, lin: Client) -> None:
    closed = cast.order_in(S.CLOSED, "long done")
    typed = closed.number.lower().replace("-", " ")
    found = lin.get(reverse("desk:list"), {"list": "waiting", "q": typed, "category": "02"})
    assert found["location"] == order_page(closed, list="waiting", category="02")


def test_only_what_is_late_can_be_asked_for(cast: Cast, lin: Client) -> None:
    cast.place("an old one")
    cast.at += timedelta(days=3)
    cast.place("a new one")
    with clock_at(cast.at):
        assert titles(lin, list="waiting", overdue="on") == ["an old one"]
        assert titles(lin, list="all", overdue="on") == ["an old one"]


def test_other_communities_are_out_of_sight(cast: Cast) -> None:
    cast.place("here")
    cast.place("next door", place=cast.neighbour)
    assert titles(signed_in(cast.lin), list="all") == ["here"]
    assert titles(signed_in(cast.gu), list="all") == ["next door"]
    assert titles(signed_in(cast.dispatcher), list="all") == ["next door", "here"]


def test_a_page_leads_to_the_next_and_to_the_beginning(cast: Cast, lin: Client) -> None:
    for number in range(51):
        cast.place(f"{number:02}")
    first = lin.get(reverse("desk:list"), {"list": "waiting"})
    links = re.findall(r'href="(/desk/\?[^"]*cursor=[^"]*)"', first.content.decode())
    following = lin.get(links[-1].replace("&amp;", "&"))
    assert titles(lin, list="waiting") == [f"{number:02}" for number in range(50)]
    assert re.findall(r'row-title">(.*?)<', following.content.decode()) == ["50"]
    assert "To the beginning" in read(following)


def test_an_order_knows_the_way_back_to_its_place_in_the_list(cast: Cast, lin: Client) -> None:
    order = cast.place("井盖响")
    page = lin.get(reverse("desk:list"), {"list": "waiting", "q": "井盖"}).content.decode()
    there = order_page(order, list="waiting", q="井盖")
    assert there.replace("&", "&amp;") in page
    back = lin.get(there).content.decode()
    assert f'href="{reverse("desk:list")}?list=waiting&amp;q=%E4%BA%95%E7%9B%96"' in back


def test_a_list_page_costs_the_same_few_queries_whatever_its_length(
    cast: Cast, lin: Client, kept_reference_data: None
) -> None:
    for number in range(300):
        state = [S.SUBMITTED, S.ACCEPTED, S.SIGNED, S.COMPLETED][number % 4]
        cast.order_in(state) if number < 40 else cast.place()
    for query in (
        *({"list": name} for name in LISTS),
        {"list": "all", "place": "990101001001", "q": "灯"},
    ):
        lin.get(reverse("desk:list"), query)
        named.forget()
        with CaptureQueriesContext(connection) as queries:
            assert lin.get(reverse("desk:list"), query).status_code == 200
        assert len(queries) <= MOST_QUERIES, [one["sql"] for one in queries]


@pytest.mark.parametrize(
    ("query", "status"),
    [({"cursor": "nonsense"}, 422), ({"cursor": "9~9"}, 422), ({"list": "nothing"}, 200)],
)
def test_a_wrong_address_gets_a_plain_answer(
    cast: Cast, lin: Client, query: dict[str, str], status: int
) -> None:
    assert lin.get(reverse("desk:list"), query).status_code == status


def test_an_empty_list_says_so_and_a_filter_that_fits_nothing_says_that(
    cast: Cast, lin: Client
) -> None:
    assert "Nothing waits here" in read(lin.get(reverse("desk:list"), {"list": "to-check"}))
    filtered = read(lin.get(reverse("desk:list"), {"list": "to-check", "q": "x"}))
    assert "Nothing fits" in filtered
    assert "Show the whole list" in filtered


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        (Role.BUILDING_HEAD, "/desk/field/"),
        (Role.EVALUATOR, "/desk/rates/"),
        (Role.SYSTEM_KEEPER, "/partner/"),
    ],
)
def test_who_may_see_no_list_is_led_to_their_own_work(
    cast: Cast, role: Role, leads_to: str
) -> None:
    client = signed_in(cast.hire("新人", role, cast.community))
    answer = client.get(reverse("desk:list"))
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


@pytest.mark.parametrize("route", ["desk:list", "desk:new", "desk:rates", "partner:list"])
def test_a_visitor_is_led_to_the_sign_in_page_and_back(cast: Cast, route: str) -> None:
    answer = signed_in(None).get(reverse(route))
    there = reverse(route).replace("/", "%2F")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={there}")


def test_a_post_that_ended_yesterday_shows_nothing(cast: Cast) -> None:
    cast.place()
    cast.lin.person.posts.update(until=START.date())
    assert signed_in(cast.lin).get(reverse("desk:list")).status_code == 302


def test_the_day_is_told_in_parts_and_each_part_can_be_opened(cast: Cast, lin: Client) -> None:
    cast.place("an old one")
    cast.at += timedelta(days=3)
    cast.order_in(S.INFO_NEEDED, "a question is open")
    pressed = cast.order_in(S.ACCEPTED, "a pressed one")
    cast.move(pressed, "chase", None)
    with clock_at(cast.at):
        page = lin.get(reverse("desk:list"))
        parts = ("overdue", "today", "returned", "asked", "resident", "pressed")
        assert {name: titles(lin, list="mine", part=name) for name in parts} == {
            "overdue": ["an old one"], "today": ["a pressed one"], "returned": [], "asked": [],
            "resident": ["a question is open"], "pressed": ["a pressed one"],
        }  # fmt: skip
    words = read(page)
    assert "Overdue 1 Due today 1 Resident to answer 1 Supervised or chased 1" in words
    assert "Every open order has someone who answers for it." in words
    groups = re.findall(r'<h2 class="rows-group">(.*?)</h2>', page.content.decode())
    assert groups == ["overdue", "due today", "no time running"]


def test_an_order_nobody_answers_for_is_told_on_top(cast: Cast, lin: Client) -> None:
    order = cast.place("left alone")
    left = cast.hire("走了的人", Role.RECEPTION_WORKER, cast.community)
    Order.objects.filter(pk=order.pk).update(responsible_person=left.person)
    Post.objects.filter(person=left.person).delete()
    assert "1 order nobody answers for" in read(lin.get(reverse("desk:list")))
    assert "nobody answers for" not in read(signed_in(cast.gu).get(reverse("desk:list")))
