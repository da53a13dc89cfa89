from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.kernel.actor import VISITOR, Actor
from huying.orgs.actors import actor_of_account, actor_of_token
from huying.orgs.queries import actor_of
from huying.people.actions import appoint, issue_token, revoke_token
from huying.people.models import ApiToken
from huying.people.roles import Role
from tests.builders import START, Cast, Staff, build_cast

TODAY = START.date()


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def by_token(staff: Staff, on: date) -> Actor | None:
    return actor_of_token(issue_token(staff.account, name="x", at=START), on)


def by_account(staff: Staff, on: date) -> Actor | None:
    return actor_of_account(staff.account.pk, on)


BOTH: list[Callable[[Staff, date], Actor | None]] = [by_token, by_account]


@pytest.mark.parametrize("read", BOTH)
@pytest.mark.parametrize("name", ["lin", "secretary", "zhou", "ma", "dispatcher"])
def test_the_actor_is_the_one_built_step_by_step(
    cast: Cast, name: str, read: Callable[[Staff, date], Actor | None]
) -> None:
    staff: Staff = getattr(cast, name)
    appoint(staff.person, role=Role.AUDITOR, place=cast.street, since=TODAY)
    found, wanted = read(staff, TODAY), actor_of(staff.account, TODAY)
    assert found is not None
    assert set(found.standings) == set(wanted.standings)
    assert (found.kind, found.name, found.person_id, found.unit_ids, found.proven) == (
        wanted.kind,
        wanted.name,
        wanted.person_id,
        wanted.unit_ids,
        frozenset(),
    )


def test_what_is_not_held_on_the_day_does_not_count(cast: Cast) -> None:
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    for since, until in ((tomorrow, None), (yesterday - timedelta(days=1), TODAY)):
        appoint(cast.ma.person, role=Role.AUDITOR, place=cast.street, since=since, until=until)
    found = by_account(cast.ma, TODAY)
    assert found is not None
    assert found.standings == ()
    later = by_account(cast.ma, tomorrow)
    assert later is not None
    assert [standing.role for standing in later.standings] == [Role.AUDITOR]


def test_a_closed_account_a_revoked_token_and_an_unknown_one_are_nobody(cast: Cast) -> None:
    token = issue_token(cast.lin.account, name="x", at=START)
    assert actor_of_token("hy_nobody", TODAY) is None
    revoke_token(ApiToken.objects.get(), at=START)
    assert actor_of_token(token, TODAY) is None
    fresh = issue_token(cast.lin.account, name="y", at=START)
    assert actor_of_token(fresh, TODAY) is not None
    cast.lin.account.is_active = False
    cast.lin.account.save()
    assert actor_of_token(fresh, TODAY) is None
    assert actor_of_account(cast.lin.account.pk, TODAY) == VISITOR


def test_an_account_without_a_person_is_nobody(cast: Cast) -> None:
    account = cast.lin.account
    account.person = None
    account.save()
    assert by_token(cast.lin, TODAY) is None
    assert actor_of_account(account.pk, TODAY) == VISITOR


def test_one_query_is_enough(cast: Cast) -> None:
    token = issue_token(cast.lin.account, name="x", at=START)
    with CaptureQueriesContext(connection) as queries:
        actor_of_token(token, TODAY)
        actor_of_account(cast.zhou.account.pk, TODAY)
    assert len(queries) == 2
