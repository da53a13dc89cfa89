"""When something was said, from however a chat or a hotline writes it; the reader's now given."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone

_FULL = re.compile(r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})[-/月](\d{1,2})(?!\d)")
_CLOCK = re.compile(
    r"(上午|下午|凌晨|早上|中午|傍晚|晚上)?\s?(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?\s?([AaPp][Mm])?"
)
_BACK = {"今天": 0, "昨天": 1, "前天": 2}
_WEEKDAYS = "一二三四五六日"
NOON = 12


def said_at(text: str, *, at: datetime) -> datetime | None:
    """The time a text names; None where it names none, or one that lies ahead of `at`.

    A time without a day is today's, or yesterday's where today's is still to come.
    """
    here = timezone.localtime(at)
    clock = _CLOCK.search(text)
    try:
        day = _day(text, here.date())
        moment = time(*_hour(clock)) if clock else time.min
    except ValueError:
        return None
    if clock is None and day is None:
        return None
    naive = datetime.combine(day or here.date(), moment)
    found = timezone.make_aware(naive)
    if found > at and day is None:
        found -= timedelta(days=1)
    return found if found <= at else None


def _day(text: str, today: date) -> date | None:
    """The day a text names; ValueError for one that never was."""
    if full := _FULL.search(text):
        return date(int(full[1]), int(full[2]), int(full[3]))
    if short := _SHORT.search(text):
        this_year = date(today.year, int(short[1]), int(short[2]))
        return this_year if this_year <= today else this_year.replace(year=today.year - 1)
    for word, days in _BACK.items():
        if word in text:
            return today - timedelta(days=days)
    if weekday := re.search(r"(?:星期|周)([一二三四五六日天])", text):
        wanted = _WEEKDAYS.index(weekday[1].replace("天", "日"))
        return today - timedelta(days=(today.weekday() - wanted) % 7)
    return None


def _hour(clock: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(clock[2]), clock[1] or (clock[5] or "").upper()
    if half in {"下午", "傍晚", "晚上", "PM"} and hour < NOON:
        hour += NOON
    if half in {"上午", "凌晨", "AM"} and hour == NOON:
        hour = 0
    return hour, int(clock[3]), int(clock[4] or 0)
