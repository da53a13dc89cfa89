"""What a page asks of a list: everything stands in the query string, and travels with each form."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.lists.asking import choices_of, places_for, reading_path
from huying.lists.definitions import Filter, ListDef
from huying.lists.queries import Opened, opened
from huying.lists.registry import definition
from huying.lists.states import Asks, Format
from huying.web.desk.filters import ANY
from huying.web.refusals import onto_form

PHRASE = 100
NOT_ASKED = frozenset({"csrfmiddlewaretoken", "cursor", "all", "format", "name", "keep", "file"})


class AskForm(forms.Form):
    """The filters of one list; the fields are made from its definition."""


def raw_of(query: Mapping[str, str]) -> dict[str, str]:
    """What of the query is asked of the list itself."""
    return {key: query[key] for key in query if key not in NOT_ASKED and query[key]}


def found_in(name: str, query: Mapping[str, str], actor: Actor, at: datetime) -> Opened:
    """The list as asked; refused as `queries.opened`."""
    return opened(name, raw_of(query), actor, at=at)


def asked_in(
    name: str, query: QueryDict, actor: Actor, at: datetime
) -> tuple[Opened | None, AskForm]:
    """The list and its form; no list where a filter will not do, the reasons on the form."""
    one, raw = definition(name), raw_of(query)
    form = _form(one, raw, actor, at)
    try:
        return opened(name, raw, actor, at=at), form
    except Refused as refusal:
        if refusal.code is not Code.INVALID:
            raise
        form.full_clean()
        form.errors.clear()  # what the list itself says of a value is all there is to say
        onto_form(form, refusal)
        return None, form


def kind_in(query: Mapping[str, str]) -> Format:
    """Which file is wanted; refused `invalid` for none there is."""
    try:
        return Format(query.get("format", ""))
    except ValueError:
        raise Refused(Code.INVALID, fields={"format": "unknown"}) from None


def way_back(name: str, query: Mapping[str, str], **changed: str) -> str:
    """The address of the list as it was asked for, with some things changed."""
    said = raw_of(query) | changed
    carried = QueryDict(mutable=True)
    carried.update({key: value[:PHRASE] for key, value in said.items() if value})
    return f"{reverse('lists:one', args=[name])}?{carried.urlencode()}"


def _form(one: ListDef, raw: Mapping[str, str], actor: Actor, at: datetime) -> AskForm:
    form = AskForm(dict(raw), auto_id="ask_%s")
    path = reading_path(one, raw.get("place", ""), actor)
    for each in one.filters:
        form.fields[each.key] = _field(each, actor, path, at)
    places = places_for(one, actor)
    if len(places) > 1:
        form.fields["place"] = forms.ChoiceField(label=_("Place"), required=False, choices=places)
    if len(one.sorts) > 1:
        form.fields["sort"] = forms.ChoiceField(label=_("Order of rows"), required=False, choices=list(one.sorts.items()))  # fmt: skip
    form.order_fields(["q", "place"])
    return form


def _field(each: Filter, actor: Actor, path: str, at: datetime) -> forms.Field:
    if each.asks is Asks.WORD:
        choices = [ANY, *choices_of(each, actor, path, timezone.localdate(at))]
        return forms.ChoiceField(label=str(each.label), required=False, choices=choices)
    if each.asks is Asks.DATE:
        widget = forms.DateInput(attrs={"type": "date"})
        return forms.DateField(label=str(each.label), required=False, widget=widget)
    if each.asks is Asks.YES_NO:
        return forms.BooleanField(label=str(each.label), required=False)
    search = forms.TextInput(attrs={"type": "search"})
    return forms.CharField(label=str(each.label), required=False, max_length=PHRASE, widget=search)
