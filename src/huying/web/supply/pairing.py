"""Pairing a need: what fits and why on top, then everything else that is there; and who takes it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.choices import Choices
from huying.supply.labels import FIELDS, RESOURCE_KINDS
from huying.supply.models import Need
from huying.supply.policy import keeper
from huying.supply.queries.choosing import takers_at, units_at
from huying.supply.queries.lists import near_items, near_resources
from huying.supply.queries.matching import suggested
from huying.supply.states import PAIRABLE
from huying.web.desk.filters import Day
from huying.web.supply.forms import CHOOSE
from huying.web.supply.needing import fitting
from huying.web.supply.picking import pick


class PairForm(forms.Form):
    """What it is met with, what will be done, by which day, and who takes it."""

    items = forms.MultipleChoiceField(
        label=FIELDS["items"], required=False, widget=forms.CheckboxSelectMultiple
    )
    resources = forms.MultipleChoiceField(
        label=FIELDS["resources"], required=False, widget=forms.CheckboxSelectMultiple
    )
    measure = forms.CharField(
        label=FIELDS["measure"], max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What exactly, how often, where. Everyone reads it once it is published."),
    )  # fmt: skip
    due_on = Day(label=FIELDS["due_on"], widget=forms.DateInput(attrs={"type": "date"}))
    unit = forms.ChoiceField(label=FIELDS["unit"], required=False)
    person = forms.ChoiceField(
        label=FIELDS["person"], required=False,
        help_text=gettext_lazy("A unit, a person, or both: somebody must take it."),
    )  # fmt: skip

    def offer(self, units: Choices, people: Choices, items: Choices, resources: Choices) -> None:
        """Let these be chosen."""
        for name, choices in (
            ("unit", [CHOOSE, *units]), ("person", [CHOOSE, *people]), ("items", items),
            ("resources", resources),
        ):  # fmt: skip
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def raw(self) -> dict[str, Any]:
        """What was said, as the move reads it."""
        said = dict(self.cleaned_data)
        return said | {"due_on": said["due_on"].isoformat() if said["due_on"] else ""}


def check_pairing(need: Need, actor: Actor) -> None:
    """Refused `not-yours` for who does not keep the lists, `wrong-state` before it is confirmed."""
    if not keeper(actor, need):
        raise Refused(Code.NOT_YOURS, "this is not yours to do")
    if need.state not in PAIRABLE:
        raise Refused(Code.WRONG_STATE, "a need is paired once it is confirmed")


def pair_page(need: Need, at: datetime, data: QueryDict | None = None) -> dict[str, Any]:
    """The form to pair a need, with notes beside what fits it; what fits stands first."""
    today = timezone.localdate(at)
    fits = suggested(need, on=today)
    whys = {f"{one.is_item}-{one.thing.pk}": fitting(one).why for one in fits}
    first = [(str(one.thing.pk), one.is_item) for one in fits]
    items = [(str(one.pk), one.name) for one in near_items(need.place, today)]
    resources = [
        (str(one.pk), f"{one.name} · {RESOURCE_KINDS[one.kind]}")
        for one in near_resources(need.place, today)
    ]
    form = PairForm(data, auto_id="pair_%s")
    units, people = units_at(need.place, today), takers_at(need.place, today)
    form.offer(
        units, people,
        list(_fitting_first(items, [pk for pk, is_item in first if is_item])),
        list(_fitting_first(resources, [pk for pk, is_item in first if not is_item])),
    )  # fmt: skip
    return {
        "need": need, "form": form,
        "picks": [
            pick(form["items"], {pk: whys.get(f"True-{pk}", "") for pk, _name in items}),
            pick(form["resources"], {pk: whys.get(f"False-{pk}", "") for pk, _name in resources}),
        ],
    }  # fmt: skip


def _fitting_first(choices: list[tuple[str, str]], fitting_ids: list[str]) -> list[tuple[str, str]]:
    rank = {pk: place for place, pk in enumerate(fitting_ids)}
    return sorted(choices, key=lambda one: rank.get(one[0], len(rank)))
