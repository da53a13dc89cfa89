"""The list beside an opened order: the same page of the same list the reader came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from huying.orders.labels import STATES, Label
from huying.orders.models import Order
from huying.orders.queries import page
from huying.orders.standing import waits_for_absent
from huying.orders.states import OrderState
from huying.web.desk.filters import filter_form, kept, narrowed
from huying.web.desk.keeping import asked, here
from huying.web.desk.lists import named
from huying.web.desk.rows import Row, row_of
from huying.web.desk.staff import StaffRequest

DONE = frozenset({OrderState.CLOSED, OrderState.ARCHIVED})


def listed(request: StaffRequest, at: datetime, *, number: str = "") -> dict[str, Any]:
    """One page of the list the query string asks for; the order with `number` is marked.

    Keys: chosen, form, part, filtered, asks (what it is narrowed by), here (what of one's own
    is open), rows, query and list_url (lead back here), first and following (pages), before and
    after (the orders around the marked one, None at the ends).
    """
    chosen = named(request.GET.get("list", ""))
    wanted = chosen.wanted(request.actor, at)
    form = filter_form(request.GET, chosen, wanted, request.actor, at)
    asks = asked(chosen, form)
    cursor, query = request.GET.get("cursor", ""), kept(request.GET)
    shown = page(narrowed(wanted, form, at), request.actor, at=at, cursor=cursor)
    rows = [
        row_of(
            row,
            order_address(row.number, query),
            at,
            on=row.number == number,
            for_whom=waits_for_absent(row, request.actor),
        )
        for row in shown.rows
    ]
    return {
        "chosen": chosen,
        "form": form,
        "part": form.cleaned_data.get("part", ""),
        "asks": asks,
        "here": here(request.GET, asks),
        "query": query,
        "list_url": list_address(query),
        "filtered": any(value for name, value in form.cleaned_data.items() if name != "list"),
        "rows": rows,
        **_pages(request, cursor, shown.next_cursor),
        **around(rows),
    }


def _pages(request: StaffRequest, cursor: str, next_cursor: str) -> dict[str, str]:
    base = reverse("desk:list")
    return {
        "first": f"{base}?{kept(request.GET, cursor='')}" if cursor else "",
        "following": f"{base}?{kept(request.GET, cursor=next_cursor)}" if next_cursor else "",
    }


def around(rows: Sequence[Row]) -> dict[str, Row | None]:
    """The rows before and after the marked one; once it has left the list, the first is next."""
    place = next((place for place, row in enumerate(rows) if row.on), None)
    if place is None:
        return {"before": None, "after": rows[0] if rows else None}
    return {
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
    }


@dataclass(frozen=True, slots=True)
class Other:
    """Another order in a few words, with the way there."""

    title: str
    number: str
    placed_at: datetime
    label: Label
    tone: str
    href: str


def others(orders: Sequence[Order], query: str) -> list[Other]:
    """Other orders as links that know the way back to the list."""
    return [
        Other(
            one.title, one.number, one.placed_at, STATES[one.state],
            "celadon" if one.is_open else "done" if one.state in DONE else "quiet",
            order_address(one.number, query),
        )
        for one in orders
    ]  # fmt: skip


def list_address(query: str) -> str:
    """The address of the list the query string asks for."""
    address = reverse("desk:list")
    return f"{address}?{query}" if query else address


def order_address(number: str, query: str) -> str:
    """The address of an order's page that knows the way back to its list."""
    address = reverse("desk:order", args=[number])
    return f"{address}?{query}" if query else address
