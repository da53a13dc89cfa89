"""`/orders/{number}/trail` and `/clocks`: what is on record, and how the promises stand."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from huying.api.answers import answer
from huying.api.callers import ANYONE, opened
from huying.api.refusable import refusals
from huying.api.replies import ClockOut, RecordOut
from huying.api.showing import clock, record
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.promises import pledges
from huying.orders.queries import timeline
from huying.people.roles import Grant

router = Router(tags=["records"])


@router.get(
    "/orders/{number}/trail",
    operation_id="show_trail",
    response={200: list[RecordOut], **refusals(400, 401, 403, 404, 422, 429)},
    openapi_extra=ANYONE,
)
def trail(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """Read the trail of an order; oldest record first, for those who may read it there."""
    found = opened(request, number, code, with_helpers=False)
    if not found.actor.may(Grant.TRAIL, found.order.place_path):
        raise Refused(Code.NOT_YOURS, _("the trail of this order is not yours to read"))
    return answer([record(entry.record) for entry in timeline(found.order)])


@router.get(
    "/orders/{number}/clocks",
    operation_id="show_clocks",
    response={200: list[ClockOut], **refusals(400, 401, 404, 422, 429)},
    openapi_extra=ANYONE,
)
def clocks(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """Read the promises; each with limit, due time, pauses, outcome, and who held the time."""
    found = opened(request, number, code, with_helpers=False)
    told = pledges(found.order, at=now())
    return answer([clock(pledge, by_right=found.by_right) for pledge in told])
