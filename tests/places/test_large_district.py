"""A district of 25,000 places: what is asked stays a question or three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.places.actions import bulk_add
from huying.places.models import Place
from huying.places.queries import by_point, by_text, children, faults, grid_of, place, within
from huying.places.states import Level
from tests.places.town import AT, DISTRICT, community_code, district_rows

SIZE = {
    "streets": 10,
    "communities": 10,
    "grids": 4,
    "estates": 1,
    "buildings": 10,
    "households": 5,
}


@pytest.mark.django_db
def test_a_district_of_25000_places_is_answered_in_a_handful_of_queries() -> None:
    rows = list(district_rows(**SIZE))
    assert bulk_add(rows, at=AT) == len(rows) == Place.objects.count() == 24_911
    assert faults() == {}
    home = f"{community_code(3, 2)}001E85-3-5"
    address = "云3街道南3北2社区，85号花园三栋1单元501室漏水了，请派人来看看。"
    with CaptureQueriesContext(connection) as asked:
        answers = [
            by_point(120.015, 36.015),
            by_point(120.395, 36.105),
            by_point(10, 10),
            by_text(address),
            by_text("85号花园"),
            by_text("没有这个地方" * 100),
            grid_of(place(home)),
        ]
    assert [each.code if each else None for each in answers] == [
        f"{community_code(1, 1)}002",
        f"{community_code(10, 10)}004",
        None,
        home,
        home[:-4],
        None,
        f"{community_code(3, 2)}001",
    ]
    assert len(asked) == 3 * 1 + 3 + 3 + 1 + 2
    assert children(DISTRICT, Level.GRID).count() == 400
    assert within(place(community_code(3, 2))).count() == 249
