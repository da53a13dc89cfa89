"""Running what is due, once each, whatever the number of workers."""

from datetime import datetime

from django.db import transaction

from huying.clocks.models import Clock, ClockMark, Outcome
from huying.clocks.queries import rulebook
from huying.clocks.rules import BREACH, Rulebook, next_mark, next_share
from huying.kernel.limits import Unit
from huying.trail.actions import announce

BATCH = 100


def sweep(at: datetime) -> int:
    """Mark every warning and breach that is due by `at`; how many marks were made here."""
    book, made = rulebook(), 0
    while batch := list(
        Clock.objects.filter(next_mark_at__lte=at).order_by("next_mark_at", "id")[:BATCH]
    ):
        made += sum(_mark(clock, at, book) for clock in batch)
    return made


def _mark(clock: Clock, at: datetime, book: Rulebook) -> bool:
    """Take one mark by compare-and-set and announce it; False when another worker did."""
    share = next_share(clock.warn_shares, clock.marked) or BREACH
    due = clock.due_at
    if due is None:
        return False
    following = (
        next_mark(clock.warn_shares, share, clock.started_at, due, book.workdays, Unit(clock.unit))
        if clock.unit
        else None
    )
    fields = {"outcome": Outcome.BREACHED} if share == BREACH else {}
    with transaction.atomic():
        # Two shares may be due at the same instant: the last mark tells them apart.
        taken = Clock.objects.filter(
            pk=clock.pk, next_mark_at=clock.next_mark_at, marked=clock.marked
        ).update(marked=share, next_mark_at=following if share < BREACH else None, **fields)
        if taken != 1:
            return False
        _, made = ClockMark.objects.get_or_create(
            clock=clock, share=share, due_at=due, defaults={"at": at}
        )
        if not made:  # spoken before, and forgotten by a move that was under way then
            return False
        event = "clock.breached" if share == BREACH else "clock.warned"
        payload = {
            "clock": clock.name, "share": str(share), "due_at": due, "rule": clock.rule_id,
        }  # fmt: skip
        announce(event, clock.subject_kind, clock.subject_id, at=at, payload=payload)
    return True
