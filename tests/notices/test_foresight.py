"""What people would get, told beforehand: the very texts that go out, and nothing is kept."""

from functools import partial
from typing import Any

import pytest

from huying.clocks.models import Clock
from huying.kernel.refusals import Code, Refused
from huying.notices.foresight import Foreseen, foresee
from huying.notices.models import Notice
from huying.orders.actions import perform
from huying.orders.models import Note, Order
from huying.orders.states import OrderState as S
from huying.trail.models import Message, Record
from huying.trail.outbox import deliver_due
from tests.builders import A_MOVE, Cast, Staff

KEPT = (Notice, Message, Record, Note, Clock)


def foreseen(cast: Cast, order: Order, move: str, by: Staff, **said: str) -> Foreseen:
    """What this move would have people read; the order in hand is as it was."""
    fresh = Order.objects.get(pk=order.pk)
    at = cast.at + A_MOVE
    return foresee(fresh, partial(perform, fresh, move, by=by.actor, at=at, raw=said), at)


def told(notice: Notice) -> tuple[Any, ...]:
    """All that a recipient could notice."""
    return (
        notice.order.number, notice.event, notice.audience, notice.person_id, notice.way,
        notice.text, notice.stand, notice.next_try_at, notice.urgent,
    )  # fmt: skip


def everything_kept(order: Order) -> list[Any]:
    rows = [model.objects.count() for model in KEPT]
    return [*rows, Order.objects.filter(pk=order.pk).values().get()]


def deliver(cast: Cast) -> None:
    while deliver_due(cast.at):
        pass


MOVES = [
    ("accept", S.SUBMITTED, "lin", {"category": "0101"}),
    ("dispatch", S.ACCEPTED, "lin", {"lead": "hengan", "reason": "楼内照明归物业"}),
    ("complete", S.IN_PROGRESS, "zhou", {"result": "solved", "reply": "灯换好了"}),
    ("decline", S.SUBMITTED, "lin", {"why": "legal_route", "other_way": "可以向法院起诉"}),
]  # fmt: skip


@pytest.mark.parametrize(("move", "state", "who", "said"), MOVES)
def test_what_is_foreseen_is_what_is_told_afterwards(
    cast: Cast, move: str, state: S, who: str, said: dict[str, str]
) -> None:
    order, by = cast.order_in(state), getattr(cast, who)
    follower = cast.place("我也要说这件事")
    cast.move(follower, "merge", cast.lin, into=order.number, reason="同一件事")
    order.refresh_from_db()
    deliver(cast)
    before = everything_kept(order)
    shown = foreseen(cast, order, move, by, **said)
    assert everything_kept(order) == before

    already = set(Notice.objects.values_list("pk", flat=True))
    cast.move(order, move, by, **said)
    deliver(cast)
    really = Notice.objects.exclude(pk__in=already)
    assert sorted(map(told, shown.notices), key=repr) == sorted(map(told, really), key=repr)
    assert len(shown.notices) > 1


def test_the_words_on_the_orders_page_are_foreseen_with_their_blanks_filled(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    shown = foreseen(cast, order, "complete", cast.zhou, result="solved", reply="{place}的灯换好了")
    assert shown.said == [f"{order.place.name}的灯换好了"]


def test_words_that_stay_inside_are_not_shown_as_the_residents(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    inside = foreseen(cast, order, "report", cast.zhou, words="等配件", public="false")
    assert inside.said == []
    assert foreseen(cast, order, "report", cast.zhou, words="等配件").said == ["等配件"]


def test_what_waits_already_is_not_taken_for_the_moves_own(cast: Cast) -> None:
    first, second = cast.place("第一件"), cast.place("第二件")
    shown = foreseen(cast, second, "accept", cast.lin, category="0101")
    assert first.number not in "".join(notice.text for notice in shown.notices)
    assert {notice.event for notice in shown.notices} == {"order.accept"}


def test_whoever_may_not_make_it_foresees_nothing(cast: Cast) -> None:
    order = cast.place()
    before = everything_kept(order)
    with pytest.raises(Refused) as refused:
        foreseen(cast, order, "accept", cast.zhou, category="0101")
    assert refused.value.code is Code.NOT_YOURS
    assert everything_kept(order) == before
