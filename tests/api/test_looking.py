import json
from typing import Any

import pytest

from huying.orders.states import OrderState
from huying.people.roles import Role
from tests.api.calling import Caller, caller_of, content, refusal
from tests.builders import PHONE, Cast

S = OrderState
# What no answer but the opened contact may ever hold.
PRIVATE = (PHONE, "高阿姨", "小高")


def test_the_resident_sees_their_order_by_its_code(visitor: Caller, cast: Cast) -> None:
    order = cast.order_in(S.COMPLETED)
    seen = content(visitor.get(f"/orders/{order.number}", code=order.query_code))
    lines = seen.pop("timeline")
    assert seen == {
        "view": "resident",
        "number": order.number,
        "state": "completed",
        "state_label": "Awaiting check",
        "version": order.version,
        "kind": "problem",
        "kind_label": "Problem",
        "channel": "web",
        "channel_label": "Website",
        "title": order.title,
        "text": order.text,
        "category": {"code": "0101", "name": "公共照明"},
        "place": {"code": cast.building.code, "name": "3号楼"},
        "address": "",
        "lng": None,
        "lat": None,
        "confidential": False,
        "lead": {"code": "hengan", "name": "恒安物业"},
        "responsible": "小林",
        "placed_at": "2026-03-10T09:10:00+08:00",
        "due_at": seen["due_at"],
        "overdue": False,
        "completed_at": "2026-03-10T10:00:00+08:00",
        "closed_at": None,
        "result": "solved",
        "reply": "灯管已换新",
        "reopens": 0,
    }
    assert [(line["move"], line["by"], line["state"]) for line in lines] == [
        ("place", "visitor", "submitted"),
        ("accept", "小林", "accepted"),
        ("dispatch", "小林", "dispatched"),
        ("sign", "周师傅", "signed"),
        ("begin", "周师傅", "in_progress"),
        ("complete", "周师傅", "completed"),
    ]
    assert lines[-1]["words"] == [
        {"kind": "reply", "label": "Reply", "text": "灯管已换新", "public": True}
    ]


@pytest.mark.parametrize("shape", ["{}", " {} ", "{}-", "lower"])
def test_a_code_and_a_number_are_read_however_they_are_typed(
    visitor: Caller, cast: Cast, shape: str
) -> None:
    order = cast.place()
    number = order.number.lower() if shape == "lower" else shape.format(order.number)
    code = order.query_code.lower() if shape == "lower" else shape.format(order.query_code)
    assert visitor.get(f"/orders/{number.strip()}", code=code).status_code == 200


def test_without_the_code_or_a_right_there_is_no_such_order(
    visitor: Caller, gu: Caller, zhou: Caller, cast: Cast
) -> None:
    order, other = cast.place(), cast.place("另一件事")
    answers = [
        visitor.get(f"/orders/{order.number}"),
        visitor.get(f"/orders/{order.number}", code="AAAAAAAA"),
        visitor.get(f"/orders/{order.number}", code=other.query_code),
        visitor.get(f"/orders/{order.number}", code=""),
        visitor.get("/orders/AAA-AAAA", code=order.query_code),
        visitor.get("/orders/%00%ff", code="\x01"),
        gu.get(f"/orders/{order.number}"),
        zhou.get(f"/orders/{order.number}"),
    ]
    problems = {json.dumps(content(answer), sort_keys=True) for answer in answers}
    assert [refusal(answer) for answer in answers] == [(404, "unknown", [])] * len(answers)
    assert len(problems) == 1  # nothing tells an order that is not yours from one that is not


def test_staff_see_all_but_how_to_reach_the_resident(lin: Caller, cast: Cast) -> None:
    order = cast.order_in(S.SUSPENDED)
    cast.move(order, "report", cast.lin, words="只给我们自己看", public="no")
    cast.move(order, "add_helper", cast.lin, helper="chengguan")
    seen = content(lin.get(f"/orders/{order.number}"))
    assert seen["view"] == "staff"
    assert seen["contact"] == {"phone": "138****1234", "has_name": True, "by_agent": False}
    assert seen["helpers"] == [{"code": "chengguan", "name": "云川区城市管理局"}]
    assert [(r["ask"], r["state"], r["reason"]) for r in seen["requests"]] == [
        ("hold", "granted", "等配件")
    ]
    assert "只给我们自己看" in json.dumps(seen, ensure_ascii=False)
    assert not any(word in json.dumps(seen, ensure_ascii=False) for word in PRIVATE)


