"""The order page: everything about one order, in the shapes the components are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.files.models import Upload
from huying.files.states import MOMENT_LABELS, Kind, Moment
from huying.kernel.actor import Actor
from huying.kernel.effects import Holder
from huying.orders.actions.attaching import shown_files
from huying.orders.called import asked_of, asks_for_leader, grade_and_level
from huying.orders.labels import ASKS, CHANNELS, CLOCKS, HOLDERS, KINDS, STATES
from huying.orders.models import Order, Rating, Request
from huying.orders.promises import Pledge
from huying.orders.proposing import Proposal
from huying.orders.sheet import sheet
from huying.orders.suggesting import suggestions
from huying.people.roles import Grant
from huying.web.desk.fieldwork import photos_from_field
from huying.web.desk.rows import clock_of
from huying.web.desk.telling import ahead, answering, happened, joined
from huying.web.desk.whyhere import why_here
from huying.web.ui.clockface import ClockState
from huying.web.ui.shapes import Bar, Fact, Photo, Words, shares
from huying.web.ui.words import lasting, moment
from huying.whistles.labels import STATES as WHISTLES
from huying.whistles.models import Whistle
from huying.whistles.queries import of_order

Tone = Literal["celadon", "mist", "amber", "seal", "quiet"]
HELD_TONES: Mapping[str, Tone] = {
    Holder.DESK: "celadon",
    Holder.UNIT: "mist",
    Holder.RESIDENT: "amber",
    Holder.OUTSIDE: "seal",
    Holder.HOLD: "quiet",
}


@dataclass(frozen=True, slots=True)
class Hint:
    """One suggestion and why it is made."""

    text: str
    why: str


def everything(order: Order, *, viewer: Actor, at: datetime) -> dict[str, Any]:
    """The context of an order's page; `at` aware."""
    found, files = sheet(order, viewer=viewer, at=at), shown_files(order, by_right=True)
    blown = of_order(order)
    return {
        "order": order,
        "state_label": STATES[order.state],
        "clock": clock_of(order, at),
        "facts": facts(order, at),
        "why_here": why_here(order, found, at),
        "hints": hints(order, found.proposals, at),
        "stretches": stretches(found.held),
        "clocks": [ticking(pledge) for pledge in found.pledges],
        "events": [*ahead(found.pledges, at), *happened(found.entries, found.names, at)],
        "from_field": photos_from_field(order, files, at),
        "requests": [asked(request) for request in found.requests],
        "ratings": [rated(one, order) for one in found.ratings],
        "related": found,
        "whistles": [whistled(one) for one in blown],
        "whistle_url": whistle_url(order, viewer, blown),
        "files": files,
    }


def rated(rating: Rating, order: Order) -> tuple[Rating, list[tuple[str, bool]]]:
    """A judgement, and what else the practice asked with each answer."""
    asked = asked_of(order, timezone.localdate(rating.at))
    return rating, [(asked.get(code, code), said) for code, said in rating.answers.items()]


def whistled(whistle: Whistle) -> Fact:
    """A whistle blown on the order, as a line that leads to it."""
    there = [one.unit.name for one in whistle.responses.all() if one.arrived_at is not None]
    return Fact(
        WHISTLES[whistle.state], whistle.matter, reverse("whistles:whistle", args=[whistle.pk]),
        note=_("reported in: %(units)s") % {"units": "、".join(there)} if there else "",
    )  # fmt: skip


def whistle_url(order: Order, viewer: Actor, blown: Sequence[Whistle]) -> str:
    """Where this viewer blows a whistle on the order; "" for who may not, and while one is open."""
    may = order.is_open and viewer.may(Grant.WHISTLE, order.place_path)
    if not may or any(one.is_open for one in blown):
        return ""
    return reverse("whistles:new", args=[order.number])


