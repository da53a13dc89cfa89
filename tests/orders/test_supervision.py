"""A supervision asks for a reply, by a day where one is named; who must reply sees it, who asked reads it."""

from datetime import datetime, timedelta

import pytest

from huying.clocks.models import Clock
from huying.clocks.sweep import sweep
from huying.kernel.calendar import SHANGHAI
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Note, Order, Supervision
from huying.orders.offers import offers
from huying.orders.queries import Wanted, page
from huying.orders.states import Degree, OrderState
from huying.people.roles import Role
from tests.builders import Cast, Staff, build_cast

S = OrderState
THURSDAY = datetime(2026, 3, 12, 17, 30, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def supervisor(cast: Cast) -> Staff:
    return cast.hire("督办员小鲍", Role.SUPERVISOR, cast.district)


def waiting(cast: Cast) -> list[str]:
    shown = page(Wanted(awaits_reply=True, open_only=True), cast.secretary.actor, at=cast.at)
    return [order.number for order in shown.rows]


def offered(cast: Cast, order: Order, by: Staff) -> bool:
    stored = Order.objects.get(pk=order.pk)
    return "report_back" in {one.name for one in offers(stored, by=by.actor, at=cast.at)}


def test_a_reply_is_asked_for_by_a_day_and_given(cast: Cast, supervisor: Staff) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    assert not offered(cast, order, cast.zhou)
    cast.move(
        order, "supervise", supervisor, instruction="今晚前围挡", degree="urgent",
        reply_by=THURSDAY.isoformat(),
    )  # fmt: skip
    clock = Clock.objects.get(subject_id=order.pk, name="reply")
    assert (clock.due_at, waiting(cast)) == (THURSDAY, [order.number])
    assert offered(cast, order, cast.zhou)
    cast.move(order, "report_back", cast.zhou, words="已围挡，明早换井盖")
    row = Supervision.objects.get()
    assert (row.degree, row.reply, row.replied_by, row.by_label) == (
        Degree.URGENT, "已围挡，明早换井盖", cast.zhou.person.name, supervisor.person.name,
    )  # fmt: skip
    clock.refresh_from_db()
    assert (clock.outcome, waiting(cast)) == ("met", [])
    assert not offered(cast, order, cast.zhou)
    assert not Note.objects.get(order=order, text="已围挡，明早换井盖").public


def test_a_reply_that_does_not_come_is_marked_and_late(cast: Cast, supervisor: Staff) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "supervise", supervisor, instruction="报进度", reply_by=THURSDAY.isoformat())
    sweep(THURSDAY + timedelta(minutes=1))
    clock = Clock.objects.get(subject_id=order.pk, name="reply")
    assert [float(mark.share) for mark in clock.marks.all()] == [1.0]
    cast.at = THURSDAY + timedelta(hours=1)
    cast.move(order, "report_back", cast.zhou, words="才看到")
    clock.refresh_from_db()
    assert clock.outcome == "breached"


def test_a_later_instruction_counts_instead_of_the_one_before(
    cast: Cast, supervisor: Staff
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "supervise", supervisor, instruction="第一次", reply_by=THURSDAY.isoformat())
    later = THURSDAY + timedelta(days=1)
    cast.move(order, "supervise", supervisor, instruction="第二次", reply_by=later.isoformat())
    running = Clock.objects.get(subject_id=order.pk, name="reply", stopped_at=None)
    assert running.due_at == later
    cast.move(order, "report_back", cast.zhou, words="办了")
    assert {row.instruction: row.reply for row in Supervision.objects.all()} == {
        "第一次": "", "第二次": "办了",
    }  # fmt: skip


def test_without_a_day_a_reply_is_awaited_all_the_same(cast: Cast, supervisor: Staff) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "supervise", supervisor, instruction="请反馈")
    assert waiting(cast) == [order.number]
    assert not Clock.objects.filter(subject_id=order.pk, name="reply").exists()


def test_an_order_that_ends_leaves_no_clock_running(cast: Cast, supervisor: Staff) -> None:
    order = cast.order_in(S.SUBMITTED)
    cast.move(order, "supervise", supervisor, instruction="查一查", reply_by=THURSDAY.isoformat())
    cast.move(order, "decline", cast.lin, why="legal_route", other_way="法院")
    assert not Clock.objects.filter(subject_id=order.pk, stopped_at=None).exists()
    assert waiting(cast) == []


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"degree": "enormous"}, "degree"),
        ({"reply_by": "2026-03-09T09:00"}, "reply_by"),
        ({"reply_by": "soon"}, "reply_by"),
    ],
)
def test_what_cannot_be_is_refused(
    cast: Cast, supervisor: Staff, raw: dict[str, str], field: str
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    with pytest.raises(Refused) as raised:
        cast.move(order, "supervise", supervisor, instruction="请反馈", **raw)
    assert (raised.value.code, list(raised.value.fields)) == (Code.INVALID, [field])
    assert Supervision.objects.count() == 0
