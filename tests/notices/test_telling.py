"""Who is told, by which way, in which words: written by the outbox, each once."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from huying.clocks.models import Clock, LimitRule
from huying.clocks.queries import forget
from huying.clocks.sweep import sweep
from huying.notices.models import Notice
from huying.notices.states import Stand
from huying.orders.models import Order
from huying.orders.states import OrderState as S
from huying.people.covering import arrange_cover
from huying.people.models import Mode
from huying.people.roles import Role
from huying.supply.actions.raising import confirm, decline
from huying.supply.actions.supporting import add_order, take_out
from huying.supply.models import Support
from huying.trail.models import Delivery
from huying.trail.outbox import deliver_due
from tests.builders import PHONE, WORDS, Cast
from tests.supply.stocking import Stock


def told(cast: Cast, event: str, order: Order | None = None) -> list[tuple[str, str, str]]:
    """(audience, who, way) of everything told about an event."""
    while deliver_due(cast.at):
        pass
    found = Notice.objects.filter(event=event).order_by("id")
    if order is not None:
        found = found.filter(order=order)
    return [(n.audience, n.person.name if n.person else "", n.way) for n in found]


def test_the_resident_hears_by_sms_and_reads_the_promise(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    assert told(cast, "order.accept") == [("resident", "", "sms")]
    notice = Notice.objects.get(event="order.accept")
    assert notice.text == (
        f"您的 {order.number} 已受理，由小林负责到底。答应您：3月17日 17:30 前。"
    )
    assert (notice.stand, notice.next_try_at) == (Stand.WAITING, notice.at)


def test_without_a_carrier_the_page_tells_or_somebody_rings(cast: Cast, settings: Settings) -> None:
    settings.SMS_SENDER = ""
    cast.order_in(S.FOLLOW_UP)
    assert told(cast, "order.accept") == [("resident", "", "page")]
    assert told(cast, "order.check") == [("resident", "", "call")]
    assert Notice.objects.get(event="order.check").stand == Stand.CALL_BACK


def test_in_production_a_log_is_no_carrier(cast: Cast, settings: Settings) -> None:
    settings.ENVIRONMENT = "production"
    cast.place()
    assert told(cast, "order.place") == [("resident", "", "page")]


def test_whoever_left_no_number_is_told_on_the_page(cast: Cast) -> None:
    cast.place(contact_phone="")
    assert told(cast, "order.place") == [("resident", "", "page")]


def test_whoever_is_to_do_it_hears_of_it(cast: Cast) -> None:
    cast.order_in(S.DISPATCHED)
    assert told(cast, "order.dispatch") == [
        ("resident", "", "page"), ("lead", "周师傅", "inbox"),
    ]  # fmt: skip


def test_nobody_is_told_what_they_did_themselves(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    cast.move(order, "chase", cast.lin)
    assert told(cast, "order.chase") == [("lead", "周师傅", "inbox")]


def test_while_someone_is_away_their_stand_in_is_told(cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    qin = cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)
    arrange_cover(
        cast.lin.person, stand_in=qin.person, since=cast.at.date(),
        until=cast.at.date() + timedelta(days=3), by=cast.lin.actor, at=cast.at,
    )  # fmt: skip
    cast.move(order, "complete", cast.zhou, result="solved", reply="灯管已换新")
    assert ("responsible", "小秦", "inbox") in told(cast, "order.complete")


def test_who_works_on_paper_is_rung(cast: Cast) -> None:
    cast.zhou.person.mode, cast.zhou.person.phone = Mode.PAPER, "13800005678"
    cast.zhou.person.save()
    cast.order_in(S.DISPATCHED)
    assert ("lead", "周师傅", "call") in told(cast, "order.dispatch")
    assert Notice.objects.get(event="order.dispatch", audience="lead").stand == Stand.CALL_BACK


def test_a_late_promise_reaches_who_answers_and_who_oversees_each_once(cast: Cast) -> None:
    su = cast.hire("苏督办", Role.SUPERVISOR, cast.street)
    order = cast.order_in(S.IN_PROGRESS)
    cast.at = order.next_due_at + timedelta(minutes=1)
    sweep(cast.at)
    assert told(cast, "clock.breached") == [
        ("responsible", "小林", "inbox"), ("lead", "周师傅", "inbox"),
        ("supervisors", su.person.name, "inbox"),
    ]  # fmt: skip


def test_a_follower_hears_of_the_matter_under_their_own_number(cast: Cast) -> None:
    into, order = cast.place(), cast.place("三单元门口的灯不亮")
    cast.move(order, "merge", cast.lin, into=into.number, reason="同一盏灯")
    cast.move(into, "accept", cast.lin, category="0101")
    told(cast, "order.accept")
    words = Notice.objects.get(event="order.accept", audience="followers").text
    assert words == (f"您跟进的事（{order.number}）已受理。答应您：3月17日 17:30 前。")


def test_what_a_resident_said_and_how_to_reach_them_is_never_sent(cast: Cast) -> None:
    cast.order_in(S.CLOSED)
    cast.order_in(S.COMPLETED, confidential=True)
    told(cast, "")
    texts = "\n".join(Notice.objects.values_list("text", flat=True))
    assert texts
    assert [bit for bit in (WORDS, WORDS[:6], PHONE, PHONE[:7], "高阿姨") if bit in texts] == []


def test_of_a_confidential_order_it_is_not_said_who_works_on_it(cast: Cast) -> None:
    order = cast.order_in(S.DISPATCHED, confidential=True)
    told(cast, "")
    texts = list(Notice.objects.filter(order=order).values_list("text", flat=True))
    assert f"您的 {order.number} 已派给社区。" in texts
    assert [text for text in texts if "恒安" in text or "小林" in text] == []


def test_a_delivery_tried_again_tells_nobody_twice(cast: Cast) -> None:
    cast.order_in(S.IN_PROGRESS)
    told(cast, "")
    before = Notice.objects.count()
    Delivery.objects.update(done_at=None, next_try_at=cast.at)
    told(cast, "")
    assert Notice.objects.count() == before > 0


@pytest.mark.parametrize(("hour", "goes"), [(22, "07:30"), (12, "12:10")])
def test_at_night_a_resident_is_left_in_peace(cast: Cast, hour: int, goes: str) -> None:
    cast.at = cast.at.replace(hour=hour)
    cast.place()
    told(cast, "order.place")
    due = Notice.objects.get(event="order.place", audience="resident").next_try_at
    assert due is not None
    assert f"{due.astimezone(cast.at.tzinfo):%H:%M}" == goes


def test_what_is_dangerous_does_not_wait_for_the_morning(cast: Cast) -> None:
    cast.at = cast.at.replace(hour=22)
    order = cast.place(safety=True)
    told(cast, "order.place")
    notice = Notice.objects.get(order=order, event="order.place", audience="resident")
    assert (notice.next_try_at, notice.urgent) == (notice.at, True)


def test_a_limit_says_who_hears_of_which_share(cast: Cast) -> None:
    cast.hire("督办员小鲍", Role.SUPERVISOR, cast.district)
    close = LimitRule.objects.filter(clock="close")
    close.update(warn_shares=[0.5, 0.8], tell={"0.5": ["responsible"], "1": ["supervisors"]})
    forget()
    order = cast.order_in(S.IN_PROGRESS)
    due = Clock.objects.get(subject_id=order.pk, name="close").due_at
    assert due is not None
    heard = []
    for hours in (80, 24, 0):
        cast.at = due - timedelta(hours=hours, minutes=-1)
        sweep(cast.at)
        told(cast, "clock.warned")
        rows = Notice.objects.filter(order=order, event__startswith="clock.", facts__clock="close")
        heard.append(sorted({(row.facts["share"], row.audience) for row in rows}))
    assert heard[-1] == [
        ("0.5", "responsible"), ("0.8", "lead"), ("0.8", "responsible"), ("1", "supervisors"),
    ]  # fmt: skip


def test_everyone_whose_order_stands_behind_a_need_hears_what_becomes_of_it_once(
    cast: Cast,
) -> None:
    stock = Stock(cast)
    need = stock.need("邻里互助", households=3)
    orders = [cast.place(f"想请邻居帮着买菜{n}") for n in range(2)]
    gone = cast.place("算了")
    for order in (*orders, gone):
        add_order(need, order=order, **stock.how())
    take_out(need, support=Support.objects.get(order=gone), reason="撤了", **stock.how())
    confirm(need, score=6, decision="先办", **stock.how())
    assert told(cast, "need.confirm") == [("resident", "", "page")] * 2
    stock.landed(need, things=[stock.resource()])
    assert told(cast, "need.land") == [("resident", "", "sms")] * 2
    assert [n.text for n in Notice.objects.filter(event="need.land").order_by("order_id")] == [
        f"您的 {order.number} 所反映的需求已经落地，请凭单号和查询码看看结果。" for order in orders
    ]
    assert {n.order_id for n in Notice.objects.filter(event__startswith="need.")} == {
        order.pk for order in orders
    }


def test_a_need_nobody_ordered_tells_nobody(cast: Cast) -> None:
    stock = Stock(cast)
    decline(stock.need(), why="no_means", other_way="等下一年", **stock.how())
    assert told(cast, "need.decline") == []
