"""Making a district: its places, its people, its practice, its orders."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from huying.care.queries.ledgers import ledgers_at
from huying.demo.beside.care import care
from huying.demo.beside.duty import duty
from huying.demo.beside.supply import supply
from huying.demo.data import city, words
from huying.demo.districts.arrivals import bring
from huying.demo.districts.plan import Sketch, places
from huying.demo.districts.staff import open_logins, settle
from huying.duty.queries.spots import rules_at
from huying.kernel.actor import SYSTEM, Actor, ActorKind
from huying.orders.actions.placing import forget as forget_desks
from huying.orgs.models import Organisation
from huying.orgs.queries import units_of
from huying.people.models import Person, Post
from huying.people.queries import standings
from huying.people.roles import Role
from huying.places.actions import bulk_add
from huying.places.models import Place
from huying.places.queries import forget as forget_places
from huying.places.rules import span
from huying.places.states import Level
from huying.practices import adopt

# Longer than the oldest order, so that every order was placed under rules already in force.
_BEFORE = timedelta(days=400)
_NUMBERS = 100_000  # telephone numbers set aside for a district's staff


@dataclass(frozen=True, slots=True)
class Made:
    """A district that is there: what it is, how many orders came, and who can sign in."""

    sketch: Sketch
    orders: int
    logins: tuple[tuple[str, Role, str, str], ...]


def is_made(of: Sketch) -> bool:
    """Whether the district is there already."""
    return Place.objects.filter(code=of.code).exists()


def make(of: Sketch, *, at: datetime, password: str, progress: Callable[[int], object]) -> Made:
    """Make the whole district, or nothing; `progress(n)` is told how many orders came."""
    before, orders = at - _BEFORE, 0
    with transaction.atomic():
        bulk_add(places(of), at=before)
        district = Place.objects.get(code=of.code)
        adopt(of.practice, place=district, by=SYSTEM, at=before)
        tree = list(_tree(district))
        first = 20_000_000 + int(of.code[-2:]) * _NUMBERS
        units = settle(of, tree, city(), timezone.localdate(at), first)
        logins = open_logins(of, password)
        forget_desks()
        forget_places()
        _beside(of, tree, at)
        grids = [place for place in tree if place.level == Level.GRID]
        for came in bring(of, grids, units, words(), at):
            orders += came
            progress(came)
    told = tuple(
        (name, role, post.person.name, post.place.name) for role, (name, post) in logins.items()
    )
    return Made(of, orders, told)


def _beside(of: Sketch, tree: list[Place], at: datetime) -> None:
    """What the practice has besides orders, in the first community: needs, duty, ledgers."""
    on = timezone.localdate(at)
    estate = next(place for place in tree if place.level == Level.ESTATE)
    community = next(place for place in tree if place.pk == estate.community_id)
    boss, worker = (
        _holder(community, Role.COMMUNITY_SECRETARY),
        _holder(community, Role.RECEPTION_WORKER),
    )
    leader = _holder(community, Role.STREET_LEADER)
    unit = Organisation.objects.get(code=f"{of.practice}-{community.code}")
    supply(community, unit, words(), by=_actor(boss, on), at=at, begun=at)
    if rules_at(estate.path, on).least:
        duty(estate, worker, words(), boss=_actor(boss, on), by=_actor(worker, on), at=at)
    if ledgers := ledgers_at(community.path, on):
        care(
            estate, ledgers, (boss, worker), words(), boss=_actor(leader, on),
            by=(_actor(boss, on), _actor(worker, on)), at=at,
        )  # fmt: skip


def _holder(community: Place, role: Role) -> Person:
    line = [community.path[:end] for end in range(len(community.path), 0, -Place.steplen)]
    return Post.objects.filter(role=role, place__path__in=line).select_related("person")[0].person


def _actor(person: Person, on: date) -> Actor:
    return Actor(
        ActorKind.STAFF, person.name, person.pk, standings(person.pk, on), units_of(person.pk, on)
    )


def _tree(district: Place) -> Iterator[Place]:
    rows = Place.objects.filter(path__range=span(district.path)).defer("boundary")
    return rows.order_by("path").iterator()
