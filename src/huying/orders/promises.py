"""The promises made on an order: each clock, how it stands, and who held the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huying.clocks.models import Clock
from huying.clocks.queries import of
from huying.clocks.rules import held_totals
from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.trail.models import Record
from huying.trail.queries import chain


@dataclass(frozen=True, slots=True)
class Standstill:
    """A span in which a clock stood still; `ended_at` is None while it does."""

    begun_at: datetime
    ended_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Pledge:
    """One clock of an order with its pauses and the seconds each holder had.

    `late` says that the due time has passed, whether or not the sweep has seen it.
    """

    clock: Clock
    pauses: tuple[Standstill, ...]
    held_by: Mapping[str, float]
    late: bool


def pledges(order: Order, *, at: datetime, records: Sequence[Record] | None = None) -> list[Pledge]:
    """Every clock of the order as of `at`, oldest first; three queries.

    Two for who has the order's `records` at hand already.
    """
    kept = of(KIND, order.pk).select_related("rule").prefetch_related(None)
    clocks = list(kept.prefetch_related("pauses"))
    if records is None:
        records = list(chain(KIND, order.pk).only("at", "holder"))
    return [
        Pledge(
            clock,
            tuple(Standstill(p.begun_at, p.ended_at, p.reason) for p in clock.pauses.all()),
            held_totals(records, clock.started_at, clock.stopped_at or at),
            _late(clock, at),
        )
        for clock in clocks
    ]


def _late(clock: Clock, at: datetime) -> bool:
    if clock.outcome:
        return clock.outcome == "breached"
    return clock.due_at is not None and (clock.stopped_at or at) > clock.due_at
