"""The form of every move on a whistle, made from what the table says it needs and may carry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.orders.choices import unit_choices
from huying.orgs.models import Organisation
from huying.whistles.labels import FIELDS
from huying.whistles.models import Whistle


@dataclass(frozen=True, slots=True)
class Ground:
    """What the fields are made from: units that may be called, things that are handed out."""

    units: Sequence[Organisation] = ()
    things: Sequence[str] = ()


Maker = Callable[[Ground], forms.Field]
YES_NO = (("true", _("Yes")), ("false", _("No")))


def _words(rows: int, longest: int) -> Maker:
    return lambda _ground: forms.CharField(
        max_length=longest, widget=forms.Textarea(attrs={"rows": rows})
    )


def _line(longest: int) -> Maker:
    return lambda _ground: forms.CharField(max_length=longest)


def _units(ground: Ground) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=unit_choices(ground.units), widget=forms.CheckboxSelectMultiple
    )


def _given(ground: Ground) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=[(one, one) for one in ground.things], widget=forms.CheckboxSelectMultiple
    )


def _things(ground: Ground) -> forms.Field:
    return forms.CharField(
        max_length=600, widget=forms.Textarea(attrs={"rows": 3}), initial="\n".join(ground.things),
        help_text=_("One a line, for example a smoke alarm, a fire mask, an extinguisher."),
    )  # fmt: skip


def _lines(_ground: Ground) -> forms.Field:
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For example 3号楼2单元501; a name may follow behind a comma. Doors that are listed already stay as they are."),
    )  # fmt: skip


def _moment(_ground: Ground) -> forms.Field:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        widget=widget, help_text=_("Leave it empty to keep to the usual time.")
    )


def _yuan(_ground: Ground) -> forms.Field:
    return forms.CharField(max_length=14, widget=forms.TextInput(attrs={"inputmode": "decimal"}))


def _yes_no(_ground: Ground) -> forms.Field:
    return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)


def _check(_ground: Ground) -> forms.Field:
    return forms.BooleanField()


# In the order in which the fields of a form stand.
MAKERS: Mapping[str, Maker] = {
    "given": _given,
    "signed_by": _line(60),
    "lines": _lines,
    "things": _things,
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
        self,
        needs: Sequence[str],
        may: Sequence[str],
        ground: Ground,
        data: Any = None,
        *,
        ids: str,
    ) -> None:
        super().__init__(data, auto_id=f"{ids}_%s", use_required_attribute=False)
        asked = {*needs, *may}
        for name in MAKERS:
            if name in asked:
                made = MAKERS[name](ground)
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
