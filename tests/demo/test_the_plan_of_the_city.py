"""The plan on paper: a map without gaps, seats with people in them, words for everything."""

from collections import Counter
from io import BytesIO
from random import Random
from string import Formatter

import pytest
import shapely
from PIL import Image, ImageChops
from shapely.geometry import shape

from huying.demo.cast import souls
from huying.demo.data import city, words
from huying.demo.groundplan import rows
from huying.demo.matters import ANSWER, DESK, Matter
from huying.demo.scenes import NAMES, picture
from huying.orders.states import NotAccepted, OrderKind
from huying.orgs.states import DESK_KINDS, OrgKind
from huying.people.roles import Role
from huying.people.rules import phone_number
from huying.places.rules import NewPlace
from huying.places.states import Level
from huying.practices import read

PLACES = rows(city())
OUTLINES = {row.code: shape(row.boundary or {}) for row in PLACES}
SLOTS = {"楼", "元", "层", "室", "小区", "天"}
SECTIONS = ("matters", "vague", "declined", "voided", "drafts", "split")
MATTERS = [(section, Matter(**row)) for section in SECTIONS for row in words()[section]]


def of_level(level: Level) -> list[NewPlace]:
    return [row for row in PLACES if row.level == level]


@pytest.mark.parametrize("level", [Level.STREET, Level.COMMUNITY, Level.GRID])
def test_the_places_of_a_level_cover_the_district_without_gap_or_overlap(level: Level) -> None:
    whole = OUTLINES[city()["district"]["code"]]
    parts = [OUTLINES[row.code] for row in of_level(level)]
    assert shapely.union_all(parts).symmetric_difference(whole).area < whole.area * 1e-9
    assert sum(part.area for part in parts) == pytest.approx(whole.area)


def test_every_place_lies_in_the_one_above_it() -> None:
    a_metre = 1e-5
    outside = [
        row.code
        for row in PLACES
        if row.parent and not OUTLINES[row.parent].buffer(a_metre).covers(OUTLINES[row.code])
    ]
    assert outside == []


def test_no_two_estates_and_no_two_buildings_stand_on_each_other() -> None:
    for level in (Level.ESTATE, Level.BUILDING):
        tree = shapely.STRtree([OUTLINES[row.code] for row in of_level(level)])
        pairs = tree.query(tree.geometries, predicate="intersects")
        assert [(a, b) for a, b in pairs.T if a != b] == []


def test_grids_are_numbered_from_the_north_west() -> None:
    for community in of_level(Level.COMMUNITY):
        grids = [row for row in of_level(Level.GRID) if row.parent == community.code]
        middles = [OUTLINES[row.code].centroid for row in grids]
        assert [row.code[-3:] for row in grids] == [f"{n:03}" for n in range(1, len(grids) + 1)]
        assert middles[0].y > middles[-1].y


def test_names_of_communities_and_estates_are_used_once() -> None:
    named = Counter(row.name for row in PLACES if row.level != Level.BUILDING)
    assert [name for name, times in named.items() if times > 1] == []


def test_every_seat_is_taken_once_and_nobody_shares_a_name_or_a_number() -> None:
    people = souls(city(), PLACES, Random(1))
    seats = Counter((p.seat.role, p.seat.place) for p in people if p.seat.role)
    assert set(seats.values()) == {1}
    assert Counter(role for role, _ in seats) == {
        Role.DISTRICT_COMMANDER: 1, Role.SUPERVISOR: 1, Role.EVALUATOR: 1, Role.AUDITOR: 1,
        Role.SYSTEM_KEEPER: 1, Role.STREET_LEADER: 2, Role.DISPATCHER: 2,
        Role.COMMUNITY_SECRETARY: 6, Role.RECEPTION_WORKER: 6, Role.GRID_WORKER: 40,
        Role.GRID_ASSISTANT: 40, Role.STREET_ADVISER: 40, Role.DEPARTMENT_ADVISER: 40,
        Role.BUILDING_HEAD: 32,
    }  # fmt: skip
    assert len({person.name for person in people}) == len(people)
    assert len({phone_number(person.phone) for person in people}) == len(people)
    assert {person.username for person in people if person.username} == {
        login["username"] for login in city()["logins"]
    }


def test_every_organisation_that_answers_has_two_people() -> None:
    people = souls(city(), PLACES, Random(1))
    members = Counter(person.seat.unit for person in people if person.seat.unit)
    sizes = {each["code"]: members[each["code"]] for each in city()["organisations"]}
    assert set(sizes.values()) == {2}
    assert {each["kind"] for each in city()["organisations"]} == set(OrgKind)
    desks = {each["place"] for each in city()["organisations"] if each["kind"] in DESK_KINDS}
    above_grids = {Level.DISTRICT, Level.STREET, Level.COMMUNITY}
    assert desks == {row.code for row in PLACES if row.level in above_grids}


def test_no_wording_is_used_for_two_matters() -> None:
    spoken = Counter(text for _, matter in MATTERS for text in matter.texts)
    assert [text for text, times in spoken.items() if times > 1] == []
    assert len(spoken) >= 150


def test_every_slot_in_the_words_can_be_filled() -> None:
    said = [t for _, m in MATTERS for t in (*m.texts, m.reply, m.supply)]
    slots = {name for text in said for _, name, _, _ in Formatter().parse(text) if name is not None}
    assert slots == SLOTS


def test_every_sub_item_of_the_baseline_is_asked_for_and_no_other() -> None:
    known = {row.code for row in read("standard").categories if row.parent}
    asked = {m.category for section, m in MATTERS if section == "matters"}
    assert asked == known
    assert {m.category for _, m in MATTERS if m.category} == known


def test_every_matter_says_all_that_its_story_needs() -> None:
    roles = {each["role"] for each in city()["organisations"]} | {DESK, ANSWER}
    for section, matter in MATTERS:
        parts = {part["unit"] for part in matter.parts}
        assert {matter.unit, *matter.helpers, *parts} <= roles, matter.texts
        assert not matter.wrong or (matter.wrong in roles and matter.basis), matter.texts
        assert matter.kind in set(OrderKind), matter.texts
        assert matter.scene in {"", *NAMES}, matter.texts
        assert Level(matter.where), matter.texts
        if section in {"matters", "vague"}:
            assert matter.why, matter.texts
            assert matter.reply, matter.texts
    assert {m.why for section, m in MATTERS if section == "declined"} == set(NotAccepted)
    assert all(m.ask and m.supply for section, m in MATTERS if section == "vague")
    assert all(m.reason and m.reply for section, m in MATTERS if section == "split")
    assert all(m.other_way for section, m in MATTERS if section == "declined")
    assert all(m.reason for section, m in MATTERS if section == "voided")


@pytest.mark.parametrize("scene", sorted(NAMES))
def test_a_scene_is_the_same_street_before_and_after(scene: str) -> None:
    before, after = (Image.open(BytesIO(picture(scene, moment))) for moment in ("before", "after"))
    assert (before.format, before.size, after.size) == ("JPEG", (960, 720), (960, 720))
    changed = ImageChops.difference(before, after).convert("L").point(lambda v: 255 * (v > 40))
    share = changed.histogram()[255] / (960 * 720)
    assert 0.005 < share < 0.6
    assert picture(scene, "after") == picture(scene, "after")
