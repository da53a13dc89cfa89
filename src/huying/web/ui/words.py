"""Times and spans in plain words, in the reader's language.

Every datetime given here is aware and is told in the active time zone; nothing reads the clock.
"""

from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from huying.kernel.limits import SAME, Unit

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

WEEKDAYS: tuple[Promise, ...] = (
    pgettext_lazy("weekday", "Monday"),
    pgettext_lazy("weekday", "Tuesday"),
    pgettext_lazy("weekday", "Wednesday"),
    pgettext_lazy("weekday", "Thursday"),
    pgettext_lazy("weekday", "Friday"),
    pgettext_lazy("weekday", "Saturday"),
    pgettext_lazy("weekday", "Sunday"),
)
MONTHS: tuple[Promise, ...] = (
    pgettext_lazy("month", "January"),
    pgettext_lazy("month", "February"),
    pgettext_lazy("month", "March"),
    pgettext_lazy("month", "April"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "June"),
    pgettext_lazy("month", "July"),
    pgettext_lazy("month", "August"),
    pgettext_lazy("month", "September"),
    pgettext_lazy("month", "October"),
    pgettext_lazy("month", "November"),
    pgettext_lazy("month", "December"),
)


def calendar_date(day: date, today: date) -> str:
    """A date in words, its year only when it is not this year: "12 March", "12 March 2027"."""
    parts = {"day": day.day, "month": MONTHS[day.month - 1], "year": day.year}
    if day.year == today.year:
        return _("%(day)d %(month)s") % parts
    return _("%(day)d %(month)s %(year)d") % parts


def _near_day(day: date, today: date) -> str:
    """Yesterday, today or tomorrow; "" for any other day."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    return near.get((day - today).days, "")


def _weekday(day: date, today: date) -> str:
    """The weekday's name when it falls within the coming week; "" for any other day."""
    if not timedelta() < day - today < WEEK:
        return ""
    name = str(WEEKDAYS[day.weekday()])
    if day.weekday() > today.weekday():
        return name
    # Chinese says which week's Monday it is; English does not need to within seven days.
    return pgettext("a day of next week", "%(weekday)s") % {"weekday": name}


def day_in_words(day: date, today: date) -> str:
    """The plainest name of a day: "today", "Friday", "12 March"."""
    return _near_day(day, today) or _weekday(day, today) or calendar_date(day, today)


def when(due: datetime, now: datetime) -> str:
    """A due time as a promise: "today before 17:30", "before Friday 17:30", "12 March before 17:30".

    A due time of midnight belongs to the day it ends: "by the end of Friday".
    """
    due, now = localtime(due), localtime(now)
    if (due.hour, due.minute, due.second) == (0, 0, 0):
        last_day = due.date() - DAY
        return _("by the end of %(day)s") % {"day": day_in_words(last_day, now.date())}
    parts = {"day": day_in_words(due.date(), now.date()), "time": f"{due:%H:%M}"}
    if _near_day(due.date(), now.date()) or not _weekday(due.date(), now.date()):
        return _("%(day)s before %(time)s") % parts
    return _("before %(day)s %(time)s") % parts


def moment(at: datetime, now: datetime) -> str:
    """When something happened or is set to happen: "today 10:12", "12 March 09:20"."""
    at, now = localtime(at), localtime(now)
    day = day_in_words(at.date(), now.date())
    return _("%(day)s %(time)s") % {"day": day, "time": f"{at:%H:%M}"}


def ago(at: datetime, now: datetime) -> str:
    """How long ago: "just now", "20 minutes ago", "3 days ago"; a week or more back, the date."""
    at, now = localtime(at), localtime(now)
    past = now - at
    if past < MINUTE:
        return _("just now")
    if past < HOUR:
        count = past // MINUTE
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", count) % {"count": count}
    days = (now.date() - at.date()).days
    if days == 0:
        count = past // HOUR
        return ngettext("%(count)d hour ago", "%(count)d hours ago", count) % {"count": count}
    if days == 1:
        return moment(at, now)
    if DAY * days < WEEK:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return calendar_date(at.date(), now.date())


def lasting(span: timedelta, *, rough: bool = False) -> str:
    """A length of time in at most two units: "20 minutes", "4 hours", "1 day 7 hours".

    `rough` keeps only the larger unit unless that is 1; the sign is dropped, and less than a
    minute is said so.
    """
    span = abs(span)
    if span < MINUTE:
        return _("less than a minute")
    days, hours, minutes = span // DAY, span % DAY // HOUR, span % HOUR // MINUTE
    large, small = (_days(days), _hours(hours)) if days else (_hours(hours), _minutes(minutes))
    if not large:
        return small
    if rough and max(days, 0 if days else hours) > 1:
        return large
    return _("%(large)s %(small)s") % {"large": large, "small": small} if small else large


def limit_in_words(amount: int, unit: str) -> str:
    """How much time a limit gives, counted as it is counted: "5 workdays", "the same workday"."""
    one = Unit(unit)
    if one in SAME:
        return _("the same workday") if one is Unit.SAME_WORKDAY else _("the same day")
    if one is Unit.WORKDAY:
        return ngettext("%(count)d workday", "%(count)d workdays", amount) % {"count": amount}
    return _hours(amount) if one is Unit.HOUR else _days(amount)


def _days(count: int) -> str:
    words = ngettext("%(count)d day", "%(count)d days", count)
    return words % {"count": count} if count else ""


def _hours(count: int) -> str:
    words = ngettext("%(count)d hour", "%(count)d hours", count)
    return words % {"count": count} if count else ""


def _minutes(count: int) -> str:
    words = ngettext("%(count)d minute", "%(count)d minutes", count)
    return words % {"count": count} if count else ""
