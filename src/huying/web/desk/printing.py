"""Papers of the desk put together: sheets, a day's list, call-back cards, receipts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from huying import __version__
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.called import asked_of, grade_and_level
from huying.orders.labels import CHANNELS, KINDS, NOTES, STATES
from huying.orders.models import Order
from huying.orders.printing import (
    Paper,
    may_carry_contact,
    papers,
    with_contacts,
)
from huying.orders.queries import MOST_CHOSEN, chosen_orders, page
from huying.web.desk.filters import filter_form, narrowed
from huying.web.desk.lists import named
from huying.web.desk.reaching import ReasonForm
from huying.web.desk.staff import StaffRequest
from huying.web.desk.telling import answering, joined, pair, why_there
from huying.web.ui.shapes import Chip, Fact, Words

SHEETS, LIST, CARDS, RECEIPTS = "sheets", "list", "cards", "receipts"
KINDS_OF_PAPER: Mapping[str, Words] = {
    SHEETS: _("Order sheets"),
    LIST: _("List"),
    CARDS: _("Call-back cards"),
    RECEIPTS: _("Receipts"),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One order as a template draws it; `where` is the whole line of places, `spot` its end.

    `qr` leads to the order's page, `code` stands on receipts only; `asked` is what the practice of
    the place asks besides, when somebody is called back.
    """

    paper: Paper
    facts: Sequence[Fact]
    said: Sequence[str]
    where: str
    spot: str
    qr: SafeString
    code: str = ""
    asked: Sequence[str] = ()


def asked_orders(request: StaffRequest, at: datetime) -> list[Order]:
    """The orders named by `n`, else the first of the list the query string asks for."""
    data = request.POST if request.method == "POST" else request.GET
    numbers = data.getlist("n")
    if numbers:
        return chosen_orders(numbers, request.actor)
    chosen = named(request.GET.get("list", ""))
    wanted = chosen.wanted(request.actor, at)
    form = filter_form(request.GET, chosen, wanted, request.actor, at)
    cursor = request.GET.get("cursor", "")
    shown = page(narrowed(wanted, form, at), request.actor, at=at, cursor=cursor, limit=MOST_CHOSEN)
    return chosen_orders([row.number for row in shown.rows], request.actor) if shown.rows else []


def print_page(
    request: StaffRequest, orders: Sequence[Order], at: datetime, *, kind: str,
    codes: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    """The context of a print; `codes` are the query codes this session was shown."""
    actor = request.actor
    printed = papers(orders, at=at)
    form = ReasonForm(request.POST or None, auto_id="reach_%s")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        printed = with_contacts(printed, by=actor, at=at, reason=reason)
    if kind == RECEIPTS:
        printed = [paper for paper in printed if paper.order.number in codes]
    elif kind not in KINDS_OF_PAPER:
        raise Refused(Code.UNKNOWN, "there is no such print")
    numbers = [paper.order.number for paper in printed]
    return {
        "actor": actor,
        "kind": kind,
        "back": reverse("desk:order", args=numbers) if len(numbers) == 1 else reverse("desk:list"),
        "title": KINDS_OF_PAPER[kind],
        "kinds": _tabs(request, kind, numbers, codes),
        "numbers": numbers,
        "printed": [_printed(request, paper, at, codes, kind) for paper in printed],
        "reason_form": form,
        "asks_contact": kind in {SHEETS, CARDS} and _some_contact(printed, actor),
        "today": timezone.localdate(at),
        "version": __version__,
    }


def _some_contact(printed: Sequence[Paper], viewer: Actor) -> bool:
    return any(p.contact is None and may_carry_contact(p.order, viewer) for p in printed)


def _tabs(
    request: HttpRequest, kind: str, numbers: Sequence[str], codes: Mapping[str, str]
) -> list[Chip]:
    base = reverse("desk:print")
    said = [("n", number) for number in numbers]
    return [
        Chip(label, f"{base}?{urlencode([('as', name), *said])}", on=name == kind)
        for name, label in KINDS_OF_PAPER.items()
        if name != RECEIPTS or any(number in codes for number in numbers)
    ]


def _printed(
    request: HttpRequest, paper: Paper, at: datetime, codes: Mapping[str, str], kind: str
) -> Printed:
    order, code = paper.order, codes.get(paper.order.number, "") if kind == RECEIPTS else ""
    route = "resident:order" if code else "desk:order"
    address = request.build_absolute_uri(reverse(route, args=[order.number]))
    return Printed(
        paper=paper,
        facts=_facts(paper, at),
        said=[pair(NOTES.get(kind, kind), text) for kind, text in paper.notes],
        where=joined(dict.fromkeys([*paper.line, order.address])),
        spot=joined(dict.fromkeys([order.place.name, order.address])),
        qr=qr(f"{address}?code={code}" if code else address),
        code=code,
        asked=list(asked_of(order, timezone.localdate(at)).values()),
    )


def qr(text: str) -> SafeString:
    """A QR code drawn in the page, as large as its box."""
    drawn = segno.make(text, error="m").svg_inline(border=0, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 -- drawn by the library; the text is only in its pattern


def _facts(paper: Paper, at: datetime) -> list[Fact]:
    order = paper.order
    lead = [order.lead_unit and order.lead_unit.name, order.lead_person and order.lead_person.name]
    placed = timezone.localtime(order.placed_at)
    lines: list[tuple[Words, Words]] = [
        (_("State"), STATES[order.state]),
        (_("Category"), order.category.name if order.category else ""),
        (_("Kind"), KINDS[order.kind]),
        (_("Grade"), joined(grade_and_level(order))),
        (_("Channel"), joined([CHANNELS[order.channel], order.source_number])),
        (_("Placed at"), f"{placed:%Y-%m-%d %H:%M}"),
        (_("Answers for it"), answering(order, at)),
        (_("Lead handler"), joined(lead)),
        (_("Co-handlers"), "、".join(paper.helpers)),
        (_("Why there"), why_there(order)),
    ]
    return [Fact(label, text) for label, text in lines if text]
