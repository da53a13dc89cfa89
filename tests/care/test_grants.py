"""Named grants: given by whoever may, never to oneself, for a time; and nothing opens without one."""

from datetime import timedelta
from typing import Any

import pytest

from huying.care.actions.granting import give, revoke
from huying.care.actions.looking import open_entry, open_ledger, open_visits, reveal
from huying.care.models import NamedGrant
from huying.care.queries import (
    any_grant,
    colleagues,
    due_to_be_seen,
    entries,
    grants_below,
    history,
    looks_at,
    named,
)
from huying.care.states import EntryState, Look
from huying.care.verify import check_care_grants
from huying.kernel.actor import SYSTEM, VISITOR
from huying.kernel.refusals import Code, Refused
from huying.people.models import Post
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import Cast, Staff
from tests.care.people import AT, LEDGER, ON, entry_in, granted, written

Keepers = tuple[Staff, Staff]


@pytest.fixture
def leader(cast: Cast) -> Staff:
    return cast.hire("街道书记", Role.STREET_LEADER, cast.street)


def giving(cast: Cast, by: Staff, **facts: Any) -> NamedGrant:
    said: dict[str, Any] = {
        "ledger": LEDGER, "place": cast.community, "depth": "ledger", "since": ON,
        "until": ON + timedelta(days=30), "reason": "分管民政",
    } | facts  # fmt: skip
    return give(said.pop("person", cast.lin.person), by=by.actor, at=AT, **said)


def refused(cast: Cast, by: Staff, **facts: Any) -> Code:
    before = (NamedGrant.objects.count(), Record.objects.count())
    with pytest.raises(Refused) as refusal:
        giving(cast, by, **facts)
    assert (NamedGrant.objects.count(), Record.objects.count()) == before
    return refusal.value.code


def test_a_grant_is_on_record_and_says_who_what_where_until_when_and_why(
    cast: Cast, leader: Staff
) -> None:
    grant = giving(cast, leader)
    record = Record.objects.get(subject_kind="care_grant", subject_id=grant.pk)
    assert (record.move, record.by_person, record.target) == ("give", leader.person.pk, "given")
    assert record.given == {
        "person": str(cast.lin.person.pk), "ledger": LEDGER, "place": cast.community.code,
        "depth": "ledger", "since": "2026-03-10", "until": "2026-04-09", "reason": "分管民政",
    }  # fmt: skip
    assert check_care_grants().examples == []


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COMMUNITY_SECRETARY, Role.STREET_LEADER, Role.DISTRICT_COMMANDER}])  # fmt: skip
def test_no_other_role_opens_a_ledger_to_anybody(cast: Cast, role: Role) -> None:
    assert refused(cast, cast.hire("小某", role, cast.district)) == Code.NOT_YOURS


def test_nobody_opens_one_to_themselves_or_above_their_place(cast: Cast, leader: Staff) -> None:
    assert refused(cast, leader, person=leader.person) == Code.NOT_YOURS
    assert refused(cast, cast.secretary, person=cast.secretary.person) == Code.NOT_YOURS
    assert refused(cast, cast.secretary, place=cast.street) == Code.NOT_YOURS
    assert refused(cast, cast.secretary, place=cast.neighbour) == Code.NOT_YOURS


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"until": ON}, Code.INVALID), ({"since": ON - timedelta(days=1)}, Code.INVALID),
        ({"until": ON + timedelta(days=400)}, Code.INVALID), ({"ledger": "rich"}, Code.UNKNOWN),
        ({"reason": ""}, Code.INCOMPLETE),
    ],
)  # fmt: skip
def test_a_grant_that_will_not_do_is_refused(
    cast: Cast, leader: Staff, facts: dict[str, Any], code: Code
) -> None:
    assert refused(cast, leader, **facts) == code


def test_it_goes_to_people_who_work_there(cast: Cast, leader: Staff) -> None:
    assert refused(cast, leader, person=cast.gu.person) == Code.INVALID
    assert giving(cast, leader, person=cast.zhou.person).person == cast.zhou.person
    told = {one.person.name for one in colleagues(leader.actor, ON)}
    assert {"小林", "陈书记", "小顾"} <= told
    assert "街道书记" not in told


