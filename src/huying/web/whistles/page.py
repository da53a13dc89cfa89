"""The pages of whistles put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.kernel.actor import Actor
from huying.orders.choices import units_for
from huying.orders.labels import CLOCKS
from huying.orders.models import Order
from huying.people.roles import Grant
from huying.trail.models import Record
from huying.web.desk.telling import joined, pair, who
from huying.web.ui.shapes import Chip, Event, Fact, Move, Words
from huying.web.ui.words import moment
from huying.web.whistles.doors import handed
from huying.web.whistles.forms import Ground, MoveForm, of_whistle
from huying.web.whistles.framing import Bound, Line, around, button
from huying.whistles.labels import FIELDS, HAPPENED, RESPONSES, STATES
from huying.whistles.models import Advance, Whistle
from huying.whistles.offers import offers
from huying.whistles.queries import (
    Answering,
    answering,
    missed,
    progress,
    records,
    whistles,
)

LISTED = 100
HINT = gettext_lazy("A whistle is blown on an order: open it and choose “Blow the whistle”.")
TONES = {"called": "soon", "acknowledged": "celadon", "on_site": "celadon", "acting": "celadon"}


def list_page(actor: Actor, at: datetime, *, part: str) -> dict[str, Any]:
    """Open whistles, those on which somebody was missed, or all; the latest first."""
    parts = {"open": whistles(actor).filter(is_open=True), "missed": missed(actor), "all": whistles(actor)}  # fmt: skip
    chosen = part if part in parts else "open"
    labels = {"open": _("Open"), "missed": _("Somebody was missed"), "all": _("All")}
    late = set(missed(actor).values_list("pk", flat=True)[:LISTED])
    base = reverse("whistles:list")
    return around(actor, at) | {
        "chips": [
            Chip(labels[name], f"{base}?part={name}", rows.count() if name != "all" else None, on=name == chosen)
            for name, rows in parts.items()
        ],
        "part": chosen,
        "hint": HINT if actor.may_anywhere(Grant.WHISTLE) else "",
        "lines": [_line(one, at, late=one.pk in late) for one in parts[chosen][:LISTED]],
    }  # fmt: skip


def _line(whistle: Whistle, at: datetime, *, late: bool) -> Line:
    there = [one for one in whistle.responses.all() if one.arrived_at is not None]
    pill = _("%(there)d of %(called)d reported in") % {
        "there": len(there), "called": len(whistle.responses.all()),
    }  # fmt: skip
    blown = moment(timezone.localtime(whistle.blown_at), timezone.localtime(at))
    meta = [_("somebody was missed") if late else "", whistle.order.place.name, blown, whistle.order.number]  # fmt: skip
    return Line(
        whistle.matter, reverse("whistles:whistle", args=[whistle.pk]), joined(meta),
        STATES[whistle.state], pill, "late" if late else "celadon" if whistle.is_open else "quiet",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Called:
    """One called unit on the page: how it stands, its clock, what it said, what can be done."""

    name: str
    code: str
    state: Words
    tone: str
    due_at: datetime | None
    missed: Words
    facts: list[Fact]
    moves: list[Move]
    version: int


def whistle_page(
    whistle: Whistle, *, actor: Actor, at: datetime, bound: Bound | None = None
) -> dict[str, Any]:
    """Everything about one whistle; `bound` is a form that was sent and not made."""
    found, order = answering(whistle), whistle.order
    whole = offers(whistle, by=actor, at=at)
    free = [one for one in units_for(order, timezone.localdate(at)) if one.pk not in of_whistle(whistle)]  # fmt: skip
    things = next((door.things for door in reversed(whistle.doors.all())), ())
    sees_order = actor.may(Grant.SEE, whistle.place_path)
    return around(actor, at) | {
        "whistle": whistle,
        "state_label": STATES[whistle.state],
        "order_url": reverse("desk:order", args=[order.number]) if sees_order else "",
        "action": reverse("whistles:moves", args=[whistle.pk]),
        "moves": [button(one, Ground(free, things), bound) for one in whole],
        "called": [_called(one, whistle, actor, at, bound) for one in found],
        "facts": _facts(whistle),
        "doors": progress(whistle) if whistle.doors.all() else None,
        "handed": handed(whistle),
        "advances": [_laid_out(one) for one in whistle.advances.all()],
        "events": [_event(one, whistle, at) for one in reversed(records(whistle))],
    }


def _called(
    one: Answering, whistle: Whistle, actor: Actor, at: datetime, bound: Bound | None
) -> Called:
    response, here = one.response, timezone.localtime(at)
    times = [
        (_("Called"), response.called_at),
        (_("Answered"), response.acknowledged_at),
        (_("Will be there at"), response.promised_at),
        (_("Reported in"), response.arrived_at),
        (_("Left"), response.left_at),
    ]
    facts = [Fact(label, moment(timezone.localtime(when), here)) for label, when in times if when]
    if response.action:
        facts.append(Fact(_("What it did"), response.action))
    if response.helped is not None:
        said = _("It helped") if response.helped else _("It did not help")
        facts.append(Fact(_("The community says"), said, note=response.verdict))
    late = "、".join(str(CLOCKS[name]) for name in one.missed)
    offered = offers(whistle, by=actor, at=at, part=response)
    ours = response.unit_id in actor.unit_ids
    return Called(
        response.unit.name, response.unit.code, RESPONSES[response.state],
        TONES.get(response.state, "quiet"), one.due_at,
        _("missed: %(clocks)s") % {"clocks": late} if late else "", facts,
        [button(offer, Ground(), bound, response.unit.code, ours=ours) for offer in offered],
        response.version,
    )  # fmt: skip


def _facts(whistle: Whistle) -> list[Fact]:
    order = whistle.order
    lines = [
        (_("Order"), order.number),
        (_("Place"), joined([order.place.name, order.address])),
        (_("Where to report in"), whistle.meet_at),
        (_("Blown by"), whistle.by_label),
        (_("What came of it"), whistle.outcome),
        (_("What we learned"), whistle.lessons),
    ]
    return [Fact(label, text) for label, text in lines if text]


def _laid_out(one: Advance) -> Fact:
    settled = _("settled: %(how)s") % {"how": one.settlement} if one.settled_at else _("not settled yet")  # fmt: skip
    return Fact(_("¥%(amount)s to %(payee)s") % {"amount": one.amount, "payee": one.payee}, f"{one.purpose} · {one.fund}", note=settled)  # fmt: skip


TOLD = ("words", "promised_at", "reason", "amount", "purpose", "payee", "fund", "settlement", "verdict", "outcome", "lessons")  # fmt: skip


def _event(entry: Record, whistle: Whistle, at: datetime) -> Event:
    unit = next(
        (one.unit.name for one in whistle.responses.all() if one.pk == entry.subject_id), ""
    )
    when = moment(timezone.localtime(entry.at), timezone.localtime(at))
    title = _("was called") if unit and entry.move == "call" else HAPPENED[entry.move]
    return Event(
        title=pair(unit, str(title)) if unit else title,
        note=joined([when, who(entry.by_label)]),
        text="\n".join(_said(entry.given)),
    )


def _said(given: Mapping[str, Any]) -> Iterable[str]:
    for field in TOLD:
        if given.get(field) not in (None, ""):
            yield pair(FIELDS[field], str(given[field]))


def blow_page(order: Order, *, actor: Actor, at: datetime, form: MoveForm) -> dict[str, Any]:
    """The page on which a whistle is blown on an order."""
    return around(actor, at) | {
        "order": order, "form": form, "order_url": reverse("desk:order", args=[order.number]),
    }  # fmt: skip
