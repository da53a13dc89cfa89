"""One row through its map: words, times, translated values, how it ended."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.intake.faults import Unfit
from huying.intake.maps import Bound, bind
from huying.intake.maps.loading import load
from huying.intake.maps.schema import Column, Map
from huying.intake.reading import Reading, Ref, Where, read
from huying.kernel.calendar import SHANGHAI
from huying.orders.rules import clean_words
from tests.intake.tables import PLAIN_MAP, write_map

MORNING = datetime(2026, 3, 1, 8, 30, tzinfo=SHANGHAI)
WIDE_MAP = (
    PLAIN_MAP
    + """
title = "title?"
kind = "kind?"
channel = "channel?"
address = "address?"
contact_name = "name?"
contact_phone = "phone?"
closed_at = "done?"
reply = "answer?"
[defaults]
kind = "complaint"
[values.kind]
"咨询" = "consult"
[flags.closed]
column = "state?"
is = ["over"]
[flags.in_time]
column = "late?"
is = ["no"]
[flags.late]
column = "late?"
is = ["yes", "very"]
[places]
code = "code?"
street = "street?"
community = "community?"
community_code = "community no?"
[categories]
levels = [{name = "class?", code = "class no?"}, {name = "item?"}]
[units]
name = "unit?"
"""
).replace('source = "plain"', 'source = "plain"\nkeep = ["likes?"]\nblank = ["-", "无"]')


def bound(tmp_path: Path, header: str, text: str = WIDE_MAP) -> Bound:
    return bind(load(Path(write_map(tmp_path, text))), header.split(","))


def reading(tmp_path: Path, text: str = WIDE_MAP, /, **cells: str) -> Reading:
    """A usual row with these cells besides; an underscore stands for a blank in a name."""
    row = {"no": "1", "words": "灯不亮", "time": "2026-03-01 08:30"}
    row |= {name.replace("_", " "): value for name, value in cells.items()}
    return read(bound(tmp_path, ",".join(row), text), list(row.values()))


def unfit(tmp_path: Path, **cells: str) -> tuple[str, str]:
    with pytest.raises(Unfit) as caught:
        reading(tmp_path, **cells)
    return caught.value.reason, caught.value.value


def test_a_row_that_says_little_gets_what_is_usual(tmp_path: Path) -> None:
    assert reading(tmp_path) == Reading(
        number="1", text="灯不亮", placed_at=MORNING, kind="complaint", channel="other_system",
        category=(Ref(), Ref()),
    )  # fmt: skip


def test_a_row_that_says_everything_is_read_whole(tmp_path: Path) -> None:
    found = reading(
        tmp_path, title=" 路灯 \n 问题", kind="咨询", channel="hotline", address="槐荫路12号",
        name="高阿姨", phone="13800001234", done="2026-03-02 09:00", answer="已换新",
        state="over", late="very", code="990101001001", street="青梧街道",
        community="槐荫里社区", community_no="17", item="路灯", class_no="3", unit="恒安物业",
        likes="12",
    )  # fmt: skip
    assert found == Reading(
        number="1", text="灯不亮", placed_at=MORNING, title="路灯 问题", kind="consult",
        channel="hotline", address="槐荫路12号", contact_name="高阿姨",
        contact_phone="13800001234",
        where=Where("990101001001", Ref("", "青梧街道"), Ref("17", "槐荫里社区")),
        category=(Ref("3", ""), Ref("", "路灯")), unit=Ref("", "恒安物业"), closed=True,
        closed_at=datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI), reply="已换新", in_time=False,
        kept={"likes": "12"},
    )  # fmt: skip


@pytest.mark.parametrize("blank", ["", " ", "-", " - ", "无"])
def test_what_the_map_takes_for_nothing_says_nothing(tmp_path: Path, blank: str) -> None:
    found = reading(
        tmp_path, kind=blank, done=blank, answer=blank, late=blank, street=blank, likes=blank
    )
    assert (found.kind, found.closed, found.in_time) == ("complaint", False, None)
    assert (found.where, found.kept) == (Where(), {})


@pytest.mark.parametrize(
    ("cell", "hour", "minute", "second"),
    [
        ("2026-03-01 08:30", 8, 30, 0),
        ("2026-03-01T08:30:15", 8, 30, 15),
        ("2026-03-01 08:30:15.250", 8, 30, 15.25),
        ("2026-03-01T00:30:00+00:00", 8, 30, 0),
        ("2026-03-01", 0, 0, 0),
    ],
)
def test_a_time_is_local_unless_it_says_otherwise(
    tmp_path: Path, cell: str, hour: int, minute: int, second: float
) -> None:
    whole, rest = divmod(second, 1)
    assert reading(tmp_path, time=cell).placed_at == datetime(
        2026, 3, 1, hour, minute, int(whole), round(rest * 1_000_000), tzinfo=SHANGHAI
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"no": "-"}, ("a needed cell is empty", "no")),
        ({"time": ""}, ("a needed cell is empty", "time")),
        ({"words": "无"}, ("there are no words", "")),
        ({"words": "\u202e\x00"}, ("there are no words", "")),
        ({"time": "昨天"}, ("unknown time", "昨天")),
        ({"time": "2026-02-30 08:30"}, ("unknown time", "2026-02-30 08:30")),
        ({"time": "9" * 60}, ("unknown time", "9" * 40)),
        ({"done": "soon"}, ("unknown time", "soon")),
        ({"kind": "闲聊"}, ("unknown kind", "闲聊")),
        ({"channel": "pigeon"}, ("unknown channel", "pigeon")),
    ],
)
def test_a_value_without_meaning_makes_the_row_unfit(
    tmp_path: Path, cells: dict[str, str], told: tuple[str, str]
) -> None:
    assert unfit(tmp_path, **cells) == told


def test_a_row_that_is_both_in_time_and_late_is_unfit(tmp_path: Path) -> None:
    text = WIDE_MAP.replace('column = "late?"\nis = ["no"]', 'column = "ok?"\nis = ["1"]')
    with pytest.raises(Unfit, match="both in time and late"):
        reading(tmp_path, text, ok="1", late="yes")


@pytest.mark.parametrize(
    ("cells", "closed", "in_time"),
    [
        ({}, False, None),
        ({"late": "no"}, True, True),
        ({"late": "yes"}, True, False),
        ({"late": "perhaps"}, False, None),
        ({"answer": "已换新"}, True, None),
        ({"done": "2026-03-02 09:00"}, True, None),
        ({"state": "over"}, True, None),
        ({"state": "waiting", "late": "yes"}, False, False),
        ({"state": "-", "answer": "已换新"}, True, None),
    ],
)
def test_a_row_is_over_when_the_source_says_so(
    tmp_path: Path, cells: dict[str, str], closed: bool, in_time: bool | None
) -> None:
    found = reading(tmp_path, **cells)
    assert (found.closed, found.in_time) == (closed, in_time)


def test_words_that_nobody_kept_are_put_together_from_the_columns(tmp_path: Path) -> None:
    text = PLAIN_MAP.replace('text = "words"', "") + (
        "[templates]\ntext = '{type}：{item}，{where}'\ntitle = '{item}'\n"
    )
    found = reading(tmp_path, text, type="市容", item="路灯 {type}", where="-")
    assert (found.text, found.title) == ("市容：路灯 {type}，", "路灯 {type}")


def test_hidden_characters_go_and_line_ends_stay(tmp_path: Path) -> None:
    pasted = "\ufeff\u202e灯\x07不\r亮\r\n三天\t了\x00 \ud800"
    assert reading(tmp_path, words=pasted).text == "\ufeff灯不\n亮\n三天\t了"


@given(st.text(max_size=60))
def test_whatever_is_pasted_can_be_kept_afterwards(text: str) -> None:
    columns = {name: Column((name,)) for name in ("number", "text", "placed_at")}
    said = bind(Map(origin="own", title="own", source="own", columns=columns), list(columns))
    words = read(said, ["1", f"灯{text}", "2026-03-01"]).text
    assert clean_words(words, field="text") == words
