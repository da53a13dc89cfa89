"""Satisfaction with closed orders: never a share without what it was counted from (B4-8)."""

from datetime import timedelta

import pytest

from huying.lists.actions import export_list
from huying.lists.states import Format
from huying.orders.actions.arrivals import Ended, ImportedRow
from huying.orders.actions.importing import import_orders
from huying.orders.actions.placing import Wish
from huying.orders.models import Order, Rating
from huying.people.roles import Role
from tests.builders import START, Cast
from tests.lists.samples import of, told

PERIOD = {"since": "2026-03-01", "until": "2026-03-31"}
SATISFIED, ASKED, SILENT = 163, 165, 5


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """165 closed orders that were judged, 163 of them well, 5 that nobody judged, 1 withdrawn."""
    rows = [
        ImportedRow(
            source="hotline", source_number=f"H{n}", placed_at=START, ended=Ended(closed_at=START),
            wish=Wish(text="热线转来的事", place=cast.building, channel="hotline"),
        )
        for n in range(ASKED + SILENT)
    ]  # fmt: skip
    assert import_orders(rows, at=START + timedelta(hours=1)) == ASKED + SILENT
    judged = Order.objects.order_by("source_number")[:ASKED]
    Rating.objects.bulk_create(
        Rating(order=order, satisfied=n < SATISFIED, solved=True, channel="phone", by_label="x", at=START)
        for n, order in enumerate(judged)
    )  # fmt: skip
    gone = cast.place()
    cast.move(gone, "withdraw")
    return cast


def test_98_79_percent_comes_with_numerator_denominator_exclusions_and_rule(counted: Cast) -> None:
    (row,) = told(of(counted, "satisfaction", counted.secretary, **PERIOD))
    assert (row["place"], row["numerator"], row["denominator"]) == ("槐荫里社区", 163, 165)
    assert f"{row['share']:.2%}" == "98.79%"
    assert (row["orders"], row["left_out"], row["no_answer"], row["withdrawn"]) == (171, 6, 5, 1)
    assert (row["enough"], row["rule"]) == (True, "2026-11-2")
    assert (str(row["since"]), str(row["until"])) == ("2026-03-01", "2026-03-31")
    assert row["orders"] == int(str(row["denominator"])) + int(str(row["left_out"]))


def test_a_district_reads_community_by_community_or_all_in_one(counted: Cast) -> None:
    ling = counted.hire("区长", Role.DISTRICT_COMMANDER, counted.district)
    rows = told(of(counted, "satisfaction", ling, **PERIOD))
    assert [(row["place"], row["numerator"], row["denominator"], row["share"]) for row in rows] == [
        ("槐荫里社区", 163, 165, 163 / 165), ("柳岸社区", 0, 0, None),
    ]  # fmt: skip
    (whole,) = told(of(counted, "satisfaction", ling, **PERIOD, level="district"))
    assert (whole["place"], whole["numerator"], whole["denominator"]) == ("云川区", 163, 165)


def test_the_exported_file_carries_all_of_it_beside_the_share(counted: Cast) -> None:
    found = of(counted, "satisfaction", counted.secretary, **PERIOD)
    made = export_list(found, Format.CSV, by=counted.secretary.actor, at=counted.at)
    with made.file:
        text = made.file.read().decode("utf-8-sig")
    line = text.splitlines()[-1]
    for part in (",163,165,98.79%,", "2026-11-2"):
        assert part in line
    assert line.count("2026-03-") == 2
