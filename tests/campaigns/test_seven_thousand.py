"""7,387 people on one day, forty phones with poor signal: the total is exact, whatever goes wrong."""

import random
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.campaigns.actions.arriving import Tick
from huying.campaigns.actions.syncing import Batch, sync
from huying.campaigns.models import Campaign, CheckIn, Target
from huying.campaigns.queries import missed, totals
from huying.campaigns.rules import happened_at
from huying.campaigns.verify import check_check_ins, check_closings
from tests.builders import START, Cast, build_cast
from tests.campaigns.planning import day_in

PEOPLE, DEVICES, MISSED = 7387, 40, 113
SENT_AT_ONCE = 200
Sending = tuple[int, list[Tick]]


def doors(count: int) -> list[str]:
    """So many doors in buildings of sixty."""
    return [f"{n // 60 + 1}号楼{n % 60 + 101}" for n in range(count)]


def phones(targets: list[str], *, seed: int, devices: int) -> tuple[list[Sending], dict[int, int]]:
    """What each phone sends, retries and reordering included, and how far its clock is off (s).

    Every person is checked in; one in eight a second time by another phone, some by a third; each
    batch is sent once or several times, its answer lost, its items in another order.
    """
    draw = random.Random(seed)
    off = {n: draw.choice([0, 0, 3, -40, 3600 * 3, -86400, 86400 * 400]) for n in range(devices)}
    held: dict[int, list[Tick]] = {n: [] for n in range(devices)}
    for place, target in enumerate(targets):
        times = 1 + (draw.random() < 0.125) + (draw.random() < 0.02)
        for again, device in enumerate(draw.sample(range(devices), times)):
            true = START + timedelta(seconds=place + again * draw.randint(1, 900))
            noted = true + timedelta(seconds=off[device])
            key = f"k{draw.getrandbits(64):016x}"
            held[device].append(Tick(key, noted.isoformat(), target))
    sendings: list[Sending] = []
    for device, ticks in held.items():
        draw.shuffle(ticks)
        for start in range(0, len(ticks), SENT_AT_ONCE):
            some = ticks[start : start + SENT_AT_ONCE]
            retries = draw.choice([1, 1, 2, 3])
            sendings += [(device, draw.sample(some, len(some))) for _ in range(retries)]
    draw.shuffle(sendings)
    return sendings, off


def one_batch(sending: Sending, off: dict[int, int], at: datetime) -> Batch:
    """What a phone sends at this moment, with what its own clock says then."""
    device, ticks = sending
    return Batch(f"phone-{device}", (at + timedelta(seconds=off[device])).isoformat(), ticks)


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return day_in(cast, doors=doors(PEOPLE + MISSED)).campaign


def ids(campaign: Campaign) -> list[str]:
    rows = Target.objects.filter(campaign=campaign).order_by("id").values_list("id", flat=True)
    return [str(pk) for pk in rows][:PEOPLE]


def test_seven_thousand_check_ins_of_forty_phones_are_exactly_so_many(
    cast: Cast, campaign: Campaign
) -> None:
    targets = ids(campaign)
    sendings, off = phones(targets, seed=20220318, devices=DEVICES)
    at = START + timedelta(hours=5)
    seen: dict[str, list[str]] = {}
    for number, sending in enumerate(sendings):
        moment = at + timedelta(seconds=number)
        said = sync(campaign, one_batch(sending, off, moment), by=cast.lin.actor, at=moment)
        for answer in said.answers:
            seen.setdefault(answer.key, []).append(answer.outcome)
    naive = sum(len(ticks) for _device, ticks in sendings)
    keys = {tick.key for _device, ticks in sendings for tick in ticks}
    found = totals(campaign)
    assert (naive > 2 * PEOPLE - 3000, len(keys) > PEOPLE + 900) == (True, True)
    assert (found.total, found.missed, found.of) == (PEOPLE, MISSED, PEOPLE + MISSED)
    assert found.duplicates == len(keys) - PEOPLE == CheckIn.objects.count() - PEOPLE
    assert missed(campaign, cast.lin.actor).count() == MISSED
    assert {tuple(sorted(set(each[1:]))) for each in seen.values()} <= {(), ("already",)}
    assert sum(part.came for part in found.groups) == PEOPLE
    wrong = set(true_firsts(sendings, off).items()) - counted()
    assert wrong == set()
    assert check_check_ins().differences == 0


