"""Telling a story: acts one after another, in office hours or at home, until it has to end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from huying.demo.hours import awake, later
from huying.demo.matters import Matter
from huying.kernel.calendar import Workdays

# Who acts, seen from the order: resolved to a person when the story is played.
RESIDENT, DESK, SECRETARY, DISPATCHER, LEADER = (
    "resident",
    "desk",
    "secretary",
    "dispatcher",
    "leader",
)
SUPERVISOR, LEAD, SECOND, SYSTEM, GRID = "supervisor", "lead", "second", "system", "grid"
_TRIES = 400
# A story is moved back in steps: a whole jump could carry it over a weekend it need not cross.
_STEP, _NEAR = timedelta(hours=1), timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens to the order called `story`: who does what, with what words."""

    at: datetime
    story: str
    who: str
    move: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cue:
    """What a story is about, all chosen beforehand: the matter, where, who, in what words.

    `photos_by` is who shows the work done, where the resident sent a picture; blank: none did.
    """

    story: str
    matter: Matter
    place: str
    grid: str
    unit: str = ""
    wrong_unit: str = ""
    helpers: Sequence[str] = ()
    street_unit: str = ""
    text: str = ""
    reply: str = ""
    supply: str = ""
    birth: Mapping[str, Any] = field(default_factory=dict)
    by: str = RESIDENT
    photos_by: str = ""
    part_units: Sequence[str] = ()
    others: "Sequence[Cue]" = ()


@dataclass
class Telling:
    """A story being told: the present moment, what happened so far, chance, and the words.

    `on_duty` says that somebody is at the desk out of hours too.
    """

    hours: Workdays
    now: datetime
    rng: Random
    words: Mapping[str, Any]
    on_duty: bool = False
    acts: list[Act] = field(default_factory=list)

    def act(self, story: str, who: str, move: str, **given: Any) -> None:
        """Something happens now."""
        self.acts.append(Act(self.now, story, who, move, given))

    def office(self, low: int, high: int) -> None:
        """So many office minutes pass, and a few seconds."""
        minutes = self.rng.randint(low, high) + self.rng.random()
        self.now = later(self.hours, self.now, minutes)

    def same_day(self, low: int, high: int) -> None:
        """So many office minutes pass, yet the office has not closed for the day."""
        began, closing = self.now, self.hours.next_close(self.now)
        self.office(low, high)
        if self.now > closing:
            self.now = began + (closing - began) * 0.8

    def soon(self, low: int, high: int) -> None:
        """So many minutes pass: office minutes, unless somebody is on duty at any hour."""
        if self.on_duty:
            passed = self.rng.randint(low, high) + self.rng.random()
            self.now += timedelta(minutes=passed)
        else:
            self.office(low, high)

    def home(self, low: int, high: int) -> None:
        """So many hours pass, weekends too; nobody acts at night."""
        passed = timedelta(hours=low) + timedelta(hours=high - low) * self.rng.random()
        self.now = awake(self.hours, self.now + passed, before=False)

    def past(self, moment: datetime) -> None:
        """A moment is over, if it was not before."""
        self.now = max(self.now, moment + timedelta(minutes=self.rng.randint(1, 30)))

    def chance(self, share: float) -> bool:
        """Whether something happens that happens this often."""
        return self.rng.random() < share

    def pick(self, pool: str) -> str:
        """Some of the words that fit many orders."""
        found: str = self.rng.choice(self.words[pool])
        return found

    def workdays_ahead(self, number: int) -> datetime:
        """The close of business so many workdays from now."""
        today = self.hours.local(self.now).date()
        return self.hours.closing(self.hours.add_workdays(today, number))


Fate = Callable[[Telling, Cue], None]


def told(
    fate: Fate, cue: Cue, *, begin: datetime, latest: datetime, hours: Workdays,
    words: Mapping[str, Any], on_duty: bool = False,
) -> list[Act]:  # fmt: skip
    """The acts of a story, begun at `begin` or as much earlier as it takes to end by `latest`."""
    for _try in range(_TRIES):
        first = awake(hours, begin, before=True)
        telling = Telling(hours, first, Random(cue.story), words, on_duty)  # noqa: S311 -- a seed tells it
        fate(telling, cue)
        beyond = max(act.at for act in telling.acts) - latest
        if beyond <= timedelta(0):
            return telling.acts
        begin -= max(_STEP, beyond - _NEAR)
    raise ValueError(f"story {cue.story} does not fit before {latest}")
