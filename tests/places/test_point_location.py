from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from shapely.geometry import Point, shape

from huying.kernel.refusals import Code, Refused
from huying.places.actions import add_place, bulk_add
from huying.places.models import Place
from huying.places.queries import by_point, grid_of, locate, place
from huying.places.rules import NewPlace, grid_code
from huying.places.states import Level, rank
from tests.places.town import AT, SMALL, community_code, district_rows, square, undone

pytestmark = pytest.mark.django_db

LIVING = community_code(1, 1)
coordinates = st.integers(0, 12).map(lambda tick: tick / 4)
BARE = SMALL | {"grids": 0}


@st.composite
def outlines(draw: st.DrawFn) -> dict[str, Any]:
    """Triangles and rectangles on a coarse lattice, so that borders and corners are shared."""
    west, south = draw(st.integers(0, 8)) / 4, draw(st.integers(0, 8)) / 4
    width, height = draw(st.integers(1, 4)) / 4, draw(st.integers(1, 4)) / 4
    corners = [(west, south), (west + width, south), (west + width, south + height)]
    if draw(st.booleans()):
        corners.append((west, south + height))
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in [*corners, corners[0]]]]}


def rows(shapes: list[tuple[Level, dict[str, Any]]]) -> list[NewPlace]:
    made = []
    for number, (level, boundary) in enumerate(shapes, start=1):
        code = grid_code(LIVING, number) if level == Level.GRID else f"{LIVING}-{number}"
        kind = "open" if level == Level.ESTATE else ""
        made.append(
            NewPlace(
                level=level,
                code=code,
                name="处",
                parent=LIVING,
                estate_kind=kind,
                boundary=boundary,
            )
        )
    return made


def brute_force(lng: float, lat: float) -> str | None:
    """Every place looked at, one by one."""
    held = [
        (-rank(each.level), each.code)
        for each in Place.objects.exclude(boundary=None)
        if shape(each.boundary or {}).intersects(Point(lng, lat))
    ]
    return min(held)[1] if held else None


levels = st.sampled_from([Level.GRID, Level.ESTATE, Level.BUILDING])


@given(
    st.lists(st.tuples(levels, outlines()), max_size=8),
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12),
)
@settings(max_examples=40)
def test_a_point_is_in_the_place_that_looking_at_every_place_finds(
    shapes: list[tuple[Level, dict[str, Any]]], points: list[tuple[float, float]]
) -> None:
    with undone():
        bulk_add(district_rows(**BARE), at=AT)
        # Backwards, so that codes and paths disagree about who comes first.
        bulk_add(rows(shapes)[::-1], at=AT)
        corners = [tuple(each["coordinates"][0][0]) for _level, each in shapes]
        for lng, lat in [*points, *corners]:
            found = by_point(lng, lat)
            assert (found.code if found else None) == brute_force(lng, lat)


@pytest.fixture
def _town(db: None) -> None:
    bulk_add(district_rows(**SMALL), at=AT)


@pytest.mark.usefixtures("_town")
def test_a_point_on_a_shared_border_belongs_to_the_smaller_code() -> None:
    first, second = grid_code(LIVING, 1), grid_code(LIVING, 2)
    spots = [(120.005, 36.015), (120.01, 36.015), (120.015, 36.015)]
    found = [by_point(*spot) for spot in spots]
    assert [each and each.code for each in found] == [first, first, second]


@pytest.mark.usefixtures("_town")
def test_a_point_in_an_estate_on_a_grid_is_in_the_estate_and_the_grid_can_be_asked_for() -> None:
    parent = place(LIVING)
    estate = add_place(
        parent=parent,
        level=Level.ESTATE,
        code=f"{LIVING}E9",
        name="听雨山庄",
        estate_kind="closed",
        boundary=square(120.011, 36.011, 0.002),
        at=AT,
    )
    assert by_point(120.012, 36.012) == estate
    assert by_point(120.012, 36.012, level=Level.GRID) == place(grid_code(LIVING, 2))
    assert by_point(120.012, 36.012, inside=place(community_code(2, 1))) is None


@pytest.mark.usefixtures("_town")
def test_a_point_outside_every_boundary_is_nowhere() -> None:
    assert [by_point(0, 0), by_point(120.005, 36.5), by_point(-180, -90)] == [None] * 3


@pytest.mark.parametrize(("lng", "lat", "field"), [(200, 0, "lng"), (0, float("nan"), "lat")])
def test_a_point_off_the_earth_is_refused(lng: float, lat: float, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        by_point(lng, lat)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, [field])


@pytest.mark.usefixtures("_town")
def test_the_grid_of_a_place_is_itself_above_it_or_around_its_point() -> None:
    grid = place(grid_code(LIVING, 2))
    beside = add_place(
        parent=place(LIVING),
        level=Level.BUILDING,
        code=f"{LIVING}B9",
        name="海天大厦",
        lng=120.015,
        lat=36.015,
        at=AT,
    )
    unplaced = add_place(
        parent=place(LIVING), level=Level.BUILDING, code=f"{LIVING}B8", name="山海大厦", at=AT
    )
    neighbour = add_place(
        parent=place(community_code(1, 2)),
        level=Level.BUILDING,
        code=f"{community_code(1, 2)}B7",
        name="云海大厦",
        lng=120.015,
        lat=36.015,
        at=AT,
    )
    home = place(f"{grid.code}E2-1-1")
    asked = [grid, home, beside, unplaced, neighbour, place(LIVING)]
    assert [grid_of(each) for each in asked] == [grid, grid, grid, None, None, None]


@pytest.mark.usefixtures("_town")
def test_a_text_leads_further_in_than_the_point_and_never_elsewhere() -> None:
    grid = place(grid_code(LIVING, 1))
    inside, elsewhere = f"{grid.code}E1", "2号花园1号楼"
    point: dict[str, Any] = {"lng": 120.005, "lat": 36.015}
    assert locate(**point) == grid
    assert locate(**point, text="1号花园2号楼") == place(f"{inside}-2")
    assert locate(**point, text=elsewhere) == grid
    assert locate(**point, text="路灯坏了") == grid
    assert locate(lng=0, lat=0, text="1号花园2号楼") == place(f"{inside}-2")
    assert locate(lng=0, lat=0) is None
    assert locate(text="1号花园2号楼") == place(f"{inside}-2")
    assert locate(text="1号花园", within=place(community_code(2, 1))) is None
    assert locate(text="路灯坏了") is None


@pytest.mark.parametrize(
    ("asked", "field"),
    [({}, "text"), ({"text": " "}, "text"), ({"lng": 1}, "lat"), ({"lat": 1, "text": "a"}, "lng")],
)
def test_half_a_question_is_refused(asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        locate(**asked)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INCOMPLETE, [field])


@pytest.mark.usefixtures("_town")
def test_finding_a_point_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        found = by_point(120.005, 36.015)
        assert found is not None
        assert found.community is not None
        assert found.community.name == "南1北1社区"
