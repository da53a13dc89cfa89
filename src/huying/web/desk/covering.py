"""Cover for colleagues who are away: who, from when, until when, and who stands in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor, Standing
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import placing
from huying.people import queries as people
from huying.people.covering import arrange_cover, end_cover
from huying.people.models import Cover
from huying.people.roles import Grant
from huying.web.desk.filters import Day
from huying.web.refusals import onto_form

CHOOSE = ("", _("Please choose"))


class CoverForm(forms.Form):
    """Who is away, the first day away, the day they are back, and who answers meanwhile."""

    away = forms.ChoiceField(label=_("Who is away"))
    since = Day(label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    until = Day(label=_("Back at work on"), widget=forms.DateInput(attrs={"type": "date"}))
    stand_in = forms.ChoiceField(
        label=_("Who answers meanwhile"),
        help_text=_("Someone whose own desk covers the same places; nothing more is opened to them."),
    )  # fmt: skip


def cover_page(actor: Actor, at: datetime, data: Any = None) -> dict[str, Any]:
    """The form and the covers that run or are to come at the desks this person sees."""
    today = timezone.localdate(at)
    around = people.desk_people([one.place_path for one in _desks(actor)], today)
    form = CoverForm(data, auto_id="cover_%s", initial={"since": today.isoformat()})
    may = [one for one in around if _may_arrange(actor, one)]
    form.fields["away"].choices = _named(may)  # type: ignore[attr-defined]
    form.fields["stand_in"].choices = [CHOOSE, *_named(around)]  # type: ignore[attr-defined]
    if any(one.person.pk == actor.person_id for one in may):
        form.fields["away"].initial = str(actor.person_id)
    mine = {one.person.pk for one in may}
    covers = people.covers_among((one.person.pk for one in around), today)
    shown = [(cover, cover.since <= today, cover.away_id in mine) for cover in covers]
    return {"form": form, "covers": shown}


def arranged(form: forms.BaseForm, *, by: Actor, at: datetime) -> Cover | None:
    """The cover the form asks for; None when it will not do, the reasons on the form."""
    if not form.is_valid():
        return None
    said: Mapping[str, Any] = form.cleaned_data
    try:
        cover = arrange_cover(
            people.person(int(said["away"])), stand_in=people.person(int(said["stand_in"])),
            since=said["since"], until=said["until"], by=by, at=at,
        )  # fmt: skip
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal)
        return None
    _count_at_once()
    return cover


def ended(cover_id: int, *, by: Actor, at: datetime) -> Cover:
    """This cover, ended today; refused `unknown` for one that is not, and as `end_cover`."""
    cover = end_cover(people.cover(cover_id), by=by, at=at)
    _count_at_once()
    return cover


def _count_at_once() -> None:
    people.forget()
    placing.forget()


def _desks(actor: Actor) -> list[Standing]:
    return [one for one in actor.standings if Grant.TRIAGE in one.grants]


def _may_arrange(actor: Actor, one: people.AtDesk) -> bool:
    return one.person.pk == actor.person_id or any(
        actor.may(Grant.DECIDE, path) for path in one.paths
    )


def _named(found: list[people.AtDesk]) -> list[tuple[str, str]]:
    return [(str(one.person.pk), f"{one.person.name} · {'、'.join(one.places)}") for one in found]
