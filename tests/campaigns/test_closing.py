"""What a closing says stays said: the figures, the missed, what came late; and `verify` looks."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huying.campaigns.models import Campaign, CheckIn, Closing, Target
from huying.campaigns.queries import closings, missed, missed_at, story, totals
from huying.campaigns.states import CampaignState
from huying.campaigns.verify import check_campaigns, check_check_ins, check_closings
from huying.people.roles import Role
from huying.trail.verify import check_chains
from tests.builders import Cast
from tests.campaigns.planning import Day, day_in, heads_in

S = CampaignState
ONE, TWO, THREE, FOUR = "3号楼1单元101", "3号楼1单元102", "3号楼2单元201", "5号楼1单元101"


@pytest.fixture
def day(cast: Cast) -> Day:
    """Two of four were reached, one of them twice, and the campaign is closed."""
    found = day_in(cast)
    found.bring(found.tick(ONE), found.tick(TWO))
    found.bring(found.tick(ONE), device="b")
    found.move("end")
    found.move("close")
    return found


def whole() -> list[int]:
    """How many differences each check finds."""
    checks = (check_campaigns, check_check_ins, check_closings, check_chains)
    return [check().differences for check in checks]


def test_the_closing_list_is_exactly_who_was_missed(cast: Cast, day: Day) -> None:
    closing = closings(day.campaign)[0]
    assert (closing.number, closing.total, closing.targets) == (1, 2, 4)
    assert [target.label for target in missed_at(closing, cast.secretary.actor)] == [THREE, FOUR]
    assert [target.label for target in missed(day.campaign, cast.lin.actor)] == [THREE, FOUR]
    told = story(day.campaign)[-1]
    assert (told.move, told.given["total"], told.given["missed"]) == ("close", 2, 2)
    assert whole() == [0, 0, 0, 0]


def test_what_comes_late_is_taken_marked_and_changes_no_closing(cast: Cast, day: Day) -> None:
    assert day.outcomes(day.tick(THREE), device="drawer") == ["taken"]
    found, closing = totals(day.campaign), closings(day.campaign)[0]
    assert (found.total, found.late, closing.total) == (3, 1, 2)
    assert [target.label for target in missed_at(closing, cast.lin.actor)] == [THREE, FOUR]
    day.move("reopen", reason="抽屉里还有一台平板")
    day.bring(day.tick(FOUR))
    day.move("close")
    assert [(one.number, one.total, len(one.missed)) for one in closings(day.campaign)] == [
        (2, 4, 0), (1, 2, 2),
    ]  # fmt: skip
    day.move("archive")
    assert day.outcomes(day.tick(FOUR)) == ["too-late"]
    assert whole() == [0, 0, 0, 0]


def test_a_late_one_never_overturns_what_was_closed_however_early_its_clock(
    cast: Cast, day: Day
) -> None:
    early = day.tick(ONE, noted_at="2026-03-10T07:00:00+08:00")
    assert day.outcomes(early) == ["duplicate"]
    assert whole() == [0, 0, 0, 0]


def test_taken_back_after_the_closing_it_still_was_in_it(cast: Cast, day: Day) -> None:
    row = CheckIn.objects.get(target__label=TWO)
    day.move("take_back", check_in=row.key, reason="点错了一户")
    assert (totals(day.campaign).total, closings(day.campaign)[0].total) == (1, 2)
    assert whole() == [0, 0, 0, 0]
    day.move("reopen", reason="更正")
    day.move("close")
    assert [one.total for one in closings(day.campaign)] == [1, 2]
    assert whole() == [0, 0, 0, 0]


def test_a_building_head_reads_only_their_own_doors_on_the_closing_list(
    cast: Cast, day: Day
) -> None:
    head = cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building)
    auditor = cast.hire("审计员小池", Role.AUDITOR, cast.district)
    closing = closings(day.campaign)[0]
    assert [t.label for t in missed_at(closing, head.actor)] == [THREE]
    assert missed_at(closing, auditor.actor) == []


def test_heads_are_closed_with_a_total_and_no_list(cast: Cast) -> None:
    day = heads_in(cast)
    day.bring(day.tick(), day.tick())
    day.move("end")
    day.move("close")
    closing = closings(day.campaign)[0]
    assert (closing.total, closing.targets, closing.missed) == (2, None, [])
    assert whole() == [0, 0, 0, 0]


ALTERED: dict[str, tuple[Any, dict[str, Any], list[int]]] = {
    "who brought it": (CheckIn, {"device": "another"}, [0, 1, 0]),
    "when it was": (CheckIn, {"noted_at": None}, [0, 1, 0]),
    "that it counts": (CheckIn, {"state": "duplicate"}, [0, 1, 0]),
    "whose door it was": (CheckIn, {"target": FOUR}, [0, 1, 1]),
    "that it came late": (CheckIn, {"round": 1}, [0, 1, 1]),
    "a total": (Closing, {"total": 3}, [0, 0, 1]),
    "the missed": (Closing, {"missed": []}, [0, 0, 1]),
    "a state": (Campaign, {"state": "live"}, [1, 0, 0]),
}


@pytest.mark.parametrize("what", ALTERED)
def test_verify_finds_what_was_altered_by_hand(cast: Cast, day: Day, what: str) -> None:
    model, change, found = ALTERED[what]
    rows = model.objects.all()
    if model is CheckIn:
        rows = rows.filter(target__label=TWO)
    if "target" in change:
        change = {"target": Target.objects.get(label=FOUR)}
    assert rows.update(**change) == 1
    assert whole() == [*found, 0]


def test_verify_finds_what_was_taken_out_or_put_in(cast: Cast, day: Day) -> None:
    row = CheckIn.objects.get(target__label=TWO)
    CheckIn.objects.filter(pk=row.pk).delete()
    assert whole() == [0, 1, 1, 0]
    row.save(force_insert=True)
    assert whole() == [0, 0, 0, 0]
    row.pk, row.key, row.target = row.pk + 1, "key-put-in", Target.objects.get(label=FOUR)
    row.save(force_insert=True)
    assert whole() == [0, 1, 1, 0]


def test_the_database_itself_counts_no_door_and_no_key_twice(cast: Cast, day: Day) -> None:
    first, second = CheckIn.objects.filter(target__label=ONE).order_by("id")
    for change in ({"state": "counted"}, {"key": first.key}, {"state": "undone"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckIn.objects.filter(pk=second.pk).update(**change)
