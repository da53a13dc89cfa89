"""Reading whistles: one, a list, who missed what, and how far an open one is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from huying.clocks.models import Clock, Outcome
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.trail.models import Record
from huying.whistles.lifecycle import RESPONSE
from huying.whistles.models import Door, Response, Whistle
from huying.whistles.policy import may_see, visible
from huying.whistles.states import DoorState

RESPONSES = Prefetch("responses", Response.objects.select_related("unit"))
LONGEST_CURSOR = 18  # digits that fit a 63-bit integer for sure


def whistles(viewer: Actor) -> QuerySet[Whistle]:
    """The whistles this viewer may see, the latest first, with the units they called."""
    rows = visible(Whistle.objects.all(), viewer).order_by("-blown_at", "-id")
    named = rows.select_related("order__place", "order__community")
    return named.prefetch_related(RESPONSES, "advances")


def open_count(viewer: Actor) -> int:
    """How many whistles are open that this viewer may see."""
    return visible(Whistle.objects.filter(is_open=True), viewer).count()


def whistle_by_id(number: int, viewer: Actor) -> Whistle:
    """The whistle with this id; refused `unknown` where there is none to show."""
    rows = Whistle.objects.filter(pk=number).select_related(
        "order__place", "order__community", "order__category__parent"
    )
    found = rows.prefetch_related(RESPONSES, "advances", "doors").first()
    if found is None or not may_see(viewer, found):
        raise Refused(Code.UNKNOWN, "no whistle can be shown to you here")
    for response in found.responses.all():
        response.whistle = found
    for door in found.doors.all():
        door.whistle = found
    return found


def of_order(order: Order) -> list[Whistle]:
    """Every whistle blown on an order, the latest first."""
    return list(order.whistles.prefetch_related(RESPONSES).order_by("-blown_at", "-id"))


@dataclass(frozen=True, slots=True)
class Answering:
    """One called unit as it stands: its clock that runs, and the clocks it missed, by name."""

    response: Response
    due_at: datetime | None
    missed: tuple[str, ...]


def answering(whistle: Whistle) -> list[Answering]:
    """Every called unit with its clocks; one query."""
    return next(units for _whistle, units in answering_all([whistle]))


def answering_all(found: Iterable[Whistle]) -> Iterator[tuple[Whistle, list[Answering]]]:
    """The called units of many whistles, each with its clocks; one query more, however many."""
    rows = list(found)
    called = [one.pk for whistle in rows for one in whistle.responses.all()]
    clocks = Clock.objects.filter(subject_kind=Response.KIND, subject_id__in=called)
    of: dict[int, list[Clock]] = {}
    for clock in clocks.order_by("started_at", "id"):
        of.setdefault(clock.subject_id, []).append(clock)
    for whistle in rows:
        yield whistle, [_answering(one, of.get(one.pk, [])) for one in whistle.responses.all()]


def _answering(response: Response, clocks: Iterable[Clock]) -> Answering:
    running = [clock.due_at for clock in clocks if clock.due_at and clock.stopped_at is None]
    missed = tuple(clock.name for clock in clocks if clock.outcome == Outcome.BREACHED)
    return Answering(response, min(running, default=None), missed)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a visit from door to door is; `handed` is how many of each thing, by its name."""

    doors: int
    done: int
    excepted: int
    handed: dict[str, int]

    @property
    def answered(self) -> int:
        """Doors that are done, or left out with a reason."""
        return self.done + self.excepted


def progress(whistle: Whistle) -> Progress:
    """Counted from the doors at this moment."""
    doors = list(whistle.doors.all())
    states = Counter(door.state for door in doors)
    handed = Counter({thing: 0 for door in doors for thing in door.things})
    handed.update(thing for door in doors for thing in door.given)
    return Progress(
        len(doors), states[DoorState.DONE], states[DoorState.EXCEPTED], dict(handed)
    )  # fmt: skip


def door_by_id(whistle: Whistle, number: int) -> Door:
    """This door of a whistle; refused `unknown`."""
    found = next((door for door in whistle.doors.all() if door.pk == number), None)
    if found is None:
        raise Refused(Code.UNKNOWN, "no door can be shown to you here")
    return found


def of_door(door: Door) -> list[Record]:
    """What happened at a door, oldest first."""
    rows = Record.objects.filter(subject_kind=Door.KIND, subject_id=door.pk)
    return list(rows.order_by("seq"))


def missed(viewer: Actor) -> QuerySet[Whistle]:
    """Whistles on which some unit answered late or not at all, or came late."""
    late = Clock.objects.filter(
        subject_kind=Response.KIND, outcome=Outcome.BREACHED
    ).values("subject_id")  # fmt: skip
    return whistles(viewer).filter(responses__pk__in=late).distinct()


def page(viewer: Actor, *, part: str, cursor: str, limit: int) -> tuple[list[Whistle], str]:
    """One page of the open ones, of those with a miss, or of all; and the cursor of the next."""
    rows = missed(viewer) if part == "missed" else whistles(viewer)
    if part == "open":
        rows = rows.filter(is_open=True)
    if cursor:
        if not cursor.isdecimal() or len(cursor) > LONGEST_CURSOR:
            raise Refused(Code.INVALID, "no such page", fields={"cursor": "no such page"})
        rows = rows.filter(pk__lt=int(cursor))
    found = list(rows.prefetch_related("doors").order_by("-id")[: limit + 1])
    following = str(found[limit - 1].pk) if len(found) > limit else ""
    return found[:limit], following


def records(whistle: Whistle) -> list[Record]:
    """What happened, of the whistle and of every unit, oldest first."""
    of_units = [one.pk for one in whistle.responses.all()]
    rows = Record.objects.filter(subject_kind=Whistle.KIND, subject_id=whistle.pk)
    rows |= Record.objects.filter(subject_kind=Response.KIND, subject_id__in=of_units)
    return list(rows.order_by("at", "id"))


def starting_moves() -> dict[str, frozenset[str]]:
    """For each clock of a response the names of the moves a limit may start it on."""
    return RESPONSE.starting()
