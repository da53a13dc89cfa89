"""The city as rows: places, organisations, people, posts and logins, made through actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from huying.demo.cast import Soul, phone, souls
from huying.kernel.actor import Actor, ActorKind
from huying.orders.actions.placing import forget as forget_desks
from huying.orders.models import Category
from huying.orgs.actions import enlist, register
from huying.orgs.models import Organisation
from huying.orgs.queries import units_of
from huying.orgs.states import OrgKind
from huying.people.actions import add_person, appoint, open_account
from huying.people.models import Account, Person
from huying.people.queries import standings
from huying.people.roles import Role
from huying.places.actions import bulk_add
from huying.places.models import Place
from huying.places.queries import forget as forget_places
from huying.places.rules import NewPlace, lineage
from huying.places.states import Level

PASSWORD = "call-and-answer"  # noqa: S105 -- printed for everyone; refused in production
_FIRST_UNIT = 5_000
_SERVED_FOR = timedelta(days=3 * 365)


@dataclass
class Town:
    """The rows the stories need, by the codes they use."""

    on: date
    places: dict[str, Place]
    units: dict[str, Organisation]
    categories: dict[str, Category]
    people: list[tuple[Soul, Person]]
    _actors: dict[int, Actor] = field(default_factory=dict)
    _seats: dict[tuple[Role, str], Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for soul, person in self.people:
            if soul.seat.role is not None:
                self._seats[soul.seat.role, soul.seat.place] = person

    def holder(self, role: Role, place: str) -> Person:
        """Who holds this role in exactly this place."""
        return self._seats[role, place]

    def around(self, place: str, level: Level) -> str:
        """The code of the place of this level that holds another, or is it."""
        line = set(lineage(self.places[place].path))
        return next(p.code for p in self.places.values() if p.level == level and p.path in line)

    def actor(self, person: Person) -> Actor:
        """The person at work, with posts and units; nobody changes those in the demo."""
        if person.pk not in self._actors:
            self._actors[person.pk] = Actor(
                ActorKind.STAFF, person.name, person.pk, standings(person.pk, self.on),
                units_of(person.pk, self.on),
            )  # fmt: skip
        return self._actors[person.pk]


def settle(city: Mapping[str, Any], rows: Sequence[NewPlace], rng: Random, at: datetime) -> Town:
    """Make the whole city; categories must have been adopted before."""
    bulk_add(rows, at=at)
    on = timezone.localdate(at)
    codes = [row.code for row in rows]
    places = {place.code: place for place in Place.objects.defer("boundary").filter(code__in=codes)}
    units = {
        each["code"]: _registered(each, places, phone(_FIRST_UNIT + number))
        for number, each in enumerate(city["organisations"])
    }
    people = [(soul, _seated(soul, places, units, on)) for soul in souls(city, rows, rng)]
    _open_accounts(people)
    forget_desks()
    forget_places()
    categories = {row.code: row for row in Category.objects.select_related("parent")}
    return Town(on, places, units, categories, people)


def _registered(each: Mapping[str, Any], places: Mapping[str, Place], number: str) -> Organisation:
    return register(
        code=each["code"], name=each["name"], kind=OrgKind(each["kind"]), place=places[each["place"]],
        phone=number, brand=each.get("brand", ""), specialities=each.get("specialities", []),
    )  # fmt: skip


def _seated(
    soul: Soul, places: Mapping[str, Place], units: Mapping[str, Organisation], on: date
) -> Person:
    seat, since = soul.seat, on - _SERVED_FOR
    person = add_person(name=soul.name, phone=soul.phone)
    if seat.role is not None:
        appoint(person, role=seat.role, place=places[seat.place], since=since)
    if seat.unit:
        enlist(person, organisation=units[seat.unit], duty=seat.duty, since=since)
    return person


def _open_accounts(people: Sequence[tuple[Soul, Person]]) -> None:
    """One password for all, made costly once: every login shares the first one's hash."""
    known = ""
    for soul, person in people:
        if not soul.username:
            continue
        if not known:
            known = open_account(
                person, username=soul.username, password=PASSWORD, is_staff=soul.console
            ).password
            continue
        Account.objects.create(
            username=soul.username, person=person, is_staff=soul.console, password=known
        )
