"""Reading pages as a browser would, without one."""

import html
import re
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from huying.orders.models import Order
from tests.builders import Staff


def signed_in(staff: Staff | None) -> Client:
    """A browser reading English pages, signed in as this member of staff; a visitor without."""
    client = Client(headers={"accept-language": "en"})
    if staff is not None:
        client.force_login(staff.account)
    return client


def read(answer: Any) -> str:
    """The words of a page, tags taken out, blanks drawn together."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def order_page(order: Order, room: str = "desk", **query: str) -> str:
    """The address of an order's page."""
    address = reverse(f"{room}:order", args=[order.number])
    return f"{address}?{urlencode(query)}" if query else address


def post_move(client: Client, order: Order, move: str, room: str = "desk", **fields: object) -> Any:
    """Send a move's form as the page sends it, with the version the order has now."""
    order.refresh_from_db(fields=["version"])
    sent = {"move": move, "version": str(order.version)} | fields
    return client.post(reverse(f"{room}:moves", args=[order.number]), sent)


def version_in(page: str) -> str:
    """The version an order's page carries in its forms."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]
