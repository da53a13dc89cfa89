"""One move on several orders: chosen, looked at, made one by one, each by its own ordinary move."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Refused
from huying.notices.foresight import foresee
from huying.orders.actions import perform
from huying.orders.actions.noting import put_on_record
from huying.orders.labels import FIELDS, MOVES, Label
from huying.orders.models import Order
from huying.orders.offers import offers
from huying.orders.queries import chosen_orders
from huying.web.desk.forms import MAKERS, Ground
from huying.web.desk.noticing import foretold
from huying.web.refusals import TITLES, plain
from huying.web.ui.shapes import Event

MOST_AT_ONCE = 50
CHAIN = "batch"
# What several orders are given at once, with the fields that are asked for once for all.
BULK: Mapping[str, tuple[str, ...]] = {
    "accept": ("category",),
    "dispatch": ("lead", "reason"),
    "merge": ("reason",),
    "chase": ("words",),
    "add_helper": ("helper",),
}
NOT_NEEDED = frozenset({"words"})


@dataclass(frozen=True, slots=True)
class Line:
    """One ticked order with the version that was seen; `why` says why it cannot be moved so."""

    order: Order
    version: int
    why: str = ""

    @property
    def tick(self) -> str:
        """What the checkbox of this order carries."""
        return f"{self.order.number}:{self.version}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one order; `why` is blank when the move was made."""

    number: str
    title: str
    why: str = ""


class BulkForm(forms.Form):
    """What is asked for once for all of them; `key` makes sending twice the same as once.

    `tells` says whether anybody is told of the move.
    """

    def __init__(self, move: str, ground: Ground, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="bulk_%s")
        self.tells = ground.tells(move)
        for name in BULK[move]:
            made = MAKERS[name](name, ground)
            made.label, made.required = str(FIELDS[name]), name not in NOT_NEEDED
            self.fields[name] = made
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput, max_length=40, initial=lambda: uuid4().hex
        )


def choices() -> list[tuple[str, Label]]:
    """The moves that can be made on several orders."""
    return [(name, MOVES[name]) for name in BULK]


def lines(ticked: Iterable[str], move: str, *, by: Actor, at: datetime) -> list[Line]:
    """The ticked orders this person may see, oldest first, and whether each can be moved so."""
    seen = dict(_split(tick) for tick in list(ticked)[:MOST_AT_ONCE])
    found = chosen_orders(list(seen), by) if seen else []
    ordered = sorted(found, key=lambda order: (order.placed_at, order.pk))
    return [_line(order, seen[order.number], move, by, at) for order in ordered]


def _split(tick: str) -> tuple[str, int]:
    number, _colon, version = tick.partition(":")
    return number, int(version) if version.isdecimal() and len(version) < 10 else -1  # noqa: PLR2004 -- digits of a column


def _line(order: Order, version: int, move: str, by: Actor, at: datetime) -> Line:
    if order.version != version:
        return Line(order, version, str(_("it changed since you ticked it")))
    offered = {offer.name for offer in offers(order, by=by, at=at)}
    return Line(
        order, version, "" if move in offered else str(_("not possible in its state, or not yours"))
    )


def ready(found: Sequence[Line], move: str) -> list[Line]:
    """Those that will be moved; of a merge the oldest stays, since the others go into it."""
    able = [line for line in found if not line.why]
    return able[1:] if move == "merge" else able


def made(
    found: Sequence[Line], move: str, said: Mapping[str, Any], *, by: Actor, at: datetime, key: str
) -> list[Outcome]:
    """Make the move on each that can, in its own transaction; what came of every one."""
    raw = _raw(found, move, said)
    going = {line.order.pk for line in ready(found, move)}
    return [
        _made(line, move, raw, by=by, at=at, key=key)
        if line.order.pk in going
        else Outcome(
            line.order.number, line.order.title, line.why or str(_("the others went into it"))
        )
        for line in found
    ]


def foretell(
    found: Sequence[Line], move: str, said: Mapping[str, Any], *, by: Actor, at: datetime
) -> list[Event]:
    """What people would get if it were made now; a line of its own for each that would be refused."""
    raw = _raw(found, move, said)
    told: list[Event] = []
    for line in ready(found, move):
        order = line.order
        act = partial(perform, order, move, by=by, at=at, raw=raw, version=line.version)
        try:
            told += foretold(foresee(order, act, at), at)
        except Refused as refusal:
            told.append(Event(order.title, plain(refusal.reason) or TITLES[refusal.code]))
    return told


def _raw(found: Sequence[Line], move: str, said: Mapping[str, Any]) -> dict[str, Any]:
    raw = {name: said[name] for name in BULK[move] if said.get(name)}
    if move == "merge":
        raw["into"] = next((line.order.number for line in found if not line.why), "")
    return raw


def _made(
    line: Line, move: str, raw: Mapping[str, Any], *, by: Actor, at: datetime, key: str
) -> Outcome:
    order = line.order
    try:
        perform(order, move, by=by, at=at, raw=raw, version=line.version)
    except Refused as refusal:
        return Outcome(
            order.number, order.title, plain(refusal.reason) or str(TITLES[refusal.code])
        )
    put_on_record(CHAIN, order, move, by=by, at=at, given={"batch": key, "number": order.number})
    return Outcome(order.number, order.title)
