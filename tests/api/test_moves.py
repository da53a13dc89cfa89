import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from huying.orders.labels import MOVES
from huying.orders.lifecycle import BIRTHS, ORDER
from huying.orders.models import Order
from huying.orders.states import OrderState
from tests.api.calling import Caller, caller_of, content, refusal
from tests.builders import START, Cast, build_cast, clock_at

S = OrderState


def offered(caller: Caller, order: Order, **query: str) -> list[str]:
    return [move["name"] for move in content(caller.get(f"/orders/{order.number}/moves", **query))]


def moved(caller: Caller, order: Order, move: str, **body: Any) -> Any:
    answer = caller.post(f"/orders/{order.number}/moves/{move}", body)
    assert answer.status_code == 200, answer.content
    return content(answer)


def test_an_order_is_walked_from_the_desk_to_the_resident_over_http(
    visitor: Caller, lin: Caller, zhou: Caller, cast: Cast
) -> None:
    order = cast.place()
    code = f"?code={order.query_code}"
    states = [
        moved(lin, order, "accept", category="0101", grade="A")["state"],
        moved(lin, order, "dispatch", lead="hengan", reason="楼内照明归物业")["state"],
        moved(zhou, order, "sign")["state"],
        moved(zhou, order, "begin", words="下午上门")["state"],
        moved(zhou, order, "complete", result="solved", reply="换好了")["state"],
        moved(lin, order, "check")["state"],
        content(
            visitor.post(
                f"/orders/{order.number}/moves/judge{code}",
                {"solved": False, "satisfied": False, "words": "还是不亮"},
            )
        )["state"],
    ]
    order.refresh_from_db()
    assert states == [
        "accepted",
        "dispatched",
        "signed",
        "in_progress",
        "completed",
        "follow_up",
        "in_progress",
    ]
    assert (order.reopens, order.lead_person != cast.zhou.person) == (1, True)


