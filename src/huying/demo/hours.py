"""Time as people live it: minutes of office hours, and evenings at home."""

from datetime import datetime, time, timedelta

from huying.kernel.calendar import Workdays

_WAKES, _SLEEPS = time(7), time(22, 30)
_NIGHT = timedelta(hours=9)


def later(hours: Workdays, moment: datetime, minutes: float) -> datetime:
    """So many office minutes after a moment."""
    here, left = hours.next_open(moment), timedelta(minutes=minutes)
    while here + left > (closing := hours.closing(here.date())):
        left -= closing - here
        here = hours.next_open(closing)
    return here + left


def earlier(hours: Workdays, moment: datetime, minutes: float) -> datetime:
    """So many office minutes before a moment."""
    here, left = _last_open(hours, moment), timedelta(minutes=minutes)
    while here - left < (opening := datetime.combine(here.date(), hours.opens, hours.zone)):
        left -= here - opening
        here = _last_open(hours, opening)
    return here - left


def _last_open(hours: Workdays, moment: datetime) -> datetime:
    """The moment itself within office hours, else the closing time before it."""
    here = hours.local(moment)
    if hours.is_workday(here.date()) and here.time() > hours.opens:
        return min(here, hours.closing(here.date()))
    day = here.date() - timedelta(days=1)
    while not hours.is_workday(day):
        day -= timedelta(days=1)
    return hours.closing(day)


def awake(hours: Workdays, moment: datetime, *, before: bool) -> datetime:
    """The moment itself in the daytime; out of the night, the evening before or the morning after."""
    here = hours.local(moment)
    if _WAKES <= here.time() < _SLEEPS:
        return here
    return here - _NIGHT if before else here + _NIGHT
