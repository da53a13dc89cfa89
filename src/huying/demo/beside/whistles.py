"""Whistles: one looked back at, one under way, one that missed a unit, one from door to door."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from huying.clocks.sweep import sweep
from huying.demo.town import Town
from huying.kernel.actor import Actor
from huying.orders.actions import VERBS
from huying.orders.actions.placing import Wish, place_order
from huying.orders.models import Order
from huying.orders.states import Channel, Result
from huying.orgs.queries import handlers
from huying.people.roles import Role
from huying.places.states import Level
from huying.whistles.actions import perform
from huying.whistles.actions.blowing import blow
from huying.whistles.models import Whistle
from huying.whistles.queries import whistle_by_id

TREE, FIRE, ROAD = "bm-yuanlin", "xf-yunchuan", "bm-chengguan"
FIRM = "wy-hengan"
ON_RECORD = timedelta(minutes=8)
"""How long before the whistle the matter was ordered."""
Said = Mapping[str, Any]


def whistle(town: Town, words: Said, at: datetime) -> None:
    """Let four matters be ordered, blow a whistle on each, and let their units answer."""
    for told, story in zip(words["whistles"], (_settled, _under, _missed, _doors), strict=True):
        story(town, told, at)


def _settled(town: Town, told: Said, at: datetime) -> None:
    """Settled in less than a day: three units came, money was laid out, all was looked back at."""
    began = at - timedelta(hours=20)
    one = _Story(town, told, (TREE, FIRE, ROAD), began)
    for minutes, unit in ((4, TREE), (6, FIRE), (9, ROAD)):
        one.move(minutes, unit, "acknowledge")
    for minutes, unit in ((31, TREE), (38, FIRE), (45, ROAD)):
        one.move(minutes, unit, "arrive")
    for minutes, unit in ((50, TREE), (70, ROAD)):
        one.move(minutes, unit, "act", words=told[unit])
    one.move(200, "", "advance", **told["advance"])
    for minutes, unit in ((260, FIRE), (330, TREE), (345, ROAD)):
        one.move(minutes, unit, "leave", words=told["left"])
    one.move(400, "", "settle", outcome=told["outcome"])
    for unit in (TREE, FIRE, ROAD):
        one.move(410, "", "judge", unit=unit, helped="true", verdict=told["verdict"])
    one.move(460, "", "review", lessons=told["lessons"])
    one.answer(470, told["outcome"])


def _under(town: Town, told: Said, at: datetime) -> None:
    """Under way now: one unit is at work, another on its way."""
    one = _Story(town, told, (ROAD, FIRE), at - timedelta(minutes=42))
    one.move(3, ROAD, "acknowledge")
    one.move(5, FIRE, "acknowledge")
    one.move(24, ROAD, "arrive")
    one.move(27, ROAD, "act", words=told[ROAD])


def _missed(town: Town, told: Said, at: datetime) -> None:
    """One unit never answered; the level above sees it."""
    one = _Story(town, told, (TREE, ROAD), at - timedelta(hours=2))
    one.move(12, TREE, "acknowledge")
    sweep(one.began + timedelta(minutes=61))
    one.move(66, TREE, "arrive")


def _doors(town: Town, told: Said, at: datetime) -> None:
    """Two units go from door to door: most signed, one was left out, two are still to be visited."""
    one = _Story(town, told, (FIRM, FIRE), at - timedelta(minutes=95))
    for minutes, unit in ((2, FIRM), (3, FIRE)):
        one.move(minutes, unit, "acknowledge")
        one.move(minutes + 15, unit, "arrive")
    things = told["things"]
    one.move(20, "", "list_doors", lines=told["doors"], things=things)
    doors = one.doors()
    for number, signed_by in enumerate(told["signed"]):
        door = {"door": doors[number], "given": things, "signed_by": signed_by}
        one.move(24 + 6 * number, "", "hand_over", **door)
    left = len(told["signed"])
    one.move(80, "", "pass_by", door=doors[left], reason=told["left_out"])
    one.move(82, "", "find_nobody", door=doors[left + 1], words=told["nobody"])


class _Story:
    """One whistle being told, its moves so many minutes after it was blown."""

    def __init__(self, town: Town, told: Said, units: tuple[str, ...], began: datetime) -> None:
        self.began, self._town = began, town
        community = town.around(told["place"], Level.COMMUNITY)
        self._boss = town.actor(town.holder(Role.COMMUNITY_SECRETARY, community))
        self._desk = town.actor(town.holder(Role.RECEPTION_WORKER, community))
        self.order = self._ordered(told)
        called = [town.units[code] for code in units]
        self._whistle: Whistle = blow(
            self.order, matter=told["matter"], units=called, by=self._boss, at=began,
            meet_at=told["meet_at"], urgent=True,
        )  # fmt: skip

    def _ordered(self, told: Said) -> Order:
        """The order the whistle is about: taken down from a call, and taken on."""
        at, category = self.began - ON_RECORD, self._town.categories[told["category"]]
        wish = Wish(
            told["text"], self._town.places[told["place"]], channel=Channel.PHONE, safety=True
        )
        placed, _answer = place_order(wish, by=self._desk, at=at)
        if placed is None:
            raise LookupError("the matter of a whistle was placed before")
        VERBS["accept"](placed.order, category=category, by=self._desk, at=at + ON_RECORD / 2)
        return placed.order

    def answer(self, minutes: int, reply: str) -> None:
        """Answer the order itself once the matter is over."""
        at = self.began + timedelta(minutes=minutes)
        self.order.refresh_from_db()
        VERBS["answer"](self.order, result=Result.SOLVED, reply=reply, by=self._desk, at=at)

    def move(self, minutes: int, caller: str, name: str, **raw: Any) -> None:
        """Make a move for a unit, or by the secretary where none is named."""
        at = self.began + timedelta(minutes=minutes)
        by = self._member(caller, at) if caller else self._boss
        fresh = whistle_by_id(self._whistle.pk, self._boss)
        perform(fresh, name, by=by, at=at, raw=raw | ({"unit": caller} if caller else {}))

    def doors(self) -> list[str]:
        """Ids of the doors it lists, in order."""
        return [str(door.pk) for door in self._whistle.doors.all()]

    def _member(self, unit: str, at: datetime) -> Actor:
        found = handlers(self._town.units[unit].pk, timezone.localdate(at))
        return self._town.actor(found[0].person)