def test_a_move_answers_the_order_as_it_now_is(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    after = moved(lin, order, "accept", category="0101", grade="B", level=3, summary="路灯")
    shown = content(lin.get(f"/orders/{order.number}"))
    assert {key: shown[key] for key in after} == after
    assert (after["grade"], after["level"], after["title"]) == ("B", 3, "路灯")


def test_the_moves_told_are_those_the_table_opens_to_each(
    visitor: Caller, lin: Caller, zhou: Caller, gu: Caller, cast: Cast
) -> None:
    order = cast.order_in(S.DISPATCHED)
    assert sorted(offered(zhou, order)) == [
        "add_helper",
        "escalate",
        "request_extension",
        "request_return",
        "sign",
        "visit",
    ]
    assert offered(visitor, order, code=order.query_code) == ["add_word", "chase", "withdraw"]
    assert refusal(gu.get(f"/orders/{order.number}/moves")) == (404, "unknown", [])
    assert "grant_return" not in offered(lin, order)
    cast.move(order, "request_return", cast.zhou, reason="不归我们", basis="合同")
    assert {"grant_return", "refuse_return"} <= set(offered(lin, order))
    assert "request_return" not in offered(zhou, order)


def test_a_move_told_says_what_it_needs_and_may_carry(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    told = content(lin.get(f"/orders/{order.number}/moves"))
    assert next(move for move in told if move["name"] == "accept") == {
        "name": "accept",
        "label": "Accept",
        "needs": ["category"],
        "may": ["grade", "kind", "level", "place", "safety", "summary"],
    }


@pytest.mark.parametrize("state", sorted(set(S) - {S.DRAFT}))
def test_in_every_state_only_moves_of_the_table_are_offered(
    lin: Caller, secretary: Caller, cast: Cast, state: OrderState
) -> None:
    order = cast.order_in(state)
    for caller, staff in ((lin, cast.lin), (secretary, cast.secretary)):
        names = offered(caller, order)
        assert set(names) <= set(ORDER.open_to(order, by=staff.actor))
        assert set(names) <= set(MOVES) - set(BIRTHS)


@pytest.mark.parametrize(
    ("who", "move", "body", "expected"),
    [
        ("lin", "fly", {}, (404, "unknown", [])),
        ("lin", "place", {"text": "x"}, (404, "unknown", [])),
        ("lin", "import", {}, (404, "unknown", [])),
        ("lin", "sign", {}, (403, "not-yours", [])),
        ("zhou", "accept", {"category": "0101"}, (404, "unknown", [])),
        ("gu", "accept", {"category": "0101"}, (404, "unknown", [])),
        ("visitor", "accept", {"category": "0101"}, (404, "unknown", [])),
        ("lin", "check", {}, (409, "wrong-state", [])),
        ("lin", "accept", {}, (422, "incomplete", ["category"])),
        ("lin", "accept", {"category": ""}, (422, "incomplete", ["category"])),
        ("lin", "accept", {"category": "0101", "wings": 2}, (422, "incomplete", ["wings"])),
        ("lin", "accept", {"category": "77"}, (422, "invalid", ["category"])),
        ("lin", "accept", {"category": {"a": 1}}, (422, "invalid", ["category"])),
        ("lin", "accept", {"category": "0101", "level": 10**30}, (422, "invalid", ["level"])),
        ("lin", "accept", {"category": "0101", "level": "x"}, (422, "invalid", ["level"])),
        ("lin", "accept", {"category": "0101", "grade": ["A"]}, (422, "invalid", ["grade"])),
        ("lin", "accept", {"category": "0101", "version": 0}, (409, "stale", [])),
        ("lin", "accept", {"category": "0101", "version": -1}, (422, "invalid", ["version"])),
        ("lin", "accept", {"category": "0101", "version": True}, (422, "invalid", ["version"])),
        ("lin", "accept", {"category": "0101", "version": "1"}, (422, "invalid", ["version"])),
        ("lin", "merge", {"into": "?", "reason": "同一盏灯"}, (422, "invalid", ["into"])),
        ("lin", "decline", {"why": "mood", "other_way": "x"}, (422, "invalid", ["why"])),
        ("lin", "ask_info", {"question": "灯\u202e"}, (422, "invalid", ["question"])),
        ("lin", "ask_info", {"question": "灯" * 501}, (422, "invalid", ["question"])),
    ],
)
def test_a_move_that_cannot_be_made_says_why_and_changes_nothing(
    request: pytest.FixtureRequest,
    cast: Cast,
    who: str,
    move: str,
    body: dict[str, Any],
    expected: tuple[int, str, list[str]],
) -> None:
    caller, order = request.getfixturevalue(who), cast.place()
    answer = caller.post(f"/orders/{order.number}/moves/{move}", body)
    assert refusal(answer) == expected
    assert Order.objects.filter(pk=order.pk, version=order.version, state=order.state).exists()


@pytest.mark.parametrize("body", [b"[]", b'"accept"', b"null", b"5"])
def test_the_body_of_a_move_is_an_object(lin: Caller, cast: Cast, body: bytes) -> None:
    order = cast.order_in(S.COMPLETED)
    answer = lin.post(f"/orders/{order.number}/moves/check", body)
    assert refusal(answer)[:2] == (422, "invalid")


def test_a_move_that_needs_nothing_needs_no_body(lin: Caller, cast: Cast) -> None:
    order = cast.order_in(S.COMPLETED)
    path = f"/api/v1/orders/{order.number}/moves/check"
    answer = lin.client.post(path, content_type="application/json", headers=lin.headers)
    assert answer.status_code == 200


def test_the_second_of_two_tabs_is_told_that_it_is_stale(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    seen = content(lin.get(f"/orders/{order.number}"))["version"]
    first = lin.post(
        f"/orders/{order.number}/moves/add_word", {"words": "还有一盏", "version": seen}
    )
    second = lin.post(f"/orders/{order.number}/moves/accept", {"category": "0101", "version": seen})
    assert (first.status_code, refusal(second)) == (200, (409, "stale", []))


def test_the_same_move_twice_is_made_once(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    path, body = f"/orders/{order.number}/moves/accept", {"category": "0101"}
    assert lin.post(path, body).status_code == 200
    assert refusal(lin.post(path, body)) == (409, "wrong-state", [])


def test_a_second_chase_waits(visitor: Caller, cast: Cast) -> None:
    order = cast.place()
    path = f"/orders/{order.number}/moves/chase?code={order.query_code}"
    assert visitor.post(path).status_code == 200
    answer = visitor.post(path)
    assert refusal(answer) == (429, "too-many", [])
    assert int(answer.headers["Retry-After"]) > 0
    assert "chase" not in offered(visitor, order, code=order.query_code)


def test_a_resident_makes_their_own_moves_and_no_others(visitor: Caller, cast: Cast) -> None:
    order = cast.place()
    code = f"?code={order.query_code}"
    refused = visitor.post(f"/orders/{order.number}/moves/accept{code}", {"category": "0101"})
    taken = visitor.post(f"/orders/{order.number}/moves/withdraw{code}", {"words": "自己修好了"})
    assert refusal(refused) == (403, "not-yours", [])
    assert (taken.status_code, content(taken)["view"], content(taken)["state"]) == (
        200,
        "resident",
        "withdrawn",
    )


def test_too_long_an_answer_is_refused_on_every_database(secretary: Caller, cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "request_hold", cast.zhou, reason="等配件", review_on="2026-04-20")
    path = f"/orders/{order.number}/moves/refuse_hold"
    assert refusal(secretary.post(path, {"answer": "不" * 501})) == (422, "invalid", ["answer"])
    assert secretary.post(path, {"answer": "不同意"}).status_code == 200


def test_a_rating_names_a_channel_there_is(visitor: Caller, cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    path = f"/orders/{order.number}/moves/judge?code={order.query_code}"
    body = {"solved": True, "satisfied": True}
    assert refusal(visitor.post(path, body | {"channel": "x" * 40})) == (
        422,
        "invalid",
        ["channel"],
    )
    assert visitor.post(path, body | {"channel": "phone"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_clients_racing_for_one_move_exactly_one_wins() -> None:
    answers: list[tuple[int, str]] = []
    with clock_at(START + timedelta(hours=2)):
        cast = build_cast()
        order = cast.place()
        racers = [caller_of(cast.lin) for _ in range(8)]

        def accept(racer: Caller) -> None:
            racer.client = Client()
            answer = racer.post(f"/orders/{order.number}/moves/accept", {"category": "0101"})
            answers.append((answer.status_code, content(answer).get("code", "")))
            connection.close()

        threads = [threading.Thread(target=accept, args=(racer,)) for racer in racers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    lost = {(409, "stale"), (409, "wrong-state")}
    assert len(answers) == 8
    assert [answer for answer in answers if answer not in lost] == [(200, "")]


def test_placeholders_are_filled_in_and_unknown_ones_refused_over_http(
    lin: Caller, cast: Cast
) -> None:
    order = cast.place()
    path = f"/orders/{order.number}/moves/ask_info"
    assert lin.post(path, {"question": "您好，{nummer}"}).status_code == 422
    assert moved(lin, order, "ask_info", question="您好，{number}")["state"] == "info_needed"
    assert order.notes.get().text == f"您好，{order.number}"
