"""Who may see and do what with a campaign: predicates for the table, filters for the lists."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from huying.campaigns.models import Campaign, Target
from huying.kernel.actor import Actor, ActorKind
from huying.kernel.machine import rule
from huying.people.roles import Grant
from huying.places.rules import lineage, span


@rule
def campaign_leader(actor: Actor, campaign: Any) -> bool:
    """Someone who leads campaigns in this place or above it."""
    return actor.may(Grant.CAMPAIGN, campaign.place_path)


@rule
def check_in_helper(actor: Actor, campaign: Any) -> bool:
    """Someone who checks people in somewhere in this place, or above it."""
    return any(_touches(path, campaign.place_path) for path in paths_with(actor, Grant.CHECK_IN))


def may_check_in(
    actor: Actor, campaign: Campaign, paths: Iterable[str], *, leads_point: bool = False
) -> bool:
    """Whether this actor may check someone in, whose target and point lie at these tree paths.

    At or above the campaign's place, the point's or the target's; who leads the point may check
    in anybody there, as long as they check people in anywhere in the campaign's place.
    """
    if any(actor.may(Grant.CHECK_IN, path) for path in (campaign.place_path, *paths)):
        return True
    return leads_point and check_in_helper(actor, campaign)


def may_see(actor: Actor, campaign: Campaign) -> bool:
    """Whether this actor may open the campaign and its totals."""
    path = campaign.place_path
    return (
        actor.kind is ActorKind.SYSTEM
        or any(actor.may(grant, path) for grant in (Grant.CAMPAIGN, Grant.SEE))
        or check_in_helper(actor, campaign)
    )


def visible(campaigns: QuerySet[Campaign], viewer: Actor) -> QuerySet[Campaign]:
    """Only the campaigns this viewer may see."""
    if viewer.kind is ActorKind.SYSTEM:
        return campaigns
    allowed = Q(pk__in=[])
    for grant in (Grant.CAMPAIGN, Grant.SEE, Grant.CHECK_IN):
        for path in paths_with(viewer, grant):
            allowed |= Q(place__path__range=span(path))
    for path in paths_with(viewer, Grant.CHECK_IN):
        allowed |= Q(place__path__in=lineage(path))
    return campaigns.filter(allowed)


def reached(targets: QuerySet[Target], campaign: Campaign, viewer: Actor) -> QuerySet[Target]:
    """Only the doors and names this viewer works with; of the rest they see the totals alone."""
    path = campaign.place_path
    if viewer.kind is ActorKind.SYSTEM or any(
        viewer.may(grant, path) for grant in (Grant.CAMPAIGN, Grant.CHECK_IN)
    ):
        return targets
    allowed = Q(pk__in=[])
    for below in paths_with(viewer, Grant.CHECK_IN):
        if below.startswith(path):
            allowed |= Q(place__path__range=span(below))
    return targets.filter(allowed)


def paths_with(actor: Actor, grant: Grant) -> list[str]:
    """Tree paths of the places where the actor has this grant."""
    return [one.place_path for one in actor.standings if grant in one.grants]


def _touches(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
