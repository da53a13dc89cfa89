import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from huying.kernel.refusals import Code, Refused
from huying.places.rules import (
    MAX_VERTICES,
    Box,
    Outline,
    check_boundary,
    check_point,
    covers,
    numbered,
)
from tests.places.town import square

BOW_TIE = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
OUTSIDE = [[5, 5], [6, 5], [6, 6], [5, 6], [5, 5]]
HOLE = [[1, 1], [1, 3], [3, 3], [3, 1], [1, 1]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_an_outline_has_its_box_and_a_point_inside_it() -> None:
    extra = polygon(SQUARE, HOLE) | {"bbox": [0, 0, 4, 4], "name": "ignored"}
    outline = check_boundary(extra)
    plain = [[[float(x), float(y)] for x, y in ring] for ring in (SQUARE, HOLE)]
    assert outline == Outline(
        {"type": "Polygon", "coordinates": plain}, Box(0, 0, 4, 4), outline.lng, outline.lat
    )
    assert shape(extra).contains(Point(outline.lng, outline.lat))


def test_a_boundary_may_have_several_parts_and_heights_are_dropped() -> None:
    high = [[x, y, 12.5] for x, y in OUTSIDE]
    outline = check_boundary({"type": "MultiPolygon", "coordinates": [[SQUARE], [high]]})
    assert outline.geojson["coordinates"][1] == [[[float(x), float(y)] for x, y in OUTSIDE]]
    assert outline.box == Box(0, 0, 6, 6)


@pytest.mark.parametrize(
    ("geojson", "reason"),
    [
        (None, "a boundary is a GeoJSON object"),
        ([], "a boundary is a GeoJSON object"),
        ({}, "a boundary is a Polygon or a MultiPolygon"),
        ({"type": "Point", "coordinates": [1, 1]}, "a boundary is a Polygon or a MultiPolygon"),
        ({"type": "MultiPolygon"}, "a boundary is a Polygon or a MultiPolygon"),
        (
            {"type": "MultiPolygon", "coordinates": []},
            "a boundary has between 4 and 20000 positions",
        ),
        ({"type": "Polygon", "coordinates": 7}, "a polygon is a list of rings"),
        (polygon(), "a polygon is a list of rings"),
        (polygon([[0, 0], [1, 1], [0, 0]]), "a ring has at least four positions"),
        (polygon(SQUARE[:4]), "a ring ends where it began"),
        (polygon([[0, 0], [1, 0], [1], [0, 0]]), "a position is a longitude and a latitude"),
        (polygon([[0, 0], [1, 0], [1, "1"], [0, 0]]), "a position is a longitude and a latitude"),
        (polygon([[0, 0], [1, 0], [1, True], [0, 0]]), "a position is a longitude and a latitude"),
        (
            polygon([[0, 0], [1, 0], [1, math.nan], [0, 0]]),
            "a position is a longitude and a latitude",
        ),
        (polygon([[0, 0], [181, 0], [1, 1], [0, 0]]), "a position is a longitude and a latitude"),
        (
            polygon([[36, 120], [37, 120], [37, 121], [36, 120]]),
            "a position is a longitude and a latitude",
        ),
        (polygon(BOW_TIE), "the outline crosses or touches itself"),
        (polygon(SQUARE, OUTSIDE), "a hole lies outside its outline or inside another hole"),
        (polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), "the outline crosses or touches itself"),
        (
            {"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]},
            "the outline does not enclose one clear area",
        ),
        (polygon([[0, 0]] * (MAX_VERTICES + 1)), "a boundary has between 4 and 20000 positions"),
        (polygon(*[SQUARE] * 4001), "a boundary has between 4 and 20000 positions"),
    ],
)
def test_an_outline_that_cannot_be_used_is_refused_with_the_reason(
    geojson: object, reason: str
) -> None:
    with pytest.raises(Refused) as refusal:
        check_boundary(geojson)
    assert refusal.value.code == Code.INVALID
    assert refusal.value.fields == {"boundary": reason}


def test_a_border_belongs_to_the_place() -> None:
    outline = check_boundary(polygon(SQUARE, HOLE)).geojson
    spots = [(0, 0), (0, 2), (0.5, 0.5), (1, 2), (2, 2), (5, 5)]
    assert [covers(outline, *spot) for spot in spots] == [True, True, True, True, False, False]


@pytest.mark.parametrize(
    ("lng", "lat", "fields"),
    [
        (181, 0, ["lng"]),
        (0, -90.5, ["lat"]),
        (math.nan, math.inf, ["lng", "lat"]),
        (None, 5, ["lng"]),
        (10**400, 5, ["lng"]),
    ],
)
def test_a_point_off_the_map_is_refused_by_its_fields(
    lng: float | None, lat: float | None, fields: list[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        check_point(lng, lat)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, fields)


def test_grids_are_numbered_in_rows_from_the_north_each_from_the_west() -> None:
    def box(west: float, south: float, width: float = 1, height: float = 1) -> Box:
        return Box(west, south, west + width, south + height)

    # Rows are rarely level: the middle grid of the first row hangs a little lower.
    grids = {
        "south-east": box(2, 0),
        "south-west": box(0, 0.1),
        "north-middle": box(1, 1.8),
        "north-east": box(2, 2),
        "north-west": box(0, 2.2),
        "middle": box(0.5, 1),
    }
    assert numbered(grids) == [
        "north-west",
        "north-middle",
        "north-east",
        "middle",
        "south-west",
        "south-east",
    ]


def test_grids_in_one_spot_are_numbered_by_their_keys() -> None:
    assert numbered({"b": Box(0, 0, 0, 0), "a": Box(0, 0, 0, 0)}) == ["a", "b"]
    assert numbered({}) == []


boxes = st.builds(
    lambda west, south, width, height: Box(west, south, west + width, south + height),
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(0, 5),
    st.integers(0, 5),
)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), boxes, max_size=12), st.randoms())
def test_numbering_names_each_grid_once_whatever_order_they_come_in(
    grids: dict[str, Box], chance: Any
) -> None:
    shuffled = list(grids.items())
    chance.shuffle(shuffled)
    order = numbered(grids)
    assert sorted(order) == sorted(grids)
    assert numbered(dict(shuffled)) == order


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_chessboard_is_numbered_like_a_page_is_read(rows: int, columns: int) -> None:
    board = {
        f"{row}-{column}": check_boundary(square(120 + column * 0.01, 36 - row * 0.01)).box
        for row in range(rows)
        for column in range(columns)
    }
    assert numbered(board) == [f"{r}-{c}" for r in range(rows) for c in range(columns)]
