"""Orders as they are told over HTTP: a line of a list, the whole for staff, the resident's view.

Contact details are in none of them. Rows come from the queries as they are; keys as in
`schemas`, which the contract tests hold these against.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from huying.api.answers import told
from huying.kernel.actor import Actor
from huying.orders.actions.contacting import contact_hint
from huying.orders.actions.placing import Placed
from huying.orders.labels import CHANNELS, CLOCKS, HAPPENED, KINDS, NOTES, STATES
from huying.orders.opening import KEPT_INSIDE, Opened
from huying.orders.promises import Pledge
from huying.orders.queries import Entry, timeline
from huying.orders.suggesting import suggestions

Json = dict[str, Any]
NEVER_YEAR = 9999  # the due time of what nothing is promised on


def placed_answer(placed: Placed) -> Json:
    """What whoever placed an order keeps: number, code, receipt, promises, suggestions."""
    order = placed.order
    placed_on = timezone.localdate(order.placed_at)
    return {
        "number": order.number,
        "state": order.state,
        "query_code": order.query_code,
        "receipt": placed.receipt,
        "promised": [
            {"clock": clock.name, "label": str(CLOCKS.get(clock.name, clock.name)), "due_at": told(clock.due_at), "limit": _limit(clock)}
            for clock in placed.clocks
        ],
        "suggestions": [
            {"code": found.code, "name": found.name, "words": list(found.words)}
            for found in suggestions(order.text, order.place_path, on=placed_on)
        ],
    }  # fmt: skip


def _limit(clock: Any) -> Json | None:
    return {"amount": clock.amount, "unit": clock.unit} if clock.amount is not None else None


def _named(row: Any) -> Json | None:
    return {"code": row.code, "name": row.name} if row is not None else None


def _person(row: Any) -> Json | None:
    return {"id": row.pk, "name": row.name} if row is not None else None


def _due(order: Any) -> datetime | None:
    due: datetime = order.next_due_at
    return due if due.year < NEVER_YEAR else None


def _open_words(order: Any, at: datetime) -> Json:
    """What the resident and staff both see."""
    due = _due(order)
    return {
        "number": order.number, "state": order.state, "state_label": STATES[order.state],
        "version": order.version, "kind": order.kind, "kind_label": KINDS[order.kind],
        "channel": order.channel, "channel_label": CHANNELS[order.channel],
        "title": order.title, "text": order.text, "category": _named(order.category),
        "place": _named(order.place), "address": order.address, "lng": order.lng, "lat": order.lat,
        "confidential": order.confidential, "lead": _named(order.lead_unit),
        "placed_at": told(order.placed_at), "due_at": told(due),
        "overdue": order.is_open and due is not None and due < at,
        "completed_at": told(order.completed_at), "closed_at": told(order.closed_at),
        "result": order.result, "reply": order.reply, "reopens": order.reopens,
    }  # fmt: skip


def row(order: Any, at: datetime) -> Json:
    """An order as staff see it in a list, and after a move of theirs."""
    return _open_words(order, at) | {
        "view": "staff", "community": _named(order.community), "grade": order.grade,
        "level": order.level, "safety": order.safety, "why_lead": order.why_lead,
        "responsible": _person(order.responsible_person), "lead_person": _person(order.lead_person),
        "chases": order.chases, "returns": order.returns, "supervised": order.supervised,
        "source": order.source, "source_number": order.source_number,
    }  # fmt: skip


def for_resident(order: Any, at: datetime) -> Json:
    """An order as its resident sees it: nothing of the desk's own, nothing of other people."""
    responsible = order.responsible_person
    return _open_words(order, at) | {
        "view": "resident",
        "responsible": responsible.name if responsible is not None else "",
    }


def brief(found: Opened, at: datetime) -> Json:
    """The order after a move, without its story."""
    return row(found.order, at) if found.by_right else for_resident(found.order, at)


def whole(found: Opened, at: datetime) -> Json:
    """The order with its story, and for staff its links, requests and contact hint."""
    order: Any = found.order
    story = timeline(order, public_only=not found.by_right)
    if not found.by_right:
        kept = [entry for entry in story if entry.record.move not in KEPT_INSIDE]
        return for_resident(order, at) | {"timeline": _story(kept)}
    return row(order, at) | {
        "timeline": _story(story),
        "helpers": [_named(helper.unit) for helper in order.co_handlers.all()],
        "requests": [_request(request) for request in order.requests.all()],
        "parent": order.parent.number if order.parent else None,
        "merged_into": order.merged_into.number if order.merged_into else None,
        "contact": _hint(order, found.actor),
    }


def _hint(order: Any, viewer: Actor) -> Json | None:
    hint = contact_hint(order, viewer)
    if hint is None:
        return None
    return {"phone": hint.phone, "has_name": hint.has_name, "by_agent": hint.by_agent}


def _story(entries: Iterable[Entry]) -> list[Json]:
    return [
        {
            "seq": entry.record.seq, "at": told(entry.record.at), "by": entry.record.by_label,
            "move": entry.record.move,
            "label": HAPPENED.get(entry.record.move, entry.record.move),
            "state": entry.record.target,
            "words": [
                {"kind": note.kind, "label": NOTES[note.kind], "text": note.text, "public": note.public}
                for note in entry.notes
            ],
        }
        for entry in entries
    ]  # fmt: skip


def _request(request: Any) -> Json:
    return {
        "ask": request.ask, "state": request.state, "reason": request.reason,
        "basis": request.basis, "until": told(request.until), "asked_at": told(request.asked_at),
        "decided_at": told(request.decided_at), "answer": request.answer,
    }  # fmt: skip


def clock(pledge: Pledge, *, by_right: bool) -> Json:
    """One promise and how it stands; why it stood still is told to staff only."""
    kept = pledge.clock
    return {
        "clock": kept.name, "label": CLOCKS.get(kept.name, kept.name), "limit": _limit(kept),
        "started_at": told(kept.started_at), "first_due_at": told(kept.first_due_at),
        "due_at": told(kept.due_at), "extended_to": told(kept.extended_to),
        "paused_at": told(kept.paused_at), "stopped_at": told(kept.stopped_at),
        "outcome": kept.outcome, "late": pledge.late, "provisional": kept.provisional,
        "pauses": [
            {"begun_at": told(span.begun_at), "ended_at": told(span.ended_at), "reason": span.reason if by_right else ""}
            for span in pledge.pauses
        ],
        "held_by": {holder: round(seconds, 3) for holder, seconds in pledge.held_by.items()},
    }  # fmt: skip


def record(entry: Any) -> Json:
    """One record with everything its hash covers, so that the chain can be checked elsewhere.

    The subject's id is text: it has more digits than a number in JavaScript can hold.
    """
    return {
        "seq": entry.seq, "at": told(entry.at), "recorded_at": told(entry.recorded_at),
        "by": entry.by_label, "by_person": entry.by_person, "on_behalf_of": entry.on_behalf_of,
        "move": entry.move, "source": entry.source, "target": entry.target,
        "holder": entry.holder, "given": entry.given, "subject_kind": entry.subject_kind,
        "subject_id": str(entry.subject_id), "prev_hash": entry.prev_hash, "hash": entry.hash,
    }  # fmt: skip
