"""How many statements a call costs: transactions' own words are not counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.orders.states import OrderState
from tests.api.calling import Caller, content
from tests.builders import Cast

S = OrderState
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """Fails with the statements when there are more of them."""
    with CaptureQueriesContext(connection) as queries:
        yield
    statements = [q["sql"] for q in queries if not q["sql"].startswith(FRAME)]
    if len(statements) > number:
        pytest.fail("\n".join([f"{len(statements)} statements", *(s[:120] for s in statements)]))


@pytest.fixture(autouse=True)
def warm(kept_reference_data: None, visitor: Caller, lin: Caller, cast: Cast) -> None:
    """As in a running server: limits, classes and names were read a moment ago."""
    visitor.post("/orders", {"text": "灯", "place": "990101001001001-B3"})
    lin.get(f"/orders/{cast.order_in(S.SUSPENDED).number}")


def test_placing_an_order_takes_at_most_ten_statements(visitor: Caller) -> None:
    body = {
        "text": "三号楼东门的路灯坏了",
        "place": "990101001001001-B3",
        "category": "0101",
        "contact_phone": "13800001234",
    }
    with at_most(10):
        assert visitor.post("/orders", body).status_code == 201
    for _first_and_again in range(2):
        with at_most(10):
            assert visitor.post("/orders", body, Idempotency_Key="a").status_code == 201


def test_a_list_takes_the_same_few_statements_whatever_its_length(lin: Caller, cast: Cast) -> None:
    for _ in range(3):
        cast.order_in(S.SIGNED)
    with at_most(2):
        lin.get("/orders", limit=200)
    with at_most(4):
        lin.get("/orders", limit=200, place=cast.community.code, total="true", state="signed")


def test_looking_at_an_order_takes_at_most_eight(lin: Caller, visitor: Caller, cast: Cast) -> None:
    order = cast.order_in(S.SUSPENDED)
    with at_most(8):
        lin.get(f"/orders/{order.number}")
    with at_most(5):
        visitor.get(f"/orders/{order.number}", code=order.query_code)
    with at_most(6):
        lin.get(f"/orders/{order.number}/clocks")


# Where a move starts, who makes it, and what it carries.
MOVES: list[tuple[OrderState, str, str, dict[str, Any]]] = [
    (S.SUBMITTED, "lin", "accept", {"category": "0101"}),
    (S.SUBMITTED, "lin", "ask_info", {"question": "哪盏灯？"}),
    (S.SUBMITTED, "lin", "decline", {"why": "repeated", "other_way": "见上次答复"}),
    (S.SUBMITTED, "visitor", "add_word", {"words": "还有一盏"}),
    (S.SUBMITTED, "visitor", "chase", {}),
    (S.SUBMITTED, "visitor", "withdraw", {}),
    (S.INFO_NEEDED, "visitor", "supply", {"words": "东门那盏"}),
    (S.ACCEPTED, "lin", "answer", {"result": "explained", "reply": "已说明"}),
    (S.ACCEPTED, "lin", "dispatch", {"lead": "hengan", "reason": "归物业"}),
    (S.ACCEPTED, "lin", "take", {}),
    (S.DISPATCHED, "zhou", "sign", {}),
    (S.SIGNED, "zhou", "begin", {"words": "下午"}),
    (S.IN_PROGRESS, "lin", "reassign", {"lead": "hengan", "reason": "换人"}),
    (S.IN_PROGRESS, "zhou", "report", {"words": "在路上"}),
    (S.IN_PROGRESS, "zhou", "complete", {"result": "solved", "reply": "好了"}),
    (S.IN_PROGRESS, "zhou", "request_extension", {"reason": "缺料", "until": "2026-03-19"}),
    (S.COMPLETED, "lin", "check", {}),
    (S.SUSPENDED, "zhou", "resume", {}),
    (S.FOLLOW_UP, "visitor", "judge", {"solved": True, "satisfied": True, "words": "好"}),
    (S.FOLLOW_UP, "visitor", "reopen", {"reason": "又坏了"}),
]


@pytest.mark.parametrize(("state", "who", "move", "body"), MOVES)
def test_a_move_takes_at_most_ten_statements(
    request: pytest.FixtureRequest,
    cast: Cast,
    state: OrderState,
    who: str,
    move: str,
    body: dict[str, Any],
) -> None:
    order = cast.order_in(state)
    path = (
        f"/orders/{order.number}/moves/{move}?code={order.query_code if who == 'visitor' else ''}"
    )
    caller: Caller = request.getfixturevalue(who)
    with at_most(10):
        answer = caller.post(path, body)
    assert answer.status_code == 200, content(answer)


def test_moves_that_do_the_work_of_several_take_a_few_more(
    visitor: Caller, lin: Caller, secretary: Caller, cast: Cast
) -> None:
    again = cast.order_in(S.FOLLOW_UP)
    path = f"/orders/{again.number}/moves/judge?code={again.query_code}"
    with at_most(10):  # a rating, another round, and the search for someone else to lead it
        assert visitor.post(path, {"solved": False, "satisfied": False}).status_code == 200
    held = cast.order_in(S.IN_PROGRESS)
    cast.move(held, "request_hold", cast.zhou, reason="等配件", review_on="2026-04-20")
    with at_most(11):  # a decision, a pause, and a review date
        assert secretary.post(f"/orders/{held.number}/moves/grant_hold").status_code == 200
    parts = {"parts": ["换灯", "修台阶"], "reason": "两件事"}
    lin.post(f"/orders/{held.number}/moves/resume")
    with at_most(16):  # each part is an order of its own
        assert lin.post(f"/orders/{held.number}/moves/split", parts).status_code == 200
