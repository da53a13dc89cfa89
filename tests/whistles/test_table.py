"""Every state, every move, every role of a whistle, a response and a door, and nothing else."""

from collections.abc import Callable

import pytest

from huying.config.machines import MACHINES
from huying.kernel.actor import SYSTEM, VISITOR, Actor
from huying.kernel.machine import Machine
from huying.kernel.refusals import Code, Refused
from huying.orders.policy import asker_of
from huying.people.roles import Role
from huying.trail.models import Record
from huying.whistles.actions import OF_DOOR, OF_RESPONSE, OF_WHISTLE, perform
from huying.whistles.labels import DOORS, HAPPENED, MOVES, RESPONSES, STATES
from huying.whistles.lifecycle import DOOR, RESPONSE, WHISTLE
from huying.whistles.models import Whistle
from huying.whistles.policy import visible
from huying.whistles.queries import whistle_by_id
from huying.whistles.states import DoorState, ResponseState, WhistleState
from tests.whistles.scene import Scene

BLOWERS = {"secretary", "dispatcher", "leader"}
DESK = BLOWERS | {"reception"}
# Who may make each move, by hand: the tables are checked against this, not against themselves.
OF_THE_WHISTLE: dict[str, set[str]] = {
    "call": BLOWERS, "list_doors": BLOWERS, "advance": BLOWERS, "settle_advance": BLOWERS, "settle": BLOWERS,
    "call_off": BLOWERS, "review": BLOWERS, "keep_up": DESK | {"gardener"},
}  # fmt: skip
OF_THE_RESPONSE: dict[str, set[str]] = {
    "acknowledge": DESK | {"gardener"}, "arrive": DESK | {"gardener"}, "act": DESK | {"gardener"},
    "leave": DESK | {"gardener"}, "excuse": BLOWERS | {"system"}, "judge": BLOWERS,
}  # fmt: skip
# Who goes from door to door: the called units, and whoever checks people in there.
GOING = {"gardener", "reception", "secretary", "grid_worker", "building_head"}
OF_THE_DOOR = dict.fromkeys(("hand_over", "find_nobody", "pass_by", "go_back"), GOING)
SEEING = DESK | {"gardener", "grid_worker", "supervisor", "auditor", "system"}
Far = Callable[[str], Whistle]


def everyone(scene: Scene) -> dict[str, Actor]:
    """One actor per role, those from elsewhere included."""
    cast = scene.cast
    hired = {
        "leader": cast.hire("街道小祁", Role.STREET_LEADER, cast.street),
        "grid_worker": cast.hire("网格员小孟", Role.GRID_WORKER, cast.community),
        "building_head": cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building),
        "supervisor": cast.hire("督办员小鲍", Role.SUPERVISOR, cast.district),
        "evaluator": cast.hire("评估员小阮", Role.EVALUATOR, cast.district),
        "auditor": cast.hire("审计员小池", Role.AUDITOR, cast.district),
        "system_keeper": cast.hire("管理员小芦", Role.SYSTEM_KEEPER, cast.district),
    }
    known = {
        "gardener": scene.gardener, "reception": cast.lin, "secretary": cast.secretary,
        "dispatcher": cast.dispatcher, "neighbours_desk": cast.gu, "another_unit": cast.ma,
        "handler": cast.zhou,
    }  # fmt: skip
    return {name: staff.actor for name, staff in (hired | known).items()} | {
        "visitor": VISITOR, "system": SYSTEM, "asker": asker_of(scene.order),
    }  # fmt: skip


def test_every_move_has_a_verb_a_label_and_a_hand_written_line_here() -> None:
    assert set(OF_THE_WHISTLE) == set(WHISTLE.moves) - {"blow"}
    assert set(OF_THE_RESPONSE) == set(RESPONSE.moves) - {"call"}
    assert set(OF_WHISTLE) == set(OF_THE_WHISTLE) - {"keep_up"}
    assert set(OF_RESPONSE) == set(OF_THE_RESPONSE)
    assert set(OF_DOOR) == set(OF_THE_DOOR) == set(DOOR.moves) - {"list"}
    moves = {*WHISTLE.moves, *RESPONSE.moves, *DOOR.moves}
    assert (set(MOVES), set(HAPPENED)) == (moves, moves)
    assert (set(STATES), set(RESPONSES)) == (set(WhistleState), set(ResponseState))
    assert set(DOORS) == set(DoorState)
    assert {"whistle", "response", "door"} <= set(MACHINES)


