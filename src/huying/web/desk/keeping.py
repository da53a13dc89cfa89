"""Lists of one's own on the desk's pages: what is kept of a narrowed list, and its small form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huying.kernel.refusals import Code, Refused
from huying.orders.models import OwnList
from huying.orders.models.own_list import LONGEST_NAME
from huying.web.desk.filters import KEPT, FilterForm, kept
from huying.web.desk.lists import SavedList, part_named
from huying.web.refusals import onto_form


class KeepForm(forms.Form):
    """What a list is called."""

    name = forms.CharField(
        label=_("Name of this list"), widget=forms.TextInput(attrs={"maxlength": LONGEST_NAME})
    )


@dataclass(frozen=True, slots=True)
class Keeping:
    """The form that keeps a list, or renames the one that is open; `gone` lets that one go."""

    form: KeepForm
    action: str
    own: OwnList | None = None
    gone: str = ""


def asked(chosen: SavedList, form: FilterForm) -> dict[str, str]:
    """What a narrowed list asks for, by name: checked values only, without a place in the list."""
    said: Mapping[str, Any] = form.cleaned_data | {"list": chosen.name}
    part = part_named(said.get("part", "")) if chosen.name == "mine" else None
    said = dict(said) | {"part": part.name if part else ""}
    return {name: _plain(said[name]) for name in KEPT if said.get(name)}


def _plain(value: object) -> str:
    if value is True:
        return "on"
    return value.isoformat() if isinstance(value, date) else str(value)


def here(query: QueryDict, asks: Mapping[str, str]) -> frozenset[str]:
    """The queries of one's own lists that this address opens: as it was checked, and as it came.

    A list kept with a value that is valid no longer is still the one that is open.
    """
    return frozenset({urlencode(asks), kept(query, cursor="")})


def keeping(context: Mapping[str, Any], form: KeepForm | None = None) -> Keeping | None:
    """How the list on this page can be kept, renamed or let go; None where it is not narrowed."""
    own: OwnList | None = next((one for one in context["own_lists"] if one.query in context["here"]), None)  # fmt: skip
    if own is None and form is None and not set(context["asks"]) - {"list"}:
        return None
    query = f"?{context['query']}" if context["query"] else ""
    name = {"name": own.name} if own else None
    shown = form or KeepForm(initial=name, auto_id="keep_%s")
    if own is None:
        return Keeping(shown, reverse("desk:keep") + query)
    action, gone = (reverse(f"desk:{way}", args=[own.pk]) for way in ("kept", "kept-end"))
    return Keeping(shown, action, own, gone)


def refused(form: KeepForm, refusal: Refused) -> None:
    """Put a refusal on the form, which keeps what was typed; raised again where that helps nobody."""
    if refusal.code in {Code.NOT_YOURS, Code.UNKNOWN}:
        raise refusal
    onto_form(form, refusal)
