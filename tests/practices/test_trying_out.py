"""Before a pack is adopted, the last orders tell what it would have promised instead."""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from huying.adoptions.models import Adoption
from huying.clocks.models import Clock, LimitRule
from huying.clocks.queries import forget
from huying.kernel.actor import SYSTEM
from huying.kernel.calendar import SHANGHAI
from huying.orders.directory import forget as forget_directory
from huying.orders.models import DirectoryRow, Order
from huying.orders.states import OrderState
from huying.practices import adopt
from huying.practices.trying import Moved, Routed, Sorted, try_out
from huying.trail.models import Record
from tests.builders import START, Cast, build_cast

ON = START.date()
PACK = """title = "Trial"
version = "1"
[[limits]]
clock = "close"
starts_on = "place"
amount = 9
unit = "day"
[[limits]]
clock = "close"
starts_on = "accept"
grade = "B"
amount = 20
unit = "day"
[[limits]]
clock = "sign"
starts_on = "dispatch"
amount = 1
unit = "workday"
[[limits]]
clock = "accept"
starts_on = "place"
kind = "wish"
amount = 2
unit = "day"
[[limits]]
clock = "transfer"
starts_on = "accept"
amount = 1
unit = "same_day"
until = 2026-03-01
[[classes]]
code = "trial-1"
name = "灯"
words = ["路灯"]
"""


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    (tmp_path / "trial.toml").write_text(PACK, encoding="utf-8")
    return tmp_path


def lived(cast: Cast) -> Order:
    """An order that was graded B and sent to a unit."""
    order = cast.place()
    cast.move(order, "accept", cast.lin, category="0101", grade="B")
    return cast.move(order, "dispatch", cast.lin, lead="hengan", reason="归物业")


def due(order: Order, clock: str) -> datetime | None:
    return Clock.objects.get(subject_id=order.pk, name=clock).first_due_at


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def test_every_promise_that_would_have_been_another_is_told_with_both_dates(
    cast: Cast, packs: Path
) -> None:
    order = lived(cast)
    trial = try_out("trial", place=cast.district, since=ON, folder=packs)
    assert trial is not None
    assert trial.orders == 1
    twenty_days = midnight(ON + timedelta(days=21))
    assert trial.moved == (Moved(order.number, "close", due(order, "close"), twenty_days),)


def test_what_is_foretold_is_what_is_promised_once_it_is_in_force(cast: Cast, packs: Path) -> None:
    order = lived(cast)
    trial = try_out("trial", place=cast.district, since=ON, folder=packs)
    assert trial is not None
    adopt("trial", place=cast.district, by=SYSTEM, at=START, folder=packs)
    forget()
    again = lived(cast)
    assert due(again, "close") == trial.moved[0].becomes
    assert due(again, "close") != due(order, "close")


def test_words_that_would_lead_to_another_class_are_told(cast: Cast, packs: Path) -> None:
    order, other = cast.place("三号楼的路灯坏了"), cast.place("井盖松了")
    trial = try_out("trial", place=cast.district, since=ON, folder=packs)
    assert trial is not None
    assert trial.sorted == (Sorted(order.number, "0101", "trial-1"),)
    assert other.number not in {one.number for one in trial.sorted}


def test_limits_that_will_not_hold_or_would_have_held_for_none_are_told(
    cast: Cast, packs: Path
) -> None:
    lived(cast)
    LimitRule.objects.create(
        clock="close", starts_on="place", amount=4, unit="day", place=cast.district,
        valid_from=ON - timedelta(days=9), source="街道通知",
    )  # fmt: skip
    forget()
    trial = try_out("trial", place=cast.district, since=ON, folder=packs)
    assert trial is not None
    assert [(one.row.limit.amount, one.by.limit.amount) for one in trial.shadowed] == [(9, 4)]
    assert [row.clock for row in trial.dead] == ["transfer"]
    assert [(row.clock, row.kind) for row in trial.idle] == [("accept", "wish")]


def test_orders_the_directory_would_send_or_grade_otherwise_are_told(
    cast: Cast, packs: Path
) -> None:
    order, other = lived(cast), cast.order_in(OrderState.ACCEPTED)
    DirectoryRow.objects.create(
        category=cast.lighting, lead_kind="property_company", valid_from=ON, grade="A"
    )
    forget_directory()
    Order.objects.filter(pk=other.pk).update(category=cast.noise)
    row = '[[directory]]\ncategory = "0101"\nlead_kind = "department"\ngrade = "B"\n'
    classes = '[[classes]]\ncode = "0101"\nname = "公共照明"\n'
    (packs / "trial.toml").write_text(PACK + classes + row, encoding="utf-8")
    trial = try_out("trial", place=cast.district, since=ON, folder=packs)
    assert trial is not None
    assert trial.routed == (
        Routed(order.number, ("property_company", "A"), ("department", "B")),
    )  # fmt: skip


def test_trying_writes_nothing(cast: Cast, packs: Path) -> None:
    lived(cast)
    tables = (Adoption, LimitRule, Clock, Record, Order)
    before = [Counter(map(repr, table.objects.values())) for table in tables]
    assert try_out("trial", place=None, since=ON, folder=packs)
    assert before == [Counter(map(repr, table.objects.values())) for table in tables]


def test_only_the_places_own_orders_are_run_and_only_the_last(cast: Cast, packs: Path) -> None:
    first, second = lived(cast), lived(cast)
    far = cast.place(place=cast.neighbour)
    trial = try_out("trial", place=cast.community, since=ON, last=1, folder=packs)
    assert trial is not None
    assert {one.number for one in trial.moved} == {second.number}
    all_of_them = try_out("trial", place=cast.district, since=ON, folder=packs)
    assert all_of_them is not None
    assert {one.number for one in all_of_them.moved} == {first.number, second.number, far.number}


def test_a_pack_in_force_changes_nothing(cast: Cast, packs: Path) -> None:
    adopt("trial", place=cast.district, by=SYSTEM, at=START, folder=packs)
    assert try_out("trial", place=cast.district, since=ON, folder=packs) is None
