"""Ten thousand events of a real district, and real messages: what comes in is what was there."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from huying.clocks.models import Clock
from huying.evaluation.queries import rates
from huying.intake.pasting.cutting import cut
from huying.intake.pasting.guesses import guessed
from huying.kernel.actor import SYSTEM, Actor, ActorKind, Standing
from huying.kernel.calendar import SHANGHAI
from huying.orders.models import Category, Order
from huying.orders.suggesting import suggestions
from huying.orders.verify import check_floating, check_orders, check_promises, check_words
from huying.orgs.models import Organisation
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.queries import faults
from huying.practices import adopt
from huying.trail.verify import check_chains
from tests.builders import Cast
from tests.intake.tables import NOON, counts, imported, rejected

EVENTS = Path("events", "pingshan_2018.csv")
REPLIED = Path("messages", "replied.csv")
LIKED = Path("messages", "hot_topics.csv")
BLANK = "-"
Cells = dict[str, str]


def cells(path: Path) -> list[Cells]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def placed(row: Cells) -> bool:
    return BLANK not in {row["STREET_NAME"], row["COMMUNITY_NAME"]}


def over(row: Cells) -> bool:
    return "1" in {row["INTIME_ARCHIVE_NUM"], row["OVERTIME_ARCHIVE_NUM"]}


def instant(text: str) -> datetime:
    form = "%Y/%m/%d %H:%M:%S" if "/" in text else "%Y-%m-%d %H:%M:%S"
    return datetime.strptime(text, form).replace(tzinfo=SHANGHAI)


def everything_holds() -> bool:
    checks = (check_chains(), check_orders(), check_words(), check_promises(), check_floating(NOON))
    return sum(check.differences for check in checks) == 0 and faults() == {}


def on_time(rows: list[Cells]) -> tuple[int, int]:
    """How many of these were in time, of how many, as the rates of their district say it."""
    district = Place.objects.get(code="440310")
    grants = frozenset({Grant.SEE, Grant.RATES})
    standing = Standing("supervisor", grants, district.pk, district.path)
    viewer = Actor(ActorKind.STAFF, "supervisor", 0, (standing,))
    begin = min(instant(row["CREATE_TIME"]) for row in rows)
    found = rates(district, begin, NOON, viewer=viewer, at=NOON).rates["on_time"]
    return found.numerator, found.denominator


def test_a_districts_events_come_in_with_places_classes_units_and_rates(
    cast: Cast, real_data: Path
) -> None:
    before = {model: model.objects.count() for model in (Place, Organisation, Category)}
    rows = cells(real_data / EVENTS)
    good = [row for row in rows if placed(row) and over(row)]
    report = imported(real_data / EVENTS, place_code=None)
    assert counts(report) == (len(rows), len(good), 0, len(rows) - len(good))
    assert Counter(row["code"] for row in rejected(report)) == {
        "unknown-place": sum(not placed(row) for row in rows),
        "not-open": sum(placed(row) and not over(row) for row in rows),
    }
    made = {model: model.objects.count() - count for model, count in before.items()}
    sure = [row for row in rows if placed(row)]
    assert made == {
        Place: 1 + len({r["STREET_ID"] for r in sure}) + len({r["COMMUNITY_ID"] for r in sure}),
        Organisation: len({r["DISPOSE_UNIT_ID"] for r in sure} - {BLANK}),
        Category: sum(
            len({r[f"{level}_TYPE_ID"] for r in sure}) for level in ("EVENT", "MAIN", "SUB")
        ),
    }
    stored = Order.objects.filter(source="pingshan").values_list(
        "source_number", "placed_at", "street__name", "community__name", "summary"
    )
    assert sorted(stored) == sorted(
        (
            row["REC_ID"],
            instant(row["CREATE_TIME"]),
            row["STREET_NAME"],
            row["COMMUNITY_NAME"],
            row["SUB_TYPE_NAME"],
        )
        for row in good
    )
    assert on_time(good) == (sum(row["INTIME_ARCHIVE_NUM"] == "1" for row in good), len(good))
    assert everything_holds()


def test_answered_messages_keep_their_replies_and_both_times(cast: Cast, real_data: Path) -> None:
    rows = cells(real_data / REPLIED)
    assert counts(imported(real_data / REPLIED)) == (len(rows), len(rows), 0, 0)
    stored = Order.objects.values_list("source_number", "placed_at", "closed_at", "state", "result")
    assert sorted(stored) == sorted(
        (row["id"], instant(row["at"]), instant(row["replied_at"]), "closed", "explained")
        for row in rows
    )
    lengths = {order.source_number: len(order.reply) for order in Order.objects.only("reply")}
    assert all(0 < lengths[row["id"]] <= len(row["reply"]) for row in rows)
    clocks = Clock.objects.filter(name="close", imported=False)
    assert clocks.count() == sum(instant(row["at"]).year >= 2020 for row in rows)
    assert everything_holds()
    assert counts(imported(real_data / REPLIED)) == (len(rows), 0, len(rows), 0)


def test_unanswered_messages_stand_at_the_desk_with_their_likes(
    cast: Cast, real_data: Path
) -> None:
    rows = cells(real_data / LIKED)
    good = [row for row in rows if len(row["detail"].strip()) <= 5000]
    report = imported(real_data / LIKED)
    assert counts(report) == (len(rows), len(good), 0, len(rows) - len(good))
    assert {row["code"] for row in rejected(report)} == {"invalid-text"}
    orders = Order.objects.filter(is_open=True, responsible_person=cast.lin.person)
    assert orders.count() == len(good)
    assert everything_holds()


@pytest.mark.one_database
def test_pasted_messages_say_where_and_what_more_often_than_not(
    cast: Cast, real_data: Path
) -> None:
    adopt("standard", place=None, by=SYSTEM, at=NOON)
    texts = [row["detail"] for row in cells(real_data / LIKED)]
    pieces = [cut(text) for text in texts]
    assert ["".join(piece.raw for piece in cut_up) for cut_up in pieces] == texts
    where = sum("address" in guessed(cut_up[0], at=NOON) for cut_up in pieces)
    what = sum(
        bool(suggestions(cut_up[0].words, cast.community.path, on=NOON.date())) for cut_up in pieces
    )
    assert where > len(texts) * 0.7
    assert what > len(texts) * 0.5
