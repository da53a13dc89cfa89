"""The forms of duty; what they may say is decided by the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.duty.labels import BECOMES
from huying.people.models import Person
from huying.places.models import Place
from huying.web.desk.filters import Day
from huying.web.ui.shapes import Words

CHOOSE: tuple[str, Words] = ("", _("Please choose"))
WHOEVER: tuple[str, Words] = ("", _("Whoever is posted there"))
LATER: tuple[str, Words] = ("later", _("Decide later"))
NOBODY_YET: tuple[str, Words] = ("", _("Nobody yet"))
LONGEST_DAY = 24 * 60  # minutes
LONGEST_ID = 18  # digits

Options = Sequence[tuple[str, Words]]


def people_options(people: Sequence[Person]) -> list[tuple[str, Words]]:
    """People by their ids."""
    return [(str(one.pk), one.name) for one in people]


def place_options(places: Sequence[Place]) -> list[tuple[str, Words]]:
    """Places by their codes."""
    return [(one.code, one.name) for one in places]


def chosen(people: Sequence[Person], value: str) -> Person | None:
    """The person a form names, of those it offered; None for the blank."""
    return next((one for one in people if str(one.pk) == value), None)


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """A day with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return Day(label=label, required=required, widget=widget)


def words(label: Any, rows: int, longest: int, *, hint: Any = "", required: bool = False) -> forms.CharField:  # fmt: skip
    """Some lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=hint, widget=widget
    )


def minutes(label: Any, *, required: bool = True) -> forms.IntegerField:
    """Minutes on a number pad."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=LONGEST_DAY, required=required,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class Quiet(forms.Form):
    """A form whose fields the server checks, so that no browser stops anybody in a strange voice."""

    use_required_attribute = False

    def offer(self, field: str, options: Options) -> None:
        """Let a choice be made among these."""
        self.fields[field].choices = list(options)  # type: ignore[attr-defined]


class StayForm(Quiet):
    """Minutes the team was in an estate."""

    minutes = minutes(_("Minutes"))
    note = forms.CharField(label=_("What for"), max_length=200, required=False)
    on = day(_("Day"))


class VisitForm(Quiet):
    """Where, whom, why, by when, and who should go."""

    place = forms.ChoiceField(label=_("Where"))
    household = forms.CharField(
        label=_("Which household"), max_length=60, required=False,
        help_text=_("As your team says it: building, door, a name."),
    )  # fmt: skip
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("In your words"), max_length=200, required=False,
        help_text=_("Needed where none of the reasons fits."),
    )  # fmt: skip
    due_on = day(_("By when"))
    goes = forms.ChoiceField(label=_("Who goes"), required=False)


class PostingForm(Quiet):
    """Whom to post, from when until when, and the usual hours."""

    person = forms.ChoiceField(label=_("Who"))
    hours = forms.CharField(
        label=_("Usual hours"), max_length=60, required=False,
        help_text=_("For example: workdays 9:00 to 11:00"),
    )  # fmt: skip
    since = day(_("From"))
    until = Day(
        label=_("Until"), required=False,
        help_text=_("The first day without it; leave it empty where no end is known."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip


class MatterForm(Quiet):
    """What happened overnight, where, and who takes care of it."""

    matter = words(_("Overnight matter"), 3, 2000, required=True)
    place = forms.ChoiceField(label=_("Where"))
    owner = forms.ChoiceField(label=_("Who takes care of it"), required=False)


class DecideForm(Quiet):
    """Who takes care of a matter, and what it becomes."""

    owner = forms.ChoiceField(label=_("Who takes care of it"))
    becomes = forms.ChoiceField(label=_("What it becomes"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("becomes", [LATER, *((str(value), label) for value, label in BECOMES.items())])


class EntryForm(Quiet):
    """A day in an estate: a part for the team, a part for oneself and the secretary."""

    public = words(_("For the team"), 4, 5000)
    private = words(
        _("Only for me and the secretary"), 3, 5000, hint=_("Nobody else reads this part.")
    )


class DatedEntryForm(EntryForm):
    """The same, with the day it is about."""

    on = day(_("Day"))


def month_of(text: str, today: date) -> date:
    """The first day of the month that a query string names such as 2026-03; of this month otherwise."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def day_of(text: str) -> date | None:
    """The day a query string names such as 2026-03-10; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
