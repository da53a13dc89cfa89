"""One estate, one worker too few, ten minutes too short, and four reasons to knock at a door."""

from datetime import date, timedelta
from typing import Any

import pytest

from huying.duty.actions import visiting
from huying.duty.actions.calling import plan_special
from huying.duty.handlers import plan_visits
from huying.duty.models import Visit
from huying.duty.queries.gaps import gaps
from huying.duty.queries.presence import day
from huying.kernel.actor import SYSTEM
from huying.orders.models import Order
from huying.practices import adopt
from huying.trail.models import Delivery, Message
from huying.trail.outbox import deliver_due
from tests.builders import START
from tests.duty.conftest import TODAY, Yard

LATER = START + timedelta(hours=6)


def planned() -> list[tuple[str, str, date]]:
    rows = Visit.objects.select_related("place").order_by("reason", "pk")
    return [(row.reason, row.place.name, row.due_on) for row in rows]


def order_with(yard: Yard, **wish: Any) -> Order:
    return yard.cast.place(place=yard.door, **wish)


def test_one_worker_is_a_gap_and_1_h_50_is_under_the_line(yard: Yard) -> None:
    gap = gaps(yard.cast.secretary.actor, TODAY).estates[0]
    assert (gap.estate, gap.posted, gap.least, gap.most) == (yard.estate, 1, 2, 3)
    for minutes in (50, 35, 25):
        visiting.make(yard.planned(), minutes=minutes, by=yard.meng.actor, at=START)
    line = day(yard.estate, TODAY, yard.meng.actor).line
    assert (line.minutes, line.wanted, line.is_under) == (110, 120, True)


def test_four_reasons_plan_their_visits_once_each_even_when_told_twice(yard: Yard) -> None:
    hotline = order_with(yard, channel="hotline")
    hazard = order_with(yard, safety=True)
    quarrel = order_with(yard, text="楼上天天吵")
    yard.cast.move(quarrel, "accept", yard.cast.lin, category=neighbours())
    plan_special(yard.estate, cause="care:1:2026-03", due_on=TODAY, at=START)
    deliver_due(LATER)
    workday = TODAY + timedelta(days=1)
    assert planned() == [
        ("dispute", "青禾家园", workday), ("hazard", "青禾家园", TODAY),
        ("hotline_order", "青禾家园", workday), ("special_group", "青禾家园", TODAY),
    ]  # fmt: skip
    sources = {row.reason: row.source_order for row in Visit.objects.all()}
    assert sources == {
        "dispute": quarrel, "hazard": hazard, "hotline_order": hotline, "special_group": None,
    }  # fmt: skip
    for message in Message.objects.filter(subject_kind="order"):
        plan_visits(message, "again", LATER)
    assert plan_special(yard.estate, cause="care:1:2026-03", due_on=TODAY, at=START) is None
    assert Visit.objects.count() == 4
    assert not Delivery.objects.exclude(last_error="").exists()


def neighbours() -> str:
    """The code of quarrels among neighbours, as the practice brought it."""
    return "0601"


def test_what_the_desk_finds_out_later_calls_for_its_visit_then(yard: Yard) -> None:
    order = order_with(yard)
    deliver_due(LATER)
    assert planned() == []
    yard.cast.move(order, "accept", yard.cast.lin, category="0101", safety="true")
    deliver_due(LATER)
    yard.cast.move(order, "correct", yard.cast.lin, category="0602", reason="家事")
    deliver_due(LATER)
    assert [reason for reason, *_where in planned()] == ["dispute", "hazard"]


def test_the_visit_says_where_to_knock_but_not_for_a_confidential_order(yard: Yard) -> None:
    order_with(yard, channel="hotline", address="5号楼2单元501")
    order_with(yard, channel="hotline", address="5号楼2单元502", confidential=True)
    deliver_due(LATER)
    assert sorted(row.household for row in Visit.objects.all()) == ["", "5号楼 5号楼2单元501"]


def test_without_an_estate_it_is_the_communitys_and_above_it_nobodys(yard: Yard) -> None:
    order_with(yard, channel="hotline")
    yard.cast.place(channel="hotline", place=yard.cast.building)
    yard.cast.place(channel="hotline", place=yard.cast.street)
    deliver_due(LATER)
    assert [place for _reason, place, _due in planned()] == ["青禾家园", "槐荫里社区"]


@pytest.mark.parametrize("practice", ["licang", "zhifu"])
def test_a_practice_without_such_reasons_plans_nothing(yard: Yard, practice: str) -> None:
    adopt(practice, place=yard.cast.community, by=SYSTEM, at=START - timedelta(days=1))
    order_with(yard, channel="hotline", safety=True)
    deliver_due(LATER)
    assert plan_special(yard.estate, cause="care:1:2026-03", due_on=TODAY, at=START) is None
    assert planned() == []


def test_an_order_that_is_over_by_then_calls_for_nothing(yard: Yard) -> None:
    order = order_with(yard, channel="hotline", safety=True)
    yard.cast.move(order, "withdraw")
    deliver_due(LATER)
    assert planned() == []
