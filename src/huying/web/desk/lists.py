"""The saved lists of the desk: what each holds, in the order of a working day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.orders.queries import Mine, Wanted
from huying.orders.states import OrderState as S
from huying.people.roles import Grant

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list by its name in the address; `counted` ones show how many wait."""

    name: str
    label: Promise
    wanted: Callable[[Actor, datetime], Wanted]
    nothing: Promise
    counted: bool = True
    aside: bool = False


def midnight(day: date) -> datetime:
    """The first moment of a day, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def my_day(actor: Actor, at: datetime) -> Wanted:
    """Open orders this person answers for or leads, what waits at their desks, what they decide."""
    desks = frozenset(one.place_id for one in actor.standings if Grant.TRIAGE in one.grants)
    return Wanted(
        open_only=True,
        mine=Mine(
            actor.person_id or 0,
            desks,
            decides=actor.may_anywhere(Grant.DECIDE),
            covering=actor.covering,
        ),
    )


def _in(*states: S, ordering: str = "due") -> Callable[[Actor, datetime], Wanted]:
    wanted = Wanted(states=states, ordering=ordering)
    return lambda _actor, _at: wanted


def _closed_lately(_actor: Actor, at: datetime) -> Wanted:
    return Wanted(states=(S.CLOSED,), closed_since=at - LATELY, ordering="placed")


_CALM = _("Nothing waits here")
ALL = (
    SavedList("mine", _("My day"), my_day, _("Nothing waits for you")),
    SavedList("waiting", _("To accept"), _in(S.SUBMITTED), _CALM),
    SavedList("to-dispatch", _("To dispatch"), _in(S.ACCEPTED), _CALM),
    SavedList("requests", _("Requests to decide"), lambda _a, _t: Wanted(asked=True, open_only=True), _CALM),
    SavedList("resident", _("Resident to answer"), _in(S.INFO_NEEDED), _CALM),
    SavedList("under-way", _("Under way"), _in(S.DISPATCHED, S.SIGNED, S.IN_PROGRESS), _CALM),
    SavedList("to-check", _("To check"), _in(S.COMPLETED), _CALM),
    SavedList("follow-up", _("Follow-up"), _in(S.FOLLOW_UP), _CALM),
    SavedList("on-hold", _("On hold"), _in(S.SUSPENDED), _("Nothing is on hold")),
    SavedList("overdue", _("Overdue"), lambda _a, _t: Wanted(overdue=True, open_only=True), _("Nothing is late")),
    SavedList("to-reply", _("Supervision to reply to"), lambda _a, _t: Wanted(awaits_reply=True, open_only=True), _("No supervision waits for a reply")),
    SavedList("closed", _("Closed lately"), _closed_lately, _("Nothing was closed in the last 30 days"), counted=False, aside=True),
    SavedList("all", _("All orders"), lambda _a, _t: Wanted(ordering="placed"), _("There is no order yet"), counted=False, aside=True),
)  # fmt: skip
LISTS: Mapping[str, SavedList] = {one.name: one for one in ALL}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of somebody's day: what of it, said in a word, and how pressing that is."""

    name: str
    label: Promise
    narrows: Callable[[datetime], dict[str, object]]
    tone: str = ""


def _due_today(at: datetime) -> dict[str, object]:
    return {"due_since": at, "due_until": midnight(timezone.localdate(at) + timedelta(days=1))}


PARTS = (
    Part("overdue", _("Overdue"), lambda _at: {"overdue": True}, "late"),
    Part("today", _("Due today"), _due_today, "soon"),
    Part("returned", _("Returned"), lambda _at: {"returned": True}),
    Part("asked", _("To decide"), lambda _at: {"asked": True}),
    Part("resident", _("Resident to answer"), lambda _at: {"states": (S.INFO_NEEDED,)}),
    Part("pressed", _("Supervised or chased"), lambda _at: {"pressed": True}),
    Part("again", _("To visit again"), lambda _at: {"visit_again": True}),
    Part(
        "visited",
        _("Visited today"),
        lambda at: {"visited_since": midnight(timezone.localdate(at))},
    ),
)


def parts_of_day(actor: Actor, at: datetime) -> dict[str, Wanted]:
    """What each part of this person's day holds, to be counted with the lists."""
    day = my_day(actor, at)
    return {f"day-{part.name}": replace(day, **part.narrows(at)) for part in PARTS}  # type: ignore[arg-type] # fields of Wanted


def part_named(name: str) -> Part | None:
    """The part of the day called so."""
    return next((part for part in PARTS if part.name == name), None)


def named(name: str) -> SavedList:
    """The list with this name; my day for any other."""
    return LISTS.get(name, LISTS["mine"])


def counted(actor: Actor, at: datetime) -> dict[str, Wanted]:
    """What the counted lists hold, to be counted in one query."""
    return {one.name: one.wanted(actor, at) for one in ALL if one.counted}
