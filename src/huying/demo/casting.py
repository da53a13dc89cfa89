"""Choosing what every story is about: a matter, a spot on the map, who speaks and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from huying.demo.cast import phone
from huying.demo.fates.roster import Group
from huying.demo.matters import ANSWER, DESK, Matter, Shelf
from huying.demo.telling import DESK as DESK_WORKER
from huying.demo.telling import GRID, LEAD, RESIDENT, SECRETARY, Cue
from huying.orders.states import Channel
from huying.places.rules import NewPlace
from huying.places.states import Level

_FIRST_RESIDENT = 10_000
_STREET = "jiedao"
_CHANNELS = {
    Channel.WEB: 38, Channel.APP: 8, Channel.PHONE: 16, Channel.COUNTER: 11, Channel.WECHAT: 10,
    Channel.GRID_VISIT: 8, Channel.HOTLINE: 5, Channel.MORNING_MEETING: 2, Channel.OTHER_SYSTEM: 2,
}  # fmt: skip
_BY = {Channel.WEB: RESIDENT, Channel.APP: RESIDENT, Channel.GRID_VISIT: GRID}
_WITH_PICTURES = {Channel.WEB, Channel.APP, Channel.WECHAT, Channel.GRID_VISIT}
_FOR_SOMEONE = {Channel.PHONE, Channel.COUNTER, Channel.WECHAT}
_COMMUNITY_WEIGHTS = (6, 4, 3, 3, 2, 2)
_NAMELESS, _BY_AGENT, _PICTURED = 0.12, 0.3, 0.24
_UNITS, _FLOORS, _DOORS = 4, 6, 2


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a story happens: the place of the order, and how its residents say where."""

    place: NewPlace
    grid: str
    community: str
    address: str
    slots: Mapping[str, str]


