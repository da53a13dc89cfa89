"""Playing the script: every act becomes the verb of an order's life it stands for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from huying.clocks.queries import open_of, rulebook
from huying.demo.telling import (
    DESK,
    DISPATCHER,
    GRID,
    LEAD,
    LEADER,
    RESIDENT,
    SECRETARY,
    SUPERVISOR,
    SYSTEM,
    Act,
    Cue,
)
from huying.demo.town import Town
from huying.files.rules import Admitted
from huying.kernel.actor import SYSTEM as THE_SYSTEM
from huying.kernel.actor import VISITOR, Actor
from huying.orders.actions import VERBS
from huying.orders.actions.attaching import keep_admitted
from huying.orders.actions.placing import Behalf, Wish, draft_order, place_order
from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.orders.policy import asker_of
from huying.orgs.models import Organisation
from huying.orgs.queries import handlers
from huying.people.models import Person
from huying.people.roles import Role
from huying.places.states import Level

Pictures = Mapping[tuple[str, str], Admitted]
_SEATS = {
    DESK: (Role.RECEPTION_WORKER, Level.COMMUNITY),
    SECRETARY: (Role.COMMUNITY_SECRETARY, Level.COMMUNITY),
    DISPATCHER: (Role.DISPATCHER, Level.STREET),
    LEADER: (Role.STREET_LEADER, Level.STREET),
    SUPERVISOR: (Role.SUPERVISOR, Level.DISTRICT),
    GRID: (Role.GRID_WORKER, Level.GRID),
}


class Stage:
    """The town, the orders born so far, and what each story is about."""

    def __init__(self, town: Town, cues: Iterable[Cue], pictures: Pictures) -> None:
        self._town, self._pictures = town, pictures
        self._cues = {each.story: each for cue in cues for each in (cue, *cue.others)}
        self._people: dict[int, list[Person]] = {}
        self.orders: dict[str, Order] = {}

    def play(self, act: Act) -> None:
        """Let one act happen, at its own time."""
        if act.move in {"place", "draft"}:
            self.orders[act.story] = self._born(act)
            return
        order = self.orders[act.story]
        if act.move == "photo":
            self._photo(act, order)
            return
        given = {key: self._read(key, value, act, order) for key, value in act.given.items()}
        after = VERBS[act.move](order, by=self._actor(act, order), at=act.at, **given)
        if act.move == "split":
            self.orders |= {f"{act.story}/{n}": part for n, part in enumerate(after, 1)}

    def _cue(self, story: str) -> Cue:
        return self._cues[story.partition("/")[0]]

    def _seat(self, who: str, story: str) -> Person:
        role, level = _SEATS[who]
        return self._town.holder(role, self._town.around(self._cue(story).grid, level))

    def _actor(self, act: Act, order: Order) -> Actor:
        if act.who == RESIDENT:
            return asker_of(order)
        if act.who == SYSTEM:
            return THE_SYSTEM
        if act.who != LEAD:
            return self._town.actor(self._seat(act.who, act.story))
        if order.lead_person is None:
            raise LookupError(f"nobody leads {act.story} at {act.at}")
        return self._town.actor(order.lead_person)

    def _born(self, act: Act) -> Order:
        said = dict(act.given) | {"place": self._town.places[act.given["place"]]}
        by = VISITOR if act.who == RESIDENT else self._town.actor(self._seat(act.who, act.story))
        if "on_behalf_of" in said:
            agent, relation, consent = said["on_behalf_of"]
            name = by.name if agent == GRID else agent
            said["on_behalf_of"] = Behalf(name, relation, consent)
            by = replace(by, on_behalf_of=said.get("contact_name", ""))
        picture = said.pop("picture", None)
        wish = Wish(**said)
        if act.move == "draft":
            return draft_order(wish, by=by, at=act.at).order
        along = partial(self._keep, picture=picture, by=by, at=act.at) if picture else None
        placed, _answer = place_order(wish, by=by, at=act.at, along=along)
        if placed is None:
            raise LookupError(f"{act.story} was placed before")
        return placed.order

    def _photo(self, act: Act, order: Order) -> None:
        picture, public = act.given["picture"], act.given["public"]
        self._keep(order, picture, by=self._actor(act, order), at=act.at, public=public)

    def _keep(
        self,
        order: Order,
        picture: tuple[str, str],
        *,
        by: Actor,
        at: datetime,
        public: bool = False,
    ) -> None:
        _scene, moment = picture
        keep_admitted(order, [self._pictures[picture]], by=by, at=at, moment=moment, public=public)

    def _read(self, key: str, value: Any, act: Act, order: Order) -> Any:
        """A value of the script as the verb takes it: codes become rows."""
        town = self._town
        readers: dict[str, Callable[[], Any]] = {
            "lead": lambda: town.units[value],
            "helper": lambda: town.units[value],
            "helpers": lambda: [town.units[code] for code in value],
            "category": lambda: town.categories[value],
            "lead_person": lambda: self._someone_else(town.units[value], order, act.at),
            "successor": lambda: self._seat(value, act.story),
            "leader": lambda: self._seat(value, act.story),
            "into": lambda: self.orders[value],
            "same_as": lambda: self.orders[value],
            "until": lambda: _later(order, value),
        }
        return readers[key]() if key in readers else value

    def _someone_else(self, unit: Organisation, order: Order, at: datetime) -> Person:
        """Who in the unit does not lead now; for a fresh order, not the one asked first."""
        if unit.pk not in self._people:
            members = handlers(unit.pk, timezone.localdate(at))
            self._people[unit.pk] = list(
                {member.person_id: member.person for member in members}.values()
            )
        people = self._people[unit.pk]
        now = order.lead_person_id or people[0].pk
        return next(person for person in people if person.pk != now)


def _later(order: Order, workdays: int) -> datetime:
    """So many workdays past the promise an order is under now."""
    (due,) = (c.due_at for c in open_of(KIND, order.pk) if c.name == "close" and c.due_at)
    hours = rulebook().workdays
    return hours.closing(hours.add_workdays(hours.local(due).date(), workdays))
