from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from huying.places.actions import bulk_add
from huying.places.models import Place
from huying.places.rules import grid_code
from tests.places.town import AT, SMALL, community_code, district_rows, square

pytestmark = pytest.mark.django_db

GRID = grid_code(community_code(1, 1), 1)
ESTATE = f"{GRID}E1"
BROKEN: list[tuple[str, dict[str, Any], str]] = [
    (GRID, {"name": ""}, "a_place_has_a_code_and_a_name"),
    (GRID, {"code": ""}, "a_place_has_a_code_and_a_name"),
    (GRID, {"name_key": ""}, "a_place_has_a_code_and_a_name"),
    (community_code(1, 1)[:9], {"level": "planet"}, "a_place_knows_every_level_above_it"),
    (GRID, {"community": None}, "a_place_knows_every_level_above_it"),
    (ESTATE, {"street": None}, "a_place_knows_every_level_above_it"),
    (community_code(1, 1), {"district": None}, "a_place_knows_every_level_above_it"),
    (GRID, {"grid_kind": ""}, "a_grid_and_only_a_grid_has_a_grid_kind"),
    (GRID, {"grid_kind": "huge"}, "a_grid_and_only_a_grid_has_a_grid_kind"),
    (ESTATE, {"grid_kind": "basic"}, "a_grid_and_only_a_grid_has_a_grid_kind"),
    (ESTATE, {"estate_kind": ""}, "an_estate_and_only_an_estate_has_an_estate_kind"),
    (GRID, {"estate_kind": "open"}, "an_estate_and_only_an_estate_has_an_estate_kind"),
    (GRID, {"min_lng": None}, "a_boundary_comes_with_its_whole_box"),
    (GRID, {"max_lat": None}, "a_boundary_comes_with_its_whole_box"),
    (GRID, {"boundary": None}, "a_boundary_comes_with_its_whole_box"),
    (GRID, {"max_lng": -180}, "a_boundary_comes_with_its_whole_box"),
    (ESTATE, {"boundary": square(0, 0)}, "a_boundary_comes_with_its_whole_box"),
    (GRID, {"lat": None}, "a_point_is_whole_and_on_earth"),
    (GRID, {"lng": 181}, "a_point_is_whole_and_on_earth"),
    (ESTATE, {"lat": 5}, "a_point_is_whole_and_on_earth"),
]


@pytest.mark.parametrize(("code", "change", "sentence"), BROKEN)
def test_the_database_itself_keeps_every_sentence(
    code: str, change: dict[str, Any], sentence: str
) -> None:
    bulk_add(district_rows(**SMALL), at=AT)
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Place.objects.filter(code=code).update(**change)


def test_two_places_never_share_a_code() -> None:
    bulk_add(district_rows(**SMALL), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(code=GRID).update(code=ESTATE)


def test_a_place_that_others_stand_in_cannot_be_deleted() -> None:
    bulk_add(district_rows(**SMALL), at=AT)
    with pytest.raises(ProtectedError):
        Place.objects.filter(code=community_code(1, 1)).delete()
    assert Place.objects.count() == 71
