"""Wujiangbei: four lists that pair, ledgers opened by name, one day on which everybody is reached."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from huying.care.actions import perform
from huying.people.roles import Role
from huying.supply.models import Landing
from tests.api.calling import Caller, caller_of, content, refusal
from tests.builders import START, Cast, build_cast, clock_at
from tests.campaigns.planning import day_in
from tests.care.people import AT, SPLIT, granted, id_of, work_by_wujiangbei, written
from tests.supply.stocking import Stock
from tests.web.browsing import read, signed_in

PEOPLE, DEVICES, AT_ONCE = 7387, 40, 200


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """A district that works by the four lists and keeps the five ledgers."""
    with clock_at(START + timedelta(hours=7)):
        cast = build_cast()
        work_by_wujiangbei(cast)
        yield cast


def test_the_seed_ledger_reads_nineteen_and_twenty_five_and_eight_and_sixty_five(
    cast: Cast,
) -> None:
    stock, lin = Stock(cast), caller_of(cast.lin)
    for number in range(19):
        stock.resource(f"共享资源{number + 1}")
    for number in range(25):
        stock.item(f"常规项目{number + 1}")
    for number in range(8):
        stock.item(f"特色项目{number + 1}", sort="characteristic")
    assert content(lin.get("/lists/resources", total="true"))["total"] == 19
    items = content(lin.get("/items", place=cast.community.code, limit=100))["items"]
    assert Counter(one["sort"] for one in items) == {"regular": 25, "characteristic": 8}

    for keeper in (cast.lin, cast.secretary):
        granted(cast, keeper, *SPLIT)
    serial = 0
    for ledger, many in SPLIT.items():
        for _person in range(many):
            serial += 1
            entry = written(
                cast, cast.lin, ledger=ledger, id_number=id_of(date(1950, 1, 1), serial)
            )
            perform(entry, "verify", by=cast.secretary.actor, at=AT, raw={})
    told = read(signed_in(cast.secretary).get(reverse("care:home")))
    assert "65 verified entries in the ledgers open to you" in told
    for name, many in (
        ("特困人员", 3),
        ("独居老人", 11),
        ("困境儿童", 8),
        ("重点妇女", 34),
        ("特殊人员", 9),
    ):
        assert f"{name} {many}" in told, name


def moved(who: Caller, sort: str, pk: str, move: str, **said: Any) -> dict[str, Any]:
    answer = who.post(f"/{sort}/{pk}/moves/{move}", said)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = content(answer)
    return found


def test_a_solitary_elders_need_is_paired_and_the_years_thirtieth_landing_is_counted(
    cast: Cast,
) -> None:
    stock, lin, zhou = Stock(cast), caller_of(cast.lin), caller_of(cast.zhou)
    barber = stock.resource("理发师傅", specialities=["老人理发"])
    for number in range(29):
        stock.landed(stock.confirmed(f"第{number + 1}件"), things=[barber])
    order = cast.place("独居，想有人上门理发")
    need = content(lin.post("/needs", {"title": "独居老人理发", "order": order.number}))
    moved(lin, "needs", need["id"], "confirm", score=8, decision="先办")
    for left_out in ("unit", "measure"):
        plan = {
            "need": need["id"], "measure": "每月第一个周三上门", "due_on": "2026-04-01",
            "unit": "hengan", "resources": [str(barber.pk)],
        }  # fmt: skip
        del plan[left_out]
        assert refusal(lin.post("/landings", plan))[0] == 422, left_out
    assert Landing.objects.count() == 29
    plan = {
        "need": need["id"], "measure": "每月第一个周三上门", "due_on": "2026-04-01",
        "unit": "hengan", "person": str(cast.zhou.person.pk), "resources": [str(barber.pk)],
    }  # fmt: skip
    landing = content(lin.post("/landings", plan))
    assert (landing["unit"]["code"], landing["person"]["name"]) == ("hengan", "周师傅")
    moved(zhou, "landings", landing["id"], "land", outcome="理好了", landed_on="2026-03-10")
    assert content(lin.get(f"/needs/{need['id']}"))["state"] == "landed"
    assert content(lin.get("/landings", year=2026, state="landed", total="true"))["total"] == 30


def test_7387_check_ins_of_building_heads_are_exact_after_the_phones_have_signal_again(
    cast: Cast,
) -> None:
    day = day_in(cast, doors=[f"3号楼{n}" for n in range(PEOPLE)])
    heads = [cast.hire(f"楼栋长{n}", Role.BUILDING_HEAD, cast.building) for n in range(4)]
    callers = [caller_of(head) for head in heads]
    path = f"/campaigns/{day.campaign.pk}"
    targets = [str(pk) for pk in day.campaign.targets.order_by("id").values_list("id", flat=True)]
    for device in range(DEVICES):
        caller, mine = callers[device % 4], targets[device::DEVICES]
        for start in range(0, len(mine), AT_ONCE):
            ticks = [
                {"key": f"d{device}-{target}", "target": target, "noted_at": AT.isoformat()}
                for target in mine[start : start + AT_ONCE]
            ]
            # The answer is lost on the way; the phone sends the same once more, the last first.
            for sent in (ticks, ticks[::-1]):
                body = {"device": f"phone-{device}", "sent_at": "", "check_ins": sent}
                assert caller.post(f"{path}/check-ins", body).status_code == 200
    whole = content(caller_of(cast.secretary).get(path))
    assert (whole["came"], whole["of"], whole["missed"], whole["duplicates"]) == (PEOPLE, PEOPLE, 0, 0)  # fmt: skip


def test_a_worker_without_a_grant_is_turned_away_and_logged_and_with_one_reads_masks(
    cast: Cast,
) -> None:
    child = "child_in_difficulty"
    granted(cast, cast.secretary, child)
    number = id_of(date(2016, 5, 3))
    entry = written(cast, cast.secretary, ledger=child, id_number=number)
    qin, auditor = (
        cast.hire("小秦", Role.RECEPTION_WORKER, cast.community),
        cast.hire("审计员小池", Role.AUDITOR, cast.district),
    )
    ledger = reverse("care:ledger", args=[child])
    assert signed_in(qin).get(ledger).status_code == 403
    looks = read(signed_in(auditor).get(reverse("care:looks") + "?refused=1"))
    assert "小秦 Opened a ledger turned away 困境儿童 槐荫里社区" in looks
    granted(cast, qin, child)
    client = signed_in(qin)
    client.post(reverse("care:purpose", args=[child]), {"purpose": "家访"})
    for page in (ledger, reverse("care:entry", args=[entry.pk])):
        told = read(client.get(page))
        assert f"110{'*' * 13}{number[-2:]}" in told
        assert number not in told
