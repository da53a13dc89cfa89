"""Jobs of this room."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_noop
from django_tasks import task

from huying.clocks.calendaring import shifts
from huying.clocks.models import Clock
from huying.clocks.queries import forget, rulebook
from huying.files.actions import drop_old, remove_orphans
from huying.kernel.actor import SYSTEM
from huying.kernel.limits import Limit, Unit, provisional
from huying.kernel.now import now
from huying.kernel.refusals import Refused
from huying.orders.actions.attaching import UNSENT
from huying.orders.actions.triage import archive, close, retime
from huying.orders.models import Order, Submission
from huying.orders.models.order import KIND
from huying.orders.named import with_names
from huying.orders.rules import (
    ARCHIVE_AFTER,
    FIELD_KEYS,
    FOLLOW_UP_WINDOW,
    KEEP_FIELD_KEYS_FOR,
    KEEP_KEYS_FOR,
    KEEP_ORPHANS_FOR,
)
from huying.orders.states import OrderState

BATCH = 500
CALENDAR_ANNOUNCED = gettext_noop("the workdays of the year were announced")
CALENDAR_CHANGED = gettext_noop("a day of the calendar was changed")
NOBODY_JUDGED = gettext_noop("the time to judge has passed")


def close_unjudged(at: datetime) -> int:
    """Close orders whose resident did not judge in time; how many."""
    waiting = Order.objects.filter(
        is_open=True, state=OrderState.FOLLOW_UP, completed_at__lt=at - FOLLOW_UP_WINDOW
    )
    done = 0
    for order in with_names(waiting.order_by("id")[:BATCH]):
        try:
            close(order, reason=NOBODY_JUDGED, by=SYSTEM, at=at)
            done += 1
        except Refused:
            continue  # the resident judged it a moment ago
    return done


def archive_old(at: datetime) -> int:
    """Put away orders that ended long ago; how many."""
    ended = [OrderState.CLOSED, OrderState.NOT_ACCEPTED, OrderState.WITHDRAWN, OrderState.VOIDED]
    old = Order.objects.filter(is_open=False, state__in=ended, closed_at__lt=at - ARCHIVE_AFTER)
    done = 0
    for order in with_names(old.order_by("closed_at", "id")[:BATCH]):
        try:
            archive(order, by=SYSTEM, at=at)
            done += 1
        except Refused:
            continue  # reopened in the meantime
    return done


def retell_promises(at: datetime) -> int:
    """Work out anew what was promised over a year that was unannounced then; how many moved.

    Only orders whose year has been announced since, by the library or by rows, are touched.
    """
    workdays = rulebook().workdays
    waiting = Clock.objects.filter(
        subject_kind=KIND, provisional=True, stopped_at=None, paused_at=None, due_at__isnull=False
    )
    settled = {
        clock.subject_id
        for clock in waiting.order_by("id")[:BATCH]
        if clock.due_at
        and clock.amount
        and not provisional(
            Limit(clock.amount, Unit(clock.unit)), clock.started_at, clock.due_at, workdays
        )
    }
    return _retimed(settled, CALENDAR_ANNOUNCED, at)


def retell_shifted(day: date, at: datetime) -> int:
    """Work out anew every promise over a day that the calendar now says otherwise; how many moved."""
    moved = {
        one.clock.subject_id
        for one in shifts(rulebook().workdays, day)
        if one.clock.subject_kind == KIND
    }
    return _retimed(moved, CALENDAR_CHANGED, at)


def _retimed(ids: Collection[int], reason: str, at: datetime) -> int:
    done = 0
    for order in with_names(Order.objects.filter(pk__in=ids, is_open=True)):
        try:
            retime(order, reason=reason, by=SYSTEM, at=at)
            done += 1
        except Refused:
            continue  # someone moved it; next time
    return done


@task()
def retell_day(day: str) -> int:
    """Tell promises anew after a day of the calendar was changed; how many moved."""
    forget()
    return retell_shifted(date.fromisoformat(day), now())


@task()
def keep_house() -> int:
    """Close, archive, and forget old submission keys; how many orders moved."""
    at = now()
    from_field = Q(key__startswith=FIELD_KEYS)
    stale = ~from_field & Q(at__lt=at - KEEP_KEYS_FOR)
    Submission.objects.filter(stale | Q(at__lt=at - KEEP_FIELD_KEYS_FOR)).delete()
    return close_unjudged(at) + archive_old(at) + retell_promises(at)


@task()
def clear_away() -> int:
    """Remove stored files that belong to nothing: of transactions that failed, of orders that
    were begun and never sent; how many.
    """
    before = now() - KEEP_ORPHANS_FOR
    drop_old(kind=UNSENT, before=before)
    return len(remove_orphans(before=before))
