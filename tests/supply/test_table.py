"""Every state, every move, every role of needs and landings: what may happen, and nothing else."""

from collections.abc import Iterator

import pytest

from huying.kernel.actor import SYSTEM, VISITOR, Actor
from huying.kernel.machine import Machine
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.supply.actions import LANDING_VERBS, NEED_VERBS, move_landing, move_need
from huying.supply.lifecycle import BIRTHS, BY_ANOTHER, LANDING, NEED
from huying.supply.models import Landing, Need
from huying.supply.offers import offers
from huying.supply.states import LandingState, NeedState
from huying.trail.models import Record
from tests.builders import Cast
from tests.supply.stocking import Stock

KEEPERS = {"reception", "dispatcher", "secretary"}
OWNERS = {"handler", "colleague_of_the_unit"}
# Who may make each move, by hand: the tables are checked against this, not against themselves.
OF_NEEDS = dict.fromkeys(NEED_VERBS, KEEPERS) | {name: {"system"} for name in BY_ANOTHER}
OF_LANDINGS = {
    "begin": KEEPERS | OWNERS, "land": KEEPERS | OWNERS, "drop": KEEPERS, "correct": KEEPERS,
}  # fmt: skip


def everyone(cast: Cast) -> dict[str, Actor]:
    """One actor per role, those from elsewhere included."""
    hired = {
        "grid_worker": cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid),
        "building_head": cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building),
        "supervisor": cast.hire("督办员小鲍", Role.SUPERVISOR, cast.district),
        "auditor": cast.hire("审计员小池", Role.AUDITOR, cast.district),
        "system_keeper": cast.hire("管理员小芦", Role.SYSTEM_KEEPER, cast.district),
    }
    return {name: staff.actor for name, staff in hired.items()} | {
        "visitor": VISITOR,
        "system": SYSTEM,
        "reception": cast.lin.actor,
        "secretary": cast.secretary.actor,
        "dispatcher": cast.dispatcher.actor,
        "neighbours_desk": cast.gu.actor,
        "handler": cast.zhou.actor,
        "colleague_of_the_unit": cast.wu.actor,
        "another_unit": cast.ma.actor,
    }


def test_every_move_has_a_verb_or_comes_of_another_row() -> None:
    assert set(NEED.moves) == set(NEED_VERBS) | BIRTHS - {"plan"} | BY_ANOTHER
    assert set(LANDING.moves) == set(LANDING_VERBS) | {"plan"}


@pytest.mark.parametrize("machine", [NEED, LANDING])
def test_every_state_can_be_reached(machine: Machine) -> None:
    reached = {
        target
        for move in machine.moves.values()
        for source in (move.sources or {None})
        for target in move.targets(source)
    }
    assert reached == set(machine.states)


def test_only_what_was_landed_or_dropped_is_the_end_of_a_landing_and_no_need_is_lost() -> None:
    def leaving(machine: Machine) -> set[str]:
        return {s for m in machine.moves.values() for s in m.sources if m.targets(s) - {s}}

    assert set(LandingState) - leaving(LANDING) == {LandingState.LANDED, LandingState.DROPPED}
    assert set(NeedState) - leaving(NEED) == set()


@pytest.mark.parametrize("state", list(NeedState))
def test_exactly_the_listed_roles_may_make_each_move_of_a_need(
    stock: Stock, state: NeedState
) -> None:
    need = stock.need_in(state)
    for role, actor in everyone(stock.cast).items():
        expected = {n for n, r in OF_NEEDS.items() if state in NEED.moves[n].sources and role in r}
        assert set(NEED.open_to(need, by=actor)) == expected, (state, role)
        assert {offer.name for offer in offers(need, by=actor)} == expected - BY_ANOTHER


@pytest.mark.parametrize("state", list(LandingState))
def test_exactly_the_listed_roles_may_make_each_move_of_a_landing(
    stock: Stock, state: LandingState
) -> None:
    landing = stock.landing_in(state)
    for role, actor in everyone(stock.cast).items():
        expected = {
            n for n, r in OF_LANDINGS.items() if state in LANDING.moves[n].sources and role in r
        }
        assert set(LANDING.open_to(landing, by=actor)) == expected, (state, role)


def refusals(row: Need | Landing, names: Iterator[str], actor: Actor, stock: Stock) -> set[Code]:
    move = move_need if isinstance(row, Need) else move_landing
    found = set()
    for name in names:
        with pytest.raises(Refused) as refused:
            move(row, name, by=actor, at=stock.cast.at, raw={})  # type: ignore[arg-type]
        found.add(refused.value.code)
    return found


@pytest.mark.parametrize("state", list(NeedState))
def test_a_move_of_a_need_from_the_wrong_state_is_refused_and_writes_nothing(
    stock: Stock, state: NeedState
) -> None:
    need = stock.need_in(state)
    before = (Need.objects.filter(pk=need.pk).values().get(), Record.objects.count())
    wrong = (name for name in NEED_VERBS if state not in NEED.moves[name].sources)
    assert refusals(need, wrong, stock.by, stock) == {Code.WRONG_STATE}
    assert refusals(need, iter(NEED_VERBS), VISITOR, stock) == {Code.NOT_YOURS}
    assert refusals(need, iter(NEED_VERBS), stock.cast.gu.actor, stock) == {Code.NOT_YOURS}
    assert refusals(need, iter(BY_ANOTHER), stock.by, stock) == {Code.UNKNOWN}
    after = (Need.objects.filter(pk=need.pk).values().get(), Record.objects.count())
    assert after == before


@pytest.mark.parametrize("state", list(LandingState))
def test_a_move_of_a_landing_from_the_wrong_state_is_refused_and_writes_nothing(
    stock: Stock, state: LandingState
) -> None:
    landing = stock.landing_in(state)
    before = (Landing.objects.filter(pk=landing.pk).values().get(), Record.objects.count())
    wrong = [name for name in LANDING_VERBS if state not in LANDING.moves[name].sources]
    assert refusals(landing, iter(wrong), stock.by, stock) == (
        {Code.WRONG_STATE} if wrong else set()
    )
    assert refusals(landing, iter(LANDING_VERBS), stock.cast.ma.actor, stock) == {Code.NOT_YOURS}
    after = (Landing.objects.filter(pk=landing.pk).values().get(), Record.objects.count())
    assert after == before


def test_a_stale_version_is_told_before_the_fields(stock: Stock) -> None:
    need = stock.need()
    with pytest.raises(Refused) as refused:
        move_need(need, "confirm", by=stock.by, at=stock.at, raw={}, version=1)
    assert refused.value.code == Code.STALE
