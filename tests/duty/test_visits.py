"""Visits: planned, made, missed, made again, corrected; private words and minutes stay private."""

from datetime import timedelta

import pytest

from huying.duty.actions import visiting
from huying.duty.actions.calling import plan_special
from huying.duty.models import Visit
from huying.duty.policy import may_read_words, may_see_minutes
from huying.duty.queries.visits import others_to_make, to_make
from huying.duty.verify import check_visits
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.trail.models import Record
from huying.trail.queries import chain
from huying.trail.verify import check_chains
from tests.builders import START
from tests.duty.conftest import TODAY, Yard

DAY = timedelta(days=1)


def refused(yard: Yard, **more: object) -> tuple[Code, set[str]]:
    with pytest.raises(Refused) as raised:
        yard.planned(**more)  # type: ignore[arg-type]
    assert Visit.objects.count() == 0
    return raised.value.code, set(raised.value.fields)


def test_a_visit_is_made_with_minutes_and_words_that_the_record_only_seals(yard: Yard) -> None:
    visit = yard.planned(household="5号楼501 许奶奶", goes=yard.meng.person)
    visiting.make(visit, minutes=47, words="药快吃完了", by=yard.meng.actor, at=START)
    stored = Visit.objects.get(pk=visit.pk)
    assert (stored.state, stored.minutes, stored.words, stored.done_by, stored.done_on) == (
        "done", 47, "药快吃完了", yard.meng.person, TODAY,
    )  # fmt: skip
    records = list(chain("visit", visit.pk))
    assert [record.move for record in records] == ["plan", "make"]
    told = str([record.given for record in records])
    assert not [secret for secret in ("药快", "许奶奶", "问问近况") if secret in told]
    assert set(records[1].given["minutes"]) == {"sealed"}
    assert (check_visits().differences, check_chains().differences) == (0, 0)
    Visit.objects.update(version=9)
    assert check_visits().differences == 1


def test_nobody_met_waits_to_be_planned_again_by_another_day(yard: Yard) -> None:
    visit = yard.planned()
    visiting.miss(visit, words="没人应门", by=yard.meng.actor, at=START)
    assert [each.pk for each in to_make(yard.meng.actor, [yard.estate.pk])] == [visit.pk]
    visiting.plan_again(visit, due_on=TODAY + DAY, by=yard.meng.actor, at=START)
    visiting.make(visit, minutes=20, by=yard.meng.actor, at=START + DAY)
    assert [record.target for record in chain("visit", visit.pk)] == [
        "planned", "not_met", "planned", "done",
    ]  # fmt: skip
    assert to_make(yard.meng.actor, [yard.estate.pk]) == []


def test_each_wording_of_a_correction_is_sealed_and_minutes_are_ones_own(yard: Yard) -> None:
    visit = yard.planned()
    visiting.make(visit, minutes=20, words="一", by=yard.meng.actor, at=START)
    visiting.correct(visit, reason="记错了", minutes=25, words="二", by=yard.meng.actor, at=START)
    secretary = yard.cast.secretary.actor
    visiting.correct(visit, reason="别写名字", words="三", by=secretary, at=START)
    with pytest.raises(Refused) as raised:
        visiting.correct(visit, reason="凑够两小时", minutes=120, by=secretary, at=START)
    assert raised.value.code is Code.NOT_YOURS
    stored = Visit.objects.get(pk=visit.pk)
    assert (stored.words, stored.minutes, stored.version) == ("三", 25, 4)
    seals = [record.given["words"]["sealed"] for record in chain("visit", visit.pk)[1:]]
    assert len(set(seals)) == 3


