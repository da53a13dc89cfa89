"""The one table of an order's life. Buttons, API, diagrams and tests are read from it."""

from huying.kernel.effects import (
    NO_EFFECT,
    Effects,
    Holder,
    held_by,
    pause,
    restart,
    resume,
    start,
    stop,
)
from huying.kernel.machine import Fork, Given, Guard, Machine, Move, Rule
from huying.orders import guards as g
from huying.orders.policy import (
    anyone,
    asker,
    caller_for_follow_up,
    decider,
    desk_of_place,
    intake_of_place,
    lead_handler,
    supervisor,
    system,
)
from huying.orders.rules import goes_again
from huying.orders.states import AT_DESK, JUDGED_NEXT, OPEN, WITH_UNIT, OrderState

S = OrderState
BIRTH: frozenset[OrderState] = frozenset()
UNDER_WAY = frozenset({S.DISPATCHED, S.SIGNED, S.IN_PROGRESS})
TO_RESIDENT = held_by(Holder.RESIDENT)
TO_DESK = held_by(Holder.DESK)
TO_UNIT = held_by(Holder.UNIT)
OVER_NOW = stop("accept", "transfer", "sign", "close", "follow_up", "review", "reply") & held_by(
    Holder.NOBODY
)
RUN_ON = resume("accept", "transfer", "sign", "close")
AGAIN = stop("follow_up") & restart("close") & TO_UNIT
WORDS_OF_A_BIRTH = frozenset({
    "kind", "channel", "category", "grade", "level", "safety", "confidential", "address",
    "lng", "lat", "contact_name", "contact_phone", "on_behalf_of", "summary", "source",
    "source_number", "said_at", "device", "words",
})  # fmt: skip


def _after_judgement(order: object, given: Given) -> OrderState:
    again = goes_again(
        solved=given["solved"], satisfied=given["satisfied"], again=given.get("again"),
        reopens=order.reopens,  # type: ignore[attr-defined]
    )  # fmt: skip
    return S.IN_PROGRESS if again else S.CLOSED


def _after_check(order: object, given: Given) -> OrderState:
    return S.CLOSED if order.parent_id else S.FOLLOW_UP  # type: ignore[attr-defined]


def _where_it_was(order: object, given: Given) -> OrderState:
    merge = order.merges.filter(undone_at=None).get()  # type: ignore[attr-defined]
    return OrderState(merge.was)


def _as_recorded(order: object, given: Given) -> OrderState:
    return OrderState(given["state"])


def _stays(
    sources: frozenset[OrderState],
    by: Rule,
    needs: str = "",
    may: str = "",
    *,
    guards: tuple[Guard, ...] = (),
    clock: Effects = NO_EFFECT,
) -> Move:
    """A move that changes facts and not the state; fields are named in one string."""
    fields, optional = frozenset(needs.split()), frozenset(may.split())
    return Move(sources, None, by, fields, optional, guards, clock)


BIRTHS = {
    "draft": Move(BIRTH, S.DRAFT, by=intake_of_place, needs=frozenset({"place"}), may=WORDS_OF_A_BIRTH | {"text"}),
    "place": Move(
        BIRTH, S.SUBMITTED, by=anyone, needs=frozenset({"text", "place"}), may=WORDS_OF_A_BIRTH,
        clock=start("accept", "close") & TO_DESK,
    ),
    "branch": Move(
        BIRTH, S.ACCEPTED, by=desk_of_place, needs=frozenset({"text", "parent"}),
        clock=restart("transfer", "close") & TO_DESK,
    ),
    "import": Move(
        BIRTH, Fork(dict.fromkeys(S, NO_EFFECT), _as_recorded), by=system,
        needs=frozenset({"state", "source", "source_number", "text"}), may=frozenset({"facts"}),
    ),
}  # fmt: skip

RESIDENT = {
    "supply": Move(
        frozenset({S.INFO_NEEDED}), S.SUBMITTED, by=asker | intake_of_place,
        needs=frozenset({"words"}), clock=resume("accept", "close") & TO_DESK,
    ),
    "follow": Move(
        frozenset({S.SUBMITTED}), S.MERGED, by=asker, needs=frozenset({"same_as"}),
        guards=(g.the_matter_is_known_to_all,),
        clock=pause("accept", "close") & held_by(Holder.NOBODY),
    ),
    "add_word": _stays(OPEN - {S.INFO_NEEDED}, asker | intake_of_place, "words"),
    "chase": _stays(OPEN, asker | desk_of_place, may="words", guards=(g.not_chased_just_now,)),
    "withdraw": Move(
        AT_DESK | WITH_UNIT, S.WITHDRAWN, by=asker, may=frozenset({"words"}), clock=OVER_NOW
    ),
    "judge": Move(
        JUDGED_NEXT | {S.CLOSED}, Fork({S.CLOSED: OVER_NOW, S.IN_PROGRESS: AGAIN}, _after_judgement),
        by=asker | caller_for_follow_up, needs=frozenset({"solved", "satisfied"}),
        may=frozenset({"words", "again", "channel", "answers"}),
        guards=(g.judged_as_a_whole, g.not_judged_this_round, g.within_reopen_window),
    ),
}  # fmt: skip

