"""The diary of an estate as a page, as a form, and on paper."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from huying import __version__
from huying.duty.actions.writing import correct_entry, write_entry
from huying.duty.models import Entry
from huying.duty.queries.diary import entries
from huying.duty.queries.postings import team_estates
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.web.duty.around import around
from huying.web.duty.forms import DatedEntryForm, EntryForm, month_of
from huying.web.refusals import onto_form
from huying.web.ui.shapes import Chip
from huying.web.ui.words import MONTHS


def chosen_estate(actor: Actor, code: str, on: date) -> Place | None:
    """The estate with this code whose team the actor is of, the first without a code; None without any.

    Refused `unknown` for a code that is not among them.
    """
    found = team_estates(actor, on)
    if not code:
        return found[0] if found else None
    for place in found:
        if place.code == code:
            return place
    raise Refused(Code.UNKNOWN, "there is no such estate of yours")


def diary_page(actor: Actor, at: datetime, estate: Place | None, month: str, form: DatedEntryForm | None = None) -> dict[str, Any]:  # fmt: skip
    """A month of an estate's diary, the latest day first, with the form for one more entry."""
    today = timezone.localdate(at)
    context = around(actor, at, "diary") | {"estate": estate, "today": today}
    if estate is None:
        return context
    first = month_of(month, today)
    last = _next(first) - timedelta(days=1)
    told = entries(estate, first, last, viewer=actor, today=today)
    days = [(day, list(group)) for day, group in groupby(reversed(told), key=lambda one: one.on)]
    return context | {
        "days": days,
        "first": first,
        "month": MONTHS[first.month - 1],
        "earlier": address(estate, first - timedelta(days=1)),
        "later": address(estate, _next(first)) if _next(first) <= today else "",
        "print_url": address(estate, first, "duty:diary-print"),
        "form": form or entry_form(at),
        "estates": _tabs(actor, estate, first, today),
    }


def print_page(actor: Actor, at: datetime, estate: Place, month: str) -> dict[str, Any]:
    """A month on paper: what is for the team, and never what is private."""
    today = timezone.localdate(at)
    first = month_of(month, today)
    last = _next(first) - timedelta(days=1)
    told = [
        one for one in entries(estate, first, last, viewer=actor, today=today) if one.now.public
    ]
    return {
        "estate": estate, "told": told, "first": first, "today": today, "version": __version__,
        "month": MONTHS[first.month - 1], "back": address(estate, first), "actor": actor,
    }  # fmt: skip


def entry_form(at: datetime, data: Any = None) -> DatedEntryForm:
    """The form for a day, today unless said otherwise."""
    today = timezone.localdate(at).isoformat()
    return DatedEntryForm(data, auto_id="entry_%s", initial={"on": today})


def written(form: DatedEntryForm, estate: Place, *, by: Actor, at: datetime) -> Entry | None:
    """The entry the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    try:
        return write_entry(estate, by=by, at=at, **form.cleaned_data)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None


def corrected(form: EntryForm, entry: Entry, *, by: Actor, at: datetime) -> Entry | None:
    """The entry said anew; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    try:
        return correct_entry(entry, by=by, at=at, **form.cleaned_data)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None


def address(estate: Place, day: date, route: str = "duty:diary") -> str:
    """Where the month of this day is."""
    return f"{reverse(route)}?{urlencode({'estate': estate.code, 'month': f'{day:%Y-%m}'})}"


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _tabs(actor: Actor, shown: Place, first: date, today: date) -> list[Chip]:
    found = team_estates(actor, today)
    chips = [Chip(one.name, address(one, first), on=one.pk == shown.pk) for one in found]
    return chips if len(chips) > 1 else []
