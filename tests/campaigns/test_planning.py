"""The list and the points: pasted, taken from the tree, corrected; nothing twice, nothing outside."""

import pytest

from huying.campaigns.models import Leader, Point, Target
from huying.campaigns.queries import points_of, story
from huying.campaigns.states import CampaignState
from huying.kernel.refusals import Code, Refused
from huying.places.doors import Line, building_of, lines_of
from huying.trail.models import Message
from tests.builders import Cast
from tests.campaigns.planning import DOORS, Day, day_in, home

S = CampaignState


@pytest.mark.parametrize(
    ("label", "building"),
    [
        ("3号楼2单元501", "3号楼"), ("槐荫路12号院3栋502", "槐荫路12号院"), ("A座1203", "A座"),
        ("东区 7号楼 101", "东区 7号楼"), ("十二栋西门", "十二栋"), ("高秀兰", ""), ("501", ""),
    ],
)  # fmt: skip
def test_a_door_belongs_to_the_building_its_words_name(label: str, building: str) -> None:
    assert building_of(label) == building


def test_a_pasted_list_is_read_line_by_line_and_each_line_once() -> None:
    pasted = "3号楼101, 高秀兰\n\n 3号楼102\t李大爷\n3号楼101，高秀兰\n3号楼  103\n"
    assert lines_of(pasted) == [
        Line("3号楼101", "高秀兰"), Line("3号楼102", "李大爷"), Line("3号楼 103"),
    ]  # fmt: skip


def refused(day: Day, what: str, /, **raw: str) -> tuple[Code, list[str]]:
    """How a move of the secretary's is refused; nothing must have changed."""
    before = (story(day.campaign), list(Target.objects.values()), list(Point.objects.values()))
    with pytest.raises(Refused) as refusal:
        day.move(what, **raw)
    after = (story(day.campaign), list(Target.objects.values()), list(Point.objects.values()))
    assert after == before
    return refusal.value.code, sorted(refusal.value.fields)


def listed(day: Day) -> list[tuple[str, str, str, str | None]]:
    rows = Target.objects.filter(campaign=day.campaign, struck_at=None).order_by("id")
    found = rows.select_related("place")
    return [(t.label, t.name, t.group, t.place.code if t.place else None) for t in found]


def test_pasted_doors_find_their_building_and_come_once(cast: Cast) -> None:
    day = day_in(cast, S.PREPARED)
    day.move("enlist", lines="3号楼1单元101\n3号楼1单元103")
    building = cast.building.code
    assert listed(day) == [
        ("3号楼1单元101", "", "3号楼", building), ("3号楼1单元102", "", "3号楼", building),
        ("3号楼2单元201", "高秀兰", "3号楼", building), ("5号楼1单元101", "", "5号楼", None),
        ("3号楼1单元103", "", "3号楼", building),
    ]  # fmt: skip
    told = story(day.campaign)[-1]
    assert (told.given["added"], told.given["known"]) == (1, 1)
    assert "高秀兰" not in str([record.given for record in story(day.campaign)])
    assert Message.objects.filter(event="campaign.enlist").count() == 2


def test_homes_of_the_tree_come_with_their_place(cast: Cast) -> None:
    day = day_in(cast, S.PREPARED, ())
    homes = [home(cast, "1单元101", 1), home(cast, "1单元102", 2)]
    day.move("enlist_homes", homes_of=cast.building.code)
    assert listed(day) == [(f"3号楼{h.name}", "", "3号楼", h.code) for h in homes]


def test_a_list_is_refused_where_it_cannot_be_one(cast: Cast) -> None:
    day = day_in(cast, S.PREPARED)
    assert refused(day, "enlist", lines=" ") == (Code.INCOMPLETE, ["lines"])
    assert refused(day, "enlist", lines="，，") == (Code.INVALID, ["lines"])
    assert refused(day, "enlist", lines="楼" * 81) == (Code.INVALID, ["lines"])
    assert refused(day, "enlist", lines="3号楼\x00") == (Code.INVALID, ["lines"])
    assert refused(day, "enlist_homes", homes_of=cast.neighbour.code)[0] is Code.INVALID
    assert refused(day, "enlist_homes", homes_of=cast.building.code)[0] is Code.INVALID
    assert refused(day, "strike", lines="9号楼", reason="误录") == (Code.INVALID, ["lines"])
    assert refused(day, "strike", lines=DOORS[0]) == (Code.INCOMPLETE, ["reason"])


def test_a_door_is_taken_off_with_a_reason_until_somebody_there_was_reached(cast: Cast) -> None:
    day = day_in(cast)
    tick = day.tick("3号楼1单元101")
    day.bring(tick)
    day.move("strike", lines="3号楼1单元102", reason="空房")
    assert [row[0] for row in listed(day)] == ["3号楼1单元101", "3号楼2单元201", "5号楼1单元101"]
    assert refused(day, "strike", lines="3号楼1单元101", reason="空房") == (Code.CONFLICT, [])
    day.move("enlist", lines="3号楼1单元102")
    assert len(listed(day)) == 4


def test_a_list_that_was_closed_once_is_fixed(cast: Cast) -> None:
    day = day_in(cast, S.CLOSED)
    day.move("reopen", reason="还有两台手机没有联网")
    assert refused(day, "enlist", lines="9号楼101") == (Code.CONFLICT, [])
    assert refused(day, "strike", lines=DOORS[0], reason="x") == (Code.CONFLICT, [])


def test_points_have_names_places_and_leaders(cast: Cast) -> None:
    day = day_in(cast, S.PREPARED)
    lin, he = cast.lin.person, cast.dispatcher.person
    day.move("add_point", point_name="东门", point_place=cast.building.code, leaders=[str(lin.pk)])
    day.move("add_point", point_name="西门")
    assert refused(day, "add_point", point_name="东门") == (Code.CONFLICT, ["point_name"])
    outside = refused(day, "add_point", point_name="柳岸", point_place=cast.neighbour.code)
    assert outside == (Code.INVALID, ["point_place"])
    east = points_of(day.campaign)[0][0]
    day.move("name_leaders", point=str(east.pk), leaders=[str(he.pk), str(he.pk)])
    found = [(point.name, led) for point, led in points_of(day.campaign)]
    assert found == [("东门", [he]), ("西门", [])]
    assert Leader.objects.filter(until_at=None).count() == 1
    day.move("drop_point", point=str(east.pk), reason="下雨")
    assert [point.name for point, _led in points_of(day.campaign)] == ["西门"]
    assert refused(day, "name_leaders", point=str(east.pk), leaders=str(he.pk))[0] is Code.INVALID


def test_details_are_corrected_with_a_reason(cast: Cast) -> None:
    day = day_in(cast, S.PREPARED)
    day.move("correct", name="第二轮采样", held_on="2026-03-12", reason="改期")
    day.campaign.refresh_from_db()
    assert (day.campaign.name, str(day.campaign.held_on)) == ("第二轮采样", "2026-03-12")
    assert refused(day, "correct", name="x") == (Code.INCOMPLETE, ["reason"])
    assert refused(day, "correct", expected="9", reason="x") == (Code.INVALID, ["expected"])
