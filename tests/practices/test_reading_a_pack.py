"""A pack is read whole, or refused with its file and the key that is wrong."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from huying.kernel.limits import Limit, Unit
from huying.kernel.refusals import Code, Refused
from huying.practices import names, read, text
from huying.practices.parts.classes import CategoryRow
from huying.practices.parts.limits import LimitRow

WHOLE = """title = "Trial"
version = "1.0"
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
from = 2026-03-01
until = 2026-06-01
tell = { "0.5" = ["lead"], "1" = ["supervisors"] }

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

[labels.states]
submitted = "New"

[labels.roles]
dispatcher = "Sorter"

[[grades]]
code = "C"
name = "Later"
meaning = "By a plan"

[[levels]]
level = 4
name = "Grave"
meaning = "A leader takes it"
case_leader = true

[[ladder]]
at = "estate"
name = "At home"

[[ladder]]
at = "street"
name = "Further up"

[[kinds]]
kind = "wish"
name = "Small wishes"

[[lists]]
of = "landings"
name = "Landed"

[[ledgers]]
code = "elders"
name = "Alone"
purpose = "Visits"

[[questions]]
code = "glad"
name = "Are you glad?"

[[boards]]
step = "claim"
name = "Who takes it"

[[sheets]]
code = "first"
name = "First look"
pass_mark = 60
items = [{ name = "Need", weight = 0.7 }, { name = "Means", weight = 0.3 }]

[duty]
least = 2
most = 3
minutes = 120
grid_roles = ["grid_worker"]

[[duty.must_visit]]
code = "hazard"
name = "Hazards"
categories = ["0701"]

[deliberation]
day = 17
name = "Round table"

[[discovery]]
code = "walk"
name = "A walk"

[[services]]
code = "papers"
name = "A certificate"
offered = false
office = "The police station"

[[indicators]]
code = "1"
name = "All"
weight = 1
items = [
    { code = "1.1", name = "Half", weight = 0.5 },
    { code = "1.2", name = "Other half", weight = 0.5 },
]

