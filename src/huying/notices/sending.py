"""Sending what waits: claimed by compare-and-set, tried with back-off, given up in the end.

A text is at the carrier before it is written here that it is: a worker that dies in between
leaves it to be tried again after the lease, under the same key, by which carriers that can tell
drop the second. So a text may come twice in that one case, and is never lost.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet

from huying.notices.audiences import reached
from huying.notices.channels import carrier
from huying.notices.models import Notice
from huying.notices.onward import go_on
from huying.notices.quiet import may_go_at
from huying.notices.rules import MOST_TRIES, STALE_AFTER, wait_before
from huying.notices.senders import NotSent, Sender
from huying.notices.states import Stand, Way
from huying.notices.wording import address_of, on_its_way

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=5)


def due(at: datetime) -> QuerySet[Notice]:
    """What may go out by `at`."""
    return Notice.objects.filter(next_try_at__lte=at)


def send_due(at: datetime, *, by: Callable[[Notice], Sender] = carrier) -> int:
    """Send what may go out, at most `BATCH`; how many arrived at their carriers."""
    _drop_stale(at)
    named = due(at).select_related("order__community", "order__place", "person__account")
    rows = list(named.order_by("next_try_at", "id")[:BATCH])
    singles = [row for row in rows if not _joins(row)]
    collected = sorted(
        (row for row in rows if _joins(row)),
        key=lambda row: (row.person_id or 0, row.way),
    )
    done = sum(_send([row], at, by) for row in singles)
    for _whom, group in groupby(collected, key=lambda row: (row.person_id, row.way)):
        done += _send(list(group), at, by)
    return done


def _joins(row: Notice) -> bool:
    """Whether it goes out together with others: a template of WeChat has room for one."""
    return row.stand == Stand.DIGEST and row.way != Way.WECHAT


def _drop_stale(at: datetime) -> None:
    """What should have gone out a day ago is no news: it stays on the page and in the inbox."""
    old = due(at).filter(next_try_at__lt=at - STALE_AFTER, tries=0)
    old.update(stand=Stand.GIVEN_UP, next_try_at=None, error="older than a day")


def _send(rows: Iterable[Notice], at: datetime, by: Callable[[Notice], Sender]) -> int:
    """Send notices of one person and way as one text; how many went out."""
    claimed = [row for row in rows if _claim(row, at)]
    if not claimed:
        return 0
    first, text = claimed[0], "\n".join(on_its_way(row) for row in claimed)
    try:
        carrier_id = by(first).send(_address(first), text, key=first.key)
    except Exception as problem:
        if not isinstance(problem, NotSent):
            logger.exception("the carrier of %s broke", first.way)
        final = isinstance(problem, NotSent) and problem.final
        for row in claimed:
            _failed(row, str(problem), at, final=final)
        return 0
    ids = [row.pk for row in claimed]
    Notice.objects.filter(pk__in=ids).update(
        stand=Stand.SENT, next_try_at=None, sent_at=at, carrier_id=carrier_id[:80], error=""
    )
    return len(ids)


def _claim(row: Notice, at: datetime) -> bool:
    """Take one notice; False when another worker was faster."""
    mine = Notice.objects.filter(pk=row.pk, next_try_at=row.next_try_at, tries=row.tries)
    if mine.update(next_try_at=at + LEASE, tries=row.tries + 1) != 1:
        return False
    row.tries += 1
    return True


def _failed(row: Notice, why: str, at: datetime, *, final: bool) -> None:
    over = final or row.tries >= MOST_TRIES
    if over and row.way == Way.WECHAT:
        go_on(row, why, at)
        return
    by_hand = row.person_id is None and row.way == Way.SMS
    stand = (Stand.CALL_BACK if by_hand else Stand.GIVEN_UP) if over else Stand.FAILED
    later = may_go_at(at + wait_before(row.tries), urgent=row.urgent)
    Notice.objects.filter(pk=row.pk).update(
        stand=stand, next_try_at=None if over else later, error=why[:300]
    )


def _address(row: Notice) -> str:
    """Where it goes, read when it goes: a number may have been corrected, an account closed.

    Raises `NotSent` for good where there is no such address any more.
    """
    found = address_of(Way(row.way), reached(row.order, row.person))
    if not found:
        raise NotSent("there is no address any more", final=True)
    return found
