"""Times and spans in plain English words; the Chinese ones follow the same paths."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from huying.web.ui.words import ago, lasting, moment, when

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Wednesday.
NOW = datetime(2026, 3, 11, 11, 30, tzinfo=SHANGHAI)
TIMES = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    datetime(2028, 12, 31),  # noqa: DTZ001 -- as above
    timezones=st.just(SHANGHAI),
)
SPANS = st.timedeltas(timedelta(days=-400), timedelta(days=400))


@pytest.fixture(autouse=True)
def read_in_english() -> Iterator[None]:
    with translation.override("en"), timezone.override(SHANGHAI):
        yield


def at(day: int, hour: int, minute: int = 0, *, month: int = 3, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (at(11, 17, 30), "today before 17:30"),
        (at(12, 9), "tomorrow before 09:00"),
        (at(13, 17, 30), "before Friday 17:30"),
        (at(15, 8, 5), "before Sunday 08:05"),
        (at(16, 17, 30), "before Monday 17:30"),
        (at(17, 17, 30), "before Tuesday 17:30"),
        (at(18, 17, 30), "18 March before 17:30"),
        (at(20, 11, 30, month=4), "20 April before 11:30"),
        (at(2, 17, 30, month=1, year=2027), "2 January 2027 before 17:30"),
        (at(10, 17, 30), "yesterday before 17:30"),
        (at(6, 17, 30), "6 March before 17:30"),
    ],
)
def test_a_due_time_is_a_promise_in_plain_words(due: datetime, words: str) -> None:
    assert when(due, NOW) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (at(12, 0), "by the end of today"),
        (at(13, 0), "by the end of tomorrow"),
        (at(14, 0), "by the end of Friday"),
        (at(16, 0), "by the end of Sunday"),
        (at(1, 0, month=4), "by the end of 31 March"),
        (at(1, 0, month=1, year=2027), "by the end of 31 December"),
    ],
)
def test_midnight_belongs_to_the_day_it_ends(due: datetime, words: str) -> None:
    assert when(due, NOW) == words


def test_a_time_given_in_another_zone_is_told_in_the_readers() -> None:
    assert when(datetime(2026, 3, 13, 9, 30, tzinfo=UTC), NOW) == "before Friday 17:30"
    assert moment(datetime(2026, 3, 10, 16, 30, tzinfo=UTC), NOW.astimezone(UTC)) == "today 00:30"


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (at(11, 9, 20), "today 09:20"),
        (at(10, 23, 59), "yesterday 23:59"),
        (at(12, 0), "tomorrow 00:00"),
        (at(4, 9), "4 March 09:00"),
        (at(31, 9, month=12, year=2025), "31 December 2025 09:00"),
    ],
)
def test_a_moment_is_a_day_and_an_hour(happened: datetime, words: str) -> None:
    assert moment(happened, NOW) == words


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (NOW, "just now"),
        (NOW - timedelta(seconds=59), "just now"),
        (NOW - timedelta(minutes=1), "1 minute ago"),
        (NOW - timedelta(minutes=59), "59 minutes ago"),
        (NOW - timedelta(hours=1), "1 hour ago"),
        (at(11, 0), "11 hours ago"),
        (at(10, 23, 59), "yesterday 23:59"),
        (at(9, 12), "2 days ago"),
        (at(5, 12), "6 days ago"),
        (at(4, 12), "4 March"),
        (NOW + timedelta(hours=3), "just now"),
    ],
)
def test_what_is_past_is_told_by_how_long_ago(happened: datetime, words: str) -> None:
    assert ago(happened, NOW) == words


@pytest.mark.parametrize(
    ("span", "exact", "rough"),
    [
        (timedelta(seconds=30), "less than a minute", "less than a minute"),
        (timedelta(minutes=20), "20 minutes", "20 minutes"),
        (timedelta(hours=1), "1 hour", "1 hour"),
        (timedelta(hours=1, minutes=5), "1 hour 5 minutes", "1 hour 5 minutes"),
        (timedelta(hours=4), "4 hours", "4 hours"),
        (timedelta(hours=4, minutes=59), "4 hours 59 minutes", "4 hours"),
        (timedelta(days=1, hours=7), "1 day 7 hours", "1 day 7 hours"),
        (timedelta(days=1, minutes=40), "1 day", "1 day"),
        (timedelta(days=12, hours=23), "12 days 23 hours", "12 days"),
    ],
)
def test_a_span_has_at_most_two_units(span: timedelta, exact: str, rough: str) -> None:
    assert (lasting(span), lasting(span, rough=True)) == (exact, rough)


@given(SPANS)
def test_a_span_reads_the_same_forwards_and_backwards(span: timedelta) -> None:
    assert lasting(span) == lasting(-span)
    assert lasting(span).startswith(lasting(span, rough=True))


@given(TIMES, TIMES)
def test_every_time_can_be_said(due: datetime, now: datetime) -> None:
    told = when(due, now)
    assert told.startswith("by the end of") == (
        due.time().replace(microsecond=0).isoformat() == "00:00:00"
    )
    for words in (told, moment(due, now), ago(due, now)):
        assert words.strip() == words
        assert words
        assert "%" not in words


@given(TIMES, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_the_name_of_a_weekday_is_never_ambiguous(now: datetime, ahead: timedelta) -> None:
    due = now + ahead
    if f"{due:%A}" in when(due, now):
        assert (due.date() - now.date()).days < 7
