"""How many statements a call costs: transactions' own words are not counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

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
    import sys; print("COUNT", len(statements), number, file=sys.__stderr__)
    assert len(statements) <= number, "\n".join(
        [str(len(statements)), *(s[:160] for s in statements)]
    )


@pytest.fixture(autouse=True)
def warm(settings: Settings, visitor: Caller) -> None:
    """As in a running server: limits and categories were read a moment ago."""
    settings.RULEBOOK_SECONDS = 3600.0
    visitor.post("/orders", {"text": "灯", "place": "990101001001001-B3"})


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


# Where a move starts, who makes it, what it carries, and how many statements it may take.
MOVES: list[tuple[OrderState, str, str, dict[str, Any], int]] = [
    (S.SUBMITTED, "lin", "accept", {"category": "0101"}, 10),
    (S.SUBMITTED, "lin", "ask_info", {"question": "哪盏灯？"}, 10),
    (S.SUBMITTED, "lin", "decline", {"why": "repeated", "other_way": "见上次答复"}, 10),
    (S.ACCEPTED, "lin", "dispatch", {"lead": "hengan", "reason": "归物业"}, 10),
    (S.ACCEPTED, "lin", "take", {}, 10),
    (S.DISPATCHED, "zhou", "sign", {}, 10),
    (S.SIGNED, "zhou", "begin", {"words": "下午"}, 10),
    (S.IN_PROGRESS, "zhou", "report", {"words": "在路上"}, 10),
    (S.IN_PROGRESS, "zhou", "complete", {"result": "solved", "reply": "好了"}, 10),
    (S.IN_PROGRESS, "zhou", "request_extension", {"reason": "缺料", "until": "2026-03-19"}, 10),
    (S.COMPLETED, "lin", "check", {}, 10),
    (S.SUSPENDED, "zhou", "resume", {}, 11),
    (S.FOLLOW_UP, "visitor", "judge", {"solved": True, "satisfied": True, "words": "好"}, 10),
]


@pytest.mark.parametrize(("state", "who", "move", "body", "budget"), MOVES)
def test_a_move_takes_few_statements(
    request: pytest.FixtureRequest,
    cast: Cast,
    state: OrderState,
    who: str,
    move: str,
    body: dict[str, Any],
    budget: int,
) -> None:
    order = cast.order_in(state)
    path = (
        f"/orders/{order.number}/moves/{move}?code={order.query_code if who == 'visitor' else ''}"
    )
    caller: Caller = request.getfixturevalue(who)
    with at_most(budget):
        answer = caller.post(path, body)
    assert answer.status_code == 200, content(answer)
