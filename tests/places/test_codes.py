import pytest

from huying.kernel.refusals import Code, Refused
from huying.places.rules import (
    check_code,
    check_parent,
    clean_code,
    grid_code,
    lineage,
    span,
    step,
    step_number,
)
from huying.places.states import PARENTS, Level

GOOD = [
    ("990101", Level.DISTRICT, ""),
    ("990101003", Level.STREET, "990101"),
    ("990101003007", Level.COMMUNITY, "990101003"),
    ("990101003007012", Level.GRID, "990101003007"),
    ("990101003007E1", Level.ESTATE, "990101003007"),
    ("990101003007E1", Level.ESTATE, "990101003007012"),
    ("990101003007012E1-3", Level.BUILDING, "990101003007012E1"),
    ("990101003007E1-3-2-301", Level.HOUSEHOLD, "990101003007E1-3"),
]
BAD = [
    ("", Level.DISTRICT, ""),
    ("99010", Level.DISTRICT, ""),
    ("99010A", Level.DISTRICT, ""),
    ("990101", Level.STREET, "990101"),
    ("990102003", Level.STREET, "990101"),
    ("9901010030007", Level.COMMUNITY, "990101003"),
    ("99010100300712", Level.GRID, "990101003007"),
    ("990101003008012", Level.GRID, "990101003007"),
    ("99010100300701A", Level.GRID, "990101003007"),
    ("990101003007", Level.ESTATE, "990101003007"),
    ("990101003008E1", Level.ESTATE, "990101003007"),
    ("990101003007e1", Level.ESTATE, "990101003007"),
    ("990101003007012", Level.BUILDING, "990101003007012"),
    ("990101003007E1 3", Level.BUILDING, "990101003007E1"),
    ("990101003007E1\x00", Level.BUILDING, "990101003007E1"),
    ("٩٩٠١٠١", Level.DISTRICT, ""),
    ("990101003007" + "E" * 21, Level.ESTATE, "990101003007"),
]


@pytest.mark.parametrize(("code", "level", "parent"), GOOD)
def test_a_code_that_continues_its_parent_is_taken(code: str, level: Level, parent: str) -> None:
    check_code(code, level, parent)


@pytest.mark.parametrize(("code", "level", "parent"), BAD)
def test_a_code_out_of_pattern_is_refused_by_its_field(
    code: str, level: Level, parent: str
) -> None:
    with pytest.raises(Refused) as refusal:
        check_code(code, level, parent)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, ["code"])


def test_a_city_may_number_its_grids_with_other_digits() -> None:
    check_code("99010100300701", Level.GRID, "990101003007", grid_digits=2)
    with pytest.raises(Refused):
        check_code("990101003007001", Level.GRID, "990101003007", grid_digits=2)


def test_grid_codes_are_made_of_the_community_and_a_padded_number() -> None:
    assert grid_code("990101003007", 7) == "990101003007007"
    assert grid_code("990101003007", 12, grid_digits=2) == "99010100300712"
    for number in (0, 1000):
        with pytest.raises(Refused):
            grid_code("990101003007", number)


EVERY_PAIR = [(level, parent) for level in Level for parent in (None, *Level)]


@pytest.mark.parametrize(("level", "parent"), EVERY_PAIR)
def test_a_place_stands_only_under_the_levels_its_own_allows(
    level: Level, parent: Level | None
) -> None:
    if parent in PARENTS[level] or (parent is None and level == Level.DISTRICT):
        check_parent(level, parent)
        return
    with pytest.raises(Refused) as refusal:
        check_parent(level, parent)
    assert (refusal.value.code, list(refusal.value.fields)) == (Code.INVALID, ["parent"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" 990101003007e1 ", "990101003007E1"),
        ("990101", "990101"),
        ("", ""),
        ("  ", ""),
        ("99 0101", ""),
        ("9" * 33, ""),
        ("9" * 1_000_000, ""),
        ("99\x000101", ""),
        ("九九", ""),
    ],
)
def test_a_typed_code_is_tidied_or_is_no_code(typed: str, code: str) -> None:
    assert clean_code(typed) == code


def test_steps_of_a_path_count_like_the_tree_library() -> None:
    assert [step(number) for number in (1, 35, 36, 36**4 - 1)] == ["0001", "000Z", "0010", "ZZZZ"]
    assert [step_number(step(number)) for number in (1, 35, 36, 999)] == [1, 35, 36, 999]
    with pytest.raises(Refused) as refusal:
        step(36**4)
    assert refusal.value.code == Code.TOO_MANY


def test_a_span_holds_a_path_and_what_is_below_it_and_nothing_else() -> None:
    first, last = span("0001000A")
    inside = ["0001000A", "0001000A0001", "0001000AZZZZ", "0001000AZZZZZZZZZZZZZZZZZZZZ"]
    outside = ["0001", "0001000B", "0001000B0001", "00010009ZZZZ", "0002"]
    assert [path for path in inside + outside if first <= path <= last] == inside


def test_lineage_runs_from_the_outermost_place_to_the_place_itself() -> None:
    assert lineage("000100020003") == ["0001", "00010002", "000100020003"]
    assert lineage("") == []
