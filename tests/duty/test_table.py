"""Visits and meetings: every state, every move, every role."""

from collections.abc import Callable
from typing import Any

import pytest

from huying.duty.actions import meeting as meetings
from huying.duty.actions import visiting
from huying.duty.lifecycle import MEETING, VISIT
from huying.duty.models import Meeting, Visit
from huying.duty.policy import visible
from huying.duty.queries.visits import visit as visit_called
from huying.duty.states import MeetingState, VisitState
from huying.kernel.actor import SYSTEM, VISITOR, Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import START
from tests.duty.conftest import TODAY, Yard

HERE = {"reception", "secretary", "posted"}
# Who may make each move, by hand: the tables are checked against this, not against themselves.
MAY_VISIT: dict[str, set[str]] = {
    "rearrange": HERE, "make": HERE, "miss": HERE, "plan_again": HERE, "link": HERE,
    "drop": HERE, "correct": {"reception", "secretary"},
}  # fmt: skip
DESK = {"reception", "secretary"}
MAY_MEET: dict[str, set[str]] = {
    "raise": DESK | {"posted", "grid_assistant"}, "entrust": DESK, "decide": DESK, "close": DESK,
    "reopen": DESK,
}  # fmt: skip


def visit_in(yard: Yard, state: VisitState) -> Visit:
    """A visit brought to this state by Lin."""
    visit, by = yard.planned(), yard.cast.lin.actor
    if state is VisitState.DONE:
        visiting.make(visit, minutes=30, words="都好", by=by, at=START)
    elif state is VisitState.NOT_MET:
        visiting.miss(visit, by=by, at=START)
    elif state is VisitState.DROPPED:
        visiting.drop(visit, reason="搬走了", by=by, at=START)
    return visit


def meeting_in(yard: Yard, state: MeetingState) -> Meeting:
    """This morning's meeting brought to this state."""
    by = yard.cast.lin.actor
    meeting = meetings.open_meeting(yard.cast.community, by=by, at=START)
    return meetings.close(meeting, by=by, at=START) if state is MeetingState.CLOSED else meeting


def everyone(yard: Yard) -> dict[str, Actor]:
    """One actor per role, those of other places and levels included."""
    cast = yard.cast
    hired = {
        "grid_assistant": cast.hire("小助", Role.GRID_ASSISTANT, cast.grid),
        "building_head": cast.hire("楼栋长", Role.BUILDING_HEAD, yard.door),
        "street_adviser": cast.hire("街道指导员", Role.STREET_ADVISER, cast.grid),
        "street_leader": cast.hire("街道主任", Role.STREET_LEADER, cast.street),
        "commander": cast.hire("区长", Role.DISTRICT_COMMANDER, cast.district),
        "supervisor": cast.hire("督办员", Role.SUPERVISOR, cast.district),
        "evaluator": cast.hire("评估员", Role.EVALUATOR, cast.district),
        "auditor": cast.hire("审计员", Role.AUDITOR, cast.district),
        "keeper": cast.hire("管理员", Role.SYSTEM_KEEPER, cast.district),
    }
    return {name: staff.actor for name, staff in hired.items()} | {
        "visitor": VISITOR, "system": SYSTEM, "reception": cast.lin.actor,
        "secretary": cast.secretary.actor, "posted": yard.meng.actor,
        "dispatcher": cast.dispatcher.actor, "neighbours_desk": cast.gu.actor,
        "handler": cast.zhou.actor,
    }  # fmt: skip


def test_every_move_has_a_hand_written_line_here() -> None:
    assert set(MAY_VISIT) == set(VISIT.moves) - {"plan"}
    assert set(MAY_MEET) == set(MEETING.moves) - {"open"}


@pytest.mark.parametrize("machine", [VISIT, MEETING], ids=lambda machine: machine.name)
def test_every_state_can_be_reached(machine: Any) -> None:
    reached = {
        target
        for move in machine.moves.values()
        for source in (move.sources or {None})
        for target in move.targets(source)
    }
    assert reached == set(machine.states)


