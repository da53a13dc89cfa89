"""How a list is narrowed, and how it travels: everything stands in the query string."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.orders.choices import Choice, categories_for, places_of
from huying.orders.labels import CHANNELS, STATES, Label
from huying.orders.queries import Wanted
from huying.people.roles import Grant
from huying.places.queries import known_place
from huying.web.desk.lists import SavedList, midnight, part_named

KEPT = (
    "list",
    "part",
    "q",
    "category",
    "state",
    "place",
    "channel",
    "overdue",
    "since",
    "until",
    "cursor",
)
PHRASE = 80
ANY: Choice = ("", _("All"))  # type: ignore[assignment] # a lazy text is text by the time it is read


class Day(forms.DateField):
    """A day in the years this service knows, so that no reckoning runs over the edge of time."""

    default_validators = [
        MinValueValidator(date(2000, 1, 1)),
        MaxValueValidator(date(2999, 12, 31)),
    ]


class FilterForm(forms.Form):
    """Words or a number first, then what narrows the list; wrong values narrow nothing."""

    q = forms.CharField(
        label=_("Words or number"), required=False, max_length=PHRASE,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    category = forms.ChoiceField(label=_("Category"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)
    list = forms.CharField(required=False, widget=forms.HiddenInput)
    part = forms.CharField(required=False, widget=forms.HiddenInput)
    since = Day(required=False, widget=forms.HiddenInput)
    until = Day(required=False, widget=forms.HiddenInput)


def filter_form(
    query: QueryDict, chosen: SavedList, wanted: Wanted, actor: Actor, at: datetime
) -> FilterForm:
    """The form as it was sent, without what the list itself already says; cleaned."""
    form = FilterForm(query, auto_id="find_%s")
    places = places_of(actor, Grant.SEE)
    choices: dict[str, Iterable[Any]] = {
        "category": [ANY, *categories_for(actor, Grant.SEE, at)],
        "state": [ANY, *_pairs(STATES)],
        "place": [ANY, *places],
        "channel": [ANY, *_pairs(CHANNELS)],
    }
    for name, offered in choices.items():
        form.fields[name].choices = offered  # type: ignore[attr-defined]
    needless = {
        "state": bool(wanted.states),
        "overdue": wanted.overdue or wanted.closed_since is not None,
        "place": len(places) < 2,  # noqa: PLR2004 -- a choice of one is none
    }
    for name in (name for name, holds in needless.items() if holds):
        del form.fields[name]
    form.is_valid()
    return form


def _pairs(labels: Mapping[str, Label]) -> list[tuple[str, Label]]:
    return [(str(value), label) for value, label in labels.items()]


def narrowed(wanted: Wanted, form: FilterForm, at: datetime) -> Wanted:
    """The list's own wish with what the form says on top of it; a part only of one's day."""
    said = form.cleaned_data
    narrower: dict[str, Any] = {"q": said.get("q", "")}
    part = part_named(said.get("part", "")) if wanted.mine else None
    narrower |= part.narrows(at) if part else {}
    narrower |= {name: said[name] for name in ("category", "channel") if said.get(name)}
    if said.get("state"):
        narrower["states"] = (said["state"],)
    if said.get("overdue"):
        narrower["overdue"] = True
    if said.get("place"):
        narrower["place"] = known_place(said["place"])
    if said.get("since"):
        narrower["since"] = midnight(said["since"])
    if said.get("until"):
        narrower["until"] = midnight(said["until"] + timedelta(days=1))
    return replace(wanted, **narrower)


def kept(query: QueryDict, **changed: str) -> str:
    """The query string that leads back to this place in the list, with some values changed."""
    said = {name: query.get(name, "") for name in KEPT} | changed
    carried = QueryDict(mutable=True)
    carried.update({name: value[:PHRASE] for name, value in said.items() if value})
    return carried.urlencode()
