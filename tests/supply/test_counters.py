"""What was done since 2020, counted from imported orders and not typed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huying.kernel.calendar import SHANGHAI
from huying.orders.actions.arrivals import Ended, ImportedRow
from huying.orders.actions.importing import import_orders
from huying.orders.actions.placing import Wish
from huying.orders.models import Category
from huying.places.models import Place
from huying.supply.queries.counting import Counted, counters, done_by_item
from tests.builders import Cast
from tests.supply.stocking import Stock

SINCE = date(2020, 1, 1)
FIRST = datetime(2020, 1, 3, 9, 0, tzinfo=SHANGHAI)
HISTORY = {"errand": (155, "booking"), "mediation": (72, "help"), "repair": (61, "help")}


@pytest.fixture
def sorts(cast: Cast) -> dict[str, Category]:
    names = {"errand": "帮办", "mediation": "邻里调解", "repair": "义务维修"}
    return {code: Category.objects.create(code=code, name=name) for code, name in names.items()}


def imported(place: Place, sort: Category, kind: str, count: int, **more: Any) -> None:
    rows = []
    for number in range(count):
        at = more.get("at", FIRST + timedelta(days=number))
        rows.append(
            ImportedRow(
                source=f"old-{place.code}", source_number=f"{sort.code}-{at.year}-{number}",
                placed_at=at, ended=Ended(closed_at=at + timedelta(hours=5)),
                wish=Wish(text="帮一下", place=place, kind=kind, category=sort, channel="counter"),
            )
        )  # fmt: skip
    import_orders(rows, at=datetime(2026, 3, 9, tzinfo=SHANGHAI))


def test_the_counters_of_six_years_come_from_the_orders(
    cast: Cast, sorts: dict[str, Category]
) -> None:
    for code, (count, kind) in HISTORY.items():
        imported(cast.community, sorts[code], kind, count)
    imported(cast.community, sorts["errand"], "booking", 3, at=FIRST - timedelta(days=9))
    imported(cast.neighbour, sorts["errand"], "booking", 4)
    cast.place("还没办完的", category=sorts["errand"])
    assert counters(cast.community, SINCE, cast.lin.actor) == [
        Counted("booking", "errand", "帮办", 155),
        Counted("help", "mediation", "邻里调解", 72),
        Counted("help", "repair", "义务维修", 61),
    ]
    assert counters(cast.community, SINCE, cast.gu.actor) == []
    assert counters(cast.street, SINCE, cast.dispatcher.actor)[0].count == 159


def test_an_item_counts_what_was_done_of_its_class_and_its_sub_items(
    cast: Cast, stock: Stock, sorts: dict[str, Category]
) -> None:
    Category.objects.create(code="errand.1", name="代买药", parent=sorts["errand"])
    imported(cast.community, sorts["errand"], "booking", 2)
    imported(cast.community, Category.objects.get(code="errand.1"), "booking", 3)
    item, other = stock.item("红色代办", category=sorts["errand"]), stock.item("没有分类的")
    found = done_by_item([item, other], cast.community, SINCE, cast.lin.actor)
    assert found == {item.pk: 5}
