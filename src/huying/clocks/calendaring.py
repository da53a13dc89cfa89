"""Changing a day of the calendar: what it would move, the change itself, what was known before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from huying.clocks.models import CalendarChange, CalendarDay, Clock
from huying.clocks.queries import forget, rulebook
from huying.clocks.rules import finished, timing
from huying.kernel.actor import Actor
from huying.kernel.calendar import Workdays
from huying.kernel.limits import BY_WORKDAYS, Limit, Unit


@dataclass(frozen=True, slots=True)
class Shift:
    """A running clock whose due time another calendar would move."""

    clock: Clock
    due_at: datetime


def shifts(workdays: Workdays, day: date) -> Iterator[Shift]:
    """The running clocks over a day that would be due at another time by these workdays."""
    for clock in _over(day).prefetch_related("pauses").iterator(chunk_size=500):
        found = timing(
            Limit(clock.amount or 1, Unit(clock.unit)), clock.started_at,
            finished(clock.pauses.all(), clock.started_at), workdays,
            shares=clock.warn_shares, marked=clock.marked, extended_to=clock.extended_to,
        )  # fmt: skip
        if found.due_at != clock.due_at:
            yield Shift(clock, found.due_at)


def _over(day: date) -> QuerySet[Clock]:
    """Clocks counted in workdays that run and have this day among theirs."""
    begins = timezone.make_aware(datetime.combine(day, time()))
    return Clock.objects.filter(
        stopped_at=None, paused_at=None, amount__isnull=False, unit__in=sorted(BY_WORKDAYS),
        started_at__lt=begins + timedelta(days=1), due_at__gte=begins,
    ).order_by("due_at", "id")  # fmt: skip


def with_day(day: date, *, is_workday: bool) -> Workdays:
    """The calendar as it is, but for this day."""
    known = rulebook().workdays
    return replace(known, exceptions=dict(known.exceptions) | {day: is_workday})


def set_day(day: date, *, is_workday: bool, reason: str, by: Actor, at: datetime) -> CalendarDay:
    """Say that a day is worked, or not; what it was before stays known."""
    with transaction.atomic():
        before = CalendarDay.objects.filter(pk=day).first()
        row, _made = CalendarDay.objects.update_or_create(
            day=day, defaults={"is_workday": is_workday, "reason": reason}
        )
        if before is None or before.is_workday != is_workday:
            CalendarChange.objects.create(
                day=day, is_workday=is_workday, was=before.is_workday if before else None,
                at=at, by_label=by.name,
            )  # fmt: skip
    forget()
    return row


class Calendars:
    """The calendar as it is and as it was before each change, each made once."""

    def __init__(self) -> None:
        now = rulebook().workdays
        self._versions: list[tuple[datetime | None, Workdays]] = []
        exceptions = dict(now.exceptions)
        for change in CalendarChange.objects.all():  # the latest first
            self._versions.append((change.at, replace(now, exceptions=dict(exceptions))))
            if change.was is None:
                exceptions.pop(change.day, None)
            else:
                exceptions[change.day] = change.was
        self._versions.append((None, replace(now, exceptions=exceptions)))

    def between(self, begun: datetime, ended: datetime | None) -> list[Workdays]:
        """Every calendar that was in force at some time from `begun` to `ended` (None: now)."""
        found = []
        for since, workdays in self._versions:
            if ended is None or since is None or since <= ended:
                found.append(workdays)
                if ended is None or since is None or since <= begun:
                    break
        return found
