"""`/campaigns`: list them, look at one, move it, and bring what devices noted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.params.functions import Body

from huying.api.answers import answer
from huying.api.callers import STAFF, staff
from huying.api.campaigning import (
    CampaignFilter,
    CampaignIn,
    CheckInsIn,
    TargetFilter,
    brought,
    line,
    target,
    whole,
)
from huying.api.contract import move_body, moves_told
from huying.api.listing import page_answer
from huying.api.moves import version_of
from huying.api.refusable import refusals
from huying.api.replies import MoveOut
from huying.api.replies.campaigns import (
    CampaignPage,
    CheckInsOut,
    TargetPage,
    WholeCampaignOut,
)
from huying.campaigns.actions import begin, perform
from huying.campaigns.actions.arriving import Tick
from huying.campaigns.actions.syncing import Batch, sync
from huying.campaigns.offers import every_move, offers
from huying.campaigns.queries import any_campaign, campaign, campaigns, page, targets, targets_page
from huying.kernel.now import now

router = Router(tags=["campaigns"])


@router.get(
    "/campaigns",
    operation_id="list_campaigns",
    response={200: CampaignPage, **refusals(400, 401, 422)},
    openapi_extra=STAFF,
)
def list_campaigns(request: HttpRequest, asked: Query[CampaignFilter]) -> HttpResponse:
    """List the campaigns the caller may see; the latest day first."""
    actor = staff(request)
    rows = campaigns(actor)
    if asked.state is not None:
        rows = rows.filter(state=asked.state)
    found, following = page(rows, asked.cursor, asked.limit)
    return page_answer(
        [line(row) for row in found], following, rows.count() if asked.total else None
    )


@router.post(
    "/campaigns",
    operation_id="prepare_campaign",
    response={201: WholeCampaignOut, **refusals(400, 401, 403, 413, 415, 422)},
    openapi_extra=STAFF,
)
def prepare(request: HttpRequest, body: CampaignIn) -> HttpResponse:
    """Prepare a campaign; for who leads campaigns in that place."""
    made = begin(by=staff(request), at=now(), raw=body.model_dump(exclude_none=True))
    return answer(whole(made), 201)


@router.get(
    "/campaigns/{campaign_id}",
    operation_id="show_campaign",
    response={200: WholeCampaignOut, **refusals(400, 401, 404, 422)},
    openapi_extra=STAFF,
)
def show(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """Look at a campaign; every figure is counted at this moment."""
    return answer(whole(campaign(campaign_id, staff(request))))


@router.get(
    "/campaigns/{campaign_id}/targets",
    operation_id="list_targets",
    response={200: TargetPage, **refusals(400, 401, 404, 422)},
    openapi_extra=STAFF,
)
def list_targets(
    request: HttpRequest, campaign_id: str, asked: Query[TargetFilter]
) -> HttpResponse:
    """List the doors the caller works at; in the order of the list."""
    actor = staff(request)
    rows = targets(campaign(campaign_id, actor), actor, group=asked.building, missed=asked.missed)
    found, following = targets_page(rows, asked.cursor, asked.limit)
    return page_answer(
        [target(row) for row in found], following, rows.count() if asked.total else None
    )


@router.get(
    "/campaigns/{campaign_id}/moves",
    operation_id="list_campaign_moves",
    response={200: list[MoveOut], **refusals(400, 401, 404, 422)},
    openapi_extra=STAFF,
)
def list_moves(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """List the moves open to the caller now; with what each needs and may carry."""
    actor = staff(request)
    open_now = offers(campaign(campaign_id, actor), by=actor, at=now())
    keys = ("name", "label", "needs", "may")
    return answer([{key: getattr(move, key) for key in keys} for move in open_now])


@router.post(
    "/campaigns/{campaign_id}/moves/{move}",
    operation_id="move_campaign",
    response={200: WholeCampaignOut, **refusals(400, 401, 403, 404, 409, 413, 415, 422, 429)},
    description=f"Make a move; the body is what it carries.\n\n{moves_told(every_move())}",
    openapi_extra=STAFF
    | {"requestBody": move_body("CampaignMoveIn", every_move(), several={"leaders"})},
)
def make_move(
    request: HttpRequest,
    campaign_id: str,
    move: str,
    body: dict[str, Any] = Body({}),  # noqa: B008 -- how the framework is told
) -> HttpResponse:
    """Make a move; the campaign as it is afterwards."""
    actor = staff(request)
    found = campaign(campaign_id, actor)
    raw = {field: value for field, value in body.items() if field != "version"}
    perform(found, move, by=actor, at=now(), raw=raw, version=version_of(body.get("version")))
    return answer(whole(found))


@router.post(
    "/campaigns/{campaign_id}/check-ins",
    operation_id="bring_check_ins",
    response={200: CheckInsOut, **refusals(400, 401, 404, 413, 415, 422, 429)},
    openapi_extra=STAFF,
)
def bring(request: HttpRequest, campaign_id: str, body: CheckInsIn) -> HttpResponse:
    """Bring what a device noted; each key is taken once however often it comes.

    Every check-in is answered for itself: what is refused takes nothing with it.
    """
    ticks = [
        Tick(one.key, one.noted_at, one.target or "", one.point or "") for one in body.check_ins
    ]
    batch = Batch(body.device, body.sent_at, ticks)
    found = brought(sync(any_campaign(campaign_id), batch, by=staff(request), at=now()))
    for one in found["answers"]:
        one["reason"] = _(one["reason"]) if one["reason"] else ""
    return answer(found)
