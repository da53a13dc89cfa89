"""Campaigns over HTTP: prepared, moved, counted; and shut to whoever has no business there."""

from typing import Any

import pytest

from huying.campaigns.models import Campaign, CheckIn, Target
from huying.people.roles import Role
from tests.api.calling import Caller, caller_of, content, refusal
from tests.builders import Cast
from tests.campaigns.planning import DOORS, Day, day_in

ONE, TWO = "3号楼1单元101", "3号楼1单元102"
BODY = {"name": "接种日", "place": "990101001001", "held_on": "2026-03-20", "basis": "targets"}


@pytest.fixture
def day(cast: Cast) -> Day:
    return day_in(cast)


def path(day: Day, *more: str) -> str:
    return "/".join((f"/campaigns/{day.campaign.pk}", *more))


def item(day: Day, label: str, key: str) -> dict[str, Any]:
    return {"key": key, "noted_at": "2026-03-10T09:40:00+08:00", "target": day.door(label)}


def test_a_campaign_is_led_over_http_from_its_plan_to_its_end(secretary: Caller) -> None:
    made = content(secretary.post("/campaigns", BODY))
    base = f"/campaigns/{made['id']}"

    def moved(move: str, **body: Any) -> Any:
        answer = secretary.post(f"{base}/moves/{move}", body)
        assert answer.status_code == 200, answer.content
        return content(answer)

    assert (made["state"], made["of"]) == ("prepared", 0)
    assert moved("enlist", lines="\n".join(DOORS))["of"] == 4
    assert moved("add_point", point_name="东门")["points"][0]["name"] == "东门"
    assert moved("start")["state"] == "live"
    target = content(secretary.get(f"{base}/targets"))["items"][0]
    assert (target["label"], target["reached"]) == (ONE, False)
    brought = {"device": "d1", "check_ins": [{"key": "key-00000001", "target": target["id"]}]}
    said = content(secretary.post(f"{base}/check-ins", brought))
    assert (said["total"], said["answers"][0]["outcome"]) == (1, "taken")
    assert moved("end")["state"] == "syncing"
    closed = moved("close")
    assert (closed["came"], closed["missed"]) == (1, 3)
    assert [(one["total"], one["missed"]) for one in closed["closings"]] == [(1, 3)]
    assert moved("archive")["state"] == "archived"
    names = [move["name"] for move in content(secretary.get(f"{base}/moves"))]
    assert names == []


def test_a_batch_is_answered_item_by_item_and_the_same_again(lin: Caller, day: Day) -> None:
    good, again = item(day, ONE, "key-00000001"), item(day, ONE, "key-00000002")
    nowhere = good | {"key": "key-00000003", "target": "5"}
    body = {"device": "d", "sent_at": "", "check_ins": [good, again, nowhere]}
    first, second = (content(lin.post(path(day, "check-ins"), body)) for _ in range(2))
    outcomes = [[one["outcome"] for one in said["answers"]] for said in (first, second)]
    assert outcomes == [["taken", "duplicate", "refused"], ["already", "already", "refused"]]
    assert (first["answers"][2]["code"], first["answers"][2]["reason"]) == (
        "invalid", "this door is not on the list",
    )  # fmt: skip
    assert (first["total"], second["total"], CheckIn.objects.count()) == (1, 1, 2)


def test_figures_by_building_and_the_missed_are_told(lin: Caller, day: Day) -> None:
    lin.post(path(day, "check-ins"), {"check_ins": [item(day, ONE, "key-00000001")]})
    found = content(lin.get(path(day)))
    assert (found["came"], found["of"], found["missed"], found["late"]) == (1, 4, 3, 0)
    assert [(part["name"], part["came"], part["of"]) for part in found["by_building"]] == [
        ("3号楼", 1, 3), ("5号楼", 0, 1),
    ]  # fmt: skip
    listed = content(lin.get(path(day, "targets"), missed="true", building="3号楼", total="true"))
    assert ([row["label"] for row in listed["items"]], listed["total"]) == (
        [TWO, "3号楼2单元201"], 2,
    )  # fmt: skip
    pages: list[str] = []
    cursor: str | None = ""
    for _page in range(4):
        part = content(lin.get(path(day, "targets"), limit=1, cursor=cursor))
        pages += [row["label"] for row in part["items"]]
        cursor = part["next_cursor"]
    assert (pages, cursor) == ([door.partition(",")[0] for door in DOORS], None)


