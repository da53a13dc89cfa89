"""What each unit of a limit means, with and without pauses, case by case."""

from datetime import UTC, datetime

import pytest

from huying.kernel.calendar import SHANGHAI, Workdays
from huying.kernel.limits import Limit, Pause, Unit, due_at, provisional, warn_at

WORKDAYS = Workdays()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(unit: Unit, amount: int, started: str, *pauses: tuple[str, str]) -> datetime:
    spans = [Pause(at(begun), at(ended)) for begun, ended in pauses]
    return due_at(Limit(amount, unit), at(started), spans, WORKDAYS)


@pytest.mark.parametrize(
    "started",
    # The last opening minute before Labour Day and before National Day.
    ["2026-04-30T17:30", "2026-09-30T17:30"],
)
def test_levels_of_an_order_placed_at_closing_time_before_a_holiday(started: str) -> None:
    expected = {
        "2026-04-30T17:30": ["2026-05-01T17:30", "2026-05-08T17:30", "2026-05-13T17:30"],
        "2026-09-30T17:30": ["2026-10-01T17:30", "2026-10-10T17:30", "2026-10-15T17:30"],
    }[started]
    found = [
        due(Unit.HOUR, 24, started),
        due(Unit.WORKDAY, 3, started),
        due(Unit.WORKDAY, 7, started),
    ]
    assert found == [at(text) for text in expected]


def test_levels_of_an_order_placed_on_a_friday_evening_before_the_spring_festival() -> None:
    # Friday 13 February 2026; Saturday 14 is worked, then rest until Monday 23, 28 is worked.
    started = "2026-02-13T17:30"
    assert [
        due(Unit.HOUR, 24, started),
        due(Unit.WORKDAY, 3, started),
        due(Unit.WORKDAY, 7, started),
    ] == [at("2026-02-14T17:30"), at("2026-02-25T17:30"), at("2026-03-02T17:30")]


@pytest.mark.parametrize(
    ("unit", "amount", "started", "expected"),
    [
        (Unit.HOUR, 2, "2026-03-03T23:00", "2026-03-04T01:00"),
        (Unit.WORKDAY, 1, "2026-03-03T00:00", "2026-03-04T17:30"),
        (Unit.WORKDAY, 1, "2026-03-03T23:59", "2026-03-04T17:30"),
        (Unit.DAY, 5, "2026-03-03T10:00", "2026-03-09T00:00"),
        (Unit.DAY, 1, "2026-03-03T00:00", "2026-03-05T00:00"),
        (Unit.SAME_DAY, 1, "2026-03-03T00:00", "2026-03-04T00:00"),
        (Unit.SAME_DAY, 1, "2026-03-03T23:59", "2026-03-04T00:00"),
        (Unit.SAME_WORKDAY, 1, "2026-03-03T00:00", "2026-03-03T17:30"),
        (Unit.SAME_WORKDAY, 1, "2026-03-03T17:29", "2026-03-03T17:30"),
        (Unit.SAME_WORKDAY, 1, "2026-03-03T17:30", "2026-03-04T17:30"),
        (Unit.SAME_WORKDAY, 1, "2026-03-07T09:00", "2026-03-09T17:30"),
        (Unit.SAME_WORKDAY, 1, "2026-05-09T09:00", "2026-05-09T17:30"),
    ],
)
def test_a_limit_without_pauses(unit: Unit, amount: int, started: str, expected: str) -> None:
    assert due(unit, amount, started) == at(expected)


def test_the_day_is_that_of_the_office_whatever_the_zone_of_the_start() -> None:
    started = datetime(2026, 3, 3, 16, 30, tzinfo=UTC)  # 4 March, 00:30 in Shanghai
    assert due_at(Limit(1, Unit.SAME_DAY), started, [], WORKDAYS) == at("2026-03-05T00:00")


@pytest.mark.parametrize(
    ("unit", "amount", "pause", "expected"),
    [
        # Hours stand still to the second.
        (Unit.HOUR, 24, ("2026-03-03T12:00", "2026-03-05T13:30"), "2026-03-06T11:30"),
        # Started Tuesday 3 March 10:00, three workdays: due Friday 6 at 17:30.
        (Unit.WORKDAY, 3, ("2026-03-04T09:00", "2026-03-09T09:00"), "2026-03-11T17:30"),
        (Unit.WORKDAY, 3, ("2026-03-04T09:00", "2026-03-04T16:00"), "2026-03-06T17:30"),
        (Unit.WORKDAY, 3, ("2026-03-06T09:00", "2026-03-09T09:00"), "2026-03-09T17:30"),
        (Unit.WORKDAY, 3, ("2026-03-06T09:00", "2026-03-07T09:00"), "2026-03-09T17:30"),
        (Unit.WORKDAY, 3, ("2026-03-06T09:00", "2026-03-06T18:00"), "2026-03-09T17:30"),
        (Unit.WORKDAY, 3, ("2026-03-06T17:30", "2026-03-09T09:00"), "2026-03-06T17:30"),
        (Unit.WORKDAY, 3, ("2026-03-06T18:00", "2026-03-19T09:00"), "2026-03-06T17:30"),
        # Five calendar days: due at the midnight that ends Sunday 8.
        (Unit.DAY, 5, ("2026-03-04T09:00", "2026-03-10T09:00"), "2026-03-15T00:00"),
        (Unit.DAY, 5, ("2026-03-08T09:00", "2026-03-10T09:00"), "2026-03-11T00:00"),
        (Unit.DAY, 5, ("2026-03-04T00:00", "2026-03-04T23:59"), "2026-03-09T00:00"),
        (Unit.DAY, 5, ("2026-03-09T00:00", "2026-03-12T00:00"), "2026-03-09T00:00"),
        (Unit.SAME_DAY, 1, ("2026-03-03T11:00", "2026-03-05T09:00"), "2026-03-06T00:00"),
        (Unit.SAME_DAY, 1, ("2026-03-03T11:00", "2026-03-03T12:00"), "2026-03-04T00:00"),
        (Unit.SAME_WORKDAY, 1, ("2026-03-03T11:00", "2026-03-07T09:00"), "2026-03-09T17:30"),
        (Unit.SAME_WORKDAY, 1, ("2026-03-03T11:00", "2026-03-03T17:30"), "2026-03-03T17:30"),
    ],
)
def test_a_limit_started_on_a_tuesday_morning_and_paused(
    unit: Unit, amount: int, pause: tuple[str, str], expected: str
) -> None:
    assert due(unit, amount, "2026-03-03T10:00", pause) == at(expected)


