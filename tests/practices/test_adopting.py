"""A pack is adopted once: its limits bind from that day, and nothing changed by hand is lost."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from huying.clocks.models import LimitRule
from huying.clocks.queries import rulebook
from huying.clocks.rules import Facts, chosen
from huying.kernel.limits import Limit, Unit
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Category
from huying.orders.named import categories
from huying.places.actions import add_place
from huying.places.states import Level
from huying.practices import adopt

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 11, 18, 0, tzinfo=UTC)
DAY = date(2026, 3, 12)  # in Shanghai the day has turned


def limit(clock: str, move: str, facts: Facts, on: date = DAY) -> Limit | None:
    term = chosen(rulebook().terms, clock, move, facts, on)
    return term.limit if term else None


def test_every_place_works_by_an_adopted_pack_from_that_day_on() -> None:
    adopt("standard", place=None, at=AT)
    assert limit("close", "place", Facts()) == Limit(5, Unit.WORKDAY)
    assert limit("close", "accept", Facts(grade="B")) == Limit(10, Unit.WORKDAY)
    assert limit("close", "place", Facts(), DAY - timedelta(days=1)) is None
    assert set(LimitRule.objects.values_list("valid_from", "source")) == {
        (DAY, "practice:standard")
    }
    assert Counter(row.parent is None for row in categories()) == {True: 8, False: 33}
    assert Category.objects.get(code="0201").parent == Category.objects.get(code="02")


def test_a_place_can_work_by_a_pack_of_its_own() -> None:
    district = add_place(parent=None, level=Level.DISTRICT, code="990101", name="云川区", at=AT)
    other = add_place(parent=None, level=Level.DISTRICT, code="990102", name="石河区", at=AT)
    adopt("standard", place=district, at=AT)
    assert limit("accept", "place", Facts(place_path=district.path)) == Limit(1, Unit.WORKDAY)
    assert limit("accept", "place", Facts(place_path=other.path)) is None


def test_adopting_again_adds_nothing_and_undoes_no_change_made_by_hand() -> None:
    adopt("standard", place=None, at=AT)
    LimitRule.objects.filter(clock="close", grade="").update(amount=3)
    Category.objects.filter(code="0201").update(name="灯", sample=False)
    before = (LimitRule.objects.count(), Category.objects.count())
    adopt("standard", place=None, at=AT + timedelta(days=30))
    assert (LimitRule.objects.count(), Category.objects.count()) == before == (8, 41)
    assert limit("close", "place", Facts()) == Limit(3, Unit.WORKDAY)
    assert Category.objects.get(code="0201").name == "灯"


def test_a_pack_that_is_not_in_order_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "half.toml").write_text(
        'title = "Half"\n[[classes]]\ncode = "1"\nname = "One"\n[[limits]]\nclock = "close"\n',
        encoding="utf-8",
    )
    with pytest.raises(Refused) as raised:
        adopt("half", place=None, at=AT, folder=tmp_path)
    assert raised.value.code is Code.INVALID
    assert (LimitRule.objects.count(), Category.objects.count()) == (0, 0)
