"""`/orders/{number}/moves`: what can be done with an order, and doing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router
from ninja.params.functions import Body

from huying.api.answers import answer
from huying.api.callers import ANYONE, opened
from huying.api.contract import move_body, moves_told
from huying.api.refusable import refusals
from huying.api.replies import MoveOut, OrderOut, ResidentOrderOut
from huying.api.showing import brief
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import perform
from huying.orders.offers import every_move, offers

router = Router(tags=["moves"])
BODY = move_body(
    "MoveIn", every_move(), several={"answers", "helpers", "parts"}, whole={"level", "minutes"},
    yes_or_no={"again", "public", "safety", "satisfied", "solved"},
)  # fmt: skip


@router.get(
    "/orders/{number}/moves",
    operation_id="list_moves",
    response={200: list[MoveOut], **refusals(400, 401, 404, 422, 429)},
    openapi_extra=ANYONE,
)
def list_moves(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """List the moves open to the caller now; with what each needs and may carry."""
    found = opened(request, number, code)
    open_now = offers(found.order, by=found.actor, at=now())
    return answer(
        [
            {"name": move.name, "label": move.label, "needs": move.needs, "may": move.may}
            for move in open_now
        ]
    )


@router.post(
    "/orders/{number}/moves/{move}",
    operation_id="make_move",
    response={
        200: OrderOut | ResidentOrderOut,
        **refusals(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
    },
    description=f"Make a move; the body is what it carries.\n\n{moves_told(every_move())}",
    openapi_extra=ANYONE | {"requestBody": BODY},
)
def make_move(
    request: HttpRequest,
    number: str,
    move: str,
    body: dict[str, Any] = Body({}),  # noqa: B008 -- how the framework is told
    code: str = "",
) -> HttpResponse:
    """Make a move; the order as it is afterwards."""
    found = opened(request, number, code, with_helpers=False)
    raw = {field: value for field, value in body.items() if field != "version"}
    seen = version_of(body.get("version"))
    perform(found.order, move, by=found.actor, at=now(), raw=raw, version=seen)
    return answer(brief(found, now()))


def version_of(seen: object) -> int | None:
    """The version a caller saw, None where they say none; refused `invalid` for what is none."""
    if seen is None or (isinstance(seen, int) and not isinstance(seen, bool) and seen >= 0):
        return seen
    reason = _("must be a whole number")
    raise Refused(Code.INVALID, reason, fields={"version": reason})
