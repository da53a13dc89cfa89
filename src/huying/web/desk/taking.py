"""Taking an order for a resident who came, called, or was visited."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.hashing import canonical, digest
from huying.orders.actions.placing import Behalf, Key, Wish, place_order
from huying.orders.choices import OUTDOORS, categories_for, places_of
from huying.orders.labels import CHANNELS, KINDS
from huying.orders.models import Order
from huying.orders.named import category_called
from huying.orders.queries import order_by_number
from huying.orders.states import Channel, OrderKind
from huying.people.roles import Grant
from huying.places.queries import by_text, place

# What comes in by itself is not taken here.
BY_ITSELF = frozenset({Channel.WEB, Channel.APP, Channel.OTHER_SYSTEM})
FIRST = (Channel.PHONE, Channel.COUNTER, Channel.GRID_VISIT)
LONGEST_WORDS = 5000
BEHALF = ("behalf_name", "behalf_relation", "behalf_consent")
CHOOSE = ("", _("Please choose"))


def _channels() -> list[tuple[str, Any]]:
    taken = dict.fromkeys([*FIRST, *Channel])
    return [(channel.value, CHANNELS[channel]) for channel in taken if channel not in BY_ITSELF]


class TakeForm(forms.Form):
    """Words first; the class can wait."""

    channel = forms.ChoiceField(
        label=_("How it came"), choices=_channels, initial=Channel.PHONE.value
    )
    text = forms.CharField(
        label=_("The resident's own words"), max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Place"))
    address = forms.CharField(
        label=_("Where exactly?"), max_length=200, required=False,
        help_text=_("Building, door, or a landmark; the building is found by itself."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What kind of request"), initial=OrderKind.PROBLEM.value,
        choices=lambda: [(kind.value, KINDS[kind]) for kind in OrderKind],
    )  # fmt: skip
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[CHOOSE],
        help_text=_("May be left to whoever accepts it."),
    )  # fmt: skip
    contact_name = forms.CharField(
        label=_("What the resident is called"), max_length=60, required=False
    )
    contact_phone = forms.CharField(
        label=_("Telephone of the resident"), max_length=24, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    safety = forms.BooleanField(label=_("Danger to life or limb"), required=False)
    confidential = forms.BooleanField(
        label=_("Confidential: only the responsible person may open who it is"), required=False
    )
    behalf_name = forms.CharField(
        label=_("Who speaks for the resident"), max_length=60, required=False
    )
    behalf_relation = forms.CharField(
        label=_("Relation"), max_length=60, required=False, help_text=_("Daughter, neighbour, volunteer …"),
    )  # fmt: skip
    behalf_consent = forms.CharField(
        label=_("How did the resident agree?"), max_length=120, required=False,
        help_text=_("For example: she asked me by telephone today"),
    )  # fmt: skip
    key = forms.CharField(
        widget=forms.HiddenInput, max_length=64, required=False, initial=lambda: uuid4().hex
    )


def take_form(actor: Actor, at: datetime, data: Any = None) -> TakeForm:
    """The form with the places where this actor may take requests, and the categories there."""
    form = TakeForm(data, auto_id="take_%s")
    offered = places_of(actor, Grant.INTAKE, OUTDOORS)
    form.fields["category"].choices = [CHOOSE, *categories_for(actor, Grant.INTAKE, at)]  # type: ignore[attr-defined]
    form.fields["place"].choices = [CHOOSE, *offered] if len(offered) > 1 else offered  # type: ignore[attr-defined]
    return form


def take(
    form: Mapping[str, Any], /, *, by: Actor, at: datetime, key: Key | None = None, **more: Any
) -> Order:
    """Place what the form says, once however often it is sent; the order.

    `more` are facts of a wish that this form does not ask for, `key` one kept by the caller.
    """
    placed, answered = place_order(
        replace(_wish(form, at), **more), by=by, at=at, key=key or _key(form, by),
        answer=lambda placed: {"number": placed.order.number},
    )  # fmt: skip
    return placed.order if placed else order_by_number(answered["number"], SYSTEM)


def _wish(said: Mapping[str, Any], at: datetime) -> Wish:
    chosen = place(said["place"])
    found = by_text(said["address"], within=chosen) if said["address"] else None
    category = category_called(said["category"], chosen.path, timezone.localdate(at))
    behalf = (
        Behalf(*(said[name] for name in BEHALF)) if any(said[name] for name in BEHALF) else None
    )
    same = ("text", "kind", "channel", "address", "contact_name", "contact_phone", "safety", "confidential")  # fmt: skip
    return Wish(
        place=found or chosen, category=category, on_behalf_of=behalf,
        **{name: said[name] for name in same},
    )  # fmt: skip


def _key(said: Mapping[str, Any], by: Actor) -> Key | None:
    """The form's key with what it says: sending again is one order, changing it is another."""
    if not said["key"]:
        return None
    body = digest(canonical(dict(said)))
    return Key(f"desk:{by.person_id}:{said['key']}:{body[:16]}", body)
