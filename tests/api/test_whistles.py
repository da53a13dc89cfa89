"""Whistles over HTTP: every answer is held to the contract by the caller."""

from huying.orders.states import OrderState
from huying.people.roles import Role
from tests.api.calling import Caller, caller_of, content, refusal
from tests.builders import Cast


def test_a_whistle_is_blown_answered_and_settled_over_http(lin: Caller, cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    boss, unit = caller_of(cast.secretary), caller_of(cast.ma)
    body = {"order": order.number, "matter": "树倒了", "units": ["chengguan"], "urgent": True}
    assert refusal(lin.post("/whistles", body))[0] == 403
    answer = boss.post("/whistles", body)
    assert answer.status_code == 201
    made = content(answer)
    path = f"/whistles/{made['id']}"
    offered = content(unit.get(f"{path}/moves", unit="chengguan"))
    assert [one["name"] for one in offered] == ["acknowledge", "arrive"]
    states = []
    for who, move, said in (
        (unit, "acknowledge", {}), (unit, "arrive", {}), (unit, "act", {"words": "拉线"}),
        (unit, "leave", {"words": "好了"}),
        (boss, "advance", {"amount": "800", "purpose": "苫布", "payee": "老范", "fund": "应急"}),
        (boss, "settle", {"outcome": "路通了"}),
        (boss, "judge", {"unit": "chengguan", "helped": True}),
        (boss, "review", {"lessons": "雨前巡树"}),
    ):  # fmt: skip
        answer = who.post(f"{path}/moves/{move}", said)
        assert answer.status_code == 200, answer.content
        states.append(content(answer)["state"])
    assert states == [
        "acknowledged", "on_site", "acting", "acting", "acting", "settled", "settled", "reviewed",
    ]  # fmt: skip
    whole = content(boss.get(path))
    assert whole["responses"][0]["helped"] is True
    assert whole["advances"][0]["amount"] == "800.00"
    listed = content(boss.get("/whistles", part="open")), content(boss.get("/whistles"))
    assert [len(one["items"]) for one in listed] == [0, 1]


def test_doors_are_listed_and_signed_for_over_http(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    boss, unit = caller_of(cast.secretary), caller_of(cast.ma)
    made = content(boss.post("/whistles", {"order": order.number, "matter": "入户", "units": ["chengguan"]}))  # fmt: skip
    path = f"/whistles/{made['id']}"
    listing = {"lines": ["5号楼101,许桂兰", "5号楼102"], "things": ["烟感报警器", "灭火器"]}
    shown = content(boss.post(f"{path}/moves/list_doors", listing))
    assert shown["doors"] == {
        "listed": 2, "done": 0, "excepted": 0, "handed": {"烟感报警器": 0, "灭火器": 0},
    }  # fmt: skip
    one, other = content(unit.get(f"{path}/doors"))
    offered = content(unit.get(f"{path}/moves", door=one["id"]))
    assert [move["name"] for move in offered] == ["hand_over", "find_nobody", "pass_by"]
    signed = {"door": one["id"], "given": ["烟感报警器", "灭火器"], "signed_by": "许桂兰"}
    shown = content(unit.post(f"{path}/moves/hand_over", signed | {"version": one["version"]}))
    assert (shown["doors"]["done"], shown["doors"]["handed"]["灭火器"]) == (1, 1)
    shown = content(unit.post(f"{path}/moves/pass_by", {"door": other["id"], "reason": "空房"}))
    assert shown["doors"]["excepted"] == 1
    told = content(unit.get(f"{path}/doors"))
    assert [(row["name"], row["signed_by"], row["state"]) for row in told] == [
        ("许桂兰", "许桂兰", "done"), ("", "", "excepted"),
    ]  # fmt: skip
    auditor = caller_of(cast.hire("审计员小池", Role.AUDITOR, cast.district))
    assert {(row["name"], row["signed_by"]) for row in content(auditor.get(f"{path}/doors"))} == {
        (None, None)
    }
    wrong = [
        unit.post(f"{path}/moves/hand_over", signed),
        unit.post(f"{path}/moves/pass_by", {"reason": "x"}),
        unit.post(f"{path}/moves/pass_by", {"door": ["x"], "reason": "x"}),
        unit.post(f"{path}/moves/list_doors", listing),
        unit.get(f"{path}/moves", door="1"),
    ]
    assert [refusal(answer)[0] for answer in wrong] == [409, 422, 422, 403, 404]


def test_refusals_have_their_codes(cast: Cast, visitor: Caller) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    boss = caller_of(cast.secretary)
    body = {"order": order.number, "matter": "树倒了", "units": ["chengguan"]}
    made = content(boss.post("/whistles", body))
    path = f"/whistles/{made['id']}"
    answers = [
        boss.post("/whistles", body), boss.post("/whistles", body | {"units": ["nobody"]}),
        boss.post("/whistles", body | {"units": []}), visitor.get("/whistles"),
        caller_of(cast.gu).get(path), boss.post(f"{path}/moves/dance"),
        boss.post(f"{path}/moves/settle", {"outcome": "x", "version": 99}),
        boss.post(f"{path}/moves/settle", {}), boss.post(f"{path}/moves/arrive", {}),
        boss.get("/whistles", cursor="x"), boss.get("/whistles/1"),
    ]  # fmt: skip
    assert [refusal(one)[:2] for one in answers] == [
        (409, "conflict"), (422, "invalid"), (422, "incomplete"), (401, "not-signed-in"),
        (404, "unknown"), (404, "unknown"), (409, "stale"), (422, "incomplete"), (422, "invalid"),
        (422, "invalid"), (404, "unknown"),
    ]  # fmt: skip


def test_pages_of_the_list_hang_together(cast: Cast) -> None:
    boss = caller_of(cast.secretary)
    for _ in range(3):
        order = cast.order_in(OrderState.ACCEPTED)
        boss.post("/whistles", {"order": order.number, "matter": "风", "units": ["chengguan"]})
    first = content(boss.get("/whistles", limit=2))
    rest = content(boss.get("/whistles", limit=2, cursor=first["next_cursor"]))
    ids = [one["id"] for one in (*first["items"], *rest["items"])]
    assert (len(set(ids)), rest["next_cursor"]) == (3, None)
