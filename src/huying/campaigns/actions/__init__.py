"""Every verb of a campaign's life, each one transaction; `perform` finds a verb by its move."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huying.campaigns.actions import planning, running, undoing
from huying.campaigns.inputs import parsed
from huying.campaigns.lifecycle import BIRTHS, CAMPAIGN, IN_BATCHES
from huying.campaigns.models import Campaign
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused

Verb = Callable[..., Any]
_PARTS = (planning, running, undoing)
VERBS: dict[str, Verb] = {
    name: next(getattr(part, name) for part in _PARTS if hasattr(part, name))
    for name in CAMPAIGN.moves
    if name not in {*BIRTHS, *IN_BATCHES}
}


def perform(
    campaign: Campaign, name: str, *, by: Actor, at: datetime, raw: Mapping[str, Any],
    version: int | None = None,
) -> Campaign:  # fmt: skip
    """Make the move called `name` with what a form or a client sent; the campaign afterwards.

    Refused in this order: unknown, not-yours, stale, wrong-state, incomplete, invalid.
    """
    if name not in VERBS:
        raise Refused(Code.UNKNOWN, "there is no such move")
    CAMPAIGN.admit(name, campaign, by=by, given=raw, version=version)
    VERBS[name](campaign, by=by, at=at, version=version, **parsed(raw))
    return campaign


def begin(*, by: Actor, at: datetime, raw: Mapping[str, Any]) -> Campaign:
    """Prepare a campaign from what a form or a client sent; refused as `prepare`."""
    move = CAMPAIGN.moves["prepare"]
    lacking = {field: "required" for field in move.needs if raw.get(field) in (None, "")}
    extra = {field: "unexpected" for field in raw if field not in move.needs | move.may}
    if lacking or extra:
        raise Refused(
            Code.INCOMPLETE, "some fields are missing or not wanted", fields=lacking | extra
        )
    return planning.prepare(by=by, at=at, **parsed(raw))
