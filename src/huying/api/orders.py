"""`/orders`: place one, list them, look at one, open how to reach its resident."""

import binascii
from base64 import b64decode
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from ninja.params.functions import Header

from huying.api.answers import answer
from huying.api.callers import ANYONE, STAFF, caller, count_public, opened, staff
from huying.api.listing import page_answer, wanted_orders
from huying.api.refusable import refusals
from huying.api.replies import (
    ContactOut,
    OrderPage,
    PlacedOut,
    WholeOrderOut,
    WholeResidentOrderOut,
)
from huying.api.schemas import FileIn, OrderFilter, OrderIn, ReasonIn
from huying.api.showing import placed_answer, row, whole
from huying.kernel.actor import Actor, ActorKind
from huying.kernel.hashing import canonical, digest
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import Limits, Sent, admitted
from huying.orders.actions.contacting import open_contact
from huying.orders.actions.placing import Behalf, Key
from huying.orders.actions.receiving import Asked, receive
from huying.orders.queries import matching, page

router = Router(tags=["orders"])
LONGEST_KEY = 120
REPLAYED = "Idempotency-Replayed"


def limits() -> Limits:
    """How large files may be in this installation."""
    return Limits(settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PIXELS)


@router.post(
    "/orders",
    operation_id="place_order",
    response={201: PlacedOut, **refusals(400, 401, 403, 409, 413, 415, 422, 429, 503)},
    openapi_extra=ANYONE,
)
def place(
    request: HttpRequest,
    body: OrderIn,
    key: str = Header("", alias="Idempotency-Key"),
) -> HttpResponse:
    """Place an order; no account is needed. The same key with the same body answers the same."""
    actor = caller(request)
    if actor.kind is ActorKind.VISITOR:
        count_public(request)
    fresh, said = receive(
        _asked(body), by=actor, at=now(), answer=placed_answer, key=_key(key, body, actor),
        files=admitted(_sent(body.files or ()), limits()),
    )  # fmt: skip
    return answer(said, 201, headers={} if fresh else {REPLAYED: "true"})


def _asked(body: OrderIn) -> Asked:
    said = body.model_dump(exclude_none=True, exclude={"files", "on_behalf_of"})
    behalf = body.on_behalf_of
    who = Behalf(behalf.name, behalf.relation or "", behalf.consent) if behalf else None
    return Asked(**said, on_behalf_of=who)


def _sent(files: Sequence[FileIn]) -> list[Sent]:
    try:
        return [Sent(file.name, b64decode(file.data, validate=True)) for file in files]
    except (binascii.Error, ValueError) as problem:
        reason = _("the file is not base64")
        raise Refused(Code.INVALID, reason, fields={"files": reason}) from problem


def _key(key: str, body: OrderIn, actor: Actor) -> Key | None:
    """The client's key in a namespace of its caller, with a digest of everything said."""
    if not key:
        return None
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        reason = _("at most 120 printable ASCII characters")
        raise Refused(Code.INVALID, reason, fields={"Idempotency-Key": reason})
    whose = f"person-{actor.person_id}" if actor.person_id is not None else actor.kind.value
    said = body.model_dump(exclude_none=True)
    return Key(f"api:{whose}:{digest(key.encode())}", digest(canonical(said)))


@router.get(
    "/orders",
    operation_id="list_orders",
    response={200: OrderPage, **refusals(400, 401, 422)},
    openapi_extra=STAFF,
)
def list_orders(request: HttpRequest, asked: Query[OrderFilter]) -> HttpResponse:
    """List the orders the caller may see and asks for; one page at a time."""
    actor, at = staff(request), now()
    wanted = wanted_orders(asked)
    found = page(wanted, actor, at=at, cursor=asked.cursor, limit=asked.limit)
    total = matching(wanted, actor, at=at).count() if asked.total else None
    return page_answer([row(order, at) for order in found.rows], found.next_cursor, total)


@router.get(
    "/orders/{number}",
    operation_id="show_order",
    response={200: WholeOrderOut | WholeResidentOrderOut, **refusals(400, 401, 404, 422, 429)},
    openapi_extra=ANYONE,
)
def show(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """Look at an order: its resident by the query code, staff by right; else 404."""
    return answer(whole(opened(request, number, code), now()))


@router.post(
    "/orders/{number}/contact",
    operation_id="open_contact",
    response={200: ContactOut, **refusals(400, 401, 403, 404, 413, 415, 422, 429)},
    openapi_extra=STAFF,
)
def contact(request: HttpRequest, number: str, body: ReasonIn) -> HttpResponse:
    """Open how to reach the resident; each opening is on record with its reason."""
    staff(request)
    found = opened(request, number)
    held = open_contact(found.order, by=found.actor, at=now(), reason=body.reason)
    keys = ("name", "phone", "agent_name", "agent_relation", "consent")
    return answer({key: getattr(held, key) for key in keys})
