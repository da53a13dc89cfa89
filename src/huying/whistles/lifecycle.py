"""The three tables: a whistle's life, that of one unit's response, and that of one door."""

from huying.kernel.effects import NO_EFFECT, Effects, start, stop
from huying.kernel.machine import Fork, Given, Machine, Move
from huying.orders.policy import desk_of_place, system
from huying.whistles import guards as g
from huying.whistles.policy import at_the_doors, called_unit, some_called_unit, whistler
from huying.whistles.states import (
    AWAITED,
    OPEN,
    STAGES,
    THERE,
    DoorState,
    ResponseState,
    WhistleState,
)

W, R, D = WhistleState, ResponseState, DoorState
BIRTH: frozenset[WhistleState] = frozenset()
ON_THE_WAY = stop("respond", "arrive")


def _stage(whistle: object, given: Given) -> WhistleState:
    return WhistleState(given["stage"])


_STAGES: dict[WhistleState, Effects] = dict.fromkeys(STAGES[1:], NO_EFFECT)

WHISTLE = Machine("whistle", WhistleState, {
    "blow": Move(
        BIRTH, W.BLOWN, by=whistler, needs=frozenset({"order", "matter", "units"}),
        may=frozenset({"meet_at", "urgent"}), guards=(g.the_order_is_open,),
    ),
    "call": Move(OPEN, None, by=whistler, needs=frozenset({"units"}), may=frozenset({"reason"})),
    "list_doors": Move(OPEN, None, by=whistler, needs=frozenset({"lines", "things"})),
    "keep_up": Move(
        OPEN - {W.ACTING}, Fork(_STAGES, _stage), by=some_called_unit | desk_of_place | whistler,
        needs=frozenset({"stage", "unit"}),
    ),
    "advance": Move(
        OPEN | {W.SETTLED}, None, by=whistler,
        needs=frozenset({"amount", "purpose", "payee", "fund"}),
    ),
    "settle_advance": Move(
        OPEN | {W.SETTLED, W.REVIEWED, W.CALLED_OFF}, None, by=whistler,
        needs=frozenset({"settlement"}), may=frozenset({"payee"}), guards=(g.an_advance_waits,),
    ),
    "settle": Move(
        OPEN, W.SETTLED, by=whistler, needs=frozenset({"outcome"}),
        guards=(g.nobody_is_on_the_way, g.somebody_came, g.every_door_is_answered_for),
    ),
    "call_off": Move(OPEN, W.CALLED_OFF, by=whistler, needs=frozenset({"reason"})),
    "review": Move(
        frozenset({W.SETTLED}), W.REVIEWED, by=whistler, needs=frozenset({"lessons"}),
        guards=(g.everybody_was_judged,),
    ),
})  # fmt: skip

RESPONSE = Machine("response", ResponseState, {
    "call": Move(
        frozenset[ResponseState](), R.CALLED, by=whistler, needs=frozenset({"unit"}),
        clock=start("respond"),
    ),
    "acknowledge": Move(
        frozenset({R.CALLED}), R.ACKNOWLEDGED, by=called_unit | desk_of_place,
        may=frozenset({"promised_at", "words"}),
        guards=(g.the_whistle_is_open, g.the_promise_is_ahead),
        clock=stop("respond") & start("arrive"),
    ),
    "arrive": Move(
        AWAITED, R.ON_SITE, by=called_unit | desk_of_place, may=frozenset({"words"}),
        guards=(g.the_whistle_is_open,), clock=ON_THE_WAY,
    ),
    "act": Move(
        THERE, R.ACTING, by=called_unit | desk_of_place, needs=frozenset({"words"}),
        guards=(g.the_whistle_is_open,),
    ),
    "leave": Move(
        THERE, R.LEFT, by=called_unit | desk_of_place, needs=frozenset({"words"}),
    ),
    "excuse": Move(
        AWAITED, R.EXCUSED, by=whistler | system, needs=frozenset({"reason"}), clock=ON_THE_WAY
    ),
    "judge": Move(
        frozenset({R.LEFT, R.EXCUSED}), None, by=whistler, needs=frozenset({"helped"}),
        may=frozenset({"verdict"}), guards=(g.the_whistle_is_over,),
    ),
})  # fmt: skip

DOOR = Machine("door", DoorState, {
    "list": Move(
        frozenset[DoorState](), D.TO_VISIT, by=whistler, needs=frozenset({"label", "things"}),
        may=frozenset({"name"}),
    ),
    "hand_over": Move(
        frozenset({D.TO_VISIT}), D.DONE, by=at_the_doors, needs=frozenset({"given", "signed_by"}),
        may=frozenset({"words"}), guards=(g.the_whistle_is_open, g.nothing_is_left_out_in_silence),
    ),
    "find_nobody": Move(
        frozenset({D.TO_VISIT}), None, by=at_the_doors, may=frozenset({"words"}),
        guards=(g.the_whistle_is_open,),
    ),
    "pass_by": Move(
        frozenset({D.TO_VISIT}), D.EXCEPTED, by=at_the_doors, needs=frozenset({"reason"}),
        guards=(g.the_whistle_is_open,),
    ),
    "go_back": Move(
        frozenset({D.DONE, D.EXCEPTED}), D.TO_VISIT, by=at_the_doors, needs=frozenset({"reason"}),
        guards=(g.the_whistle_is_open,),
    ),
})  # fmt: skip
BIRTHS = frozenset({"blow"})