@pytest.mark.parametrize("machine", [WHISTLE, RESPONSE, DOOR], ids=lambda one: one.name)
def test_every_state_is_reached_and_every_state_but_the_last_has_a_way_out(
    machine: Machine,
) -> None:
    reached = {
        target
        for move in machine.moves.values()
        for source in (move.sources or {None})
        for target in move.targets(source)
    }
    leaving = {s for m in machine.moves.values() for s in m.sources if m.targets(s) - {s}}
    ends = {"whistle": {"reviewed", "called_off"}, "response": {"left", "excused"}, "door": set()}
    assert reached == set(machine.states)
    assert {str(one) for one in set(machine.states) - leaving} == ends[machine.name]


@pytest.mark.parametrize("state", list(WhistleState))
def test_exactly_the_listed_roles_may_make_each_move(scene: Scene, far: Far, state: str) -> None:
    whistle = far(state)
    assert whistle.state == state
    response = whistle.responses.all()[0]
    for role, actor in everyone(scene).items():
        expected = {
            name
            for name, roles in OF_THE_WHISTLE.items()
            if state in WHISTLE.moves[name].sources and role in roles
        }
        assert set(WHISTLE.open_to(whistle, by=actor)) == expected, (state, role)
        expected = {
            name
            for name, roles in OF_THE_RESPONSE.items()
            if response.state in RESPONSE.moves[name].sources and role in roles
        }
        assert set(RESPONSE.open_to(response, by=actor)) == expected, (response.state, role)


@pytest.mark.parametrize("state", list(WhistleState))
def test_a_move_from_the_wrong_state_is_refused_and_writes_nothing(
    scene: Scene, far: Far, state: str
) -> None:
    whistle, by = far(state), scene.cast.secretary.actor
    before = Record.objects.count()
    for name in OF_WHISTLE:
        if state not in WHISTLE.moves[name].sources:
            with pytest.raises(Refused) as refused:
                perform(whistle, name, by=by, at=scene.cast.at, raw={})
            assert refused.value.code is Code.WRONG_STATE, name
    at = whistle.responses.all()[0].state
    for name in OF_RESPONSE:
        if at not in RESPONSE.moves[name].sources:
            with pytest.raises(Refused) as refused:
                perform(whistle, name, by=by, at=scene.cast.at, raw={"unit": "yuanlin"})
            assert refused.value.code is Code.WRONG_STATE, name
    assert Record.objects.count() == before


def test_whoever_may_not_is_told_so_before_anything_else(scene: Scene, far: Far) -> None:
    whistle = far("blown")
    for actor in (VISITOR, scene.cast.gu.actor, scene.cast.ma.actor):
        for name in (*OF_WHISTLE, *OF_RESPONSE):
            raw = {"nonsense": "1"} | ({"unit": "yuanlin"} if name in OF_RESPONSE else {})
            with pytest.raises(Refused) as refused:
                perform(whistle, name, by=actor, at=scene.cast.at, raw=raw, version=99)
            assert refused.value.code is Code.NOT_YOURS, name


def test_a_whistle_is_seen_by_the_house_it_was_blown_in_and_by_whom_it_called(
    scene: Scene, far: Far
) -> None:
    whistle = far("blown")
    for role, actor in everyone(scene).items():
        listed = list(visible(Whistle.objects.all(), actor))
        assert bool(listed) == (role in SEEING), role
        if role not in SEEING:
            with pytest.raises(Refused) as refused:
                whistle_by_id(whistle.pk, actor)
            assert refused.value.code is Code.UNKNOWN
