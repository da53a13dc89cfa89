"""What moves do to clocks: decided in memory first, written inside the move's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from huying.clocks.models import Clock, ClockPause, Outcome
from huying.clocks.queries import open_of
from huying.clocks.rules import BREACH, Facts, Rulebook, Term, chosen, finished, timing
from huying.kernel.effects import Effects, Verb
from huying.kernel.limits import Limit, Pause, Unit, resumed
from huying.trail.models import Record

_CHANGING = [
    "rule", "amount", "unit", "warn_shares", "started_at", "due_at", "first_due_at",
    "extended_to", "paused_at", "stopped_at", "outcome", "provisional", "marked", "next_mark_at",
]  # fmt: skip


@dataclass(slots=True)
class Plan:
    """The clocks of one subject as they will be; nothing is written until `write`."""

    kind: str
    subject_id: int
    book: Rulebook
    at: datetime
    clocks: dict[str, Clock] = field(default_factory=dict)
    born: list[Clock] = field(default_factory=list)
    changed: dict[int, Clock] = field(default_factory=dict)
    pauses: list[ClockPause] = field(default_factory=list)
    ended_pauses: list[ClockPause] = field(default_factory=list)

    @property
    def next_due_at(self) -> datetime | None:
        """The nearest promise that is running; None when none runs."""
        dues = [c.due_at for c in self.clocks.values() if c.due_at and c.stopped_at is None]
        return min(dues, default=None)

    def beside(self, _entry: Record) -> None:
        """Write what was decided beside a record."""
        self.write()

    def write(self) -> None:
        """Write what was decided: at most four statements."""
        if len(self.changed) == 1:  # one statement too, without a CASE for every column
            for clock in self.changed.values():
                clock.save(update_fields=_CHANGING, force_update=True)
        elif self.changed:
            Clock.objects.bulk_update(self.changed.values(), _CHANGING)
        if self.born:
            Clock.objects.bulk_create(self.born)
        if self.pauses:
            ClockPause.objects.bulk_create(self.pauses)
        if self.ended_pauses:
            ClockPause.objects.bulk_update(self.ended_pauses, ["ended_at"])


def plan(
    kind: str,
    subject_id: int,
    effects: Effects,
    *,
    move: str,
    facts: Facts,
    at: datetime,
    book: Rulebook,
    born: bool = False,
    dues: Mapping[str, datetime] | None = None,
    why: str = "",
) -> Plan:
    """Decide what `effects` do to a subject's clocks.

    `born` says that the subject is new and has no clocks; `dues` gives a due time to a
    clock that no limit rule governs (a review date), `why` the reason of a pause.
    """
    decided = Plan(kind, subject_id, book, at)
    if not born:
        decided.clocks = {clock.name: clock for clock in open_of(kind, subject_id)}
    decide(decided, effects, move=move, facts=facts, dues=dues, why=why)
    return decided


def decide(
    decided: Plan,
    effects: Effects,
    *,
    move: str,
    facts: Facts,
    dues: Mapping[str, datetime] | None = None,
    why: str = "",
) -> None:
    """Decide what one more move at `decided.at` does to the clocks of a plan."""
    for verb, name in effects.steps:
        if verb is Verb.RESTART and name in decided.clocks:
            _stop(decided, decided.clocks.pop(name), why)
        if verb in {Verb.START, Verb.RESTART}:
            trigger = move if verb is Verb.START else ""
            _start(decided, name, trigger, facts, (dues or {}).get(name))
        elif name in decided.clocks:
            _ACT[verb](decided, decided.clocks[name], why)


def _start(decided: Plan, name: str, move: str, facts: Facts, due: datetime | None) -> None:
    book, at = decided.book, decided.at
    on = book.workdays.local(at).date()
    term = chosen(book.terms, name, move, facts, on)
    if name in decided.clocks:
        _start_anew(decided, decided.clocks[name], term)
        return
    if due is None and term is None:
        return
    clock = Clock(
        subject_kind=decided.kind, subject_id=decided.subject_id, name=name, started_at=at
    )
    if due is not None:
        clock.due_at = clock.first_due_at = clock.next_mark_at = due
    elif term is not None:
        _govern(decided, clock, term)
    decided.clocks[name] = clock
    decided.born.append(clock)


def _start_anew(decided: Plan, clock: Clock, term: Term | None) -> None:
    """Let a running clock count from here under another limit, where one asks for this move.

    So a grade, which is given when an order is taken on, has its own promise. One that was
    broken before stays broken.
    """
    if term is None or term.rule_id == clock.rule_id or clock.paused_at is not None:
        return
    if clock.due_at is not None and decided.at > clock.due_at:
        clock.outcome = Outcome.BREACHED
    clock.marked = BREACH if clock.outcome else Decimal(0)
    clock.started_at, clock.extended_to = decided.at, None
    _govern(decided, clock, term)
    _changed(decided, clock)


def _govern(decided: Plan, clock: Clock, term: Term) -> None:
    clock.rule_id, clock.amount = term.rule_id, term.limit.amount
    clock.unit, clock.warn_shares = term.limit.unit.value, list(term.warn_shares)
    _retime(clock, [], decided)
    clock.first_due_at = clock.due_at


def _retime(clock: Clock, pauses: list[Pause], decided: Plan) -> None:
    """Work out due time and next mark from the limit the clock was started under."""
    if clock.amount is None:
        clock.due_at = clock.next_mark_at = clock.extended_to or clock.first_due_at
        return
    found = timing(
        Limit(clock.amount, Unit(clock.unit)), clock.started_at, pauses, decided.book.workdays,
        shares=clock.warn_shares, marked=clock.marked, extended_to=clock.extended_to,
    )  # fmt: skip
    clock.due_at, clock.provisional = found.due_at, found.provisional
    clock.next_mark_at = found.next_mark_at


def _stop(decided: Plan, clock: Clock, why: str) -> None:
    if clock.paused_at is not None:
        _resume(decided, clock, why)
    clock.stopped_at, clock.next_mark_at = decided.at, None
    if not clock.outcome:
        late = clock.due_at is not None and decided.at > clock.due_at
        clock.outcome = Outcome.BREACHED if late else Outcome.MET
    _changed(decided, clock)


def _pause(decided: Plan, clock: Clock, why: str) -> None:
    if clock.paused_at is not None:
        return
    clock.paused_at, clock.due_at, clock.next_mark_at = decided.at, None, None
    decided.pauses.append(ClockPause(clock=clock, begun_at=decided.at, reason=why[:200]))
    _changed(decided, clock)


def _resume(decided: Plan, clock: Clock, _why: str) -> None:
    if clock.paused_at is None:
        return
    ended = max(decided.at, clock.paused_at)  # the machine's own clock may have been set back
    spans = _spans(decided, clock)
    for span in spans:
        if span.ended_at is None:
            span.ended_at = ended
            if span not in decided.pauses:
                decided.ended_pauses.append(span)
    if clock.extended_to is not None and clock.unit:  # what was granted is kept over a pause too
        held = Pause(clock.paused_at, ended)
        clock.extended_to = resumed(
            Unit(clock.unit), clock.extended_to, held, decided.book.workdays
        )
    clock.paused_at = None
    _retime(clock, finished(spans, clock.started_at), decided)
    _changed(decided, clock)


def _spans(decided: Plan, clock: Clock) -> list[ClockPause]:
    """The pauses of a clock: those it came with, and those decided here."""
    fresh = [span for span in decided.pauses if span.clock is clock]
    return fresh if clock in decided.born else [*clock.pauses.all(), *fresh]


def _changed(decided: Plan, clock: Clock) -> None:
    if clock not in decided.born:
        decided.changed[clock.pk] = clock


_ACT = {Verb.STOP: _stop, Verb.PAUSE: _pause, Verb.RESUME: _resume}


def retime(decided: Plan) -> None:
    """Work out every running clock anew, because the calendar says something else now."""
    for clock in decided.clocks.values():
        if clock.paused_at is None and clock.amount is not None:
            before = (clock.due_at, clock.provisional)
            _retime(clock, finished(_spans(decided, clock), clock.started_at), decided)
            if (clock.due_at, clock.provisional) != before:
                _changed(decided, clock)


def extend(decided: Plan, name: str, until: datetime) -> None:
    """Let a running clock reach to `until`; the first promise stays on record."""
    clock = decided.clocks[name]
    clock.extended_to = until
    _retime(clock, finished(_spans(decided, clock), clock.started_at), decided)
    _changed(decided, clock)
