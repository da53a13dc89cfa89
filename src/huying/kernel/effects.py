"""What a move does to clocks, as data: start, stop, pause, resume, and who holds the time now."""

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """The five things that can happen to a named clock."""

    START = "start"
    RESTART = "restart"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"


class Holder(StrEnum):
    """Who the running second belongs to."""

    RESIDENT = "resident"
    DESK = "desk"
    UNIT = "unit"
    OUTSIDE = "outside"
    HOLD = "hold"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Effects:
    """Clock changes in order, and the new holder of the time, if it changes hands."""

    steps: tuple[tuple[Verb, str], ...] = ()
    holder: Holder | None = None

    def __and__(self, other: "Effects") -> "Effects":
        return Effects(self.steps + other.steps, other.holder or self.holder)


NO_EFFECT = Effects()


def start(*clocks: str) -> Effects:
    """Start the named clocks, where a limit asks for it on this move."""
    return Effects(tuple((Verb.START, clock) for clock in clocks))


def restart(*clocks: str) -> Effects:
    """Run the named clocks anew from now, whatever move their limit starts on."""
    return Effects(tuple((Verb.RESTART, clock) for clock in clocks))


def stop(*clocks: str) -> Effects:
    """Stop the named clocks if they run; the outcome is fixed by when that is."""
    return Effects(tuple((Verb.STOP, clock) for clock in clocks))


def pause(*clocks: str) -> Effects:
    """Pause the named clocks; a paused clock has no due time."""
    return Effects(tuple((Verb.PAUSE, clock) for clock in clocks))


def resume(*clocks: str) -> Effects:
    """Let the named clocks run on with what was left."""
    return Effects(tuple((Verb.RESUME, clock) for clock in clocks))


def held_by(holder: Holder) -> Effects:
    """From now on the time belongs to this holder."""
    return Effects(holder=holder)
