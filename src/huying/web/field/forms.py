"""The three records of the field as forms: drawn on the page, and the shape of what a device sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.files.states import MOMENT_LABELS, Moment
from huying.kernel.numbers import parse_number
from huying.orders.labels import VISITS
from huying.web.desk.files import Files, SeveralFiles
from huying.web.desk.taking import LONGEST_WORDS

LONGEST_VISIT = 24 * 60
PHOTOS = {"accept": "image/*"}


class RecordForm(forms.Form):
    """What every record carries; filled in by the device itself."""

    key = forms.CharField(min_length=16, max_length=40, widget=forms.HiddenInput)
    device = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    said_at = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class OrderForm(RecordForm):
    """A record that belongs to an order."""

    order = forms.CharField(max_length=12, widget=forms.HiddenInput)

    def clean_order(self) -> str:
        """The number as it is stored."""
        number = parse_number(self.cleaned_data["order"])
        if number is None:
            raise forms.ValidationError(_("This is not a number of ours."))
        return number


class ReportForm(RecordForm):
    """A matter for someone, in their words."""

    text = forms.CharField(
        label=_("What is the matter?"), max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("As it was said, or as you see it."),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Place"), max_length=32, widget=forms.Select(choices=[("", _("Please choose"))])
    )
    address = forms.CharField(label=_("Where exactly?"), max_length=200, required=False)
    photos = Files(label=_("Photos"), required=False, widget=SeveralFiles(attrs=PHOTOS))
    safety = forms.BooleanField(label=_("Danger to life or limb"), required=False)
    contact_name = forms.CharField(
        label=_("What the resident is called"), max_length=60, required=False
    )
    contact_phone = forms.CharField(
        label=_("Telephone of the resident"), max_length=24, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    consent = forms.CharField(
        label=_("How did the resident agree?"), max_length=120, required=False,
        help_text=_("For example: asked me at the door. Needed when you write down how to reach them."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        """How to reach someone is only written down when they agreed."""
        said = super().clean()
        reach = (self.cleaned_data.get(name) for name in ("contact_name", "contact_phone"))
        if any(reach) and not self.cleaned_data.get("consent"):
            self.add_error(
                "consent", _("Say how the resident agreed, or leave name and telephone out.")
            )
        return said


class VisitForm(OrderForm):
    """Someone went there: what came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), widget=forms.RadioSelect,
        choices=list(VISITS.items()),
    )  # fmt: skip
    words = forms.CharField(
        label=_("In your words"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The resident sees that someone came, not these words."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("Minutes spent there"), min_value=0, max_value=LONGEST_VISIT, required=False
    )


class PhotoForm(OrderForm):
    """Photos of an order."""

    photos = Files(label=_("Photos"), widget=SeveralFiles(attrs=PHOTOS))
    moment = forms.ChoiceField(
        label=_("What they show"), widget=forms.RadioSelect, initial=Moment.AFTER.value,
        choices=[(moment.value, MOMENT_LABELS[moment]) for moment in Moment],
    )  # fmt: skip


FORMS: dict[str, type[RecordForm]] = {
    "report": ReportForm,
    "visit": VisitForm,
    "photo": PhotoForm,
}
