"""The one way a campaign is moved: decided by its table, written as every move is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huying.campaigns.lifecycle import CAMPAIGN
from huying.campaigns.models import Campaign
from huying.kernel.actor import Actor
from huying.trail.models import Record
from huying.trail.moving import Beside, recorded, write_move

# Doors and names are people's; of a pasted list the record keeps a seal and how long it was.
SEALED = frozenset({"lines"})


def make_move(
    campaign: Campaign,
    name: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    given: Mapping[str, Any] | None = None,
    columns: Mapping[str, Any] | None = None,
    noted: Mapping[str, Any] | None = None,
    beside: Beside | None = None,
) -> Record:
    """Check the move, write it by compare-and-set with its record, announce it.

    `noted` is what the record keeps beside what was given. Refused `stale` as every move is.
    """
    said = dict(given or {})
    step = CAMPAIGN.check(name, campaign, by=by, at=at, given=said, version=version)
    kept = recorded(said, salt=campaign.salt, sealed=SEALED) | dict(noted or {})
    return write_move(campaign, step, by=by, at=at, given=kept, columns=columns, beside=beside)


def hold(campaign: Campaign) -> Campaign:
    """The campaign as it is now, and nobody else's to write until the transaction ends.

    Batches and closings come in turn, so that what a closing says is all there was.
    """
    held = Campaign.objects.select_for_update(of=("self",)).select_related("place")
    return held.defer("place__boundary").get(pk=campaign.pk)
