"""The form of every move on a whistle, made from what the table says it needs and may carry."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.orders.choices import unit_choices
from huying.orgs.models import Organisation
from huying.whistles.labels import FIELDS
from huying.whistles.models import Whistle

Units = Sequence[Organisation]
Maker = Callable[[Units], forms.Field]
YES_NO = (("true", _("Yes")), ("false", _("No")))


def _words(rows: int, longest: int) -> Maker:
    return lambda _units: forms.CharField(
        max_length=longest, widget=forms.Textarea(attrs={"rows": rows})
    )


def _line(longest: int) -> Maker:
    return lambda _units: forms.CharField(max_length=longest)


def _units(units: Units) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=unit_choices(units), widget=forms.CheckboxSelectMultiple
    )


def _moment(_units: Units) -> forms.Field:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        widget=widget, help_text=_("Leave it empty to keep to the usual time.")
    )


def _yuan(_units: Units) -> forms.Field:
    return forms.CharField(max_length=14, widget=forms.TextInput(attrs={"inputmode": "decimal"}))


def _yes_no(_units: Units) -> forms.Field:
    return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)


def _check(_units: Units) -> forms.Field:
    return forms.BooleanField()


# In the order in which the fields of a form stand.
MAKERS: Mapping[str, Maker] = {
    "matter": _words(3, 500),
    "units": _units,
    "meet_at": _line(200),
    "urgent": _check,
    "promised_at": _moment,
    "helped": _yes_no,
    "amount": _yuan,
    "purpose": _line(200),
    "payee": _line(120),
    "fund": _line(120),
    "outcome": _words(3, 2000),
    "lessons": _words(3, 2000),
    "settlement": _line(500),
    "verdict": _words(2, 500),
    "words": _words(3, 2000),
    "reason": _words(2, 500),
}


class MoveForm(forms.Form):
    """The fields of one move; `prefix` of its ids tells the forms of several units apart."""

    tells = False
    foretold = None

    def __init__(
        self, needs: Sequence[str], may: Sequence[str], units: Units, data: Any = None, *, ids: str
    ) -> None:
        super().__init__(data, auto_id=f"{ids}_%s", use_required_attribute=False)
        asked = {*needs, *may}
        for name in MAKERS:
            if name in asked:
                made = MAKERS[name](units)
                made.label = str(FIELDS[name])
                made.required = name in needs
                self.fields[name] = made

    def raw(self) -> dict[str, Any]:
        """What was said, as the move reads it; blanks left out."""
        said = {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])
        }
        return {
            name: "true" if value is True else value
            for name, value in said.items()
            if value is not False
        }


def of_whistle(whistle: Whistle) -> set[int]:
    """Ids of the units that were called already."""
    return {each.unit_id for each in whistle.responses.all()}
