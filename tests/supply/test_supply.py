"""What there is and what is offered: a place's own rows, counted and never typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huying.kernel.actor import SYSTEM
from huying.kernel.refusals import Code
from huying.practices import adopt
from huying.supply.actions.keeping import add_item, add_resource, change, end
from huying.supply.actions.taking_over import take_over
from huying.supply.models import ITEM, RESOURCE, Resource, ServiceItem
from huying.supply.queries.lists import items, resource, resources, totals
from huying.trail.models import Record
from huying.trail.verify import check_chains
from tests.builders import Cast
from tests.supply.refusing import refused
from tests.supply.stocking import Stock


def worked_by(cast: Cast, practice: str) -> None:
    adopt(practice, place=cast.community, by=SYSTEM, at=cast.at)


def test_nineteen_resources_and_twenty_five_and_eight_items_are_counted(
    cast: Cast, stock: Stock
) -> None:
    for number in range(19):
        stock.resource(f"共享资源{number + 1}")
    for number in range(25):
        stock.item(f"常规项目{number + 1}")
    for number in range(8):
        stock.item(f"特色项目{number + 1}", sort="characteristic")
    end(stock.resource("停了的"), reason="搬走了", **stock.how())
    stock.item("无犯罪记录证明", offered=False, office="派出所")
    found = totals(cast.lin.actor, cast.community, on=cast.at.date())
    assert {key: found[key] for key in ("resources", "regular", "characteristic", "services")} == {
        "resources": 19, "regular": 25, "characteristic": 8, "services": 33,
    }  # fmt: skip
    assert set(totals(cast.gu.actor, cast.community, on=cast.at.date()).values()) == {0}


def test_the_catalogue_of_the_practice_becomes_the_places_own_once(
    cast: Cast, stock: Stock
) -> None:
    with refused(Code.NOT_YET):
        take_over(cast.community, **stock.how())
    worked_by(cast, "shijiazhuang")
    assert take_over(cast.community, **stock.how()) == 25
    assert take_over(cast.community, **stock.how()) == 0
    insurance = ServiceItem.objects.get(code="medical_insurance")
    assert (insurance.name, insurance.papers, insurance.source) == (
        "办理医保", ["身份证", "户口簿"], "shijiazhuang 2024",
    )  # fmt: skip
    change(insurance, name="医保代办", **stock.how())
    end(ServiceItem.objects.get(code="shops"), reason="不做了", **stock.how())
    assert take_over(cast.community, **stock.how()) == 0
    insurance.refresh_from_db()
    assert insurance.name == "医保代办"
    assert Record.objects.filter(subject_kind=ITEM, move="add").count() == 25
    assert check_chains().differences == 0


def test_twenty_certificates_are_declined_each_with_the_office_that_issues_it(
    cast: Cast, stock: Stock
) -> None:
    worked_by(cast, "shijiazhuang")
    take_over(cast.community, **stock.how())
    declined = items(cast.lin.actor, cast.community).filter(offered=False)
    offices = {one.name: one.office for one in declined}
    assert len(offices) == 20
    assert offices["无犯罪记录证明"] == "公安派出所"
    assert offices["婚姻状况证明"] == "婚姻登记机关"
    assert all(offices.values())
    assert {one.group for one in declined} == {"开具证明"}
    allowed = items(cast.lin.actor, cast.community).get(code="certificate")
    assert (allowed.offered, allowed.papers) == (True, ["身份证"])


def test_what_is_declined_names_an_office_or_is_refused(stock: Stock) -> None:
    with refused(Code.INCOMPLETE, "office"):
        stock.item("无犯罪记录证明", offered=False)
    item = stock.item("无犯罪记录证明", offered=False, office="派出所")
    with refused(Code.INCOMPLETE, "office"):
        change(item, office="", **stock.how())
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceItem.objects.filter(pk=item.pk).update(office="")


def test_a_resource_belongs_to_a_unit_or_a_person_by_name(cast: Cast, stock: Stock) -> None:
    with refused(Code.INCOMPLETE, "kind", "name", "owner_unit"):
        add_resource(place=cast.community, **stock.how())
    tailor = stock.resource("缝补手艺", owner_unit=None, owner_name="退休的裁缝")
    assert (tailor.owner_unit, tailor.owner_name) == (None, "退休的裁缝")
    entry = Record.objects.get(subject_kind=RESOURCE, subject_id=tailor.pk)
    assert (entry.given["owner_name"], "裁缝" in str(entry.given)) == ("set", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "miracle"), ("lng", 181.0), ("lat", 31.0), ("phone", "abc"), ("capacity", -1),
        ("specialities", ["x"] * 13), ("name", "长" * 81), ("colour", "red"),
    ],
)  # fmt: skip
def test_what_cannot_be_of_a_resource_is_refused_by_field_and_nothing_is_kept(
    stock: Stock, field: str, value: object
) -> None:
    with refused(Code.INVALID, "lng" if field == "lat" else field):
        said: dict[str, Any] = {"name": "活动室", field: value}
        stock.resource(**said)
    assert Resource.objects.count() == 0


def test_a_change_is_on_record_once_and_saying_the_same_is_none(cast: Cast, stock: Stock) -> None:
    item = stock.item("上门理发")
    change(item, name="上门理发", providers=[], **stock.how())
    change(item, papers=["身份证"], providers=[cast.hengan], **stock.how())
    change(item, papers=["身份证"], providers=[cast.hengan], **stock.how())
    entries = Record.objects.filter(subject_kind=ITEM, subject_id=item.pk).order_by("seq")
    assert [entry.move for entry in entries] == ["add", "change"]
    assert entries[1].given == {"papers": ["身份证"], "providers": ["hengan"]}


def test_what_ended_is_kept_readable_and_is_neither_listed_nor_changed(
    cast: Cast, stock: Stock
) -> None:
    one = end(stock.resource(), reason="搬走了", **stock.how())
    today = cast.at.date()
    assert resources(cast.lin.actor, cast.community, on=today).count() == 0
    assert resources(cast.lin.actor, cast.community).count() == 1
    assert resource(one.pk, cast.lin.actor) == one
    with refused(Code.WRONG_STATE):
        change(one, name="又来了", **stock.how())
    with refused(Code.WRONG_STATE):
        end(one, reason="再停一次", **stock.how())


def test_only_whoever_keeps_the_place_writes_there(cast: Cast, stock: Stock) -> None:
    one, item = stock.resource(), stock.item()
    before = Record.objects.count()
    for stranger in (cast.gu, cast.zhou, cast.ma):
        how: dict[str, Any] = {"by": stranger.actor, "at": stock.at}
        with refused(Code.NOT_YOURS):
            add_resource(place=cast.community, name="x", kind="venue", owner_name="x", **how)
        with refused(Code.NOT_YOURS):
            add_item(place=cast.community, name="x", **how)
        rows: tuple[Any, ...] = (one, item)
        for row in rows:
            with refused(Code.NOT_YOURS):
                change(row, name="x", **how)
            with refused(Code.NOT_YOURS):
                end(row, reason="x", **how)
        with refused(Code.NOT_YOURS):
            take_over(cast.community, **how)
    assert Record.objects.count() == before


def test_what_a_street_shares_can_be_opened_in_its_communities_and_not_next_door(
    cast: Cast, stock: Stock
) -> None:
    of_street = add_resource(
        place=cast.street, name="街道礼堂", kind="venue", owner_name="街道",
        by=cast.dispatcher.actor, at=stock.at,
    )  # fmt: skip
    own = stock.resource()
    assert resource(of_street.pk, cast.lin.actor) == of_street
    assert resource(of_street.pk, cast.gu.actor) == of_street
    with refused(Code.UNKNOWN):
        resource(own.pk, cast.gu.actor)
    with refused(Code.UNKNOWN):
        resource(of_street.pk, cast.zhou.actor)


def test_an_item_of_tomorrow_is_not_there_today(cast: Cast, stock: Stock) -> None:
    item = stock.item()
    yesterday = cast.at.date() - timedelta(days=1)
    assert items(cast.lin.actor, cast.community, on=yesterday).count() == 0
    assert list(items(cast.lin.actor, cast.community, on=cast.at.date())) == [item]
