"""What the house does by itself: close what nobody judged, put away what is long over."""

from datetime import date, datetime, timedelta

import pytest

from huying.clocks.models import AnnouncedYear, CalendarDay, Clock, LimitRule
from huying.clocks.verify import check_clocks
from huying.kernel.actor import VISITOR
from huying.kernel.calendar import SHANGHAI
from huying.orders.actions.placing import Key, Wish, place_order
from huying.orders.models import Order, Submission
from huying.orders.rules import ARCHIVE_AFTER, FOLLOW_UP_WINDOW, KEEP_KEYS_FOR
from huying.orders.states import OrderState
from huying.orders.tasks import archive_old, close_unjudged, keep_house, retell_promises
from huying.orders.verify import check_orders, check_promises
from huying.trail.queries import chain
from tests.builders import LONG_AGO, WORDS, Cast, build_cast, clock_at

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


# --- a year that was not announced when the promise was made ---------------------------------


def evening(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 17, 30, tzinfo=SHANGHAI)


def announce_2027() -> None:
    """The notice comes: Monday the fourth is free, Saturday the second is worked instead."""
    AnnouncedYear.objects.create(year=2027)
    for day, is_workday in ((date(2027, 1, 4), False), (date(2027, 1, 2), True)):
        CalendarDay.objects.create(day=day, is_workday=is_workday, reason="元旦调休")


def close_of(order: Order) -> Clock:
    return Clock.objects.get(subject_id=order.pk, name="close")


def test_a_promise_into_an_unannounced_year_waits_for_the_notice(cast: Cast) -> None:
    cast.at = evening(2026, 12, 29)
    order = cast.place()
    was = close_of(order)
    assert (was.provisional, was.due_at) == (True, evening(2027, 1, 6))
    assert retell_promises(cast.at) == 0
    assert chain("order", order.pk).count() == 1


def test_when_the_year_is_announced_the_promise_is_told_anew_once(cast: Cast) -> None:
    cast.at = evening(2026, 12, 29)
    order = cast.place()
    LimitRule.objects.filter(clock="accept").update(amount=99)
    announce_2027()
    CalendarDay.objects.create(day=date(2027, 1, 5), is_workday=False, reason="元旦调休")
    assert (retell_promises(cast.at), retell_promises(cast.at)) == (1, 0)
    close, stored = close_of(order), Order.objects.get(pk=order.pk)
    assert (close.due_at, close.first_due_at, close.provisional) == (
        evening(2027, 1, 7),
        evening(2027, 1, 6),
        False,
    )
    record = chain("order", order.pk).last()
    assert record is not None
    assert (record.move, record.by_label, stored.state) == ("retime", "system", "submitted")
    # The first promise is the one made under the limit of its day: one workday, not 99.
    assert stored.next_due_at == evening(2026, 12, 30)
    differences = (check_clocks().differences, check_promises().differences)
    assert (differences, check_orders().differences) == ((0, 0), 0)


def test_a_promise_for_the_last_days_of_a_year_is_not_told_again_and_again(cast: Cast) -> None:
    cast.at = evening(2026, 12, 18)
    order = cast.place()
    assert (close_of(order).provisional, close_of(order).due_at) == (True, evening(2026, 12, 25))
    assert (retell_promises(cast.at), chain("order", order.pk).count()) == (0, 1)
    announce_2027()
    assert (retell_promises(cast.at), retell_promises(cast.at)) == (1, 0)


def test_a_paused_promise_is_told_anew_when_it_runs_on(cast: Cast) -> None:
    cast.at = evening(2026, 12, 29)
    order = cast.order_in(S.INFO_NEEDED)
    announce_2027()
    assert retell_promises(cast.at) == 0
    cast.at = evening(2026, 12, 30)
    cast.move(order, "supply", words="东门")
    assert close_of(order).provisional is False
    assert check_clocks().differences == 0


def test_a_promise_that_began_anew_with_its_grade_is_told_anew_too(cast: Cast) -> None:
    LimitRule.objects.create(
        clock="close", starts_on="accept", grade="B", amount=6, unit="workday",
        valid_from=LONG_AGO,
    )  # fmt: skip
    cast.at = evening(2026, 12, 28)
    order = cast.order_in(S.INFO_NEEDED)
    cast.move(order, "supply", words="东门")
    cast.move(order, "accept", cast.lin, category="0101", grade="B")
    announce_2027()
    assert retell_promises(cast.at) == 1
    assert check_clocks().differences == 0
