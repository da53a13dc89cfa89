"""The workday calendar against the State Council's notices for 2024, 2025 and 2026."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.calendar import SHANGHAI, Workdays, notice

# As announced: (first day of rest, last day of rest), then the weekend days to be worked.
RESTS = [
    (date(2023, 12, 30), date(2024, 1, 1)),
    (date(2024, 2, 10), date(2024, 2, 17)),
    (date(2024, 4, 4), date(2024, 4, 6)),
    (date(2024, 5, 1), date(2024, 5, 5)),
    (date(2024, 6, 10), date(2024, 6, 10)),
    (date(2024, 9, 15), date(2024, 9, 17)),
    (date(2024, 10, 1), date(2024, 10, 7)),
    (date(2025, 1, 1), date(2025, 1, 1)),
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 4, 4), date(2025, 4, 6)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2025, 5, 31), date(2025, 6, 2)),
    (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
]
SWAPPED = [
    *(date(2024, *day) for day in [(2, 4), (2, 18), (4, 7), (4, 28), (5, 11)]),
    *(date(2024, *day) for day in [(9, 14), (9, 29), (10, 12)]),
    *(date(2025, *day) for day in [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)]),
    *(date(2026, *day) for day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]),
]
WORKDAYS = Workdays()
DAYS = st.dates(date(2007, 1, 1), date(2030, 12, 31))


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_a_year_is_worked_or_not_as_announced(year: int) -> None:
    rests = {day for first, last in RESTS for day in every_day(first, last)}
    days = every_day(date(year, 1, 1), date(year, 12, 31))
    announced = [d for d in days if d in SWAPPED or (d.weekday() < 5 and d not in rests)]
    assert [day for day in days if WORKDAYS.is_workday(day)] == announced


@pytest.mark.parametrize("day", SWAPPED, ids=str)
def test_a_swapped_weekend_day_counts_as_a_workday(day: date) -> None:
    assert day.weekday() >= 5
    assert WORKDAYS.is_workday(day)


def test_a_year_knows_its_own_swapped_days_and_no_others() -> None:
    announced = {year: {day for day in SWAPPED if day.year == year} for year in (2024, 2025, 2026)}
    assert {year: notice(year)[1] for year in (2024, 2025, 2026, 2035)} == {
        **announced,
        2035: set(),
    }


def test_only_years_whose_notice_is_to_come_are_provisional() -> None:
    years = [year for year in range(1980, 2040) if WORKDAYS.is_provisional(year)]
    assert years == list(range(years[0], 2040))
    assert years[0] > 2026


def test_a_year_declared_announced_is_no_longer_provisional() -> None:
    assert WORKDAYS.is_provisional(2035)
    assert not Workdays(announced=frozenset({2035})).is_provisional(2035)


def test_a_row_overrides_the_library_both_ways() -> None:
    holiday, monday = date(2026, 10, 1), date(2026, 3, 2)
    rows = Workdays(exceptions={holiday: True, monday: False})
    assert [WORKDAYS.is_workday(day) for day in (holiday, monday)] == [False, True]
    assert [rows.is_workday(day) for day in (holiday, monday)] == [True, False]


def test_the_third_workday_after_the_eve_of_national_day_is_the_swapped_saturday() -> None:
    assert WORKDAYS.add_workdays(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert WORKDAYS.workdays_between(date(2026, 9, 30), date(2026, 10, 10)) == 3


@given(DAYS, st.integers(1, 60))
def test_adding_workdays_and_counting_them_undo_each_other(day: date, n: int) -> None:
    reached = WORKDAYS.add_workdays(day, n)
    assert WORKDAYS.is_workday(reached)
    assert WORKDAYS.workdays_between(day, reached) == n
    assert WORKDAYS.workdays_between(day, reached - timedelta(days=1)) == n - 1


@given(DAYS, DAYS, DAYS)
def test_workdays_of_two_spans_that_meet_add_up(a: date, b: date, c: date) -> None:
    first, middle, last = sorted((a, b, c))
    count = WORKDAYS.workdays_between
    assert count(first, last) == count(first, middle) + count(middle, last)
    assert count(last, first) == (0 if first < last else count(first, first))


@pytest.mark.parametrize("n", [0, -1])
def test_counting_no_workdays_forward_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="cannot count"):
        WORKDAYS.add_workdays(date(2026, 3, 2), n)


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        (at(2026, 3, 3, 8, 29, 59), at(2026, 3, 3, 8, 30)),
        (at(2026, 3, 3, 8, 30), at(2026, 3, 3, 8, 30)),
        (at(2026, 3, 3, 17, 29, 59), at(2026, 3, 3, 17, 29, 59)),
        (at(2026, 3, 3, 17, 30), at(2026, 3, 4, 8, 30)),
        (at(2026, 3, 6, 18), at(2026, 3, 9, 8, 30)),
        (at(2026, 10, 3, 12), at(2026, 10, 8, 8, 30)),
        (at(2026, 10, 10, 6), at(2026, 10, 10, 8, 30)),
        (datetime(2026, 3, 2, 23, tzinfo=UTC), at(2026, 3, 3, 8, 30)),
    ],
    ids=str,
)
def test_the_next_opening(instant: datetime, opening: datetime) -> None:
    assert WORKDAYS.next_open(instant) == opening


@pytest.mark.parametrize(
    ("instant", "closing"),
    [
        (at(2026, 3, 3, 17, 30), at(2026, 3, 3, 17, 30)),
        (at(2026, 3, 3, 17, 30, 1), at(2026, 3, 4, 17, 30)),
        (at(2026, 10, 3, 12), at(2026, 10, 8, 17, 30)),
        (at(2026, 9, 20, 0), at(2026, 9, 20, 17, 30)),
    ],
    ids=str,
)
def test_the_next_closing(instant: datetime, closing: datetime) -> None:
    assert WORKDAYS.next_close(instant) == closing


@given(st.integers(0, 23 * 365 * 86_400))
def test_the_next_opening_is_open_and_opens_no_later_than_needed(seconds: int) -> None:
    instant = at(2007, 1, 1) + timedelta(seconds=seconds)
    opening = WORKDAYS.next_open(instant)
    here = opening.astimezone(SHANGHAI)
    assert opening >= instant
    assert WORKDAYS.is_workday(here.date())
    assert time(8, 30) <= here.time() < time(17, 30)
    assert WORKDAYS.next_open(opening) == opening
    assert opening == instant or here.time() == time(8, 30)
    start = instant.astimezone(SHANGHAI).date() - timedelta(days=1)
    assert WORKDAYS.workdays_between(start, here.date()) <= 2


def test_an_office_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="do not open"):
        Workdays(opens=time(9), closes=time(9))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        WORKDAYS.next_open(datetime(2026, 3, 3, 9))  # noqa: DTZ001
