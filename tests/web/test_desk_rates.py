"""Rates at the desk: counted openly, each with what it leaves out and the orders behind it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huying.orders.states import OrderState
from huying.people.roles import Role
from tests.builders import Cast, clock_at
from tests.web.browsing import read, signed_in

S = OrderState


@pytest.fixture
def chief(cast: Cast) -> Client:
    return signed_in(cast.secretary)


def figures(page: str) -> list[tuple[str, str, str]]:
    """Name, share and n of N of each figure on the page."""
    return re.findall(
        r'figure"><h2>(.*?)</h2>\s*<p class="figure-value">(.*?)</p>\s*<p>(.*?)</p>', page
    )


def test_each_rate_says_how_many_of_how_many(cast: Cast, chief: Client) -> None:
    cast.order_in(S.CLOSED)
    unhappy = cast.order_in(S.FOLLOW_UP)
    cast.move(unhappy, "judge", None, solved="yes", satisfied="no", again="no")
    cast.place()
    cast.order_in(S.WITHDRAWN)
    with clock_at(cast.at + timedelta(days=2)):
        answer = chief.get(reverse("desk:rates"))
    assert figures(answer.content.decode()) == [
        ("Response rate", "66.7%", "2 of 3"),
        ("On-time rate", "100.0%", "2 of 2"),
        ("Resolution rate", "100.0%", "2 of 2"),
        ("Satisfaction rate", "50.0%", "1 of 2"),
    ]
    told = read(answer)
    assert "4 orders were placed in this period." in told
    assert "fewer than 30: not for publication" in told
    assert "rule 2026-11-2" in told


def test_what_was_left_out_opens_the_orders_behind_it(cast: Cast, chief: Client) -> None:
    cast.order_in(S.WITHDRAWN, "taken back")
    cast.place("still here")
    page = chief.get(reverse("desk:rates")).content.decode()
    links = dict(re.findall(r'<a href="(/desk/\?[^"]*)">(.*?)</a>', page))
    found = {
        label: re.findall(r'row-title">(.*?)<', chief.get(link.replace("&amp;", "&")).content.decode())
        for link, label in links.items()
    }  # fmt: skip
    assert found == {
        "Show them": ["still here", "taken back"],
        "withdrawn by the resident": ["taken back"],
    }


def test_an_empty_place_has_no_rates_rather_than_bad_ones(cast: Cast, chief: Client) -> None:
    page = chief.get(reverse("desk:rates")).content.decode()
    assert [(share, part) for _name, share, part in figures(page)] == [("—", "0 of 0")] * 4


def test_a_period_may_be_chosen(cast: Cast, chief: Client) -> None:
    cast.order_in(S.CLOSED)
    answer = chief.get(reverse("desk:rates"), {"since": "2026-01-01", "until": "2026-01-31"})
    assert "0 orders were placed in this period." in read(answer)


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-03-10", "until": "2026-03-01"},
        {"since": "someday"},
        {"until": "9999-12-31"},
        {"place": "990101001002"},
    ],
)
def test_a_wrong_period_or_place_is_refused_on_the_form(
    cast: Cast, chief: Client, query: dict[str, str]
) -> None:
    answer = chief.get(reverse("desk:rates"), query)
    assert (answer.status_code, figures(answer.content.decode())) == (422, [])


def test_rates_are_for_who_may_read_them(cast: Cast) -> None:
    assert signed_in(cast.lin).get(reverse("desk:rates")).status_code == 403
    assert "Rates" not in read(signed_in(cast.lin).get(reverse("desk:list")))
    evaluator = signed_in(cast.hire("评估员", Role.EVALUATOR, cast.street))
    assert evaluator.get(reverse("desk:rates")).status_code == 200
