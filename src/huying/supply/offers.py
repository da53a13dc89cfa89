"""Which moves a need or a landing offers to someone right now, read from the tables."""

from collections.abc import Mapping

from huying.kernel.actor import Actor
from huying.supply.inputs import TOGETHER
from huying.supply.labels import LANDING_MOVES, NEED_MOVES
from huying.supply.lifecycle import BIRTHS, BY_ANOTHER, LANDING, NEED
from huying.supply.models import Landing, Need
from huying.trail.offers import Offer

NEED_VERBS = tuple(name for name in NEED.moves if name not in BIRTHS | BY_ANOTHER)
LANDING_VERBS = tuple(name for name in LANDING.moves if name not in BIRTHS)


def offers(row: Need | Landing, *, by: Actor) -> list[Offer]:
    """The moves this actor may make now, in the order of the table."""
    machine = NEED if isinstance(row, Need) else LANDING
    known = _known(row)
    return [known[name] for name in machine.open_to(row, by=by) if name in known]


def every_move() -> dict[str, list[Offer]]:
    """Every move there is on a need and on a landing that exist, for the contract."""
    return {NEED.name: list(_OF_NEEDS.values()), LANDING.name: list(_OF_LANDINGS.values())}


def _known(row: Need | Landing) -> Mapping[str, Offer]:
    return _OF_NEEDS if isinstance(row, Need) else _OF_LANDINGS


def _sent(fields: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(name for each in fields for name in TOGETHER.get(each, (each,))))


_OF_NEEDS = {
    name: Offer(name, NEED_MOVES[name], _sent(NEED.moves[name].needs), _sent(NEED.moves[name].may))
    for name in NEED_VERBS
}
_OF_LANDINGS = {
    name: Offer(
        name, LANDING_MOVES[name], _sent(LANDING.moves[name].needs), _sent(LANDING.moves[name].may)
    )
    for name in LANDING_VERBS
}
