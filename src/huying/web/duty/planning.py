"""One more visit, and the request that comes of one, as forms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.duty.actions.visiting import plan_visit, request_came
from huying.duty.models import Visit
from huying.duty.queries.meetings import communities_of
from huying.duty.queries.spots import on_duty, reasons_at, spots_of
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.states import Channel
from huying.people.queries import person
from huying.web.desk.taking import TakeForm, take, take_form
from huying.web.duty.forms import CHOOSE, WHOEVER, VisitForm, people_options, place_options
from huying.web.refusals import onto_form

OWN_REASON = ("other", _("Another reason"))


def visit_form(actor: Actor, at: datetime, data: Any = None, start: Mapping[str, Any] | None = None) -> VisitForm:  # fmt: skip
    """The form for one more visit, with the places where the actor is on duty."""
    today = timezone.localdate(at)
    places = spots_of(actor)
    form = VisitForm(
        data, auto_id="visit_%s", initial={"due_on": today, "reason": "other"} | dict(start or {})
    )
    people = {
        one.pk: one
        for each in communities_of(actor)
        for one in on_duty(each.path, today, inside=True)
    }
    form.offer(
        "place", [CHOOSE, *place_options(places)] if len(places) > 1 else place_options(places)
    )
    form.offer("reason", [*reasons_at((one.path for one in places), today).items(), OWN_REASON])
    form.offer("goes", [WHOEVER, *people_options(list(people.values()))])
    return form


def planned(form: VisitForm, *, by: Actor, at: datetime) -> Visit | None:
    """The visit the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    said = dict(form.cleaned_data)
    places = {one.code: one for one in spots_of(by)}
    try:
        place, goes = places[said.pop("place")], said.pop("goes")
        said["goes"] = person(int(goes)) if goes else None
        said["reason"] = "" if said["reason"] == OWN_REASON[0] else said["reason"]
        return plan_visit(place, by=by, at=at, **said)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None


def request_form(visit: Visit, actor: Actor, at: datetime, data: Any = None) -> TakeForm:
    """The desk's form for a request, with the place of the visit filled in."""
    form = take_form(actor, at, data)
    form.initial.update(place=visit.place.code, channel=Channel.GRID_VISIT.value)
    return form


def taken_on(visit: Visit, form: TakeForm, *, by: Actor, at: datetime) -> Order | None:
    """The request the form asks for, linked to the visit; None when it will not do."""
    if not form.is_valid():
        return None
    try:
        return request_came(visit, lambda: take(form.cleaned_data, by=by, at=at), by=by, at=at)
    except Refused as refusal:
        onto_form(form, refusal, {"on_behalf_of": "behalf_name"})
        return None
