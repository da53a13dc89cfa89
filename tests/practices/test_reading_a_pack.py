"""A pack is read whole, or refused with its file and the key that is wrong."""

from collections import Counter
from pathlib import Path

import pytest

from huying.kernel.limits import Limit, Unit
from huying.kernel.refusals import Code, Refused
from huying.practices import names, read, text
from huying.practices.packs import CategoryRow, LimitRow

WHOLE = """
title = "Trial"
sample = true

[[limits]]
clock = "close"
starts_on = "place"
amount = 3
unit = "day"
warn_shares = [0.25, 0.5]
extension_cap = 2
kind = "help"
category = "0701"
grade = "B"
level = 2

[[classes]]
code = "07"
name = "Care"
personal = true
words = ["care"]

[[classes.items]]
code = "0701"
name = "Visits"
words = ["alone", "visit"]
sample = false
"""


def pack(folder: Path, content: str) -> Path:
    (folder / "trial.toml").write_text(content, encoding="utf-8")
    return folder


def refusal(folder: Path, name: str = "trial") -> tuple[Code, str, dict[str, str]]:
    with pytest.raises(Refused) as raised:
        read(name, folder=folder)
    return raised.value.code, raised.value.reason, raised.value.fields


def test_everything_a_pack_says_is_read(tmp_path: Path) -> None:
    practice = read("trial", folder=pack(tmp_path, WHOLE))
    assert (practice.name, practice.title) == ("trial", "Trial")
    assert practice.limits == (
        LimitRow("close", "place", Limit(3, Unit.DAY), (0.25, 0.5), 2, "help", "0701", "B", 2),
    )
    assert practice.categories == (
        CategoryRow("07", "Care", "", ("care",), sample=True, personal=True),
        CategoryRow("0701", "Visits", "07", ("alone", "visit"), sample=False, personal=True),
    )


def test_the_baseline_has_the_promised_limits() -> None:
    found = {
        (row.clock, row.starts_on, row.grade): (row.limit, row.extension_cap)
        for row in read("standard").limits
    }
    assert found == {
        ("accept", "place", ""): (Limit(1, Unit.WORKDAY), 0),
        ("transfer", "accept", ""): (Limit(1, Unit.SAME_WORKDAY), 0),
        ("sign", "dispatch", ""): (Limit(1, Unit.WORKDAY), 0),
        ("close", "place", ""): (Limit(5, Unit.WORKDAY), 10),
        ("follow_up", "complete", ""): (Limit(5, Unit.WORKDAY), 0),
        ("close", "accept", "A"): (Limit(1, Unit.SAME_WORKDAY), 0),
        ("close", "accept", "B"): (Limit(10, Unit.WORKDAY), 10),
        ("close", "accept", "C"): (Limit(60, Unit.WORKDAY), 20),
    }


def test_the_baseline_has_8_classes_and_33_sub_items_all_marked_sample() -> None:
    rows = read("standard").categories
    assert Counter(bool(row.parent) for row in rows) == {False: 8, True: 33}
    assert {row.sample for row in rows} == {True}
    assert [row.code for row in rows if row.parent and not row.code.startswith(row.parent)] == []
    assert [row.code for row in rows if row.parent and not row.words] == []


def test_no_word_of_the_baseline_speaks_for_two_sub_items() -> None:
    spoken = Counter(word for row in read("standard").categories for word in row.words)
    assert [word for word, times in spoken.items() if times > 1] == []


@pytest.mark.parametrize(
    ("was", "becomes", "key", "why"),
    [
        ('unit = "day"', 'unit = "weeks"', "limits[0].unit", "weeks is none of day, hour,"),
        ("amount = 3", "amount = 0", "limits[0].amount", "a whole number of 1 or more"),
        ("amount = 3", "amount = true", "limits[0].amount", "a whole number of 1 or more"),
        ("amount = 3", 'amount = "3"', "limits[0].amount", "a whole number of 1 or more"),
        ('unit = "day"', 'unit = "same_day"', "limits[0].amount", "there is no limit of 3"),
        ('clock = "close"', 'clock = "shut"', "limits[0].clock", "shut is none of accept,"),
        ('clock = "close"', "", "limits[0].clock", "a text is needed"),
        ('"place"', '"sit"', "limits[0].starts_on", "there is no move called sit"),
        ('"place"', '"sign"', "limits[0].starts_on", "sign does not start the clock close"),
        ("[0.25, 0.5]", "[0.5, 0.25]", "limits[0].warn_shares", "shares grow"),
        ("[0.25, 0.5]", "[1.0]", "limits[0].warn_shares", "shares grow"),
        ("extension_cap = 2", "extension_cap = -1", "limits[0].extension_cap", "0 or more"),
        ('kind = "help"', 'kind = "hlep"', "limits[0].kind", "hlep is none of"),
        ('category = "0701"', 'category = "9"', "limits[0].category", "9 is none of 07, 0701"),
        ('grade = "B"', 'grade = "Z"', "limits[0].grade", "Z is none of A, B, C"),
        ("level = 2", "level = 9", "limits[0].level", "there is no level 9"),
        ("level = 2", "levle = 2", "limits[0].levle", "there is no such key"),
        ('code = "07"', 'code = "0 7"', "classes[0].code", "a code is made of"),
        ('code = "0701"', 'code = "07"', "classes[0].items[0].code", "a code is made of"),
        ('name = "Visits"', 'name = " "', "classes[0].items[0].name", "a text is needed"),
        ('["care"]', '["care", 3]', "classes[0].words", "a list of texts is needed"),
        ("sample = false", 'sample = "no"', "classes[0].items[0].sample", "true or false"),
        ('title = "Trial"', "", "title", "a text is needed"),
        ('title = "Trial"', 'titel = "Trial"', "titel", "there is no such key"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_key(
    tmp_path: Path, was: str, becomes: str, key: str, why: str
) -> None:
    assert WHOLE.count(was) == 1
    code, reason, fields = refusal(pack(tmp_path, WHOLE.replace(was, becomes)))
    assert code is Code.INVALID
    assert reason.startswith(f"trial.toml: {key}: ")
    assert why in reason
    assert list(fields) == [key]


def test_two_limits_under_the_same_conditions_are_refused(tmp_path: Path) -> None:
    limit = WHOLE[WHOLE.index("[[limits]]") : WHOLE.index("[[classes]]")]
    code, reason, _fields = refusal(pack(tmp_path, WHOLE.replace(limit, limit * 2)))
    assert (code, reason) == (
        Code.INVALID,
        "trial.toml: limits: close help 0701 B 2 occurs twice",
    )


@pytest.mark.parametrize("content", ["title = ", "limits = 3\ntitle = 'x'", "limits = [1]"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    code, reason, _fields = refusal(pack(tmp_path, content))
    assert code is Code.INVALID
    assert reason.startswith("trial.toml: ")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "trial.toml").write_bytes(b"\xff\xfe\x00")
    code, reason, _fields = refusal(tmp_path)
    assert code is Code.INVALID
    assert reason.startswith("trial.toml: cannot be read")


@pytest.mark.parametrize("name", ["", "missing", "../trial", "Trial", "trial.toml", "a" * 60])
def test_a_pack_that_is_not_there_is_unknown(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    pack(tmp_path, WHOLE)
    pack(folder, WHOLE)
    assert refusal(folder, name)[0] is Code.UNKNOWN


def test_packs_are_listed_and_shown_as_they_are_written(tmp_path: Path) -> None:
    assert names(folder=pack(tmp_path, WHOLE)) == ["trial"]
    assert text("trial", folder=tmp_path) == WHOLE
    assert "standard" in names()