def test_campaigns_are_listed_latest_day_first_a_page_at_a_time(cast: Cast, lin: Caller) -> None:
    days = ["2026-03-12", "2026-03-14", "2026-03-12"]
    made = [day_in(cast, held_on=one).campaign for one in days]
    first = content(lin.get("/campaigns", limit=2, total="true"))
    rest = content(lin.get("/campaigns", limit=2, cursor=first["next_cursor"]))
    ids = [row["id"] for row in (*first["items"], *rest["items"])]
    assert ids == [str(made[n].pk) for n in (1, 2, 0)]
    assert (first["total"], rest["next_cursor"]) == (3, None)
    assert content(lin.get("/campaigns", state="closed"))["items"] == []


def test_nobody_unknown_and_nobody_from_elsewhere_gets_anything(
    cast: Cast, day: Day, visitor: Caller, gu: Caller, zhou: Caller
) -> None:
    bring = {"check_ins": [item(day, ONE, "key-00000001")]}
    calls: list[tuple[str, str, Any]] = [
        ("get", path(day), None), ("get", path(day, "targets"), None), ("get", path(day, "moves"), None),
        ("post", path(day, "moves", "end"), {}), ("post", path(day, "check-ins"), bring),
    ]  # fmt: skip
    for method, where, body in calls:
        for caller, status in ((visitor, 401), (gu, 404), (zhou, 404)):
            answer = caller.get(where) if method == "get" else caller.post(where, body)
            assert refusal(answer)[0] == status, (where, status)
            assert "核酸" not in answer.content.decode()
    assert content(gu.get("/campaigns"))["items"] == []
    assert refusal(gu.post("/campaigns", BODY)) == (403, "not-yours", [])
    assert refusal(visitor.post("/campaigns", BODY))[0] == 401
    assert (Campaign.objects.count(), CheckIn.objects.count()) == (1, 0)


def test_who_only_checks_in_leads_nothing_and_reads_only_their_own_doors(
    cast: Cast, day: Day, lin: Caller
) -> None:
    head = caller_of(cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building))
    auditor = caller_of(cast.hire("审计员小池", Role.AUDITOR, cast.district))
    for caller in (head, lin):
        assert refusal(caller.post(path(day, "moves", "end"))) == (403, "not-yours", [])
    labels = [row["label"] for row in content(head.get(path(day, "targets")))["items"]]
    assert labels == [ONE, TWO, "3号楼2单元201"]
    assert content(auditor.get(path(day, "targets")))["items"] == []
    assert content(auditor.get(path(day)))["of"] == 4
    assert "高秀兰" not in auditor.get(path(day)).content.decode()


@pytest.mark.parametrize("pk", ["0", "x", "9" * 19, "9" * 30, "-1", "１２"])
def test_an_id_that_is_none_is_simply_unknown(lin: Caller, pk: str) -> None:
    assert refusal(lin.get(f"/campaigns/{pk}"))[:2] == (404, "unknown")
    assert refusal(lin.post(f"/campaigns/{pk}/check-ins", {"check_ins": []}))[:2] == (
        404,
        "unknown",
    )


def test_what_has_the_wrong_shape_is_refused_whole(lin: Caller, day: Day) -> None:
    where = path(day, "check-ins")
    assert refusal(lin.post(where, {})) == (422, "incomplete", ["check_ins"])
    assert refusal(lin.post(where, {"check_ins": [{"target": "1"}]}))[0] == 422
    many = [{"key": f"key-{n:08d}"} for n in range(501)]
    assert refusal(lin.post(where, {"check_ins": many})) == (429, "too-many", ["check_ins"])
    stale = {"version": 1}
    assert refusal(caller_of(day.cast.secretary).post(path(day, "moves", "end"), stale))[:2] == (
        409, "stale",
    )  # fmt: skip
    assert Target.objects.count() == 4
