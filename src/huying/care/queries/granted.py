"""Who holds which named grant today, and who may be given one."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from huying.care.models import NamedGrant
from huying.care.policy import NAMED, right
from huying.care.states import GrantState
from huying.kernel.actor import Actor, ActorKind, Standing
from huying.kernel.kept import Kept
from huying.kernel.refusals import Code, Refused
from huying.orgs.queries import units_of
from huying.people.models import Person, Post
from huying.people.queries import current
from huying.people.roles import Grant
from huying.places.rules import lineage, span


def running(on: date) -> QuerySet[NamedGrant]:
    """Named grants that hold on this day."""
    return NamedGrant.objects.filter(state=GrantState.GIVEN, since__lte=on, until__gt=on)


def named(actor: Actor, on: date) -> Actor:
    """The actor with a standing for each named grant they hold on this day, and no other such.

    A grant holds only while its holder works around the place, or for a unit.
    """
    own = tuple(one for one in actor.standings if one.role != NAMED)
    if actor.kind is not ActorKind.STAFF or actor.person_id is None:
        return replace(actor, standings=own)
    held = own_grants(actor, on)
    return replace(actor, standings=own + tuple(_standing(grant) for grant in held))


def own_grants(actor: Actor, on: date) -> list[NamedGrant]:
    """The named grants this actor holds on this day, by ledger and place."""
    rows = (
        running(on)
        .filter(person_id=actor.person_id or 0)
        .select_related("place", "place__community")
    )
    posts = [one.place_path for one in actor.standings if one.role != NAMED]
    return [
        grant
        for grant in rows.order_by("place__path", "ledger", "depth", "id")
        if actor.unit_ids or any(_around(post, grant.place_path) for post in posts)
    ]


def works_around(person_id: int, path: str, on: date) -> bool:
    """Whether somebody holds a post around this place on this day, or works for a unit."""
    posts = current(Post.objects.filter(person_id=person_id), on)
    held = posts.values_list("place__path", flat=True)
    return any(_around(post, path) for post in held) or bool(units_of(person_id, on))


def grants_below(viewer: Actor) -> QuerySet[NamedGrant]:
    """Every named grant at the places where this viewer may give them, the newest first."""
    rows = NamedGrant.objects.filter(_below(viewer, Grant.CARE_GRANT))
    return rows.select_related("person", "place", "given_by")


def grant_of(pk: int) -> NamedGrant:
    """The named grant with this id; refused `unknown`."""
    found = NamedGrant.objects.select_related("place", "person").filter(pk=pk).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such grant")
    return found


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone who works around a place, and where."""

    person: Person
    places: tuple[str, ...]


def colleagues(viewer: Actor, on: date) -> list[Colleague]:
    """Who works around the places where this viewer may give grants, themselves left out."""
    around = _below(viewer, Grant.CARE_GRANT)
    paths = [one.place_path for one in viewer.standings if Grant.CARE_GRANT in one.grants]
    above = Q(place__path__in=[step for path in paths for step in lineage(path)])
    posts = current(Post.objects.filter(around | above), on)
    active = posts.exclude(person__account__is_active=False).exclude(
        person_id=viewer.person_id or 0
    )
    found: dict[int, list[Post]] = {}
    for post in active.select_related("person", "place").order_by("person__name", "person_id"):
        found.setdefault(post.person_id, []).append(post)
    return [
        Colleague(held[0].person, tuple(dict.fromkeys(post.place.name for post in held)))
        for held in found.values()
    ]


def any_grant(actor: Actor, on: date) -> bool:
    """Whether this actor holds any named grant; at most `RULEBOOK_SECONDS` old, for links only."""
    return actor.person_id in _holders.get(on)


def forget() -> None:
    """Read who holds a grant afresh, in this process."""
    _holders.forget()


def _read_holders(on: date) -> frozenset[int]:
    return frozenset(running(on).values_list("person_id", flat=True))


_holders = Kept(_read_holders, lambda: float(settings.RULEBOOK_SECONDS))


def _standing(grant: NamedGrant) -> Standing:
    rights = frozenset({right(grant.depth, grant.ledger)})
    return Standing(NAMED, rights, grant.place_id, grant.place_path)


def _around(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _below(viewer: Actor, grant: str) -> Q:
    below = Q(pk__in=[])
    for one in viewer.standings:
        if grant in one.grants:
            below |= Q(place__path__range=span(one.place_path))
    return below
