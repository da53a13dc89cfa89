"""What a form about an order offers: places, units, people, categories."""

import pytest

from huying.orders import choices
from huying.orders.choices import (
    OUTDOORS,
    category_choices,
    handler_choices,
    places_around,
    places_of,
    successor_choices,
    unit_choices,
    units_for,
)
from huying.orders.models import Category
from huying.people.roles import Grant, Role
from tests.builders import START, Cast, build_cast

DAY = START.date()


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def test_categories_stand_under_their_class_which_can_be_chosen_too(cast: Cast) -> None:
    Category.objects.create(code="03", name="退出的", retired_on=DAY)
    assert category_choices(cast.building.path, on=DAY) == [
        ("公共设施", [("01", "公共设施"), ("0101", "公共照明")]),
        ("02", "邻里噪音"),
    ]


def test_places_are_those_of_the_grant_in_tree_order(cast: Cast) -> None:
    assert places_of(cast.lin.actor, Grant.INTAKE, OUTDOORS) == [
        ("990101001001", "槐荫里社区"),
        ("990101001001001", "\u3000槐荫里第一网格"),
        ("990101001001001-B3", "\u3000\u30003号楼"),
    ]
    assert places_of(cast.lin.actor, Grant.RATES) == []
    street = [name for _code, name in places_of(cast.dispatcher.actor, Grant.SEE)]
    assert street == [
        "青梧街道",
        "\u3000槐荫里社区",
        "\u3000\u3000槐荫里第一网格",
        "\u3000柳岸社区",
    ]


def test_too_many_places_leave_out_the_innermost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "MOST_PLACES", 2)
    assert places_of(cast.lin.actor, Grant.INTAKE, OUTDOORS) == [
        ("990101001001", "槐荫里社区"),
        ("990101001001001", "\u3000槐荫里第一网格"),
    ]


def test_an_order_may_belong_anywhere_in_its_community_or_next_door(cast: Cast) -> None:
    inside = [code for code, _name in places_around(cast.place())]
    assert inside == [
        "990101001001",
        "990101001001001",
        "990101001001001-B3",
        "990101001002",
    ]
    of_the_street = [code for code, _name in places_around(cast.place(place=cast.street))]
    assert of_the_street == ["990101001", *inside]


def test_units_and_their_handlers_are_those_that_serve_the_place(cast: Cast) -> None:
    units = units_for(cast.place(), DAY)
    assert unit_choices(units) == [
        ("chengguan", "云川区城市管理局"), ("hengan", "恒安物业"), ("huaiyinli", "槐荫里社区居委会"),
    ]  # fmt: skip
    cast.wu.account.is_active = False
    cast.wu.account.save()
    assert handler_choices(units, DAY) == [
        ("云川区城市管理局", [(str(cast.ma.person.pk), "马科长")]),
        ("恒安物业", [(str(cast.zhou.person.pk), "周师傅")]),
    ]
    next_door = units_for(cast.place(place=cast.neighbour), DAY)
    assert [unit.code for unit in next_door] == ["chengguan"]


def test_responsibility_goes_to_someone_else_at_the_desks_above_the_order(cast: Cast) -> None:
    order = cast.place()
    cast.hire("网格员", Role.GRID_WORKER, cast.community)
    assert successor_choices(order, DAY) == [
        (str(cast.secretary.person.pk), "陈书记 · 槐荫里社区"),
        (str(cast.dispatcher.person.pk), "何派单 · 青梧街道"),
    ]
