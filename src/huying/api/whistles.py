"""`/whistles`: units called to one matter, and what each has done since."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.params.functions import Body

from huying.api.answers import answer
from huying.api.callers import STAFF, staff
from huying.api.listing import page_answer
from huying.api.moves import version_of
from huying.api.refusable import refusals
from huying.api.replies import MoveOut
from huying.api.replies.whistles import DoorOut, WhistleOut, WhistlePage
from huying.api.schemas import WhistleFilter, WhistleIn
from huying.kernel.now import now
from huying.orders.queries import order_by_number
from huying.whistles.actions import begin, perform
from huying.whistles.labels import DOORS, MOVES, RESPONSES, STATES
from huying.whistles.models import Door, Response, Whistle
from huying.whistles.offers import offers
from huying.whistles.policy import reads_names
from huying.whistles.queries import answering, door_by_id, page, progress, whistle_by_id

router = Router(tags=["whistles"])


@router.get(
    "/whistles",
    operation_id="list_whistles",
    response={200: WhistlePage, **refusals(400, 401, 422)},
    openapi_extra=STAFF,
)
def list_whistles(request: HttpRequest, asked: Query[WhistleFilter]) -> HttpResponse:
    """List the whistles the caller may see; the latest first, one page at a time."""
    actor = staff(request)
    rows, cursor = page(actor, part=asked.part, cursor=asked.cursor, limit=asked.limit)
    return page_answer([_shown(row) for row in rows], cursor, None)


@router.post(
    "/whistles",
    operation_id="blow_whistle",
    response={201: WhistleOut, **refusals(400, 401, 403, 404, 409, 413, 415, 422)},
    openapi_extra=STAFF,
)
def blow_whistle(request: HttpRequest, body: WhistleIn) -> HttpResponse:
    """Blow a whistle on an order; every unit is told and has its own time to report in."""
    actor = staff(request)
    said = body.model_dump(exclude_none=True)
    order = order_by_number(said.pop("order"), actor)
    made = begin(order, by=actor, at=now(), raw=said)
    return answer(_shown(whistle_by_id(made.pk, actor)), 201)


@router.get(
    "/whistles/{whistle_id}",
    operation_id="show_whistle",
    response={200: WhistleOut, **refusals(400, 401, 404, 422)},
    openapi_extra=STAFF,
)
def show_whistle(request: HttpRequest, whistle_id: int) -> HttpResponse:
    """Look at a whistle; its units with their clocks."""
    actor = staff(request)
    return answer(_shown(whistle_by_id(whistle_id, actor)))


@router.get(
    "/whistles/{whistle_id}/doors",
    operation_id="list_doors",
    response={200: list[DoorOut], **refusals(400, 401, 404, 422)},
    openapi_extra=STAFF,
)
def list_doors(request: HttpRequest, whistle_id: int) -> HttpResponse:
    """List the doors that are visited together; what was handed over at each, and who signed."""
    actor = staff(request)
    found = whistle_by_id(whistle_id, actor)
    named = reads_names(actor, found)
    return answer(
        [
            {
                "id": str(one.pk), "label": one.label, "name": one.name if named else None,
                "state": one.state, "state_label": DOORS[one.state], "version": one.version,
                "things": one.things, "given": one.given,
                "signed_by": one.signed_by if named else None, "tries": one.tries,
                "note": one.note, "ended_at": one.ended_at,
            }
            for one in found.doors.all()
        ]
    )  # fmt: skip


@router.get(
    "/whistles/{whistle_id}/moves",
    operation_id="list_whistle_moves",
    response={200: list[MoveOut], **refusals(400, 401, 404, 422)},
    openapi_extra=STAFF,
)
def list_whistle_moves(
    request: HttpRequest, whistle_id: int, unit: str = "", door: int | None = None
) -> HttpResponse:
    """List the moves open to the caller now; with `unit`, those for it, with `door`, those at it."""
    actor = staff(request)
    found = whistle_by_id(whistle_id, actor)
    parts: list[Response | Door | None] = [None]
    if door is not None:
        parts = [door_by_id(found, door)]
    elif unit:
        parts = [one for one in found.responses.all() if one.unit.code == unit]
    open_now = [offer for one in parts for offer in offers(found, by=actor, at=now(), part=one)]
    return answer(
        [
            {"name": one.name, "label": MOVES[one.name], "needs": one.needs, "may": one.may}
            for one in open_now
        ]
    )


@router.post(
    "/whistles/{whistle_id}/moves/{move}",
    operation_id="move_whistle",
    response={200: WhistleOut, **refusals(400, 401, 403, 404, 409, 413, 415, 422, 503)},
    openapi_extra=STAFF,
)
def move_whistle(
    request: HttpRequest,
    whistle_id: int,
    move: str,
    body: dict[str, Any] = Body({}),  # noqa: B008 -- how the framework is told
) -> HttpResponse:
    """Make a move; the whistle as it is afterwards.

    A move of one called unit carries its `unit`, unless the caller works for just one of them;
    a move at one door carries its `door`.
    """
    actor = staff(request)
    raw = {field: value for field, value in body.items() if field != "version"}
    found = whistle_by_id(whistle_id, actor)
    perform(found, move, by=actor, at=now(), raw=raw, version=version_of(body.get("version")))
    return answer(_shown(whistle_by_id(whistle_id, actor)))


def _shown(whistle: Whistle) -> dict[str, Any]:
    doors = progress(whistle)
    return {
        "id": str(whistle.pk), "order": whistle.order.number, "state": whistle.state,
        "state_label": STATES[whistle.state], "version": whistle.version,
        "matter": whistle.matter, "meet_at": whistle.meet_at, "urgent": whistle.urgent,
        "blown_at": whistle.blown_at, "settled_at": whistle.settled_at,
        "outcome": whistle.outcome, "lessons": whistle.lessons,
        "responses": [
            {
                "unit": {"code": one.response.unit.code, "name": one.response.unit.name},
                "state": one.response.state, "state_label": RESPONSES[one.response.state],
                "version": one.response.version, "called_at": one.response.called_at,
                "acknowledged_at": one.response.acknowledged_at,
                "promised_at": one.response.promised_at, "arrived_at": one.response.arrived_at,
                "left_at": one.response.left_at, "action": one.response.action,
                "helped": one.response.helped, "verdict": one.response.verdict,
                "due_at": one.due_at, "missed": list(one.missed),
            }
            for one in answering(whistle)
        ],
        "doors": {
            "listed": doors.doors, "done": doors.done, "excepted": doors.excepted,
            "handed": doors.handed,
        },
        "advances": [
            {
                "amount": str(one.amount), "purpose": one.purpose, "payee": one.payee,
                "fund": one.fund, "at": one.at, "settled_at": one.settled_at,
                "settlement": one.settlement,
            }
            for one in whistle.advances.all()
        ],
    }  # fmt: skip
