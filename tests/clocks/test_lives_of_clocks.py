"""A clock starts, stands still, runs on, reaches further, ends, and begins anew."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.clocks.actions import extend, plan
from huying.clocks.models import Clock, ClockPause, LimitRule, Outcome
from huying.clocks.queries import of, rulebook
from huying.clocks.rules import Facts
from huying.clocks.verify import check_clocks
from huying.kernel.calendar import SHANGHAI
from huying.kernel.effects import NO_EFFECT, Effects, pause, restart, resume, start, stop
from huying.kernel.limits import Unit
from huying.orders.models import NEVER, Order
from huying.orders.states import OrderState
from tests.builders import LONG_AGO, START, Cast, build_cast

S = OrderState
SUBJECT = 42


def march(day: int, hour: int = 17, minute: int = 30) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def clocks(order: Order, name: str) -> list[Clock]:
    """All clocks of this name that the order has had, oldest first."""
    return [clock for clock in of("order", order.pk) if clock.name == name]


def clock(order: Order, name: str) -> Clock:
    """The latest clock of this name."""
    return clocks(order, name)[-1]


def outcomes(order: Order) -> list[tuple[str, str]]:
    return [(clock.name, clock.outcome) for clock in of("order", order.pk)]


# --- through the moves of an order ---------------------------------------------------------


def test_placing_starts_the_promises_that_begin_with_placing(cast: Cast) -> None:
    order = cast.order_in(S.SUBMITTED)
    found = [(c.name, c.started_at, c.first_due_at, c.due_at) for c in of("order", order.pk)]
    assert sorted(found) == [
        ("accept", cast.at, march(11), march(11)),
        ("close", cast.at, march(17), march(17)),
    ]
    assert order.next_due_at == march(11)


def test_taking_on_ends_one_promise_and_begins_the_next(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    accept, transfer = clock(order, "accept"), clock(order, "transfer")
    assert (accept.stopped_at, accept.outcome, accept.due_at) == (cast.at, "met", march(11))
    assert (transfer.started_at, transfer.due_at, transfer.outcome) == (cast.at, march(10), "")
    assert order.next_due_at == march(10)


def test_a_promise_kept_at_its_last_instant_is_met_and_a_microsecond_later_breached(
    cast: Cast,
) -> None:
    first, second = cast.place(), cast.place()
    for order, at in ((first, march(11)), (second, march(11) + timedelta(microseconds=1))):
        cast.at = at - timedelta(minutes=10)
        cast.move(order, "accept", cast.lin, category="0101")
    assert clock(first, "accept").outcome == Outcome.MET
    assert clock(second, "accept").outcome == Outcome.BREACHED


def test_asking_the_resident_stops_the_time_and_their_answer_lets_the_rest_run(
    cast: Cast,
) -> None:
    order = cast.order_in(S.INFO_NEEDED)
    asked = cast.at
    waiting = [(c.due_at, c.next_mark_at, c.paused_at) for c in of("order", order.pk)]
    assert waiting == [(None, None, asked)] * 2
    assert order.next_due_at == NEVER
    cast.at = march(13, 10, 0)
    cast.move(order, "supply", words="东门，三单元")
    # Three days later nothing is lost: one workday for accepting, five for closing, as before.
    assert clock(order, "accept").due_at == march(16)
    assert clock(order, "close").due_at == march(20)
    span = ClockPause.objects.get(clock=clock(order, "close"))
    assert (span.begun_at, span.ended_at, span.reason) == (asked, cast.at, "是哪个单元门口的灯？")
    assert order.next_due_at == march(16)


def test_a_second_question_pauses_anew_and_every_day_left_is_kept(cast: Cast) -> None:
    order = cast.order_in(S.INFO_NEEDED)
    for day, due in ((11, 18), (13, 20)):
        cast.at = march(day, 10, 0)
        cast.move(order, "supply", words="东门")
        assert clock(order, "close").due_at == march(due)
        cast.move(order, "ask_info", cast.lin, question="几楼？")
    assert [p.ended_at is None for p in clock(order, "close").pauses.all()] == [False, False, True]


def test_asking_after_taking_on_pauses_the_transfer_until_it_is_taken_on_again(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "ask_info", cast.lin, question="几楼？")
    assert clock(order, "transfer").due_at is None
    cast.at = march(12, 9, 0)
    cast.move(order, "supply", words="六楼")
    assert clock(order, "transfer").due_at is None
    cast.move(order, "accept", cast.lin, category="0101")
    assert clock(order, "transfer").due_at == march(12)
    assert len(clocks(order, "transfer")) == 1


def test_a_hold_stops_the_promise_and_runs_to_its_review_date(cast: Cast) -> None:
    order = cast.order_in(S.SUSPENDED)
    review = datetime(2026, 4, 20, 17, 30, tzinfo=SHANGHAI)
    assert (clock(order, "close").due_at, clock(order, "review").due_at) == (None, review)
    assert (clock(order, "review").next_mark_at, order.next_due_at) == (review, review)
    assert clock(order, "close").pauses.get().reason == "等配件"
    cast.at = datetime(2026, 4, 8, 9, 0, tzinfo=SHANGHAI)
    cast.move(order, "resume", cast.zhou)
    assert (clock(order, "review").outcome, clock(order, "review").stopped_at) == ("met", cast.at)
    # Held on the first of five workdays: five are left from the Wednesday it came back.
    assert clock(order, "close").due_at == datetime(2026, 4, 15, 17, 30, tzinfo=SHANGHAI)
    assert order.next_due_at == clock(order, "close").due_at


def test_a_review_date_that_passes_is_a_broken_promise(cast: Cast) -> None:
    order = cast.order_in(S.SUSPENDED)
    cast.at = datetime(2026, 4, 21, 9, 0, tzinfo=SHANGHAI)
    cast.move(order, "resume", cast.zhou)
    assert clock(order, "review").outcome == Outcome.BREACHED
    assert clock(order, "close").outcome == ""


def test_an_extension_reaches_further_and_the_first_promise_stays_on_record(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "request_extension", cast.zhou, reason="等配件", until="2026-03-20")
    assert clock(order, "close").due_at == march(17)
    cast.move(order, "grant_extension", cast.secretary)
    close = clock(order, "close")
    assert (close.first_due_at, close.extended_to, close.due_at) == (
        march(17),
        march(20),
        march(20),
    )
    assert order.next_due_at == march(20)


def test_a_hold_during_an_extension_keeps_the_days_of_the_extension(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "request_extension", cast.zhou, reason="等配件", until="2026-03-20")
    cast.move(order, "grant_extension", cast.secretary)
    cast.at = march(18, 9, 0)
    cast.move(order, "request_hold", cast.zhou, reason="停电", review_on="2026-04-20")
    cast.move(order, "grant_hold", cast.secretary)
    cast.at = march(25, 9, 0)
    cast.move(order, "resume", cast.zhou)
    # Two workdays of the extension were left when the time was stopped.
    assert clock(order, "close").due_at == march(27)
    assert check_clocks().differences == 0


def test_done_in_time_ends_the_promise_and_begins_the_follow_up(cast: Cast) -> None:
    order = cast.order_in(S.COMPLETED)
    assert sorted(outcomes(order)) == [
        ("accept", "met"),
        ("close", "met"),
        ("follow_up", ""),
        ("sign", "met"),
        ("transfer", "met"),
    ]
    assert clock(order, "follow_up").due_at == order.next_due_at == march(17)


def test_an_answer_at_once_begins_the_follow_up_too(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "answer", cast.lin, result="explained", reply="已说明")
    assert clock(order, "follow_up").due_at == order.next_due_at == march(17)


def test_a_draft_promises_nothing_until_it_is_sent_and_then_what_a_placed_order_promises(
    cast: Cast,
) -> None:
    draft, placed = cast.order_in(S.DRAFT), cast.order_in(S.SUBMITTED)
    assert outcomes(draft) == []
    cast.at = march(11, 17, 0)
    cast.move(draft, "submit", cast.lin, text="路灯不亮")
    assert sorted(outcomes(draft)) == sorted(outcomes(placed)) == [("accept", ""), ("close", "")]
    assert clock(draft, "accept").started_at == draft.placed_at
    assert draft.next_due_at == clock(draft, "accept").due_at
    assert check_clocks().differences == 0


def test_a_machine_whose_clock_was_set_back_ends_a_pause_where_it_began(cast: Cast) -> None:
    order = cast.order_in(S.SUSPENDED)
    before, begun = cast.order_in(S.IN_PROGRESS), clock(order, "close").paused_at
    assert begun is not None
    cast.at = begun - timedelta(hours=3)
    cast.move(order, "resume", cast.zhou)
    (span,) = clock(order, "close").pauses.all()
    assert (span.begun_at, span.ended_at) == (begun, begun)
    assert clock(order, "close").due_at == clock(before, "close").due_at
    assert check_clocks().differences == 0


def test_another_unit_gets_its_own_time_to_sign(cast: Cast) -> None:
    order = cast.order_in(S.DISPATCHED)
    cast.at = march(11, 17, 0)
    cast.move(order, "reassign", cast.lin, lead="chengguan", reason="路灯归城管")
    assert [c.due_at for c in clocks(order, "sign")] == [march(11), march(12)]
    assert [c.outcome for c in clocks(order, "sign")] == ["met", ""]


def test_a_unit_that_signed_already_hands_on_to_one_that_still_has_to(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "reassign", cast.lin, lead="chengguan", reason="路灯归城管")
    assert clock(order, "sign").due_at == march(11)
    assert [c.outcome for c in clocks(order, "sign")] == ["met", ""]


def test_another_round_begins_a_new_promise_beside_the_old_one(cast: Cast) -> None:
    order = cast.order_in(S.FOLLOW_UP)
    cast.at = march(12, 9, 0)
    cast.move(order, "judge", solved="no", satisfied="no")
    old, new = clocks(order, "close")
    assert (old.outcome, old.due_at) == ("met", march(17))
    assert (new.outcome, new.started_at, new.due_at) == ("", cast.at, march(19))
    assert order.next_due_at == march(19)
    assert clock(order, "follow_up").outcome == Outcome.MET


GRADED: tuple[tuple[str, int, str, list[float]], ...] = (
    ("A", 1, "same_workday", []),
    ("B", 10, "workday", [0.3, 0.6, 0.9]),
)


def test_a_grade_given_on_taking_on_brings_its_own_promise(cast: Cast) -> None:
    for grade, amount, unit, shares in GRADED:
        LimitRule.objects.create(
            clock="close", starts_on="accept", grade=grade, amount=amount, unit=unit,
            warn_shares=shares, valid_from=LONG_AGO,
        )  # fmt: skip
    dues = {"A": march(10), "B": march(24), "": march(17)}
    for grade, due in dues.items():
        order = cast.order_in(S.INFO_NEEDED)
        cast.move(order, "supply", words="东门")
        cast.move(order, "accept", cast.lin, category="0101", grade=grade)
        close = clock(order, "close")
        assert (close.due_at, close.first_due_at) == (due, due), grade
        assert order.next_due_at == min(due, march(10))
    assert check_clocks().differences == 0


def test_a_promise_broken_before_the_grade_was_given_stays_broken(cast: Cast) -> None:
    LimitRule.objects.create(
        clock="close", starts_on="accept", grade="C", amount=60, unit="workday",
        valid_from=LONG_AGO,
    )  # fmt: skip
    order = cast.place()
    cast.at = march(18, 9, 0)
    cast.move(order, "accept", cast.lin, category="0101", grade="C")
    close = clock(order, "close")
    assert (close.amount, close.started_at, close.outcome) == (60, cast.at, "breached")
    cast.move(order, "answer", cast.lin, result="explained", reply="已说明")
    assert clock(order, "close").outcome == Outcome.BREACHED
    assert check_clocks().differences == 0


@pytest.mark.parametrize(
    ("state", "move", "who", "raw"),
    [
        (S.IN_PROGRESS, "withdraw", "resident", {}),
        (S.INFO_NEEDED, "withdraw", "resident", {}),
        (S.SUSPENDED, "withdraw", "resident", {}),
        (S.INFO_NEEDED, "decline", "lin", {"why": "repeated", "other_way": "见上次答复"}),
        (S.SUBMITTED, "void", "secretary", {"reason": "误录"}),
        (S.FOLLOW_UP, "judge", "resident", {"solved": "yes", "satisfied": "yes"}),
    ],
)
def test_when_an_order_is_over_no_clock_of_it_runs_or_waits(
    cast: Cast, state: OrderState, move: str, who: str, raw: dict[str, str]
) -> None:
    order = cast.order_in(state)
    cast.move(order, move, None if who == "resident" else getattr(cast, who), **raw)
    left = Clock.objects.filter(subject_id=order.pk, stopped_at=None)
    assert (left.count(), order.next_due_at) == (0, NEVER)
    assert not ClockPause.objects.filter(ended_at=None).exists()
    assert {outcome for _, outcome in outcomes(order)} == {"met"}


# --- the plan itself -----------------------------------------------------------------------


def limit(
    amount: int = 5, unit: Unit = Unit.WORKDAY, clock: str = "close", starts_on: str = "place"
) -> LimitRule:
    return LimitRule.objects.create(
        clock=clock, starts_on=starts_on, amount=amount, unit=unit, valid_from=LONG_AGO
    )


def act(effects: Effects, at: datetime, move: str = "", **more: datetime) -> datetime | None:
    """Carry out effects on the subject; the nearest promise afterwards."""
    decided = plan(
        "thing", SUBJECT, effects, move=move, facts=Facts(), at=at, book=rulebook(), dues=more
    )
    decided.write()
    return decided.next_due_at


def reach(name: str, until: datetime, at: datetime) -> None:
    """Extend a running clock."""
    decided = plan("thing", SUBJECT, NO_EFFECT, move="", facts=Facts(), at=at, book=rulebook())
    extend(decided, name, until)
    decided.write()


def the_clock(name: str = "close") -> Clock:
    return Clock.objects.filter(subject_kind="thing", subject_id=SUBJECT, name=name).latest("id")


def test_without_a_limit_nothing_starts(db: None) -> None:
    assert act(start("close") & restart("close"), START, move="place") is None
    assert not Clock.objects.exists()


def test_a_start_waits_for_the_move_of_its_limit_and_a_restart_does_not(db: None) -> None:
    limit(starts_on="accept")
    assert act(start("close"), START, move="place") is None
    assert act(restart("close"), START, move="place") == march(17)


def test_a_running_clock_is_not_started_twice(db: None) -> None:
    limit()
    act(start("close"), START, move="place")
    assert act(start("close"), march(12, 9, 0), move="place") == march(17)
    assert Clock.objects.count() == 1


def test_pausing_twice_and_resuming_twice_is_pausing_and_resuming_once(db: None) -> None:
    limit()
    act(start("close"), START, move="place")
    for day in (11, 12):
        act(pause("close"), march(day, 9, 0))
    for day in (13, 16):
        act(resume("close"), march(day, 9, 0))
    span = ClockPause.objects.get()
    assert (span.begun_at, span.ended_at) == (march(11, 9, 0), march(13, 9, 0))
    assert the_clock().due_at == march(19)


def test_a_clock_stopped_while_it_stands_still_keeps_its_promise(db: None) -> None:
    limit()
    act(start("close"), START, move="place")
    act(pause("close"), march(11, 9, 0))
    act(stop("close"), march(30, 9, 0))
    found = the_clock()
    assert (found.outcome, found.paused_at, found.stopped_at) == ("met", None, march(30, 9, 0))
    assert ClockPause.objects.get().ended_at == march(30, 9, 0)


def test_a_given_date_needs_no_limit_and_can_be_paused_and_extended(db: None) -> None:
    assert act(start("review"), START, review=march(20)) == march(20)
    act(pause("review"), march(11, 9, 0))
    assert act(resume("review"), march(12, 9, 0)) == march(20)
    reach("review", march(24), march(13))
    found = the_clock("review")
    assert (found.due_at, found.first_due_at, found.next_mark_at) == (
        march(24),
        march(20),
        march(24),
    )


EXTEND = NO_EFFECT
STEPS = st.lists(
    st.tuples(
        st.sampled_from([pause("close"), resume("close"), stop("close"), EXTEND]),
        st.timedeltas(timedelta(0), timedelta(days=9)),
    ),
    max_size=12,
)


@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    amount=st.integers(1, 15),
    unit=st.sampled_from([Unit.HOUR, Unit.WORKDAY, Unit.DAY]),
    began=st.timedeltas(timedelta(0), timedelta(days=300)).map(lambda after: START + after),
    steps=STEPS,
)
def test_pauses_never_make_a_clock_due_earlier_and_a_stopped_one_stays_what_it_was(
    db: None, amount: int, unit: Unit, began: datetime, steps: list[tuple[Effects, timedelta]]
) -> None:
    Clock.objects.all().delete()
    LimitRule.objects.all().delete()
    limit(amount, unit)
    at = began
    act(start("close"), at, move="place")
    latest = the_clock().due_at
    ended: Clock | None = None
    for effects, wait in steps:
        at += wait
        act(effects, at)
        now = the_clock()
        if effects is EXTEND and now.due_at is not None and now.stopped_at is None:
            reach("close", now.due_at + wait, at)
            now = the_clock()
        assert (now.due_at is None) == (now.paused_at is not None)
        assert (now.next_mark_at is None) == (
            now.paused_at is not None or now.stopped_at is not None
        )
        assert now.due_at is None or latest is None or now.due_at >= latest
        latest = now.due_at or latest
        if ended is None and now.stopped_at is not None:
            ended = now
        if ended is not None:
            assert vars_of(now) == vars_of(ended)
    assert check_clocks().differences == 0


def vars_of(clock: Clock) -> dict[str, object]:
    return {field.name: getattr(clock, field.attname) for field in Clock._meta.concrete_fields}
