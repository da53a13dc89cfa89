"""Which event wakes which handler: the one dictionary, in plain sight.

Who is told of an event is in the routing table of the notices; an event without a line here
wakes nobody.
"""

from huying.duty.handlers import plan_visits
from huying.notices.handlers import tell
from huying.trail.outbox import Handler

_TELL = (tell,)
_GO_THERE = (plan_visits,)

HANDLERS: dict[str, tuple[Handler, ...]] = {
    "order.place": _TELL + _GO_THERE,
    "order.submit": _GO_THERE,
    "order.correct": _GO_THERE,
    "order.ask_info": _TELL,
    "order.accept": _TELL + _GO_THERE,
    "order.decline": _TELL,
    "order.dispatch": _TELL,
    "order.reassign": _TELL,
    "order.report": _TELL,
    "order.visit": _TELL,
    "order.request_return": _TELL,
    "order.refuse_return": _TELL,
    "order.arbitrate": _TELL,
    "order.request_extension": _TELL,
    "order.grant_extension": _TELL,
    "order.refuse_extension": _TELL,
    "order.request_hold": _TELL,
    "order.grant_hold": _TELL,
    "order.refuse_hold": _TELL,
    "order.resume": _TELL,
    "order.complete": _TELL,
    "order.answer": _TELL,
    "order.check": _TELL,
    "order.judge": _TELL,
    "order.merge": _TELL,
    "order.unmerge": _TELL,
    "order.reopen": _TELL,
    "order.close": _TELL,
    "order.retime": _TELL,
    "order.chase": _TELL,
    "order.supervise": _TELL,
    "order.report_back": _TELL,
    "order.escalate": _TELL,
    "order.hand_over": _TELL,
    "order.appoint": _TELL,
    "need.confirm": _TELL,
    "need.decline": _TELL,
    "need.land": _TELL,
    "response.call": _TELL,
    "response.excuse": _TELL,
    "clock.warned": _TELL,
    "clock.breached": _TELL,
}