def test_what_was_found_is_read_by_who_went_and_the_team_and_minutes_by_who_went(
    yard: Yard,
) -> None:
    visit = yard.planned()
    visiting.make(visit, minutes=20, words="家事", by=yard.cast.lin.actor, at=START)
    assistant = yard.cast.hire("小助", Role.GRID_ASSISTANT, yard.cast.grid)
    people = {
        "went": yard.cast.lin, "posted": yard.meng, "secretary": yard.cast.secretary,
        "assistant": assistant, "street": yard.cast.dispatcher, "neighbour": yard.cast.gu,
        "unit": yard.cast.zhou,
    }  # fmt: skip
    reads = {name for name, one in people.items() if may_read_words(one.actor, visit, TODAY)}
    counts = {name for name, one in people.items() if may_see_minutes(one.actor, visit)}
    assert (reads, counts) == ({"went", "posted", "secretary"}, {"went"})


def test_ones_own_come_first_by_due_day_and_nobodys_where_one_is_posted(yard: Yard) -> None:
    far = yard.planned(due_on=TODAY + 3 * DAY)
    mine = yard.planned(due_on=TODAY + DAY, goes=yard.meng.person, place=yard.estate)
    lins = yard.planned(goes=yard.cast.lin.person)
    meng, estates = yard.meng.actor, [yard.estate.pk]
    assert [each.pk for each in to_make(meng, estates)] == [mine.pk, far.pk]
    assert [each.pk for each in others_to_make(meng, estates)] == [lins.pk]
    assert to_make(yard.cast.gu.actor, estates) == []


def test_reasons_days_places_and_people_that_will_not_do_are_named(yard: Yard) -> None:
    assert refused(yard, why="") == (Code.INCOMPLETE, {"why"})
    assert refused(yard, reason="sightseeing") == (Code.INVALID, {"reason"})
    assert refused(yard, due_on=TODAY - DAY)[0] is Code.INVALID
    assert refused(yard, place=yard.door) == (Code.INVALID, {"place"})
    assert refused(yard, goes=yard.cast.gu.person) == (Code.INVALID, {"goes"})
    assert refused(yard, why="长" * 201) == (Code.INVALID, {"why"})


def test_minutes_and_days_out_of_range_write_nothing(yard: Yard) -> None:
    visit, records = yard.planned(), Record.objects.count()
    for said in ({"minutes": -1}, {"minutes": 1441}, {"minutes": 5, "on": TODAY + DAY}, {"minutes": 5, "on": TODAY - 8 * DAY}):  # fmt: skip
        with pytest.raises(Refused) as raised:
            visiting.make(visit, by=yard.meng.actor, at=START, **said)
        assert raised.value.code is Code.INVALID
    assert (Visit.objects.get().state, Record.objects.count()) == ("planned", records)


def test_whoever_comes_second_is_told_so(yard: Yard) -> None:
    visit = yard.planned()
    late = Visit.objects.select_related("place").get(pk=visit.pk)
    visiting.make(visit, minutes=5, by=yard.meng.actor, at=START)
    with pytest.raises(Refused) as raised:
        visiting.make(late, minutes=9, by=yard.cast.lin.actor, at=START)
    assert raised.value.code is Code.STALE


def test_one_request_comes_of_a_visit_and_the_same_again_changes_nothing(yard: Yard) -> None:
    visit, order, other = yard.planned(), yard.cast.place(), yard.cast.place()
    for _again in range(2):
        visiting.link(visit, order=order, by=yard.meng.actor, at=START)
    with pytest.raises(Refused) as raised:
        visiting.link(visit, order=other, by=yard.meng.actor, at=START)
    assert raised.value.code is Code.CONFLICT
    assert (Visit.objects.get().follow_order, visit.version) == (order, 2)


def test_people_in_care_are_visited_once_for_a_cause_where_the_practice_says_so(
    yard: Yard,
) -> None:
    def planned(cause: str) -> Visit | None:
        return plan_special(yard.estate, cause=cause, due_on=TODAY, household="501", at=START)

    first = planned("care:7:2026-03")
    assert first is not None
    assert (first.reason, first.household, first.place) == ("special_group", "501", yard.estate)
    assert planned("care:7:2026-03") is None
    assert planned("care:7:2026-04") is not None
    assert Visit.objects.count() == 2
