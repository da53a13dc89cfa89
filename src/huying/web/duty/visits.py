"""A visit's page and its forms: each move with what it asks for."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.duty.actions import visiting
from huying.duty.labels import VISIT_MOVES, VISIT_STATES
from huying.duty.models import Visit
from huying.duty.policy import may_read_words, may_see_minutes
from huying.duty.queries.spots import on_duty
from huying.duty.queries.visits import open_moves
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.policy import may_see
from huying.people.models import Person
from huying.people.queries import person
from huying.web.duty.around import around
from huying.web.duty.forms import (
    LONGEST_ID,
    WHOEVER,
    Quiet,
    day,
    minutes,
    people_options,
    words,
)
from huying.web.duty.saying import due_of, reason_of
from huying.web.refusals import onto_form
from huying.web.ui.shapes import Fact, Move

FOUND = gettext_lazy("What you found")
PRIVATE = gettext_lazy("Read by your team alone.")
ICONS = {
    "make": "check", "miss": "door-closed", "plan_again": "calendar-plus", "rearrange": "pencil",
    "correct": "pencil", "drop": "x",
}  # fmt: skip
OWN_REASON = ("", gettext_lazy("Another reason"))


class MoveForm(Quiet):
    """The fields of one move of a visit, as `FIELDS` says; begins with what the visit says now."""

    def __init__(self, name: str, visit: Visit, by: Actor, at: datetime, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{name}_%s")
        self.move = name
        for field, made in FIELDS[name].items():
            if field != "minutes" or name != "correct" or may_see_minutes(by, visit):
                self.fields[field] = made()
        self.initial = _present(visit, timezone.localdate(at), name)
        if "goes" in self.fields:
            self.offer("goes", [WHOEVER, *people_options(_goers(visit, at))])


FIELDS: Mapping[str, Mapping[str, Callable[[], forms.Field]]] = {
    "make": {
        "minutes": lambda: minutes(gettext_lazy("Minutes there")),
        "words": lambda: words(FOUND, 4, 2000, hint=PRIVATE),
        "on": lambda: day(gettext_lazy("Day")),
    },
    "miss": {"words": lambda: words(gettext_lazy("Anything to know"), 2, 2000, hint=PRIVATE)},
    "plan_again": {
        "due_on": lambda: day(gettext_lazy("By when")),
        "goes": lambda: forms.ChoiceField(label=gettext_lazy("Who goes"), required=False),
    },
    "rearrange": {
        "due_on": lambda: day(gettext_lazy("By when")),
        "goes": lambda: forms.ChoiceField(label=gettext_lazy("Who goes"), required=False),
        "household": lambda: forms.CharField(
            label=gettext_lazy("Which household"), max_length=60, required=False
        ),
    },
    "drop": {
        "reason": lambda: words(gettext_lazy("Why nobody needs to go"), 2, 200, required=True)
    },
    "correct": {
        "words": lambda: words(FOUND, 4, 2000, hint=PRIVATE),
        "minutes": lambda: minutes(gettext_lazy("Minutes there")),
        "reason": lambda: words(gettext_lazy("What was wrong"), 1, 200, required=True),
    },
}
VERBS: Mapping[str, Callable[..., Visit]] = {name: getattr(visiting, name) for name in FIELDS}


def _present(visit: Visit, today: Any, name: str) -> dict[str, Any]:
    due = max(visit.due_on, today + timedelta(days=name == "plan_again"))
    said = {"due_on": due, "on": today, "goes": visit.goes_id or "", "household": visit.household}
    if name == "correct":
        said |= {"words": visit.words, "minutes": visit.minutes}
    return said


def _goers(visit: Visit, at: datetime) -> list[Person]:
    return on_duty(visit.place.path, timezone.localdate(at))


def visit_page(visit: Visit, actor: Actor, at: datetime, bound: MoveForm | None = None) -> dict[str, Any]:  # fmt: skip
    """One visit: what is known, what may be done; `bound` is a form that was sent and refused."""
    today = timezone.localdate(at)
    names = [name for name in open_moves(visit, by=actor) if name in FIELDS]
    reads = may_read_words(actor, visit, today)
    return around(actor, at, "") | {
        "visit": visit,
        "title": reason_of(visit, today),
        "state": VISIT_STATES[visit.state],
        "facts": [fact for fact in _facts(visit, actor, today) if fact.text],
        "found": visit.words if reads else "",
        "hidden": bool(visit.words) and not reads,
        "moves": [_button(name, visit, actor, at, bound) for name in names],
        "action": reverse("duty:visit-move", args=[visit.pk]),
        "may_ask": "link" in open_moves(visit, by=actor) and visit.follow_order_id is None,
    }


def _button(name: str, visit: Visit, by: Actor, at: datetime, bound: MoveForm | None) -> Move:
    form = bound if bound is not None and bound.move == name else MoveForm(name, visit, by, at)
    return Move(name, VISIT_MOVES[name], form, main=name == "make", icon=ICONS[name])


def _facts(visit: Visit, actor: Actor, today: Any) -> list[Fact]:
    due, _tone = due_of(visit, today)
    waits = visit.state in {"planned", "not_met"}
    went = visit.done_by.name if visit.done_by and visit.done_on else ""
    return [
        Fact(_("Which household"), visit.household),
        Fact(_("Where"), visit.place.name),
        Fact(_("Why"), visit.why if visit.reason else ""),
        Fact(_("By when"), due if waits else ""),
        Fact(_("Who goes"), (visit.goes.name if visit.goes else _("Whoever is posted there")) if waits else ""),
        Fact(_("Who went"), went, note=f"{visit.done_on:%Y-%m-%d}" if visit.done_on else ""),
        Fact(_("Minutes there"), str(visit.minutes) if may_see_minutes(actor, visit) and visit.minutes is not None else "", note=_("Only you see this; the team sees the sum of the day.")),
        Fact(_("Why dropped"), visit.outcome_reason),
        _order_fact(_("Because of"), visit.source_order, actor),
        _order_fact(_("What came of it"), visit.follow_order, actor),
    ]  # fmt: skip


def _order_fact(label: str, order: Order | None, actor: Actor) -> Fact:
    if order is None:
        return Fact(label, "")
    shown = may_see(actor, order)
    href = reverse("desk:order", args=[order.number]) if shown else ""
    note = order.title if shown and not order.confidential else ""
    return Fact(label, order.number, href, note)


def moved(visit: Visit, form: MoveForm, sent: QueryDict, *, by: Actor, at: datetime) -> bool:
    """Make the move its form asks for; False when it will not do, the reasons on the form.

    Refused `not-yours` for good.
    """
    if not form.is_valid():
        return False
    said = dict(form.cleaned_data)
    version = sent.get("version", "")
    try:
        if "goes" in said:
            said["goes"] = person(int(said["goes"])) if said["goes"] else None
        known = int(version) if version.isdecimal() and len(version) < LONGEST_ID else None
        VERBS[form.move](visit, by=by, at=at, version=known, **said)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return False
    return True
