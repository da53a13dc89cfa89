"""The form of a limit: only what the table of moves and the rules can do something with."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ChoiceField, IntegerField, ModelForm, TextInput
from django.utils.translation import gettext_lazy as _

from huying.clocks.models import LimitRule
from huying.notices.states import Audience
from huying.orders import queries as orders
from huying.orders.labels import CLOCKS, HAPPENED, KINDS, UNITS
from huying.orders.states import Grade
from huying.whistles import queries as whistles
from huying.whistles.labels import HAPPENED as WHISTLED

ANY = ("", "—")


class LimitForm(ModelForm[LimitRule]):
    """A limit whose clock and move fit each other: one that does not would never start."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starting = _starting()
        self.fields["amount"] = IntegerField(label=self.fields["amount"].label, min_value=1)
        self.fields["place"].label = _("Place")
        self.fields["warn_shares"].widget = TextInput()
        self.fields["tell"].widget = TextInput()
        self._choose("unit", _labelled(UNITS, UNITS))
        self._choose("clock", _labelled(sorted(starting), CLOCKS))
        self._choose(
            "starts_on",
            _labelled(sorted(set().union(*starting.values())), {**WHISTLED, **HAPPENED}),
        )
        self._choose("kind", [ANY, *_labelled(KINDS, KINDS)], required=False)
        self._choose("grade", [ANY, *((each, each) for each in Grade)], required=False)

    def _choose(
        self, field: str, choices: Iterable[tuple[str, str]], *, required: bool = True
    ) -> None:
        label = self.fields[field].label
        self.fields[field] = ChoiceField(label=label, choices=list(choices), required=required)

    def clean_warn_shares(self) -> list[float]:
        """Shares of the limit at which someone is warned: between 0 and 1, earliest first."""
        shares = self.cleaned_data["warn_shares"] or []
        if not isinstance(shares, list) or not all(map(_is_share, shares)):
            raise ValidationError(_("A list of shares between 0 and 1, such as [0.5, 0.8]."))
        return sorted(shares)

    def clean_tell(self) -> dict[str, list[str]]:
        """Shares at which it speaks, each with audiences there are."""
        said = self.cleaned_data["tell"] or {}
        if not isinstance(said, dict) or not all(
            _is_share_or_end(share) and isinstance(names, list) and set(Audience).issuperset(names)
            for share, names in said.items()
        ):
            raise ValidationError(_('A table such as {"0.8": ["lead"], "1": ["supervisors"]}.'))
        return said

    def clean(self) -> None:
        """Refuse a move that does not start the clock, and an end that is none."""
        said = super().clean() or self.cleaned_data
        clock, move = said.get("clock", ""), said.get("starts_on", "")
        if clock and move and move not in _starting()[clock]:
            self.add_error("starts_on", _("This does not start the clock."))
        begins, ends = said.get("valid_from"), said.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("It must end after it begins."))


def _is_share(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and 0 < value < 1


def _is_share_or_end(text: str) -> bool:
    try:
        return 0 < float(text) <= 1
    except ValueError:
        return False


def _labelled(names: Iterable[str], labels: Mapping[Any, Any]) -> list[tuple[str, str]]:
    return [(str(name), f"{labels.get(name, name)} ({name})") for name in names]


def _starting() -> dict[str, frozenset[str]]:
    """Every clock there is, with the moves that start it."""
    return orders.starting_moves() | whistles.starting_moves()