DESK = {
    "submit": Move(
        frozenset({S.DRAFT}), S.SUBMITTED, by=intake_of_place, needs=frozenset({"text"}),
        may=frozenset({"kind", "category"}), guards=(g.the_class_is_used_here,),
        clock=start("accept", "close") & TO_DESK, starts_as="place",
    ),
    "ask_info": Move(
        frozenset({S.SUBMITTED, S.ACCEPTED}), S.INFO_NEEDED, by=desk_of_place,
        needs=frozenset({"question"}), clock=pause("accept", "transfer", "close") & TO_RESIDENT,
    ),
    "accept": Move(
        frozenset({S.SUBMITTED}), S.ACCEPTED, by=desk_of_place, needs=frozenset({"category"}),
        may=frozenset({"kind", "grade", "level", "safety", "summary", "place"}),
        guards=(g.the_class_is_used_here,),
        clock=stop("accept") & resume("transfer") & start("transfer", "close") & TO_DESK,
    ),
    "decline": Move(
        AT_DESK, S.NOT_ACCEPTED, by=desk_of_place, needs=frozenset({"why", "other_way"}),
        clock=OVER_NOW,
    ),
    "correct": _stays(
        OPEN, desk_of_place, "reason", "category kind grade level safety summary place",
        guards=(g.the_class_is_used_here,),
    ),
    "dispatch": Move(
        frozenset({S.ACCEPTED}), S.DISPATCHED, by=desk_of_place, needs=frozenset({"lead", "reason"}),
        may=frozenset({"lead_person", "helpers"}), guards=(g.the_unit_may_lead,),
        clock=stop("transfer") & start("sign") & TO_UNIT,
    ),
    "take": Move(
        frozenset({S.ACCEPTED}), S.IN_PROGRESS, by=desk_of_place, may=frozenset({"reason"}),
        guards=(g.the_community_may_lead,), clock=stop("transfer") & TO_DESK,
    ),
    "answer": Move(
        frozenset({S.ACCEPTED}), S.COMPLETED, by=desk_of_place, needs=frozenset({"result", "reply"}),
        clock=stop("transfer", "close") & start("follow_up") & TO_DESK, starts_as="complete",
    ),
    "reassign": Move(
        UNDER_WAY, S.DISPATCHED, by=desk_of_place, needs=frozenset({"lead", "reason"}),
        may=frozenset({"lead_person"}), guards=(g.the_unit_may_lead,),
        clock=restart("sign") & TO_UNIT,
    ),
    "add_helper": _stays(UNDER_WAY | {S.SUSPENDED}, desk_of_place | lead_handler, "helper"),
    "merge": Move(
        AT_DESK | UNDER_WAY, S.MERGED, by=desk_of_place, needs=frozenset({"into", "reason"}),
        guards=(g.the_other_can_take_it,),
        clock=pause("accept", "transfer", "sign", "close") & held_by(Holder.NOBODY),
    ),
    "unmerge": Move(
        frozenset({S.MERGED}),
        Fork(
            dict.fromkeys(AT_DESK, RUN_ON & TO_DESK) | dict.fromkeys(UNDER_WAY, RUN_ON & TO_UNIT)
            | {S.INFO_NEEDED: TO_RESIDENT},  # the clocks stood still before, and still do
            _where_it_was,
        ),
        by=desk_of_place, needs=frozenset({"reason"}),
    ),
    "split": Move(
        frozenset({S.ACCEPTED, S.SIGNED, S.IN_PROGRESS}), S.IN_PROGRESS, by=desk_of_place,
        needs=frozenset({"parts", "reason"}), clock=stop("transfer") & TO_DESK,
    ),
    "escalate": _stays(OPEN, desk_of_place | lead_handler, "reason level"),
    "supervise": _stays(
        OPEN, supervisor, "instruction", "degree reply_by", clock=restart("reply")
    ),
    "report_back": _stays(
        OPEN, lead_handler | desk_of_place, "words", guards=(g.a_reply_is_awaited,),
        clock=stop("reply"),
    ),
    "hand_over": _stays(OPEN, decider, "successor reason"),
    "appoint": _stays(
        OPEN, decider, "leader reason", "until", guards=(g.the_date_is_ahead, g.leads_here)
    ),
    "void": Move(
        AT_DESK | {S.DRAFT}, S.VOIDED, by=decider, needs=frozenset({"reason"}), clock=OVER_NOW
    ),
    "check": Move(
        frozenset({S.COMPLETED}), Fork({S.FOLLOW_UP: TO_RESIDENT, S.CLOSED: OVER_NOW}, _after_check),
        by=desk_of_place, may=frozenset({"note"}),
    ),
    "rework": Move(
        frozenset({S.COMPLETED}), S.IN_PROGRESS, by=desk_of_place, needs=frozenset({"reason"}),
        clock=AGAIN,
    ),
    "close": Move(
        frozenset({S.FOLLOW_UP}), S.CLOSED, by=desk_of_place | system, needs=frozenset({"reason"}),
        guards=(g.follow_up_time_has_passed,), clock=OVER_NOW,
    ),
    "reopen": Move(
        frozenset({S.FOLLOW_UP, S.CLOSED}), S.IN_PROGRESS, by=asker | desk_of_place,
        needs=frozenset({"reason"}), may=frozenset({"lead", "lead_person"}),
        guards=(g.within_reopen_window, g.reopened_less_than_the_most),
        clock=AGAIN,
    ),
    "retime": _stays(OPEN, system, "reason"),
    "archive": Move(
        frozenset({S.CLOSED, S.NOT_ACCEPTED, S.WITHDRAWN, S.VOIDED, S.MERGED}), S.ARCHIVED,
        by=desk_of_place | system, guards=(g.kept_open_long_enough,), clock=OVER_NOW,
    ),
}  # fmt: skip

