"""What a clock says: when it ends, what is left, and in which tone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from huying.web.ui.clockface import Face, Tone, face

NOW = datetime(2026, 3, 11, 11, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FRIDAY = NOW + timedelta(days=2, hours=6)
LATE = NOW - timedelta(minutes=40)


@pytest.fixture(autouse=True)
def read_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_running_clock_promises_and_names_its_holder() -> None:
    assert face(FRIDAY, NOW, held_by="恒安物业") == Face(
        Tone.CELADON, "clock", "before Friday 17:30", "2 days left", "恒安物业"
    )


def test_a_warned_clock_says_soon() -> None:
    due = NOW + timedelta(hours=5)
    assert face(due, NOW, warned=True) == Face(
        Tone.SOON, "hourglass", "today before 16:30", "5 hours left"
    )


def test_a_clock_past_its_time_is_late_even_before_anyone_noted_it() -> None:
    told = Face(Tone.LATE, "circle-alert", "today before 10:50", "40 minutes late")
    assert face(LATE, NOW) == told
    assert face(LATE, NOW, state="breached") == told


def test_a_breach_that_ended_keeps_the_length_it_had() -> None:
    ended = LATE + timedelta(minutes=5)
    assert face(LATE, NOW, state="breached", ended_at=ended).left == "5 minutes late"


def test_a_clock_due_this_very_instant_is_late() -> None:
    assert face(NOW, NOW).tone == Tone.LATE


def test_a_paused_clock_promises_nothing() -> None:
    assert face(FRIDAY, NOW, state="paused", held_by="居民") == Face(
        Tone.QUIET, "circle-pause", "", "paused", "居民"
    )


def test_a_met_clock_is_done_and_held_by_nobody() -> None:
    assert face(LATE, NOW, state="met", held_by="恒安物业") == Face(
        Tone.DONE, "circle-check", "", "kept in time"
    )


def test_without_a_due_time_there_is_no_limit() -> None:
    assert face(None, NOW) == Face(Tone.QUIET, "clock", "", "no time limit")


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(ValueError, match="asleep"):
        face(FRIDAY, NOW, state="asleep")