def facts(order: Order, at: datetime) -> list[Fact]:
    """What the order is filed under, and who has it; blank facts are left out."""
    place = [order.community and order.community.name, order.place.name, order.address]
    helpers = "、".join(helper.unit.name for helper in order.co_handlers.all())
    lead = [order.lead_unit and order.lead_unit.name, order.lead_person and order.lead_person.name]
    placed = moment(timezone.localtime(order.placed_at), timezone.localtime(at))
    lines: list[tuple[Words, Words]] = [
        (_("Number"), order.number),
        (_("Place"), joined(dict.fromkeys(place))),
        (_("Category"), order.category.name if order.category else ""),
        (_("Kind"), KINDS[order.kind]),
        (_("Channel"), joined([CHANNELS[order.channel], order.source_number])),
        (_("Placed at"), placed),
        (_("Grade"), joined(grade_and_level(order))),
        (_("Answers for it"), answering(order, at)),
        (_("Lead handler"), joined(lead)),
        (_("Co-handlers"), helpers),
        (_("Case leader"), order.case_leader.name if order.case_leader else ""),
    ]
    return [Fact(label, text) for label, text in lines if text]


def hints(order: Order, proposed: Sequence[Proposal], at: datetime) -> list[Hint]:
    """Why this category, why this unit: only while it helps to decide."""
    if asks_for_leader(order):
        return [Hint(_("This level asks for a case leader"), _("the level's own rule"))]
    if order.category is None:
        return [
            Hint(found.name, _("the resident's words: %(words)s") % {"words": "、".join(found.words)})
            for found in suggestions(order.text, order.place_path, on=timezone.localdate(at))
        ]  # fmt: skip
    return [Hint(one.name, _why(order.category.name, one)) for one in proposed]


def _why(category: str, one: Proposal) -> str:
    """What a proposal rests on, in words."""
    if one.boundary is not None:
        day = timezone.localtime(one.boundary.decided_at).date().isoformat()
        said = {"category": category, "day": day, "reason": one.boundary.reason}
        return _("decided on %(day)s for “%(category)s” here: %(reason)s") % said
    if one.row is not None:
        more = joined([one.row.filing, one.row.basis])
        said = {"category": category}
        return joined([_("the dispatch directory on “%(category)s”") % said, more])
    found = one.precedent
    assert found is not None  # noqa: S101 -- a proposal rests on one of the three
    why = _("of the last %(whole)d closed orders about “%(category)s” in this street, %(count)d went there")  # fmt: skip
    return why % {"whole": found.whole, "count": found.count, "category": category}


def stretches(held: Mapping[str, float]) -> list[Bar]:
    """Who held the time, in the order of the holders."""
    spans = [(holder, held[holder]) for holder in HELD_TONES if held.get(holder)]
    parts = shares(seconds for _holder, seconds in spans)
    return [
        Bar(HOLDERS[holder], lasting(timedelta(seconds=seconds)), share, HELD_TONES[holder])
        for (holder, seconds), share in zip(spans, parts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Ticking:
    """One clock as the `clock` component takes it."""

    label: Words
    due_at: datetime | None
    state: ClockState
    ended_at: datetime | None


def ticking(pledge: Pledge) -> Ticking:
    """How a clock stands; one that was stopped without an outcome counts as kept if not late."""
    clock = pledge.clock
    state = ClockState.PAUSED if clock.paused_at else ClockState.RUNNING
    if clock.stopped_at:
        state = ClockState.BREACHED if pledge.late else ClockState.MET
    return Ticking(CLOCKS.get(clock.name, clock.name), clock.due_at, state, clock.stopped_at)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits to be decided."""

    label: Words
    reason: str
    basis: str
    by: str
    at: datetime
    until: datetime | None


def asked(request: Request) -> Asked:
    """An undecided request in words."""
    by = request.asked_by.name if request.asked_by else ""
    label = _("%(what)s requested") % {"what": ASKS[request.ask]}
    return Asked(label, request.reason, request.basis, by, request.asked_at, request.until)


def pictures(files: Sequence[Upload], route: str, number: str) -> list[Photo]:
    """The images among the files; `route` is the room's page that opens a file."""
    return [
        Photo(
            src=reverse(route, args=[number, upload.pk, "thumbnail"]),
            alt=f"{MOMENT_LABELS[Moment(upload.moment)]} · {upload.original_name}",
            label=MOMENT_LABELS[Moment(upload.moment)],
            href=reverse(route, args=[number, upload.pk, "original"]),
        )
        for upload in files
        if upload.kind == Kind.IMAGE
    ]
