"""What was sent, turned into an action, or back into its form with the reasons on it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from huying.care.actions import faults, moves_open, perform, write_down
from huying.care.actions.looking import open_ledger, opens, reveal
from huying.care.labels import FIELDS
from huying.care.models import Entry
from huying.care.queries import homes
from huying.care.states import Depth, Look
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.web.care.forms import GROUPS, PersonForm, RevealForm, person_form
from huying.web.care.page import form_of
from huying.web.care.reading import ledger_for
from huying.web.refusals import onto_form, plain

HARD = frozenset({Code.NOT_YOURS, Code.STALE, Code.WRONG_STATE, Code.UNKNOWN, Code.NOT_OPEN})
"""Refusals that no other answer in the form would mend."""


def new_page(actor: Actor, code: str, at: datetime, data: Any = None) -> dict[str, Any]:
    """The form for somebody new in a ledger; refused, and logged, where it is not open."""
    if not opens(actor, code, Depth.LEDGER, at):
        open_ledger(code, by=actor, at=at, purpose="")
    today, ledger = timezone.localdate(at), ledger_for(actor, code, at)
    form = person_form(homes(actor, code, today), ledger.purpose, today, data)
    groups = [(label, [form[name] for name in names]) for label, names in GROUPS]
    return {"form": form, "groups": groups, "ledger": ledger}


def written(form: PersonForm, ledger: str, *, by: Actor, at: datetime) -> Entry | None:
    """The entry the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        _explain_all(form, at)
        return None
    try:
        return write_down(ledger, by=by, at=at, raw=form.raw())
    except Refused as refusal:
        _explain(form, refusal)
        return None


def made(entry: Entry, name: str, data: QueryDict, *, by: Actor, at: datetime) -> forms.Form | None:
    """Make the move that was sent; the form when it will not do, None when it is made."""
    version = data.get("version", "")
    seen = int(version[:9]) if version.isdecimal() else None
    form = form_of(name, entry, by, at, data) if name in moves_open(entry, by=by, at=at) else None
    if form is not None and not form.is_valid():
        return form  # type: ignore[no-any-return]
    raw = {} if form is None else form.raw() if hasattr(form, "raw") else form.cleaned_data
    try:
        perform(entry, name, by=by, at=at, raw=raw, version=seen)
    except Refused as refusal:
        if form is None:
            raise
        _explain(form, refusal)
        return form  # type: ignore[no-any-return]
    return None


def revealed(
    entry: Entry, data: QueryDict, *, by: Actor, at: datetime
) -> tuple[RevealForm, dict[str, Any]]:
    """The one hidden thing that was asked for, by its label; nothing, and the form, without a reason."""
    form = RevealForm(entry, data)
    if not form.is_valid():
        return form, {}
    what = Look(form.cleaned_data["what"])
    try:
        text = reveal(entry, what, by=by, at=at, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        _explain(form, refusal)
        return form, {}
    return form, {"label": FIELDS[what], "text": text}


def _explain_all(form: forms.Form, at: datetime) -> None:
    """What cannot be read is told beside what is missing, so that a paper is gone through once."""
    for name, why in faults(form.cleaned_data, on=timezone.localdate(at)).items():
        form.add_error(name, plain(why))


def _explain(form: forms.Form, refusal: Refused) -> None:
    if refusal.code in HARD and not refusal.fields:
        raise refusal
    onto_form(form, refusal)
