"""When a text may go out, and when it is tried again."""

from datetime import datetime, time, timedelta

import pytest

from huying.clocks.queries import rulebook
from huying.kernel.calendar import SHANGHAI
from huying.notices.rules import awake_at, next_digest, wait_before


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "begins", "ends", "goes"),
    [
        ("2026-03-10 21:29", "21:30", "07:30", "2026-03-10 21:29"),
        ("2026-03-10 21:30", "21:30", "07:30", "2026-03-11 07:30"),
        ("2026-03-10 23:59", "21:30", "07:30", "2026-03-11 07:30"),
        ("2026-03-11 00:00", "21:30", "07:30", "2026-03-11 07:30"),
        ("2026-03-11 07:29", "21:30", "07:30", "2026-03-11 07:30"),
        ("2026-03-11 07:30", "21:30", "07:30", "2026-03-11 07:30"),
        ("2026-12-31 22:00", "21:30", "07:30", "2027-01-01 07:30"),
        ("2026-03-10 12:30", "12:00", "14:00", "2026-03-10 14:00"),
        ("2026-03-10 14:00", "12:00", "14:00", "2026-03-10 14:00"),
        ("2026-03-10 03:00", "00:00", "00:00", "2026-03-10 03:00"),
    ],
)  # fmt: skip
def test_a_text_waits_for_the_end_of_quiet_hours(
    now: str, begins: str, ends: str, goes: str
) -> None:
    found = awake_at(at(now), time.fromisoformat(begins), time.fromisoformat(ends))
    assert found == at(goes)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        ("2026-03-10 08:29", "2026-03-10 08:30"),
        ("2026-03-10 08:30", "2026-03-10 14:00"),
        ("2026-03-10 14:00", "2026-03-11 08:30"),
        ("2026-03-13 15:00", "2026-03-16 08:30"),  # over a weekend
        ("2026-09-30 15:00", "2026-10-08 08:30"),  # over the National Day holidays
    ],
)
def test_a_collection_goes_out_twice_on_a_workday(now: str, goes: str, db: None) -> None:
    assert next_digest(at(now), rulebook().workdays) == at(goes)


def test_each_failure_doubles_the_wait_up_to_six_hours() -> None:
    waits = [wait_before(tries) for tries in range(12)]
    assert waits[:4] == [timedelta(minutes=n) for n in (1, 2, 4, 8)]
    assert (max(waits), wait_before(10_000)) == (timedelta(hours=6), timedelta(hours=6))
