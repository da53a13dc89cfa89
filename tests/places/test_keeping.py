from datetime import UTC, date, datetime

import pytest

from huying.kernel.refusals import Code, Refused
from huying.places.actions import add_place, bulk_add, rename, retire_place, set_boundary
from huying.places.models import Place
from huying.places.queries import by_point, by_text, children, place, within
from huying.places.rules import grid_code
from huying.places.states import Level
from tests.places.town import AT, SMALL, community_code, district_rows, square

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
FIRST_GRID = grid_code(community_code(1, 1), 1)


@pytest.fixture(autouse=True)
def _district(db: None) -> None:
    bulk_add(district_rows(**SMALL), at=AT)


def facts(code: str, *names: str) -> dict[str, object]:
    return dict(Place.objects.filter(code=code).values(*names).get())


BOX = ("min_lng", "min_lat", "max_lng", "max_lat", "lng", "lat", "changed_at")


def test_a_new_boundary_brings_its_box_and_its_point() -> None:
    grid = place(FIRST_GRID)
    set_boundary(grid, geojson=square(100, 30, 2), at=LATER)
    assert facts(FIRST_GRID, *BOX) == dict(
        zip(BOX, (100, 30, 102, 32, 101, 31, LATER), strict=True)
    )
    assert by_point(101.5, 31.5) == grid
    assert by_point(120.005, 36.015) is None


def test_a_boundary_taken_away_leaves_the_point() -> None:
    set_boundary(place(FIRST_GRID), geojson=square(100, 30, 2), at=AT)
    set_boundary(place(FIRST_GRID), geojson=None, at=LATER)
    kept = (None, None, None, None, 101, 31, LATER)
    assert facts(FIRST_GRID, *BOX) == dict(zip(BOX, kept, strict=True))
    assert by_point(101.5, 31.5) is None


def test_a_wrong_boundary_changes_nothing() -> None:
    before = Place.objects.values().get(code=FIRST_GRID)
    with pytest.raises(Refused) as refusal:
        set_boundary(place(FIRST_GRID), geojson={"type": "Polygon", "coordinates": []}, at=LATER)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, ["boundary"])
    assert Place.objects.values().get(code=FIRST_GRID) == before


def test_a_renamed_place_is_found_by_its_new_name_alone() -> None:
    code = f"{FIRST_GRID}E1"
    rename(place(code), name=" 听雨 山庄 ", at=LATER)
    assert facts(code, "name", "name_key", "changed_at") == {
        "name": "听雨 山庄",
        "name_key": "听雨山庄",
        "changed_at": LATER,
    }
    assert by_text("听雨山庄停水") == place(code)
    assert by_text("1号花园停水") is None


@pytest.mark.parametrize("name", ["", " ", "名" * 101, "听\u202e雨", "听\x00雨"])
def test_a_place_cannot_be_called_just_anything(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        rename(place(FIRST_GRID), name=name, at=LATER)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, ["name"])
    assert facts(FIRST_GRID, "name") == {"name": "第1网格"}


def test_a_retired_place_goes_with_all_that_is_in_it_on_the_local_day() -> None:
    living = place(community_code(1, 1))
    inside = within(living).count()
    # Five in the afternoon in London is past midnight in China.
    assert retire_place(living, at=LATER) == inside == 17
    assert living.retired_on == date(2026, 3, 5)
    gone = Place.objects.filter(retired_on=date(2026, 3, 5), changed_at=LATER)
    assert set(gone) == set(within(living))
    assert Place.objects.filter(retired_on=None).count() == 71 - 17
    assert place(FIRST_GRID).is_retired
    assert not place(community_code(1, 2)).is_retired


def test_a_retired_place_is_no_longer_found_but_still_known() -> None:
    retire_place(place(FIRST_GRID), at=LATER)
    assert by_point(120.005, 36.015) is None
    assert by_text("1号花园") is None
    codes = [each.code for each in children(community_code(1, 1))]
    assert codes == [grid_code(community_code(1, 1), 2)]
    everything = children(community_code(1, 1), with_retired=True)
    assert [each.code for each in everything] == [FIRST_GRID, *codes]


def test_a_place_retires_once() -> None:
    retire_place(place(FIRST_GRID), at=AT)
    before = list(Place.objects.values())
    with pytest.raises(Refused) as refusal:
        retire_place(place(FIRST_GRID), at=LATER)
    assert refusal.value.code == Code.WRONG_STATE
    assert list(Place.objects.values()) == before


def test_a_place_that_retired_earlier_keeps_its_day_when_the_rest_follows() -> None:
    retire_place(place(FIRST_GRID), at=AT)
    retire_place(place(community_code(1, 1)), at=LATER)
    assert place(FIRST_GRID).retired_on == date(2026, 3, 2)


def test_a_partial_save_carries_the_derived_columns_along() -> None:
    grid = place(FIRST_GRID)
    grid.address = "柳溪路十二号"
    grid.save(update_fields=["address"])
    assert facts(FIRST_GRID, "address", "address_key", "name") == {
        "address": "柳溪路十二号",
        "address_key": "柳溪路12号",
        "name": "第1网格",
    }
    grid.name = "不该写下"
    grid.save(update_fields=["retired_on"])
    assert facts(FIRST_GRID, "name", "name_key") == {"name": "第1网格", "name_key": "第1网格"}


def test_a_point_given_beside_a_boundary_is_kept() -> None:
    added = add_place(
        parent=place(community_code(1, 1)),
        level=Level.GRID,
        code=grid_code(community_code(1, 1), 3),
        name="集市",
        grid_kind="dedicated",
        boundary=square(100, 30, 2),
        lng=100.25,
        lat=30.5,
        at=AT,
    )
    assert (added.lng, added.lat, added.min_lng, added.grid_kind) == (
        100.25,
        30.5,
        100,
        "dedicated",
    )
