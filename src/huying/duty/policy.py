"""Who may see and do what on the spot. Duty is the community's own: a level above sees no visit,
no diary, no meeting and no minutes; it sees which posts are empty.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from huying.duty.models import Entry, Posting, Visit
from huying.duty.states import WAITING
from huying.kernel.actor import Actor, ActorKind, Standing
from huying.kernel.machine import rule
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.rules import STEP, span

COMMUNITY_DEPTH = 3


def at_home(standing: Standing) -> bool:
    """Whether this standing is in a community, or in a part of one."""
    return len(standing.place_path) >= COMMUNITY_DEPTH * STEP


def community_of(path: str) -> str:
    """The tree path of the community a place lies in."""
    return path[: COMMUNITY_DEPTH * STEP]


def _holds(actor: Actor, grant: Grant, path: str) -> bool:
    return any(
        at_home(one) and grant in one.grants and path.startswith(one.place_path)
        for one in actor.standings
    )


@rule
def system(actor: Actor, subject: Any) -> bool:
    """The product itself."""
    return actor.kind is ActorKind.SYSTEM


@rule
def colleague(actor: Actor, subject: Any) -> bool:
    """Someone of the community who is on duty at this place."""
    return _holds(actor, Grant.DUTY, subject.place_path)


@rule
def keeper(actor: Actor, subject: Any) -> bool:
    """The secretary of the place: whoever plans duty in its community."""
    return _holds(actor, Grant.DUTY_PLAN, subject.place_path)


@rule
def who_went(actor: Actor, subject: Any) -> bool:
    """Whoever made the visit, while they are on duty there."""
    went = subject.done_by_id is not None and subject.done_by_id == actor.person_id
    return went and colleague(actor, subject)


@rule
def free_reason(actor: Actor, subject: Any) -> bool:
    """Someone on duty there, for a visit that no rule of the practice calls for."""
    return not subject.reason and colleague(actor, subject)


@rule
def attends(actor: Actor, subject: Any) -> bool:
    """Someone on duty in the community, or in any part of it."""
    return any(
        Grant.DUTY in one.grants and one.place_path.startswith(subject.place_path)
        for one in actor.standings
    )


def may_plan(actor: Actor, path: str) -> bool:
    """Whether this actor posts people to an estate with this tree path."""
    return actor.may(Grant.DUTY_PLAN, path)


def teams_among(actor: Actor, estates: Iterable[Place], on: date) -> list[Place]:
    """Those of these estates whose team the actor is of: its secretary, or posted there on this day.

    Whoever is posted there and has lost the duty itself is not. One statement.
    """
    held = [each for each in estates if _holds(actor, Grant.DUTY, each.path)]
    if actor.person_id is None or not held:
        return []
    mine = posted(on).filter(person_id=actor.person_id).values_list("estate_id", flat=True)
    there = frozenset(mine)
    return [each for each in held if each.pk in there or _holds(actor, Grant.DUTY_PLAN, each.path)]


def is_team(actor: Actor, estate: Place, on: date) -> bool:
    """Whether this actor is of the team of an estate on this day."""
    return bool(teams_among(actor, [estate], on))


def posted(on: date) -> QuerySet[Posting]:
    """The postings that run on this day."""
    return Posting.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


def may_read_private(actor: Actor, entry: Entry) -> bool:
    """Whether this actor reads the private part of an entry: its writer, and the secretary."""
    own = actor.person_id is not None and entry.writer_id == actor.person_id
    return own or _holds(actor, Grant.DUTY_PLAN, entry.estate.path)


def may_read_words(actor: Actor, visit: Visit, on: date) -> bool:
    """Whether this actor reads what was found on a visit: who went there, and the team."""
    return who_went(actor, visit) or is_team(actor, visit.place, on)


def may_see_minutes(actor: Actor, visit: Visit) -> bool:
    """Whether this actor sees how long a visit took: whoever made it, and nobody else.

    Everybody else sees the sum of a day, which belongs to the estate.
    """
    return visit.done_by_id is not None and visit.done_by_id == actor.person_id


def visible(visits: QuerySet[Visit], viewer: Actor) -> QuerySet[Visit]:
    """Only the visits this viewer may see."""
    return visits.filter(below(viewer, Grant.DUTY, "place__path", home_only=True))


def below(viewer: Actor, grant: Grant, column: str, *, home_only: bool = False) -> Q:
    """Rows of places where the viewer holds this grant, by the path in this column."""
    allowed = Q(pk__in=[])
    for one in viewer.standings:
        if grant in one.grants and (at_home(one) or not home_only):
            allowed |= Q(**{f"{column}__range": span(one.place_path)})
    return allowed


def waiting(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Only those somebody still has to make."""
    return visits.filter(state__in=sorted(WAITING))
