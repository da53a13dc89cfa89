"""The form of a standard text: only moves whose words a resident reads, only known placeholders."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ChoiceField, ModelForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huying.kernel.refusals import Refused
from huying.orders.labels import MOVES, STATES
from huying.orders.models import StandardText
from huying.orders.wording import LETTERS, PLACEHOLDERS, check_holes
from huying.web.console.frame import Kept
from huying.web.refusals import plain

ANY = ("", "—")


class StandardTextForm(ModelForm[StandardText]):
    """Words with their move; placeholders are listed beside them and checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = [(name, f"{MOVES[name]} ({name})") for name in LETTERS]
        states = [ANY, *((str(state), f"{label} ({state})") for state, label in STATES.items())]
        self.fields["move"] = ChoiceField(label=self.fields["move"].label, choices=moves)
        self.fields["state"] = ChoiceField(
            label=self.fields["state"].label, choices=states, required=False
        )
        told = [f"{{{name}}} {meaning}" for name, meaning in PLACEHOLDERS.items()]
        self.fields["text"].help_text = (
            gettext("Filled in when it is sent:") + " " + " · ".join(told)
        )

    def clean_text(self) -> str:
        """The words, where every word in curly brackets is a placeholder."""
        text: str = self.cleaned_data["text"]
        try:
            check_holes(text, field="text")
        except Refused as refusal:
            raise ValidationError(plain(refusal.reason)) from refusal
        return text

    def clean(self) -> None:
        """Refuse an end that is none."""
        said = super().clean() or self.cleaned_data
        begins, ends = said.get("valid_from"), said.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("It must end after it begins."))


class StandardTextAdmin(Kept):
    """Standard texts: changed by hand, ended by their last day, never removed."""

    form = StandardTextForm
    list_display = (
        "label",
        "move",
        "state",
        "category",
        "place",
        "kept_by",
        "valid_from",
        "valid_until",
    )
    list_filter = ("move",)
    search_fields = ("label", "text")
    autocomplete_fields = ("category", "place")
    list_select_related = ("category", "place")
