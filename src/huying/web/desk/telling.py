"""What happened to an order, told to those who work on it: records in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.orders.labels import (
    CLOCKS,
    DEGREES,
    FIELDS,
    GRADES,
    HAPPENED,
    KINDS,
    LEVELS,
    NOTES,
    REASONS,
    RESULTS,
    VISITS,
    Label,
)
from huying.orders.models import Order
from huying.orders.promises import Pledge
from huying.orders.queries import Entry
from huying.orders.standing import answers_for
from huying.web.desk.fieldwork import from_device
from huying.web.ui.shapes import Event
from huying.web.ui.words import calendar_date, moment, when

Names = Mapping[tuple[str, str], str]
_LABELLED: Mapping[str, Mapping[Any, Label]] = {
    "why": REASONS,
    "result": RESULTS,
    "outcome": VISITS,
    "degree": DEGREES,
    "kind": KINDS,
    "grade": GRADES,
    "level": LEVELS,
}
# Reasons the product gives when it sends an order round again.
DECIDED: Mapping[str, Label] = {
    "a colleague takes it again": gettext_lazy("a colleague takes it again"),
    "the desk takes it again": gettext_lazy("the desk takes it again"),
    "nobody else is there to take it": gettext_lazy("nobody else is there to take it"),
    "chosen by the desk": gettext_lazy("chosen by the desk"),
}
# What a birth carries besides the fields of moves.
_AT_BIRTH: Mapping[str, Label] = {"said_at": gettext_lazy("Said at")}
_DATES = frozenset({"until", "review_on", "said_at"})
# In the order in which they are told; what stands in a note of its own is not told twice.
TOLD = (
    "said_at", "category", "kind", "grade", "level", "place", "lead", "lead_person", "helper", "helpers",
    "into", "successor", "leader", "why", "outcome", "minutes", "result", "solved", "satisfied", "until", "review_on", "reason",
    "basis", "answer", "note",
)  # fmt: skip


def happened(entries: Iterable[Entry], names: Names, now: datetime) -> list[Event]:
    """The records as events, newest first; `now` aware."""
    return [_event(entry, names, now) for entry in entries][::-1]


def ahead(pledges: Iterable[Pledge], now: datetime) -> list[Event]:
    """What is still due, the latest first."""
    here = timezone.localtime(now)
    due = {
        pledge.clock.name: pledge.clock.due_at
        for pledge in pledges
        if pledge.clock.due_at and not pledge.clock.stopped_at
    }
    return [
        Event(CLOCKS.get(name, name), when(timezone.localtime(at), here), ahead=True)
        for name, at in sorted(due.items(), key=itemgetter(1), reverse=True)
    ]


def _event(entry: Entry, names: Names, now: datetime) -> Event:
    record = entry.record
    at = moment(timezone.localtime(record.at), timezone.localtime(now))
    parts = [
        at, who(record.by_label), *from_device(record.given, record.at, now),
        *_given(record.given, names),
    ]  # fmt: skip
    return Event(
        title=HAPPENED.get(record.move, record.move),
        note=" · ".join(parts),
        text="\n".join(_note(note.kind, note.text, public=note.public) for note in entry.notes),
    )


def who(label: str) -> str:
    """Who acted: a name as it is, the product and nameless people in words."""
    return {"system": _("the system"), "resident": _("the resident"), "visitor": _("the resident")}.get(label, label)  # fmt: skip


def _note(kind: str, text: str, *, public: bool) -> str:
    label = str(NOTES.get(kind, kind))
    heading = (
        label if public else _("%(label)s (the resident does not see this)") % {"label": label}
    )
    return pair(heading, text) if text else str(heading)


def pair(label: Label, text: str) -> str:
    """What it is and what it says, in one piece; a question is simply answered."""
    if str(label).endswith(("?", "？")):
        return f"{label} {text}"
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def _given(given: Mapping[str, Any], names: Names) -> list[str]:
    return [
        pair(FIELDS.get(field) or _AT_BIRTH.get(field, field), _value(field, given[field], names))
        for field in TOLD
        if given.get(field) not in (None, "", [])
        and not (field == "said_at" and "device" in given)  # told with the device's own words
    ]


def _value(field: str, value: Any, names: Names) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(_value(field, one, names) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in _LABELLED:
        return str(_LABELLED[field].get(value, value))
    if field in _DATES and (at := parse_datetime(str(value))) is not None:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    return names.get((field, str(value)), str(value))


def joined(parts: Any) -> str:
    """The parts that say something, with dots between them."""
    return " · ".join(str(part) for part in parts if part)


def why_there(order: Order) -> str:
    """Why the order went where it is; what the product itself decided is said in the reader's words."""
    return str(DECIDED.get(order.why_lead, order.why_lead))


def answering(order: Order, at: datetime) -> str:
    """Who answers for the order; while they are away, until when and who does meanwhile."""
    found = answers_for(order, at=at)
    if found is None or found.back_on is None:
        return found.name if found else ""
    today = timezone.localdate(at)
    said = _("%(name)s (away until %(day)s; %(stand_in)s answers)")
    day = calendar_date(found.back_on, today)
    return said % {"name": found.name, "day": day, "stand_in": found.stand_in}
