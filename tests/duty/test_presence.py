"""Minutes on the spot: summed for an estate and a day, shown to its team, to nobody by name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.duty.actions import visiting
from huying.duty.actions.staying import note_stay, take_back
from huying.duty.models import Stay
from huying.duty.queries.presence import Day, day, days
from huying.duty.queries.spots import rules_at
from huying.duty.verify import check_stays
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.trail.queries import chain
from tests.builders import START, Staff
from tests.duty.conftest import TODAY, Yard


def spent(yard: Yard, *parts: int, staff: Staff | None = None) -> None:
    """Visits of so many minutes, made today."""
    for minutes in parts:
        visit = yard.planned()
        visiting.make(visit, minutes=minutes, by=(staff or yard.meng).actor, at=START)


def test_visits_and_stays_of_a_day_are_one_sum(yard: Yard) -> None:
    spent(yard, 40, 45)
    spent(yard, 5, staff=yard.cast.lin)
    stay = note_stay(yard.estate, minutes=20, note="在门岗", by=yard.meng.actor, at=START)
    told = day(yard.estate, TODAY, yard.meng.actor)
    assert (told.line.minutes, told.line.wanted, told.line.is_under) == (110, 120, True)
    note_stay(yard.estate, minutes=10, by=yard.meng.actor, at=START)
    assert not day(yard.estate, TODAY, yard.meng.actor).line.is_under
    take_back(stay, by=yard.meng.actor, at=START)
    assert day(yard.estate, TODAY, yard.meng.actor).line.minutes == 100
    assert day(yard.estate, TODAY - timedelta(days=1), yard.cast.secretary.actor).line.minutes == 0


def test_the_line_is_for_the_team_of_that_estate_and_never_for_a_level_above(yard: Yard) -> None:
    spent(yard, 30)
    cast = yard.cast
    street = cast.hire("街道主任", Role.STREET_LEADER, cast.street)
    commander = cast.hire("区长", Role.DISTRICT_COMMANDER, cast.district)
    auditor = cast.hire("审计员", Role.AUDITOR, cast.district)
    strangers = (street, commander, auditor, cast.lin, cast.gu, cast.dispatcher, cast.zhou)
    for staff in strangers:
        with pytest.raises(Refused) as raised:
            day(yard.estate, TODAY, staff.actor)
        assert raised.value.code is Code.NOT_YOURS
    assert [days([yard.estate, yard.other], TODAY, one.actor) for one in strangers] == [[]] * 7
    shown = days([yard.estate, yard.other], TODAY, yard.meng.actor)
    assert [told.estate for told in shown] == [yard.estate]


def test_what_is_shown_of_a_day_holds_nobodys_name_and_a_stay_knows_no_person(yard: Yard) -> None:
    note_stay(yard.estate, minutes=20, by=yard.meng.actor, at=START)
    told = day(yard.estate, TODAY, yard.meng.actor)
    assert set(Day.__slots__) == {"estate", "on", "line", "stays"}
    assert {column.name for column in Stay._meta.fields} == {
        "id", "estate", "on", "minutes", "note", "taken_back_at", "salt",
    }  # fmt: skip
    record = chain("stay", told.stays[0].pk).get()
    assert set(record.given["minutes"]) == {"sealed"}


def test_only_the_team_notes_and_takes_back_and_only_minutes_of_a_day(yard: Yard) -> None:
    stay = note_stay(yard.estate, minutes=20, by=yard.meng.actor, at=START)
    for staff in (yard.cast.lin, yard.cast.gu, yard.cast.dispatcher):
        with pytest.raises(Refused) as raised:
            note_stay(yard.estate, minutes=20, by=staff.actor, at=START)
        assert raised.value.code is Code.NOT_YOURS
        with pytest.raises(Refused) as raised:
            take_back(stay, by=staff.actor, at=START)
        assert raised.value.code is Code.NOT_YOURS
    for said, field in (
        ({"minutes": 0}, "minutes"), ({"minutes": 1441}, "minutes"),
        ({"minutes": 1, "on": TODAY + timedelta(days=1)}, "on"),
        ({"minutes": 1, "on": TODAY - timedelta(days=8)}, "on"),
    ):  # fmt: skip
        with pytest.raises(Refused) as raised:
            note_stay(yard.estate, by=yard.meng.actor, at=START, **said)
        assert set(raised.value.fields) == {field}
    take_back(stay, by=yard.meng.actor, at=START)
    with pytest.raises(Refused) as raised:
        take_back(stay, by=yard.meng.actor, at=START)
    assert raised.value.code is Code.WRONG_STATE
    assert (check_stays().checked, check_stays().differences) == (1, 0)
    Stay.objects.update(minutes=200)
    assert check_stays().differences == 1


@pytest.mark.usefixtures("kept_reference_data")
def test_ten_estates_cost_no_more_statements_than_one(yard: Yard) -> None:
    secretary = yard.cast.secretary.actor
    rules_at(yard.estate.path, TODAY)  # what is kept in memory is at hand
    with CaptureQueriesContext(connection) as one:
        days([yard.estate], TODAY, secretary)
    with CaptureQueriesContext(connection) as ten:
        days([yard.estate, yard.other] * 5, TODAY, secretary)
    assert len(ten) == len(one) == 3
