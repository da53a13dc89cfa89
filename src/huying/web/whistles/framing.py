"""What the pages of whistles share: their frame, and a move as a button with its form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huying.kernel.actor import Actor
from huying.orders.choices import unit_names
from huying.people.roles import Grant
from huying.web.desk.nav import framed
from huying.web.desk.telling import joined
from huying.web.partner.lists import as_unit, tab_items
from huying.web.ui.shapes import Move, Words
from huying.web.whistles.forms import Ground, MoveForm
from huying.whistles.labels import AT_DESK, MOVES
from huying.whistles.offers import Offer

ICONS = {
    "acknowledge": "check", "arrive": "map-pin", "act": "hammer", "leave": "log-out",
    "judge": "star", "settle": "check", "call": "megaphone", "advance": "banknote",
    "review": "book-open", "list_doors": "door-open", "hand_over": "check",
    "find_nobody": "bell", "pass_by": "circle-slash", "go_back": "undo-2",
}  # fmt: skip
DANGER = frozenset({"call_off", "excuse"})


def around(actor: Actor, at: datetime) -> dict[str, Any]:
    """The frame: the desk's for who works at one, else that of their units."""
    if actor.may_anywhere(Grant.SEE):
        return framed(actor, at, current="whistles") | {"frame": "ui/frame_desk.html"}
    unit, names = as_unit(actor), joined(unit_names(actor.unit_ids))
    return {
        "actor": actor, "units": names, "frame": "ui/frame_partner.html",
        "tab_items": tab_items(unit, at, "whistles") if names else [],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One whistle, or one door, of a list."""

    title: str
    href: str
    meta: str
    state: Words
    pill: Words
    tone: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A form that was sent for a move of the whistle, or of the unit with this code."""

    name: str
    unit: str
    form: MoveForm


def button(
    offer: Offer, ground: Ground, bound: Bound | None, unit: str = "", *, ours: bool = True
) -> Move:
    """A move as a button; what the desk writes down for a unit is said in the desk's words."""
    sent = bound is not None and (bound.name, bound.unit) == (offer.name, unit)
    form = bound.form if sent and bound else MoveForm(
        offer.needs, offer.may, ground, ids=f"{unit}_{offer.name}" if unit else offer.name
    )  # fmt: skip
    return Move(
        name=offer.name, label=MOVES[offer.name] if ours else AT_DESK.get(offer.name, MOVES[offer.name]), fields=form if form.fields else None,
        main=offer.main, danger=offer.name in DANGER,
        icon=ICONS.get(offer.name, ""),
    )  # fmt: skip
