"""Two districts in one installation, each with its own way: what holds where, and from when."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from huying.adoptions.queries import way_at
from huying.kernel.actor import SYSTEM
from huying.kernel.refusals import Code, Refused
from huying.orders.choices import category_choices
from huying.orders.models import Category, Order
from huying.orders.named import categories, category_called
from huying.orders.suggesting import suggestions
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import Level
from huying.practices import adopt
from tests.builders import START, Cast, build_cast

ON = START.date()
PACK = """title = "{name}"
version = "1"
[[limits]]
clock = "close"
starts_on = "place"
amount = {days}
unit = "day"
[[classes]]
code = "{name}-1"
name = "路灯（{name}）"
words = ["路灯"]
"""


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def elsewhere(cast: Cast) -> Place:
    """Another district, with a street and a community."""
    district = add_place(parent=None, level=Level.DISTRICT, code="990102", name="石河区", at=START)
    street = add_place(
        parent=district, level=Level.STREET, code="990102001", name="河沿街道", at=START
    )
    return add_place(
        parent=street, level=Level.COMMUNITY, code="990102001001", name="柳湾社区", at=START
    )


@pytest.fixture
def ways(cast: Cast, elsewhere: Place, tmp_path: Path) -> Path:
    """The cast's district works by `here`, the other by `there`."""
    for name, days in (("here", 3), ("there", 9)):
        (tmp_path / f"{name}.toml").write_text(PACK.format(name=name, days=days), encoding="utf-8")
    before = START - timedelta(days=1)
    adopt("here", place=cast.district, by=SYSTEM, at=before, folder=tmp_path)
    other = Place.objects.get(code="990102")
    adopt("there", place=other, by=SYSTEM, at=before, folder=tmp_path)
    return tmp_path


def codes(*paths: str, within: bool = False) -> set[str]:
    return {row.code for row in categories(*paths, on=ON, within=within)}


def test_each_place_works_by_the_nearest_way_around_it(
    cast: Cast, ways: Path, elsewhere: Place
) -> None:
    found = {place.name: way_at(place.path, ON) for place in (cast.building, elsewhere)}
    assert {name: way.practice for name, way in found.items() if way} == {
        cast.building.name: "here", "柳湾社区": "there",
    }  # fmt: skip
    adopt("there", place=cast.community, by=SYSTEM, at=START, folder=ways)
    nearest = [way_at(place.path, ON) for place in (cast.building, cast.neighbour)]
    assert [way and way.practice for way in nearest] == ["there", "here"]
    assert way_at(cast.building.path, ON - timedelta(days=2)) is None


def test_orders_are_sorted_by_the_classes_of_their_place(
    cast: Cast, ways: Path, elsewhere: Place
) -> None:
    assert {"here-1", "0101"} <= codes(cast.building.path)
    assert "there-1" not in codes(cast.building.path)
    assert codes(elsewhere.path) >= {"there-1", "0101"}  # what no pack brought is everybody's
    assert "here-1" not in codes(elsewhere.path)
    assert [found.code for found in suggestions("路灯坏了", elsewhere.path, on=ON)] == [
        "0101", "there-1",
    ]  # fmt: skip
    assert category_called("here-1", elsewhere.path, ON) is None
    offered = dict(category_choices(elsewhere.path, on=ON))
    assert ("there-1" in offered, "here-1" in offered) == (True, False)


def test_whoever_sees_both_districts_finds_the_classes_of_both(
    cast: Cast, ways: Path, elsewhere: Place
) -> None:
    assert codes("", within=True) >= {"here-1", "there-1"}
    assert codes(cast.district.path, elsewhere.path) >= {"here-1", "there-1"}


def test_a_class_of_another_way_is_refused_and_nothing_is_lost(
    cast: Cast, ways: Path, elsewhere: Place
) -> None:
    order = cast.place()
    with pytest.raises(Refused) as raised:
        cast.move(order, "accept", cast.lin, category="there-1")
    assert raised.value.code is Code.INVALID
    assert Order.objects.get(pk=order.pk).state == "submitted"
    with pytest.raises(Refused) as raised:
        cast.place(category=Category.objects.get(code="there-1"))
    assert raised.value.fields == {"category": "used elsewhere"}
    assert Order.objects.count() == 1
    cast.move(order, "accept", cast.lin, category="here-1")
    assert Order.objects.get(pk=order.pk).state == "accepted"


def test_an_order_keeps_the_class_it_was_filed_under_when_the_way_changes(
    cast: Cast, ways: Path
) -> None:
    order = cast.place()
    cast.move(order, "accept", cast.lin, category="here-1")
    later = ON + timedelta(days=3)
    adopt("there", place=cast.district, by=SYSTEM, at=START, since=later, folder=ways)
    assert Order.objects.get(pk=order.pk).category == Category.objects.get(code="here-1")
    assert category_called("here-1", cast.building.path, date(2026, 3, 12)) is not None
    assert category_called("here-1", cast.building.path, later) is None
