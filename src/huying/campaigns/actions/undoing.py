"""Taking back a check-in of the wrong door, with a reason; the row stays."""

from datetime import datetime
from functools import partial

from django.db import transaction

from huying.campaigns.actions.moving import hold, make_move
from huying.campaigns.models import Campaign, CheckIn
from huying.campaigns.policy import may_check_in
from huying.campaigns.rules import order_of
from huying.campaigns.states import CheckInState
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.trail.models import Record


def take_back(
    campaign: Campaign, *, check_in: str, reason: str, by: Actor, at: datetime,
    version: int | None = None,
) -> Campaign:  # fmt: skip
    """Count a check-in no longer; another of the same target counts in its place, if there is one.

    Refused `invalid` for a key that is not there, `not-yours` for a door one does not work at,
    `wrong-state` when it was taken back before.
    """
    with transaction.atomic():
        held = hold(campaign)
        if version is None:  # batches move nothing, but another one taken back does
            campaign.moved(state=held.state, version=held.version, chain_head=held.chain_head)
        row = _row(held, check_in)
        _check_caller(held, row, by)
        make_move(
            campaign, "take_back", by=by, at=at, version=version,
            given={"check_in": check_in, "reason": reason},
            beside=partial(_undo, row, at, held.closings),
        )  # fmt: skip
    return campaign


def _row(campaign: Campaign, key: str) -> CheckIn:
    rows = CheckIn.objects.filter(campaign=campaign, key=key)
    found = rows.select_related("target__place", "point__place").first()
    if found is None:
        raise Refused(Code.INVALID, "there is no such check-in", fields={"check_in": "unknown"})
    return found


def _check_caller(campaign: Campaign, row: CheckIn, by: Actor) -> None:
    places = [part.place for part in (row.target, row.point) if part is not None]
    leads = row.point is not None and by.person_id is not None and row.point.leaders.filter(
        person_id=by.person_id, until_at=None
    ).exists()  # fmt: skip
    paths = [str(place.path) for place in places if place is not None]
    if not may_check_in(by, campaign, paths, leads_point=leads):
        raise Refused(Code.NOT_YOURS, "this door is not yours to check in")
    if row.state == CheckInState.UNDONE:
        raise Refused(Code.WRONG_STATE, "it was taken back already")


def _undo(row: CheckIn, at: datetime, closings: int, entry: Record) -> None:
    CheckIn.objects.filter(pk=row.pk).update(
        state=CheckInState.UNDONE, undone_at=at, undone_round=closings
    )
    if row.state != CheckInState.COUNTED or row.target_id is None:
        return
    others = CheckIn.objects.filter(target_id=row.target_id, state=CheckInState.DUPLICATE)
    if rest := sorted(others, key=order_of):
        CheckIn.objects.filter(pk=rest[0].pk).update(state=CheckInState.COUNTED)
