"""How a clock looks from outside: one tone, one promise, what is left and who holds it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from huying.web.ui.words import lasting, when


class ClockState(StrEnum):
    """What a clock can be doing when it is looked at."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"


class Tone(StrEnum):
    """The six tones a badge can have; colour only repeats what its word says."""

    CELADON = "celadon"
    QUIET = "quiet"
    SOON = "soon"
    LATE = "late"
    DONE = "done"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Face:
    """A clock in words: `promise` and `left` may be empty, `held_by` is a name or empty."""

    tone: Tone
    icon: str
    promise: str
    left: str
    held_by: str = ""


def face(
    due_at: datetime | None,
    now: datetime,
    *,
    state: str = ClockState.RUNNING,
    warned: bool = False,
    held_by: str = "",
    ended_at: datetime | None = None,
) -> Face:
    """The face of a clock; all times aware.

    `state` is a `ClockState` value (ValueError otherwise); `warned` says that the domain has
    already warned about this clock, so the face says "soon" by a rule that is not made here.
    A breached clock is late up to `ended_at`, or up to now while the work goes on.
    """
    match ClockState(state):
        case ClockState.PAUSED:
            return Face(Tone.QUIET, "circle-pause", "", _("paused"), held_by)
        case ClockState.MET:
            return Face(Tone.DONE, "circle-check", "", _("kept in time"))
    if due_at is None:
        return Face(Tone.QUIET, "clock", "", _("no time limit"), held_by)
    promise = when(due_at, now)
    span = {"span": lasting((ended_at or now) - due_at, rough=True)}
    if state == ClockState.BREACHED or due_at <= now:
        return Face(Tone.LATE, "circle-alert", promise, _("%(span)s late") % span, held_by)
    left = _("%(span)s left") % span
    if warned:
        return Face(Tone.SOON, "hourglass", promise, left, held_by)
    return Face(Tone.CELADON, "clock", promise, left, held_by)
