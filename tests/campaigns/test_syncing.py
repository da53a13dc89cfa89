"""Batches from devices: once per key, once per door, each item answered, nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest

from huying.campaigns.actions.arriving import Tick
from huying.campaigns.models import CheckIn, Point
from huying.campaigns.queries import missed, totals
from huying.campaigns.rules import MOST_IN_A_BATCH
from huying.campaigns.states import CampaignState
from huying.kernel.refusals import Code, Refused
from huying.people.models import Post
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import Cast
from tests.campaigns.planning import day_in, heads_in

S = CampaignState
ONE, TWO, THREE, FOUR = "3号楼1单元101", "3号楼1单元102", "3号楼2单元201", "5号楼1单元101"


def test_a_check_in_keeps_both_times_and_who_brought_it(cast: Cast) -> None:
    day = day_in(cast)
    noted = "2026-03-10T08:30:00+08:00"
    assert day.outcomes(day.tick(ONE, noted_at=noted), device="tablet-7") == ["taken"]
    row = CheckIn.objects.get()
    assert (row.device, row.person, row.state, row.round) == (
        "tablet-7", cast.lin.person, "counted", 0,
    )  # fmt: skip
    assert (row.noted_at, row.offset_minutes) == (datetime(2026, 3, 10, 0, 30, tzinfo=UTC), 480)
    assert row.received_at == cast.at
    assert row.estimated_at == row.noted_at


def test_the_same_batch_again_is_answered_already_and_leaves_no_trace(cast: Cast) -> None:
    day = day_in(cast)
    ticks = [day.tick(ONE), day.tick(TWO)]
    assert day.outcomes(*ticks) == ["taken", "taken"]
    before = (list(CheckIn.objects.values()), Record.objects.count())
    assert day.outcomes(*ticks) == ["already", "already"]
    assert day.outcomes(ticks[0], ticks[0]) == ["already", "already"]
    assert (list(CheckIn.objects.values()), Record.objects.count()) == before


def test_two_devices_at_one_door_count_once_and_the_first_by_time_counts(cast: Cast) -> None:
    day = day_in(cast)
    later = day.tick(ONE, noted_at="2026-03-10T08:40:00+08:00")
    earlier = day.tick(ONE, noted_at="2026-03-10T08:20:00+08:00")
    assert day.outcomes(later, device="a") == ["taken"]
    assert day.outcomes(earlier, device="b") == ["taken"]
    states = dict(CheckIn.objects.values_list("key", "state"))
    assert states == {later.key: "duplicate", earlier.key: "counted"}
    third = day.tick(ONE, noted_at="2026-03-10T08:50:00+08:00")
    assert day.outcomes(third, device="c") == ["duplicate"]
    found = totals(day.campaign)
    assert (found.total, found.duplicates, found.missed) == (1, 2, 3)


def test_a_wrong_clock_is_seen_through_by_what_it_says_on_sending(cast: Cast) -> None:
    day = day_in(cast)
    # This clock runs three hours ahead: it noted 11:30 at half past eight.
    fast = day.tick(ONE, noted_at="2026-03-10T11:30:00+08:00")
    right = day.tick(ONE, noted_at="2026-03-10T08:40:00+08:00")
    assert day.outcomes(right) == ["taken"]
    now = (cast.at + timedelta(hours=3, minutes=1)).isoformat()
    assert day.outcomes(fast, sent_at=now, device="fast") == ["taken"]
    row = CheckIn.objects.get(key=fast.key)
    assert (row.estimated_at.isoformat(), row.state) == ("2026-03-10T00:30:00+00:00", "counted")
    assert row.noted_at == datetime(2026, 3, 10, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("noted", "sent"),
    [
        ("2031-01-01T00:00:00+08:00", ""),
        ("1970-01-02T00:00:00Z", ""),
        ("yesterday", "nonsense"),
        ("2026-03-10T08:30:00", ""),
        ("9999-12-31T23:59:59Z", "1971-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
        ("", ""),
    ],
)
def test_a_time_nobody_can_believe_is_the_arrival_and_never_a_refusal(
    cast: Cast, noted: str, sent: str
) -> None:
    day = day_in(cast)
    tick = Tick("key-nonsense", noted, day.door(ONE))
    assert day.outcomes(tick, sent_at=sent) == ["taken"]
    assert CheckIn.objects.get().estimated_at == cast.at


def test_what_is_refused_is_told_why_and_takes_nothing_with_it(cast: Cast) -> None:
    day, other = day_in(cast), day_in(cast)
    taken = day.tick(ONE)
    day.bring(taken)
    day.move("strike", lines=FOUR, reason="空房")
    good = day.tick(TWO)
    struck = str(day.campaign.targets.get(label=FOUR).pk)
    assert day.outcomes(
        Tick(taken.key, "", day.door(TWO)),
        Tick("key-nowhere", "", "12345"),
        Tick("key-elsewhere", "", other.door(ONE)),
        Tick("key-struck-off", "", struck),
        Tick("key-heads-only"[:14], "", ""),
        Tick("short", "", day.door(THREE)),
        Tick("key-no-point", "", day.door(THREE), "77"),
        good,
    ) == ["conflict", *["invalid"] * 2, "conflict", *["invalid"] * 3, "taken"]
    assert totals(day.campaign).total == 2


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (S.PREPARED, "not-yet"), (S.LIVE, "taken"), (S.SYNCING, "taken"), (S.CLOSED, "taken"),
        (S.ARCHIVED, "too-late"), (S.CANCELLED, "too-late"),
    ],
)  # fmt: skip
def test_when_check_ins_are_taken(cast: Cast, state: CampaignState, outcome: str) -> None:
    day = day_in(cast, state)
    assert day.outcomes(day.tick(ONE)) == [outcome]


def test_a_batch_of_five_hundred_is_the_longest(cast: Cast) -> None:
    day = day_in(cast)
    with pytest.raises(Refused) as refused:
        day.bring(*(Tick(f"key-{n:08d}", "", "1") for n in range(MOST_IN_A_BATCH + 1)))
    assert refused.value.code == Code.TOO_MANY


def test_heads_are_counted_by_their_keys_at_each_point(cast: Cast) -> None:
    day = heads_in(cast, expected="200")
    day.move("add_point", point_name="东门")
    east = str(Point.objects.get().pk)
    ticks = [day.tick(point=east), day.tick(point=east), day.tick()]
    assert day.outcomes(*ticks, ticks[0]) == ["taken", "taken", "taken", "already"]
    found = totals(day.campaign)
    assert (found.total, found.of, found.missed) == (3, 200, None)
    assert [(part.name, part.came) for part in found.points] == [("东门", 2), ("", 1)]


# --- who checks in whom --------------------------------------------------------------------


def test_a_building_head_checks_in_their_own_building_and_no_other(cast: Cast) -> None:
    day = day_in(cast)
    head = cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building)
    assert day.outcomes(day.tick(ONE), day.tick(FOUR), by=head) == ["taken", "not-yours"]
    seen = [target.label for target in missed(day.campaign, head.actor)]
    assert seen == [TWO, THREE]
    assert missed(day.campaign, cast.lin.actor).count() == 3


def test_who_leads_a_point_checks_in_anybody_there(cast: Cast) -> None:
    day = day_in(cast)
    head = cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building)
    day.move("add_point", point_name="东门", leaders=[str(head.person.pk)])
    east = str(Point.objects.get().pk)
    assert day.outcomes(day.tick(FOUR, point=east), by=head) == ["taken"]
    day.move("name_leaders", point=east, leaders=[str(cast.lin.person.pk)])
    assert day.outcomes(day.tick(FOUR, point=east), by=head) == ["not-yours"]
    # A unit's handler may be named, but has no post from which anybody is checked in.
    day.move("name_leaders", point=east, leaders=[str(cast.zhou.person.pk)])
    with pytest.raises(Refused) as refused:
        day.bring(day.tick(FOUR, point=east), by=cast.zhou)
    assert refused.value.code == Code.UNKNOWN


def test_a_stranger_learns_nothing_of_a_campaign(cast: Cast) -> None:
    day = day_in(cast)
    tick = day.tick(ONE)
    day.bring(tick)
    for stranger in (cast.gu, cast.zhou, cast.ma):
        with pytest.raises(Refused) as refused:
            day.bring(tick, by=stranger)
        assert refused.value.code == Code.UNKNOWN


def test_a_retry_is_believed_although_the_post_has_ended(cast: Cast) -> None:
    day = day_in(cast)
    head = cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building)
    tick = day.tick(ONE)
    day.bring(tick, by=head)
    Post.objects.filter(person=head.person).delete()
    assert day.outcomes(tick, by=head) == ["already"]
    with pytest.raises(Refused):
        day.bring(tick, day.tick(TWO), by=head)


# --- taken back ----------------------------------------------------------------------------


def test_a_wrong_door_is_taken_back_with_a_reason_and_can_be_checked_in_again(cast: Cast) -> None:
    day = day_in(cast)
    tick = day.tick(ONE)
    day.bring(tick)
    day.move("take_back", cast.lin, check_in=tick.key, reason="点错了一户")
    assert totals(day.campaign).total == 0
    assert day.outcomes(tick) == ["already"]
    assert totals(day.campaign).undone == 1
    assert day.outcomes(day.tick(ONE)) == ["taken"]
    with pytest.raises(Refused) as refused:
        day.move("take_back", cast.lin, check_in=tick.key, reason="再来一次")
    assert refused.value.code == Code.WRONG_STATE


def test_when_the_first_is_taken_back_the_other_counts(cast: Cast) -> None:
    day = day_in(cast)
    first = day.tick(ONE, noted_at="2026-03-10T08:20:00+08:00")
    second = day.tick(ONE, noted_at="2026-03-10T08:40:00+08:00")
    day.bring(first)
    day.bring(second, device="b")
    day.move("take_back", cast.lin, check_in=first.key, reason="点错了一户")
    assert dict(CheckIn.objects.values_list("key", "state")) == {
        first.key: "undone", second.key: "counted",
    }  # fmt: skip


def test_only_who_works_at_a_door_takes_it_back(cast: Cast) -> None:
    day = day_in(cast)
    head = cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building)
    mine, other = day.tick(ONE), day.tick(FOUR)
    day.bring(mine, other)
    for by, key, code in (
        (head, other.key, Code.NOT_YOURS), (head, "key-unknown", Code.INVALID),
        (cast.gu, mine.key, Code.NOT_YOURS), (cast.zhou, mine.key, Code.NOT_YOURS),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            day.move("take_back", by, check_in=key, reason="点错了")
        assert refused.value.code == code
    day.move("take_back", head, check_in=mine.key, reason="点错了")
    assert totals(day.campaign).total == 1
