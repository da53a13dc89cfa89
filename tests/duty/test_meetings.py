"""The morning meeting: every matter gets an owner and becomes something."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.duty.actions import meeting as meetings
from huying.duty.actions import visiting
from huying.duty.models import Item, Meeting, Visit
from huying.duty.queries.meetings import agenda, communities_of, item
from huying.duty.verify import check_meetings
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.people.models import Person
from huying.people.roles import Role
from huying.trail.queries import chain
from tests.builders import START
from tests.duty.conftest import TODAY, Yard

DAY = timedelta(days=1)
MATTER = "夜里大雨，老槐树倒在平房屋顶上"


@pytest.fixture
def meeting(yard: Yard) -> Meeting:
    return meetings.open_meeting(yard.cast.community, by=yard.cast.lin.actor, at=START)


def raised(yard: Yard, meeting: Meeting, owner: Person | None = None, matter: str = MATTER) -> Item:
    return meetings.raise_matter(
        meeting, matter=matter, place=yard.estate, owner=owner, by=yard.meng.actor, at=START
    )


def decided(yard: Yard, one: Item, becomes: str, **more: object) -> Item:
    return meetings.decide(one, becomes=becomes, by=yard.cast.lin.actor, at=START, **more)  # type: ignore[arg-type]


def test_a_meeting_is_opened_once_a_morning_whoever_comes_second(
    yard: Yard, meeting: Meeting
) -> None:
    again = meetings.open_meeting(yard.cast.community, by=yard.cast.secretary.actor, at=START)
    assert (again.pk, Meeting.objects.count()) == (meeting.pk, 1)


def test_it_closes_only_when_every_matter_has_an_owner(yard: Yard, meeting: Meeting) -> None:
    one = raised(yard, meeting)
    with pytest.raises(Refused) as refusal:
        meetings.close(meeting, by=yard.cast.lin.actor, at=START)
    assert (refusal.value.code, Meeting.objects.get().state) == (Code.NOT_YET, "open")
    meetings.entrust(
        item(one.pk, yard.cast.lin.actor), owner=yard.meng.person, by=yard.cast.lin.actor, at=START
    )
    meeting.refresh_from_db()
    meetings.close(meeting, by=yard.cast.lin.actor, at=START)
    assert Meeting.objects.get().state == "closed"
    with pytest.raises(Refused) as refusal:
        raised(yard, meeting, matter="又想起一件")
    assert refusal.value.code is Code.WRONG_STATE
    meetings.reopen(meeting, by=yard.cast.lin.actor, at=START)
    raised(yard, meeting, yard.meng.person, "又想起一件")
    meetings.close(meeting, by=yard.cast.lin.actor, at=START)
    with pytest.raises(Refused) as refusal:
        meetings.reopen(meeting, by=yard.cast.lin.actor, at=START + DAY)
    assert refusal.value.code is Code.TOO_LATE


@pytest.mark.parametrize("becomes", ["order", "whistle"])
def test_a_matter_becomes_an_order_in_its_own_words(
    yard: Yard, meeting: Meeting, becomes: str
) -> None:
    one = raised(yard, meeting)
    decided(yard, one, becomes, owner=yard.cast.lin.person)
    order = Order.objects.get()
    stored = Item.objects.get()
    assert (stored.becomes, stored.order, stored.owner) == (becomes, order, yard.cast.lin.person)
    assert (order.text, order.channel, order.place, order.state) == (
        MATTER, "morning_meeting", yard.estate, "submitted",
    )  # fmt: skip
    assert order.responsible_person == yard.cast.lin.person


def test_a_matter_becomes_a_visit_that_its_owner_makes_today(yard: Yard, meeting: Meeting) -> None:
    one = raised(yard, meeting, yard.meng.person)
    decided(yard, one, "visit")
    visit = Visit.objects.get()
    assert (Item.objects.get().visit, visit.place, visit.goes, visit.due_on, visit.why) == (
        visit, yard.estate, yard.meng.person, TODAY, MATTER,
    )  # fmt: skip


def test_nothing_is_decided_twice_without_an_owner_or_as_nonsense(
    yard: Yard, meeting: Meeting
) -> None:
    one = raised(yard, meeting)
    for becomes, code in (("order", Code.NOT_YET), ("song", Code.INVALID)):
        with pytest.raises(Refused) as refusal:
            decided(yard, item(one.pk, yard.cast.lin.actor), becomes)
        assert refusal.value.code is code
    assert Order.objects.count() == 0
    decided(yard, item(one.pk, yard.cast.lin.actor), "noted", owner=yard.meng.person)
    with pytest.raises(Refused) as refusal:
        decided(yard, item(one.pk, yard.cast.lin.actor), "order")
    assert (refusal.value.code, Order.objects.count()) == (Code.CONFLICT, 0)


def test_two_who_decide_at_once_place_one_order(yard: Yard, meeting: Meeting) -> None:
    one = raised(yard, meeting, yard.meng.person)
    late = item(one.pk, yard.cast.secretary.actor)
    decided(yard, item(one.pk, yard.cast.lin.actor), "order")
    with pytest.raises(Refused) as refusal:
        decided(yard, late, "order")
    assert refusal.value.code is Code.STALE
    assert Order.objects.count() == 1


def test_an_owner_is_somebody_on_duty_here_and_the_place_lies_here(
    yard: Yard, meeting: Meeting
) -> None:
    with pytest.raises(Refused) as refusal:
        raised(yard, meeting, yard.cast.gu.person)
    assert set(refusal.value.fields) == {"owner"}
    with pytest.raises(Refused) as refusal:
        meetings.raise_matter(
            meeting, matter="x", place=yard.cast.neighbour, by=yard.cast.lin.actor, at=START
        )
    assert set(refusal.value.fields) == {"place"}
    with pytest.raises(Refused) as refusal:
        raised(yard, meeting, matter="  ")
    assert (refusal.value.code, set(refusal.value.fields)) == (Code.INCOMPLETE, {"matter"})
    assert Item.objects.count() == 0


def test_what_is_left_of_yesterday_is_on_todays_table(yard: Yard, meeting: Meeting) -> None:
    undecided = raised(yard, meeting, yard.meng.person, "一")
    runs = decided(yard, raised(yard, meeting, yard.meng.person, "二"), "order")
    walk = decided(yard, raised(yard, meeting, yard.meng.person, "三"), "visit")
    decided(yard, raised(yard, meeting, yard.meng.person, "四"), "noted")
    today = agenda(yard.cast.community, TODAY, yard.cast.lin.actor)
    assert ([one.matter for one in today.items], today.undecided) == (["一", "二", "三", "四"], [])
    later = agenda(yard.cast.community, TODAY + DAY, yard.cast.lin.actor)
    assert (later.meeting, later.items) == (None, [])
    assert [one.pk for one in later.undecided] == [undecided.pk]
    assert [one.pk for one in later.under_way] == [runs.pk, walk.pk]
    visiting.make(
        Visit.objects.select_related("place").get(), minutes=5, by=yard.meng.actor, at=START
    )
    later = agenda(yard.cast.community, TODAY + DAY, yard.cast.lin.actor)
    assert [one.pk for one in later.under_way] == [runs.pk]


def test_a_meeting_is_its_communitys_own(yard: Yard, meeting: Meeting) -> None:
    one = raised(yard, meeting)
    street = yard.cast.hire("街道主任", Role.STREET_LEADER, yard.cast.street)
    for staff in (yard.cast.gu, yard.cast.dispatcher, street, yard.cast.zhou):
        with pytest.raises(Refused) as refusal:
            agenda(yard.cast.community, TODAY, staff.actor)
        assert refusal.value.code is Code.NOT_YOURS
        with pytest.raises(Refused) as refusal:
            item(one.pk, staff.actor)
        assert refusal.value.code is Code.UNKNOWN
    assert communities_of(yard.meng.actor) == [yard.cast.community]
    assert communities_of(street.actor) == []


def test_the_record_seals_what_was_raised_and_the_meeting_is_verified(
    yard: Yard, meeting: Meeting
) -> None:
    decided(yard, raised(yard, meeting, yard.meng.person), "order")
    told = str([record.given for record in chain("meeting", meeting.pk)])
    assert "老槐树" not in told
    assert Order.objects.get().number in told
    assert (check_meetings().checked, check_meetings().differences) == (1, 0)
    Meeting.objects.update(version=9)
    assert check_meetings().differences == 1


def test_a_long_table_costs_no_more_statements_than_a_short_one(
    yard: Yard, meeting: Meeting
) -> None:
    raised(yard, meeting)
    with CaptureQueriesContext(connection) as short:
        agenda(yard.cast.community, TODAY, yard.cast.lin.actor)
    for number in range(8):
        raised(yard, meeting, yard.meng.person, f"第{number}件")
    with CaptureQueriesContext(connection) as long:
        found = agenda(yard.cast.community, TODAY, yard.cast.lin.actor)
        names = [(one.owner and one.owner.name, one.place.name) for one in found.items]
    assert (len(long), len(names)) == (len(short), 9)
