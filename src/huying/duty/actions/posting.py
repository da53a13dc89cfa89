"""Posting people to estates, and ending it; each on record."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.duty.models import Posting
from huying.duty.policy import may_plan
from huying.duty.queries.spots import on_duty
from huying.duty.rules import LONGEST_NAME, LONGEST_POSTING
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.people.models import Person
from huying.people.rules import share_a_day
from huying.places.models import Place
from huying.places.states import Level
from huying.trail.actions import append
from huying.trail.moving import recorded

UNSEALED = "posting"  # nothing in a posting is private


def post(
    person: Person, *, estate: Place, since: date, by: Actor, at: datetime,
    until: date | None = None, hours: str = "",
) -> Posting:  # fmt: skip
    """Post a worker to an estate from `since` until another day (that day excluded).

    Refused `not-yours` for whoever does not plan duty there, `invalid` for a place that is no
    estate, days that are none and somebody who is not on duty there, `conflict` where they are
    posted there in that time already.
    """
    if not may_plan(by, estate.path):
        raise Refused(Code.NOT_YOURS, "posting people is not yours to do here")
    words = clean_words(hours, field="hours", longest=LONGEST_NAME, required=False)
    _check_days(since, until, timezone.localdate(at))
    _check_who(person, estate, since)
    with transaction.atomic():
        # The person is held, so that two postings of one person come in turn.
        Person.objects.select_for_update().get(pk=person.pk)
        _check_others(person, estate, (since, until))
        posting = Posting.objects.create(
            person=person, estate=estate, since=since, until=until, hours=words
        )
        given = recorded(facts(posting), salt=UNSEALED)
        append(Posting.KIND, posting.pk, "post", by=by, at=at, given=given)
    return posting


def end(posting: Posting, *, by: Actor, at: datetime, on: date | None = None) -> Posting:
    """End a posting on a day, today by default. Refused `not-yours`, `wrong-state` when it is over."""
    if not may_plan(by, posting.estate.path):
        raise Refused(Code.NOT_YOURS, "posting people is not yours to do here")
    until = max(posting.since, on or timezone.localdate(at))
    with transaction.atomic():
        row = Posting.objects.select_for_update().get(pk=posting.pk)
        if row.until is not None and row.until <= until:
            raise Refused(Code.WRONG_STATE, "this posting is over already")
        Posting.objects.filter(pk=row.pk).update(until=until)
        given = recorded({"until": until}, salt=UNSEALED)
        append(Posting.KIND, row.pk, "end", by=by, at=at, given=given)
    posting.until = until
    return posting


def facts(row: Posting) -> dict[str, object]:
    """What a posting says, as its records keep it."""
    return {
        "person": row.person_id, "estate": row.estate, "since": row.since, "until": row.until,
        "hours": row.hours,
    }  # fmt: skip


def _check_days(since: date, until: date | None, today: date) -> None:
    if since < today:
        raise _refused(Code.INVALID, _("this day has passed"), "since")
    if until is not None and not since < until <= since + timedelta(days=LONGEST_POSTING):
        raise _refused(Code.INVALID, _("must be after the first day, within five years"), "until")


def _check_who(person: Person, estate: Place, since: date) -> None:
    if estate.level != Level.ESTATE or estate.is_retired:
        raise _refused(Code.INVALID, _("people are posted to estates"), "estate")
    # A posting never widens what somebody may see: they are on duty there to begin with.
    if person.pk not in {each.pk for each in on_duty(estate.path, since)}:
        raise _refused(Code.INVALID, _("is not on duty in this estate on that day"), "person")


def _check_others(person: Person, estate: Place, span: tuple[date, date | None]) -> None:
    since, until = span[0], span[1] or date.max
    for row in Posting.objects.filter(person=person, estate=estate):
        if share_a_day((since, until), (row.since, row.until or date.max)):
            raise _refused(Code.CONFLICT, _("is posted there in this time already"), "person")


def _refused(code: Code, why: str, field: str) -> Refused:
    return Refused(code, why, fields={field: why})
