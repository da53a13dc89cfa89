"""The forms and pages of a resource and of a service item."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.choices import category_choices, places_of
from huying.orgs.queries import units_serving
from huying.people.roles import Grant
from huying.places import queries as places
from huying.places.models import Place
from huying.supply.actions.keeping import add_item, add_resource, change
from huying.supply.inputs import parsed
from huying.supply.labels import FIELDS, MODES, RESOURCE_KINDS, SORTS
from huying.supply.models import Resource, ServiceItem
from huying.supply.queries.choosing import units_at
from huying.supply.queries.lists import near_resources
from huying.supply.states import Mode, ResourceKind, Sort
from huying.web.refusals import onto_form
from huying.web.supply.forms import CHOOSE
from huying.web.supply.listing import LEVELS

_SEVERAL = re.compile(r"[、，,;；\n]+")
APART = gettext_lazy("Separate them by commas.")


class Words(forms.CharField):
    """Several words in one line."""

    def prepare_value(self, value: Any) -> Any:
        """The words in one line again."""
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The words one by one."""
        text = super().to_python(value) or ""
        return [word.strip() for word in _SEVERAL.split(text) if word.strip()]


class Kept(forms.Form):
    """What resources and items have in common: the place, a name, a note, whether it stays inside."""

    place = forms.ChoiceField(label=gettext_lazy("Place"))
    name = forms.CharField(label=FIELDS["name"], max_length=80)
    note = forms.CharField(label=FIELDS["note"], max_length=300, required=False)
    inside = forms.BooleanField(label=FIELDS["inside"], required=False)


class ResourceForm(Kept):
    """What someone shares."""

    kind = forms.ChoiceField(
        label=FIELDS["kind"],
        choices=[CHOOSE, *((one.value, RESOURCE_KINDS[one]) for one in ResourceKind)],
    )
    owner_unit = forms.ChoiceField(label=FIELDS["owner_unit"], required=False)
    owner_name = forms.CharField(
        label=FIELDS["owner_name"],
        max_length=60,
        required=False,
        help_text=gettext_lazy("Stays inside."),
    )
    specialities = Words(label=FIELDS["specialities"], required=False, help_text=APART)
    address = forms.CharField(label=FIELDS["address"], max_length=200, required=False)
    hours = forms.CharField(label=FIELDS["hours"], max_length=120, required=False)
    phone = forms.CharField(label=FIELDS["phone"], max_length=24, required=False)
    contact = forms.CharField(
        label=FIELDS["contact"],
        max_length=60,
        required=False,
        help_text=gettext_lazy("Stays inside."),
    )
    capacity = forms.IntegerField(label=FIELDS["capacity"], min_value=0, required=False)
    field_order = [
        "place", "name", "kind", "owner_unit", "owner_name", "specialities", "capacity", "address",
        "hours", "phone", "contact", "note", "inside",
    ]  # fmt: skip


