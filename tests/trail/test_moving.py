"""Moves are written the same way whatever moves; orders are the living example."""

import pytest
from django.db import transaction

from huying.kernel.effects import NO_EFFECT
from huying.kernel.machine import Step
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.states import OrderState
from huying.trail.models import Message, Record
from huying.trail.moving import recorded, write_move
from tests.builders import Cast, build_cast


def unwritten(entry: Record) -> None:
    pytest.fail(f"{entry} wrote something beside itself")


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return cast.order_in(OrderState.ACCEPTED)


def test_a_move_that_came_second_writes_nothing_at_all(cast: Cast, order: Order) -> None:
    late = Order.objects.get(pk=order.pk)
    step = Step("report", order.state, order.state, NO_EFFECT)
    write_move(order, step, by=cast.lin.actor, at=cast.at, given={"words": "1"})
    before = (Record.objects.count(), Message.objects.count())
    with pytest.raises(Refused) as refusal:
        write_move(
            late, step, by=cast.lin.actor, at=cast.at, given={"words": "2"},
            columns={"summary": "later"}, beside=unwritten,
        )  # fmt: skip
    assert refusal.value.code is Code.STALE
    assert (Record.objects.count(), Message.objects.count()) == before
    assert Order.objects.get(pk=order.pk).summary == ""


def test_what_fails_beside_a_move_takes_the_move_back(cast: Cast, order: Order) -> None:
    step = Step("report", order.state, order.state, NO_EFFECT)
    before = (order.version, Record.objects.count(), Message.objects.count())

    def broken(entry: Record) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_move(order, step, by=cast.lin.actor, at=cast.at, beside=broken)
    after = Order.objects.get(pk=order.pk)
    assert (after.version, Record.objects.count(), Message.objects.count()) == before


def test_a_record_names_rows_by_their_codes_and_seals_what_is_private(cast: Cast) -> None:
    kept = recorded(
        {"lead": cast.hengan, "helpers": [cast.bureau], "words": "家里的事", "blank": ""},
        salt="AAAA", sealed={"words"},
    )  # fmt: skip
    assert (kept["lead"], kept["helpers"], "blank" in kept) == ("hengan", ["chengguan"], False)
    assert set(kept["words"]) == {"sealed"}
    assert "家里的事" not in str(kept)
