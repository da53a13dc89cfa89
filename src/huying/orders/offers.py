"""Which moves an order offers to someone right now, read from the one table."""

from datetime import datetime

from huying.kernel.actor import Actor
from huying.kernel.machine import Guard
from huying.kernel.refusals import Code
from huying.orders.labels import MOVES
from huying.orders.lifecycle import BIRTHS, ORDER
from huying.orders.models import Order
from huying.trail.offers import Offer


def offers(order: Order, *, by: Actor, at: datetime) -> list[Offer]:
    """The moves this actor may make now, in the order of the table.

    Left out is what facts already rule out: a decision nobody asked for, a second chase.
    """
    known: dict[Guard, Code | None] = {}
    return [
        _offer(name)
        for name in ORDER.open_to(order, by=by)
        if all(_may_hold(guard, order, at, known) for guard in ORDER.moves[name].guards)
    ]


def every_move() -> list[Offer]:
    """Every move there is on an order that exists, for the contract."""
    return [_offer(name) for name in ORDER.moves if name not in BIRTHS]


def _offer(name: str) -> Offer:
    move = ORDER.moves[name]
    return Offer(name, MOVES[name], tuple(sorted(move.needs)), tuple(sorted(move.may)))


def _may_hold(guard: Guard, order: Order, at: datetime, known: dict[Guard, Code | None]) -> bool:
    """Whether the guard holds, or waits for what is not given yet (then it says `invalid`)."""
    if guard not in known:
        known[guard] = guard.test(order, {}, at)
    return known[guard] in {None, Code.INVALID}
