"""Boundaries as text: GeoJSON and WKT in, GeoJSON out, everything else refused at its field."""

import json

import pytest

from huying.kernel.refusals import Code, Refused
from huying.places.drawing import NEITHER, geojson_of, outline_of, text_of

RING = [[116.0, 36.0], [116.01, 36.0], [116.01, 36.01], [116.0, 36.0]]
TRIANGLE = {"type": "Polygon", "coordinates": [RING]}
WKT = "POLYGON((116 36, 116.01 36, 116.01 36.01, 116 36))"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (WKT, TRIANGLE),
        (f"\n {WKT.lower()} ", TRIANGLE),
        (json.dumps(TRIANGLE, indent=2), TRIANGLE),
        (
            "MULTIPOLYGON(((116 36, 116.01 36, 116.01 36.01, 116 36)))",
            {"type": "MultiPolygon", "coordinates": [[RING]]},
        ),
        (" \n", None),
    ],
)
def test_geojson_and_wkt_draw_the_same_outline(text: str, read: object) -> None:
    outline = outline_of(text)
    assert (outline and outline.geojson) == read


def test_what_is_stored_is_shown_as_it_is_read_back() -> None:
    assert (geojson_of(text_of(TRIANGLE)), text_of(None)) == (TRIANGLE, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("around the lake", NEITHER),
        ("POLYGON((116 36", NEITHER),
        ("POLYGON((116 36, 117 36, 117 37))", NEITHER),
        ('{"type": "Polygon", ', NEITHER),
        ("[[116, 36]]", NEITHER),
        ("CURVEPOLYGON((0 0, 1 1, 1 0, 0 0))", NEITHER),
        ("POLYGON EMPTY", "a ring has at least four positions"),
        ("POINT(116 36)", "a boundary is a Polygon or a MultiPolygon"),
        ("LINESTRING(116 36, 117 37)", "a boundary is a Polygon or a MultiPolygon"),
        ('{"type": "Feature"}', "a boundary is a Polygon or a MultiPolygon"),
        ("POLYGON((116 96, 117 96, 117 97, 116 96))", "a position is a longitude and a latitude"),
        (
            "POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))",
            "the outline crosses or touches itself",
        ),
    ],
)
def test_a_text_that_draws_no_outline_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        outline_of(text)
    assert (refusal.value.code, refusal.value.fields) == (Code.INVALID, {"boundary": reason})


@pytest.mark.parametrize("word", ["GEOMETRYCOLLECTION", "CURVEPOLYGON", "POLYGON", '{"a":'])
def test_a_shape_nested_without_end_does_not_take_the_process_down(word: str) -> None:
    bracket = "" if word.startswith("{") else "("
    with pytest.raises(Refused):
        outline_of(f"{word}{bracket}" * 200_000)
