"""The people of a district, written in bulk: desks, grids, block heads, departments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from huying.demo.cast import phone
from huying.demo.districts.plan import Sketch, department, is_left_empty
from huying.orgs.models import Member, Organisation
from huying.orgs.states import Duty, OrgKind
from huying.people.models import Account, Person, Post
from huying.people.roles import Role
from huying.places.models import Place
from huying.places.states import GridKind, Level

BATCH = 5000
_SERVED_FOR = timedelta(days=2 * 365)
_GRID_ROLES = (
    Role.GRID_WORKER, Role.GRID_ASSISTANT, Role.STREET_ADVISER, Role.DEPARTMENT_ADVISER,
)  # fmt: skip
_SEATS = {
    Level.DISTRICT: (Role.DISTRICT_COMMANDER, Role.SUPERVISOR, Role.AUDITOR),
    Level.STREET: (Role.STREET_LEADER, Role.DISPATCHER),
    Level.COMMUNITY: (Role.COMMUNITY_SECRETARY, Role.RECEPTION_WORKER),
}
_DESKS = {
    Level.DISTRICT: OrgKind.DISTRICT, Level.STREET: OrgKind.STREET, Level.COMMUNITY: OrgKind.COMMUNITY,
}  # fmt: skip
# Who can sign in: the first of each, called after the practice and the role.
LOGINS = (
    Role.COMMUNITY_SECRETARY, Role.RECEPTION_WORKER, Role.DISPATCHER, Role.STREET_LEADER,
    Role.DISTRICT_COMMANDER, Role.SUPERVISOR, Role.AUDITOR, Role.GRID_WORKER, Role.BUILDING_HEAD,
)  # fmt: skip


@dataclass
class Staff:
    """Rows to be written together: people, their posts, units and duties."""

    names: Iterator[str]
    since: date
    first_number: int
    people: list[Person] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    units: list[Organisation] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)

    def person(self) -> Person:
        """One more, with a name put together and a number nobody has."""
        made = Person(name=next(self.names), phone=phone(self.first_number + len(self.people)))
        self.people.append(made)
        return made

    def post(self, place: Place, role: Role) -> Person:
        """One more, with this post."""
        person = self.person()
        self.posts.append(Post(person=person, place=place, role=role, since=self.since))
        return person

    def unit(self, code: str, name: str, kind: OrgKind, place: Place) -> Organisation:
        """One more organisation."""
        made = Organisation(code=code, name=name, kind=kind, place=place)
        self.units.append(made)
        return made

    def duty(self, person: Person, unit: Organisation, duty: Duty) -> None:
        """A duty of a person in a unit."""
        self.members.append(Member(person=person, organisation=unit, duty=duty, since=self.since))

    def write(self) -> None:
        """Write all of it."""
        Person.objects.bulk_create(self.people, batch_size=BATCH)
        Organisation.objects.bulk_create(self.units, batch_size=BATCH)
        Post.objects.bulk_create(self.posts, batch_size=BATCH)
        Member.objects.bulk_create(self.members, batch_size=BATCH)


def settle(
    of: Sketch, tree: Iterable[Place], city: Mapping[str, Any], on: date, number: int
) -> list[Organisation]:
    """Seat everyone and open the logins; the departments of the district. `number` is the first telephone."""
    known = city["names"]
    every = [first + last for first in known["surnames"] for last in known["given"]]
    Random(of.code).shuffle(every)  # noqa: S311 -- a seed tells it
    staff = Staff(cycle(every), on - _SERVED_FOR, number)
    places = list(tree)
    for place in places:
        _seat(staff, of, place)
    _heads(staff, of, [place for place in places if place.level == Level.GRID])
    departments = _departments(staff, of, places)
    staff.write()
    return departments


def _seat(staff: Staff, of: Sketch, place: Place) -> None:
    level = Level(place.level)
    seated = [staff.post(place, role) for role in _SEATS.get(level, ())]
    if level in _DESKS:
        desk = staff.unit(f"{of.practice}-{place.code}", f"{place.name}办", _DESKS[level], place)
        for person, duty in zip(seated, (Duty.HEAD, Duty.HANDLER), strict=False):
            staff.duty(person, desk, duty)
    if level == Level.GRID and place.grid_kind == GridKind.BASIC:
        for role in _GRID_ROLES:
            if not is_left_empty(len(staff.posts)):
                staff.post(place, role)


def _heads(staff: Staff, of: Sketch, grids: list[Place]) -> None:
    for place in islice(cycle(grids), of.scale.heads):
        staff.post(place, Role.BUILDING_HEAD)


def _departments(staff: Staff, of: Sketch, places: list[Place]) -> list[Organisation]:
    """Departments of the district; each cadre is assigned point to point to one community."""
    district = places[0]
    communities = [place for place in places if place.level == Level.COMMUNITY]
    made = [
        staff.unit(
            f"{of.practice}-bm{number:02}",
            f"{of.name}{department(number)}",
            OrgKind.DEPARTMENT,
            district,
        )
        for number in range(1, of.scale.departments + 1)
    ]
    pairs = zip(cycle(made), cycle(communities), range(of.scale.cadres), strict=False)
    for unit, community, number in pairs:
        cadre = staff.post(community, Role.DEPARTMENT_ADVISER)
        staff.duty(cadre, unit, Duty.HEAD if number < len(made) else Duty.HANDLER)
    return made


def open_logins(of: Sketch, password: str) -> dict[Role, tuple[str, Post]]:
    """An account for the first of each role: its user name, and the post it comes with."""
    opened: dict[Role, tuple[str, Post]] = {}
    kept = make_password(password)
    for role in LOGINS:
        post = (
            Post.objects.filter(role=role, place__code__startswith=of.code)
            .select_related("person", "place")
            .order_by("id")
            .first()
        )
        if post is not None:
            name = f"{of.practice}-{role.value.replace('_', '-')}"
            Account.objects.create(username=name, person=post.person, password=kept)
            opened[role] = (name, post)
    return opened
