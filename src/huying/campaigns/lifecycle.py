"""The one table of a campaign's life. Buttons, API, diagrams and tests are read from it."""

from huying.campaigns import guards as g
from huying.campaigns.policy import campaign_leader, check_in_helper
from huying.campaigns.states import PLANNED, TAKES, CampaignState
from huying.kernel.machine import Guard, Machine, Move, Rule

S = CampaignState
BIRTH: frozenset[CampaignState] = frozenset()
IN_BATCHES = frozenset({"check_in"})
"""Decided by this table, written many at a time on a chain of its own; see `actions.syncing`."""


def _stays(
    sources: frozenset[CampaignState], by: Rule, needs: str, may: str = "", *guards: Guard
) -> Move:
    """A move that changes facts and not the state; fields are named in one string."""
    return Move(sources, None, by, frozenset(needs.split()), frozenset(may.split()), guards)


BIRTHS = {
    "prepare": Move(
        BIRTH, S.PREPARED, by=campaign_leader,
        needs=frozenset({"name", "place", "held_on", "basis"}),
        may=frozenset({"purpose", "expected"}),
    ),
}  # fmt: skip

PLANNING = {
    "enlist": _stays(
        PLANNED, campaign_leader, "lines", "", g.there_is_a_list, g.the_list_is_not_fixed
    ),
    "enlist_homes": _stays(
        PLANNED, campaign_leader, "homes_of", "", g.there_is_a_list, g.the_list_is_not_fixed
    ),
    "strike": _stays(
        PLANNED, campaign_leader, "lines reason", "", g.there_is_a_list, g.the_list_is_not_fixed
    ),
    "add_point": _stays(PLANNED, campaign_leader, "point_name", "point_place leaders"),
    "name_leaders": _stays(PLANNED, campaign_leader, "point leaders"),
    "drop_point": _stays(PLANNED, campaign_leader, "point reason"),
    "correct": _stays(
        frozenset({S.PREPARED, S.LIVE}), campaign_leader, "reason", "name purpose held_on expected"
    ),
}

RUNNING = {
    "start": Move(
        frozenset({S.PREPARED}), S.LIVE, by=campaign_leader, guards=(g.there_is_someone_to_reach,)
    ),
    "check_in": _stays(TAKES, check_in_helper, "key", "target point device noted_at"),
    "take_back": _stays(TAKES, check_in_helper, "check_in reason"),
    "end": Move(frozenset({S.LIVE}), S.SYNCING, by=campaign_leader),
    "close": Move(frozenset({S.SYNCING}), S.CLOSED, by=campaign_leader),
    "reopen": Move(
        frozenset({S.CLOSED}), S.SYNCING, by=campaign_leader, needs=frozenset({"reason"})
    ),
    "archive": Move(frozenset({S.CLOSED}), S.ARCHIVED, by=campaign_leader),
    "cancel": Move(
        frozenset({S.PREPARED}), S.CANCELLED, by=campaign_leader, needs=frozenset({"reason"})
    ),
}

CAMPAIGN = Machine("campaign", CampaignState, BIRTHS | PLANNING | RUNNING)