def test_the_resident_is_told_nothing_of_the_desks_own(visitor: Caller, cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "report", cast.zhou, words="只给我们自己看", public="no")
    cast.move(order, "report", cast.zhou, words="灯管下午到", public="yes")
    cast.move(order, "supervise", cast.secretary, instruction="今天必须修好")
    cast.move(order, "request_return", cast.zhou, reason="不归我们", basis="合同第三条")
    for path in ("", "/clocks", "/files", "/moves"):
        answer = visitor.get(f"/orders/{order.number}{path}", code=order.query_code)
        text = answer.content.decode()
        for hidden in ("只给我们自己看", "今天必须修好", "不归我们", "合同第三条", *PRIVATE):
            assert hidden not in text, (path, hidden)
    story = content(visitor.get(f"/orders/{order.number}", code=order.query_code))["timeline"]
    assert story[-1]["words"][0]["text"] == "灯管下午到"


def test_a_handler_sees_what_they_lead_and_no_contact(zhou: Caller, cast: Cast) -> None:
    order = cast.order_in(S.DISPATCHED)
    cast.move(
        order,
        "reassign",
        cast.lin,
        lead="hengan",
        reason="换人",
        lead_person=str(cast.wu.person.pk),
    )
    seen = content(zhou.get(f"/orders/{order.number}"))
    assert (seen["view"], seen["contact"]) == ("staff", None)


def test_a_confidential_contact_is_hinted_at_to_the_responsible_person_alone(
    lin: Caller, secretary: Caller, cast: Cast
) -> None:
    order = cast.place(confidential=True)
    order.responsible_person = cast.lin.person
    order.save()
    hints = [
        content(caller.get(f"/orders/{order.number}"))["contact"] for caller in (lin, secretary)
    ]
    assert [hint is not None for hint in hints] == [True, False]


def test_a_member_of_staff_with_the_code_of_another_place_sees_what_the_resident_sees(
    gu: Caller, cast: Cast
) -> None:
    order = cast.place()
    seen = content(gu.get(f"/orders/{order.number}", code=order.query_code))
    assert seen["view"] == "resident"


def test_labels_speak_the_callers_language_and_words_stay_as_they_are(
    visitor: Caller, cast: Cast
) -> None:
    order = cast.place()
    seen = {}
    for language in ("en", "zh-hans"):
        visitor.headers["Accept-Language"] = language
        answer = visitor.get(f"/orders/{order.number}", code=order.query_code)
        seen[language] = content(answer)
    assert seen["en"]["state_label"] == "Waiting to be accepted"
    assert seen["zh-hans"]["state_label"] == "待受理"
    assert seen["en"]["text"] == seen["zh-hans"]["text"] == order.text


def test_answers_are_not_kept_by_anyone_on_the_way(visitor: Caller, cast: Cast) -> None:
    order = cast.place()
    answer: Any = visitor.get(f"/orders/{order.number}", code=order.query_code)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_an_evaluator_judges_for_the_resident_and_sees_what_the_resident_sees(cast: Cast) -> None:
    evaluator = caller_of(cast.hire("小阮", Role.EVALUATOR, cast.district))
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "report", cast.zhou, words="配电箱老化，业主难沟通", public="no")
    assert refusal(evaluator.get(f"/orders/{order.number}")) == (404, "unknown", [])
    cast.move(order, "complete", cast.zhou, result="solved", reply="好了")
    cast.move(order, "check", cast.lin)
    seen = content(evaluator.get(f"/orders/{order.number}"))
    assert (seen["view"], seen["text"]) == ("resident", order.text)
    assert "配电箱老化" not in json.dumps(seen, ensure_ascii=False)
    assert not any(word in json.dumps(seen, ensure_ascii=False) for word in PRIVATE)
    names = [move["name"] for move in content(evaluator.get(f"/orders/{order.number}/moves"))]
    assert names == ["judge"]
    said = {"solved": True, "satisfied": True, "channel": "phone"}
    assert evaluator.post(f"/orders/{order.number}/moves/judge", said).status_code == 200
    assert refusal(evaluator.get(f"/orders/{order.number}")) == (404, "unknown", [])


def test_an_evaluator_opens_nothing_confidential_and_nothing_elsewhere(cast: Cast) -> None:
    hidden, there = cast.order_in(S.FOLLOW_UP, confidential=True), cast.order_in(S.FOLLOW_UP)
    here = caller_of(cast.hire("小阮", Role.EVALUATOR, cast.district))
    away = caller_of(cast.hire("小薄", Role.EVALUATOR, cast.neighbour))
    assert refusal(here.get(f"/orders/{hidden.number}")) == (404, "unknown", [])
    assert refusal(away.get(f"/orders/{there.number}")) == (404, "unknown", [])
    assert here.get(f"/orders/{there.number}").status_code == 200
