import pytest

from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import GridKind, Level
from tests.api.calling import Caller, content, refusal
from tests.builders import START, Cast
from tests.places.town import square


def codes(caller: Caller, **query: object) -> list[str]:
    """Every code on every page, two to a page."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = content(caller.get("/places", limit=2, cursor=cursor, **query))
        found += [place["code"] for place in page["items"]]
        cursor = page["next_cursor"]
    return found


def test_the_tree_is_read_a_step_at_a_time_or_a_level_at_once(visitor: Caller) -> None:
    assert codes(visitor) == ["990101"]
    assert codes(visitor, parent="990101") == ["990101001"]
    assert codes(visitor, parent="990101001") == ["990101001001", "990101001002"]
    assert codes(visitor, level="community") == ["990101001001", "990101001002"]
    assert codes(visitor, parent="990101001001", level="building") == ["990101001001001-B3"]
    assert codes(visitor, parent="990101001002", level="building") == []


def test_a_place_tells_its_name_its_level_and_what_it_lies_in(visitor: Caller) -> None:
    page = content(visitor.get("/places", level="grid", total="true"))
    assert page == {
        "items": [
            {
                "code": "990101001001001",
                "name": "槐荫里第一网格",
                "level": "grid",
                "grid_kind": "basic",
                "estate_kind": "",
                "address": "",
                "lng": None,
                "lat": None,
                "district": {"code": "990101", "name": "云川区"},
                "street": {"code": "990101001", "name": "青梧街道"},
                "community": {"code": "990101001001", "name": "槐荫里社区"},
                "retired_on": None,
            }
        ],
        "next_cursor": None,
        "total": 1,
    }


def test_a_retired_place_is_no_longer_told(visitor: Caller, cast: Cast) -> None:
    Place.objects.filter(pk=cast.neighbour.pk).update(retired_on=START.date())
    assert codes(visitor, level="community") == ["990101001001"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"parent": "nowhere"}, (404, "unknown", ["place"])),
        ({"level": "planet"}, (422, "invalid", ["level"])),
        ({"limit": "201"}, (422, "invalid", ["limit"])),
        ({"cursor": "\x00"}, (422, "invalid", ["cursor"])),
        ({"parent": "\x00"}, (422, "invalid", ["parent"])),
    ],
)
def test_a_question_about_the_tree_that_makes_no_sense_is_refused(
    visitor: Caller, query: dict[str, str], expected: tuple[int, str, list[str]]
) -> None:
    assert refusal(visitor.get("/places", **query)) == expected


@pytest.fixture
def mapped(cast: Cast) -> Place:
    """A grid with a boundary."""
    return add_place(
        parent=cast.community, level=Level.GRID, code="990101001001002", name="槐荫里第二网格",
        grid_kind=GridKind.BASIC, boundary=square(116.0, 36.0), at=START,
    )  # fmt: skip


def test_a_point_or_an_address_leads_to_its_place_and_grid(visitor: Caller, mapped: Place) -> None:
    point = content(visitor.get("/places/locate", lng=116.005, lat=36.005))
    text = content(visitor.get("/places/locate", text="槐荫里社区3号楼门口"))
    assert (point["place"]["code"], point["grid"]["code"]) == (mapped.code, mapped.code)
    assert (text["place"]["code"], text["grid"]["code"]) == (
        "990101001001001-B3",
        "990101001001001",
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, (422, "incomplete", ["text"])),
        ({"text": " "}, (422, "incomplete", ["text"])),
        ({"lng": "116"}, (422, "incomplete", ["lat"])),
        ({"lat": "36"}, (422, "incomplete", ["lng"])),
        ({"lng": "200", "lat": "36"}, (422, "invalid", ["lng"])),
        ({"lng": "nan", "lat": "inf"}, (422, "invalid", ["lat", "lng"])),
        ({"lng": "1e999", "lat": "x"}, (422, "invalid", ["lat", "lng"])),
        ({"text": "x" * 501}, (422, "invalid", ["text"])),
        ({"text": "\x00"}, (422, "invalid", ["text"])),
        ({"lng": "0.5", "lat": "0.5"}, (404, "unknown", [])),
        ({"text": "月球背面"}, (404, "unknown", [])),
    ],
)
def test_what_leads_nowhere_says_so(
    visitor: Caller, query: dict[str, str], expected: tuple[int, str, list[str]]
) -> None:
    assert refusal(visitor.get("/places/locate", **query)) == expected


def test_an_order_placed_by_a_point_belongs_to_the_grid_around_it(
    visitor: Caller, lin: Caller, mapped: Place
) -> None:
    placed = content(visitor.post("/orders", {"text": "路面塌陷", "lng": 116.005, "lat": 36.005}))
    seen = content(lin.get(f"/orders/{placed['number']}"))
    assert (seen["place"]["code"], seen["lng"], seen["lat"]) == (mapped.code, 116.005, 36.005)
