"""What waits goes out once: collected, tried again, given up, resent, told by telephone."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from pytest_django import Settings

from huying.clocks.sweep import sweep
from huying.kernel.refusals import Code, Refused
from huying.notices.actions import resend, told_by_telephone
from huying.notices.channels import carrier
from huying.notices.models import Notice
from huying.notices.rules import MOST_TRIES
from huying.notices.sending import LEASE, send_due
from huying.notices.states import Stand, Way
from huying.orders.states import OrderState as S
from huying.trail.actions import announce
from huying.trail.outbox import deliver_due
from tests.builders import PHONE, Cast
from tests.notices.carriers import Kept


@pytest.fixture
def notice(cast: Cast) -> Notice:
    """One text that waits to be sent to a resident."""
    cast.place()
    deliver_due(cast.at)
    return Notice.objects.get(audience="resident")


def test_what_waits_goes_out_once_under_its_own_key(cast: Cast, notice: Notice) -> None:
    out = Kept()
    assert (send_due(cast.at, by=out), send_due(cast.at, by=out)) == (1, 0)
    assert out.texts == [(PHONE, notice.text, notice.key)]
    notice.refresh_from_db()
    assert (notice.stand, notice.sent_at, notice.carrier_id) == (Stand.SENT, cast.at, "carrier-1")


def test_a_carrier_that_is_down_is_tried_again_and_then_left_to_people(
    cast: Cast, notice: Notice
) -> None:
    out, at, seen = Kept(refuses=99), cast.at, []
    for _try in range(MOST_TRIES):
        send_due(at, by=out)
        notice.refresh_from_db()
        seen.append(notice.stand)
        at = notice.next_try_at or at
    assert seen == [Stand.FAILED] * (MOST_TRIES - 1) + [Stand.CALL_BACK]
    assert (notice.error, notice.next_try_at) == ("the carrier is down", None)
    assert at - cast.at < timedelta(hours=3)


def test_a_number_nobody_has_is_not_tried_again(cast: Cast, notice: Notice) -> None:
    send_due(cast.at, by=Kept(refuses=1, final=True))
    notice.refresh_from_db()
    assert (notice.stand, notice.tries) == (Stand.CALL_BACK, 1)


def test_a_carrier_that_breaks_is_one_that_is_down(cast: Cast, notice: Notice) -> None:
    class Broken(Kept):
        def send(self, to: str, text: str, *, key: str) -> str:
            raise ZeroDivisionError("a bug of theirs")

    send_due(cast.at, by=Broken())
    notice.refresh_from_db()
    assert (notice.stand, notice.error) == (Stand.FAILED, "a bug of theirs")


def test_a_worker_that_died_while_sending_loses_nothing(cast: Cast, notice: Notice) -> None:
    class Dies(Kept):
        def send(self, to: str, text: str, *, key: str) -> str:
            super().send(to, text, key=key)
            raise KeyboardInterrupt

    dies, out = Dies(), Kept()
    with pytest.raises(KeyboardInterrupt):
        send_due(cast.at, by=dies)
    assert send_due(cast.at + LEASE / 2, by=out) == 0
    assert send_due(cast.at + LEASE, by=out) == 1
    assert {key for _to, _text, key in dies.texts + out.texts} == {notice.key}


def test_several_workers_send_each_text_once(transactional_db: None, cast: Cast) -> None:
    for _one in range(12):
        cast.place()
    while deliver_due(cast.at):
        pass
    out, ready = Kept(), threading.Barrier(4)

    def work() -> None:
        ready.wait()
        try:
            send_due(cast.at, by=out)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _one in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    keys = sorted(key for _to, _text, key in out.texts)
    assert keys == sorted(Notice.objects.filter(way=Way.SMS).values_list("key", flat=True))
    assert len(keys) == 12


def test_yesterdays_news_is_not_sent(cast: Cast, notice: Notice) -> None:
    out = Kept()
    assert send_due(notice.at + timedelta(days=1, minutes=1), by=out) == 0
    notice.refresh_from_db()
    assert (out.texts, notice.stand, notice.next_try_at) == ([], Stand.GIVEN_UP, None)


def test_warnings_of_a_day_come_as_one_mail(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    cast.zhou.account.email = "zhou@example.org"
    cast.zhou.account.save()
    orders = [cast.order_in(S.IN_PROGRESS) for _one in range(2)]
    last = orders[-1].next_due_at
    assert last is not None
    for hour in range(8 * 24):
        sweep(cast.at + timedelta(hours=hour))
        while deliver_due(cast.at + timedelta(hours=hour)):
            pass
        if Notice.objects.filter(stand=Stand.DIGEST, person=cast.zhou.person).count() >= 2:
            break
    waiting = Notice.objects.filter(stand=Stand.DIGEST, person=cast.zhou.person)
    due = {one.next_try_at for one in waiting}
    assert len(due) == 1
    at = due.pop()
    assert at is not None
    send_due(at, by=carrier)
    (letter,) = [one for one in mail.outbox if one.to == ["zhou@example.org"] and "\n" in one.body]
    assert [order.number in letter.body for order in orders] == [True, True]


def test_a_collection_that_waited_over_a_weekend_still_goes_out(
    cast: Cast, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    cast.zhou.account.email = "zhou@example.org"
    cast.zhou.account.save()
    order = cast.order_in(S.IN_PROGRESS)
    friday = cast.at.replace(day=13, hour=15)
    announce("clock.warned", "order", order.pk, at=friday, payload={"clock": "close"})
    while deliver_due(friday):
        pass
    waiting = Notice.objects.get(event="clock.warned", person=cast.zhou.person)
    assert waiting.next_try_at == friday.replace(day=16, hour=8, minute=30)
    send_due(waiting.next_try_at, by=carrier)
    waiting.refresh_from_db()
    assert (waiting.stand, [one.to for one in mail.outbox]) == (Stand.SENT, [["zhou@example.org"]])


def test_nothing_is_mailed_to_an_account_closed_meanwhile(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    cast.zhou.account.email = "zhou@example.org"
    cast.zhou.account.save()
    cast.order_in(S.DISPATCHED)
    while deliver_due(cast.at):
        pass
    cast.zhou.account.is_active = False
    cast.zhou.account.save()
    send_due(cast.at, by=lambda one: Kept() if one.way == Way.SMS else carrier(one))
    notice = Notice.objects.get(event="order.dispatch", audience="lead")
    assert (notice.way, notice.stand, mail.outbox) == (Way.MAIL, Stand.GIVEN_UP, [])


def test_the_same_words_are_sent_again_once(cast: Cast, notice: Notice) -> None:
    with pytest.raises(Refused, match="cannot be sent again"):
        resend(notice, by=cast.lin.actor, at=cast.at)  # it waits still
    send_due(cast.at, by=Kept(refuses=1, final=True))
    notice.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        resend(notice, by=cast.gu.actor, at=cast.at)
    assert refusal.value.code == Code.NOT_YOURS
    again = resend(notice, by=cast.lin.actor, at=cast.at)
    with pytest.raises(Refused, match="sent again already"):
        resend(notice, by=cast.secretary.actor, at=cast.at)
    out = Kept()
    assert send_due(cast.at, by=out) == 1
    assert [text for _to, text, _key in out.texts] == [notice.text]
    assert again.key != notice.key
    notice.refresh_from_db()
    assert notice.stand == Stand.RESENT


def test_somebody_rang_and_it_is_told(cast: Cast, notice: Notice) -> None:
    send_due(cast.at, by=Kept(refuses=1, final=True))
    notice.refresh_from_db()
    told_by_telephone(notice, words="家里人接的", by=cast.lin.actor, at=cast.at)
    notice.refresh_from_db()
    assert (notice.stand, notice.way, notice.error) == (Stand.TOLD, Way.CALL, "小林: 家里人接的")
    with pytest.raises(Refused, match="told already"):
        told_by_telephone(notice, words="", by=cast.lin.actor, at=cast.at)