[[prints]]
code = "board"
name = "Duty board"
paper = "A3"
"""


ONE_ROW = (
    "grades",
    "levels",
    "kinds",
    "discovery",
    "lists",
    "ledgers",
    "questions",
    "boards",
    "prints",
)


def pack(folder: Path, content: str) -> Path:
    (folder / "trial.toml").write_text(content, encoding="utf-8")
    return folder


def refusal(folder: Path, name: str = "trial") -> tuple[Code, str, dict[str, str]]:
    with pytest.raises(Refused) as raised:
        read(name, folder=folder)
    return raised.value.code, raised.value.reason, raised.value.fields


def test_everything_a_pack_says_is_read(tmp_path: Path) -> None:
    practice = read("trial", folder=pack(tmp_path, WHOLE))
    assert (practice.name, practice.title, practice.version) == ("trial", "Trial", "1.0")
    assert practice.limits == (
        LimitRow(
            "close", "place", Limit(3, Unit.DAY), (0.25, 0.5), 2, "help", "0701", "B", 2,
            date(2026, 3, 1), date(2026, 6, 1), {"0.5": ("lead",), "1": ("supervisors",)},
        ),
    )  # fmt: skip
    assert practice.categories == (
        CategoryRow("07", "Care", "", ("care",), sample=True, personal=True),
        CategoryRow("0701", "Visits", "07", ("alone", "visit"), sample=False, personal=True),
    )
    said = practice.parts()
    assert [said[part] for part in ("labels", "ladder", "duty", "deliberation")] == [
        {"states": {"submitted": "New"}, "roles": {"dispatcher": "Sorter"}},
        ({"at": "estate", "name": "At home"}, {"at": "street", "name": "Further up"}),
        {
            "least": 2, "most": 3, "minutes": 120, "grid_roles": ("grid_worker",),
            "must_visit": ({"code": "hazard", "name": "Hazards", "categories": ("0701",)},),
        },
        {"day": 17, "name": "Round table"},
    ]  # fmt: skip
    assert [row for part in ONE_ROW for row in said[part]] == [
        {"code": "C", "name": "Later", "meaning": "By a plan"},
        {"level": 4, "name": "Grave", "meaning": "A leader takes it", "case_leader": True},
        {"kind": "wish", "name": "Small wishes"},
        {"code": "walk", "name": "A walk"},
        {"of": "landings", "name": "Landed"},
        {"code": "elders", "name": "Alone", "purpose": "Visits", "keep_days": 180},
        {"code": "glad", "name": "Are you glad?"},
        {"step": "claim", "name": "Who takes it"},
        {"code": "board", "name": "Duty board", "paper": "A3"},
    ]
    assert [(row.code, row.parent, row.weight) for row in practice.indicators] == [
        ("1", "", 1), ("1.1", "1", 0.5), ("1.2", "1", 0.5),
    ]  # fmt: skip
    assert [(item.name, item.weight) for item in practice.sheets[0].items] == [
        ("Need", 0.7), ("Means", 0.3),
    ]  # fmt: skip
    assert (practice.services[0].offered, practice.services[0].office) == (
        False, "The police station",
    )  # fmt: skip


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
        ("respond", "call", ""): (Limit(1, Unit.HOUR), 0),
        ("arrive", "acknowledge", ""): (Limit(2, Unit.HOUR), 0),
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
        ('code = "0701"', 'code = "07"', "classes[0].items[0].code", "a code of its own"),
        ('name = "Visits"', 'name = " "', "classes[0].items[0].name", "a text is needed"),
        ('["care"]', '["care", 3]', "classes[0].words", "a list of texts is needed"),
        ("sample = false", 'sample = "no"', "classes[0].items[0].sample", "true or false"),
        ('title = "Trial"', "", "title", "a text is needed"),
        ('title = "Trial"', 'titel = "Trial"', "titel", "there is no such key"),
        ('version = "1.0"', 'version = "one two"', "version", "letters, digits, dots and dashes"),
        ("until = 2026-06-01", "until = 2026-03-01", "limits[0].until", "before it begins"),
        ("until = 2026-06-01", "until = 3", "limits[0].until", "a day such as"),
        ('"0.5" = ["lead"]', '"0.6" = ["lead"]', "limits[0].tell.0.6", "no such key"),
        ('"0.5" = ["lead"]', '"0.5" = ["boss"]', "limits[0].tell.0.5", "no audience boss"),
        ('submitted = "New"', 'sumbitted = "New"', "labels.states.sumbitted", "no such key"),
        ('dispatcher = "Sorter"', 'sorter = "S"', "labels.roles.sorter", "no such key"),
        ('code = "C"', 'code = "D"', "grades[0].code", "D is none of A, B, C"),
        ("level = 4", "level = 5", "levels[0].level", "there is no level 5"),
        ('at = "street"', 'at = "building"', "ladder[1].at", "higher than the one before"),
        ('kind = "wish"', 'kind = "dream"', "kinds[0].kind", "dream is none of"),
        ('of = "landings"', 'of = "things"', "lists[0].of", "things is none of"),
        ('purpose = "Visits"', "", "ledgers[0].purpose", "a text is needed"),
        (
            'purpose = "Visits"',
            'purpose = "Visits"\nkeep_days = 0',
            "ledgers[0].keep_days",
            "a whole number of 1 or more is needed",
        ),
        ('step = "claim"', 'step = "dance"', "boards[0].step", "dance is none of"),
        ("pass_mark = 60", "pass_mark = 101", "sheets[0].pass_mark", "out of 100"),
        ("weight = 0.7", "weight = 0.6", "sheets[0].items", "sum to 0.9, not to 1"),
        ("most = 3", "most = 1", "duty.most", "fewer than the least"),
        ("minutes = 120", "minutes = 1441", "duty.minutes", "1440 minutes"),
        ('["grid_worker"]', '["grid_wizard"]', "duty.grid_roles", "nobody can be grid_wizard"),
        ('["0701"]', '["9901"]', "duty.must_visit[0].categories", "there is no category 9901"),
        ('["0701"]', '["0701", "0701"]', "duty.must_visit[0].categories", "0701 occurs twice"),
        ("day = 17", "day = 31", "deliberation.day", "not every month has a day 31"),
        ('office = "The police station"', "", "services[0].office", "a text is needed"),
        ('"Other half", weight = 0.5', '"Other half", weight = 0.4', "indicators[0].items", "0.9"),
        ('paper = "A3"', 'paper = "A0"', "prints[0].paper", "A0 is none of"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_key(
    tmp_path: Path, was: str, becomes: str, key: str, why: str
) -> None:
    assert WHOLE.count(was) == 1
    content = WHOLE.replace(was, becomes)
    code, reason, fields = refusal(pack(tmp_path, content))
    assert code is Code.INVALID
    found = re.fullmatch(r"trial\.toml line (\d+): (\S+): (.*)", reason)
    assert found is not None
    assert (found[2], why in found[3], list(fields)) == (key, True, [key])
    assert not found[3].startswith(f"{key}:")  # said once
    last = re.split(r"[.\[]", key)[-1]
    if becomes and last.isidentifier():
        assert re.match(rf"(\[\[)?(\w+\.)?{last}\b", content.splitlines()[int(found[1]) - 1])


def test_two_limits_for_the_same_may_follow_each_other(tmp_path: Path) -> None:
    limit = WHOLE[WHOLE.index("[[limits]]") : WHOLE.index("[[classes]]")]
    later = limit.replace("until = 2026-06-01\n", "").replace("2026-03-01", "2026-06-01")
    assert (
        len(read("trial", folder=pack(tmp_path, WHOLE.replace(limit, limit + later))).limits) == 2
    )
    earlier = later.replace("2026-06-01", "2026-05-31")
    code, _, fields = refusal(pack(tmp_path, WHOLE.replace(limit, limit + earlier)))
    assert (code, list(fields)) == (Code.INVALID, ["limits[1]"])


def test_two_limits_under_the_same_conditions_are_refused(tmp_path: Path) -> None:
    limit = WHOLE[WHOLE.index("[[limits]]") : WHOLE.index("[[classes]]")]
    code, reason, _fields = refusal(pack(tmp_path, WHOLE.replace(limit, limit * 2)))
    assert (code, reason) == (
        Code.INVALID,
        "trial.toml line 20: limits[1]: close help 0701 B 2 occurs twice for the same days",
    )


@pytest.mark.parametrize(
    "content", ["title = ", "limits = 3\ntitle = 'x'\nversion = '1'", "limits = [1]"]
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    code, reason, _fields = refusal(pack(tmp_path, content))
    assert code is Code.INVALID
    assert reason.startswith("trial.toml")


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


def test_an_installation_has_packs_of_its_own_beside_those_shipped(
    tmp_path: Path, settings: Settings
) -> None:
    settings.PRACTICES = tmp_path
    shipped = names()
    (tmp_path / "ours.toml").write_text(
        'title = "Ours"\nversion = "1"\nbase = "zhifu"\n', encoding="utf-8"
    )
    (tmp_path / "lixia.toml").write_text('title = "Not Lixia"\nversion = "1"\n', encoding="utf-8")
    assert names() == sorted([*shipped, "ours"])
    assert (read("ours").title, read("ours").deliberation.day) == ("Ours", 17)
    assert read("lixia").title != "Not Lixia"
