"""Every state, every move, every role of a campaign: what may happen, and that nothing else does."""

from typing import Any

import pytest

from huying.campaigns.actions import VERBS, begin, perform
from huying.campaigns.labels import FIELDS, HAPPENED, MOVES, STATES
from huying.campaigns.lifecycle import BIRTHS, CAMPAIGN, IN_BATCHES
from huying.campaigns.models import Campaign
from huying.campaigns.offers import every_move, offers
from huying.campaigns.states import CampaignState
from huying.kernel.actor import SYSTEM, VISITOR, Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import Cast
from tests.campaigns.planning import day_in, heads_in

LEADERS = {"secretary", "street_leader"}
HELPERS = LEADERS | {"reception", "dispatcher", "grid_worker", "building_head"}
# Who may make each move, by hand: the table is checked against this, not against itself.
MAY: dict[str, set[str]] = {
    **dict.fromkeys(set(CAMPAIGN.moves) - set(BIRTHS), LEADERS), "check_in": HELPERS, "take_back": HELPERS,
}  # fmt: skip


def everyone(cast: Cast) -> dict[str, Actor]:
    """One actor per role, those from elsewhere included."""
    hired = {
        "street_leader": cast.hire("街道主任小蓝", Role.STREET_LEADER, cast.street),
        "grid_worker": cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid),
        "building_head": cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building),
        "neighbours_secretary": cast.hire("柳书记", Role.COMMUNITY_SECRETARY, cast.neighbour),
        "neighbours_head": cast.hire("楼栋长老柳", Role.BUILDING_HEAD, cast.neighbour),
        "adviser": cast.hire("指导员小白", Role.STREET_ADVISER, cast.grid),
        "supervisor": cast.hire("督办员小鲍", Role.SUPERVISOR, cast.district),
        "evaluator": cast.hire("评估员小阮", Role.EVALUATOR, cast.district),
        "auditor": cast.hire("审计员小池", Role.AUDITOR, cast.district),
        "system_keeper": cast.hire("管理员小芦", Role.SYSTEM_KEEPER, cast.district),
    }
    return {name: staff.actor for name, staff in hired.items()} | {
        "visitor": VISITOR, "system": SYSTEM, "reception": cast.lin.actor,
        "secretary": cast.secretary.actor, "dispatcher": cast.dispatcher.actor,
        "neighbours_desk": cast.gu.actor, "handler": cast.zhou.actor,
    }  # fmt: skip


def test_every_move_has_a_verb_and_every_word_a_label() -> None:
    assert set(VERBS) == set(CAMPAIGN.moves) - set(BIRTHS) - IN_BATCHES
    assert set(MOVES) == set(HAPPENED) == set(CAMPAIGN.moves)
    assert set(STATES) == set(CampaignState)
    carried = {name for one in every_move() for name in (*one.needs, *one.may)}
    assert carried <= set(FIELDS)


def test_every_state_can_be_reached_and_two_are_the_end() -> None:
    moves = CAMPAIGN.moves.values()
    reached = {t for move in moves for s in (move.sources or {None}) for t in move.targets(s)}
    leaving = {s for move in moves for s in move.sources if move.targets(s) - {s}}
    assert reached == set(CampaignState)
    assert set(CampaignState) - leaving == {CampaignState.ARCHIVED, CampaignState.CANCELLED}


@pytest.mark.parametrize("state", list(CampaignState))
def test_exactly_the_listed_roles_may_make_each_move(cast: Cast, state: CampaignState) -> None:
    campaign = day_in(cast, state).campaign
    assert campaign.state == state
    for role, actor in everyone(cast).items():
        expected = {
            name
            for name, roles in MAY.items()
            if state in CAMPAIGN.moves[name].sources and role in roles
        }
        assert set(CAMPAIGN.open_to(campaign, by=actor)) == expected, (state, role)


