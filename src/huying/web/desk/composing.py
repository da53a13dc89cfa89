"""The order page put together: the order, its list beside it, the nav around it."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from huying.orders.models import Order
from huying.web.desk.beside import listed, others
from huying.web.desk.files import PhotosForm
from huying.web.desk.nav import framed
from huying.web.desk.page import everything, pictures
from huying.web.desk.reaching import reaching
from huying.web.desk.staff import StaffRequest


def order_page(request: StaffRequest, order: Order, at: datetime) -> dict[str, Any]:
    """The context of the desk's order page, but for the buttons."""
    actor = request.actor
    beside = listed(request, at, number=order.number)
    whole = everything(order, viewer=actor, at=at)
    related, query = whole["related"], beside["query"]
    return {
        **framed(actor, at, current=beside["chosen"].name),
        **beside,
        **whole,
        **reaching(order, viewer=actor, at=at),
        **addresses("desk", order, query),
        "pictures": pictures(whole["files"], "desk:file", order.number),
        "photos_form": PhotosForm(auto_id="photos_%s"),
        "parts": others(related.parts, query),
        "followers": others(related.followers, query),
        "similar": others(related.similar, query),
    }


def addresses(room: str, order: Order, query: str) -> dict[str, str]:
    """Where the forms of an order's page are sent in this room, with the way back."""
    back = f"?{query}" if query else ""
    routes = {"action": "moves", "contact_url": "contact", "photos_url": "photos"}
    return {
        name: reverse(f"{room}:{route}", args=[order.number]) + back
        for name, route in routes.items()
    }
