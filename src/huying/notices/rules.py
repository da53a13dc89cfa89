"""When a text may go out, and when it is tried again; pure."""

from datetime import datetime, time, timedelta

from huying.kernel.calendar import Workdays

RETRY_FIRST, RETRY_MOST = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 6
STALE_AFTER = timedelta(days=1)
PRESSING_LEVELS = frozenset({3, 4})
DIGEST_TIMES = (time(8, 30), time(14, 0))


def awake_at(at: datetime, begins: time, ends: time) -> datetime:
    """`at` itself, or when the quiet hours that hold it end; `at` in local time.

    Quiet hours usually cross midnight; equal times mean there are none.
    """
    clock = at.time()
    if begins <= ends:
        quiet = begins <= clock < ends
        return (
            at.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0) if quiet else at
        )
    if clock >= begins:
        at += timedelta(days=1)
    elif clock >= ends:
        return at
    return at.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)


def next_digest(at: datetime, workdays: Workdays) -> datetime:
    """The next collection after `at` (local): 08:30 or 14:00 of a workday."""
    day = at.date()
    for _day in range(40):
        if workdays.is_workday(day):
            for hour in DIGEST_TIMES:
                due = at.replace(
                    year=day.year, month=day.month, day=day.day, hour=hour.hour,
                    minute=hour.minute, second=0, microsecond=0,
                )  # fmt: skip
                if due > at:
                    return due
        day += timedelta(days=1)
    return at + timedelta(days=1)


def pressing(level: int | None, *, safety: bool) -> bool:
    """Whether news of such an order does not wait for the morning."""
    return safety or level in PRESSING_LEVELS


def wait_before(tries: int) -> timedelta:
    """How long to wait after the nth failed try: from a minute, doubling, at most six hours."""
    doubled: timedelta = RETRY_FIRST * (1 << min(tries, 16))
    return min(doubled, RETRY_MOST)