@pytest.mark.parametrize("state", list(CampaignState))
def test_a_move_from_the_wrong_state_is_refused_and_writes_nothing(
    cast: Cast, state: CampaignState
) -> None:
    campaign = day_in(cast, state).campaign
    before = (Campaign.objects.values().get(), Record.objects.count())
    for name in set(VERBS):
        if state not in CAMPAIGN.moves[name].sources:
            with pytest.raises(Refused) as refused:
                perform(campaign, name, by=cast.secretary.actor, at=cast.at, raw={})
            assert refused.value.code == Code.WRONG_STATE, name
    assert (Campaign.objects.values().get(), Record.objects.count()) == before


@pytest.mark.parametrize("state", list(CampaignState))
def test_whoever_may_not_is_told_so_before_anything_else(cast: Cast, state: CampaignState) -> None:
    campaign = day_in(cast, state).campaign
    for actor in (VISITOR, cast.gu.actor, cast.zhou.actor):
        for name in VERBS:
            with pytest.raises(Refused) as refused:
                perform(campaign, name, by=actor, at=cast.at, raw={"x": "1"}, version=999)
            assert refused.value.code == Code.NOT_YOURS, name


@pytest.mark.parametrize("who", ["lin", "gu", "dispatcher", "zhou"])
def test_only_who_leads_campaigns_there_prepares_one(cast: Cast, who: str) -> None:
    raw = {
        "name": "接种日", "place": cast.community.code, "held_on": "2026-03-20", "basis": "heads",
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        begin(by=getattr(cast, who).actor, at=cast.at, raw=raw)
    assert (refused.value.code, Campaign.objects.count()) == (Code.NOT_YOURS, 0)
    begin(by=cast.secretary.actor, at=cast.at, raw=raw)
    with pytest.raises(Refused) as refused:
        begin(by=cast.secretary.actor, at=cast.at, raw=raw | {"place": cast.neighbour.code})
    assert (refused.value.code, Campaign.objects.count()) == (Code.NOT_YOURS, 1)


def test_an_old_version_is_refused_as_stale(cast: Cast) -> None:
    day = day_in(cast)
    with pytest.raises(Refused) as refused:
        perform(day.campaign, "end", by=cast.secretary.actor, at=cast.at, raw={}, version=1)
    assert refused.value.code == Code.STALE


def test_what_facts_rule_out_is_not_offered_and_refused(cast: Cast) -> None:
    empty, heads = day_in(cast, CampaignState.PREPARED, ()).campaign, heads_in(cast).campaign
    offered = {offer.name for offer in offers(empty, by=cast.secretary.actor, at=cast.at)}
    counted = {offer.name for offer in offers(heads, by=cast.secretary.actor, at=cast.at)}
    assert ("start" in offered, "enlist" in offered, "enlist" in counted) == (False, True, False)
    with pytest.raises(Refused) as refused:
        perform(empty, "start", by=cast.secretary.actor, at=cast.at, raw={})
    assert (refused.value.code, refused.value.reason) == (
        Code.NOT_YET, "Nobody is on the list yet.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "code", "fields"),
    [
        ({"name": ""}, Code.INCOMPLETE, ["name"]),
        ({"name": "  "}, Code.INCOMPLETE, ["name"]),
        ({"colour": "red"}, Code.INCOMPLETE, ["colour"]),
        ({"place": "999999"}, Code.INVALID, ["place"]),
        ({"held_on": "2026-02-30"}, Code.INVALID, ["held_on"]),
        ({"held_on": "soon", "basis": "tea"}, Code.INVALID, ["basis", "held_on"]),
        ({"basis": "heads", "expected": "-1"}, Code.INVALID, ["expected"]),
        ({"expected": "100"}, Code.INVALID, ["expected"]),
        ({"name": "x" * 81}, Code.INVALID, ["name"]),
    ],
)
def test_a_campaign_that_makes_no_sense_is_not_prepared(
    cast: Cast, raw: dict[str, Any], code: Code, fields: list[str]
) -> None:
    whole = {
        "name": "采样", "place": cast.community.code, "held_on": "2026-03-20", "basis": "targets",
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        begin(by=cast.secretary.actor, at=cast.at, raw=whole | raw)
    assert (refused.value.code, sorted(refused.value.fields)) == (code, fields)
    assert Campaign.objects.count() == 0
