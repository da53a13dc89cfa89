"""What the house does by itself: close what nobody judged, put away what is long over."""

from datetime import timedelta

import pytest

from huying.kernel.actor import VISITOR
from huying.orders.actions.placing import Key, Wish, place_order
from huying.orders.models import Order, Submission
from huying.orders.rules import ARCHIVE_AFTER, FOLLOW_UP_WINDOW, KEEP_KEYS_FOR
from huying.orders.states import OrderState
from huying.orders.tasks import archive_old, close_unjudged, keep_house
from huying.orders.verify import check_orders, check_promises
from huying.trail.queries import chain
from tests.builders import WORDS, Cast, build_cast, clock_at

S = OrderState
AN_INSTANT = timedelta(microseconds=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def state(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state


def test_what_nobody_judged_is_closed_after_its_time_and_not_a_moment_before(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    assert order.completed_at is not None
    last = order.completed_at + FOLLOW_UP_WINDOW
    assert (close_unjudged(last), state(order)) == (0, "follow_up")
    assert (close_unjudged(last + AN_INSTANT), state(order)) == (1, "closed")
    assert close_unjudged(last + timedelta(days=1)) == 0
    stored = Order.objects.get(pk=order.pk)
    record = chain("order", order.pk).last()
    assert record is not None
    assert (record.move, record.by_label, record.by_person, record.holder) == (
        "close",
        "system",
        None,
        "nobody",
    )
    assert (stored.closed_at, stored.is_open, stored.ratings.count()) == (
        last + AN_INSTANT,
        False,
        0,
    )
    assert check_promises().differences == 0


@pytest.mark.parametrize("other", sorted(set(OrderState) - {S.FOLLOW_UP, S.ARCHIVED}))
def test_only_what_waits_for_a_judgement_is_closed(cast: Cast, other: OrderState) -> None:
    order = cast.order_in(other)
    assert (close_unjudged(cast.at + timedelta(days=30)), state(order)) == (0, other)


def test_what_was_judged_meanwhile_is_left_alone(cast: Cast) -> None:
    judged, waiting = cast.order_in(S.FOLLOW_UP), cast.order_in(S.FOLLOW_UP)
    cast.move(judged, "judge", solved="no", satisfied="no")
    assert close_unjudged(cast.at + timedelta(days=8)) == 1
    assert (state(judged), state(waiting)) == ("in_progress", "closed")


@pytest.mark.parametrize("over", [S.CLOSED, S.NOT_ACCEPTED, S.WITHDRAWN, S.VOIDED])
def test_what_is_over_is_put_away_after_its_time_and_not_a_moment_before(
    cast: Cast, over: OrderState
) -> None:
    order = cast.order_in(over)
    assert order.closed_at is not None
    last = order.closed_at + ARCHIVE_AFTER
    assert (archive_old(last), state(order)) == (0, over)
    assert (archive_old(last + AN_INSTANT), state(order)) == (1, "archived")
    assert archive_old(last + timedelta(days=9)) == 0
    record = chain("order", order.pk).last()
    assert record is not None
    assert (record.move, record.source, record.target, record.by_label) == (
        "archive",
        over,
        "archived",
        "system",
    )
    assert Order.objects.get(pk=order.pk).closed_at == order.closed_at
    assert check_orders().differences == 0


def test_what_is_open_or_follows_another_is_never_put_away(cast: Cast) -> None:
    kept = [S.DRAFT, S.INFO_NEEDED, S.SUSPENDED, S.IN_PROGRESS, S.FOLLOW_UP, S.MERGED]
    orders = [cast.order_in(each) for each in kept]
    assert archive_old(cast.at + timedelta(days=3000)) == 0
    assert [state(order) for order in orders] == kept


def test_an_order_that_was_reopened_is_not_put_away(cast: Cast) -> None:
    order = cast.order_in(S.CLOSED)
    cast.move(order, "reopen", reason="又坏了")
    assert (archive_old(cast.at + timedelta(days=300)), state(order)) == (0, "in_progress")


def test_keeping_house_closes_archives_and_forgets_old_keys(cast: Cast) -> None:
    waiting, over = cast.order_in(S.FOLLOW_UP), cast.order_in(S.CLOSED)
    for key, at in (("old", cast.at), ("new", cast.at + ARCHIVE_AFTER)):
        wish = Wish(text=WORDS, place=cast.building)
        place_order(wish, by=VISITOR, at=at, key=Key(key, "b"))
    with clock_at(cast.at + ARCHIVE_AFTER + KEEP_KEYS_FOR - timedelta(minutes=1)):
        done = keep_house.enqueue().return_value
    assert done == 2
    assert (state(waiting), state(over)) == ("closed", "archived")
    assert list(Submission.objects.values_list("key", flat=True)) == ["new"]
    assert Order.objects.count() == 4
