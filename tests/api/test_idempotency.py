import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from huying.orders.models import Order, Submission
from tests.api.calling import Caller, content, refusal
from tests.builders import START, build_cast, clock_at

BODY = {"text": "三号楼东门的路灯坏了", "place": "990101001001001-B3", "lng": 116.5, "lat": 36.25}


def test_the_same_key_and_body_answer_the_same_bytes_and_place_one_order(visitor: Caller) -> None:
    first = visitor.post("/orders", BODY, Idempotency_Key="a1")
    again = visitor.post("/orders", BODY, Idempotency_Key="a1")
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert ("Idempotency-Replayed" in first.headers, "Idempotency-Replayed" in again.headers) == (
        False,
        True,
    )
    assert Order.objects.count() == 1


def test_the_order_of_fields_and_of_blanks_does_not_matter(visitor: Caller) -> None:
    turned = dict(reversed(BODY.items())) | {"category": None}
    first = visitor.post("/orders", BODY, Idempotency_Key="a1")
    assert visitor.post("/orders", turned, Idempotency_Key="a1").content == first.content


@pytest.mark.parametrize(
    "change", [{"text": "别的事"}, {"confidential": True}, {"contact_phone": "13800001234"}]
)
def test_the_same_key_with_another_body_is_a_conflict(
    visitor: Caller, change: dict[str, Any]
) -> None:
    visitor.post("/orders", BODY, Idempotency_Key="a1")
    answer = visitor.post("/orders", BODY | change, Idempotency_Key="a1")
    assert refusal(answer) == (409, "conflict", [])
    assert Order.objects.count() == 1


def test_without_a_key_or_with_another_each_call_places_an_order(visitor: Caller) -> None:
    numbers = {
        content(answer)["number"]
        for answer in (
            visitor.post("/orders", BODY),
            visitor.post("/orders", BODY),
            visitor.post("/orders", BODY, Idempotency_Key="a1"),
            visitor.post("/orders", BODY, Idempotency_Key="a2"),
        )
    }
    assert (len(numbers), Submission.objects.count()) == (4, 2)


def test_two_callers_may_use_the_same_key(visitor: Caller, lin: Caller, gu: Caller) -> None:
    answers = [caller.post("/orders", BODY, Idempotency_Key="a1") for caller in (visitor, lin, gu)]
    assert len({content(answer)["number"] for answer in answers}) == 3


def test_a_refused_order_does_not_use_up_its_key(visitor: Caller) -> None:
    visitor.post("/orders", BODY | {"text": ""}, Idempotency_Key="a1")
    assert visitor.post("/orders", BODY, Idempotency_Key="a1").status_code == 201


@pytest.mark.parametrize("key", ["k" * 121, "a\tb", "钥匙"])
def test_a_key_is_short_and_printable(visitor: Caller, key: str) -> None:
    answer = visitor.post("/orders", BODY, Idempotency_Key=key)
    assert refusal(answer) == (422, "invalid", ["Idempotency-Key"])


def test_a_key_of_full_length_is_kept(visitor: Caller) -> None:
    key = "k" * 120
    first = visitor.post("/orders", BODY, Idempotency_Key=key)
    assert visitor.post("/orders", BODY, Idempotency_Key=key).content == first.content


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_with_one_key_one_order_comes_and_all_get_the_same_answer() -> None:
    answers: list[tuple[int, bytes]] = []

    def place() -> None:
        answer = Caller(Client()).post("/orders", BODY, Idempotency_Key="race")
        answers.append((answer.status_code, answer.content))
        connection.close()

    with clock_at(START):
        build_cast()
        threads = [threading.Thread(target=place) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(answers), len(set(answers)), answers[0][0]) == (8, 1, 201)
    assert Order.objects.count() == 1
