"""A need meets what there is: by whom, by what measure, by which day; and nothing lands without."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huying.kernel.refusals import Code
from huying.supply.actions import move_landing, move_need
from huying.supply.actions.keeping import add_resource, end
from huying.supply.actions.pairing import correct_landing, drop, land, plan
from huying.supply.actions.raising import reopen
from huying.supply.models import Landing, Need
from huying.supply.queries.lists import landings, totals
from huying.supply.states import LandingState, NeedState
from huying.supply.verify import CHECKS
from huying.trail.models import Record
from tests.builders import Cast
from tests.supply.refusing import refused
from tests.supply.stocking import DUE, Stock

YEAR = 2026


def whole() -> bool:
    return sum(check().differences for check in CHECKS) == 0


def test_a_solitary_elders_need_paired_with_a_resource_and_a_taker_lands(
    cast: Cast, stock: Stock
) -> None:
    need = stock.confirmed("独居老人理发", households=1, personal=True)
    barber = stock.resource("理发师傅", specialities=["老人理发"])
    landing = stock.landing(need, things=[barber, stock.item("上门理发", mode="at_home")])
    assert (landing.state, stock.fresh(need).state) == ("planned", "paired")
    assert (landing.owner_unit, landing.owner_person) == (cast.hengan, cast.zhou.person)
    for name, raw in (("begin", {}), ("land", {"outcome": "理好了"})):
        move_landing(landing, name, by=cast.zhou.actor, at=stock.at, raw=raw)
    assert (landing.state, landing.landed_on) == ("landed", cast.at.date())
    assert stock.fresh(need).state == "landed"
    told = Record.objects.filter(subject_kind="need", subject_id=need.pk).order_by("seq").last()
    assert told
    assert (told.move, told.by_label, told.by_person) == ("land", "周师傅", cast.zhou.person.pk)
    assert [one.name for one in landing.resources.all()] == ["理发师傅"]
    assert list(barber.landings.all()) == [landing]
    assert whole()


def test_without_owner_measure_day_or_means_nothing_is_planned(cast: Cast, stock: Stock) -> None:
    need, barber = stock.confirmed(), stock.resource()
    said = {
        "measure": "每月上门", "due_on": DUE, "owner": [cast.hengan], "things": [barber],
    }  # fmt: skip
    before = Record.objects.count()
    for field, nothing in (("measure", ""), ("due_on", None), ("owner", []), ("things", [])):
        with refused(Code.INCOMPLETE, field):
            plan(need, **said | {field: nothing}, **stock.how())  # type: ignore[arg-type]
    with refused(Code.INCOMPLETE, "owner", "measure", "things", "due_on"):
        move_need(need, "pair", by=stock.by, at=stock.at, raw={"unit": "", "resources": []})
    assert (Landing.objects.count(), Record.objects.count()) == (0, before)
    assert stock.fresh(need).state == "confirmed"


@pytest.mark.parametrize(
    "columns", [{"measure": ""}, {"owner_unit": None, "owner_person": None}, {"landed_on": DUE}]
)
def test_the_database_keeps_no_landing_without_owner_or_measure(
    stock: Stock, columns: dict[str, object]
) -> None:
    landing = stock.landing()
    with pytest.raises(IntegrityError), transaction.atomic():
        Landing.objects.filter(pk=landing.pk).update(**columns)


def test_the_years_count_of_what_landed_reaches_thirty_and_is_counted_from_rows(
    cast: Cast, stock: Stock
) -> None:
    barber = stock.resource()
    for number in range(30):
        stock.landed(stock.confirmed(f"第{number + 1}件"), things=[barber])
    stock.landed(stock.confirmed("去年的"), things=[barber], on=date(YEAR - 1, 12, 30))
    stock.landing(stock.confirmed("还没办的"), things=[barber])
    drop(stock.landing(stock.confirmed("不办的"), things=[barber]), reason="算了", **stock.how())
    assert landings(cast.lin.actor, cast.community, year=YEAR).count() == 30
    assert totals(cast.lin.actor, cast.community, on=cast.at.date())["landed"] == 30
    assert whole()


def test_a_landing_takes_place_by_hand_of_sent_fields(cast: Cast, stock: Stock) -> None:
    need, barber, item = stock.confirmed(), stock.resource(), stock.item()
    raw = {
        "measure": "上门", "due_on": "2026-04-01", "unit": "hengan",
        "person": str(cast.zhou.person.pk), "resources": [str(barber.pk)], "items": str(item.pk),
    }  # fmt: skip
    move_need(need, "pair", by=stock.by, at=stock.at, raw=raw)
    landing = Landing.objects.get()
    assert (landing.owner_unit, landing.owner_person, landing.due_on) == (
        cast.hengan, cast.zhou.person, DUE,
    )  # fmt: skip
    assert (list(landing.resources.all()), list(landing.items.all())) == ([barber], [item])


def test_what_is_ended_declined_or_of_next_door_meets_no_need_here(
    cast: Cast, stock: Stock
) -> None:
    ended = end(stock.resource(), reason="搬走了", **stock.how())
    declined = stock.item("无犯罪记录证明", offered=False, office="派出所")
    elsewhere = add_resource(
        place=cast.neighbour, name="活动室", kind="venue", owner_name="柳岸", by=cast.gu.actor,
        at=stock.at,
    )  # fmt: skip
    need = stock.confirmed()
    for thing, field in ((ended, "resources"), (declined, "items"), (elsewhere, "resources")):
        with refused(Code.INVALID, field):
            stock.landing(need, things=[thing])
    raw = {"measure": "x", "due_on": "2026-04-01", "unit": "hengan", "resources": elsewhere.pk}
    with refused(Code.INVALID, "resources"):
        move_need(need, "pair", by=stock.by, at=stock.at, raw=raw)
    assert Landing.objects.count() == 0


def test_a_need_waits_for_all_its_landings_and_goes_back_when_all_are_dropped(
    stock: Stock,
) -> None:
    need, barber = stock.confirmed(), stock.resource()
    first, second = stock.landing(need, things=[barber]), stock.landing(need, things=[barber])
    drop(first, reason="排不开", **stock.how())
    assert stock.fresh(need).state == "paired"
    drop(second, reason="也排不开", **stock.how())
    assert stock.fresh(need).state == "confirmed"
    third = stock.landing(stock.fresh(need), things=[barber])
    fourth = stock.landing(stock.fresh(need), things=[barber])
    land(third, outcome="好了", **stock.how())
    drop(fourth, reason="不用了", **stock.how())
    assert stock.fresh(need).state == "landed"
    assert whole()


def test_a_need_opened_again_goes_by_what_is_planned_since(stock: Stock) -> None:
    need = stock.need_in(NeedState.LANDED)
    reopen(need, reason="又不行了", **stock.how())
    assert need.state == "confirmed"
    again = stock.landing(stock.fresh(need))
    with refused(Code.WRONG_STATE):
        reopen(stock.fresh(need), reason="再来", **stock.how())
    drop(again, reason="没人", **stock.how())
    assert stock.fresh(need).state == "confirmed"
    assert whole()


def test_a_plan_is_changed_with_a_reason_and_what_it_is_done_with_goes_along(
    cast: Cast, stock: Stock
) -> None:
    landing = stock.landing()
    item = stock.item()
    correct_landing(
        landing, reason="换人", owner=[cast.bureau], things=[item], due_on=date(2026, 5, 1),
        **stock.how(),
    )  # fmt: skip
    landing.refresh_from_db()
    assert (landing.owner_unit, landing.owner_person) == (cast.bureau, None)
    assert (list(landing.resources.all()), list(landing.items.all())) == ([], [item])
    assert landing.due_on == date(2026, 5, 1)
    assert whole()


def test_a_landing_cannot_land_tomorrow(stock: Stock) -> None:
    tomorrow = stock.cast.at.date() + timedelta(days=1)
    with refused(Code.INVALID):
        land(stock.landing(), outcome="好了", landed_on=tomorrow, **stock.how())


def test_who_takes_a_landing_sees_it_and_nobody_else_beyond_the_place(
    cast: Cast, stock: Stock
) -> None:
    stock.landing_in(LandingState.DOING)
    seen = {
        name: landings(staff.actor).count()
        for name, staff in {
            "lin": cast.lin, "handler": cast.zhou, "next door": cast.gu, "another unit": cast.ma,
        }.items()
    }  # fmt: skip
    assert seen == {"lin": 1, "handler": 1, "next door": 0, "another unit": 0}


def test_verify_finds_what_was_written_past_the_tables(stock: Stock) -> None:
    landing = stock.landing()
    assert whole()
    landing.resources.clear()
    assert [check().differences for check in CHECKS] == [0, 0, 1, 0, 0]
    Landing.objects.filter(pk=landing.pk).update(state="doing")
    assert [check().differences for check in CHECKS] == [0, 1, 1, 0, 0]
    Need.objects.filter(pk=landing.need_id).update(state="confirmed")
    assert [check().differences for check in CHECKS] == [1, 1, 2, 0, 0]
