"""The rates of a place and a period, each figure with the list of orders behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.evaluation.queries import Rates, rates
from huying.kernel.actor import Actor
from huying.orders.choices import places_of
from huying.people.roles import Grant
from huying.places.queries import place
from huying.web.desk.filters import Day
from huying.web.desk.lists import midnight
from huying.web.ui.shapes import Words

PERIOD = timedelta(days=30)
NAMES: Mapping[str, Words] = {
    "response": _("Response rate"),
    "on_time": _("On-time rate"),
    "resolution": _("Resolution rate"),
    "satisfaction": _("Satisfaction rate"),
}
COUNTED: Mapping[str, Words] = {
    "response": _("accepted or answered in time, of those that were due"),
    "on_time": _("finished in time, of those that were due"),
    "resolution": _("solved by the residents' word, of those judged"),
    "satisfaction": _("satisfied by the residents' word, of those judged"),
}
LEFT_OUT: Mapping[str, Words] = {
    "draft": _("not sent yet"),
    "withdrawn": _("withdrawn by the resident"),
    "voided": _("voided"),
    "merged": _("counted under another number"),
    "no_limit_known": _("no limit known"),
    "exempt": _("exempt by the dispatch directory"),
    "not_due_yet": _("not due yet"),
    "still_under_way": _("still under way"),
    "asked_not_answered_yet": _("asked, not answered yet"),
    "no_answer": _("closed without an answer"),
}
# Reasons that are a state, so that the list can show the very orders.
STATES = frozenset({"draft", "withdrawn", "voided", "merged"})


class PeriodForm(forms.Form):
    """Which place, and from which day to which, both counted in."""

    place = forms.ChoiceField(label=_("Place"))
    since = Day(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = Day(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))


@dataclass(frozen=True, slots=True)
class Left:
    """How many were left out for a reason, and the list of them where there is one."""

    reason: Words
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate as it is shown: the share in words, n of N, and what was left out."""

    name: Words
    value: str
    numerator: int
    denominator: int
    counted: Words
    few: bool
    left: tuple[Left, ...]


def period_form(data: Mapping[str, Any], actor: Actor, today: date) -> PeriodForm:
    """The form as sent, with the last 30 days of the first place where nothing was said."""
    places = places_of(actor, Grant.RATES)
    start = {
        "place": places[0][0] if places else "",
        "since": (today - PERIOD).isoformat(),
        "until": today.isoformat(),
    }
    said = {name: data.get(name) or value for name, value in start.items()}
    form = PeriodForm(said, auto_id="period_%s")
    form.fields["place"].choices = places  # type: ignore[attr-defined]
    return form


def rated(form: PeriodForm, *, viewer: Actor, at: datetime) -> dict[str, Any]:
    """The figures the form asks for; refused `not-yours`, or `invalid` for an empty period."""
    said = form.cleaned_data
    since, until = midnight(said["since"]), midnight(said["until"] + timedelta(days=1))
    found = rates(place(said["place"]), since, until, viewer=viewer, at=at)
    return {
        "rates": found,
        "figures": [_figure(name, found) for name in found.rates],
        "all_href": _list(found),
    }


def _figure(name: str, whole: Rates) -> Figure:
    rate = whole.rates[name]
    left = tuple(
        Left(LEFT_OUT.get(reason, reason), count, _list(whole, state=reason) if reason in STATES else "")
        for reason, count in rate.exclusions.items()
    )  # fmt: skip
    return Figure(
        name=NAMES.get(name, name),
        value="—" if rate.value is None else f"{rate.value:.1%}",
        numerator=rate.numerator,
        denominator=rate.denominator,
        counted=COUNTED.get(name, ""),
        few=not rate.publishable,
        left=left,
    )


def _list(whole: Rates, **more: str) -> str:
    """The list of the orders of this place and period."""
    last = timezone.localdate(whole.until - timedelta(seconds=1))
    days = {"since": timezone.localdate(whole.since).isoformat(), "until": last.isoformat()}
    query = urlencode({"list": "all", "place": whole.place} | days | more)
    return f"{reverse('desk:list')}?{query}"
