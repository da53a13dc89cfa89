"""What a limit means: when it is due, when to warn, and what a pause does to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from huying.kernel.calendar import Workdays

# A notice sets New Year's holiday too, and so moves days in the last week of the year before.
NEW_YEAR_REACH = timedelta(days=7)
SMALLEST_STEP = timedelta(microseconds=1)


class Unit(StrEnum):
    """What a limit is counted in; a day is a calendar day."""

    HOUR = "hour"
    WORKDAY = "workday"
    DAY = "day"
    SAME_DAY = "same_day"
    SAME_WORKDAY = "same_workday"


SAME = frozenset({Unit.SAME_DAY, Unit.SAME_WORKDAY})
BY_WORKDAYS = frozenset({Unit.WORKDAY, Unit.SAME_WORKDAY})


@dataclass(frozen=True, slots=True)
class Limit:
    """How much time there is, at least 1 of the unit; exactly 1 for the same-day units."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1 or (self.unit in SAME and self.amount != 1):
            raise ValueError(f"there is no limit of {self.amount} {self.unit}")


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count, half-open; ValueError when it ends before it begins."""

    begun: datetime
    ended: datetime

    def __post_init__(self) -> None:
        if self.begun.tzinfo is None or self.ended.tzinfo is None:
            raise ValueError("a pause needs a time zone")
        if self.ended.astimezone(UTC) < self.begun.astimezone(UTC):
            raise ValueError(f"the pause ends at {self.ended}, before it begins at {self.begun}")


def due_at(
    limit: Limit, started: datetime, pauses: Sequence[Pause], workdays: Workdays
) -> datetime:
    """When the limit is reached, in the calendar's zone, given the finished pauses in order.

    A pause from the due instant on changes nothing. Days left are kept over a pause and
    counted again from the day of resuming. ValueError when pauses overlap, are out of
    order, or begin before the start.
    """
    _check(started, pauses)
    due = _unpaused(limit, started, workdays)
    for pause in pauses:
        due = resumed(limit.unit, due, pause, workdays)
    return due


def provisional(limit: Limit, started: datetime, due: datetime, workdays: Workdays) -> bool:
    """Whether a notice still to come may move this due time."""
    if limit.unit not in BY_WORKDAYS:
        return False
    first = workdays.local(started).year
    last = (workdays.local(due) + NEW_YEAR_REACH).year
    return any(workdays.is_provisional(year) for year in range(first, last + 1))


def warn_at(
    share: float, started: datetime, due: datetime, workdays: Workdays, unit: Unit
) -> datetime:
    """When this share (0 < share <= 1) of the wall time is gone, after the start, not past due.

    Units other than hours wait for the next opening. ValueError for another share, or when
    the due time is not after the start.
    """
    begin, end = workdays.local(started).astimezone(UTC), workdays.local(due).astimezone(UTC)
    if not 0 < share <= 1 or begin >= end:
        raise ValueError(f"no {share} of the time between {started} and {due}")
    instant = begin + max((end - begin) * share, SMALLEST_STEP)
    if unit is not Unit.HOUR:
        instant = workdays.next_open(instant).astimezone(UTC)
    return workdays.local(min(instant, end))


def _check(started: datetime, pauses: Sequence[Pause]) -> None:
    latest = started.astimezone(UTC)
    for pause in pauses:
        if pause.begun.astimezone(UTC) < latest:
            raise ValueError(f"the pause at {pause.begun} begins before {latest}")
        latest = pause.ended.astimezone(UTC)


def _unpaused(limit: Limit, started: datetime, workdays: Workdays) -> datetime:
    here = workdays.local(started)
    match limit.unit:
        case Unit.HOUR:
            return workdays.local(here.astimezone(UTC) + timedelta(hours=limit.amount))
        case Unit.WORKDAY:
            return workdays.closing(workdays.add_workdays(here.date(), limit.amount))
        case Unit.DAY:
            return workdays.midnight_after(here.date() + timedelta(days=limit.amount))
        case Unit.SAME_DAY:
            return workdays.midnight_after(here.date())
        case Unit.SAME_WORKDAY:
            return workdays.next_close(here + SMALLEST_STEP)


def resumed(unit: Unit, due: datetime, pause: Pause, workdays: Workdays) -> datetime:
    """When something due then is due after this pause; a pause from then on changes nothing."""
    due = workdays.local(due)
    if pause.begun.astimezone(UTC) >= due.astimezone(UTC):
        return due
    if unit is Unit.HOUR:
        lost = pause.ended.astimezone(UTC) - pause.begun.astimezone(UTC)
        return workdays.local(due.astimezone(UTC) + lost)
    paused_on = workdays.local(pause.begun).date()
    back_on = workdays.local(pause.ended).date()
    if unit in BY_WORKDAYS:
        left = workdays.workdays_between(paused_on, due.date())
        if left:
            return workdays.closing(workdays.add_workdays(back_on, left))
        return workdays.next_close(pause.ended)
    return workdays.midnight_after(back_on + (_last_day(due) - paused_on))


def _last_day(midnight: datetime) -> date:
    """The day that a midnight ends."""
    return (midnight - SMALLEST_STEP).date()
