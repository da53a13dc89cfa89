"""Which limit applies, when a clock is due, and when it next speaks; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from huying.kernel.calendar import Workdays
from huying.kernel.limits import Limit, Pause, Unit, due_at, provisional, warn_at

BREACH = Decimal(1)


@dataclass(frozen=True, slots=True)
class Term:
    """One limit rule as a value."""

    rule_id: int
    clock: str
    starts_on: str
    limit: Limit
    warn_shares: tuple[float, ...]
    extension_cap: int
    place_path: str
    kind: str
    category: str
    grade: str
    level: int | None
    valid_from: date
    valid_until: date | None
    tell: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the choice of a limit depends on; `categories` is the code and its ancestors."""

    place_path: str = ""
    kind: str = ""
    categories: tuple[str, ...] = ()
    grade: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every limit and the calendar, as of one reading."""

    terms: tuple[Term, ...] = ()
    workdays: Workdays = field(default_factory=Workdays)


def _fits(term: Term, facts: Facts, on: date) -> bool:
    return (
        term.valid_from <= on
        and (term.valid_until is None or on < term.valid_until)
        and facts.place_path.startswith(term.place_path)
        and term.kind in {"", facts.kind}
        and (not term.category or term.category in facts.categories)
        and term.grade in {"", facts.grade}
        and term.level in {None, facts.level}
    )


def _weight(term: Term) -> tuple[int, int, int, date, int]:
    """More specific first: a nearer place, then more conditions, then the newer rule."""
    conditions = sum(map(bool, (term.kind, term.grade, term.level)))
    return (len(term.place_path), len(term.category), conditions, term.valid_from, term.rule_id)


def chosen(terms: Iterable[Term], clock: str, move: str, facts: Facts, on: date) -> Term | None:
    """The limit this clock starts under on this move; None when the move does not start it.

    The most specific rule for the clock decides; it may ask for another move to start it.
    A blank move starts it whatever the rule asks for.
    """
    fitting = [term for term in terms if term.clock == clock and _fits(term, facts, on)]
    best = max(fitting, key=_weight, default=None)
    return best if best is not None and move in {"", best.starts_on} else None


def finished(spans: Iterable[Any], since: datetime) -> list[Pause]:
    """The pauses that are over, of those since the clock counts under its present limit."""
    return [Pause(s.begun_at, s.ended_at) for s in spans if s.ended_at and s.begun_at >= since]


@dataclass(frozen=True, slots=True)
class Timing:
    """When a clock is due and when it next speaks."""

    due_at: datetime
    provisional: bool
    next_mark_at: datetime | None


def timing(
    limit: Limit,
    started: datetime,
    pauses: Sequence[Pause],
    workdays: Workdays,
    *,
    shares: Sequence[float],
    marked: Decimal,
    extended_to: datetime | None = None,
) -> Timing:
    """Due time (the later of rule and extension), whether a year is unannounced, next mark."""
    due = due_at(limit, started, pauses, workdays)
    if extended_to is not None:
        due = max(due, extended_to)
    return Timing(
        due,
        provisional(limit, started, due, workdays),
        next_mark(shares, marked, started, due, workdays, limit.unit),
    )


def next_share(shares: Sequence[float], marked: Decimal) -> Decimal | None:
    """The next share to speak at after `marked`; 1 is the breach; None when all are past."""
    ahead = sorted({Decimal(str(share)) for share in shares} | {BREACH})
    return next((share for share in ahead if marked < share <= BREACH), None)


def next_mark(
    shares: Sequence[float],
    marked: Decimal,
    started: datetime,
    due: datetime,
    workdays: Workdays,
    unit: Unit,
) -> datetime | None:
    """When the next share is reached."""
    share = next_share(shares, marked)
    if share is None:
        return None
    return due if share == BREACH else warn_at(float(share), started, due, workdays, unit)


def held_totals(records: Iterable[Any], since: datetime, until: datetime) -> Mapping[str, float]:
    """Seconds per holder within [since, until), from records in order that say who holds."""
    totals: dict[str, float] = {}
    holder, begun = "", since
    for entry in records:
        if not entry.holder:
            continue
        totals[holder] = totals.get(holder, 0.0) + _overlap(begun, entry.at, since, until)
        holder, begun = entry.holder, entry.at
    totals[holder] = totals.get(holder, 0.0) + _overlap(begun, until, since, until)
    return {name: seconds for name, seconds in totals.items() if name and seconds > 0}


def _overlap(begun: datetime, ended: datetime, since: datetime, until: datetime) -> float:
    return max(0.0, (min(ended, until) - max(begun, since)).total_seconds())
