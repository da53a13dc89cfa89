"""The day itself and what follows: begin, end, count, open once more, put away, call off."""

from datetime import datetime
from functools import partial

from django.db import transaction

from huying.campaigns.actions.moving import hold, make_move
from huying.campaigns.counting import tallied
from huying.campaigns.models import Campaign, Closing
from huying.campaigns.rules import sealed_list
from huying.kernel.actor import Actor
from huying.trail.models import Record


def start(campaign: Campaign, *, by: Actor, at: datetime, version: int | None = None) -> Campaign:
    """Begin: from now on check-ins are taken."""
    make_move(campaign, "start", by=by, at=at, version=version)
    return campaign


def end(campaign: Campaign, *, by: Actor, at: datetime, version: int | None = None) -> Campaign:
    """The day is over; what devices still hold is brought in."""
    make_move(campaign, "end", by=by, at=at, version=version)
    return campaign


def close(campaign: Campaign, *, by: Actor, at: datetime, version: int | None = None) -> Campaign:
    """Count everything that came in, and fix the figures and the list of the missed."""
    with transaction.atomic():
        number = hold(campaign).closings + 1
        found = tallied(campaign)
        closing = Closing(
            campaign=campaign, number=number, at=at, by_label=by.name, total=found.total,
            targets=found.targets, missed=found.missed, points=found.points,
        )  # fmt: skip
        noted = {
            "closing": number, "total": found.total, "missed": len(found.missed),
            "list": sealed_list(found.missed),
        }  # fmt: skip
        make_move(
            campaign, "close", by=by, at=at, version=version, columns={"closings": number},
            noted=noted, beside=partial(_keep, closing),
        )  # fmt: skip
    return campaign


def _keep(closing: Closing, entry: Record) -> None:
    closing.save(force_insert=True)


def reopen(
    campaign: Campaign, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Campaign:
    """Open it once more, to be closed again; what the last closing said stays as it is."""
    make_move(campaign, "reopen", by=by, at=at, version=version, given={"reason": reason})
    return campaign


def archive(campaign: Campaign, *, by: Actor, at: datetime, version: int | None = None) -> Campaign:
    """Put it away: nothing is taken any more."""
    with transaction.atomic():
        hold(campaign)
        make_move(campaign, "archive", by=by, at=at, version=version)
    return campaign


def cancel(
    campaign: Campaign, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Campaign:
    """Call it off before it begins, and say why."""
    make_move(campaign, "cancel", by=by, at=at, version=version, given={"reason": reason})
    return campaign
