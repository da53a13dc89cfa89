"""Which event wakes which handler: the one dictionary, in plain sight."""

from huying.notices.handlers import tell_followers, tell_resident
from huying.trail.outbox import Handler

_TOLD = (tell_resident, tell_followers)

HANDLERS: dict[str, tuple[Handler, ...]] = {
    "order.place": (tell_resident,),
    "order.ask_info": (tell_resident,),
    "order.accept": _TOLD,
    "order.decline": _TOLD,
    "order.dispatch": _TOLD,
    "order.reassign": _TOLD,
    "order.report": _TOLD,
    "order.grant_extension": _TOLD,
    "order.grant_hold": _TOLD,
    "order.resume": _TOLD,
    "order.complete": _TOLD,
    "order.answer": _TOLD,
    "order.merge": (tell_resident,),
    "order.unmerge": (tell_resident,),
    "order.reopen": _TOLD,
    "order.close": _TOLD,
    "order.retime": _TOLD,
}
