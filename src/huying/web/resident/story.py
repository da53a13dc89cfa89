"""An order told to its resident: the promise, who does it, what happened, what they can do."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.clocks.models import Clock
from huying.clocks.queries import of as clocks_of
from huying.files.states import MOMENT_LABELS, Kind, Moment
from huying.kernel.receipts import Receipt
from huying.orders.actions.attaching import shown_files
from huying.orders.labels import HAPPENED, STATES
from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.orders.policy import asker_of
from huying.orders.queries import Entry, open_moves, timeline
from huying.orders.states import OVER, NoteKind, OrderState
from huying.trail.queries import chain
from huying.web.resident.forms import JudgeForm, SayForm
from huying.web.ui.shapes import Event, Photo
from huying.web.ui.words import moment

# What a resident is not told line by line: the desk's own bookkeeping.
KEPT_INSIDE = frozenset({
    "correct", "supervise", "hand_over", "request_return", "refuse_return", "request_extension",
    "refuse_extension", "request_hold", "refuse_hold", "branch", "archive", "add_helper",
})  # fmt: skip
SHOWN_KINDS = frozenset(NoteKind) - {NoteKind.INSTRUCTION}
# The clock whose due time is the promise, in the order they matter.
PROMISES = ("close", "accept", "review")


def story(order: Order, *, at: datetime) -> dict[str, Any]:
    """Everything the resident's page shows."""
    me = asker_of(order)
    can = open_moves(order, by=me)
    entries = timeline(order, public_only=True)
    judged = order.ratings.filter(round=order.reopens).first()
    openings = chain("contact", order.pk)
    return {
        "order": order,
        "state_label": STATES[order.state],
        "over": order.state in OVER,
        "promise": promise(order),
        "kept": order.state in {OrderState.CLOSED, OrderState.ARCHIVED}
        and bool(order.completed_at),
        "receipt": receipt(entries, order),
        "events": [
            event(entry, at) for entry in reversed(entries) if entry.record.move not in KEPT_INSIDE
        ],
        "question": question(order, entries),
        "pictures": pictures(order),
        "followed": order.merged_into,
        "can": set(can),
        "judgement": None if judged or "judge" not in can else JudgeForm(auto_id="judge_%s"),
        "judged": judged,
        "say": SayForm(auto_id="say_%s"),
        "openings": openings,
    }


def promise(order: Order) -> Clock | None:
    """The promise that counts for the resident now: the running one, else the last that ended."""
    clocks = list(clocks_of(KIND, order.pk))
    for name in PROMISES:
        running = [c for c in clocks if c.name == name and c.stopped_at is None]
        if running:
            return running[-1]
    ended = [c for c in clocks if c.name == "close"]
    return ended[-1] if ended else None


def receipt(entries: list[Entry], order: Order) -> str:
    """The receipt of the first record, to be found in the day's digest later."""
    first = entries[0].record if entries else None
    return Receipt(order.number, first.seq, first.hash).text if first else ""


def question(order: Order, entries: list[Entry]) -> str:
    """What the desk asked and nobody answered yet."""
    if order.state != OrderState.INFO_NEEDED:
        return ""
    asked = [n.text for e in entries for n in e.notes if n.kind == NoteKind.QUESTION]
    return asked[-1] if asked else ""


def event(entry: Entry, at: datetime) -> Event:
    """One line of what happened, in plain words."""
    record = entry.record
    said = "\n".join(note.text for note in entry.notes if note.kind in SHOWN_KINDS)
    why = record.given.get("reason", "") if record.move in {"dispatch", "reassign"} else ""
    note = moment(record.at, at)
    if why:
        note = _("%(when)s · because: %(why)s") % {"when": note, "why": why}
    return Event(HAPPENED.get(record.move, record.move), note, said)


def pictures(order: Order) -> list[Photo]:
    """The photos of the order, before and after."""
    shown = []
    for upload in (f for f in shown_files(order, by_right=False) if f.kind == Kind.IMAGE):
        label = MOMENT_LABELS[Moment(upload.moment)]
        args = [order.number, upload.pk]
        shown.append(
            Photo(
                src=reverse("resident:photo", args=[*args, "thumbnail"]), alt=label, label=label,
                href=reverse("resident:photo", args=[*args, "original"]),
            )
        )  # fmt: skip
    return shown
