"""The console's places: a boundary as text, refused at its field, and counting at once."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huying.orders.models import Order
from huying.orders.named import with_names
from huying.people.roles import Role
from huying.places.models import Place
from huying.places.queries import by_point, known_place
from tests.builders import Cast
from tests.web.browsing import read, signed_in

WKT = "POLYGON((110 30, 112 30, 112 32, 110 32, 110 30))"


@pytest.fixture
def keeper(cast: Cast) -> Client:
    """The system keeper of the district."""
    return signed_in(cast.hire("小管", Role.SYSTEM_KEEPER, cast.district))


def page(place: Place) -> str:
    return reverse("console:places_place_change", args=[place.pk])


def send(keeper: Client, place: Place, **fields: Any) -> Any:
    place.refresh_from_db()
    kept = {name: getattr(place, name) for name in ("name", "address", "lng", "lat")}
    facts = {"boundary": json.dumps(place.boundary) if place.boundary else "", "retired_on": ""}
    sent = facts | kept | fields
    return keeper.post(page(place), {k: "" if v is None else v for k, v in sent.items()})


def test_a_boundary_given_as_text_takes_the_point_along_and_is_found(
    keeper: Client, cast: Cast
) -> None:
    assert send(keeper, cast.grid, lng="120", lat="36").status_code == 302
    assert send(keeper, cast.grid, boundary=WKT).status_code == 302
    cast.grid.refresh_from_db()
    assert (cast.grid.max_lng, cast.grid.lng, cast.grid.lat) == (112, 111, 31)
    assert by_point(110.5, 30.5) == cast.grid
    assert "{&quot;type&quot;: &quot;Polygon&quot;" in keeper.get(page(cast.grid)).content.decode()


def test_an_unchanged_page_saved_again_changes_nothing_but_the_time(
    keeper: Client, cast: Cast
) -> None:
    send(keeper, cast.grid, boundary=WKT)
    before = Place.objects.defer("changed_at").values().get(pk=cast.grid.pk)
    assert send(keeper, cast.grid).status_code == 302
    after = Place.objects.defer("changed_at").values().get(pk=cast.grid.pk)
    assert {k for k in after if after[k] != before[k]} <= {"changed_at"}


def test_a_boundary_emptied_is_gone_and_the_point_stays(keeper: Client, cast: Cast) -> None:
    send(keeper, cast.grid, boundary=WKT)
    assert send(keeper, cast.grid, boundary="").status_code == 302
    cast.grid.refresh_from_db()
    assert (cast.grid.boundary, cast.grid.min_lng, cast.grid.lng) == (None, None, 111)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"boundary": "around the lake"}, "neither GeoJSON nor WKT"),
        ({"boundary": "GEOMETRYCOLLECTION(" * 50_000}, "a boundary is a Polygon or a MultiPolygon"),
        ({"boundary": "POINT(110 30)"}, "a boundary is a Polygon or a MultiPolygon"),
        ({"boundary": "POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"}, "crosses or touches itself"),
        ({"lng": "200", "lat": "30"}, "less than or equal to 180"),
        ({"lng": "110", "lat": ""}, "A point has both longitude and latitude."),
        ({"lng": "", "lat": "30"}, "A point has both longitude and latitude."),
        ({"name": "甲\u202e乙"}, "a name has 1 to 100 printable characters"),
        ({"address": "甲\u202e乙"}, "an address has at most 200 printable characters"),
    ],
)
def test_nonsense_is_refused_at_its_field_and_what_was_typed_stays(
    keeper: Client, cast: Cast, fields: dict[str, str], said: str
) -> None:
    before = Place.objects.values().get(pk=cast.grid.pk)
    answer = send(keeper, cast.grid, **fields)
    assert answer.status_code == 200
    assert said in read(answer)
    typed = answer.context["adminform"].form.data
    assert {name: typed[name] for name in fields} == fields
    assert Place.objects.values().get(pk=cast.grid.pk) == before


def test_the_reason_is_told_in_chinese_too(keeper: Client, cast: Cast) -> None:
    keeper.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    answer = send(keeper, cast.grid, boundary="湖边一圈")
    assert "既不是 GeoJSON 也不是 WKT" in answer.content.decode()


def test_a_new_name_counts_at_once_although_places_are_kept_in_memory(
    keeper: Client,
    cast: Cast,
    kept_reference_data: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    cast.place()

    def names() -> set[str]:
        (order,) = with_names(Order.objects.all())
        return {known_place(cast.building.code).name, order.place.name}

    assert names() == {cast.building.name}
    with django_capture_on_commit_callbacks(execute=True):
        assert send(keeper, cast.building, name="新三号楼").status_code == 302
    assert names() == {"新三号楼"}
