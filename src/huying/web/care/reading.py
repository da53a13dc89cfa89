"""What the lists show: ledgers with their counts, one ledger's people, who may read, who looked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from huying.care.actions.looking import open_ledger
from huying.care.models import NamedGrant
from huying.care.queries import (
    Counts,
    Ledger,
    areas,
    called,
    counts,
    finding,
    ledgers_at,
    own_grants,
    spans,
    totals,
)
from huying.care.states import Depth
from huying.kernel.actor import Actor
from huying.places.models import Place
from huying.web.care.forms import FilterForm, FindForm, PurposeForm
from huying.web.care.page import list_columns, list_rows
from huying.web.desk.staff import StaffRequest

A_PAGE = 50
NOBODY = Counts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger that is open to somebody: where, how many stand in it, until when."""

    ledger: Ledger
    places: str
    counts: Counts
    href: str


def home_page(actor: Actor, at: datetime) -> dict[str, Any]:
    """The ledgers open to the actor, all of these together, and the total for who gives grants."""
    today = timezone.localdate(at)
    found = counts(actor, today)
    held: dict[str, list[NamedGrant]] = {}
    for grant in own_grants(actor, today):
        if grant.depth == Depth.LEDGER:
            held.setdefault(grant.ledger, []).append(grant)
    order = [
        one.code for grants in held.values() for one in ledgers_at(grants[0].place_path, today)
    ]
    known = sorted(held, key=lambda code: order.index(code) if code in order else len(order))
    opened = [
        Opened(
            called(held[code][0].place_path, code, today),
            "、".join(dict.fromkeys(grant.place.name for grant in held[code])),
            found.get(code, NOBODY), reverse("care:ledger", args=[code]),
        )
        for code in known
    ]  # fmt: skip
    return {"opened": opened, "whole": found[""], "total": totals(actor)}


def asking(
    actor: Actor, code: str, at: datetime, then: str, form: PurposeForm | None = None
) -> dict[str, Any]:
    """The question what a ledger is opened for, asked once in a session."""
    return {
        "ledger": ledger_for(actor, code, at),
        "form": form or PurposeForm(auto_id="purpose_%s"),
        "then": then,
    }


def ledger_for(actor: Actor, code: str, at: datetime) -> Ledger:
    """The ledger by the name it has where it is open to the actor."""
    today = timezone.localdate(at)
    held = spans(actor, code, today)
    return called(held[0].place_path if held else "", code, today)


def ledger_page(
    request: StaffRequest, code: str, actor: Actor, at: datetime, purpose: str
) -> dict[str, Any]:
    """One page of a ledger, narrowed as asked; opening it is logged, refused it is too."""
    today = timezone.localdate(at)
    places = list(areas(actor, code, today))
    form = FilterForm(places, request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    within = _named(places, said.get("place", ""))
    ended = bool(said.get("ended"))
    rows = open_ledger(code, by=actor, at=at, purpose=purpose, within=within, ended=ended)
    find = FindForm(request.POST if request.method == "POST" else None, auto_id="asked_%s")
    if find.is_bound and find.is_valid():
        rows = finding(rows, find.cleaned_data["asked"], today)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return {
        "ledger": ledger_for(actor, code, at), "columns": list_columns(), "purpose": purpose,
        "rows": list_rows(list(page.object_list), today), "page": page, "form": form,
        "find": find, "narrowed": within is not None or ended, "carried": _carried(said),
        "counts": counts(actor, today, within=within).get(code, NOBODY),
    }  # fmt: skip


def _named(places: list[Place], code: str) -> Place | None:
    return next((place for place in places if place.code == code), None) if code else None


def _carried(said: dict[str, Any]) -> str:
    return "".join(f"&{name}={value}" for name, value in said.items() if value)
