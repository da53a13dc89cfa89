"""Recomputing every due time from its limit, start and pauses."""

from datetime import datetime

from huying.clocks.models import Clock
from huying.clocks.queries import rulebook
from huying.clocks.rules import BREACH, finished
from huying.kernel.limits import Limit, Unit, due_at
from huying.trail.verify import Check


def check_clocks() -> Check:
    """Every due time is what the limit, the start and the pauses say; outcomes fit it.

    A clock whose year was unannounced when it was computed is retold by the calendar, so
    it is left out.
    """
    result, workdays = Check("clocks"), rulebook().workdays
    rows = Clock.objects.filter(amount__isnull=False, provisional=False).prefetch_related("pauses")
    for clock in rows.order_by("id").iterator(chunk_size=1000):
        result.checked += 1
        if clock.paused_at is not None:
            if clock.due_at is not None:
                result.differs(f"{clock}: paused, yet due")
            continue
        spans = finished(clock.pauses.all(), clock.started_at)
        limit = Limit(clock.amount or 1, Unit(clock.unit))
        due = due_at(limit, clock.started_at, spans, workdays)
        if clock.extended_to is not None:
            due = max(due, clock.extended_to)
        if due != clock.due_at:
            result.differs(f"{clock}: due {clock.due_at}, recomputed {due}")
        elif clock.stopped_at and _broken(clock, due) != (clock.outcome == "breached"):
            result.differs(f"{clock}: stopped {clock.stopped_at}, due {due}, {clock.outcome}")
    return result


def _broken(clock: Clock, due: datetime) -> bool:
    """Whether it was late; one that was marked so stays broken when more time is given later."""
    return clock.stopped_at is not None and (clock.stopped_at > due or clock.marked >= BREACH)
