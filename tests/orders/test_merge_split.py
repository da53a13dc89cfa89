"""Two orders that are one matter, and one order that is several jobs."""

from datetime import timedelta
from typing import Any

import pytest

from huying.clocks.models import Clock
from huying.clocks.queries import of
from huying.clocks.verify import check_clocks
from huying.kernel.refusals import Code, Refused
from huying.notices.models import Notice
from huying.orders.actions import perform
from huying.orders.actions.joining import FEWEST_PARTS, MOST_PARTS
from huying.orders.models import NEVER, Contact, Merge, Order
from huying.orders.policy import asker_of
from huying.orders.queries import floating
from huying.orders.states import AT_DESK, WITH_UNIT, OrderState
from huying.orders.verify import check_orders, check_promises, check_words
from huying.trail.models import Record
from huying.trail.outbox import deliver_due
from huying.trail.queries import chain
from tests.builders import Cast, build_cast

S = OrderState
CAN_FOLLOW = sorted(AT_DESK | WITH_UNIT - {S.SUSPENDED})
PARTS = ["换灯管", "修台阶"]


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def refused(cast: Cast, order: Order, name: str, **raw: Any) -> Code:
    """The code with which the desk is refused; nothing must have changed."""
    before = (list(Order.objects.order_by("id").values()), Record.objects.count())
    with pytest.raises(Refused) as refusal:
        perform(order, name, by=cast.lin.actor, at=cast.at, raw=raw)
    assert (list(Order.objects.order_by("id").values()), Record.objects.count()) == before
    return refusal.value.code


def merged(cast: Cast, state: OrderState = S.SUBMITTED) -> tuple[Order, Order]:
    """An order that was in this state and follows another, and the other."""
    order, into = cast.order_in(state), cast.place("三单元门口的灯不亮")
    cast.move(order, "merge", cast.lin, into=into.number, reason="同一盏灯")
    return order, into


def told(order: Order) -> list[str]:
    return list(
        Notice.objects.filter(order=order, person=None)
        .order_by("id")
        .values_list("event", flat=True)
    )


def whole() -> None:
    """Nothing that is recomputed differs."""
    checks = (check_orders(), check_words(), check_promises(), check_clocks())
    assert [check.examples for check in checks] == [[]] * 4


# --- merge ---------------------------------------------------------------------------------


def test_a_merged_order_follows_the_other_and_waits(cast: Cast) -> None:
    order, into = merged(cast)
    stored = Order.objects.get(pk=order.pk)
    assert (stored.state, stored.merged_into, stored.is_open) == ("merged", into, False)
    row = Merge.objects.get()
    assert (row.order, row.into, row.was, row.merged_at, row.undone_at) == (
        order,
        into,
        "submitted",
        cast.at,
        None,
    )
    record = chain("order", order.pk).last()
    assert record is not None
    assert (record.given, record.holder) == ({"into": into.number, "reason": "同一盏灯"}, "nobody")
    assert list(into.followers.all()) == [order]


@pytest.mark.parametrize("state", CAN_FOLLOW)
def test_undoing_a_merge_puts_everything_back_where_it_was(cast: Cast, state: OrderState) -> None:
    order = cast.order_in(state)
    into = cast.place()
    was = standing(order)
    cast.move(order, "merge", cast.lin, into=into.number, reason="同一盏灯")
    assert order.next_due_at == NEVER
    assert not Clock.objects.filter(subject_id=order.pk, stopped_at=None, paused_at=None).exists()
    cast.move(order, "unmerge", cast.lin, reason="不是同一盏")
    assert standing(order) == was
    assert (order.merged_into, Merge.objects.get().undone_at) == (None, cast.at)
    whole()


def standing(order: Order) -> tuple[Any, ...]:
    """State, who leads, who holds the time, and how each clock stands."""
    stored = Order.objects.get(pk=order.pk)
    last = chain("order", order.pk).exclude(holder="").last()
    assert last is not None
    clocks = {
        (clock.name, clock.due_at, clock.paused_at is None, clock.stopped_at, clock.outcome)
        for clock in of("order", order.pk)
    }
    lead = (stored.lead_unit_id, stored.lead_person_id, stored.responsible_person_id)
    return (stored.state, stored.next_due_at, stored.is_open, lead, last.holder, clocks)


def test_the_days_it_followed_are_not_counted(cast: Cast) -> None:
    order, _ = merged(cast)
    cast.at += timedelta(days=3)
    cast.move(order, "unmerge", cast.lin, reason="不是同一盏")
    close = Clock.objects.get(subject_id=order.pk, name="close")
    assert close.pauses.get().reason.startswith("merged into")
    assert close.due_at == cast.at.replace(hour=17, minute=30) + timedelta(days=7)
    whole()


