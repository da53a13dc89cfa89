"""A pack built on another says what it says itself, and has the rest from it."""

from pathlib import Path

import pytest

from huying.kernel.limits import Limit, Unit
from huying.kernel.refusals import Code, Refused
from huying.practices import read

BASE = """title = "Base"
version = "1"
[[limits]]
clock = "accept"
starts_on = "place"
amount = 1
unit = "day"
[[limits]]
clock = "close"
starts_on = "place"
amount = 9
unit = "day"
[[limits]]
clock = "close"
starts_on = "accept"
grade = "A"
amount = 2
unit = "day"
[[classes]]
code = "1"
name = "One"
[[texts]]
code = "hello"
label = "Hello"
move = "begin"
text = "Seen."
[[boards]]
step = "claim"
name = "Taken"
"""
OWN = """title = "Own"
version = "1"
base = "base"
[[limits]]
clock = "close"
starts_on = "place"
amount = 3
unit = "day"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_a_clock_the_pack_says_something_of_is_its_own_altogether(folder: Path) -> None:
    found = {
        (row.clock, row.starts_on, row.grade): row.limit
        for row in read("own", folder=folder).limits
    }
    assert found == {
        ("close", "place", ""): Limit(3, Unit.DAY),
        ("accept", "place", ""): Limit(1, Unit.DAY),
    }


def test_whole_parts_come_from_the_base_where_the_pack_has_none(folder: Path) -> None:
    own, base = read("own", folder=folder), read("base", folder=folder)
    assert (own.title, own.categories, own.texts, own.boards) == (
        "Own", base.categories, base.texts, base.boards,
    )  # fmt: skip
    more = '[[boards]]\nstep = "examine"\nname = "Judged"\n'
    (folder / "own.toml").write_text(OWN + more, encoding="utf-8")
    assert [row.name for row in read("own", folder=folder).boards] == ["Judged"]


def test_classes_of_ones_own_leave_out_what_hangs_on_those_of_the_base(folder: Path) -> None:
    about = '[[limits]]\nclock = "sign"\nstarts_on = "dispatch"\namount = 1\nunit = "day"\ncategory = "1"\n'
    (folder / "base.toml").write_text(BASE + about, encoding="utf-8")
    assert "sign" in {row.clock for row in read("own", folder=folder).limits}
    classes = '[[classes]]\ncode = "own-1"\nname = "Own one"\n'
    (folder / "own.toml").write_text(OWN + classes, encoding="utf-8")
    own = read("own", folder=folder)
    assert [row.code for row in own.categories] == ["own-1"]
    assert {row.clock for row in own.limits} == {"close", "accept"}


def test_what_the_base_says_otherwise_makes_another_pack(folder: Path) -> None:
    before = read("own", folder=folder).digest
    (folder / "base.toml").write_text(BASE.replace("amount = 1", "amount = 4"), encoding="utf-8")
    assert read("own", folder=folder).digest != before


@pytest.mark.parametrize(
    ("base", "why"),
    [("own", "goes round in a circle: own > own"), ("missing", "there is no practice missing")],
)
def test_a_base_that_cannot_be_is_refused(folder: Path, base: str, why: str) -> None:
    content = OWN.replace('base = "base"', f'base = "{base}"')
    (folder / "own.toml").write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as raised:
        read("own", folder=folder)
    assert raised.value.reason == f"own.toml line 3: base: {why}"


def test_packs_that_build_on_each_other_are_refused(folder: Path) -> None:
    (folder / "base.toml").write_text(f'base = "own"\n{BASE}', encoding="utf-8")
    with pytest.raises(Refused) as raised:
        read("own", folder=folder)
    assert raised.value.code is Code.INVALID
    assert raised.value.reason == "base.toml line 1: base: goes round in a circle: own > base > own"


def test_what_is_wrong_in_the_base_is_told_by_the_bases_file(folder: Path) -> None:
    (folder / "base.toml").write_text(BASE.replace("amount = 9", "amount = 0"), encoding="utf-8")
    with pytest.raises(Refused) as raised:
        read("own", folder=folder)
    assert raised.value.reason.startswith("base.toml line 11: limits[1].amount: ")
