"""How the resident can be reached: hinted at, then opened with a reason, and who did so."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.contacting import CHAIN, LONGEST_REASON, contact_hint, open_contact
from huying.orders.models import Contact, Order
from huying.trail.models import Record
from huying.trail.queries import chain
from huying.web.refusals import onto_form
from huying.web.ui.shapes import Event
from huying.web.ui.words import moment

MOST_SHOWN = 10


class ReasonForm(forms.Form):
    """Why the contact is needed now."""

    reason = forms.CharField(
        label=_("What do you need it for?"), max_length=LONGEST_REASON,
        help_text=_("The resident can see who looked, when and why."),
    )  # fmt: skip


def reaching(order: Order, *, viewer: Actor, at: datetime) -> dict[str, Any]:
    """The hint, the form, and earlier openings; nothing for who may not open."""
    hint = contact_hint(order, viewer)
    if hint is None:
        return {}
    here = timezone.localtime(at)
    openings = [
        Event(_opener(record), moment(timezone.localtime(record.at), here), _why(record.given.get("reason", "")))
        for record in chain(CHAIN, order.pk).reverse()[:MOST_SHOWN]
    ]  # fmt: skip
    return {"hint": hint, "reason_form": ReasonForm(auto_id="reach_%s"), "openings": openings}


def _why(reason: str) -> str:
    """The reason given; what the product itself says is said in the reader's language."""
    return gettext(reason) if reason else ""


def _opener(record: Record) -> str:
    absent = record.given.get("standing_in_for", "")
    said = _("%(name)s, standing in for %(absent)s")
    return str(said) % {"name": record.by_label, "absent": absent} if absent else record.by_label


def opened_contact(
    order: Order, sent: QueryDict, *, by: Actor, at: datetime
) -> tuple[Contact | None, ReasonForm]:
    """The contact, with this opening on record; None where the reason will not do.

    Refused `not-yours` for who may not open it.
    """
    form = ReasonForm(sent, auto_id="reach_%s")
    if not form.is_valid():
        return None, form
    try:
        return open_contact(order, by=by, at=at, reason=form.cleaned_data["reason"]), form
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None, form
