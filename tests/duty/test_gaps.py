"""Which posts are empty: estates by least and most, grids by their roles, at any size."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huying.duty.queries.gaps import gaps
from huying.duty.rules import NO_RULES, Rules, is_gap, line, missing_roles
from huying.kernel.actor import SYSTEM, Actor
from huying.orgs.queries import actor_of
from huying.people.actions import close_account
from huying.people.models import Person, Post
from huying.people.roles import Role
from huying.places.actions import bulk_add
from huying.places.models import Place
from huying.places.rules import NewPlace
from huying.places.states import GridKind, Level
from huying.practices import adopt
from tests.builders import LONG_AGO, START, Cast, build_cast
from tests.duty.conftest import TODAY, Yard

BASIC, DEDICATED = 1325, 564
FOUR = (Role.GRID_WORKER, Role.GRID_ASSISTANT, Role.STREET_ADVISER, Role.DEPARTMENT_ADVISER)


def seen(viewer: Actor) -> list[tuple[str, int, int, int]]:
    found = gaps(viewer, TODAY).estates
    return [(gap.estate.name, gap.posted, gap.least, gap.most) for gap in found]


def test_an_estate_with_one_worker_needs_two_or_three(yard: Yard) -> None:
    secretary = yard.cast.secretary.actor
    assert seen(secretary) == [("青禾家园", 1, 2, 3), ("望槐新居", 0, 2, 3)]
    yard.post(yard.cast.lin)
    assert seen(secretary) == [("望槐新居", 0, 2, 3)]
    for name in ("小祁", "小尹"):
        yard.post(yard.cast.hire(name, Role.RECEPTION_WORKER, yard.cast.community))
    assert seen(secretary) == [("青禾家园", 4, 2, 3), ("望槐新居", 0, 2, 3)]


def test_who_is_posted_from_tomorrow_or_whose_account_is_closed_fills_no_gap_today(
    yard: Yard,
) -> None:
    late = yard.cast.hire("小祁", Role.RECEPTION_WORKER, yard.cast.community)
    yard.post(late, since=TODAY + timedelta(days=1))
    yard.post(yard.cast.lin)
    close_account(yard.cast.lin.account, at=START)
    assert seen(yard.cast.secretary.actor)[0] == ("青禾家园", 1, 2, 3)


def test_nobody_sees_the_gaps_of_another_community(yard: Yard) -> None:
    assert seen(yard.cast.gu.actor) == []
    assert seen(yard.cast.zhou.actor) == []
    assert [name for name, *_numbers in seen(yard.meng.actor)] == ["青禾家园"]
    assert len(seen(yard.cast.dispatcher.actor)) == 2


def test_where_the_practice_says_nothing_there_is_no_gap(yard: Yard) -> None:
    adopt("licang", place=yard.cast.community, by=SYSTEM, at=START - timedelta(days=1))
    found = gaps(yard.cast.secretary.actor, TODAY)
    assert (found.estates, found.estates_checked, found.grids, found.posts) == ([], 0, [], 0)


@pytest.fixture
def district(db: None) -> Cast:
    """A district with 1,325 basic and 564 dedicated grids, all four roles held in every basic one."""
    cast = build_cast()
    Post.objects.all().delete()
    adopt("zhifu", place=cast.district, by=SYSTEM, at=START - timedelta(days=9))
    kinds = [GridKind.BASIC] * (BASIC - 1) + [GridKind.DEDICATED] * DEDICATED
    bulk_add(list(_grids(cast.street.code, kinds)), at=START)
    person = Person.objects.create(name="某人")
    Post.objects.bulk_create(
        Post(person=person, place=grid, role=role, since=LONG_AGO)
        for grid in Place.objects.filter(grid_kind=GridKind.BASIC)
        for role in FOUR
    )
    return cast


def _grids(street: str, kinds: list[GridKind]) -> Iterator[NewPlace]:
    """Communities of 500 grids each, as their codes have three digits for a grid."""
    for number, kind in enumerate(kinds):
        community, grid = f"{street}{500 + number // 500}", number % 500 + 1
        if grid == 1:
            yield NewPlace(
                level=Level.COMMUNITY, code=community, name=f"第{number}社区", parent=street
            )
        yield NewPlace(
            level=Level.GRID, code=f"{community}{grid:03}", name=f"第{number}网格",
            parent=community, grid_kind=kind,
        )  # fmt: skip


@pytest.mark.usefixtures("kept_reference_data")
def test_5300_posts_in_1889_grids_are_checked_with_four_statements(district: Cast) -> None:
    commander = district.hire("区长", Role.DISTRICT_COMMANDER, district.district)
    viewer = actor_of(commander.account, TODAY)
    assert Place.objects.filter(level=Level.GRID).count() == BASIC + DEDICATED == 1889
    with CaptureQueriesContext(connection) as asked:
        found = gaps(viewer, TODAY)
    assert len(asked) <= 5
    assert (found.grids_checked, found.posts, found.grids) == (1325, 5300, [])
    lacking = Place.objects.filter(grid_kind=GridKind.BASIC).order_by("path")[700]
    Post.objects.filter(place=lacking, role=Role.STREET_ADVISER).delete()
    Post.objects.filter(place=lacking, role=Role.GRID_ASSISTANT).update(until=TODAY)
    found = gaps(viewer, TODAY)
    assert [(gap.grid.pk, gap.missing) for gap in found.grids] == [
        (lacking.pk, ("grid_assistant", "street_adviser"))
    ]
    assert found.posts_missing == 2


@given(
    st.integers(0, 9), st.integers(0, 5).flatmap(lambda n: st.tuples(st.just(n), st.integers(n, 9)))
)
def test_a_gap_is_outside_least_and_most_and_never_where_nothing_is_said(
    posted: int, span: tuple[int, int]
) -> None:
    rules = Rules(least=span[0], most=span[1])
    assert is_gap(posted, rules) == (span != (0, 0) and not span[0] <= posted <= span[1])
    assert not is_gap(posted, NO_RULES)


@given(st.sets(st.sampled_from(FOUR)))
def test_what_is_held_and_what_is_missing_are_the_four_roles(held: set[Role]) -> None:
    missing = missing_roles(held, Rules(grid_roles=FOUR))
    assert set(missing) | held == set(FOUR)
    assert set(missing).isdisjoint(held)


@given(st.lists(st.integers(0, 200), max_size=9), st.integers(0, 1440))
def test_a_line_is_the_sum_and_under_only_below_what_is_wanted(
    parts: list[int], wanted: int
) -> None:
    told = line(parts, wanted)
    assert (told.minutes, told.is_under) == (sum(parts), sum(parts) < wanted)
    assert 0 <= told.share <= 100
    assert (told.share == 100) == (not told.is_under)
