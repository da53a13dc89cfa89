"""What residents fill in; words only, no rule."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.orders.inputs import LONGEST_TEXT, without_hidden
from huying.web.ui.asking import answered, ask, asked_in, is_asked

MOST_PHOTOS = 4


class Words(forms.CharField):
    """Words as people paste them: hidden characters are taken out, the rest is kept as it is."""

    def to_python(self, value: Any) -> str:
        """The text without control and text-direction characters."""
        return without_hidden(str(super().to_python(value) or ""))


class PhotosInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files chosen under this name."""
        return files.getlist(name)


class Photos(forms.FileField):
    """Up to a few photos at once."""

    default_error_messages = {"many": _("At most %(most)d photos at a time.")}

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The uploaded files, none or several."""
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(self.error_messages["many"], params={"most": MOST_PHOTOS})
        return files


class WordsForm(forms.Form):
    """The first step: what it is, in one's own words, and photos of it."""

    text = Words(
        label=_("What is it?"), max_length=LONGEST_TEXT, strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    photos = Photos(
        label=_("Photos"), required=False,
        widget=PhotosInput(attrs={"accept": "image/*", "multiple": True}),
    )  # fmt: skip


class WhereForm(forms.Form):
    """The second step: what it is about, and where; all of it can be left to the community."""

    category = forms.ChoiceField(
        label=_("What is it about?"), required=False, widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label=_("Which part of the community?"), required=False)
    address = Words(
        label=_("Where exactly?"), max_length=200, required=False,
        help_text=_("Building, door, or a landmark"),
    )  # fmt: skip
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)


class ReachForm(forms.Form):
    """The third step: how to reach the resident, and for whom it is said. Nothing is needed."""

    contact_phone = forms.CharField(
        label=_("Your telephone"), max_length=24, required=False,
        help_text=_("Only those who handle this may open it, and you can see who did."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    contact_name = Words(
        label=_("How shall we call you?"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    confidential = forms.BooleanField(
        label=_("Keep my identity from those who handle it"), required=False
    )
    behalf_name = Words(label=_("Your own name"), max_length=60, required=False)
    behalf_relation = Words(
        label=_("You are their …"),
        max_length=60,
        required=False,
        help_text=_("Daughter, neighbour, volunteer …"),
    )
    behalf_consent = Words(
        label=_("How did they agree?"),
        max_length=120,
        required=False,
        help_text=_("For example: she asked me by telephone today"),
    )

    BEHALF = ("behalf_name", "behalf_relation", "behalf_consent")


class TrackForm(forms.Form):
    """A number and its code, as printed on the receipt."""

    number = forms.CharField(
        label=_("Order number"), max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "placeholder": "K7M-3Q9X"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Query code"), max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )  # fmt: skip


class SayForm(forms.Form):
    """A few words more, and photos."""

    words = Words(label=_("Your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    photos = Photos(
        label=_("Photos"), required=False,
        widget=PhotosInput(attrs={"accept": "image/*", "multiple": True}),
    )  # fmt: skip

    def raw(self) -> dict[str, Any]:
        """The words as a move takes them."""
        return {"words": self.cleaned_data["words"]}


class AgainForm(forms.Form):
    """Why it is to be opened again."""

    reason = Words(
        label=_("What is wrong again?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def raw(self) -> dict[str, Any]:
        """The reason as the move takes it."""
        return {"reason": self.cleaned_data["reason"]}


class JudgeForm(forms.Form):
    """Solved? Satisfied? In your words."""

    VERDICTS = (
        ("yes-yes", _("Done, and I am satisfied")),
        ("yes-no", _("Done, but I am not satisfied")),
        ("no-no", _("Not done: let someone else do it again")),
    )
    verdict = forms.ChoiceField(label=_("Is it done?"), choices=VERDICTS, widget=forms.RadioSelect)
    words = Words(
        label=_("In your words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    enough = forms.BooleanField(
        label=_("No need to do it again; I only want to say so"), required=False
    )

    def __init__(self, *args: Any, asked: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        ask(self, asked)

    def asked(self) -> list[forms.BoundField]:
        """What the practice of the place asks besides."""
        return asked_in(self)

    def raw(self) -> dict[str, Any]:
        """The answers as the move takes them."""
        solved, satisfied = self.cleaned_data["verdict"].split("-")
        answers = {"solved": solved, "satisfied": satisfied, "words": self.cleaned_data["words"]}
        besides = {name: self.cleaned_data[name] for name in self.cleaned_data if is_asked(name)}
        return answered(answers | besides) | (
            {"again": "no"} if self.cleaned_data["enough"] else {}
        )
