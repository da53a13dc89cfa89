"""`huying practice`: seeing, trying and adopting a way of working from the command line."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from huying.adoptions.models import Adoption
from huying.adoptions.queries import adoptions
from huying.adoptions.verify import check_adoptions
from huying.clocks.models import LimitRule
from huying.kernel.refusals import Code
from huying.practices import adopt, names
from tests.builders import START, Cast, build_cast, clock_at
from tests.config.test_cli import refusal, run, said

LATER = date(2026, 4, 1)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def practice(*arguments: str) -> str:
    with clock_at(START):
        return said(run("practice", *arguments))


def test_the_packs_are_listed_and_what_was_adopted_where(cast: Cast) -> None:
    assert practice("list").split() == names()
    assert practice("list", "--in-force", "--json").strip() == "[]"
    practice("adopt", "zhifu", "--place", "990101", "--yes")
    practice("adopt", "lixia", "--place", cast.community.code, "--from", "2026-04-01", "--yes")
    assert json.loads(practice("list", "--in-force", "--json")) == [
        {"practice": "lixia", "version": "2024", "place": cast.community.code, "since": "2026-04-01", "until": ""},
        {"practice": "zhifu", "version": "2024", "place": "990101", "since": "2026-03-10", "until": ""},
    ]  # fmt: skip


def test_trying_tells_what_would_have_been_promised_and_writes_nothing(cast: Cast) -> None:
    LimitRule.objects.all().delete()
    adopt("standard", place=None, by=cast.secretary.actor, at=START)
    order = cast.place()
    told = json.loads(practice("try", "lixia", "--place", "990101", "--json").splitlines()[-1])
    assert (told["changes"], told["practice"], told["orders"]) == (True, "lixia", 1)
    assert told["limits"] == {"new": 11, "ended": 0, "by_hand": 0}
    (moved,) = told["moved"]
    assert (moved["number"], moved["clock"]) == (order.number, "close")
    assert (moved["was"][:10], moved["becomes"][:10]) == ("2026-03-17", "2026-03-11")
    assert Adoption.objects.count() == 1
    shown = practice("try", "lixia", "--place", "990101")
    assert f"{order.number} close: 2026-03-17 17:30 -> 2026-03-11 09:10" in shown
    assert "held for none of these orders: close 3 7 workday" in shown


def test_adopting_over_open_orders_shows_first_what_changes(cast: Cast) -> None:
    order = cast.place()
    shown = practice("adopt", "lixia", "--place", "990101")
    assert f"{order.number} close" in shown
    assert shown.splitlines()[-1] == "lixia is in force in 990101 from 2026-03-10"
    assert practice("adopt", "lixia", "--place", "990101").splitlines()[-2:] == [
        "lixia is in force there already: nothing changes",
        "lixia is in force in 990101 already",
    ]
    assert adoptions().count() == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("adopt", "nowhere"), Code.UNKNOWN),
        (("adopt", "zhifu", "--place", "999999"), Code.UNKNOWN),
        (("try", "nowhere"), Code.UNKNOWN),
    ],
)
def test_what_is_not_there_is_refused(cast: Cast, arguments: tuple[str, ...], code: Code) -> None:
    assert refusal(run("practice", *arguments)) is code
    assert adoptions().count() == 0


def test_a_day_that_is_none_is_not_understood(cast: Cast) -> None:
    result = run("practice", "adopt", "zhifu", "--from", "next week")
    assert (result.exit_code, "--from" in result.output) == (2, True)


def _limit(row: Adoption, cast: Cast) -> None:
    row.parts["limits"][0]["limit"]["amount"] = 99
    row.save()


def _place(row: Adoption, cast: Cast) -> None:
    Adoption.objects.filter(pk=row.pk).update(place=cast.community)


def _end(row: Adoption, cast: Cast) -> None:
    Adoption.objects.filter(pk=row.pk).update(until=LATER + timedelta(days=1))


def _gone(row: Adoption, cast: Cast) -> None:
    row.delete()


@pytest.mark.parametrize("alter", [_limit, _place, _end, _gone])
def test_an_adoption_that_was_altered_is_found(
    cast: Cast, alter: Callable[[Adoption, Cast], None]
) -> None:
    adopt("zhifu", place=cast.district, by=cast.secretary.actor, at=START)
    adopt("lixia", place=cast.district, by=cast.secretary.actor, at=START, since=LATER)
    adopt("licang", place=cast.grid, by=cast.secretary.actor, at=START)
    assert (check_adoptions().checked, check_adoptions().differences) == (3, 0)
    alter(Adoption.objects.get(practice="zhifu"), cast)
    assert check_adoptions().differences == 1
