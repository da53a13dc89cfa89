"""The lists are published together, read by everyone as they are now, and each version stays."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huying.kernel.refusals import Code
from huying.supply.actions.keeping import change
from huying.supply.actions.publishing import publish
from huying.supply.actions.raising import confirm, correct, decline, reopen
from huying.supply.models import Need, Publication
from huying.supply.queries.public import pending, shown, version
from huying.supply.verify import check_publications
from huying.trail.verify import check_chains
from tests.builders import Cast
from tests.supply.refusing import refused
from tests.supply.stocking import Stock


@pytest.fixture
def today(cast: Cast) -> date:
    return cast.at.date()


def names(content: object, of: str) -> list[str]:
    return [row["name"] for row in content[of]]  # type: ignore[index]


def test_assessed_needs_supply_and_landings_become_public_together_and_each_landing_names_its_need(
    cast: Cast, stock: Stock, today: date
) -> None:
    need = stock.confirmed("邻里互助")
    stock.need("还没评的")
    stock.confirmed("一位老人的事", personal=True)
    barber = stock.resource("理发师傅", contact="王师傅", phone="13800001234")
    fund = stock.resource("内部经费", kind="fund", inside=True)
    stock.item("上门理发")
    stock.landing(need, things=[barber, fund])
    assert shown(cast.community, today) is None
    made = publish(cast.community, **stock.how())
    assert made.version == 1
    found = shown(cast.community, today)
    assert found is not None
    assert {of: names(found.content, of) for of in found.content} == {
        "needs": ["邻里互助"], "resources": ["理发师傅"], "services": ["上门理发"],
        "landings": ["每月两次上门"],
    }  # fmt: skip
    landing = found.content["landings"][0]
    assert (landing["need"], landing["need_name"], landing["with"]) == (
        str(need.pk), "邻里互助", ["理发师傅"],
    )  # fmt: skip
    assert (found.content["needs"][0]["supporters"], list(found.changes)) == (12, [])
    told = str(made.content)
    assert [word for word in ("王师傅", "周师傅", "内部经费", "一位老人") if word in told] == []


def test_a_version_shows_again_what_was_published_while_the_lists_go_on(
    cast: Cast, stock: Stock, today: date
) -> None:
    need, barber = stock.confirmed(), stock.resource()
    first = publish(cast.community, **stock.how())
    with refused(Code.CONFLICT):
        publish(cast.community, **stock.how())
    stock.landing(stock.fresh(need), things=[barber])
    change(barber, name="理发小队", **stock.how())
    stock.resource("还没公开的")
    live = shown(cast.community, today)
    assert live is not None
    assert [(one.list, one.what, one.fields) for one in live.changes] == [
        ("needs", "changed", ("state",)), ("resources", "changed", ("name",)),
    ]  # fmt: skip
    assert names(live.content, "resources") == ["理发小队"]
    assert names(live.content, "landings") == []
    assert [one.name for one in pending(cast.community, today) if one.what == "new"] == [
        "还没公开的", "每月两次上门",
    ]  # fmt: skip
    second = publish(cast.community, **stock.how())
    assert (second.version, version(cast.community, 1).content["needs"][0]["state"]) == (
        2, "confirmed",
    )  # fmt: skip
    assert names(version(cast.community, 1).content, "resources") == ["理发师傅"]
    assert first.digest != second.digest
    assert (check_publications().differences, check_chains().differences) == (0, 0)
    with refused(Code.UNKNOWN):
        version(cast.community, 3)


def test_what_was_published_by_mistake_is_gone_from_every_version(
    cast: Cast, stock: Stock, today: date
) -> None:
    need, barber = stock.confirmed("三号楼王奶奶"), stock.resource()
    stock.landing(need, things=[barber])
    publish(cast.community, **stock.how())
    correct(stock.fresh(need), personal=True, reason="说的是一户人家", **stock.how())
    change(barber, inside=True, **stock.how())
    found = shown(cast.community, today)
    assert found is not None
    for content in (found.content, version(cast.community, 1).content):
        assert content == {"needs": [], "resources": [], "services": [], "landings": []}
    assert check_publications().differences == 0


def test_a_published_need_that_is_declined_still_tells_the_other_way(
    cast: Cast, stock: Stock, today: date
) -> None:
    need = stock.confirmed()
    publish(cast.community, **stock.how())
    decline(stock.fresh(need), why="beyond_duty", other_way="请到区里办", **stock.how())
    found = shown(cast.community, today)
    assert found is not None
    row = found.content["needs"][0]
    assert (row["state"], row["other_way"]) == ("declined", "请到区里办")
    again = stock.fresh(need)
    reopen(again, reason="又归我们", **stock.how())
    assert again.state == "confirmed"


def test_only_whoever_keeps_the_place_publishes_and_other_places_stay_their_own(
    cast: Cast, stock: Stock, today: date
) -> None:
    confirm(stock.need(), score=3, decision="办", **stock.how())
    for stranger in (cast.gu, cast.zhou):
        with refused(Code.NOT_YOURS):
            publish(cast.community, by=stranger.actor, at=stock.at)
    publish(cast.street, by=cast.dispatcher.actor, at=stock.at)
    assert shown(cast.community, today) is None
    assert shown(cast.neighbour, today) is None
    street = shown(cast.street, today)
    assert street is not None
    assert names(street.content, "needs") == ["邻里互助"]


def test_a_tampered_version_is_found(cast: Cast, stock: Stock) -> None:
    stock.confirmed()
    made = publish(cast.community, **stock.how())
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            place=cast.community, version=1, content={}, digest="0" * 64, published_at=stock.at
        )
    made.content["needs"][0]["supporters"] = 99
    made.save()
    assert check_publications().differences == 1
    Publication.objects.all().delete()
    assert check_publications().differences == 1
    assert Need.objects.count() == 1