def test_two_pauses_each_keep_the_days_that_are_left() -> None:
    # 3 left on Tuesday; resumed Friday: due Wednesday 11; paused Monday with 2 left.
    first = ("2026-03-03T12:00", "2026-03-06T09:00")
    second = ("2026-03-09T12:00", "2026-03-12T09:00")
    assert due(Unit.WORKDAY, 3, "2026-03-03T10:00", first) == at("2026-03-11T17:30")
    assert due(Unit.WORKDAY, 3, "2026-03-03T10:00", first, second) == at("2026-03-16T17:30")


@pytest.mark.parametrize(
    "pauses",
    [
        [("2026-03-04T09:00", "2026-03-05T09:00"), ("2026-03-05T08:59", "2026-03-06T09:00")],
        [("2026-03-05T09:00", "2026-03-06T09:00"), ("2026-03-03T12:00", "2026-03-04T09:00")],
        [("2026-03-03T09:59", "2026-03-03T12:00")],
    ],
    ids=["overlapping", "out of order", "before the start"],
)
def test_pauses_that_cannot_have_been_are_refused(pauses: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="begins before"):
        due(Unit.HOUR, 1, "2026-03-03T10:00", *pauses)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Pause(at("2026-03-04T09:00"), at("2026-03-04T08:59"))


def test_times_without_a_zone_are_refused() -> None:
    naive = datetime(2026, 3, 3, 10)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        Pause(naive, at("2026-03-04T09:00"))
    with pytest.raises(ValueError, match="time zone"):
        due_at(Limit(1, Unit.HOUR), naive, [], WORKDAYS)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(0, Unit.HOUR), (-1, Unit.WORKDAY), (2, Unit.SAME_DAY), (2, Unit.SAME_WORKDAY)],
)
def test_a_limit_that_means_nothing_is_refused(amount: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match="no limit of"):
        Limit(amount, unit)


@pytest.mark.parametrize(
    ("unit", "started", "ended", "expected"),
    [
        (Unit.WORKDAY, "2035-03-01T10:00", "2035-03-06T17:30", True),
        (Unit.SAME_WORKDAY, "2035-03-01T10:00", "2035-03-01T17:30", True),
        (Unit.HOUR, "2035-03-01T10:00", "2035-03-02T10:00", False),
        (Unit.DAY, "2035-03-01T10:00", "2035-03-06T00:00", False),
        (Unit.SAME_DAY, "2035-03-01T10:00", "2035-03-02T00:00", False),
        (Unit.WORKDAY, "2025-12-30T10:00", "2026-01-05T17:30", False),
        (Unit.WORKDAY, "2034-12-29T10:00", "2035-01-03T17:30", True),
        # New Year's holiday is in the next notice and reaches back into December.
        (Unit.WORKDAY, "2034-12-20T10:00", "2034-12-24T17:30", False),
        (Unit.WORKDAY, "2034-12-22T10:00", "2034-12-29T17:30", True),
    ],
)
def test_a_due_time_is_provisional_where_a_notice_to_come_may_move_it(
    unit: Unit, started: str, ended: str, *, expected: bool
) -> None:
    workdays = Workdays(announced=frozenset(range(2027, 2035)))
    assert provisional(Limit(1, unit), at(started), at(ended), workdays) is expected


@pytest.mark.parametrize(
    ("share", "unit", "started", "ended", "expected"),
    [
        (0.5, Unit.HOUR, "2026-03-03T20:00", "2026-03-04T20:00", "2026-03-04T08:00"),
        (0.5, Unit.WORKDAY, "2026-03-03T20:00", "2026-03-04T17:30", "2026-03-04T08:30"),
        (0.8, Unit.WORKDAY, "2026-03-06T10:00", "2026-03-09T17:30", "2026-03-09T08:30"),
        (0.5, Unit.DAY, "2026-10-01T10:00", "2026-10-04T00:00", "2026-10-04T00:00"),
        (1, Unit.WORKDAY, "2026-03-03T20:00", "2026-03-04T17:30", "2026-03-04T17:30"),
        (1, Unit.HOUR, "2026-03-03T20:00", "2026-03-03T21:00", "2026-03-03T21:00"),
    ],
)
def test_a_warning_waits_for_the_office_to_open_and_never_passes_the_due_time(
    share: float, unit: Unit, started: str, ended: str, expected: str
) -> None:
    assert warn_at(share, at(started), at(ended), WORKDAYS, unit) == at(expected)


@pytest.mark.parametrize("share", [0, -0.5, 1.01, float("nan")])
def test_a_share_outside_the_whole_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="of the time between"):
        warn_at(share, at("2026-03-03T10:00"), at("2026-03-04T10:00"), WORKDAYS, Unit.HOUR)


def test_a_warning_for_no_time_at_all_is_refused() -> None:
    moment = at("2026-03-03T10:00")
    with pytest.raises(ValueError, match="of the time between"):
        warn_at(0.5, moment, moment, WORKDAYS, Unit.HOUR)
