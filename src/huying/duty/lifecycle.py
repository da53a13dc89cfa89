"""The two tables of the room: a visit's life, and a morning meeting's."""

from huying.duty import guards as g
from huying.duty.policy import attends, colleague, free_reason, keeper, system, who_went
from huying.duty.states import WAITING, MeetingState, VisitState
from huying.kernel.machine import Machine, Move

V, M = VisitState, MeetingState
VISIT = Machine("visit", V, {
    "plan": Move(
        frozenset(), V.PLANNED, by=colleague | system, needs=frozenset({"place", "due_on"}),
        may=frozenset({"reason", "why", "household", "goes", "cause", "source_order"}),
        guards=(g.the_day_lies_ahead,),
    ),
    "rearrange": Move(
        frozenset({V.PLANNED}), None, by=colleague,
        may=frozenset({"due_on", "goes", "household"}), guards=(g.the_day_lies_ahead,),
    ),
    "make": Move(
        WAITING, V.DONE, by=colleague, needs=frozenset({"minutes"}),
        may=frozenset({"words", "on"}), guards=(g.the_day_was_lately,),
    ),
    "miss": Move(frozenset({V.PLANNED}), V.NOT_MET, by=colleague, may=frozenset({"words"})),
    "plan_again": Move(
        frozenset({V.NOT_MET}), V.PLANNED, by=colleague, needs=frozenset({"due_on"}),
        may=frozenset({"goes"}), guards=(g.the_day_lies_ahead,),
    ),
    "drop": Move(
        WAITING, V.DROPPED, by=keeper | free_reason, needs=frozenset({"reason"}),
    ),
    "correct": Move(
        frozenset({V.DONE}), None, by=who_went | keeper, needs=frozenset({"reason"}),
        may=frozenset({"words", "minutes"}),
    ),
    "link": Move(
        WAITING | {V.DONE}, None, by=colleague, needs=frozenset({"order"}),
        guards=(g.no_request_came_of_it_yet,),
    ),
})  # fmt: skip

MEETING = Machine("meeting", M, {
    "open": Move(frozenset(), M.OPEN, by=colleague, needs=frozenset({"community", "on"})),
    "raise": Move(
        frozenset({M.OPEN}), None, by=attends, needs=frozenset({"matter", "place"}),
        may=frozenset({"owner"}),
    ),
    "entrust": Move(
        frozenset({M.OPEN, M.CLOSED}), None, by=colleague, needs=frozenset({"item", "owner"}),
        guards=(g.the_matter_is_of_this_meeting, g.nothing_is_decided_on_it),
    ),
    "decide": Move(
        frozenset({M.OPEN, M.CLOSED}), None, by=colleague, needs=frozenset({"item", "becomes"}),
        may=frozenset({"order", "visit"}),
        guards=(
            g.the_matter_is_of_this_meeting, g.nothing_is_decided_on_it, g.the_matter_has_an_owner,
        ),
    ),
    "close": Move(
        frozenset({M.OPEN}), M.CLOSED, by=colleague, guards=(g.every_matter_has_an_owner,)
    ),
    "reopen": Move(
        frozenset({M.CLOSED}), M.OPEN, by=colleague, guards=(g.it_is_still_that_day,)
    ),
})  # fmt: skip
