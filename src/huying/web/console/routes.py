"""The form of a route: known events, ways that lead to the audience, words with known placeholders."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple, ChoiceField, ModelForm, MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from huying.kernel.refusals import Refused
from huying.notices.labels import WAYS, event_called
from huying.notices.models import Route
from huying.notices.routing import check_ways, shipped
from huying.notices.states import Way
from huying.notices.texts import PLACEHOLDERS, check_text
from huying.web.console.frame import Kept
from huying.web.refusals import plain
from huying.web.ui.shapes import Words

MARKS: Mapping[str, Words] = {
    "clock.warned": _("A time limit draws near"),
    "clock.breached": _("A time limit has passed"),
}


def _called(event: str) -> Words:
    """What an event is called."""
    return MARKS.get(event) or event_called(event) or event


class RouteForm(ModelForm[Route]):
    """Who is told of what; the ways are tried in the order they stand here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = dict.fromkeys(line.event for line in shipped())
        self.fields["event"] = ChoiceField(
            label=self.fields["event"].label,
            choices=[(name, f"{_called(name)} ({name})") for name in events],
        )
        self.fields["ways"] = MultipleChoiceField(
            label=self.fields["ways"].label,
            choices=[(way.value, WAYS[way]) for way in Way],
            widget=CheckboxSelectMultiple,
        )
        told = " ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
        self.fields["text"].help_text = told

    def clean_text(self) -> str:
        """The words, where every placeholder is one that is filled in."""
        try:
            return check_text(self.cleaned_data["text"], field="text")
        except Refused as refusal:
            raise ValidationError(plain(refusal.reason)) from refusal

    def clean(self) -> None:
        """Refuse ways that do not lead to this audience, and an end that is none."""
        said = super().clean() or self.cleaned_data
        begins, ends = said.get("valid_from"), said.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("It must end after it begins."))
        if said.get("audience") and said.get("ways"):
            try:
                check_ways(said["audience"], said["ways"])
            except Refused as refusal:
                self.add_error("ways", plain(refusal.reason))


class RouteAdmin(Kept):
    """Routes of notices: changed by hand, ended by their last day, never removed."""

    form = RouteForm
    list_display = ("event", "audience", "ways", "text", "urgent", "digest", "valid_from")
    list_filter = ("audience", "event")
    search_fields = ("event", "text")
