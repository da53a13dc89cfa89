"""Districts beside the city: the size of the article, and small ones that are whole."""

from collections import Counter
from datetime import datetime

import pytest

from huying.adoptions.queries import way_at
from huying.clocks.verify import check_clocks
from huying.demo.districts.loading import is_made, make
from huying.demo.districts.plan import DISTRICT, FIVE, SMALL, places, sketch
from huying.demo.districts.staff import LOGINS
from huying.demo.town import PASSWORD
from huying.kernel.calendar import SHANGHAI
from huying.orders.models import Order
from huying.orders.verify import check_floating, check_orders, check_promises, check_words
from huying.people.models import Account, Post
from huying.people.roles import Role
from huying.places.models import Place
from huying.places.states import GridKind, Level
from huying.trail.verify import check_chains

AT = datetime(2026, 3, 11, 14, 20, tzinfo=SHANGHAI)


def unseen(_orders: int) -> None:
    """A progress that nobody looks at."""


def test_the_large_one_has_the_figures_of_the_article() -> None:
    rows = places(sketch("zhifu", DISTRICT))
    assert Counter(row.level for row in rows) == {
        Level.DISTRICT: 1, Level.STREET: 12, Level.COMMUNITY: 156, Level.GRID: 1889,
        Level.ESTATE: 156,
    }  # fmt: skip
    grids = Counter(row.grid_kind for row in rows if row.level == Level.GRID)
    assert grids == {GridKind.BASIC: 1325, GridKind.DEDICATED: 564}
    assert (DISTRICT.heads, DISTRICT.departments, DISTRICT.orders) == (22483, 61, 60000)
    named = [row.name for row in rows if row.level in {Level.STREET, Level.COMMUNITY}]
    assert len(set(named)) == len(named)


def test_the_five_are_five_districts_with_codes_of_their_own() -> None:
    found = [sketch(name, SMALL) for name in FIVE]
    assert sorted(FIVE) == ["licang", "lixia", "shijiazhuang", "wujiangbei", "zhifu"]
    assert len({one.code for one in found} | {one.name for one in found}) == 10


@pytest.mark.django_db
def test_a_small_one_is_whole_and_everything_recomputed_agrees() -> None:
    of = sketch("lixia", SMALL)
    made = make(of, at=AT, password=PASSWORD, progress=unseen)
    district = Place.objects.get(code=of.code)
    way = way_at(district.path, AT.date())
    assert way is not None
    assert (way.practice, is_made(of), made.orders) == ("lixia", True, SMALL.orders)
    assert Post.objects.filter(role=Role.BUILDING_HEAD).count() == SMALL.heads
    held = Post.objects.filter(role=Role.DEPARTMENT_ADVISER, place__level=Level.COMMUNITY)
    assert held.count() == SMALL.cadres
    assert Account.objects.count() == len(made.logins) == len(LOGINS)
    states = set(Order.objects.values_list("state", flat=True))
    assert states == {"submitted", "closed"}
    for check in (check_chains, check_orders, check_words, check_clocks, check_promises):
        result = check()
        assert result.checked > 0, check
        assert (result.differences, result.examples) == (0, [])
    assert check_floating(AT).differences == 0


@pytest.mark.django_db
def test_a_district_that_fails_half_way_leaves_nothing_behind() -> None:
    def stop(_orders: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(sketch("zhifu", SMALL), at=AT, password=PASSWORD, progress=stop)
    assert (Place.objects.count(), Post.objects.count(), Order.objects.count()) == (0, 0, 0)
