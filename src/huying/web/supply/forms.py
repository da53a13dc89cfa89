"""The form of every move of a need or a landing, made from what the tables say it carries."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.kernel.actor import Actor
from huying.orders.choices import Choices, category_choices
from huying.supply.labels import FIELDS, REASONS, SUPPORTS
from huying.supply.models import MOST_PRESSING, Landing, Need
from huying.supply.queries.choosing import open_needs, takers_at, units_at
from huying.supply.queries.supporters import supports_of
from huying.supply.states import SupportKind, WhyNot
from huying.trail.offers import Offer
from huying.web.desk.filters import Day

CHOOSE = ("", gettext_lazy("Please choose"))
Maker = Callable[[str, "Ground"], forms.Field]
# In which order fields stand, whatever the table says.
ORDER = (
    "order", "into", "support", "representative", "count", "source", "counted_by", "counted_on",
    "score", "why", "title", "words", "category", "personal", "measure", "due_on", "unit", "person",
    "decision", "outcome", "landed_on", "result", "other_way", "reason",
)  # fmt: skip
# Said again, these change nothing.
PRESENT = frozenset({"title", "words", "category", "personal", "measure", "due_on"})
# Chosen with reasons beside them, on a page of their own.
ELSEWHERE = frozenset({"resources", "items"})
HINTS: Mapping[str, Any] = {
    "result": gettext_lazy("Whoever asked for it reads this, and everyone once it is published."),
    "other_way": gettext_lazy("Whoever asked for it reads this: the office, where it is, when it is open."),
    "decision": gettext_lazy("For the record; it stays inside."),
    "count": gettext_lazy("Counted at doors or spoken for; orders count by themselves."),
    "personal": gettext_lazy("Then it is never published, and its title is told to nobody outside."),
}  # fmt: skip


class Ground:
    """What the fields of one need's or landing's forms are made from; each is read at most once."""

    def __init__(self, row: Need | Landing, at: datetime, viewer: Actor) -> None:
        self.row, self.viewer = row, viewer
        self.today: date = timezone.localdate(at)

    @cached_property
    def supports(self) -> list[tuple[str, str]]:
        """What stands behind the need, as a choice."""
        assert isinstance(self.row, Need)  # noqa: S101 -- landings have no supports
        found = []
        for one in supports_of(self.row):
            whose = one.order.number if one.order is not None else one.by_whom
            label = SUPPORTS[SupportKind(one.kind)]
            found.append((str(one.pk), f"{label} · {whose} · {one.count}"))
        return found

    @cached_property
    def needs(self) -> list[tuple[str, str]]:
        """The other open needs around, with how many want them."""
        rows = open_needs(self.row.place, self.viewer, but=self.row.pk)
        return [(str(one.pk), f"{one.title} · {one.supporters}") for one in rows]  # type: ignore[attr-defined]

    @cached_property
    def units(self) -> Choices:
        """The units that serve the place."""
        return units_at(self.row.place, self.today)

    @cached_property
    def takers(self) -> Choices:
        """The people who can take it on."""
        return takers_at(self.row.place, self.today)

    def present(self, name: str) -> Any:
        """What the row says now, as a form shows it."""
        value = getattr(self.row, name, None)
        return getattr(value, "code", value)


class MoveForm(forms.Form):
    """The fields one move asks for; `move` is its name."""

    tells = False
    foretold: Sequence[Any] | None = None

    def __init__(self, offer: Offer, ground: Ground, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"{offer.name}_%s", use_required_attribute=False)
        self.move, self.needs, self.ground = offer.name, frozenset(offer.needs), ground
        for name in sorted({*offer.needs, *offer.may} - ELSEWHERE, key=ORDER.index):
            made = MAKERS.get(name, _line())(name, ground)
            made.label, made.help_text = str(FIELDS[name]), HINTS.get(name, "")
            made.required = name in self.needs and name not in {"unit", "person"}
            made.required = made.required and not isinstance(made, forms.BooleanField)
            self.fields[name] = made

    def raw(self) -> dict[str, Any]:
        """What was said, as the move reads it; what is optional only where it says something new."""
        return {
            name: _sent(value)
            for name, value in self.cleaned_data.items()
            if name in self.needs or self._is_new(name, value)
        }

    def _is_new(self, name: str, value: Any) -> bool:
        if name in PRESENT:
            return bool(_sent(value) != _sent(self.ground.present(name)))
        return value not in ("", None, [])


def _sent(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _line(longest: int = 300, rows: int = 0) -> Maker:
    def made(name: str, ground: Ground) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        return forms.CharField(max_length=longest, widget=widget, initial=ground.present(name))

    return made


def _source(name: str, ground: Ground) -> forms.Field:
    """A line of text; the lines by which the practice finds needs are at hand."""
    return forms.CharField(max_length=120, widget=forms.TextInput(attrs={"list": "finders"}))


def _day(name: str, ground: Ground) -> forms.Field:
    start = ground.present(name) or ("" if name == "due_on" else ground.today)
    return Day(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=start)


def _number(most: int) -> Maker:
    def made(name: str, ground: Ground) -> forms.Field:
        widget = forms.NumberInput(attrs={"min": 1, "max": most, "inputmode": "numeric"})
        return forms.IntegerField(min_value=1, max_value=most, widget=widget)

    return made


def _choice(source: Callable[[Ground], Any]) -> Maker:
    def made(name: str, ground: Ground) -> forms.Field:
        return forms.ChoiceField(choices=[CHOOSE, *source(ground)], initial=ground.present(name))

    return made


def _categories(ground: Ground) -> Choices:
    return category_choices(str(ground.row.place.path), on=ground.today)


def _yes(name: str, ground: Ground) -> forms.Field:
    return forms.BooleanField(initial=ground.present(name))


MAKERS: Mapping[str, Maker] = {
    "order": _line(12),
    "into": _choice(lambda ground: ground.needs),
    "support": _choice(lambda ground: ground.supports),
    "why": _choice(lambda _ground: [(why.value, REASONS[why]) for why in WhyNot]),
    "category": _choice(_categories),
    "unit": _choice(lambda ground: ground.units),
    "person": _choice(lambda ground: ground.takers),
    "count": _number(100_000),
    "score": _number(MOST_PRESSING),
    "personal": _yes,
    "due_on": _day,
    "counted_on": _day,
    "landed_on": _day,
    "title": _line(120),
    "representative": _line(60),
    "counted_by": _line(60),
    "source": _source,
    "words": _line(2000, 3),
    "decision": _line(2000, 3),
    "outcome": _line(2000, 3),
    "result": _line(2000, 3),
}


class NeedForm(forms.Form):
    """A new need: where, what, and whether it concerns one household."""

    place = forms.ChoiceField(label=gettext_lazy("Place"))
    title = forms.CharField(
        label=FIELDS["title"], max_length=120,
        help_text=gettext_lazy("In the community's own words, without names or house numbers."),
    )  # fmt: skip
    words = forms.CharField(
        label=FIELDS["words"], max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    category = forms.ChoiceField(label=FIELDS["category"], required=False)
    personal = forms.BooleanField(
        label=FIELDS["personal"], required=False, help_text=HINTS["personal"]
    )

    def offer(self, places: Sequence[tuple[str, str]], categories: Choices) -> None:
        """Let these places and categories be chosen."""
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", _("Not sorted yet")), *categories]  # type: ignore[attr-defined]
