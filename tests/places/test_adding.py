from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from huying.kernel.refusals import Code, Refused
from huying.places.actions import add_place, bulk_add, retire_place
from huying.places.models import Place
from huying.places.queries import children, faults, place
from huying.places.rules import NewPlace, grid_code
from huying.places.states import Level
from tests.places.town import (
    AT,
    DISTRICT,
    SMALL,
    community_code,
    district_rows,
    square,
    tree_problems,
    undone,
)

pytestmark = pytest.mark.django_db


def district() -> Place:
    return add_place(parent=None, level=Level.DISTRICT, code=DISTRICT, name="云川区", at=AT)


def test_a_place_added_alone_stands_last_among_its_siblings_and_knows_what_is_above() -> None:
    root = district()
    first = add_place(parent=root, level=Level.STREET, code="990101001", name=" 青石 街道 ", at=AT)
    second = add_place(parent=root, level=Level.STREET, code="990101002", name="白云街道", at=AT)
    living = add_place(
        parent=second, level=Level.COMMUNITY, code="990101002001", name="柳溪社区居委会", at=AT
    )
    grid = add_place(
        parent=living,
        level=Level.GRID,
        code="990101002001001",
        name="第一网格",
        address="柳溪路 １２号",
        boundary=square(120, 36, 0.5),
        at=AT,
    )
    facts = Place.objects.filter(pk=grid.pk).values().get()
    assert facts == {
        "id": grid.pk,
        "path": "0001000200010001",
        "depth": 4,
        "numchild": 0,
        "code": "990101002001001",
        "name": "第一网格",
        "name_key": "第1网格",
        "level": "grid",
        "grid_kind": "basic",
        "estate_kind": "",
        "address": "柳溪路 １２号",
        "address_key": "柳溪路12号",
        "boundary": square(120.0, 36.0, 0.5),
        "min_lng": 120.0,
        "min_lat": 36.0,
        "max_lng": 120.5,
        "max_lat": 36.5,
        "lng": 120.25,
        "lat": 36.25,
        "district_id": root.pk,
        "street_id": second.pk,
        "community_id": living.pk,
        "added_at": AT,
        "changed_at": AT,
        "retired_on": None,
    }
    assert [(each.name, each.path) for each in (first, second)] == [
        ("青石 街道", "00010001"),
        ("白云街道", "00010002"),
    ]
    assert (root.numchild, root.district, living.community) == (2, root, living)
    assert (faults(), tree_problems()) == ({}, [])


def test_a_district_added_in_bulk_is_a_valid_tree_in_the_order_of_its_rows() -> None:
    rows = list(district_rows(**SMALL))
    assert bulk_add(rows, at=AT) == len(rows) == 71
    assert (faults(), tree_problems()) == ({}, [])
    assert list(Place.objects.values_list("code", flat=True)) == [row.code for row in rows]
    levels = [Place.objects.filter(level=level).count() for level in Level]
    assert levels == [1, 2, 4, 8, 8, 16, 32]


@given(chance=st.randoms(), cut=st.integers(0, 71))
@settings(max_examples=20)
def test_rows_in_any_order_and_in_two_loads_make_the_same_places(chance: Random, cut: int) -> None:
    rows = list(district_rows(**SMALL))
    first, second = rows[:cut], rows[cut:]
    chance.shuffle(first)
    chance.shuffle(second)
    with undone():
        assert bulk_add(first, at=AT) + bulk_add(second, at=AT) == len(rows)
        stored = Place.objects.in_bulk(field_name="code")
        assert {code: above(each) for code, each in stored.items()} == {
            row.code: row.parent for row in rows
        }
        assert (faults(), tree_problems()) == ({}, [])


def test_added_rows_come_after_the_children_that_are_there() -> None:
    bulk_add(district_rows(**SMALL), at=AT)
    living = place(community_code(2, 2))
    rows = [
        NewPlace(
            level="grid", code=grid_code(living.code, n), name=f"第{n}网格", parent=living.code
        )
        for n in (9, 7, 8)
    ]
    assert bulk_add(rows, at=AT) == 3
    grids = children(living.code, Level.GRID).values_list("code", flat=True)
    assert [code[-3:] for code in grids] == ["001", "002", "009", "007", "008"]
    assert place(living.code).numchild == 5
    assert (faults(), tree_problems()) == ({}, [])


def test_nothing_added_is_no_fault() -> None:
    assert bulk_add([], at=AT) == 0


