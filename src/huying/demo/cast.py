"""Who lives and works in the demo city: seats that the city has, and the people in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from huying.orgs.states import DESK_KINDS, Duty
from huying.people.roles import Role
from huying.places.rules import NewPlace
from huying.places.states import Level

HANDLERS = 2
# Eleven digits with this beginning ring nowhere: numbers of machines, and theirs have thirteen.
_PHONE = "141{:08}"

_SEATS: dict[Level, tuple[Role, ...]] = {
    Level.DISTRICT: (
        Role.DISTRICT_COMMANDER, Role.SUPERVISOR, Role.EVALUATOR, Role.AUDITOR, Role.SYSTEM_KEEPER,
    ),
    Level.STREET: (Role.STREET_LEADER, Role.DISPATCHER),
    Level.COMMUNITY: (Role.COMMUNITY_SECRETARY, Role.RECEPTION_WORKER),
    Level.GRID: (
        Role.GRID_WORKER, Role.GRID_ASSISTANT, Role.STREET_ADVISER, Role.DEPARTMENT_ADVISER,
    ),
    Level.ESTATE: (Role.BUILDING_HEAD,),
}  # fmt: skip
# The first seat of a place heads its desk, the second handles what the desk does itself.
_DESK_DUTIES = (Duty.HEAD, Duty.HANDLER)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post to fill (`role` at `place`), a duty in a unit, or both at once."""

    role: Role | None = None
    place: str = ""
    unit: str = ""
    duty: Duty = Duty.HANDLER


@dataclass(frozen=True, slots=True)
class Soul:
    """One person in one seat; a blank user name means no login."""

    name: str
    phone: str
    seat: Seat
    username: str = ""
    console: bool = False


def phone(number: int) -> str:
    """A telephone number that nobody has."""
    return _PHONE.format(number)


def souls(city: Mapping[str, Any], places: Sequence[NewPlace], rng: Random) -> list[Soul]:
    """Everyone, people with a login first; each seat is taken once."""
    seats = list(_seats(city, places))
    names = iter(_names(city, rng))
    found: list[Soul] = []
    for login in city["logins"]:
        seat = next(each for each in seats if _is_for(each, login))
        seats.remove(seat)
        found.append(
            Soul(
                login["name"],
                phone(len(found) + 1),
                seat,
                login["username"],
                login.get("console", False),
            )
        )
    found += [Soul(next(names), phone(len(found) + n), seat) for n, seat in enumerate(seats, 1)]
    return found


def _seats(city: Mapping[str, Any], places: Sequence[NewPlace]) -> Iterator[Seat]:
    desks = {
        each["place"]: each["code"] for each in city["organisations"] if each["kind"] in DESK_KINDS
    }
    for place in places:
        for role, duty in zip(_SEATS.get(Level(place.level), ()), _duties(), strict=False):
            unit = desks.get(place.code, "") if duty else ""
            yield Seat(role, place.code, unit, duty or Duty.HANDLER)
    for each in city["organisations"]:
        if each["kind"] not in DESK_KINDS:
            yield from [Seat(unit=each["code"])] * HANDLERS


def _duties() -> Iterator[Duty | None]:
    yield from _DESK_DUTIES
    while True:
        yield None


def _is_for(seat: Seat, login: Mapping[str, Any]) -> bool:
    if "unit" in login:
        return seat.role is None and seat.unit == str(login["unit"])
    return seat.role == str(login["role"]) and seat.place == str(login["place"])


def _names(city: Mapping[str, Any], rng: Random) -> list[str]:
    """Names put together by the seed, none twice and none of a login."""
    taken = {login["name"] for login in city["logins"]}
    known = city["names"]
    every = [first + last for first in known["surnames"] for last in known["given"]]
    return [name for name in rng.sample(every, len(every)) if name not in taken]
