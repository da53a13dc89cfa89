"""Somebody on the care list should be seen: their estate gets a visit a week, and nobody is named."""

from datetime import timedelta

import pytest

from huying.duty.models import Visit
from huying.duty.tasks import plan_care_visits
from huying.kernel.actor import SYSTEM
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import EstateKind, Level
from huying.practices import adopt
from huying.trail.models import Record
from tests.builders import START, Cast, build_cast
from tests.care.people import ADDRESS, AT, NAME, granted, written


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def estate(cast: Cast) -> Place:
    made = add_place(
        parent=cast.grid, level=Level.ESTATE, code="990101001001001-E1", name="槐荫里小区",
        at=START, estate_kind=EstateKind.CLOSED,
    )  # fmt: skip
    return Place.objects.get(pk=made.pk)


def test_an_overdue_look_in_plans_one_visit_a_week_that_names_nobody(
    cast: Cast, estate: Place
) -> None:
    adopt("lixia", place=cast.district, by=SYSTEM, at=START - timedelta(days=30))
    granted(cast, cast.lin, "care_list")
    entry = written(cast, cast.lin, ledger="care_list", place=estate, every_days=7)
    assert plan_care_visits(AT) == 0
    due = AT + timedelta(days=7)
    assert [plan_care_visits(due), plan_care_visits(due + timedelta(hours=1))] == [1, 0]
    visit = Visit.objects.get()
    assert (visit.place, visit.reason, visit.household, visit.why) == (
        estate, "special_group", "", "",
    )  # fmt: skip
    told = str(list(Record.objects.filter(subject_kind="visit").values("given")))
    assert [word for word in (NAME, ADDRESS, str(entry.pk)) if word in told] == []
    assert plan_care_visits(due + timedelta(days=7)) == 1


def test_a_practice_without_that_reason_plans_none(cast: Cast, estate: Place) -> None:
    adopt("wujiangbei", place=cast.district, by=SYSTEM, at=START - timedelta(days=30))
    granted(cast, cast.lin)
    written(cast, cast.lin, place=estate, every_days=7)
    assert plan_care_visits(AT + timedelta(days=9)) == 0
    assert not Visit.objects.exists()
