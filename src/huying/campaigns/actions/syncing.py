"""Check-ins brought by a device: many at once, each taken once however often it comes.

A batch is one transaction that holds its campaign, so that batches and closings come in turn.
Each item is answered for itself: what is refused takes nothing with it, and what was taken is
on record under one seal for the batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huying.campaigns.actions.arriving import Arrivals, Tick, instant
from huying.campaigns.actions.moving import hold
from huying.campaigns.models import CHECK_INS, Campaign, CheckIn
from huying.campaigns.policy import may_see
from huying.campaigns.rules import DEVICE, MOST_IN_A_BATCH, sealed_rows
from huying.campaigns.sealing import facts_of
from huying.campaigns.states import CheckInState, Outcome
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.trail.actions import append


@dataclass(frozen=True, slots=True)
class Batch:
    """What a device sends: its name, what its clock says now (ISO 8601, "" unknown), the items."""

    device: str
    sent_at: str
    ticks: Sequence[Tick]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one item; `code` and `reason` only where it was refused."""

    key: str
    outcome: Outcome
    code: Code | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Synced:
    """The answers in the order of the items, and the total afterwards."""

    answers: list[Answer]
    total: int


def sync(campaign: Campaign, batch: Batch, *, by: Actor, at: datetime) -> Synced:
    """Take what a device brings, once per key; every item answered.

    Refused as a whole `too-many` above 500 items; `unknown` for whoever may not see the
    campaign, unless what they bring is known as theirs: then the answer is the first one.
    """
    if len(batch.ticks) > MOST_IN_A_BATCH:
        why = _("a batch has 500 check-ins at most")
        raise Refused(Code.TOO_MANY, why, fields={"check_ins": why})
    with transaction.atomic():
        held = hold(campaign)
        device = batch.device if DEVICE.fullmatch(batch.device) else "?"
        sent_at = instant(batch.sent_at)
        arrivals = Arrivals(held, batch.ticks, by=by, at=at, device=device, sent_at=sent_at)
        if not may_see(by, held) and not all(map(arrivals.is_known, batch.ticks)):
            raise Refused(Code.UNKNOWN, "there is no such campaign")
        found = {place: _answer(arrivals, batch.ticks[place]) for place in arrivals.in_order()}
        _write(held, arrivals, by=by, at=at)
        counted = CheckIn.objects.filter(campaign=held, state=CheckInState.COUNTED)
        total = counted.count()
    return Synced([found[place] for place in range(len(batch.ticks))], total)


def _answer(arrivals: Arrivals, tick: Tick) -> Answer:
    try:
        return Answer(tick.key, arrivals.take(tick))
    except Refused as refusal:
        return Answer(tick.key, Outcome.REFUSED, refusal.code, refusal.reason)


def _write(campaign: Campaign, arrivals: Arrivals, *, by: Actor, at: datetime) -> None:
    rows = arrivals.rows
    if not rows:
        return
    counts = [sum(row.state == state for row in rows) for state in CheckInState]
    given: dict[str, Any] = {
        "device": rows[0].device, "taken": counts[0], "duplicates": counts[1],
        "round": campaign.closings, "rows": sealed_rows(map(facts_of, rows)),
    }  # fmt: skip
    entry = append(CHECK_INS, campaign.pk, "check_in", by=by, at=at, given=given)
    for row in rows:
        row.batch = entry.seq
    CheckIn.objects.filter(pk__in=arrivals.overturned).update(state=CheckInState.DUPLICATE)
    CheckIn.objects.bulk_create(rows)
