"""Everything the desk needs to know about one order beside its own columns; reading only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huying.clocks.rules import held_totals
from huying.kernel.actor import Actor
from huying.orders.models import Category, Order, Rating, Request
from huying.orders.policy import visible
from huying.orders.promises import Pledge, pledges
from huying.orders.proposing import Proposal, proposals
from huying.orders.queries import Entry, timeline
from huying.orgs.models import Organisation
from huying.people.models import Person
from huying.places.models import Place
from huying.trail.models import Record

MOST_SHOWN = 20
# Which rows the codes in a record stand for: field of the move to (model, column).
_ROWS: Mapping[str, tuple[type, str]] = {
    "lead": (Organisation, "code"),
    "helper": (Organisation, "code"),
    "helpers": (Organisation, "code"),
    "category": (Category, "code"),
    "place": (Place, "code"),
    "successor": (Person, "pk"),
    "leader": (Person, "pk"),
    "lead_person": (Person, "pk"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What belongs to one order; `names` says what (field, code) in its records stands for."""

    entries: Sequence[Entry]
    names: Mapping[tuple[str, str], str]
    pledges: Sequence[Pledge]
    held: Mapping[str, float]
    requests: Sequence[Request]
    followers: Sequence[Order]
    parts: Sequence[Order]
    ratings: Sequence[Rating]
    proposals: Sequence[Proposal]


def sheet(order: Order, *, viewer: Actor, at: datetime) -> Sheet:
    """Read what belongs to an order as of `at`; other orders only where the viewer may see them."""
    entries = timeline(order)
    records = [entry.record for entry in entries]
    return Sheet(
        entries=entries,
        names=names_in(records, order),
        pledges=pledges(order, at=at, records=records),
        held=held_totals(records, order.placed_at, order.closed_at or at),
        requests=undecided(order),
        followers=list(visible(order.followers.all(), viewer).order_by("placed_at")[:MOST_SHOWN]),
        parts=list(
            visible(order.children.all(), viewer).select_related("lead_unit").order_by("id")
        ),
        ratings=list(order.ratings.all()),
        proposals=proposals(order, viewer=viewer, at=at),
    )


def undecided(order: Order) -> list[Request]:
    """The requests on an order that wait to be decided."""
    return list(order.waiting.values())


def names_in(records: Sequence[Record], order: Order) -> dict[tuple[str, str], str]:
    """Names for the codes the records of `order` carry.

    One query for each kind of row among them; none for what the order itself names now.
    """
    wanted: dict[tuple[type, str], set[str]] = {}
    for record in records:
        for field, value in record.given.items():
            if field in _ROWS:
                codes = value if isinstance(value, list) else [value]
                wanted.setdefault(_ROWS[field], set()).update(map(str, codes))
    own = _own_names(order)
    found = {row: own[row] | _read(row, codes - own[row].keys()) for row, codes in wanted.items()}
    return {
        (field, code): name
        for field, row in _ROWS.items()
        for code, name in found.get(row, {}).items()
    }


def _own_names(order: Order) -> dict[tuple[type, str], dict[str, str]]:
    named = (
        order.place, order.category, order.lead_unit, order.responsible_person, order.lead_person,
    )  # fmt: skip
    at_hand = [one for one in named if one is not None]
    return {
        (model, column): {
            str(getattr(one, column)): one.name for one in at_hand if type(one) is model
        }
        for model, column in _ROWS.values()
    }


def _read(row: tuple[type, str], codes: set[str]) -> dict[str, str]:
    model, column = row
    if not codes:
        return {}
    rows = model.objects.filter(**{f"{column}__in": codes}).values_list(column, "name")  # type: ignore[attr-defined]
    return {str(code): name for code, name in rows}