class Casting:
    """Casts one story after another from the seed; what was used least comes first."""

    def __init__(
        self,
        city: Mapping[str, Any],
        rows: Sequence[NewPlace],
        words: Mapping[str, Any],
        rng: Random,
    ) -> None:
        self._city, self._words, self._rng = city, words, rng
        self._shelf = Shelf(words, rng)
        self._by_code = {row.code: row for row in rows}
        self._below: dict[str, list[NewPlace]] = {}
        for row in rows:
            self._below.setdefault(row.parent, []).append(row)
        self._communities = [row.code for row in rows if row.level == Level.COMMUNITY]
        self._residents = _FIRST_RESIDENT
        self._heard: set[tuple[str, str]] = set()

    def cues(self, group: Group, story: str) -> Cue:
        """The cue of one story of this group, with the cues of those who tell the same."""
        matter, text = self._shelf.matter(group.section, group.fits)
        community = self._community(matter, text)
        spot = self._spot(matter, community)
        first = self._cue(story, matter, spot, text)
        if not group.others:
            return first
        others = [
            replace(
                self._cue(f"{story}+{n}", matter, spot, self._shelf.text(matter.texts)),
                photos_by="",
            )
            for n in range(1, group.others + 1)
        ]
        return replace(first, others=tuple(others))

    def unit(self, role: str, community: str) -> str:
        """The code of the nearest organisation with this role; blank when none serves there."""
        line = [community]
        while parent := self._by_code[line[-1]].parent:
            line.append(parent)
        near = [o for o in self._city["organisations"] if o["role"] == role and o["place"] in line]
        return str(min(near, key=lambda o: line.index(o["place"]))["code"]) if near else ""

    def _community(self, matter: Matter, text: str) -> str:
        """A community where its unit serves, one where these words were not heard if possible."""
        served = [
            (code, weight)
            for code, weight in zip(self._communities, _COMMUNITY_WEIGHTS, strict=True)
            if matter.unit in {DESK, ANSWER} or self.unit(matter.unit, code)
        ]
        fresh = [(code, weight) for code, weight in served if (text, code) not in self._heard]
        codes, weights = zip(*(fresh or served), strict=True)
        found: str = self._rng.choices(codes, weights)[0]
        self._heard.add((text, found))
        return found

    def _spot(self, matter: Matter, community: str) -> _Spot:
        """A place of the wanted level, and an estate and a building of it to speak of."""
        grids = self._below[community]
        homes = [grid for grid in grids if grid.code in self._below]
        grid = self._rng.choice(grids if matter.where == Level.GRID else homes)
        (estate,) = self._below.get(grid.code) or self._below[self._rng.choice(homes).code]
        building = self._rng.choice(self._below[estate.code])
        entrance, floor = self._rng.randint(1, _UNITS), self._rng.randint(2, _FLOORS)
        room = f"{floor}0{self._rng.randint(1, _DOORS)}"
        slots = {
            "楼": building.name, "元": f"{entrance}单元", "层": f"{floor}层", "室": f"{entrance}单元{room}",
            "小区": estate.name, "天": self._rng.choice(self._words["days"]),
        }  # fmt: skip
        home = f"{estate.address}{estate.name}"
        places = {
            Level.BUILDING: (building, f"{home}{building.name}{slots['室']}"),
            Level.ESTATE: (estate, home),
            Level.GRID: (grid, ""),
            Level.COMMUNITY: (self._by_code[community], ""),
        }
        place, address = places[Level(matter.where)]
        return _Spot(place, grid.code, community, address, slots)

    def _cue(self, story: str, matter: Matter, spot: _Spot, text: str) -> Cue:
        weights = list(_CHANNELS.values())
        channel = Channel(matter.channel or self._rng.choices(list(_CHANNELS), weights)[0])
        by = _BY.get(channel, DESK_WORKER)
        pictured = (
            bool(matter.scene) and channel in _WITH_PICTURES and self._rng.random() < _PICTURED
        )
        parts = [self.unit(part["unit"], spot.community) for part in matter.parts]
        return Cue(
            story, matter, spot.place.code, spot.grid,
            unit=self.unit(matter.unit, spot.community),
            wrong_unit=self.unit(matter.wrong, spot.community),
            helpers=tuple(self.unit(role, spot.community) for role in matter.helpers),
            street_unit=self.unit(_STREET, spot.community),
            text=text.format(**spot.slots), reply=matter.reply.format(**spot.slots),
            supply=matter.supply.format(**spot.slots),
            birth=self._birth(matter, spot, channel, by), by=by,
            photos_by=self._rng.choice((LEAD, SECRETARY)) if pictured else "",
            part_units=tuple(parts),
        )  # fmt: skip

    def _birth(self, matter: Matter, spot: _Spot, channel: Channel, by: str) -> dict[str, Any]:
        said: dict[str, Any] = {"kind": matter.kind, "channel": channel, "address": spot.address}
        if matter.confidential:
            said["confidential"] = True
        if by == RESIDENT and spot.place.level != Level.COMMUNITY:
            said |= self._pointed(spot.place)
        if by != RESIDENT or self._rng.random() > _NAMELESS:
            self._residents += 1
            said["contact_name"] = self._rng.choice(self._words["surnames_called"])
            said["contact_phone"] = phone(self._residents)
        if matter.grade in {"B", "C"} and by != RESIDENT:
            said["grade"] = matter.grade
        if by == GRID:
            said["on_behalf_of"] = (GRID, "网格员", self._rng.choice(self._words["consents"]))
        elif channel in _FOR_SOMEONE and self._rng.random() < _BY_AGENT:
            agent, relation = (
                self._rng.choice(self._words["agents"]),
                self._rng.choice(self._words["relations"]),
            )
            said["on_behalf_of"] = (agent, relation, self._rng.choice(self._words["consents"]))
        return said

    @staticmethod
    def _pointed(place: NewPlace) -> dict[str, float]:
        """Where the resident tapped the map: the middle of the place."""
        ring = (place.boundary or {})["coordinates"][0][:-1]
        lng, lat = (sum(position[axis] for position in ring) / len(ring) for axis in (0, 1))
        return {"lng": round(lng, 6), "lat": round(lat, 6)}
