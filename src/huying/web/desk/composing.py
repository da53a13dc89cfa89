"""The order page put together: the order, its list beside it, the nav around it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.orders.alongside import SPANS, alongside
from huying.orders.models import Order
from huying.people.roles import Grant
from huying.web.desk.beside import list_address, listed, order_address, others
from huying.web.desk.files import PhotosForm
from huying.web.desk.filters import kept
from huying.web.desk.nav import framed
from huying.web.desk.noticing import log
from huying.web.desk.page import everything, pictures
from huying.web.desk.reaching import reaching
from huying.web.desk.staff import StaffRequest
from huying.web.ui.shapes import Chip

USUAL_SPAN = 30


def order_page(request: StaffRequest, order: Order, at: datetime) -> dict[str, Any]:
    """The context of the desk's order page, but for the buttons.

    Asked for the pane alone, the list and the nav around it are not read.
    """
    actor = request.actor
    if pane_alone(request):
        query = kept(request.GET)
        around: dict[str, Any] = {"query": query, "list_url": list_address(query), "actor": actor}
    else:
        around = listed(request, at, number=order.number)
        around |= framed(actor, at, current=around["chosen"].name, here=around["here"])
    query, whole = around["query"], everything(order, viewer=actor, at=at)
    related = whole["related"]
    return {
        **around,
        **whole,
        **reaching(order, viewer=actor, at=at),
        **addresses("desk", order, query),
        **neighbours(request, order, query, at),
        "pictures": pictures(whole["files"], "desk:file", order.number),
        "told": log(order, actor, at),
        "keeps_needs": actor.may(Grant.SUPPLY, order.place_path),
        "photos_form": PhotosForm(auto_id="photos_%s"),
        "parts": others(related.parts, query),
        "followers": others(related.followers, query),
    }


def pane_alone(request: StaffRequest) -> bool:
    """Whether the page's own script asked for the order without what stands around it."""
    return request.headers.get("X-Pane") == "order"


def neighbours(request: StaffRequest, order: Order, query: str, at: datetime) -> dict[str, Any]:
    """What stands beside the order: the same place, class and reporter within the chosen span."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(span) for span in SPANS} else USUAL_SPAN
    found = alongside(order, viewer=request.actor, days=days, at=at)
    here = order_address(order.number, query)
    headings = (
        (_("Same place"), found.place),
        (_("Same class"), found.category),
        (_("Same person"), found.reporter),
    )
    return {
        "neighbours": [
            (heading, others(group.orders, query), group.more)
            for heading, group in headings
            if group.orders
        ],
        "history": found.history,
        "spans": [
            Chip(
                _("%(days)d days") % {"days": span},
                f"{here}{'&' if '?' in here else '?'}days={span}",
                on=span == days,
            )
            for span in SPANS
        ],
    }


def addresses(room: str, order: Order, query: str) -> dict[str, str]:
    """Where the forms of an order's page are sent in this room, with the way back."""
    back = f"?{query}" if query else ""
    routes = {"action": "moves", "contact_url": "contact", "photos_url": "photos"}
    return {
        name: reverse(f"{room}:{route}", args=[order.number]) + back
        for name, route in routes.items()
    }
