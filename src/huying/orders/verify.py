"""Recomputing what orders say of themselves: from their records, notes and clocks."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.utils.dateparse import parse_datetime

from huying.clocks.models import Clock
from huying.kernel.hashing import salted
from huying.orders.models import NEVER, Order, Rating
from huying.orders.models.order import KIND
from huying.orders.queries import floating
from huying.orders.said import was_there_at
from huying.orders.states import OPEN
from huying.trail.models import Record
from huying.trail.verify import Check

BATCH = 1000


def _batches() -> Iterator[list[Order]]:
    rows = Order.objects.order_by("id").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield batch


def check_orders() -> Check:
    """State, version and head of each order are those of its last record."""
    result = Check("orders")
    for batch in _batches():
        records = Record.objects.filter(subject_kind=KIND, subject_id__in=[o.pk for o in batch])
        last = {record.subject_id: record for record in records.order_by("subject_id", "seq")}
        for order in batch:
            result.checked += 1
            end = last.get(order.pk)
            said = (end.seq, end.hash, end.target) if end else None
            if said != (order.version, order.chain_head, order.state):
                result.differs(f"{order.number}: not what its last record says")
            elif order.is_open != (order.state in OPEN):
                result.differs(f"{order.number}: open does not say what the state says")
    return result


def check_words() -> Check:
    """The resident's words are still those that were sealed when they were written down."""
    result = Check("words")
    for batch in _batches():
        births = {
            record.subject_id: record
            for record in Record.objects.filter(
                subject_kind=KIND, subject_id__in=[o.pk for o in batch], given__has_key="text"
            ).order_by("subject_id", "seq")
        }
        for order in batch:
            seal = births[order.pk].given["text"] if order.pk in births else None
            if isinstance(seal, dict):
                result.checked += 1
                if seal.get("sealed") != salted(order.text, order.query_code):
                    result.differs(f"{order.number}: the words were altered")
    return result


def check_ratings() -> Check:
    """Every judgement says what was recorded when it was given, and none is missing."""
    result = Check("ratings")
    records = Record.objects.filter(subject_kind=KIND, move="judge").order_by("subject_id", "seq")
    told = {(one.subject_id, one.at): one.given for one in records.iterator(chunk_size=BATCH)}
    for rating in Rating.objects.order_by("id").iterator(chunk_size=BATCH):
        result.checked += 1
        given = told.pop((rating.order_id, rating.at), {})
        said = (rating.solved, rating.satisfied, rating.answers, rating.channel)
        recorded = (given.get("solved"), given.get("satisfied"), given.get("answers", {}), given.get("channel"))  # fmt: skip
        if said != recorded:
            result.differs(f"order {rating.order_id}: the judgement was altered")
    for order, _at in told:
        result.differs(f"order {order}: a judgement is missing")
    return result


def check_promises() -> Check:
    """The nearest promise on each open order is the nearest of its running clocks."""
    result = Check("promises")
    for batch in _batches():
        dues: dict[int, datetime] = {}
        running = Clock.objects.filter(
            subject_kind=KIND, subject_id__in=[o.pk for o in batch], stopped_at=None,
            due_at__isnull=False,
        )  # fmt: skip
        for clock in running:
            due = clock.due_at or NEVER
            dues[clock.subject_id] = min(due, dues.get(clock.subject_id, NEVER))
        for order in batch:
            result.checked += 1
            if order.next_due_at != dues.get(order.pk, NEVER):
                result.differs(f"{order.number}: next due {order.next_due_at}")
    return result


def check_visits() -> Check:
    """What each order repeats of its last visit is what its records say."""
    result = Check("visits")
    for batch in _batches():
        visits = Record.objects.filter(
            subject_kind=KIND, subject_id__in=[o.pk for o in batch], move="visit"
        )
        last: dict[int, tuple[datetime, str]] = {}
        for record in visits.order_by("subject_id", "seq"):
            said = str(record.given.get("visited_at", ""))
            device = str(record.given.get("device", ""))
            there = was_there_at(parse_datetime(said), record.at, device=device)
            if record.subject_id not in last or there >= last[record.subject_id][0]:
                last[record.subject_id] = (there, record.given["outcome"])
        for order in batch:
            result.checked += 1
            if (order.visited_at, order.visit_outcome) != last.get(order.pk, (None, "")):
                result.differs(f"{order.number}: not what the last visit said")
    return result


def check_floating(at: datetime) -> Check:
    """No open order is without exactly one responsible unit and person."""
    result = Check("floating")
    result.checked = Order.objects.filter(is_open=True).count()
    for order in floating(at).order_by("id"):
        result.differs(order.number)
    return result
