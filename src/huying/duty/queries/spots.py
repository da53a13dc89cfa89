"""Where duty is done, by which rules, and who is on duty there."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from huying.adoptions.queries import way_at
from huying.duty.policy import COMMUNITY_DEPTH, below, posted
from huying.duty.rules import NO_RULES, Rules, rules_of
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.models import Person, Post
from huying.people.queries import current
from huying.people.roles import ROLE_GRANTS, Grant, Role
from huying.places.models import Place
from huying.places.queries import place as place_called
from huying.places.rules import lineage, span
from huying.places.states import Level

DUTY_ROLES = tuple(role for role in Role if Grant.DUTY in ROLE_GRANTS[role])
SPOTS = (Level.ESTATE, Level.COMMUNITY)
MOST_SPOTS = 200


def rules_at(path: str, on: date) -> Rules:
    """The duty rules of the practice in force at a place on this day; none without a practice."""
    way = way_at(path, on)
    return rules_of(way.parts.get("duty", {})) if way else NO_RULES


def spot_of(inner: Place) -> Place | None:
    """The estate a place lies in, else its community; None for what lies above communities."""
    line = Place.objects.filter(
        path__in=lineage(inner.path), level__in=[each.value for each in SPOTS]
    )
    return line.defer("boundary").order_by("-depth").first()


def spot(code: str) -> Place:
    """The estate or community with this code, not retired; refused `unknown` for anything else."""
    return checked(place_called(code))


def checked(found: Place) -> Place:
    """The place itself where duty can be done there; refused `invalid` otherwise."""
    if found.level not in set(SPOTS) or found.is_retired:
        raise Refused(
            Code.INVALID, "duty is done in an estate or a community",
            fields={"place": "neither an estate nor a community"},
        )  # fmt: skip
    return found


def on_duty(path: str, on: date, *, inside: bool = False) -> list[Person]:
    """Who of the community is on duty at a place on this day, by name; `inside`: or in a part of it.

    Whoever's account is closed does not count.
    """
    where = Q(place__path__in=lineage(path)[COMMUNITY_DEPTH - 1 :])
    if inside:
        where |= Q(place__path__range=span(path))
    held = current(Post.objects.filter(where, role__in=DUTY_ROLES), on)
    ids = held.exclude(person__account__is_active=False).values("person_id")
    return list(Person.objects.filter(pk__in=ids).order_by("name", "pk"))


def spots_of(viewer: Actor) -> list[Place]:
    """The communities and estates where the viewer is on duty, in tree order; at most MOST_SPOTS."""
    home = below(viewer, Grant.DUTY, "path", home_only=True)
    levels = [each.value for each in SPOTS]
    rows = Place.objects.filter(home, level__in=levels, retired_on=None).defer("boundary")
    return list(rows.order_by("path")[:MOST_SPOTS])


def spots_in(community: Place) -> list[Place]:
    """A community and its estates, in tree order; at most MOST_SPOTS."""
    levels = [each.value for each in SPOTS]
    rows = Place.objects.filter(path__range=span(community.path), level__in=levels, retired_on=None)
    return list(rows.defer("boundary").order_by("path")[:MOST_SPOTS])


def reasons_at(paths: Iterable[str], on: date) -> dict[str, str]:
    """The reasons for a visit that the practices of these places have, by code, with their names."""
    found: dict[str, str] = {}
    for path in paths:
        found = dict(rules_at(path, on).reasons or {}) | found
    return found


def team_of(estate: Place, on: date) -> list[Person]:
    """Who is posted to an estate on this day, by name."""
    ids = posted(on).filter(estate=estate).values("person_id")
    return list(Person.objects.filter(pk__in=ids).order_by("name", "pk"))