def test_without_a_grant_no_role_reads_anything(cast: Cast, keepers: Keepers) -> None:
    entry = entry_in(cast, EntryState.VERIFIED, keepers, every_days=7)
    everyone = [cast.hire(f"小{role.value}", role, cast.district).actor for role in Role]
    for actor in [*everyone, cast.dispatcher.actor, cast.gu.actor, cast.zhou.actor, VISITOR, SYSTEM]:  # fmt: skip
        assert list(entries(actor, LEDGER, ON)) == []
        assert due_to_be_seen(actor, None, ON) == []
        assert (list(history(entry, actor, ON)), list(looks_at(entry, actor, ON))) == ([], [])
        for attempt in (
            lambda by: open_ledger(LEDGER, by=by, at=AT, purpose="看看"),
            lambda by: open_entry(entry.pk, by=by, at=AT, purpose="看看"),
            lambda by: reveal(entry, Look.HEALTH, by=by, at=AT, reason="看看"),
            lambda by: open_visits(by=by, at=AT),
        ):
            with pytest.raises(Refused) as refusal:
                attempt(actor)
            assert refusal.value.code == Code.NOT_YOURS


def test_a_grant_opens_its_own_ledger_at_its_own_place_and_no_other(
    cast: Cast, keepers: Keepers
) -> None:
    granted(cast, cast.gu, place=cast.neighbour)
    other = cast.hire("小曲", Role.RECEPTION_WORKER, cast.community)
    granted(cast, other, "child_in_difficulty")
    entry = written(cast, keepers[0])
    seen = {staff.person.name: list(entries(staff.actor, LEDGER, ON)) for staff in (cast.lin, cast.gu, other)}  # fmt: skip
    assert seen == {"小林": [entry], "小顾": [], "小曲": []}


def test_a_grant_ends_on_its_day_when_it_is_taken_back_and_when_its_holder_leaves(
    cast: Cast, keepers: Keepers, leader: Staff
) -> None:
    written(cast, keepers[0])
    lin, day = cast.lin.actor, timedelta(days=1)
    grant = NamedGrant.objects.get(person=cast.lin.person)
    assert entries(lin, LEDGER, grant.until - day).count() == 1
    assert entries(lin, LEDGER, grant.until).count() == 0
    assert entries(lin, LEDGER, grant.since - day).count() == 0
    revoke(grant, reason="换岗", by=leader.actor, at=AT)
    assert (entries(lin, LEDGER, ON).count(), any_grant(lin, ON)) == (0, False)
    with pytest.raises(Refused) as refusal:
        revoke(grant, reason="换岗", by=leader.actor, at=AT)
    assert refusal.value.code == Code.WRONG_STATE
    Post.objects.filter(person=cast.secretary.person).update(until=ON)
    assert entries(cast.secretary.actor, LEDGER, ON).count() == 0
    assert check_care_grants().examples == []


def test_it_is_taken_back_by_whoever_gives_them_there_and_by_nobody_else(
    cast: Cast, keepers: Keepers
) -> None:
    grant = NamedGrant.objects.get(person=cast.lin.person)
    for other in (cast.lin, cast.dispatcher, cast.gu):
        with pytest.raises(Refused) as refusal:
            revoke(grant, reason="换岗", by=other.actor, at=AT)
        assert refusal.value.code == Code.NOT_YOURS
    assert list(grants_below(cast.gu.actor)) == []
    assert grant in list(grants_below(cast.secretary.actor))
    assert revoke(grant, reason="换岗", by=cast.secretary.actor, at=AT).state == "revoked"


def test_standing_in_for_a_colleague_opens_none_of_their_ledgers(
    cast: Cast, keepers: Keepers
) -> None:
    entry = written(cast, keepers[0])
    other = cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)
    covering = type(other.actor)(
        other.actor.kind, other.actor.name, other.actor.person_id, other.actor.standings,
        covering=frozenset({cast.lin.person.pk}),
    )  # fmt: skip
    assert named(covering, ON).standings == other.actor.standings
    with pytest.raises(Refused):
        open_entry(entry.pk, by=covering, at=AT, purpose="替班")


def test_a_changed_grant_is_noticed(cast: Cast, keepers: Keepers) -> None:
    grants = list(NamedGrant.objects.order_by("id"))
    NamedGrant.objects.filter(pk=grants[0].pk).update(until=ON + timedelta(days=300))
    NamedGrant.objects.filter(pk=grants[1].pk).delete()
    assert check_care_grants().differences == 2
