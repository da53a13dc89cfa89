"""Forms the component page shows: filled, empty, wrong. They save nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SayForm(forms.Form):
    """What a resident says first: words, a photo, a place."""

    text = forms.CharField(
        label=_("What is the matter?"),
        help_text=_("In your own words. We find the right category."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = forms.FileField(
        label=_("Photos"), required=False, widget=SeveralFilesInput(attrs={"accept": "image/*"})
    )
    where = forms.CharField(label=_("Where is it?"), required=False)
    phone = forms.CharField(
        label=_("Phone"),
        help_text=_("Only the person who handles it sees it, and each look is recorded."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Leave a phone number so that we can ask back.")},
    )


class JudgeForm(forms.Form):
    """How a resident judges: solved or not, and how they feel about it."""

    solved = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=[("yes", _("Solved")), ("partly", _("Partly")), ("no", _("Not solved"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.MultipleChoiceField(
        label=_("What was good?"),
        required=False,
        choices=[("fast", _("It was fast")), ("kind", _("They were kind"))],
        widget=forms.CheckboxSelectMultiple,
    )
    public = forms.BooleanField(
        label=_("Others may see this without my name"),
        required=False,
        help_text=_("You can take it back at any time."),
    )


class HoldForm(forms.Form):
    """What a hold needs: a reason and the day to look again; whom it tells can be seen first."""

    tells = True

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
    review_on = forms.DateField(
        label=_("Look again on"), widget=forms.DateInput(attrs={"type": "date"})
    )


class ReturnForm(forms.Form):
    """What a return needs: a reason."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            ("", _("Please choose")),
            ("elsewhere", _("Another unit is responsible")),
            ("unclear", _("The place is not clear")),
        ],
    )


class FindForm(forms.Form):
    """How a list is narrowed."""

    q = forms.CharField(
        label=_("Words or number"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("accepted", _("Accepted")), ("in_progress", _("In progress"))],
    )
    place = forms.ChoiceField(
        label=_("Place"), required=False, choices=[("", _("All")), ("1", "槐荫里社区")]
    )
