"""Ids grow within a process, in threads and after a fork, and tell roughly when they were made."""

import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from huying.kernel.ids import EPOCH, _Source, _source, instant_of, new_id


def test_a_hundred_thousand_ids_grow_strictly_within_63_bits() -> None:
    made = [new_id() for _ in range(100_000)]
    assert all(a < b for a, b in pairwise(made))
    assert 0 < made[0] < made[-1] < 2**63


def test_an_id_tells_the_millisecond_it_was_made_in() -> None:
    source = _Source()
    before = datetime.now(UTC)
    told = instant_of(source.draw())
    after = datetime.now(UTC)
    assert before - timedelta(milliseconds=1) < told <= after


def test_an_id_of_the_epoch_and_the_last_one_are_read_right() -> None:
    last = EPOCH + timedelta(milliseconds=2**42 - 1)
    assert [instant_of(0), instant_of(2**63 - 1)] == [EPOCH, last]


@pytest.mark.parametrize("number", [-1, 2**63])
def test_what_is_not_an_id_has_no_instant(number: int) -> None:
    with pytest.raises(ValueError, match="not a 63-bit id"):
        instant_of(number)


def test_threads_never_make_the_same_id_and_each_sees_its_own_grow() -> None:
    made: list[list[int]] = [[] for _ in range(8)]

    def draw(mine: list[int]) -> None:
        mine.extend(new_id() for _ in range(5_000))

    threads = [threading.Thread(target=draw, args=(mine,)) for mine in made]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that threads do interrupt each other within a draw
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    assert [mine == sorted(mine) for mine in made] == [True] * 8
    assert len({identity for mine in made for identity in mine}) == 40_000


def test_a_spent_counter_borrows_the_next_millisecond_without_waiting() -> None:
    source = _Source()
    source.last_ms = far = 2**41  # a millisecond far ahead, as after a clock set back
    made = [source.draw() for _ in range(5_000)]
    assert made == sorted(set(made))
    assert {source.tag} == {(identity >> 11) & 1023 for identity in made}
    # Each millisecond gives between 1025 and 2048 ids.
    assert 5_000 / 2048 <= (made[-1] >> 21) - far <= 5_000 / 1025 + 1


def draw_in_a_child(count: int) -> list[int]:
    """Ids made by a forked child; a child that hangs is ended by its own alarm."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        os.write(writing, b"".join(new_id().to_bytes(8, "big") for _ in range(count)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return [int.from_bytes(data[i : i + 8], "big") for i in range(0, len(data), 8)]


# Newer Pythons warn of any fork where a test runner keeps threads; none of them draws ids.
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_forked_children_make_ids_of_their_own_that_still_grow() -> None:
    last = new_id()
    with _source.lock:  # as if another thread were drawing at the moment of the fork
        families = [draw_in_a_child(100) for _ in range(5)]
    families.append([new_id() for _ in range(100)])
    assert [last < family[0] for family in families] == [True] * 6
    assert families == [sorted(family) for family in families]
    assert len({identity for family in families for identity in family}) == 600
    # Two of six tags may be equal by chance; all six being equal has odds of 1 in 1024 ** 5.
    assert len({(family[0] >> 11) & 1023 for family in families}) > 1


def test_a_renewed_source_draws_its_tag_anew() -> None:
    source = _Source()
    tags = set()
    for _ in range(50):
        source.renew()
        tags.add(source.tag)
    assert len(tags) > 10
    assert tags <= set(range(1024))