def test_whoever_placed_a_follower_hears_what_happens_to_the_other(cast: Cast) -> None:
    order, into = merged(cast)
    cast.move(into, "accept", cast.lin, category="0101")
    cast.move(into, "answer", cast.lin, result="solved", reply="灯管已换新")
    deliver_due(cast.at)
    assert told(order) == ["order.place", "order.merge", "order.accept", "order.answer"]
    assert told(into) == ["order.place", "order.accept", "order.answer"]


def test_after_a_merge_is_undone_the_other_is_no_longer_heard_of(cast: Cast) -> None:
    order, into = merged(cast)
    cast.move(order, "unmerge", cast.lin, reason="不是同一盏")
    cast.move(into, "accept", cast.lin, category="0101")
    deliver_due(cast.at)
    assert told(order) == ["order.place", "order.merge", "order.unmerge"]


def test_a_merge_can_be_done_again_after_it_was_undone(cast: Cast) -> None:
    order, into = merged(cast)
    cast.move(order, "unmerge", cast.lin, reason="不是同一盏")
    cast.move(order, "merge", cast.lin, into=into.number, reason="还是同一盏")
    assert [row.undone_at is None for row in Merge.objects.order_by("id")] == [False, True]


@pytest.mark.parametrize("state", [S.NOT_ACCEPTED, S.CLOSED, S.WITHDRAWN, S.VOIDED])
def test_an_order_follows_no_order_that_is_over(cast: Cast, state: OrderState) -> None:
    order, over = cast.place(), cast.order_in(state)
    assert refused(cast, order, "merge", into=over.number, reason="同一盏") == Code.INVALID


def test_an_order_follows_neither_itself_nor_a_follower(cast: Cast) -> None:
    follower, into = merged(cast)
    third = cast.place()
    assert refused(cast, third, "merge", into=third.number, reason="同一盏") == Code.INVALID
    assert refused(cast, third, "merge", into=follower.number, reason="同一盏") == Code.INVALID
    assert refused(cast, into, "merge", into=third.number, reason="同一盏") == Code.CONFLICT


def test_an_order_follows_none_that_the_desk_cannot_see(cast: Cast) -> None:
    order, elsewhere = cast.place(), cast.place(place=cast.neighbour)
    for number in (elsewhere.number, "AAA-AAAA", "nonsense"):
        assert refused(cast, order, "merge", into=number, reason="同一盏") == Code.INVALID


def test_what_was_never_merged_cannot_be_undone(cast: Cast) -> None:
    assert refused(cast, cast.place(), "unmerge", reason="不是") == Code.WRONG_STATE


# --- split ---------------------------------------------------------------------------------


def split(cast: Cast, state: OrderState = S.ACCEPTED) -> tuple[Order, list[Order]]:
    """An order in parts, and the parts in the order they were named."""
    order = cast.order_in(state, contact_name="高阿姨")
    cast.move(order, "split", cast.lin, parts=PARTS, reason="两件事")
    return order, list(Order.objects.filter(parent=order).order_by("id"))


def finish(cast: Cast, part: Order) -> None:
    """Let the unit do a part, up to the desk's check."""
    cast.move(part, "dispatch", cast.lin, lead="hengan", reason="归物业")
    cast.move(part, "sign", cast.zhou)
    cast.move(part, "report", cast.zhou, words="下午来")
    cast.move(part, "complete", cast.zhou, result="solved", reply="好了")


@pytest.mark.parametrize("state", [S.ACCEPTED, S.SIGNED, S.IN_PROGRESS])
def test_an_order_in_parts_stays_with_the_desk_and_its_parts_begin_accepted(
    cast: Cast, state: OrderState
) -> None:
    order, parts = split(cast, state)
    stored = Order.objects.get(pk=order.pk)
    assert (stored.state, stored.lead_unit, stored.lead_person) == (
        "in_progress",
        cast.desk_unit,
        cast.lin.person,
    )
    assert [part.text for part in parts] == PARTS
    for part in parts:
        assert (part.state, part.version, part.lead_unit) == ("accepted", 1, None)
        shared = ("place", "category", "responsible_person", "desk", "kind", "channel", "community")
        assert [getattr(part, name) for name in shared] == [getattr(stored, n) for n in shared]
    assert len({order.number, *(part.number for part in parts)}) == 3
    assert not floating(cast.at).exists()
    whole()


