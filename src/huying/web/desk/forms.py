"""The form of every move, made from what the table says it needs and may carry.

One maker per field name; a name without a maker is a line of text, so that a new move needs no
new page. No rule stands here: what a move refuses, it refuses itself.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.clocks.queries import rulebook
from huying.kernel.actor import Actor
from huying.notices.routing import lines_for
from huying.orders.called import asked_of, grades_at, levels_at
from huying.orders.choices import (
    category_choices,
    handler_choices,
    leader_choices,
    places_around,
    successor_choices,
    unit_choices,
    units_for,
)
from huying.orders.directory import row_for
from huying.orders.labels import (
    CHANNELS,
    DEGREES,
    FIELDS,
    KINDS,
    REASONS,
    RESULTS,
    VISITS,
    Label,
)
from huying.orders.letters import Letters
from huying.orders.models import NEVER, Order
from huying.orders.proposing import proposals
from huying.orders.suggesting import suggestions
from huying.orgs.models import Organisation
from huying.trail.offers import Offer
from huying.web.desk.lettering import Lettered
from huying.web.ui.asking import answered, ask
from huying.web.ui.shapes import Event, Words

Maker = Callable[[str, "Ground"], forms.Field]
YES_NO = (("true", _("Yes")), ("false", _("No")))
CHOOSE = ("", _("Please choose"))
WORKDAYS_TO_REVIEW = 10
LONGEST_VISIT = 24 * 60  # minutes, for the number pad; the move itself decides
BLANK: tuple[Any, ...] = ("", None, [])
# What a device says by itself; answers are asked one by one.
BY_ITSELF = frozenset({"device", "answers"})
# What an order is filed under: said again, it changes nothing.
FILED = frozenset({"category", "kind", "grade", "level", "safety", "summary", "place"})


class Ground:
    """What the fields of one order's forms are made from; each thing is read at most once."""

    def __init__(self, order: Order, at: datetime, viewer: Actor) -> None:
        self.order = order
        self.today = timezone.localdate(at)
        self._at, self._viewer = at, viewer

    @cached_property
    def units(self) -> list[Organisation]:
        """The units that can take this order."""
        return units_for(self.order, self.today)

    @cached_property
    def letters(self) -> Letters:
        """The standard texts for this order."""
        return Letters(self.order, self._at)

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """Where the order may belong."""
        return places_around(self.order)

    @cached_property
    def category(self) -> str:
        """The order's category, else the one its words point to."""
        if self.order.category is not None:
            return self.order.category.code
        found = suggestions(self.order.text, self.order.place_path, on=self.today)
        return found[0].code if found else ""

    @cached_property
    def lead(self) -> str:
        """The unit that is proposed first; "" once the order has a leader."""
        found = proposals(self.order, viewer=self._viewer, at=self._at)
        return found[0].unit if found else ""

    def usual(self, name: str) -> str:
        """The grade or level the directory gives such orders; "" where it says nothing."""
        row = row_for(self.order, self.today)
        return str(getattr(row, name) or "") if row is not None else ""

    def tells(self, move: str) -> bool:
        """Whether the table of notices names anybody for this move."""
        return bool(lines_for(f"order.{move}", self._at))

    def workday(self, count: int, after: date) -> date:
        """The nth workday after a day."""
        return rulebook().workdays.add_workdays(after, count)

    @property
    def due_on(self) -> date:
        """The day of the nearest promise, today where none runs or it has passed."""
        due = self.order.next_due_at
        return self.today if due == NEVER else max(self.today, timezone.localdate(due))


class MoveForm(Lettered):
    """The fields one move asks for, those it needs first among equals; `move` is its name.

    `foretold` is what people would get, once somebody asked; `tells` whether anyone gets anything.
    """

    foretold: Sequence[Event] | None = None

    def __init__(self, offer: Offer, ground: Ground, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"{offer.name}_%s", use_required_attribute=False)
        self.move, self.needs, self.order = offer.name, frozenset(offer.needs), ground.order
        for name in in_order({*offer.needs, *offer.may} - BY_ITSELF):
            made = MAKERS.get(name, _line())(name, ground)
            made.label = str(FIELDS.get(name, name))
            made.required = name in self.needs and not isinstance(made, forms.BooleanField)
            self.fields[name] = made
        if "answers" in offer.may:
            ask(self, asked_of(ground.order, ground.today))
        self.offer_texts(self.move, ground.letters)
        self.tells = ground.tells(self.move)

    def raw(self) -> dict[str, Any]:
        """What was said, as the move reads it; optional fields only where they say something new."""
        said = {
            name: _plain(value)
            for name, value in self.cleaned_data.items()
            if name in self.needs or (value not in BLANK and self._is_new(name, value))
        }
        return answered(said)

    def _is_new(self, name: str, value: Any) -> bool:
        return name not in FILED or _plain(value) != _plain(_present(self.order, name))


def _present(order: Order, name: str) -> Any:
    """What the order is filed under now, as a form would say it."""
    value = getattr(order, name)
    return getattr(value, "code", "" if value is None else value)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, list) else str(value)


def _line(longest: int = 500, *, present: bool = False) -> Maker:
    def made(name: str, ground: Ground) -> forms.Field:
        initial = getattr(ground.order, name) if present else ""
        return forms.CharField(max_length=longest, initial=initial)

    return made


