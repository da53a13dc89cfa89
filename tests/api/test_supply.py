"""Needs, landings, resources and items over HTTP: raised, moved, paired; shut to everyone else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huying.supply.models import Landing, Need
from tests.api.calling import Caller, caller_of, content, refusal
from tests.builders import Cast
from tests.supply.stocking import Stock


@pytest.fixture
def stock(cast: Cast) -> Stock:
    return Stock(cast)


def moved(caller: Caller, sort: str, pk: int, move: str, **body: Any) -> Any:
    return caller.post(f"/{sort}/{pk}/moves/{move}", body)


def test_a_need_goes_from_an_order_to_landed_over_http(
    cast: Cast, stock: Stock, lin: Caller
) -> None:
    order, barber = cast.place("路灯太暗"), stock.resource("路灯师傅")
    made = lin.post("/needs", {"title": "加一盏路灯", "order": order.number})
    need = content(made)
    assert (made.status_code, need["supporters"], need["personal"]) == (201, 1, False)
    moves = content(lin.get(f"/needs/{need['id']}/moves"))
    assert [one["name"] for one in moves][:4] == [
        "add_order", "add_survey", "add_representative", "take_out",
    ]  # fmt: skip
    survey = {"count": 12, "source": "摸排", "counted_by": "老邢"}
    assert content(moved(lin, "needs", need["id"], "add_survey", **survey))["supporters"] == 13
    decided = moved(lin, "needs", need["id"], "confirm", score=7, decision="办", version=3)
    assert content(decided)["state"] == "confirmed"
    whole = content(lin.get(f"/needs/{need['id']}"))
    assert [one["order"] for one in whole["supports"]] == [order.number, None]
    assert [one["words"] for one in whole["suggested"]] == [["路灯"]]
    planned = lin.post(
        "/landings",
        {
            "need": need["id"], "measure": "装一盏太阳能灯", "due_on": "2026-04-01",
            "unit": "hengan", "person": str(cast.zhou.person.pk), "resources": [str(barber.pk)],
        },
    )  # fmt: skip
    landing = content(planned)
    assert (planned.status_code, landing["state"], landing["unit"]["code"]) == (
        201, "planned", "hengan",
    )  # fmt: skip
    zhou = caller_of(cast.zhou)
    landed = moved(
        zhou, "landings", landing["id"], "land", outcome="装好了", landed_on="2026-03-10"
    )
    assert (landed.status_code, content(landed)["landed_on"]) == (200, "2026-03-10")
    assert content(lin.get(f"/needs/{need['id']}"))["state"] == "landed"
    found = content(lin.get("/landings", year=2026, total="true"))
    assert (found["total"], [one["id"] for one in found["items"]]) == (1, [landing["id"]])


def test_a_landing_without_owner_measure_or_means_is_refused_by_field(
    stock: Stock, lin: Caller
) -> None:
    need = stock.confirmed()
    bare = {"need": str(need.pk), "measure": "", "due_on": "2026-04-01"}
    assert refusal(lin.post("/landings", bare)) == (
        422, "incomplete", ["measure", "owner", "things"],
    )  # fmt: skip
    assert refusal(moved(lin, "needs", need.pk, "pair", unit="hengan")) == (
        422, "incomplete", ["due_on", "measure", "things"],
    )  # fmt: skip
    assert Landing.objects.count() == 0


def test_moves_are_refused_as_they_are_everywhere(cast: Cast, stock: Stock, lin: Caller) -> None:
    need = stock.need()
    assert refusal(moved(lin, "needs", need.pk, "close", result="x"))[:2] == (409, "wrong-state")
    assert refusal(moved(lin, "needs", need.pk, "confirm", version=1))[:2] == (409, "stale")
    assert refusal(moved(lin, "needs", need.pk, "land"))[:2] == (404, "unknown")
    assert refusal(moved(lin, "needs", need.pk, "confirm", score=99, decision="x")) == (
        422, "invalid", ["score"],
    )  # fmt: skip
    assert refusal(moved(lin, "needs", need.pk, "confirm", score="x", decision=[1])) == (
        422, "invalid", ["decision", "score"],
    )  # fmt: skip
    elsewhere = {"title": "x", "place": cast.neighbour.code}
    assert refusal(lin.post("/needs", elsewhere))[:2] == (404, "unknown")
    assert refusal(lin.post("/needs", {"title": " "}))[:2] == (422, "incomplete")
    assert Need.objects.count() == 1


def test_everything_is_shut_to_strangers_and_next_door(cast: Cast, stock: Stock) -> None:
    need, item = stock.confirmed("秘密的需求"), stock.item("秘密的项目")
    landing = stock.landing(things=[item])
    paths = [f"/needs/{need.pk}", f"/needs/{need.pk}/moves", f"/landings/{landing.pk}"]
    visitor, gu, ma = Caller(Client()), caller_of(cast.gu), caller_of(cast.ma)
    for path in (*paths, "/needs", "/landings", "/resources", "/items"):
        assert visitor.get(path).status_code == 401
    for caller in (gu, ma):
        assert [caller.get(path).status_code for path in paths] == [404, 404, 404]
        for path in ("/needs", "/landings", "/resources", "/items"):
            assert content(caller.get(path))["items"] == []
            here = caller.get(path, place=cast.community.code)
            assert refusal(here)[:2] == (404, "unknown")
        refused = moved(caller, "needs", need.pk, "decline", why="no_means", other_way="x")
        assert refusal(refused)[:2] == (404, "unknown")
    assert refusal(ma.post("/needs", {"title": "x"}))[:2] == (403, "not-yours")
    owner = caller_of(cast.zhou)
    assert owner.get(f"/landings/{landing.pk}").status_code == 200
    assert owner.get(f"/needs/{landing.need_id}").status_code == 404
    assert visitor.post("/needs", {"title": "x"}).status_code == 401


def test_lists_come_in_pages_and_cost_the_same_however_long(
    cast: Cast, stock: Stock, lin: Caller
) -> None:
    def more() -> None:
        stock.landing(things=[stock.resource(), stock.item(providers=[cast.hengan])])

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert lin.get(path).status_code == 200
        return len(captured)

    paths = ("/needs", "/landings", "/resources", "/items")
    more()
    few = [cost(path) for path in paths]
    for _time in range(3):
        more()
    assert [cost(path) for path in paths] == few
    seen: list[str] = []
    cursor = ""
    while True:
        page = content(lin.get("/needs", limit=3, cursor=cursor))
        seen += [one["id"] for one in page["items"]]
        if not (cursor := page["next_cursor"]):
            break
    assert seen == [str(pk) for pk in Need.objects.order_by("-pk").values_list("pk", flat=True)]
    assert refusal(lin.get("/needs", cursor="x")) == (422, "invalid", ["cursor"])


def test_what_is_declined_names_the_office_and_nobody_is_named(stock: Stock, lin: Caller) -> None:
    stock.item("无犯罪记录证明", offered=False, office="公安派出所")
    stock.resource("缝补", owner_unit=None, owner_name="退休的裁缝", contact="王师傅")
    item = content(lin.get("/items"))["items"][0]
    assert (item["offered"], item["office"]) == (False, "公安派出所")
    told = lin.get("/resources").content.decode()
    assert [word for word in ("裁缝", "王师傅") if word in told] == []
