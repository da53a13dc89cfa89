"""A unit's pages put together: a tab of orders, and one order with what the work needs."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.orders.actions.attaching import shown_files
from huying.orders.choices import unit_names
from huying.orders.labels import KINDS, STATES
from huying.orders.models import Order
from huying.orders.policy import lead_handler
from huying.orders.promises import pledges
from huying.orders.queries import page, timeline
from huying.orders.sheet import names_in, undecided
from huying.web.desk.composing import addresses
from huying.web.desk.files import PhotosForm
from huying.web.desk.page import asked, pictures
from huying.web.desk.reaching import reaching
from huying.web.desk.rows import clock_of, row_of
from huying.web.desk.telling import ahead, happened, joined, why_there
from huying.web.partner.lists import tab_items, tab_named
from huying.web.ui.shapes import Fact

# The desk's own bookkeeping is no part of the unit's work.
KEPT_AT_DESK = frozenset({"archive", "correct", "hand_over", "appoint"})


def framed(unit: Actor, at: datetime, current: str) -> dict[str, Any]:
    """What every page shows around itself: who is here, their units, the tabs; two queries."""
    names = unit_names(unit.unit_ids)
    return {
        "actor": unit,
        "units": joined(names),
        "tab_items": tab_items(unit, at, current) if names else [],
    }


def tab_page(unit: Actor, at: datetime, *, name: str, cursor: str) -> dict[str, Any]:
    """One page of one tab."""
    tab = tab_named(name)
    shown = page(tab.wanted, unit, at=at, cursor=cursor)
    base = f"{reverse('partner:list')}?tab={tab.name}"
    rows = [
        row_of(row, f"{reverse('partner:order', args=[row.number])}?tab={tab.name}", at)
        for row in shown.rows
    ]
    return framed(unit, at, tab.name) | {
        "tab": tab,
        "rows": rows,
        "first": base if cursor else "",
        "following": f"{base}&cursor={quote(shown.next_cursor)}" if shown.next_cursor else "",
    }


def order_page(unit: Actor, order: Order, at: datetime, *, tab: str) -> dict[str, Any]:
    """One order: words, place, photos, how to reach the resident, what happened."""
    whole = timeline(order)
    entries = [entry for entry in whole if entry.record.move not in KEPT_AT_DESK]
    records = [entry.record for entry in whole]
    names = names_in(records, order)
    running = pledges(order, at=at, records=records)
    return {
        **framed(unit, at, tab),
        **reaching(order, viewer=unit, at=at),
        **addresses("partner", order, f"tab={tab}"),
        "order": order,
        "tab": tab_named(tab),
        "leads": lead_handler(unit, order),
        "state_label": STATES[order.state],
        "clock": clock_of(order, at),
        "facts": facts(order),
        "requests": [asked(request) for request in undecided(order)],
        "events": [*ahead(running, at), *happened(entries, names, at)],
        "pictures": pictures(shown_files(order, by_right=True), "partner:file", order.number),
        "photos_form": PhotosForm(auto_id="photos_%s"),
    }


def facts(order: Order) -> list[Fact]:
    """Where to go, what it is, and whom to ask at the community."""
    community = order.community.name if order.community else ""
    lead = [order.lead_unit and order.lead_unit.name, order.lead_person and order.lead_person.name]
    helpers = "、".join(helper.unit.name for helper in order.co_handlers.all())
    answers = order.responsible_person.name if order.responsible_person else ""
    lines = [
        (_("Place"), joined(dict.fromkeys([community, order.place.name, order.address]))),
        (_("Category"), order.category.name if order.category else ""),
        (_("Kind"), str(KINDS[order.kind])),
        (_("Lead handler"), joined(lead)),
        (_("Co-handlers"), helpers),
        (_("Why there"), why_there(order)),
        (_("Answers for it"), answers),
    ]
    return [Fact(label, text) for label, text in lines if text]
