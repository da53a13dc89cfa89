import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from huying.kernel.actor import Actor, ActorKind, Standing
from huying.kernel.refusals import Code, Refused
from huying.places.actions import add_place, bulk_add
from huying.places.models import Place
from huying.places.queries import ancestors, children, faults, place, within
from huying.places.rules import grid_code
from huying.places.states import Level
from tests.places.town import AT, DISTRICT, SMALL, community_code, district_rows

pytestmark = pytest.mark.django_db

STREET = f"{DISTRICT}002"
COMMUNITY = community_code(2, 1)
GRID = grid_code(COMMUNITY, 1)


@pytest.fixture(autouse=True)
def _district(db: None) -> None:
    bulk_add(district_rows(**SMALL), at=AT)


def codes(places: object) -> list[str]:
    return [each.code for each in places]  # type: ignore[attr-defined]


def test_a_place_comes_with_everything_above_it_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        home = place(f" {GRID}e5-1-2 ")
        assert home.district is not None
        assert home.street is not None
        assert home.community is not None
        names = (home.district.name, home.street.name, home.community.name, home.name)
    assert names == ("云川区", "云2街道", "南2北1社区", "1单元201")


@pytest.mark.parametrize("code", ["", "990199", "99\x000101", "幸福花园", "9" * 1_000_000])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(Refused) as refusal:
        place(code)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.UNKNOWN, ["place"])


def test_children_are_right_below_or_of_one_level_at_any_depth() -> None:
    assert codes(children()) == [DISTRICT]
    assert codes(children(DISTRICT)) == [f"{DISTRICT}001", STREET]
    assert codes(children(COMMUNITY)) == [GRID, grid_code(COMMUNITY, 2)]
    assert codes(children(STREET, Level.GRID)) == [
        grid_code(community_code(2, c), g) for c in (1, 2) for g in (1, 2)
    ]
    assert children(level=Level.BUILDING).count() == 16
    assert codes(children(f"{GRID}E5-1-2")) == []
    assert codes(children(COMMUNITY, Level.COMMUNITY)) == []
    with pytest.raises(Refused):
        children("990199")


def test_within_holds_the_place_and_all_below_in_tree_order() -> None:
    assert codes(within(place(f"{GRID}E5"))) == [
        f"{GRID}E5{tail}" for tail in ("", "-1", "-1-1", "-1-2", "-2", "-2-1", "-2-2")
    ]


def test_within_is_what_the_paths_say_for_every_place() -> None:
    everything = list(Place.objects.all())
    for outer in everything:
        inside = [each.code for each in everything if each.path.startswith(outer.path)]
        assert codes(within(outer)) == inside
        assert codes(Place.objects.filter(path__startswith=outer.path)) == inside


def test_ancestors_run_from_the_district_down() -> None:
    assert codes(ancestors(place(f"{GRID}E5-1"))) == [
        DISTRICT,
        STREET,
        COMMUNITY,
        GRID,
        f"{GRID}E5",
    ]
    assert ancestors(place(DISTRICT)) == []


def test_siblings_stay_in_order_past_the_digits_and_the_capitals() -> None:
    # The 10th, 36th and 37th child are where digits give way to letters and carry over.
    parent = place(COMMUNITY)
    added = [
        add_place(parent=parent, level=Level.GRID, code=grid_code(COMMUNITY, n), name="格", at=AT)
        for n in range(3, 41)
    ]
    assert [each.path[-4:] for each in added] == sorted(each.path[-4:] for each in added)
    assert {added[7].path[-4:], added[33].path[-4:], added[34].path[-4:]} == {
        "000A",
        "0010",
        "0011",
    }
    assert codes(children(COMMUNITY)) == [grid_code(COMMUNITY, n) for n in range(1, 41)]


def test_a_standing_at_a_place_reaches_what_is_in_it_and_not_its_neighbour() -> None:
    desk = Standing("desk", frozenset({"dispatch"}), place(STREET).pk, place(STREET).path)
    worker = Actor(ActorKind.STAFF, "worker", standings=(desk,))
    reached = [each.code for each in Place.objects.all() if worker.may("dispatch", each.path)]
    assert reached == codes(within(place(STREET)))


def test_paths_are_compared_byte_by_byte() -> None:
    if connection.vendor != "postgresql":
        # SQLite compares by byte unless told otherwise; ask it about a case that would show.
        with connection.cursor() as cursor:
            cursor.execute("SELECT '000A' < '000a' AND '000Z' < '000a'")
            assert cursor.fetchone() == (1,)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns"
            " WHERE table_name = 'places_place' AND column_name = 'path'"
        )
        assert cursor.fetchone() == ("C",)


def test_a_damaged_tree_is_told_by_fault_and_code() -> None:
    assert faults() == {}
    Place.objects.filter(code=GRID).update(numchild=7)
    Place.objects.filter(code=f"{GRID}E5").update(depth=9)
    Place.objects.filter(code=f"{GRID}E5-1").update(street=place(f"{DISTRICT}001"))
    Place.objects.filter(code=f"{GRID}E5-2-1").update(path="0009000900090009000900090009")
    assert faults() == {
        "children": [GRID, f"{GRID}E5-2"],
        "depth": [f"{GRID}E5"],
        "ancestors": [f"{GRID}E5-1", f"{GRID}E5-2-1"],
        "orphan": [f"{GRID}E5-2-1"],
    }
