"""Posting people to estates: by whom, whom, from when until when, and on record."""

from datetime import timedelta

import pytest

from huying.duty.actions.posting import end, post
from huying.duty.models import Posting
from huying.duty.queries.postings import mine, planned
from huying.duty.verify import check_postings
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import START, Staff
from tests.duty.conftest import TODAY, Yard


def refused(yard: Yard, staff: Staff, **more: object) -> tuple[Code, set[str]]:
    said: dict[str, object] = {
        "estate": yard.estate, "since": TODAY, "by": yard.cast.secretary.actor, "at": START,
    } | more  # fmt: skip
    before = Posting.objects.count()
    with pytest.raises(Refused) as raised:
        post(staff.person, **said)  # type: ignore[arg-type]
    assert Posting.objects.count() == before
    return raised.value.code, set(raised.value.fields)


def test_a_posting_and_its_end_are_on_record_and_verified(yard: Yard) -> None:
    posting = post(
        yard.cast.lin.person, estate=yard.estate, since=TODAY, hours="工作日 9:00—11:00",
        by=yard.cast.secretary.actor, at=START,
    )  # fmt: skip
    assert [row.estate for row in mine(yard.cast.lin.actor, TODAY)] == [yard.estate]
    later = START + timedelta(days=2)
    end(posting, by=yard.cast.secretary.actor, at=later)
    said = Record.objects.filter(subject_kind="posting", subject_id=posting.pk)
    assert list(said.values_list("move", "by_label")) == [("post", "陈书记"), ("end", "陈书记")]
    stored = Posting.objects.get(pk=posting.pk)
    assert (stored.until, mine(yard.cast.lin.actor, later.date())) == (later.date(), [])
    whole = check_postings()
    assert (whole.checked, whole.differences) == (2, 0)
    Posting.objects.filter(pk=posting.pk).update(hours="整天")
    assert check_postings().differences == 1


def test_only_who_plans_duty_there_posts_anybody(yard: Yard) -> None:
    for staff in (yard.cast.lin, yard.meng, yard.cast.gu, yard.cast.zhou):
        code, _fields = refused(yard, yard.cast.lin, by=staff.actor)
        assert code is Code.NOT_YOURS
    elsewhere = yard.cast.hire("邻书记", Role.COMMUNITY_SECRETARY, yard.cast.neighbour)
    assert refused(yard, yard.cast.lin, by=elsewhere.actor)[0] is Code.NOT_YOURS
    leader = yard.cast.hire("街道主任", Role.STREET_LEADER, yard.cast.street)
    post(yard.cast.lin.person, estate=yard.estate, since=TODAY, by=leader.actor, at=START)
    with pytest.raises(Refused) as raised:
        end(Posting.objects.latest("pk"), by=yard.cast.lin.actor, at=START)
    assert raised.value.code is Code.NOT_YOURS


def test_a_posting_never_widens_what_somebody_may_see(yard: Yard) -> None:
    # The estate lies beside the grid Meng works in, so he is not on duty there.
    for staff in (yard.cast.gu, yard.cast.zhou):
        assert refused(yard, staff) == (Code.INVALID, {"person"})
    assert refused(yard, yard.meng, estate=yard.other) == (Code.INVALID, {"person"})


def test_days_and_places_that_will_not_do_are_refused_on_their_field(yard: Yard) -> None:
    lin, day = yard.cast.lin, timedelta(days=1)
    assert refused(yard, lin, since=TODAY - day) == (Code.INVALID, {"since"})
    assert refused(yard, lin, until=TODAY) == (Code.INVALID, {"until"})
    assert refused(yard, lin, until=TODAY + 3000 * day) == (Code.INVALID, {"until"})
    assert refused(yard, lin, estate=yard.cast.community) == (Code.INVALID, {"estate"})
    assert refused(yard, yard.meng) == (Code.CONFLICT, {"person"})
    assert refused(yard, yard.meng, since=TODAY + day, until=TODAY + 2 * day)[0] is Code.CONFLICT


def test_a_posting_that_is_over_is_not_ended_again(yard: Yard) -> None:
    posting = Posting.objects.get()
    end(posting, by=yard.cast.secretary.actor, at=START)
    with pytest.raises(Refused) as raised:
        end(posting, by=yard.cast.secretary.actor, at=START)
    assert raised.value.code is Code.WRONG_STATE
    yard.post(yard.meng)  # and one that never had a day does not stand in the way of another


def test_the_plan_shows_each_estate_with_who_is_there_and_what_is_asked(yard: Yard) -> None:
    shown = planned(yard.cast.secretary.actor, TODAY)
    assert [
        (row.estate.name, [each.person.name for each in row.postings], row.today, row.least, row.most, row.is_gap)
        for row in shown
    ] == [("青禾家园", ["小孟"], 1, 2, 3, True), ("望槐新居", [], 0, 2, 3, True)]  # fmt: skip
    assert planned(yard.cast.lin.actor, TODAY) == []
