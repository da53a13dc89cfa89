"""Return, extension, hold: asked with a reason, decided by someone else, kept on record."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from huying.clocks.models import Clock, LimitRule
from huying.kernel.actor import Actor
from huying.kernel.calendar import SHANGHAI
from huying.kernel.effects import Holder
from huying.kernel.refusals import Code, Refused
from huying.notices.models import Notice
from huying.orders.actions import perform
from huying.orders.models import Order, Request
from huying.orders.queries import Wanted, matching
from huying.orders.rules import LONGEST_HOLD
from huying.orders.states import Ask, AskState, OrderState
from huying.trail.outbox import deliver_due
from huying.trail.queries import chain
from tests.builders import Cast, Staff, build_cast

S = OrderState
DUE = datetime(2026, 3, 17, 17, 30, tzinfo=SHANGHAI)
ASKING: dict[str, dict[str, Any]] = {
    Ask.RETURN: {"reason": "这盏灯归城管", "basis": "职责清单第三条"},
    Ask.EXTENSION: {"reason": "等配件", "until": "2026-03-20"},
    Ask.HOLD: {"reason": "等停电许可", "review_on": "2026-04-20"},
}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return cast.order_in(S.IN_PROGRESS)


def ask(cast: Cast, order: Order, kind: str, by: Staff | None = None, **raw: Any) -> Request:
    """Ask for it the usual way, but for what is said otherwise."""
    cast.move(order, f"request_{kind}", by or cast.zhou, **(ASKING[kind] | raw))
    return Request.objects.get(order=order, ask=kind, state=AskState.REQUESTED)


def refused(cast: Cast, order: Order, name: str, by: Actor, **raw: Any) -> tuple[Code, list[str]]:
    """Code and fields with which a move is refused; nothing must have changed."""
    before = [Order.objects.filter(pk=order.pk).values().get(), list(Request.objects.values())]
    with pytest.raises(Refused) as refusal:
        perform(order, name, by=by, at=cast.at, raw=raw)
    after = [Order.objects.filter(pk=order.pk).values().get(), list(Request.objects.values())]
    assert after == before
    return refusal.value.code, list(refusal.value.fields)


def due(order: Order, name: str = "close") -> datetime | None:
    return Clock.objects.filter(subject_id=order.pk, name=name).latest("id").due_at


def holder(order: Order) -> str:
    """Who holds the time after the last record that says so."""
    said = chain("order", order.pk).exclude(holder="").last()
    assert said is not None
    return said.holder


# --- what holds for all three --------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Ask))
def test_a_request_says_who_asks_why_and_since_when(cast: Cast, order: Order, kind: Ask) -> None:
    request = ask(cast, order, kind)
    assert (request.reason, request.asked_by, request.asked_at) == (
        ASKING[kind]["reason"],
        cast.zhou.person,
        cast.at,
    )
    assert (request.state, request.decided_by, request.decided_at) == ("requested", None, None)
    assert order.state == "in_progress"
    waiting = matching(Wanted(asked=True), cast.lin.actor, at=cast.at)
    assert list(waiting) == [order]


@pytest.mark.parametrize("kind", list(Ask))
@pytest.mark.parametrize("verdict", ["grant", "refuse"])
def test_a_decision_says_who_decided_when_and_why(
    cast: Cast, order: Order, kind: Ask, verdict: str
) -> None:
    request = ask(cast, order, kind)
    cast.move(order, f"{verdict}_{kind}", cast.secretary, answer="研究过了")
    request.refresh_from_db()
    assert request.state == {"grant": "granted", "refuse": "refused"}[verdict]
    assert (request.decided_by, request.decided_at, request.answer) == (
        cast.secretary.person,
        cast.at,
        "研究过了",
    )
    assert not matching(Wanted(asked=True), cast.lin.actor, at=cast.at).exists()


@pytest.mark.parametrize("kind", list(Ask))
def test_only_one_request_of_a_kind_waits_at_a_time(cast: Cast, order: Order, kind: Ask) -> None:
    ask(cast, order, kind)
    again = refused(cast, order, f"request_{kind}", cast.wu.actor, **ASKING[kind])
    assert again == (Code.CONFLICT, [])
    cast.move(order, f"refuse_{kind}", cast.secretary, answer="再想想办法")
    ask(cast, order, kind)
    assert Request.objects.count() == 2


@pytest.mark.parametrize("kind", list(Ask))
@pytest.mark.parametrize("verdict", ["grant", "refuse"])
def test_what_nobody_asked_for_is_not_decided(
    cast: Cast, order: Order, kind: Ask, verdict: str
) -> None:
    said = {"answer": "不行"}
    assert refused(cast, order, f"{verdict}_{kind}", cast.secretary.actor, **said) == (
        Code.NOT_YET,
        [],
    )


@pytest.mark.parametrize("kind", list(Ask))
def test_a_refusal_gives_an_answer(cast: Cast, order: Order, kind: Ask) -> None:
    ask(cast, order, kind)
    for answer in ({}, {"answer": ""}, {"answer": " \n"}):
        found = refused(cast, order, f"refuse_{kind}", cast.secretary.actor, **answer)
        assert found == (Code.INCOMPLETE, ["answer"])


@pytest.mark.parametrize("kind", list(Ask))
@pytest.mark.parametrize("verdict", ["grant", "refuse"])
def test_whoever_asked_does_not_decide(cast: Cast, kind: Ask, verdict: str) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "take", cast.secretary)
    ask(cast, order, kind, cast.secretary)
    mine = refused(cast, order, f"{verdict}_{kind}", cast.secretary.actor, answer="同意")
    assert mine == (Code.NOT_YOURS, [])
    cast.move(order, f"{verdict}_{kind}", cast.dispatcher, answer="同意")


@pytest.mark.parametrize("kind", list(Ask))
def test_only_whoever_leads_asks(cast: Cast, order: Order, kind: Ask) -> None:
    for stranger in (cast.ma, cast.lin, cast.gu):
        found = refused(cast, order, f"request_{kind}", stranger.actor, **ASKING[kind])
        assert found == (Code.NOT_YOURS, [])
    ask(cast, order, kind, cast.wu)


@pytest.mark.parametrize("kind", [Ask.EXTENSION, Ask.HOLD])
def test_the_reception_sorts_and_does_not_decide(cast: Cast, order: Order, kind: Ask) -> None:
    ask(cast, order, kind)
    assert refused(cast, order, f"grant_{kind}", cast.lin.actor) == (Code.NOT_YOURS, [])


@pytest.mark.parametrize(("kind", "field"), [(k, f) for k, said in ASKING.items() for f in said])
def test_what_is_missing_is_named(cast: Cast, order: Order, kind: str, field: str) -> None:
    raw = {key: value for key, value in ASKING[kind].items() if key != field}
    found = refused(cast, order, f"request_{kind}", cast.zhou.actor, **raw)
    assert found == (Code.INCOMPLETE, [field])


# --- return --------------------------------------------------------------------------------


def test_a_return_that_is_asked_for_waits_at_the_desk(cast: Cast, order: Order) -> None:
    request = ask(cast, order, Ask.RETURN)
    assert (request.basis, holder(order)) == ("职责清单第三条", Holder.DESK)
    cast.move(order, "refuse_return", cast.lin, answer="楼内照明归物业")
    assert (order.state, holder(order), order.returns) == ("in_progress", Holder.UNIT, 0)
    assert order.lead_unit == cast.hengan


def test_a_granted_return_brings_it_back_to_be_sent_elsewhere(cast: Cast, order: Order) -> None:
    ask(cast, order, Ask.RETURN)
    cast.move(order, "grant_return", cast.lin)
    stored = Order.objects.get(pk=order.pk)
    assert (stored.state, stored.lead_unit, stored.lead_person, stored.returns) == (
        "accepted",
        None,
        None,
        1,
    )
    assert stored.responsible_person == cast.lin.person
    assert due(order) == DUE
    assert due(order, "transfer") == cast.at.replace(hour=17, minute=30, second=0, microsecond=0)
    cast.move(order, "dispatch", cast.lin, lead="chengguan", reason="归城管")
    assert (order.lead_person, due(order, "sign")) == (
        cast.ma.person,
        datetime(2026, 3, 11, 17, 30, tzinfo=SHANGHAI),
    )


# --- extension -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "reaches"),
    [
        ("2026-03-18", datetime(2026, 3, 18, 17, 30, tzinfo=SHANGHAI)),
        ("2026-03-24", datetime(2026, 3, 24, 17, 30, tzinfo=SHANGHAI)),
        ("2026-03-20T12:00", datetime(2026, 3, 20, 12, 0, tzinfo=SHANGHAI)),
        ("2026-03-20T12:00+00:00", datetime(2026, 3, 20, 20, 0, tzinfo=SHANGHAI)),
    ],
)
def test_a_granted_extension_is_the_new_promise(
    cast: Cast, order: Order, until: str, reaches: datetime
) -> None:
    ask(cast, order, Ask.EXTENSION, until=until)
    assert due(order) == DUE
    cast.move(order, "grant_extension", cast.secretary)
    assert (due(order), order.next_due_at, order.state) == (reaches, reaches, "in_progress")


@pytest.mark.parametrize(
    "until",
    [
        "2026-03-17",  # what is promised already
        "2026-03-16",
        "2026-03-01",  # past
        "1949-10-01",
        "2026-03-25",  # beyond five workdays after the first promise
        "2026-03-24T17:31",
        "9999-12-31",
    ],
)
def test_an_extension_lies_after_the_promise_and_within_its_cap(
    cast: Cast, order: Order, until: str
) -> None:
    raw = ASKING[Ask.EXTENSION] | {"until": until}
    assert refused(cast, order, "request_extension", cast.zhou.actor, **raw) == (
        Code.INVALID,
        ["until"],
    )


@pytest.mark.parametrize("until", ["soon", "2026-02-30", "2026-13-01", "20", "2026-03-20T25:00"])
def test_what_is_no_date_is_refused(cast: Cast, order: Order, until: str) -> None:
    raw = ASKING[Ask.EXTENSION] | {"until": until}
    assert refused(cast, order, "request_extension", cast.zhou.actor, **raw) == (
        Code.INVALID,
        ["until"],
    )


def test_a_second_extension_counts_its_cap_from_the_first_promise(cast: Cast, order: Order) -> None:
    ask(cast, order, Ask.EXTENSION)
    cast.move(order, "grant_extension", cast.secretary)
    raw = ASKING[Ask.EXTENSION] | {"until": "2026-03-25"}
    found = refused(cast, order, "request_extension", cast.zhou.actor, **raw)
    assert found == (Code.INVALID, ["until"])
    ask(cast, order, Ask.EXTENSION, until="2026-03-24")
    cast.move(order, "grant_extension", cast.secretary)
    assert due(order) == datetime(2026, 3, 24, 17, 30, tzinfo=SHANGHAI)


def test_a_limit_without_a_cap_is_not_extended(cast: Cast) -> None:
    LimitRule.objects.filter(clock="close").update(extension_cap=0)
    order = cast.order_in(S.SIGNED)
    found = refused(cast, order, "request_extension", cast.zhou.actor, **ASKING[Ask.EXTENSION])
    assert found == (Code.CONFLICT, ["until"])


def test_where_nothing_was_promised_nothing_is_extended(cast: Cast) -> None:
    LimitRule.objects.filter(clock="close").delete()
    order = cast.order_in(S.SIGNED)
    found = refused(cast, order, "request_extension", cast.zhou.actor, **ASKING[Ask.EXTENSION])
    assert found == (Code.CONFLICT, ["until"])


def test_a_refused_extension_leaves_the_promise(cast: Cast, order: Order) -> None:
    ask(cast, order, Ask.EXTENSION)
    cast.move(order, "refuse_extension", cast.secretary, answer="配件明天到")
    assert (due(order), order.next_due_at) == (DUE, DUE)


def test_the_resident_is_told_of_more_time_and_of_a_hold(cast: Cast, order: Order) -> None:
    ask(cast, order, Ask.EXTENSION)
    cast.move(order, "grant_extension", cast.secretary)
    ask(cast, order, Ask.HOLD)
    cast.move(order, "grant_hold", cast.secretary)
    deliver_due(cast.at)
    told = list(Notice.objects.filter(order=order, person=None).values_list("event", flat=True))
    assert [event for event in told if "hold" in event or "extension" in event] == [
        "order.grant_extension",
        "order.grant_hold",
    ]


# --- hold ----------------------------------------------------------------------------------


def test_a_hold_that_is_asked_for_changes_nothing_yet(cast: Cast, order: Order) -> None:
    ask(cast, order, Ask.HOLD)
    assert (order.state, due(order), holder(order)) == ("in_progress", DUE, Holder.UNIT)


def test_a_granted_hold_is_nobodys_lateness_until_its_review(cast: Cast, order: Order) -> None:
    ask(cast, order, Ask.HOLD)
    cast.move(order, "grant_hold", cast.secretary)
    assert (order.state, due(order), holder(order)) == ("suspended", None, Holder.HOLD)
    review = datetime(2026, 4, 20, 17, 30, tzinfo=SHANGHAI)
    assert (due(order, "review"), order.next_due_at) == (review, review)


def test_a_refused_hold_lets_the_time_run(cast: Cast, order: Order) -> None:
    ask(cast, order, Ask.HOLD)
    cast.move(order, "refuse_hold", cast.secretary, answer="可以先装临时灯")
    assert (order.state, due(order)) == ("in_progress", DUE)
    assert not Clock.objects.filter(name="review").exists()


@pytest.mark.parametrize(
    "after", [timedelta(0), timedelta(days=-1), LONGEST_HOLD + timedelta(minutes=1)]
)
def test_a_review_lies_ahead_and_not_too_far(cast: Cast, order: Order, after: timedelta) -> None:
    raw = {"reason": "等配件", "review_on": (cast.at + after).isoformat()}
    assert refused(cast, order, "request_hold", cast.zhou.actor, **raw)[0] == Code.INVALID


def test_the_longest_hold_is_granted_and_can_be_had_again_after_it_ended(
    cast: Cast, order: Order
) -> None:
    for _ in range(2):
        longest = (cast.at + timedelta(minutes=10) + LONGEST_HOLD).isoformat()
        ask(cast, order, Ask.HOLD, review_on=longest)
        cast.move(order, "grant_hold", cast.secretary)
        cast.at += LONGEST_HOLD
        cast.move(order, "resume", cast.lin, reason="配件到了")
    reviews = Clock.objects.filter(subject_id=order.pk, name="review").order_by("id")
    assert [(clock.outcome, clock.unit) for clock in reviews] == [
        ("breached", ""),
        ("breached", ""),
    ]
    assert (order.state, holder(order)) == ("in_progress", Holder.UNIT)