@pytest.mark.parametrize("state", list(VisitState))
def test_exactly_the_listed_roles_make_each_move_of_a_visit(yard: Yard, state: VisitState) -> None:
    visit = visit_in(yard, state)
    for role, actor in everyone(yard).items():
        helper = HERE | {"grid_assistant"}
        expected = {
            name
            for name, roles in MAY_VISIT.items()
            if state in VISIT.moves[name].sources and role in (helper if roles == HERE else roles)
        }
        assert set(VISIT.open_to(visit, by=actor)) == expected, (state, role)


@pytest.mark.parametrize("state", list(MeetingState))
def test_exactly_the_listed_roles_make_each_move_of_a_meeting(
    yard: Yard, state: MeetingState
) -> None:
    meeting = meeting_in(yard, state)
    for role, actor in everyone(yard).items():
        expected = {
            name
            for name, roles in MAY_MEET.items()
            if state in MEETING.moves[name].sources and role in roles
        }
        assert set(MEETING.open_to(meeting, by=actor)) == expected, (state, role)


def test_a_visit_a_rule_calls_for_is_dropped_by_the_secretary_alone(yard: Yard) -> None:
    visit = yard.planned(reason="hazard", why="")
    for actor in (yard.cast.lin.actor, yard.meng.actor):
        with pytest.raises(Refused) as raised:
            visiting.drop(visit, reason="不去了", by=actor, at=START)
        assert raised.value.code is Code.NOT_YOURS
    visiting.drop(visit, reason="已由消防到场", by=yard.cast.secretary.actor, at=START)
    assert (visit.state, visit.outcome_reason) == ("dropped", "已由消防到场")


VERBS: dict[str, Callable[[Visit, Actor], object]] = {
    "rearrange": lambda v, a: visiting.rearrange(v, due_on=TODAY, goes=None, household="", by=a, at=START),
    "make": lambda v, a: visiting.make(v, minutes=10, by=a, at=START),
    "miss": lambda v, a: visiting.miss(v, by=a, at=START),
    "plan_again": lambda v, a: visiting.plan_again(v, due_on=TODAY, by=a, at=START),
    "drop": lambda v, a: visiting.drop(v, reason="x", by=a, at=START),
    "correct": lambda v, a: visiting.correct(v, reason="x", words="y", by=a, at=START),
}  # fmt: skip


@pytest.mark.parametrize("state", list(VisitState))
def test_a_move_from_the_wrong_state_or_by_a_stranger_is_refused_and_writes_nothing(
    yard: Yard, state: VisitState
) -> None:
    visit = visit_in(yard, state)
    before = (Visit.objects.filter(pk=visit.pk).values().get(), Record.objects.count())
    for name, verb in VERBS.items():
        for actor in (yard.cast.gu.actor, yard.cast.dispatcher.actor, VISITOR):
            with pytest.raises(Refused) as raised:
                verb(visit, actor)
            assert raised.value.code is Code.NOT_YOURS, name
        if state not in VISIT.moves[name].sources:
            with pytest.raises(Refused) as raised:
                verb(visit, yard.cast.secretary.actor)
            assert raised.value.code is Code.WRONG_STATE, name
    after = (Visit.objects.filter(pk=visit.pk).values().get(), Record.objects.count())
    assert after == before


def test_who_may_open_a_visit_is_who_is_on_duty_in_its_community(yard: Yard) -> None:
    visit = yard.planned()
    shown = {role for role, actor in everyone(yard).items() if visible(Visit.objects.all(), actor)}
    assert shown == HERE | {"grid_assistant"}
    for actor in (yard.cast.gu.actor, yard.cast.dispatcher.actor, VISITOR):
        with pytest.raises(Refused) as raised:
            visit_called(visit.pk, actor)
        assert raised.value.code is Code.UNKNOWN
