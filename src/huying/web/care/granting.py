"""Named grants as a page: who reads what, where, until when, why; and one more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.care.actions.granting import give, revoke
from huying.care.labels import DEPTHS
from huying.care.models import NamedGrant
from huying.care.queries import (
    called,
    colleagues,
    grant_of,
    granting_places,
    grants_below,
    ledgers_at,
)
from huying.care.states import GrantState
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.queries import person
from huying.places.queries import place
from huying.web.care.forms import GrantForm, RevokeForm, place_choices
from huying.web.refusals import onto_form
from huying.web.ui.words import calendar_date

MOST_OVER = 30


@dataclass(frozen=True, slots=True)
class Told:
    """One named grant, as the page says it; `form` takes it back, None when it is over."""

    grant: NamedGrant
    ledger: str
    depth: str
    span: str
    running: bool
    form: forms.Form | None


def grants_page(
    actor: Actor, at: datetime, data: Any = None, sent: Mapping[int, forms.Form] | None = None
) -> dict[str, Any]:
    """The form and the grants at the actor's places: running ones, then those that are over."""
    today, places = timezone.localdate(at), list(granting_places(actor))
    ledgers = {one.code: one.name for each in places for one in ledgers_at(each.path, today)}
    people = [
        (str(one.person.pk), f"{one.person.name} · {'、'.join(one.places)}")
        for one in colleagues(actor, today)
    ]
    form = GrantForm(people, ledgers.items(), place_choices(places), today, data)
    told = [_told(grant, today, sent or {}) for grant in grants_below(actor)]
    over = [one for one in told if not one.running]
    running = [one for one in told if one.running]
    return {"form": form, "running": running, "over": over[:MOST_OVER], "kept": bool(ledgers)}


def given(form: GrantForm, *, by: Actor, at: datetime) -> NamedGrant | None:
    """The grant the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        return give(
            person(int(said["person"])), ledger=said["ledger"], place=place(said["place"]),
            depth=said["depth"], since=said["since"], until=said["until"], reason=said["reason"],
            by=by, at=at,
        )  # fmt: skip
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None


def taken_back(pk: int, data: QueryDict, *, by: Actor, at: datetime) -> forms.Form | None:
    """Take a grant back; the form when it will not do, None when it is done."""
    form = RevokeForm(data, auto_id=f"revoke_{pk}_%s")
    grant = grant_of(pk)
    if not form.is_valid() and any(one.pk == pk for one in grants_below(by)):
        return form
    revoke(grant, reason=form.cleaned_data.get("reason", ""), by=by, at=at)
    return None


def _told(grant: NamedGrant, today: date, sent: Mapping[int, forms.Form]) -> Told:
    running = grant.state == GrantState.GIVEN and today < grant.until
    form = sent.get(grant.pk) or RevokeForm(auto_id=f"revoke_{grant.pk}_%s")
    days = {"since": calendar_date(grant.since, today), "until": calendar_date(grant.until, today)}
    return Told(
        grant, called(grant.place_path, grant.ledger, today).name, str(DEPTHS[grant.depth]),
        _("%(since)s to %(until)s") % days, running, form if running else None,
    )  # fmt: skip
