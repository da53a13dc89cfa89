"""Standard texts for one order: which fit a move, and their words as they will be kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from huying.clocks.queries import of as clocks_of
from huying.kernel.kept import Kept
from huying.kernel.refusals import Refused
from huying.orders.models import Order, StandardText
from huying.orders.models.order import KIND
from huying.orders.standing import answers_for
from huying.orders.wording import LETTERS, Values, check_written, filled, holes
from huying.orgs.queries import desk_of

# What the form itself says when the move is made.
SAID_LATER: Mapping[str, frozenset[str]] = {
    "dispatch": frozenset({"unit"}),
    "reassign": frozenset({"unit"}),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One standard text for one order: `words` are what the resident gets."""

    id: int
    label: str
    words: str


class Letters:
    """The standard texts of one order at one time; each fact is looked up at most once."""

    def __init__(self, order: Order, at: datetime) -> None:
        self._order, self._at = order, at
        self._known: dict[str, str] = {}

    def fitting(self, move: str) -> list[Letter]:
        """The texts for this move, those for its class and place first.

        Texts with a placeholder that says nothing here are left out.
        """
        found = []
        for row in sorted(self._rows(move), key=_generality):
            try:
                words = filled(row.text, self.values, field="text", later=SAID_LATER.get(move, ()))
            except Refused:
                continue
            found.append(Letter(row.pk, row.label, words))
        return found

    def _rows(self, move: str) -> list[StandardText]:
        order, on = self._order, timezone.localdate(self._at)
        classes = {None, order.category_id, order.category and order.category.parent_id}
        here = [
            row
            for row in _texts.get("")
            if _holds(row, on) and order.place_path.startswith(_path(row))
        ]
        return [
            row
            for row in _nearest(here)
            if row.move == move and row.state in {"", order.state} and row.category_id in classes
        ]

    @cached_property
    def values(self) -> Values:
        """What each placeholder stands for; looked up when it is asked for."""
        order = self._order
        plain = {
            "number": order.number, "title": order.title.rstrip("。.！!？?，,；;"), "place": order.place.name,
            "category": order.category.name if order.category else "",
            "community": (order.community or order.place).name,
            "unit": order.lead_unit.name if order.lead_unit else "", "today": _day(self._at),
        }  # fmt: skip
        found: dict[str, Any] = {name: lambda said=said: said for name, said in plain.items()}
        return found | {"person": self._person, "phone": self._phone, "when": self._when}

    def _person(self) -> str:
        found = answers_for(self._order, at=self._at)
        return (found.stand_in or found.name) if found else ""

    def _phone(self) -> str:
        order = self._order
        if "phone" not in self._known:
            unit = desk_of((order.community_id, order.street_id, order.district_id))
            self._known["phone"] = unit.phone if unit else ""
        return self._known["phone"]

    def _when(self) -> str:
        if "when" not in self._known:
            self._known["when"] = promised_in_words(self._order)
        return self._known["when"]


def worded(order: Order, move: str, given: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """What was given for a move, its placeholders filled in as of this moment.

    Refused `invalid` for a word in curly brackets that is no placeholder or says nothing here,
    and for a blank that was left unwritten.
    """
    field = LETTERS.get(move, "")
    text = given.get(field)
    if not isinstance(text, str):
        return dict(given)
    check_written(text, field=field)
    if not holes(text):
        return dict(given)
    values = dict(Letters(order, at).values)
    lead = given.get("lead")
    if lead is not None:
        values["unit"] = lambda: str(lead.name)
    return dict(given) | {field: filled(text, values, field=field)}


def promised_in_words(order: Order) -> str:
    """Until when the order is promised to be done, in the language of the house; "" while no time runs."""
    running = clocks_of(KIND, order.pk).filter(name="close", stopped_at=None)
    due = running.prefetch_related(None).values_list("due_at", flat=True).first()
    return f"{_day(due)} {timezone.localtime(due):%H:%M}" if due else ""


def forget() -> None:
    """Read the standard texts afresh, in this process."""
    _texts.forget()


def _read(_key: str) -> tuple[StandardText, ...]:
    rows = StandardText.objects.select_related("place").defer("place__boundary")
    return tuple(rows.order_by("id"))


_texts = Kept(_read, lambda: float(settings.RULEBOOK_SECONDS))


def _holds(row: StandardText, on: date) -> bool:
    return row.valid_from <= on and (row.valid_until is None or on < row.valid_until)


def _path(row: StandardText) -> str:
    return row.place.path if row.place else ""


def _nearest(rows: Iterable[StandardText]) -> list[StandardText]:
    """Of texts of one name, which packs of places around each other brought, the nearest."""
    named = {row.code: row for row in sorted(rows, key=lambda row: len(_path(row))) if row.code}
    return [row for row in rows if not row.code or named[row.code] is row]


def _generality(row: StandardText) -> tuple[bool, bool, int]:
    return row.category_id is None, row.place_id is None, row.pk


def _day(at: datetime) -> str:
    """A day in the language of the house, whatever language the worker reads; "F j" is its format."""
    with override(settings.LANGUAGE_CODE):
        return date_format(timezone.localtime(at), gettext("F j"))