class ItemForm(Kept):
    """What is offered, or declined with the office to go to."""

    group = forms.CharField(label=FIELDS["group"], max_length=80, required=False)
    sort = forms.ChoiceField(
        label=FIELDS["sort"],
        choices=[(one.value, SORTS[one]) for one in Sort],
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(
        label=FIELDS["mode"], choices=[(one.value, MODES[one]) for one in Mode]
    )
    free = forms.BooleanField(label=FIELDS["free"], required=False)
    eligible = forms.CharField(label=FIELDS["eligible"], max_length=120, required=False)
    papers = Words(label=FIELDS["papers"], required=False, help_text=APART)
    minutes = forms.IntegerField(label=FIELDS["minutes"], min_value=0, required=False)
    category = forms.ChoiceField(
        label=FIELDS["category"],
        required=False,
        help_text=gettext_lazy("Orders of this category that were done are counted here."),
    )
    offered = forms.BooleanField(label=FIELDS["offered"], required=False)
    office = forms.CharField(
        label=FIELDS["office"],
        max_length=80,
        required=False,
        help_text=gettext_lazy("Needed where it is not offered here."),
    )
    providers = forms.MultipleChoiceField(
        label=FIELDS["providers"], required=False, widget=forms.CheckboxSelectMultiple
    )
    resources = forms.MultipleChoiceField(
        label=FIELDS["resources"], required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = [
        "place", "name", "group", "sort", "offered", "office", "mode", "free", "eligible", "papers",
        "minutes", "category", "providers", "resources", "note", "inside",
    ]  # fmt: skip


FORMS: Mapping[type, type[Kept]] = {Resource: ResourceForm, ServiceItem: ItemForm}
NEW: Mapping[type, Mapping[str, Any]] = {
    Resource: {},
    ServiceItem: {"free": True, "offered": True, "sort": "regular", "mode": "on_site"},
}


def form_for(
    kind: type, actor: Actor, at: datetime, place: Place, *, data: Any = None, row: Any = None
) -> Kept:
    """The form of a resource or an item, new or as it is; who and what can be chosen at the place."""
    today, made = timezone.localdate(at), FORMS[kind]
    start = _as_it_is(made, row) if row is not None else {"place": place.code, **NEW[kind]}
    form = made(data, initial=start, auto_id="kept_%s")
    own: list[tuple[str, str]] = [(place.code, place.name)]
    choices: dict[str, Any] = {
        "place": own if row is not None else places_of(actor, Grant.SUPPLY, LEVELS),
        "owner_unit": [CHOOSE, *units_at(place, today)],
        "providers": units_at(place, today),
        "resources": [(str(one.pk), one.name) for one in near_resources(place, today)]
        if kind is ServiceItem else (),
        "category": [("", _("No category")), *category_choices(str(place.path), on=today)],
    }  # fmt: skip
    for name, found in choices.items():
        if name in form.fields:
            form.fields[name].choices = found  # type: ignore[attr-defined]
    if row is not None:
        del form.fields["place"]
    return form


def _as_it_is(made: type[Kept], row: Any) -> dict[str, Any]:
    names = set(made.base_fields) - {"place", "providers", "resources"}
    start = {name: getattr(row, name) for name in names}
    for name in ("owner_unit", "category"):
        if name in start:
            start[name] = start[name].code if start[name] else ""
    if isinstance(row, ServiceItem):
        start["providers"] = [unit.code for unit in row.providers.all()]
        start["resources"] = [str(one.pk) for one in row.resources.all()]
    return start


def kept(
    form: Kept, kind: type, *, by: Actor, at: datetime, row: Any = None
) -> Resource | ServiceItem | None:
    """The row as the form says, new or changed; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    said = dict(form.cleaned_data)
    try:
        if row is not None:
            return change(row, by=by, at=at, **_read(said, row.place, kind, by, at))  # type: ignore[no-any-return]
        place = places.place(said.pop("place"))
        add = add_resource if kind is Resource else add_item
        return add(place=place, by=by, at=at, **_read(said, place, kind, by, at))
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None


def _read(
    said: dict[str, Any], place: Place, kind: type, by: Actor, at: datetime
) -> dict[str, Any]:
    """What the form says, codes and ids as the rows they name."""
    units = {unit.code: unit for unit in units_serving(place, timezone.localdate(at))}
    if kind is Resource:
        return said | {"owner_unit": units.get(said["owner_unit"])}
    found = parsed({"category": said["category"], "resources": said["resources"]}, by=by)
    return said | {
        "category": found.get("category"), "resources": found.get("things", []),
        "providers": [units[code] for code in said["providers"]], "minutes": said["minutes"] or 0,
    }  # fmt: skip


def back_to(row: Resource | ServiceItem) -> str:
    """The list it stands in."""
    of = "resources" if isinstance(row, Resource) else "services"
    return f"{reverse('supply:list', args=[of])}?place={row.place.code}"
