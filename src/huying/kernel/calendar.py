"""The Chinese workday calendar: statutory holidays, swapped working days, business hours.

Source of the days is the `holidays` package; rows of the house override it day by day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

SATURDAY = 5
FIRST_YEAR_OF_SWAPS = 2007
ONE_DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@cache
def notice(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The rest days and the swapped working days of a year, as far as the library knows them."""
    known = holidays.country_holidays("CN", years=year, expand=False)
    # The library lists some swapped days of other years with every year.
    swapped = frozenset(day for day in known.weekend_workdays if day.year == year)
    return frozenset(known) - swapped, swapped


@dataclass(frozen=True)
class Workdays:
    """Which days are worked and from when to when, in one zone.

    `exceptions` maps a day to True (worked) or False (rest) and wins over the library;
    `announced` names years whose State Council notice is complete in `exceptions`.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    opens: time = time(8, 30)
    closes: time = time(17, 30)
    zone: ZoneInfo = SHANGHAI
    announced: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(
                f"business hours {self.opens}-{self.closes} do not open before closing"
            )

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked: by exception, then swap, then holiday, then weekday."""
        said = self.exceptions.get(day)
        if said is not None:
            return said
        rest, swapped = notice(day.year)
        return day in swapped or (day.weekday() < SATURDAY and day not in rest)

    def is_provisional(self, year: int) -> bool:
        """Whether the year's notice is still to come, so that its days may change.

        Since 2007 every notice swaps some weekend for work. December does not count: its
        swaps belong to the next year's New Year, and so to the next year's notice.
        """
        if year < FIRST_YEAR_OF_SWAPS or year in self.announced:
            return False
        december = 12
        return all(day.month == december for day in notice(year)[1])

    def add_workdays(self, day: date, n: int) -> date:
        """The nth workday strictly after the day; ValueError for n < 1."""
        if n < 1:
            raise ValueError(f"cannot count {n} workdays forward")
        while n:
            day += ONE_DAY
            n -= self.is_workday(day)
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """How many workdays d there are with a < d <= b; 0 when b is not after a."""
        days = range(a.toordinal() + 1, b.toordinal() + 1)
        return sum(self.is_workday(date.fromordinal(ordinal)) for ordinal in days)

    def local(self, instant: datetime) -> datetime:
        """The instant as the office clock shows it; ValueError for a naive datetime."""
        if instant.tzinfo is None:
            raise ValueError(f"{instant} has no time zone")
        return instant.astimezone(self.zone)

    def closing(self, day: date) -> datetime:
        """When the office closes, or would close, on that day."""
        return datetime.combine(day, self.closes, self.zone)

    def midnight_after(self, day: date) -> datetime:
        """The instant that ends the day (half-open)."""
        return datetime.combine(day + ONE_DAY, time.min, self.zone)

    def next_open(self, instant: datetime) -> datetime:
        """The instant itself within business hours of a workday, else the next opening."""
        here = self.local(instant)
        day = here.date()
        if self.is_workday(day) and here.time() < self.closes:
            return max(here, datetime.combine(day, self.opens, self.zone))
        return datetime.combine(self.add_workdays(day, 1), self.opens, self.zone)

    def next_close(self, instant: datetime) -> datetime:
        """The first closing time of a workday at or after the instant."""
        here = self.local(instant)
        day = here.date()
        if self.is_workday(day) and here.time() <= self.closes:
            return self.closing(day)
        return self.closing(self.add_workdays(day, 1))
