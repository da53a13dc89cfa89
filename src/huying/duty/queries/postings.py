"""Who is posted where."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from huying.duty.models import Posting
from huying.duty.policy import below, posted
from huying.duty.queries.spots import rules_at
from huying.duty.rules import is_gap
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.states import Level

MOST_ESTATES = 200


@dataclass(frozen=True, slots=True)
class Posted:
    """An estate, who is posted there now or will be, how many today, and what the practice asks for."""

    estate: Place
    postings: tuple[Posting, ...]
    today: int
    least: int
    most: int
    is_gap: bool


def mine(viewer: Actor, on: date) -> list[Posting]:
    """The viewer's own postings on this day, by estate."""
    own = posted(on).filter(person_id=viewer.person_id or 0).select_related("estate")
    return list(own.defer("estate__boundary").order_by("estate__path", "pk"))


def posting(pk: int) -> Posting:
    """The posting with this id; refused `unknown`."""
    found = Posting.objects.select_related("person", "estate").filter(pk=pk).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such posting")
    return found


def estates_of(viewer: Actor, grant: Grant = Grant.DUTY_PLAN) -> list[Place]:
    """The first MOST_ESTATES estates where the viewer has this grant, in tree order."""
    rows = Place.objects.filter(below(viewer, grant, "path"), level=Level.ESTATE, retired_on=None)
    return list(rows.select_related("community").defer("boundary").order_by("path")[:MOST_ESTATES])


def planned(viewer: Actor, on: date) -> list[Posted]:
    """Every estate where the viewer plans duty, with its postings from this day on; two statements."""
    estates = estates_of(viewer)
    rows = Posting.objects.filter(
        Q(until=None) | Q(until__gt=on) & Q(until__gt=F("since")), estate__in=estates
    ).select_related("person")
    return [
        _posted(estate, [row for row in rows if row.estate_id == estate.pk], on)
        for estate in estates
    ]


def _posted(estate: Place, rows: list[Posting], on: date) -> Posted:
    rules = rules_at(estate.path, on)
    today = len({row.person_id for row in rows if row.since <= on})
    ordered = sorted(rows, key=lambda row: (row.since > on, row.person.name, row.pk))
    return Posted(estate, tuple(ordered), today, rules.least, rules.most, is_gap(today, rules))