HANDLER = {
    "sign": Move(frozenset({S.DISPATCHED}), S.SIGNED, by=lead_handler, clock=stop("sign") & TO_UNIT),
    "begin": Move(
        frozenset({S.SIGNED}), S.IN_PROGRESS, by=lead_handler, may=frozenset({"words"})
    ),
    "report": _stays(frozenset({S.SIGNED, S.IN_PROGRESS, S.SUSPENDED}), lead_handler | desk_of_place, "words", "public"),
    "visit": _stays(
        OPEN, intake_of_place | desk_of_place | lead_handler, "outcome",
        "words visited_at device minutes",
    ),
    "complete": Move(
        frozenset({S.SIGNED, S.IN_PROGRESS}), S.COMPLETED, by=lead_handler,
        needs=frozenset({"result", "reply"}), guards=(g.parts_are_done,),
        clock=stop("sign", "close") & start("follow_up") & TO_DESK,
    ),
    "request_return": _stays(
        UNDER_WAY, lead_handler, "reason basis", guards=(g.NO_RETURN, g.the_lead_is_not_fixed),
        clock=TO_DESK,
    ),
    "grant_return": Move(
        UNDER_WAY, S.ACCEPTED, by=desk_of_place, may=frozenset({"answer"}),
        guards=(g.RETURN_ASKED, g.not_given_back_before), clock=stop("sign") & restart("transfer") & TO_DESK,
    ),
    "refuse_return": _stays(
        UNDER_WAY, desk_of_place, "answer", guards=(g.RETURN_ASKED, g.not_given_back_before),
        clock=TO_UNIT,
    ),
    "arbitrate": Move(
        UNDER_WAY, S.DISPATCHED, by=decider, needs=frozenset({"lead", "reason"}),
        may=frozenset({"lead_person", "helpers"}), guards=(g.RETURN_ASKED, g.given_back_before, g.the_unit_may_lead),
        clock=restart("sign") & TO_UNIT,
    ),
    "request_extension": _stays(
        UNDER_WAY, lead_handler, "reason until", guards=(g.NO_EXTENSION, g.the_date_is_ahead)
    ),
    "grant_extension": _stays(UNDER_WAY, decider, "", "answer", guards=(g.EXTENSION_ASKED,)),
    "refuse_extension": _stays(UNDER_WAY, decider, "answer", guards=(g.EXTENSION_ASKED,)),
    "request_hold": _stays(
        frozenset({S.SIGNED, S.IN_PROGRESS}), lead_handler, "reason review_on",
        guards=(g.NO_HOLD, g.the_date_is_ahead),
    ),
    "grant_hold": Move(
        frozenset({S.SIGNED, S.IN_PROGRESS}), S.SUSPENDED, by=decider, may=frozenset({"answer"}),
        guards=(g.HOLD_ASKED,), clock=pause("close") & start("review") & held_by(Holder.HOLD),
    ),
    "refuse_hold": _stays(
        frozenset({S.SIGNED, S.IN_PROGRESS}), decider, "answer", guards=(g.HOLD_ASKED,)
    ),
    "resume": Move(
        frozenset({S.SUSPENDED}), S.IN_PROGRESS, by=lead_handler | desk_of_place,
        may=frozenset({"reason"}), clock=stop("review") & resume("close") & TO_UNIT,
    ),
}  # fmt: skip

ORDER = Machine("order", OrderState, BIRTHS | RESIDENT | DESK | HANDLER)
