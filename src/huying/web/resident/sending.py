"""Saying something, last step: how to reach the resident; then it is an order with a number."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huying.kernel.actor import SYSTEM, VISITOR
from huying.kernel.hashing import canonical, digest
from huying.kernel.now import now
from huying.kernel.refusals import Refused
from huying.orders.actions import perform
from huying.orders.actions.attaching import take_over
from huying.orders.actions.placing import Behalf, Key, Wish, place_order
from huying.orders.models import Order
from huying.orders.named import category_called
from huying.orders.policy import asker_of
from huying.orders.queries import order_by_number
from huying.places import queries as places
from huying.places.models import Place
from huying.web.doors import remember_proof
from huying.web.limits import public_write
from huying.web.refusals import onto_form
from huying.web.resident import saying
from huying.web.resident.forms import ReachForm
from huying.web.resident.locating import seen
from huying.web.resident.saying import Saying


@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """How to reach the resident, and what will be sent; sent once, however often it is pressed."""
    said, community = saying.the(request, code, key), places.place(code)
    if said.number:
        return redirect("resident:order", number=said.number)
    form = ReachForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        public_write(request)
        try:
            order = _sent(request, said, community, form.cleaned_data)
        except Refused as refusal:
            onto_form(form, refusal, {"on_behalf_of": "behalf_name"})
        else:
            return redirect(reverse("resident:order", args=[order.number]) + "?new=1")
    context = seen(said, community, now()) | {"form": form}
    return render(request, "resident/reach.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, said: Saying, community: Place, reached: dict[str, Any]) -> Order:
    """The order, placed and, if the resident wanted so, joined to the matter that is known."""
    at = now()
    placed, answer = place_order(
        _wish(said, community, reached, at), by=VISITOR, at=at,
        key=Key(f"web:{said.key}", digest(canonical(said.key))),
        answer=lambda placed: {"number": placed.order.number},
        along=lambda order: take_over(order, said.unsent, by=asker_of(order), at=at),
    )  # fmt: skip
    order = placed.order if placed else order_by_number(answer["number"], SYSTEM)
    remember_proof(request, order)
    saying.keep(request, said, number=order.number, text="")  # the words are the order's now
    if placed and said.same_as:
        _join(request, order, said.same_as)
    return order


def _join(request: HttpRequest, order: Order, number: str) -> None:
    """Let the order follow what is known; where that cannot be any more, it stands on its own."""
    try:
        perform(order, "follow", by=asker_of(order), at=now(), raw={"same_as": number})
    except Refused:
        messages.info(
            request, _("The other matter has moved on meanwhile; yours stands on its own.")
        )


def _wish(said: Saying, community: Place, reached: dict[str, Any], at: datetime) -> Wish:
    behalf = None
    if any(reached[name] for name in ReachForm.BEHALF):
        behalf = Behalf(*(reached[name] for name in ReachForm.BEHALF))
    return Wish(
        text=said.text, place=_place(said, community), kind=said.kind,
        category=category_called(said.category, community.path, timezone.localdate(at)), address=said.address, lng=said.lng, lat=said.lat,
        contact_name=reached["contact_name"], contact_phone=reached["contact_phone"],
        confidential=reached["confidential"], on_behalf_of=behalf,
    )  # fmt: skip


def _place(said: Saying, community: Place) -> Place:
    """What the resident chose, made more exact by the address, else by the words."""
    chosen = places.place(said.place) if said.place else community
    inside = chosen if chosen.community_id == community.pk else community
    words = said.address or said.text
    return places.by_text(words, within=inside) or inside
