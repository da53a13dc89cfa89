"""An estate with its team, in a district that works by a practice with duty on the spot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from huying.duty.actions.meeting import open_meeting
from huying.duty.actions.posting import post
from huying.duty.actions.staying import note_stay
from huying.duty.actions.visiting import plan_visit
from huying.duty.actions.writing import write_entry
from huying.duty.models import Visit
from huying.kernel.actor import SYSTEM
from huying.people.roles import Role
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import EstateKind, Level
from huying.practices import adopt
from tests.builders import START, Cast, Staff, build_cast, clock_at

TODAY = START.date()


@dataclass
class Yard:
    """The cast, an estate with a building, another estate, and who is posted to the first."""

    cast: Cast
    estate: Place
    other: Place
    door: Place
    meng: Staff

    def planned(self, place: Place | None = None, **more: object) -> Visit:
        """A visit Lin planned for today, for a reason of her own."""
        said: dict[str, object] = {"due_on": TODAY, "why": "问问近况"} | more
        return plan_visit(place or self.estate, by=self.cast.lin.actor, at=START, **said)  # type: ignore[arg-type]

    def post(self, staff: Staff, estate: Place | None = None, since: date = TODAY) -> None:
        """Let the secretary post somebody to the estate."""
        where = estate or self.estate
        post(staff.person, estate=where, since=since, by=self.cast.secretary.actor, at=START)


def add(above: Place, level: Level, code: str, name: str, **more: object) -> Place:
    """One more place in the cast's district."""
    made = add_place(parent=above, level=level, code=code, name=name, at=START, **more)  # type: ignore[arg-type]
    return Place.objects.get(pk=made.pk)


@pytest.fixture
def yard(db: None) -> Iterator[Yard]:
    """A Tuesday morning; the grid worker Meng is posted to the estate, the district works by Lixia's way."""
    with clock_at(START + timedelta(hours=7)):
        cast = build_cast()
        adopt("lixia", place=cast.district, by=SYSTEM, at=START - timedelta(days=9))
        closed = {"estate_kind": EstateKind.CLOSED}
        estate = add(cast.grid, Level.ESTATE, "990101001001001-E1", "青禾家园", **closed)
        other = add(cast.community, Level.ESTATE, "990101001001-E9", "望槐新居", **closed)
        door = add(estate, Level.BUILDING, "990101001001001-E1-5", "5号楼")
        meng = cast.hire("小孟", Role.GRID_WORKER, cast.grid)
        yard = Yard(cast, estate, other, door, meng)
        yard.post(meng)
        yield yard


def a_day_of_duty(cast: Cast) -> None:
    """One of everything that duty keeps, in an estate of the cast's community."""
    by, at, day = cast.secretary.actor, cast.at, cast.at.date()
    estate = add(
        cast.grid, Level.ESTATE, "990101001001001-E1", "青禾家园", estate_kind=EstateKind.OPEN
    )
    post(cast.lin.person, estate=estate, since=day, by=by, at=at)
    plan_visit(estate, due_on=day, why="问问近况", by=by, at=at)
    note_stay(estate, minutes=20, by=by, at=at)
    write_entry(estate, public="都好", by=by, at=at)
    open_meeting(cast.community, by=by, at=at)
