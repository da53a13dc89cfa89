"""A need written down from a form, by itself or from an order; and an order added to one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy, ngettext

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.sharing import of_everyone
from huying.people.roles import Grant
from huying.places import queries as places
from huying.supply.actions.raising import raise_need
from huying.supply.actions.supporting import add_order
from huying.supply.inputs import parsed
from huying.supply.labels import NEED_STATES
from huying.supply.models import Need
from huying.supply.queries.choosing import like, open_needs
from huying.supply.queries.lists import need as need_of
from huying.supply.queries.supporters import standing_of
from huying.web.refusals import onto_form
from huying.web.supply.needing import new_form

MOST_OFFERED = 12


class JoinForm(forms.Form):
    """Which need an order is added to."""

    need = forms.ChoiceField(label=gettext_lazy("Add it to a need"), widget=forms.RadioSelect)


def raised(
    form: forms.BaseForm, *, by: Actor, at: datetime, order: Order | None = None
) -> Need | None:
    """The need the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    said: Mapping[str, Any] = form.cleaned_data
    try:
        place = places.place(said["place"])
        more = parsed({"category": said["category"]}, by=by)
        return raise_need(
            place=place, title=said["title"], words=said["words"], personal=said["personal"],
            order=order, by=by, at=at, **more,
        )  # fmt: skip
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None


def order_page(
    order: Order, actor: Actor, at: datetime, sent: QueryDict | None = None
) -> dict[str, Any]:
    """What can be made of an order: its need, or the needs it may be added to and a new one."""
    standing = standing_of(order)
    place = order.community or order.place
    if not actor.may(Grant.SUPPLY, str(place.path)):
        raise Refused(Code.NOT_YOURS, "this is written down by who keeps the lists")
    joining = sent if sent is not None and "need" in sent else None
    form = new_form(actor, at, place.code, sent if joining is None else None, order)
    form.fields["personal"].initial = not of_everyone(order)
    join, found = JoinForm(joining, auto_id="join_%s"), like(order, open_needs(place, actor))
    join.fields["need"].choices = [(str(one.pk), one.title) for one in found[:MOST_OFFERED]]  # type: ignore[attr-defined]
    return {
        "order": order, "standing": standing, "form": form, "join": join if found else None,
        "state_label": NEED_STATES[standing.state] if standing else "",
        "notes": {str(one.pk): _stands(one) for one in found[:MOST_OFFERED]},
    }  # fmt: skip


def _stands(need: Need) -> str:
    count: int = need.supporters  # type: ignore[attr-defined]
    said = ngettext("%(n)d household", "%(n)d households", count) % {"n": count}
    return f"{said} · {NEED_STATES[need.state]}"


def joined(form: JoinForm, order: Order, *, by: Actor, at: datetime) -> Need | None:
    """The need the order was added to; None when it could not be, the reason on the form."""
    if not form.is_valid():
        return None
    try:
        need = need_of(int(form.cleaned_data["need"]), by)
        return add_order(need, order=order, by=by, at=at)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal, {"order": "need"})
        return None
