"""An order told to its resident: the promise, who does it, what happened, what they can do."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.clocks.models import Clock
from huying.clocks.queries import of as clocks_of
from huying.files.states import MOMENT_LABELS, Kind, Moment
from huying.kernel.receipts import Receipt
from huying.notices.labels import WAYS
from huying.notices.queries import told_about
from huying.orders.actions.attaching import shown_files
from huying.orders.called import asked_of
from huying.orders.foresight import likely_end
from huying.orders.labels import HAPPENED, STATES, Label
from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.orders.offers import offers
from huying.orders.opening import KEPT_INSIDE
from huying.orders.policy import asker_of
from huying.orders.queries import Entry, timeline
from huying.orders.standing import answers_for
from huying.orders.states import OVER, NoteKind, OrderState
from huying.supply.labels import NEED_STATES
from huying.supply.queries.supporters import standing_of
from huying.trail.queries import chain
from huying.web.resident.forms import AgainForm, JudgeForm, SayForm
from huying.web.ui.shapes import Event, Photo
from huying.web.ui.words import calendar_date, day_in_words, moment

# The steps of a matter that everyone who joined it may follow.
STEPS = frozenset({
    "accept", "dispatch", "take", "reassign", "arbitrate", "sign", "begin", "grant_extension", "grant_hold", "resume",
    "complete", "answer", "check", "rework", "close", "reopen", "retime", "judge",
})  # fmt: skip
NEXT: dict[str, Label] = {
    OrderState.SUBMITTED: gettext_lazy("Next: the community reads it and finds who can do it."),
    OrderState.INFO_NEEDED: gettext_lazy(
        "Next: your answer; until then the promised time stands still."
    ),
    OrderState.ACCEPTED: gettext_lazy("Next: it is sent to whoever can do it."),
    OrderState.DISPATCHED: gettext_lazy("Next: whoever is to do it signs for it."),
    OrderState.SIGNED: gettext_lazy("Next: work begins."),
    OrderState.IN_PROGRESS: gettext_lazy("Next: the work is finished and you are told."),
    OrderState.SUSPENDED: gettext_lazy(
        "It waits for something nobody here can change; it comes back by itself."
    ),
    OrderState.COMPLETED: gettext_lazy("Next: the community checks it, and you judge."),
    OrderState.FOLLOW_UP: gettext_lazy("Next: you say whether it is done."),
}
KEPT = frozenset({OrderState.CLOSED, OrderState.ARCHIVED})
SHOWN_KINDS = frozenset(NoteKind) - {NoteKind.INSTRUCTION}
# The clock whose due time is the promise, in the order they matter.
PROMISES = ("close", "accept", "review")


def story(order: Order, *, at: datetime) -> dict[str, Any]:
    """Everything the resident's page shows."""
    can = {offer.name for offer in offers(order, by=asker_of(order), at=at)}
    entries = timeline(order, public_only=True)
    judged = order.ratings.filter(round=order.reopens).first()
    shared = order.merged_into or order  # joined to another, it goes as the other goes
    standing = standing_of(order)
    return {
        "order": order,
        "shared": shared,
        "joined": order.merged_into is not None,
        "away": away(shared, at),
        "state_label": STATES[shared.state],
        "over": shared.state in OVER,
        "promise": promise(shared),
        "likely": likely(shared, at),
        "next_step": NEXT.get(shared.state, ""),
        "kept": shared.state in KEPT and bool(shared.completed_at),
        "receipt": receipt(entries, order),
        "events": events(order, entries, at),
        "question": question(order, entries),
        "pictures": pictures(order),
        "can": can,
        "judgement": None
        if judged or "judge" not in can
        else JudgeForm(auto_id="judge_%s", asked=asked_of(order, timezone.localdate(at))),
        "judged": judged,
        "say": SayForm(auto_id="say_%s"),
        "again": AgainForm(auto_id="again_%s"),
        "told": [(one, WAYS[one.way]) for one in told_about(order.pk) if one.text],
        "openings": chain("contact", order.pk),
        "standing": standing,
        "standing_label": NEED_STATES[standing.state] if standing else "",
    }


def away(order: Order, at: datetime) -> str:
    """Who answers for it while the responsible person is away; "" while they are there."""
    found = answers_for(order, at=at)
    if found is None or found.back_on is None:
        return ""
    until = calendar_date(found.back_on, timezone.localdate(at))
    words = _("%(name)s is away until %(until)s; %(stand_in)s answers meanwhile.")
    return words % {"name": found.name, "until": until, "stand_in": found.stand_in}


def likely(order: Order, at: datetime) -> str:
    """When it will most likely be done, in words; "" where nothing honest can be said."""
    found = likely_end(order, at)
    if found is None:
        return ""
    day = day_in_words(timezone.localdate(found.at), timezone.localdate(at))
    words = _("as things stand, most likely done %(day)s (going by %(count)d like it)")
    return words % {"day": day, "count": found.of}


def events(order: Order, entries: list[Entry], at: datetime) -> list[Event]:
    """What happened, newest first; of a matter one joined only the steps, not others' words."""
    told = [event(entry, at, own=True) for entry in entries if entry.record.move not in KEPT_INSIDE]
    if order.merged_into is not None:
        since = entries[-1].record.at
        told += [
            event(Entry(entry.record, ()), at)
            for entry in timeline(order.merged_into, public_only=True)
            if entry.record.at >= since and entry.record.move in STEPS
        ]
    return told[::-1]


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


def event(entry: Entry, at: datetime, *, own: bool = False) -> Event:
    """One line of what happened, in plain words; on one's `own` order also why one opened it again."""
    record = entry.record
    said = "\n".join(note.text for note in entry.notes if note.kind in SHOWN_KINDS)
    if own and record.move == "reopen" and record.by_person is None:
        said = record.given.get("reason", "")
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
