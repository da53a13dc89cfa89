"""What is brought in from the field happens once per key, whoever sends it how often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from huying.files.models import Upload
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import Limits, Sent
from huying.orders.actions.bringing import bring_photos, bring_visit, field_key
from huying.orders.actions.placing import Key, Wish, place_order
from huying.orders.models import Order, Submission
from huying.orders.rules import KEEP_FIELD_KEYS_FOR, KEEP_KEYS_FOR
from huying.orders.said import Said
from huying.orders.states import OrderState
from huying.orders.tasks import keep_house
from huying.people.roles import Role
from huying.trail.queries import chain
from tests.builders import START, Cast, build_cast, clock_at
from tests.files.samples import photo

SAID = Said(START, "d-1")
LIMITS = Limits(1_000_000, 1_000_000)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def meng(cast: Cast) -> Actor:
    return cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid).actor


def visits(order: Order) -> int:
    return chain("order", order.pk).filter(move="visit").count()


def test_a_visit_sent_twice_is_one_visit_with_one_answer(cast: Cast, meng: Actor) -> None:
    order, key = cast.order_in(OrderState.ACCEPTED), field_key(meng, "k1", "b")
    said: dict[str, Any] = {"key": key, "said": SAID, "outcome": "met", "by": meng, "at": cast.at}
    assert bring_visit(order.number, **said) == (True, {"number": order.number})
    assert bring_visit(order.number, **said) == (False, {"number": order.number})
    assert visits(order) == 1


def test_photos_sent_twice_are_added_once_and_say_when_they_were_taken(
    cast: Cast, meng: Actor
) -> None:
    order, key = cast.order_in(OrderState.ACCEPTED), field_key(meng, "k1", "b")
    for fresh in (True, False):
        assert bring_photos(
            order.number, [Sent("a.jpg", photo())], key=key, said=SAID, moment="after",
            limits=LIMITS, by=meng, at=cast.at,
        ) == (fresh, {"number": order.number})  # fmt: skip
    upload = Upload.objects.get()
    record = chain("files", order.pk).get()
    assert (upload.moment, record.given["device"], record.given["said_at"]) == (
        "after", "d-1", "2026-03-10T01:00:00.000000+00:00",
    )  # fmt: skip


def test_the_first_answer_is_given_though_the_order_is_out_of_reach_by_then(
    cast: Cast, meng: Actor
) -> None:
    order, key = cast.order_in(OrderState.ACCEPTED), field_key(meng, "k1", "b")
    said: dict[str, Any] = {"key": key, "said": SAID, "outcome": "met", "at": cast.at}
    bring_visit(order.number, **said, by=meng)
    dismissed = Actor(meng.kind, meng.name, meng.person_id)
    assert bring_visit(order.number, **said, by=dismissed) == (False, {"number": order.number})
    assert visits(order) == 1


def test_a_key_used_for_something_else_is_a_conflict(cast: Cast, meng: Actor) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    said: dict[str, Any] = {"said": SAID, "outcome": "met", "by": meng, "at": cast.at}
    bring_visit(order.number, key=field_key(meng, "k1", "b"), **said)
    with pytest.raises(Refused) as refused:
        bring_visit(order.number, key=field_key(meng, "k1", "another"), **said)
    assert (refused.value.code, visits(order)) == (Code.CONFLICT, 1)


def test_keys_of_two_people_do_not_meet(cast: Cast, meng: Actor) -> None:
    assert field_key(meng, "k", "b") != field_key(cast.lin.actor, "k", "b")


def test_a_refused_visit_claims_nothing(cast: Cast, meng: Actor) -> None:
    order = cast.order_in(OrderState.CLOSED)
    with pytest.raises(Refused) as refused:
        bring_visit(
            order.number,
            key=field_key(meng, "k1", "b"),
            said=SAID,
            outcome="met",
            by=meng,
            at=cast.at,
        )
    assert (refused.value.code, Submission.objects.count()) == (Code.WRONG_STATE, 0)


def test_keys_of_the_field_are_kept_while_a_tablet_lies_in_a_drawer(
    cast: Cast, meng: Actor
) -> None:
    for key in (field_key(meng, "k1", "b"), Key("web", "b")):
        place_order(Wish(text="灯", place=cast.building), by=meng, at=START, key=key)
    left = []
    for later in (KEEP_KEYS_FOR, KEEP_FIELD_KEYS_FOR):
        with clock_at(START + later + timedelta(minutes=1)):
            keep_house.func()
        left.append(Submission.objects.count())
    assert left == [1, 0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_one_visit_sent_by_many_at_once_is_one_visit() -> None:
    cast = build_cast()
    meng = cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid).actor
    order, key = cast.order_in(OrderState.ACCEPTED), field_key(meng, "k1", "b")

    def bring(_try: int) -> bool:
        try:
            return bring_visit(
                order.number, key=key, said=SAID, outcome="met", by=meng, at=cast.at
            )[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        fresh = list(pool.map(bring, range(6)))
    assert (sorted(fresh), visits(order)) == ([False] * 5 + [True], 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_visits_of_one_order_that_come_at_once_are_all_kept() -> None:
    cast = build_cast()
    meng = cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid).actor
    order = cast.order_in(OrderState.ACCEPTED)

    def bring(number: int) -> bool:
        try:
            return bring_visit(
                order.number, key=field_key(meng, f"k{number}", "b"), said=SAID, outcome="met",
                by=meng, at=cast.at,
            )[0]  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        fresh = list(pool.map(bring, range(4)))
    assert (fresh, visits(order)) == ([True] * 4, 4)
