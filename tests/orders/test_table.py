"""Every state, every move, every role: what may happen, and that nothing else does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from huying.kernel.actor import SYSTEM, VISITOR, Actor, ActorKind
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import VERBS, perform
from huying.orders.lifecycle import BIRTHS, ORDER
from huying.orders.models import Order
from huying.orders.policy import asker_of
from huying.orders.states import OPEN, OrderState
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import Cast, build_cast

DESK = {"reception", "dispatcher", "secretary"}
DECIDERS = {"dispatcher", "secretary"}
LEAD = {"handler"}
INTAKE = DESK | {"grid_worker", "building_head"}
ASKER = {"asker"}
# Who may make each move, by hand: the table is checked against this, not against itself.
MAY: dict[str, set[str]] = {
    "follow": ASKER, "supply": ASKER | INTAKE, "add_word": ASKER | INTAKE, "chase": ASKER | DESK,
    "withdraw": ASKER, "judge": ASKER | DESK | {"supervisor", "evaluator"},
    "submit": INTAKE, "ask_info": DESK, "accept": DESK, "decline": DESK, "correct": DESK,
    "dispatch": DESK, "take": DESK, "answer": DESK, "reassign": DESK, "add_helper": DESK | LEAD,
    "merge": DESK, "unmerge": DESK, "split": DESK, "escalate": DESK | LEAD,
    "supervise": {"secretary", "supervisor"}, "report_back": DESK | LEAD, "hand_over": DECIDERS, "appoint": DECIDERS, "void": DECIDERS,
    "check": DESK, "rework": DESK, "close": DESK | {"system"}, "reopen": ASKER | DESK,
    "archive": DESK | {"system"}, "retime": {"system"}, "sign": LEAD, "begin": LEAD, "report": LEAD | DESK,
    "visit": INTAKE | LEAD,
    "complete": LEAD, "request_return": LEAD, "grant_return": DESK, "refuse_return": DESK,
    "arbitrate": DECIDERS,
    "request_extension": LEAD, "grant_extension": DECIDERS, "refuse_extension": DECIDERS,
    "request_hold": LEAD, "grant_hold": DECIDERS, "refuse_hold": DECIDERS, "resume": LEAD | DESK,
}  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def everyone(cast: Cast, order: Order, other: Order) -> dict[str, Actor]:
    """One actor per role, those from elsewhere included."""
    hired = {
        "grid_worker": cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid),
        "building_head": cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building),
        "supervisor": cast.hire("督办员小鲍", Role.SUPERVISOR, cast.district),
        "evaluator": cast.hire("评估员小阮", Role.EVALUATOR, cast.district),
        "auditor": cast.hire("审计员小池", Role.AUDITOR, cast.district),
        "system_keeper": cast.hire("管理员小芦", Role.SYSTEM_KEEPER, cast.district),
    }
    return {name: staff.actor for name, staff in hired.items()} | {
        "visitor": VISITOR,
        "system": SYSTEM,
        "asker": asker_of(order),
        "another_resident": asker_of(other),
        "reception": cast.lin.actor,
        "secretary": cast.secretary.actor,
        "dispatcher": cast.dispatcher.actor,
        "neighbours_desk": cast.gu.actor,
        "handler": cast.zhou.actor,
        "another_unit": cast.ma.actor,
    }


def test_every_move_has_a_verb_and_a_hand_written_line_here() -> None:
    moves = set(ORDER.moves) - set(BIRTHS)
    assert set(MAY) == moves
    assert set(VERBS) == moves


def test_every_state_can_be_reached_and_only_archived_is_the_end() -> None:
    reached = {
        t
        for move in ORDER.moves.values()
        for s in (move.sources or {None})
        for t in move.targets(s)
    }
    assert reached == set(OrderState)
    leaving = {s for m in ORDER.moves.values() for s in m.sources if m.targets(s) - {s}}
    assert set(OrderState) - leaving == {OrderState.ARCHIVED}


@pytest.mark.parametrize("state", list(OrderState))
def test_exactly_the_listed_roles_may_make_each_move(cast: Cast, state: OrderState) -> None:
    order, other = cast.order_in(state), cast.place()
    for role, actor in everyone(cast, order, other).items():
        expected = {
            name
            for name, roles in MAY.items()
            if state in ORDER.moves[name].sources
            and role in roles
            and not (role == "handler" and order.lead_unit_id is None)
        }
        assert set(ORDER.open_to(order, by=actor)) == expected, (state, role)


@pytest.mark.parametrize("state", list(OrderState))
def test_a_move_from_the_wrong_state_is_refused_and_writes_nothing(
    cast: Cast, state: OrderState
) -> None:
    order = cast.order_in(state)
    before = (Order.objects.filter(pk=order.pk).values().get(), Record.objects.count())
    for name, move in ORDER.moves.items():
        if name in BIRTHS or state in move.sources:
            continue
        for actor in _able(cast, order, name):
            with pytest.raises(Refused) as refused:
                perform(order, name, by=actor, at=cast.at, raw={})
            assert refused.value.code == Code.WRONG_STATE, name
    after = (Order.objects.filter(pk=order.pk).values().get(), Record.objects.count())
    assert after == before


@pytest.mark.parametrize("state", list(OrderState))
def test_whoever_may_not_is_told_so_before_anything_else(cast: Cast, state: OrderState) -> None:
    order = cast.order_in(state)
    for actor in (VISITOR, cast.gu.actor):
        for name in MAY:
            with pytest.raises(Refused) as refused:
                perform(order, name, by=actor, at=cast.at, raw={"nonsense": "1"}, version=999)
            assert refused.value.code == Code.NOT_YOURS, name


def _able(cast: Cast, order: Order, name: str) -> Iterator[Actor]:
    """Someone who may make the move on this order, if there is anyone."""
    lead = cast.zhou.actor
    if order.lead_unit_id is None:
        lead = replace(lead, unit_ids=frozenset())
    for actor in (asker_of(order), cast.secretary.actor, lead):
        if ORDER.moves[name].by(actor, order):
            yield actor
            return


def test_a_closed_account_loses_every_move_at_once(cast: Cast) -> None:
    order = cast.order_in(OrderState.SUBMITTED)
    cast.lin.account.is_active = False
    cast.lin.account.save()
    actor = cast.lin.actor
    assert actor.kind is ActorKind.VISITOR
    assert ORDER.open_to(order, by=actor) == []


def test_missing_and_unwanted_fields_are_both_named(cast: Cast) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    with pytest.raises(Refused) as refused:
        perform(order, "dispatch", by=cast.lin.actor, at=cast.at, raw={"lead": "", "colour": "red"})
    assert refused.value.code == Code.INCOMPLETE
    assert refused.value.fields == {
        "lead": "required",
        "reason": "required",
        "colour": "unexpected",
    }


def test_open_states_are_those_with_a_way_on() -> None:
    for state in OPEN:
        assert any(m.targets(state) - {state} for m in ORDER.moves.values() if state in m.sources)
