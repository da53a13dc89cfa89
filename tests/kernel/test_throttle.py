import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.refusals import Code
from huying.kernel.throttle import Throttle, TooOften, client_of

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def passes(throttle: Throttle, client: str, at: datetime, per_minute: int = 60) -> bool:
    try:
        throttle.take(client, per_minute=per_minute, at=at)
    except TooOften:
        return False
    return True


def test_a_client_may_write_a_minutes_worth_at_once_and_then_waits() -> None:
    throttle = Throttle()
    assert [passes(throttle, "a", AT, 3) for _ in range(4)] == [True, True, True, False]
    with pytest.raises(TooOften) as refusal:
        throttle.take("a", per_minute=3, at=AT)
    assert (refusal.value.code, refusal.value.retry_after) == (Code.TOO_MANY, 21)
    assert not passes(throttle, "a", AT + 19 * SECOND, 3)
    assert passes(throttle, "a", AT + 20 * SECOND, 3)


def test_after_the_time_told_a_request_passes() -> None:
    throttle = Throttle()
    for per_minute in (1, 7, 60, 600):
        client = str(per_minute)
        assert [passes(throttle, client, AT, per_minute) for _ in range(per_minute)]
        with pytest.raises(TooOften) as refusal:
            throttle.take(client, per_minute=per_minute, at=AT)
        assert passes(throttle, client, AT + refusal.value.retry_after * SECOND, per_minute)


def test_clients_do_not_use_up_each_others_share() -> None:
    throttle = Throttle()
    assert [passes(throttle, name, AT, 1) for name in "abab"] == [True, True, False, False]


def test_whoever_cannot_be_told_apart_is_not_limited() -> None:
    throttle = Throttle()
    assert all(passes(throttle, "", AT, 1) for _ in range(50))


def test_a_limit_of_nothing_lets_nobody_pass() -> None:
    throttle = Throttle()
    with pytest.raises(TooOften) as refusal:
        throttle.take("a", per_minute=0, at=AT)
    assert refusal.value.retry_after == 60


def test_a_clock_set_back_gives_nothing_away_and_takes_nothing_for_ever() -> None:
    throttle = Throttle()
    assert passes(throttle, "a", AT, 1)
    assert not passes(throttle, "a", AT - timedelta(days=1), 1)
    assert passes(throttle, "a", AT + timedelta(minutes=1), 1)


def test_only_so_many_clients_are_remembered() -> None:
    throttle = Throttle(most_clients=2)
    assert [passes(throttle, name, AT, 1) for name in "abc"] == [True] * 3
    assert [passes(throttle, name, AT, 1) for name in "cb"] == [False] * 2
    assert passes(throttle, "a", AT, 1)  # pushed out by the third


def test_threads_together_get_no_more_than_one_alone() -> None:
    throttle = Throttle()
    allowed: list[bool] = []

    def write() -> None:
        allowed.extend(passes(throttle, "a", AT, 100) for _ in range(100))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(allowed), sum(allowed)) == (400, 100)


@given(st.lists(st.integers(0, 90), max_size=60), st.integers(1, 20))
def test_in_any_minute_no_more_than_twice_the_limit_passes(gaps: list[int], limit: int) -> None:
    throttle, at, passed = Throttle(), AT, []
    for gap in gaps:
        at += timedelta(seconds=gap / 10)
        if passes(throttle, "a", at, limit):
            passed.append(at)
    for begin in passed:
        assert sum(begin <= each < begin + timedelta(minutes=1) for each in passed) <= 2 * limit


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "client"),
    [
        ("203.0.113.5", "", [], "203.0.113.5"),
        ("203.0.113.5", "198.51.100.7", [], "203.0.113.5"),
        ("127.0.0.1", "", [], ""),
        ("::1", "", [], ""),
        ("::ffff:127.0.0.1", "", [], ""),
        ("", "198.51.100.7", [], ""),
        ("10.0.0.1", "198.51.100.7", ["10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7:4711", ["10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7", ["10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.2.3.4", ["10.0.0.0/8"], "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, unknown", ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", "", ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.2", ["10.0.0.0/8"], "10.0.0.1"),
        ("127.0.0.1", "198.51.100.7", ["127.0.0.1"], "198.51.100.7"),
        ("127.0.0.1", "127.0.0.1", ["127.0.0.1"], ""),
        ("2001:db8:1:2:3::4", "", [], "2001:db8:1:2::/64"),
        ("10.0.0.1", "[2001:db8:1:2::9]:443", ["10.0.0.1"], "2001:db8:1:2::/64"),
        ("10.0.0.1", "fe80::1%eth0", ["10.0.0.1"], "fe80::/64"),
        ("fd00::1", "::ffff:198.51.100.7", ["fd00::/8"], "198.51.100.7"),
    ],
)
def test_a_client_is_who_the_trusted_proxies_say(
    remote: str, forwarded: str, trusted: list[str], client: str
) -> None:
    assert client_of(remote, forwarded, trusted) == client


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_can_break_the_count_or_change_it_without_a_trusted_proxy(
    remote: str, forwarded: str
) -> None:
    assert client_of(remote, forwarded, []) == client_of(remote, "", [])
    assert isinstance(client_of("10.0.0.1", forwarded, ["10.0.0.1"]), str)


def test_a_trusted_proxy_that_is_no_address_is_noticed() -> None:
    with pytest.raises(ValueError, match="proxy"):
        client_of("10.0.0.1", "", ["proxy"])