def test_each_part_has_promises_and_a_chain_of_its_own(cast: Cast) -> None:
    order, parts = split(cast)
    for part in parts:
        clocks = {clock.name: clock.started_at for clock in of("order", part.pk)}
        assert clocks == {"close": cast.at, "transfer": cast.at}
        record = chain("order", part.pk).get()
        assert (record.move, record.given["parent"]) == ("branch", order.number)
        assert set(record.given["text"]) == {"sealed"}
    assert order.next_due_at == Clock.objects.get(subject_id=order.pk, name="close").due_at


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], Code.INCOMPLETE),
        (["一件"] * (FEWEST_PARTS - 1), Code.INVALID),
        (["一件"] * (MOST_PARTS + 1), Code.INVALID),
        (["一件", "另一件\u202e"], Code.INVALID),
        (["一件", "长" * 5001], Code.INVALID),
        (["一件", "  "], Code.INVALID),
    ],
)
def test_parts_that_are_none_are_refused_whole(cast: Cast, parts: list[str], code: Code) -> None:
    order = cast.order_in(S.ACCEPTED)
    assert refused(cast, order, "split", parts=parts, reason="几件事") == code
    assert not Order.objects.filter(parent=order).exists()


def test_the_most_parts_there_may_be(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "split", cast.lin, parts=["一件"] * MOST_PARTS, reason="很多事")
    assert order.children.count() == MOST_PARTS


def test_a_part_is_over_once_the_desk_has_checked_it(cast: Cast) -> None:
    _, (part, _) = split(cast)
    finish(cast, part)
    cast.move(part, "check", cast.lin)
    stored = Order.objects.get(pk=part.pk)
    assert (stored.state, stored.closed_at, stored.next_due_at) == ("closed", cast.at, NEVER)
    assert not Clock.objects.filter(subject_id=part.pk, stopped_at=None).exists()


def test_a_part_is_not_judged_the_whole_is(cast: Cast) -> None:
    _, (part, _) = split(cast)
    said = {"solved": "yes", "satisfied": "yes"}
    finish(cast, part)
    assert refused(cast, part, "judge", **said) == Code.CONFLICT
    cast.move(part, "check", cast.lin)
    assert refused(cast, part, "judge", **said) == Code.CONFLICT


def test_the_whole_is_not_done_before_every_part_is_over(cast: Cast) -> None:
    order, parts = split(cast)
    said = {"result": "solved", "reply": "都好了"}
    for part in parts:
        assert refused(cast, order, "complete", **said) == Code.NOT_YET
        finish(cast, part)
        assert refused(cast, order, "complete", **said) == Code.NOT_YET
        cast.move(part, "check", cast.lin)
    cast.move(order, "complete", cast.lin, **said)
    cast.move(order, "check", cast.secretary)
    cast.move(order, "judge", solved="yes", satisfied="yes")
    assert order.state == "closed"
    whole()


def test_a_part_that_is_declined_is_over_too(cast: Cast) -> None:
    order, (first, second) = split(cast)
    finish(cast, first)
    cast.move(first, "check", cast.lin)
    cast.move(second, "decline", cast.lin, why="beyond_duty", other_way="台阶归产权单位")
    cast.move(order, "complete", cast.lin, result="partly", reply="灯好了，台阶另找产权单位")
    assert order.state == "completed"


def test_a_part_done_badly_goes_back_to_whoever_did_it(cast: Cast) -> None:
    _, (part, _) = split(cast)
    finish(cast, part)
    cast.move(part, "rework", cast.lin, reason="没拧紧")
    assert (part.state, part.lead_person) == ("in_progress", cast.zhou.person)


def test_the_resident_hears_one_voice(cast: Cast) -> None:
    order, parts = split(cast)
    for part in parts:
        finish(cast, part)
        cast.move(part, "check", cast.lin)
    cast.move(order, "complete", cast.lin, result="solved", reply="都好了")
    deliver_due(cast.at)
    assert [told(part) for part in parts] == [[], []]
    assert told(order) == ["order.place", "order.accept", "order.complete"]
    assert list(Contact.objects.values_list("order_id", flat=True)) == [order.pk]


def test_whoever_placed_the_whole_has_no_say_in_a_part(cast: Cast) -> None:
    order, (part, _) = split(cast)
    with pytest.raises(Refused) as refusal:
        perform(part, "withdraw", by=asker_of(order), at=cast.at, raw={})
    assert refusal.value.code == Code.NOT_YOURS


def test_an_order_in_parts_follows_no_other_and_takes_no_part_of_its_own(cast: Cast) -> None:
    order, (part, _) = split(cast)
    other = cast.place()
    assert refused(cast, order, "merge", into=other.number, reason="同一件") == Code.CONFLICT
    assert refused(cast, order, "merge", into=part.number, reason="同一件") == Code.INVALID
