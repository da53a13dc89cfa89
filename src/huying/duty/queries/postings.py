"""Who is posted where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from huying.duty.models import Posting
from huying.duty.policy import below, posted, teams_among
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


def teams(estates: Iterable[Place], on: date) -> dict[int, list[Posting]]:
    """Who is posted to each of these estates on this day, by the estate's id; one statement."""
    rows = posted(on).filter(estate__in=[each.pk for each in estates]).select_related("person")
    found: dict[int, list[Posting]] = {}
    for row in rows.order_by("person__name", "pk"):
        found.setdefault(row.estate_id, []).append(row)
    return found


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


def team_estates(viewer: Actor, on: date) -> list[Place]:
    """The estates whose team the viewer is of on this day, in tree order; two statements."""
    home = below(viewer, Grant.DUTY, "path", home_only=True)
    rows = Place.objects.filter(home, level=Level.ESTATE, retired_on=None).order_by("path")
    return teams_among(viewer, rows.defer("boundary")[:MOST_ESTATES], on)


def estate(code: str, viewer: Actor, on: date) -> Place:
    """The estate with this code whose team the viewer is of; refused `unknown`."""
    found = next((each for each in team_estates(viewer, on) if each.code == code), None)
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such estate of yours")
    return found


def planned_estate(code: str, viewer: Actor) -> Place:
    """The estate with this code where the viewer plans duty; refused `unknown`."""
    rows = Place.objects.filter(below(viewer, Grant.DUTY_PLAN, "path"), level=Level.ESTATE)
    found = rows.filter(code=code, retired_on=None).defer("boundary").first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such estate for you to plan")
    return found


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
