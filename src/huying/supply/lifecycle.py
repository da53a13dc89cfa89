"""The two tables of this room: the life of a need, and the life of a landing."""

from collections.abc import Mapping

from huying.kernel.effects import NO_EFFECT
from huying.kernel.machine import Fork, Given, Guard, Machine, Move, Rule
from huying.supply import guards as g
from huying.supply.policy import another_row, keeper, owner
from huying.supply.states import OPEN_NEEDS, PAIRABLE, RUNNING, WAITING, LandingState, NeedState

N, L = NeedState, LandingState
SUPPORTED = frozenset({N.RAISED, N.CONFIRMED, N.PAIRED, N.LANDED})
PLAN = frozenset({"measure", "due_on", "owner", "things"})


def _where_it_was(need: object, given: Given) -> NeedState:
    """Confirmed once somebody assessed it, raised before."""
    return N.CONFIRMED if need.assessments.exists() else N.RAISED  # type: ignore[attr-defined]


def _stays(
    sources: frozenset[NeedState],
    by: Rule,
    needs: str,
    may: str = "",
    *,
    guards: tuple[Guard, ...] = (),
) -> Move:
    return Move(sources, None, by, frozenset(needs.split()), frozenset(may.split()), guards)


BACK = Fork(dict.fromkeys((N.RAISED, N.CONFIRMED), NO_EFFECT), _where_it_was)
NEED_MOVES: Mapping[str, Move] = {
    "raise": Move(
        frozenset(), N.RAISED, by=keeper, needs=frozenset({"title"}),
        may=frozenset({"words", "category", "personal"}),
    ),
    "add_order": _stays(SUPPORTED, keeper, "order"),
    "add_survey": _stays(SUPPORTED, keeper, "count source counted_by", "counted_on"),
    "add_representative": _stays(SUPPORTED, keeper, "representative count", "counted_on"),
    "take_out": _stays(SUPPORTED, keeper, "support reason"),
    "confirm": Move(
        frozenset({N.RAISED}), N.CONFIRMED, by=keeper, needs=frozenset({"score", "decision"}),
        guards=(g.it_has_supporters,),
    ),
    "pair": Move(PAIRABLE, N.PAIRED, by=keeper, needs=PLAN),
    "close": Move(frozenset({N.LANDED}), N.CLOSED, by=keeper, needs=frozenset({"result"})),
    "decline": Move(
        WAITING, N.DECLINED, by=keeper, needs=frozenset({"why", "other_way"}),
    ),
    "merge": Move(
        WAITING, N.MERGED, by=keeper, needs=frozenset({"into", "reason"}),
        guards=(g.it_is_not_the_same_need, g.the_other_is_open_and_near),
    ),
    "unmerge": Move(frozenset({N.MERGED}), BACK, by=keeper, needs=frozenset({"reason"})),
    "reopen": Move(
        frozenset({N.LANDED, N.CLOSED, N.DECLINED}), BACK, by=keeper, needs=frozenset({"reason"}),
        guards=(g.nothing_is_under_way_for_it,),
    ),
    "correct": _stays(OPEN_NEEDS, keeper, "reason", "title words category personal"),
    "land": Move(frozenset({N.PAIRED}), N.LANDED, by=another_row, needs=frozenset({"landing"})),
    "unpair": Move(
        frozenset({N.PAIRED}), N.CONFIRMED, by=another_row, needs=frozenset({"landing", "reason"})
    ),
    "absorb": _stays(OPEN_NEEDS, another_row, "other"),
    "give_back": _stays(frozenset(N), another_row, "other"),
}  # fmt: skip
LANDING_MOVES: Mapping[str, Move] = {
    "plan": Move(frozenset(), L.PLANNED, by=keeper, needs=PLAN | {"need"}),
    "begin": Move(frozenset({L.PLANNED}), L.DOING, by=keeper | owner),
    "land": Move(
        RUNNING, L.LANDED, by=keeper | owner, needs=frozenset({"outcome"}),
        may=frozenset({"landed_on"}), guards=(g.the_day_is_not_ahead,),
    ),
    "drop": Move(RUNNING, L.DROPPED, by=keeper, needs=frozenset({"reason"})),
    "correct": Move(RUNNING, None, by=keeper, needs=frozenset({"reason"}), may=PLAN),
}  # fmt: skip
# What another row's move brings about; nobody is offered it.
BY_ANOTHER = frozenset({"land", "unpair", "absorb", "give_back"})
BIRTHS = frozenset({"raise", "plan"})
NEED = Machine("need", NeedState, NEED_MOVES)
LANDING = Machine("landing", LandingState, LANDING_MOVES)