def test_a_load_asks_far_fewer_questions_than_it_has_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = list(district_rows(**SMALL | {"households": 30}))
    with django_assert_max_num_queries(len(rows) // 10):
        bulk_add(rows, at=AT)


BASE: dict[str, Any] = {
    "level": "grid",
    "code": community_code(1, 1) + "009",
    "name": "第九网格",
    "parent": community_code(1, 1),
}
WRONG: list[tuple[dict[str, Any], Code, str]] = [
    ({"level": "planet"}, Code.INVALID, "level"),
    ({"level": "street"}, Code.INVALID, "parent"),
    ({"level": "household"}, Code.INVALID, "parent"),
    ({"parent": ""}, Code.INVALID, "parent"),
    ({"parent": community_code(1, 2)}, Code.INVALID, "code"),
    ({"parent": "990101009009"}, Code.UNKNOWN, "parent"),
    ({"parent": "no\x00thing"}, Code.UNKNOWN, "parent"),
    ({"code": community_code(1, 1) + "001"}, Code.CONFLICT, "code"),
    ({"code": "\x00"}, Code.INVALID, "code"),
    ({"code": ""}, Code.INVALID, "code"),
    ({"name": ""}, Code.INVALID, "name"),
    ({"name": " \u3000\u200b"}, Code.INVALID, "name"),
    ({"name": "第" * 101}, Code.INVALID, "name"),
    ({"name": "第九\u202e网格"}, Code.INVALID, "name"),
    ({"name": "第九\x00网格"}, Code.INVALID, "name"),
    ({"address": "路" * 201}, Code.INVALID, "address"),
    ({"address": "\x07"}, Code.INVALID, "address"),
    ({"grid_kind": "huge"}, Code.INVALID, "grid_kind"),
    ({"estate_kind": "open"}, Code.INVALID, "estate_kind"),
    ({"level": "estate", "grid_kind": ""}, Code.INVALID, "estate_kind"),
    ({"level": "estate", "grid_kind": "basic"}, Code.INVALID, "grid_kind"),
    ({"lng": 120.0}, Code.INVALID, "lat"),
    ({"lng": 190.0, "lat": 36.0}, Code.INVALID, "lng"),
    ({"boundary": {"type": "Point", "coordinates": [1, 1]}}, Code.INVALID, "boundary"),
]


@pytest.mark.parametrize(("change", "code", "field"), WRONG)
def test_a_row_that_cannot_stand_is_refused_by_its_field_and_nothing_is_written(
    change: dict[str, Any], code: Code, field: str
) -> None:
    bulk_add(district_rows(**SMALL), at=AT)
    before = list(Place.objects.values())
    good = NewPlace(**BASE | {"code": community_code(1, 1) + "008"})
    with pytest.raises(Refused) as refusal:
        bulk_add([good, NewPlace(**BASE | change)], at=AT)
    assert (refusal.value.code, list(refusal.value.fields)) == (code, [f"rows.1.{field}"])
    assert list(Place.objects.values()) == before


def test_a_place_added_alone_is_refused_by_its_plain_field() -> None:
    with pytest.raises(Refused) as refusal:
        add_place(parent=None, level=Level.DISTRICT, code="99", name="云川区", at=AT)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, ["code"])


def test_the_same_code_twice_in_one_load_is_refused_at_the_second_row() -> None:
    rows = list(district_rows(**SMALL))
    with pytest.raises(Refused) as refusal:
        bulk_add([*rows, rows[5]], at=AT)
    assert refusal.value.code == Code.CONFLICT
    assert list(refusal.value.fields) == [f"rows.{len(rows)}.code"]
    assert Place.objects.count() == 0


def test_a_retired_place_takes_no_new_place() -> None:
    bulk_add(district_rows(**SMALL), at=AT)
    retire_place(place(community_code(1, 1)), at=AT)
    with pytest.raises(Refused) as refusal:
        bulk_add([NewPlace(**BASE)], at=AT)
    assert (refusal.value.code, list(refusal.value.fields)) == (
        Code.WRONG_STATE,
        ["rows.0.parent"],
    )


@pytest.mark.django_db(transaction=True)
def test_eight_desks_adding_to_one_place_leave_a_valid_tree() -> None:
    bulk_add(district_rows(**SMALL), at=AT)
    parent_code = community_code(1, 1)

    def add(number: int) -> str:
        try:
            add_place(
                parent=place(parent_code),
                level=Level.GRID,
                code=grid_code(parent_code, number // 2 + 100),
                name="新网格",
                at=AT,
            )
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "added"

    with ThreadPoolExecutor(8) as desks:
        outcomes = Counter(desks.map(add, range(16)))
    # Every code was asked for twice: one desk got it, the other was told so.
    assert outcomes == {"added": 8, Code.CONFLICT: 8}
    assert children(parent_code).count() == 10
    assert (faults(), tree_problems()) == ({}, [])


@pytest.mark.django_db(transaction=True)
def test_a_code_taken_by_a_load_not_yet_finished_is_refused_when_it_finishes() -> None:
    bulk_add(district_rows(**SMALL), at=AT)
    code = f"{community_code(1, 1)}E77"
    asking = Event()

    def row(grid: int) -> NewPlace:
        parent = grid_code(community_code(1, 1), grid)
        return NewPlace(level="estate", code=code, name="新苑", parent=parent, estate_kind="open")

    def add_elsewhere() -> str:
        asking.set()
        try:
            return f"added {bulk_add([row(2)], at=AT)}"
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other_desk:
        with transaction.atomic():
            first = bulk_add([row(1)], at=AT)
            second = other_desk.submit(add_elsewhere)
            # Time enough to look, find the code free, and wait for this transaction to end.
            asking.wait(5)
            sleep(0.3)
        assert (first, second.result()) == (1, Code.CONFLICT)
    assert (faults(), tree_problems()) == ({}, [])


def above(inner: Place) -> str:
    """The code of the place whose path is one step shorter."""
    return Place.objects.filter(path=inner.path[:-4]).values_list("code", flat=True).first() or ""
