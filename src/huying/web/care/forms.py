"""What is asked about a person, a move, a grant, a look."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.care import labels
from huying.care.labels import (
    BASES,
    CONSENT_BY,
    CONSENT_HOW,
    DEPTHS,
    ENDINGS,
    LOOKS,
    Label,
)
from huying.care.models import Entry
from huying.care.states import Basis, Depth, Look
from huying.places.models import Place
from huying.web.desk.filters import Day

# What a move asks for, as its input is labelled.
ASKED: Mapping[str, Any] = labels.FIELDS
Choices = Iterable[tuple[str, Any]]
CHOOSE = ("", _("Please choose"))
REVIEW_AFTER = timedelta(days=180)
GRANT_FOR = timedelta(days=180)
HIDDEN = ("id_number", "phone", "health")
CLEARABLE = HIDDEN


def pairs(labels: Mapping[str, Label]) -> list[tuple[str, Any]]:
    """Labelled values as choices."""
    return [(str(value), label) for value, label in labels.items()]


def place_choices(places: Iterable[Place]) -> list[tuple[str, str]]:
    """Places by code, each below its community's name."""
    return [
        (place.code, place.name if place.community is None or place.community_id == place.pk else f"{place.community.name} · {place.name}")
        for place in places
    ]  # fmt: skip


def _line(
    name: str, longest: int = 200, *, required: bool = False, **attrs: str
) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=ASKED[name], max_length=longest, required=required, widget=widget)


def _day(name: str, *, required: bool = True) -> Day:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return Day(label=ASKED[name], required=required, widget=widget)


class PersonForm(forms.Form):
    """Everything that is asked about a person, in the order of the paper form."""

    name = _line("name", 60, required=True)
    id_number = _line("id_number", 24, inputmode="text")
    birth_year = forms.IntegerField(
        label=ASKED["birth_year"], required=False, help_text=_("Only if there is no ID number.")
    )
    phone = _line("phone", 24, inputmode="tel")
    place = forms.ChoiceField(label=ASKED["place"])
    address = _line("address")
    health = forms.CharField(
        label=ASKED["health"], required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}), help_text=_("Only what is needed to help."),
    )  # fmt: skip
    basis = forms.ChoiceField(label=ASKED["basis"], widget=forms.RadioSelect, choices=pairs(BASES))
    basis_words = _line("basis_words")
    consent_on = _day("consent_on", required=False)
    consent_by = forms.ChoiceField(
        label=ASKED["consent_by"], required=False, choices=[("", "—"), *pairs(CONSENT_BY)],
        help_text=_("For a child under 14 a guardian consents."),
    )  # fmt: skip
    consent_how = forms.ChoiceField(
        label=ASKED["consent_how"], required=False, choices=[("", "—"), *pairs(CONSENT_HOW)]
    )
    guardian = _line("guardian", 60)
    purpose = _line("purpose", required=True)
    since = _day("since")
    review_on = _day("review_on")
    every_days = forms.IntegerField(
        label=ASKED["every_days"], required=False, min_value=1, max_value=366,
        help_text=_("Empty: nobody needs to look in regularly."),
    )  # fmt: skip

    def raw(self) -> dict[str, Any]:
        """What was said, as the action reads it."""
        return dict(self.cleaned_data)


# How the page groups them.
GROUPS = (
    (_("Person and numbers"), ("name", "id_number", "birth_year", "phone")),
    (_("Where"), ("place", "address")),
    (_("Why we may keep it"), ("purpose", "basis", "basis_words")),
    (_("If it is consent"), ("consent_on", "consent_by", "consent_how", "guardian")),
    (_("Care"), ("since", "review_on", "every_days", "health")),
)


def person_form(places: Iterable[Place], purpose: str, today: date, data: Any = None) -> PersonForm:
    """The form for somebody new."""
    start = {
        "since": today, "review_on": today + REVIEW_AFTER, "purpose": purpose, "basis": Basis.LAW,
    }  # fmt: skip
    form = PersonForm(data, auto_id="person_%s", initial=start)
    form.fields["place"].choices = [CHOOSE, *place_choices(places)]  # type: ignore[attr-defined]
    return form


