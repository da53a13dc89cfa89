"""`/needs`, `/landings`, `/resources`, `/items`: what is needed, what there is, how they meet."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from ninja.params.functions import Body

from huying.api import supplied
from huying.api.answers import answer
from huying.api.callers import STAFF, staff
from huying.api.contract import move_body, moves_told
from huying.api.listing import page_answer
from huying.api.moves import version_of
from huying.api.refusable import refusals
from huying.api.replies import MoveOut
from huying.api.replies.supply import (
    ItemPage,
    LandingOut,
    LandingPage,
    NeedOut,
    NeedPage,
    ResourcePage,
    WholeNeedOut,
)
from huying.api.supplying import (
    LandingFilter,
    LandingIn,
    NeedFilter,
    NeedIn,
    Paged,
)
from huying.kernel.actor import Actor
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.supply.actions import move_landing, move_need, new_landing, new_need
from huying.supply.inputs import number
from huying.supply.models import Landing, Need
from huying.supply.offers import every_move, offers
from huying.supply.queries import lists
from huying.supply.queries.matching import suggested
from huying.supply.queries.whereabouts import keeping_place, place_for

router = Router(tags=["supply"])
MOVES = every_move()


def _body(kind: str) -> dict[str, Any]:
    return move_body(
        f"{kind.capitalize()}MoveIn", MOVES[kind], several={"resources", "items"},
        whole={"count", "score"}, yes_or_no={"personal"},
    )  # fmt: skip


SEEN = refusals(400, 401, 404, 422)
MADE = refusals(400, 401, 403, 404, 409, 413, 415, 422)


@router.get(
    "/needs", operation_id="list_needs", response={200: NeedPage, **refusals(400, 401, 403, 404, 422)},
    openapi_extra=STAFF,
)  # fmt: skip
def list_needs(request: HttpRequest, asked: Query[NeedFilter]) -> HttpResponse:
    """List the needs the caller may see; newest first, merged ones left out."""
    actor = staff(request)
    rows = lists.needs(actor, _where(actor, asked))
    return _page(rows.filter(state=asked.state) if asked.state else rows, asked, supplied.need)


@router.post(
    "/needs", operation_id="raise_need", response={201: NeedOut, **MADE}, openapi_extra=STAFF
)
def raise_need(request: HttpRequest, body: NeedIn) -> HttpResponse:
    """Raise a need; the order that asks for it is its first support."""
    actor = staff(request)
    place = keeping_place(actor, body.place or "")
    said = body.model_dump(exclude_none=True, exclude={"place"})
    return answer(supplied.need(new_need(place, raw=said, by=actor, at=now())), 201)


@router.get(
    "/needs/{need_id}", operation_id="show_need", response={200: WholeNeedOut, **SEEN},
    openapi_extra=STAFF,
)  # fmt: skip
def show_need(request: HttpRequest, need_id: str) -> HttpResponse:
    """Look at a need; who wants it, what fits, what meets it."""
    actor = staff(request)
    found = lists.need(_id(need_id), actor)
    fits = suggested(found, on=timezone.localdate(now()))
    return answer(supplied.whole_need(found, fits, actor))


@router.get(
    "/needs/{need_id}/moves", operation_id="list_need_moves",
    response={200: list[MoveOut], **SEEN}, openapi_extra=STAFF,
)  # fmt: skip
def list_need_moves(request: HttpRequest, need_id: str) -> HttpResponse:
    """List the moves of a need open to the caller now."""
    actor = staff(request)
    return _moves(lists.need(_id(need_id), actor), actor)


@router.post(
    "/needs/{need_id}/moves/{move}", operation_id="move_need", response={200: NeedOut, **MADE},
    description=f"Move a need; the body is what the move carries.\n\n{moves_told(MOVES[Need.KIND])}",
    openapi_extra=STAFF | {"requestBody": _body(Need.KIND)},
)  # fmt: skip
def make_need_move(
    request: HttpRequest, need_id: str, move: str,
    body: dict[str, Any] = Body({}),  # noqa: B008 -- how the framework is told
) -> HttpResponse:  # fmt: skip
    """Move a need; the need as it is afterwards."""
    actor = staff(request)
    found = lists.need(_id(need_id), actor)
    raw, seen = _said(body)
    move_need(found, move, by=actor, at=now(), raw=raw, version=seen)
    return answer(supplied.need(lists.need(found.pk, actor)))


@router.get(
    "/landings", operation_id="list_landings",
    response={200: LandingPage, **refusals(400, 401, 403, 404, 422)}, openapi_extra=STAFF,
)  # fmt: skip
def list_landings(request: HttpRequest, asked: Query[LandingFilter]) -> HttpResponse:
    """List the landings the caller may see or took on; newest first."""
    actor = staff(request)
    rows = lists.landings(actor, _where(actor, asked), year=asked.year)
    return _page(rows.filter(state=asked.state) if asked.state else rows, asked, supplied.landing)


@router.post(
    "/landings", operation_id="plan_landing", response={201: LandingOut, **MADE},
    openapi_extra=STAFF,
)  # fmt: skip
def plan_landing(request: HttpRequest, body: LandingIn) -> HttpResponse:
    """Plan a landing; a need is paired with what meets it, an owner, a measure and a day."""
    actor = staff(request)
    found = lists.need(_id(body.need), actor)
    said = body.model_dump(exclude_none=True, exclude={"need"})
    made = new_landing(found, raw=said, by=actor, at=now())
    return answer(supplied.landing(lists.landing(made.pk, actor)), 201)


@router.get(
    "/landings/{landing_id}", operation_id="show_landing", response={200: LandingOut, **SEEN},
    openapi_extra=STAFF,
)  # fmt: skip
def show_landing(request: HttpRequest, landing_id: str) -> HttpResponse:
    """Look at a landing."""
    return answer(supplied.landing(lists.landing(_id(landing_id), staff(request))))


@router.get(
    "/landings/{landing_id}/moves", operation_id="list_landing_moves",
    response={200: list[MoveOut], **SEEN}, openapi_extra=STAFF,
)  # fmt: skip
def list_landing_moves(request: HttpRequest, landing_id: str) -> HttpResponse:
    """List the moves of a landing open to the caller now."""
    actor = staff(request)
    return _moves(lists.landing(_id(landing_id), actor), actor)


@router.post(
    "/landings/{landing_id}/moves/{move}", operation_id="move_landing",
    response={200: LandingOut, **MADE},
    description=f"Move a landing; the body is what the move carries.\n\n{moves_told(MOVES[Landing.KIND])}",
    openapi_extra=STAFF | {"requestBody": _body(Landing.KIND)},
)  # fmt: skip
def make_landing_move(
    request: HttpRequest, landing_id: str, move: str,
    body: dict[str, Any] = Body({}),  # noqa: B008 -- how the framework is told
) -> HttpResponse:  # fmt: skip
    """Move a landing; the landing as it is afterwards."""
    actor = staff(request)
    found = lists.landing(_id(landing_id), actor)
    raw, seen = _said(body)
    move_landing(found, move, by=actor, at=now(), raw=raw, version=seen)
    return answer(supplied.landing(lists.landing(found.pk, actor)))


@router.get(
    "/resources", operation_id="list_resources",
    response={200: ResourcePage, **refusals(400, 401, 403, 404, 422)}, openapi_extra=STAFF,
)  # fmt: skip
def list_resources(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """List the resources that are there today; newest first."""
    actor = staff(request)
    rows = lists.resources(actor, _where(actor, asked), on=timezone.localdate(now()))
    return _page(rows, asked, supplied.resource)


@router.get(
    "/items", operation_id="list_items",
    response={200: ItemPage, **refusals(400, 401, 403, 404, 422)}, openapi_extra=STAFF,
)  # fmt: skip
def list_items(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """List the service items of today, those that are declined too; newest first."""
    actor = staff(request)
    rows = lists.items(actor, _where(actor, asked), on=timezone.localdate(now()))
    return _page(rows, asked, supplied.item)


def _where(actor: Actor, asked: Paged) -> Any:
    return place_for(actor, asked.place) if asked.place else None


def _page(
    rows: QuerySet[Any], asked: Paged, shown: Callable[[Any], dict[str, Any]]
) -> HttpResponse:
    total = rows.count() if asked.total else None
    if asked.cursor:
        before = number(asked.cursor)
        if before is None:
            raise Refused(Code.INVALID, _("unknown cursor"), fields={"cursor": _("unknown")})
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: asked.limit + 1])
    more = len(found) > asked.limit
    found = found[: asked.limit]
    return page_answer([shown(row) for row in found], str(found[-1].pk) if more else "", total)


def _id(text: str) -> int:
    found = number(text)
    return -1 if found is None else found


def _moves(row: Need | Landing, actor: Actor) -> HttpResponse:
    return answer(
        [
            {"name": one.name, "label": one.label, "needs": one.needs, "may": one.may}
            for one in offers(row, by=actor)
        ]
    )


def _said(body: dict[str, Any]) -> tuple[dict[str, Any], int | None]:
    raw = {field: value for field, value in body.items() if field != "version"}
    return raw, version_of(body.get("version"))
