"""The form of a new campaign and of every move on one; a name without a maker is a line of text."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.campaigns.labels import BASES, FIELDS
from huying.campaigns.models import Campaign
from huying.campaigns.queries import helpers, points_of
from huying.campaigns.states import Basis
from huying.kernel.actor import Actor
from huying.orders.choices import places_in, places_of
from huying.people.roles import Grant
from huying.trail.offers import Offer
from huying.web.desk.filters import Day

CHOOSE = ("", _("Please choose"))
LONGEST_NAME, LONGEST_WORDS, MOST_HEADS = 80, 500, 1_000_000
BY_DATE = {"type": "date"}


class NewForm(forms.Form):
    """What a campaign is, where and when; whom it is to reach follows on its own page."""

    name = forms.CharField(label=_("What it is called"), max_length=LONGEST_NAME)
    place = forms.ChoiceField(label=_("Place"))
    held_on = Day(label=_("Day"), widget=forms.DateInput(attrs=BY_DATE))
    basis = forms.ChoiceField(
        label=_("What is counted"), widget=forms.RadioSelect, choices=list(BASES.items()),
        initial=Basis.TARGETS.value,
    )  # fmt: skip
    expected = forms.IntegerField(
        label=_("How many people you prepare for"), required=False, min_value=1, max_value=MOST_HEADS,
        help_text=_("Only where heads are counted. It is what you prepare for, not a target."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What it is for"), max_length=LONGEST_WORDS, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, actor: Actor, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="new_%s", initial={"held_on": today.isoformat()})
        found = places_of(actor, Grant.CAMPAIGN)
        self.fields["place"].choices = found if len(found) == 1 else [CHOOSE, *found]  # type: ignore[attr-defined]

    def raw(self) -> dict[str, Any]:
        """What was said, as the action reads it."""
        return {name: _plain(value) for name, value in self.cleaned_data.items() if value}


class Ground:
    """What the fields of one campaign's forms are made from; each thing is read at most once."""

    def __init__(self, campaign: Campaign, at: datetime) -> None:
        self.campaign = campaign
        self._today = timezone.localdate(at)

    @cached_property
    def points(self) -> list[tuple[str, str]]:
        """The points that are there."""
        return [(str(point.pk), point.name) for point, _led in points_of(self.campaign)]

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """The campaign's place and everywhere in it."""
        place = self.campaign.place
        return [(place.code, place.name), *places_in(place)]

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """Who checks people in around here."""
        return helpers(self.campaign, self._today)


class MoveForm(forms.Form):
    """The fields one move asks for; `move` is its name."""

    def __init__(self, offer: Offer, ground: Ground, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"{offer.name}_%s", use_required_attribute=False)
        self.move = offer.name
        wanted = {*offer.needs, *offer.may}
        for name in [one for one in ORDER if one in wanted]:
            made = MAKERS.get(name, _line)(name, ground)
            made.label = str(FIELDS[name])
            made.required = name in offer.needs
            self.fields[name] = made

    def raw(self) -> dict[str, Any]:
        """What was said, as the move reads it; blanks are left out."""
        return {name: _plain(value) for name, value in self.cleaned_data.items() if value}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _line(name: str, ground: Ground) -> forms.Field:
    return forms.CharField(max_length=LONGEST_NAME)


def _words(name: str, ground: Ground) -> forms.Field:
    rows = {"rows": 2}
    return forms.CharField(max_length=LONGEST_WORDS, widget=forms.Textarea(attrs=rows))


def _lines(name: str, ground: Ground) -> forms.Field:
    example = _("For example 3号楼2单元501; a name may follow behind a comma. Paste from a table as it is.")  # fmt: skip
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 8}), help_text=example)


def _day(name: str, ground: Ground) -> forms.Field:
    return Day(widget=forms.DateInput(attrs=BY_DATE))


def _count(name: str, ground: Ground) -> forms.Field:
    return forms.IntegerField(min_value=1, max_value=MOST_HEADS)


def _point(name: str, ground: Ground) -> forms.Field:
    return forms.ChoiceField(choices=[CHOOSE, *ground.points])


def _place(name: str, ground: Ground) -> forms.Field:
    return forms.ChoiceField(choices=[CHOOSE, *ground.places])


def _people(name: str, ground: Ground) -> forms.Field:
    return forms.MultipleChoiceField(choices=ground.people, widget=forms.CheckboxSelectMultiple)


ORDER = (
    "lines", "homes_of", "point", "point_name", "point_place", "leaders", "name", "held_on",
    "expected", "purpose", "reason",
)  # fmt: skip
MAKERS: Mapping[str, Callable[[str, Ground], forms.Field]] = {
    "lines": _lines, "homes_of": _place, "point": _point, "point_place": _place,
    "leaders": _people, "held_on": _day, "expected": _count, "purpose": _words, "reason": _words,
}  # fmt: skip


class BackForm(forms.Form):
    """Why a check-in is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_WORDS,
        help_text=_("For example: tapped the wrong door."),
    )  # fmt: skip
