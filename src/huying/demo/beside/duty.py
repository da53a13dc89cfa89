"""Duty in one estate: too few posted, minutes of a day, a diary, a morning meeting."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from huying.duty.actions.meeting import open_meeting, raise_matter
from huying.duty.actions.posting import post
from huying.duty.actions.staying import note_stay
from huying.duty.actions.visiting import make, plan_visit
from huying.duty.actions.writing import write_entry
from huying.kernel.actor import Actor
from huying.people.models import Person
from huying.places.models import Place


def duty(
    estate: Place, worker: Person, words: Mapping[str, Any], *, boss: Actor, by: Actor, at: datetime
) -> None:
    """Post one worker, and let them write down a day; `boss` plans, `by` is the worker."""
    (row,) = words["duty"]
    today = timezone.localdate(at)
    post(worker, estate=estate, since=today, hours=row["hours"], by=boss, at=at)
    visit = plan_visit(estate, due_on=today, why=row["visit"], by=by, at=at)
    make(visit, minutes=75, words=row["found"], by=by, at=at)
    note_stay(estate, minutes=35, note=row["stay"], by=by, at=at)
    write_entry(estate, public=row["public"], private=row["private"], by=by, at=at)
    meeting = open_meeting(_community(estate), by=by, at=at)
    raise_matter(meeting, matter=row["matter"], place=estate, by=by, at=at)


def _community(estate: Place) -> Place:
    return Place.objects.get(pk=estate.community_id)