def counted() -> set[tuple[str, str]]:
    """Key and target of every check-in that counts."""
    rows = CheckIn.objects.filter(state="counted").values_list("key", "target_id")
    return {(key, str(target)) for key, target in rows}


def true_firsts(sendings: list[Sending], off: dict[int, int]) -> dict[str, str]:
    """By key the target whose true first check-in it was; close calls of two seconds left out."""
    times: dict[str, dict[str, datetime]] = {}
    for device, ticks in sendings:
        for tick in ticks:
            true = datetime.fromisoformat(tick.noted_at) - timedelta(seconds=off[device])
            times.setdefault(tick.target, {})[tick.key] = true
    found = {}
    for target, keys in times.items():
        first, *rest = sorted(keys, key=keys.__getitem__)
        if not rest or keys[rest[0]] - keys[first] > timedelta(seconds=2):
            found[first] = target
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_phones_that_send_at_the_same_moment_lose_and_double_nothing() -> None:
    cast = build_cast()
    campaign = day_in(cast, doors=doors(600)).campaign
    targets = ids(campaign)
    sendings, off = phones(targets, seed=7, devices=8)
    actor, at = cast.lin.actor, START + timedelta(hours=5)
    troubles: list[Exception] = []
    waiting: Iterator[Sending] = iter(sendings)
    guard = threading.Lock()

    def phone() -> None:
        try:
            while True:
                with guard:
                    sending = next(waiting, None)
                if sending is None:
                    return
                sync(campaign, one_batch(sending, off, at), by=actor, at=at)
        except Exception as trouble:  # noqa: BLE001 -- told by the test, whatever it is
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=phone) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert totals(campaign).total == len(targets)
    assert check_check_ins().differences == 0
    assert connection.vendor in {"sqlite", "postgresql"}


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_whatever_comes_in_whatever_order_every_door_counts_once(
    cast: Cast, data: st.DataObject
) -> None:
    day = day_in(cast, doors=doors(5))
    targets = [str(pk) for pk in day.campaign.targets.order_by("id").values_list("id", flat=True)]
    made = data.draw(
        st.lists(st.tuples(st.integers(0, 4), st.integers(-9000, 9000)), min_size=1, max_size=12)
    )
    ticks = [
        Tick(f"key-{n:05d}", (START + timedelta(seconds=s)).isoformat(), targets[door])
        for n, (door, s) in enumerate(made)
    ]
    sent = data.draw(st.lists(st.lists(st.sampled_from(ticks), max_size=8), max_size=6))
    back = data.draw(st.sets(st.sampled_from(ticks), max_size=2))
    for batch in [*sent, ticks]:
        day.bring(*batch)
    for tick in back:
        day.move("take_back", check_in=tick.key, reason="点错了")
    kept = {tick.target for tick in ticks if tick not in back}
    assert totals(day.campaign).total == len(kept)
    day.move("end")
    day.move("close")
    day.bring(*ticks)
    assert [check().differences for check in (check_check_ins, check_closings)] == [0, 0]


@given(
    ago=st.timedeltas(timedelta(), timedelta(days=2)),
    off=st.integers(-86400 * 3000, 86400 * 3000),
)
def test_a_clock_that_is_off_by_anything_tells_the_true_time(ago: timedelta, off: int) -> None:
    at, shift = START, timedelta(seconds=off)
    true = at - ago
    assert happened_at(true + shift, sent_at=at + shift, received_at=at) == true
