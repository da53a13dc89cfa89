"""Charts and maps: the picture and the table say the same, and nothing leaves its frame."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huying.web.ui.geometry import STEPS, fitted, height_of, middle, round_top, shade, trace
from huying.web.ui.shapes import Area, HeatRow, Series
from tests.web.test_components import drawn

VALUES = st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=40)
PLACES = st.tuples(
    st.floats(min_value=73, max_value=135, allow_nan=False),
    st.floats(min_value=18, max_value=54, allow_nan=False),
)
RINGS = st.lists(st.lists(PLACES, min_size=3, max_size=8), min_size=1, max_size=6)


@pytest.fixture(autouse=True, scope="module")
def read_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@given(VALUES)
def test_a_line_stays_in_its_frame_and_the_top_is_round(values: list[int]) -> None:
    top = round_top(values)
    assert top >= max(values)
    assert re.fullmatch(r"[125]0*(\.0)?|10*(\.0)?", str(top))
    points = [tuple(map(float, pair.split(","))) for pair in trace(values, top, 600, 180).split()]
    assert len(points) == len(values)
    assert all(0 <= x <= 600 and 0 <= y <= 180 for x, y in points)


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=10**6))
def test_a_shade_is_none_for_nothing_and_darkest_for_the_most(value: int, more: int) -> None:
    most = value + more
    assert 0 <= shade(value, most) <= STEPS
    assert (shade(value, most) == 0) == (value == 0)
    if most:
        assert shade(most, most) == STEPS


@given(RINGS)
def test_outlines_fit_into_the_picture_with_north_up(
    rings: list[list[tuple[float, float]]],
) -> None:
    drawn_rings = fitted(rings, 600, 420)
    points = [point for ring in drawn_rings for point in ring]
    assert all(-0.2 <= x <= 600.2 and -0.2 <= y <= 420.2 for x, y in points)
    flat = [point for ring in rings for point in ring]
    north, south = max(flat, key=lambda p: p[1]), min(flat, key=lambda p: p[1])
    where = dict(zip(map(tuple, flat), points, strict=True))
    assert where[north][1] <= where[south][1]


def test_no_outline_is_no_picture_and_a_flat_one_has_a_middle() -> None:
    assert fitted([], 600, 420) == []
    assert middle([(0, 0), (10, 4)]) == (5, 2)
    assert height_of(5, 0, 180) == 180


@pytest.mark.parametrize(
    ("source", "context", "words"),
    [
        (
            "{% lines_chart series labels 'By week' %}",
            {"series": [Series("Placed", (3, 8)), Series("Done", (1, 9))], "labels": ["w1", "w2"]},
            ["By week", "Placed", "w1", "3", "w2", "9", "top line 10"],
        ),
        (
            "{% heat rows columns 'When' %}",
            {"rows": [HeatRow("Mon", (0, 7))], "columns": ["8", "9"]},
            ["When", "Mon", "0", "7"],
        ),
        (
            "{% map_panel areas 'Where' 'open' %}",
            {"areas": [Area("East", [(120, 36), (121, 36), (121, 37)], 4, 1), Area("West", [], 2)]},
            ["Where", "East", "4", "1", "West", "2"],
        ),
    ],
)
def test_every_figure_of_the_picture_stands_in_words(
    source: str, context: dict[str, object], words: list[str]
) -> None:
    page = drawn(source, **context)
    bare = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert [word for word in words if word not in bare.split() and word not in bare] == []
    assert "style=" not in page


def test_what_is_late_is_edged_last_so_that_nothing_covers_it() -> None:
    ring = [(120, 36), (121, 36), (121, 37)]
    page = drawn(
        "{% map_panel areas 'Where' 'open' %}", areas=[Area("a", ring, late=1), Area("b", ring)]
    )
    assert page.rindex("map-late") > page.rindex('class="map-area map-0"')
