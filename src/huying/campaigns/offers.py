"""Which moves a campaign offers to someone right now, read from the one table."""

from datetime import datetime

from huying.campaigns.labels import MOVES
from huying.campaigns.lifecycle import BIRTHS, CAMPAIGN, IN_BATCHES
from huying.campaigns.models import Campaign
from huying.kernel.actor import Actor
from huying.trail.offers import Offer


def offers(campaign: Campaign, *, by: Actor, at: datetime) -> list[Offer]:
    """The moves this actor may make now; left out is what facts already rule out."""
    return [
        _offer(name)
        for name in CAMPAIGN.open_to(campaign, by=by)
        if name not in IN_BATCHES
        and not any(guard.test(campaign, {}, at) for guard in CAMPAIGN.moves[name].guards)
    ]


def every_move() -> list[Offer]:
    """Every move there is on a campaign that exists, for forms and the contract."""
    return [_offer(name) for name in CAMPAIGN.moves if name not in {*BIRTHS, *IN_BATCHES}]


def _offer(name: str) -> Offer:
    move = CAMPAIGN.moves[name]
    return Offer(name, MOVES[name], tuple(sorted(move.needs)), tuple(sorted(move.may)))
