"""Recomputing every due time from its limit, start and pauses."""

from collections.abc import Sequence
from datetime import datetime

from huying.clocks.calendaring import Calendars
from huying.clocks.models import Clock
from huying.clocks.rules import BREACH, finished
from huying.kernel.calendar import Workdays
from huying.kernel.limits import Limit, Pause, Unit, due_at
from huying.trail.verify import Check


def check_clocks() -> Check:
    """Every due time is what the limit, the start and the pauses say; outcomes fit it.

    What has ended is recomputed by each calendar that was in force while it ran. A clock whose
    year was unannounced when it was computed is retold by the calendar, so it is left out.
    """
    result, calendars = Check("clocks"), Calendars()
    rows = Clock.objects.filter(amount__isnull=False, provisional=False).prefetch_related("pauses")
    for clock in rows.order_by("id").iterator(chunk_size=1000):
        result.checked += 1
        if clock.paused_at is not None:
            if clock.due_at is not None:
                result.differs(f"{clock}: paused, yet due")
            continue
        spans = finished(clock.pauses.all(), clock.started_at)
        limit = Limit(clock.amount or 1, Unit(clock.unit))
        known = calendars.between(clock.started_at, clock.stopped_at)
        dues = [_due(clock, limit, spans, workdays) for workdays in known]
        if clock.due_at is None or clock.due_at not in dues:
            result.differs(f"{clock}: due {clock.due_at}, recomputed {dues[0]}")
        elif clock.stopped_at and _broken(clock, clock.due_at) != (clock.outcome == "breached"):
            result.differs(f"{clock}: stopped {clock.stopped_at}, due {clock.due_at}, {clock.outcome}")  # fmt: skip
    return result


def _due(clock: Clock, limit: Limit, spans: Sequence[Pause], workdays: Workdays) -> datetime:
    due = due_at(limit, clock.started_at, spans, workdays)
    return max(due, clock.extended_to) if clock.extended_to is not None else due


def _broken(clock: Clock, due: datetime) -> bool:
    """Whether it was late; one that was marked so stays broken when more time is given later."""
    return clock.stopped_at is not None and (clock.stopped_at > due or clock.marked >= BREACH)
