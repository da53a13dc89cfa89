"""Times and spans in plain Chinese words, as a resident reads them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from huying.web.ui.clockface import face
from huying.web.ui.words import ago, lasting, moment, when

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Wednesday.
NOW = datetime(2026, 3, 11, 11, 30, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def read_in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"), timezone.override(SHANGHAI):
        yield


def at(day: int, hour: int, minute: int = 0, *, month: int = 3, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (at(11, 17, 30), "今天 17:30 前"),
        (at(12, 9), "明天 09:00 前"),
        (at(13, 17, 30), "周五 17:30 前"),
        (at(16, 17, 30), "下周一 17:30 前"),
        (at(20, 11, 30, month=4), "4 月 20 日 11:30 前"),
        (at(2, 17, 30, month=1, year=2027), "2027 年 1 月 2 日 17:30 前"),
        (at(12, 0), "今天 24:00 前"),
        (at(14, 0), "周五 24:00 前"),
        (at(1, 0, month=4), "3 月 31 日 24:00 前"),
    ],
)
def test_a_due_time_is_a_promise_in_plain_words(due: datetime, words: str) -> None:
    assert when(due, NOW) == words


def test_a_moment_and_how_long_ago_it_was() -> None:
    assert moment(at(11, 9, 20), NOW) == "今天 09:20"
    assert moment(at(4, 9), NOW) == "3 月 4 日 09:00"
    told = [ago(NOW - timedelta(minutes=m), NOW) for m in (0, 20, 130, 1500, 3000)]
    assert told == ["刚刚", "20 分钟前", "2 小时前", "昨天 10:30", "2 天前"]


def test_a_span_has_at_most_two_units() -> None:
    spans = [timedelta(minutes=20), timedelta(hours=4), timedelta(days=1, hours=7), timedelta(0)]
    assert [lasting(span) for span in spans] == ["20 分钟", "4 小时", "1 天 7 小时", "不到 1 分钟"]


def test_a_clock_says_what_is_left_or_lost() -> None:
    assert face(NOW + timedelta(hours=5), NOW).left == "还剩 5 小时"
    assert face(NOW - timedelta(minutes=40), NOW).left == "超期 40 分钟"
    assert face(None, NOW).left == "不限时"
    assert face(NOW, NOW, state="met").left == "按时办到"