def _words(rows: int, longest: int = 500, *, present: bool = False) -> Maker:
    def made(name: str, ground: Ground) -> forms.Field:
        initial = getattr(ground.order, name) if present else ""
        widget = forms.Textarea(attrs={"rows": rows})
        return forms.CharField(max_length=longest, initial=initial, widget=widget)

    return made


def _one_of(labels: Mapping[Any, Label], *, start: str = "") -> Maker:
    """A choice among labelled values, beginning with what the order is filed under."""

    def made(name: str, ground: Ground) -> forms.Field:
        offered: list[tuple[str, Words]] = [(str(value), label) for value, label in labels.items()]
        present = _present(ground.order, name) if name in FILED else start
        return forms.ChoiceField(choices=[CHOOSE, *offered], initial=str(present))

    return made


def _graded(known: Callable[[str, date], Mapping[Any, Label]]) -> Maker:
    """A choice among what the practice of the order's place has."""

    def made(name: str, ground: Ground) -> forms.Field:
        found = _one_of(known(ground.order.place_path, ground.today))(name, ground)
        found.initial = found.initial or ground.usual(name)
        return found

    return made


def _check(*, start: bool | None = None) -> Maker:
    def made(name: str, ground: Ground) -> forms.Field:
        present = bool(getattr(ground.order, name, False)) if start is None else start
        return forms.BooleanField(required=False, initial=present)

    return made


def _yes_no(name: str, ground: Ground) -> forms.Field:
    return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)


def _again(name: str, ground: Ground) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("Unless both answers are yes")), *YES_NO])


def _category(name: str, ground: Ground) -> forms.Field:
    offered = category_choices(ground.order.place_path, on=ground.today)
    return forms.ChoiceField(choices=[CHOOSE, *offered], initial=ground.category)


def _place(name: str, ground: Ground) -> forms.Field:
    return forms.ChoiceField(choices=[CHOOSE, *ground.places], initial=ground.order.place.code)


def _unit(name: str, ground: Ground) -> forms.Field:
    start = ground.lead if name == "lead" else ""
    return forms.ChoiceField(choices=[CHOOSE, *unit_choices(ground.units)], initial=start)


def _units(name: str, ground: Ground) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=unit_choices(ground.units), widget=forms.CheckboxSelectMultiple
    )


def _handler(name: str, ground: Ground) -> forms.Field:
    return forms.ChoiceField(
        choices=[("", _("Whoever is there")), *handler_choices(ground.units, ground.today)]
    )


def _successor(name: str, ground: Ground) -> forms.Field:
    return forms.ChoiceField(choices=[CHOOSE, *successor_choices(ground.order, ground.today)])


def _leader(name: str, ground: Ground) -> forms.Field:
    return forms.ChoiceField(choices=[CHOOSE, *leader_choices(ground.order, ground.today)])


def _day(first: Callable[[Ground], date]) -> Maker:
    """A date; it means the close of business of that day."""

    def made(name: str, ground: Ground) -> forms.Field:
        widget = forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "min": ground.today.isoformat()}
        )
        return forms.DateField(initial=first(ground), widget=widget)

    return made


def _moment(name: str, ground: Ground) -> forms.Field:
    """A time of the day, today or before; blank means now."""
    return forms.DateTimeField(
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Leave it empty if it was just now."),
    )


def _minutes(name: str, ground: Ground) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=LONGEST_VISIT)


def _number(name: str, ground: Ground) -> forms.Field:
    attrs = {"autocapitalize": "characters", "autocomplete": "off", "placeholder": "K7M-3Q9X"}
    return forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs=attrs),
        help_text=_("Similar orders and their numbers stand beside this one."),
    )


# In the order in which the fields of a form stand.
MAKERS: dict[str, Maker] = {
    "category": _category,
    "lead": _unit,
    "lead_person": _handler,
    "helper": _unit,
    "helpers": _units,
    "into": _number,
    "successor": _successor,
    "leader": _leader,
    "solved": _yes_no,
    "satisfied": _yes_no,
    "channel": _one_of(CHANNELS, start="phone"),
    "question": _words(3),
    "outcome": _one_of(VISITS),
    "why": _one_of(REASONS),
    "other_way": _words(3),
    "result": _one_of(RESULTS, start="solved"),
    "reply": _words(4, 2000),
    "text": _words(4, 5000, present=True),
    "words": _words(3, 2000),
    "instruction": _words(3),
    "parts": _words(4, 5000),
    "until": _day(lambda ground: ground.workday(1, ground.due_on)),
    "reply_by": _day(lambda ground: ground.workday(1, ground.today)),
    "review_on": _day(lambda ground: ground.workday(WORKDAYS_TO_REVIEW, ground.today)),
    "reason": _words(2),
    "basis": _line(200),
    "answer": _words(2),
    "note": _words(2),
    "summary": _line(120, present=True),
    "degree": _one_of(DEGREES, start="ordinary"),
    "kind": _one_of(KINDS),
    "place": _place,
    "grade": _graded(grades_at),
    "level": _graded(levels_at),
    "visited_at": _moment,
    "minutes": _minutes,
    "safety": _check(),
    "public": _check(start=True),
    "again": _again,
}
_RANK = {name: rank for rank, name in enumerate(MAKERS)}


def in_order(names: set[str]) -> list[str]:
    """Field names in the order of MAKERS, unknown ones last."""
    return sorted(names, key=lambda name: (_RANK.get(name, len(_RANK)), name))