class CorrectForm(PersonForm):
    """The same, begun with what is there; what is hidden stays as it is where nothing is typed."""

    cleared = forms.MultipleChoiceField(
        label=_("Remove what is kept"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _line("reason", required=True)
    review_on = None  # type: ignore[assignment]

    def __init__(self, entry: Entry, places: Iterable[Place], data: Any = None) -> None:
        plain = [name for name in self.base_fields if name not in {*HIDDEN, "cleared", "reason"}]
        start = {name: getattr(entry, name) for name in plain if name != "place"}
        start["place"] = entry.place.code if entry.place else ""
        super().__init__(data, auto_id="correct_%s", initial=start)
        self.fields["place"].choices = place_choices(places)  # type: ignore[attr-defined]
        self.fields["birth_year"].help_text = ""
        for name in HIDDEN:
            self.fields[name].help_text = _("Leave it empty to keep what is there.")
        kept = {"id_number": entry.id_sealed, "phone": entry.phone_sealed, "health": entry.health_sealed}  # fmt: skip
        there = [(name, ASKED[name]) for name in CLEARABLE if kept[name]]
        self.fields["cleared"].choices = there  # type: ignore[attr-defined]
        if not there:
            del self.fields["cleared"]

    def raw(self) -> dict[str, Any]:
        """Only what is new, and the names of what was emptied."""
        said = dict(self.cleaned_data)
        gone = set(said.pop("cleared", ()))
        new: dict[str, Any] = {"reason": said.pop("reason")}
        for name, value in said.items():
            if value not in {None, ""} and (name in HIDDEN or str(value) != str(self.initial.get(name) or "")):  # fmt: skip
                new[name] = value
            elif value in {None, ""} and self.initial.get(name) not in {None, ""}:
                gone.add(name)
        gone -= {*new}
        return new | ({"cleared": sorted(gone)} if gone else {})


class SeeForm(forms.Form):
    """When somebody was there, and what there is to say."""

    seen_at = forms.DateTimeField(
        label=ASKED["seen_at"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    words = forms.CharField(
        label=ASKED["words"], max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("Kept sealed; whoever only looks in does not read it later."),
    )  # fmt: skip


class RenewForm(forms.Form):
    """That it still holds, until when, and consent given again."""

    review_on = _day("review_on")
    consent_on = _day("consent_on")
    consent_by = forms.ChoiceField(label=ASKED["consent_by"], choices=pairs(CONSENT_BY))
    consent_how = forms.ChoiceField(label=ASKED["consent_how"], choices=pairs(CONSENT_HOW))
    guardian = _line("guardian", 60)

    def __init__(self, entry: Entry, today: date, data: Any = None) -> None:
        start = {
            "review_on": today + REVIEW_AFTER, "consent_on": today, "consent_by": entry.consent_by,
            "consent_how": entry.consent_how, "guardian": entry.guardian,
        }  # fmt: skip
        super().__init__(data, auto_id="renew_%s", initial=start)
        if entry.basis != Basis.CONSENT:
            for name in ("consent_on", "consent_by", "consent_how", "guardian"):
                del self.fields[name]


class EndForm(forms.Form):
    """Why somebody stands in the ledger no more."""

    ending = forms.ChoiceField(label=ASKED["ending"], choices=[CHOOSE, *pairs(ENDINGS)])
    words = _line("words")


class WithdrawForm(forms.Form):
    """How the person said that they take their consent back."""

    words = forms.CharField(
        label=_("Who said so, and how"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )  # fmt: skip


class RevealForm(forms.Form):
    """What of the hidden is shown once, and why."""

    what = forms.ChoiceField(label=_("What do you need to see?"))
    reason = forms.CharField(
        label=_("What do you need it for?"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("It is logged, and the person can be told who looked, when and why."),
    )  # fmt: skip

    def __init__(self, entry: Entry, data: Any = None) -> None:
        super().__init__(data, auto_id="reveal_%s")
        kept = {Look.ID_NUMBER: entry.id_sealed, Look.PHONE: entry.phone_sealed, Look.HEALTH: entry.health_sealed}  # fmt: skip
        choices = [(what.value, ASKED[what.value]) for what, seal in kept.items() if seal]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


class PurposeForm(forms.Form):
    """What a ledger is opened for."""

    purpose = forms.CharField(
        label=_("What do you open it for?"), max_length=200,
        widget=forms.TextInput(attrs={"list": "purposes", "autocomplete": "off"}),
        help_text=_("It is logged with your name. Do not write names of residents here."),
    )  # fmt: skip


class FilterForm(forms.Form):
    """Which part of a ledger is shown."""

    place = forms.ChoiceField(label=_("Place"), required=False)
    ended = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("Who is in the ledger")), ("1", _("Who left it"))],
    )  # fmt: skip

    def __init__(self, places: Iterable[Place], data: Any = None) -> None:
        super().__init__(data, auto_id="find_%s")
        choices = [("", _("All")), *place_choices(places)]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]


class FindForm(forms.Form):
    """One person by name or whole ID number; sent so that it stands in no address and no log."""

    asked = forms.CharField(
        label=_("Name or whole ID number"), max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip


class GrantForm(forms.Form):
    """To whom which ledger is opened where, how far, until when, and why."""

    person = forms.ChoiceField(label=_("Who"))
    ledger = forms.ChoiceField(label=_("Which ledger"))
    place = forms.ChoiceField(label=_("Where"))
    depth = forms.ChoiceField(
        label=_("How far"), widget=forms.RadioSelect, choices=pairs(DEPTHS), initial=Depth.VISITS
    )
    since = _day("since")
    until = Day(label=_("Until (that day excluded)"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))  # fmt: skip
    reason = forms.CharField(
        label=_("Why they need it"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Do not write names of residents here."),
    )  # fmt: skip

    def __init__(
        self, people: Choices, ledgers: Choices, places: Choices, today: date, data: Any = None
    ) -> None:
        start = {"since": today, "until": today + GRANT_FOR, "depth": Depth.VISITS}
        super().__init__(data, auto_id="grant_%s", initial=start)
        self.fields["since"].label = _("From")
        for name, offered in (("person", people), ("ledger", ledgers), ("place", places)):
            self.fields[name].choices = [CHOOSE, *offered]  # type: ignore[attr-defined]


class RevokeForm(forms.Form):
    """Why a grant is taken back."""

    reason = _line("reason", required=True)


LOOK_CHOICES = pairs(LOOKS)
