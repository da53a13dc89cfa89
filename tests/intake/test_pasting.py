"""Pasted text: cut into matters without losing a character, guesses resting on what stands there."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huying.intake.pasting.cutting import cut, idle
from huying.intake.pasting.guesses import guessed, spot
from huying.intake.pasting.pieces import Form, Piece
from huying.intake.pasting.times import said_at
from huying.kernel.calendar import SHANGHAI
from huying.people.rules import phone_digits, phones_in, without_phones

AT = datetime(2026, 3, 10, 16, 0, tzinfo=SHANGHAI)
GROUP = """张阿姨 2026/3/10 上午9:12
3号楼东门路灯又不亮了，我138 0000 1234

李叔 2026/3/10 上午9:15
[图片]
幸福小区5栋2单元楼道有人堆杂物，电动车都推不进去

张阿姨 2026/3/10 上午9:16
谢谢
小王妈妈 2026/3/10 上午10:02
请问孩子暑托班怎么报名？
"""
MAIL = """—————  2026-03-09  —————

槐荫里3-2-301 高姐  21:05

楼上半夜还在装修，投诉好几次了

王师傅  21:07

收到
"""
FORWARDED = "高阿姨：东门台阶碎了一块\n李叔：路灯也不亮\n"
HOTLINE = """【工单编号】GD20260310000123
【来电时间】2026-03-10 08:40:12 【来电人】刘女士 【联系电话】13800005678
【事发地址】青梧街道槐荫路12号3号楼
【诉求内容】市民反映楼下烧烤店油烟扰民，要求处理。
已多次反映无果。
【办理时限】5个工作日
"""
LINES = "工单编号：A1002003 联系人：赵先生；联系电话：0533-2880000\n诉求内容：小区井盖丢失，请尽快处理\n地址：柳岸社区门口"
HEADED_ROWS = "工单编号\t诉求内容\t联系电话\t地址\nA100200301\t楼道灯不亮\t13800001111\t3号楼\nA100200302\t下水堵了\t13800002222\t5号楼\n"
BARE_ROW = "A100200303\t2026-03-10 09:00\t王芳\t13800003333\t槐荫路12号3号楼\t电梯困人，里面有老人，请马上来\n"
COMMAS = 'A100200304,2026-03-10 09:00,13800003333,"水管漏水，\n楼下全湿了"\n'
COUNTED = "小区有几件事：\n1、路灯不亮\n2、垃圾没人收\n3、门禁坏了"
SPOKEN = (
    "你好我是三号楼的孙阿姨我家楼上水管漏水漏到我家厨房了请你们来看一下电话幺三八零零零零一二三四"
)


def words(text: str) -> list[str]:
    return [piece.words for piece in cut(text) if not idle(piece)]


def only(text: str) -> Piece:
    (piece,) = [piece for piece in cut(text) if not idle(piece)]
    return piece


def told(text: str) -> dict[str, str]:
    return {name: guess.value for name, guess in guessed(only(text), at=AT).items()}


def test_a_group_is_cut_by_who_speaks_and_a_thank_you_is_set_aside() -> None:
    pieces = cut(GROUP)
    assert [(piece.sender, idle(piece)) for piece in pieces] == [
        ("张阿姨", False), ("李叔", False), ("张阿姨", True), ("小王妈妈", False),
    ]  # fmt: skip
    assert words(GROUP) == [
        "3号楼东门路灯又不亮了，我138 0000 1234",
        "[图片]\n幸福小区5栋2单元楼道有人堆杂物，电动车都推不进去",
        "请问孩子暑托班怎么报名？",
    ]


def test_a_message_is_told_field_by_field_with_where_it_stands() -> None:
    guesses = guessed(cut(GROUP)[0], at=AT)
    assert {name: (one.value, one.evidence) for name, one in guesses.items()} == {
        "contact_phone": ("13800001234", "138 0000 1234"),
        "contact_name": ("张阿姨", "张阿姨"),
        "address": ("3号楼东门", "3号楼东门"),
        "said_at": ("2026-03-10T09:12", "2026/3/10 上午9:12"),
        "channel": ("wechat", "张阿姨"),
    }


def test_a_chat_sent_on_by_mail_keeps_its_days(  # the day stands on a line of its own
) -> None:
    pieces = [piece for piece in cut(MAIL) if not idle(piece)]
    assert [(one.sender, one.said, one.words) for one in pieces] == [
        ("槐荫里3-2-301 高姐", "2026-03-09 21:05", "楼上半夜还在装修，投诉好几次了"),
    ]
    assert guessed(pieces[0], at=AT)["kind"].value == "complaint"


def test_forwarded_messages_are_cut_by_who_is_named_in_front() -> None:
    assert [(one.sender, one.words) for one in cut(FORWARDED)] == [
        ("高阿姨", "东门台阶碎了一块"),
        ("李叔", "路灯也不亮"),
    ]


def test_what_one_person_writes_in_a_breath_is_one_matter() -> None:
    text = "高姐 9:12\n在吗\n高姐 9:13\n东门灯坏了\n高姐 10:40\n还有垃圾没收\n"
    assert words(text) == ["在吗\n东门灯坏了", "还有垃圾没收"]


def test_a_hotline_block_fills_its_fields_and_the_words_are_its_own() -> None:
    assert only(HOTLINE).words == "市民反映楼下烧烤店油烟扰民，要求处理。\n已多次反映无果。"
    assert told(HOTLINE) == {
        "source_number": "GD20260310000123", "contact_name": "刘女士",
        "contact_phone": "13800005678", "address": "青梧街道槐荫路12号3号楼",
        "said_at": "2026-03-10T08:40", "channel": "hotline",
    }  # fmt: skip


def test_labels_may_stand_several_on_a_line() -> None:
    assert only(LINES).words == "小区井盖丢失，请尽快处理"
    assert told(LINES) == {
        "source_number": "A1002003", "contact_name": "赵先生", "contact_phone": "05332880000",
        "address": "柳岸社区门口", "channel": "hotline", "safety": "on",
    }  # fmt: skip


def test_rows_of_a_table_are_a_matter_each_with_a_header_or_without() -> None:
    assert words(HEADED_ROWS) == ["楼道灯不亮", "下水堵了"]
    assert [guessed(p, at=AT)["contact_phone"].value for p in cut(HEADED_ROWS)] == [
        "13800001111",
        "13800002222",
    ]
    assert told(BARE_ROW) == {
        "source_number": "A100200303", "contact_name": "王芳", "contact_phone": "13800003333",
        "address": "槐荫路12号3号楼", "said_at": "2026-03-10T09:00", "channel": "hotline",
        "safety": "on",
    }  # fmt: skip
    assert only(BARE_ROW).words == "电梯困人，里面有老人，请马上来"
    assert only(COMMAS).words == "水管漏水，\n楼下全湿了"


def test_counted_matters_are_a_card_each() -> None:
    assert words(COUNTED) == ["小区有几件事：\n1、路灯不亮", "2、垃圾没人收", "3、门禁坏了"]


def test_speech_without_punctuation_still_says_who_where_and_how_to_call() -> None:
    assert told(SPOKEN) == {
        "contact_phone": "13800001234", "contact_name": "孙阿姨", "address": "三号楼",
    }  # fmt: skip


def test_a_sentence_with_commas_is_no_table_and_one_label_is_no_form() -> None:
    for text in ("东门,西门,南门的灯都不亮", "电话：138 0000 1234 路灯不亮", "9:12 左右停水了"):
        assert [(one.form, one.words) for one in cut(text)] == [(Form.PLAIN, text)]


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("2026/3/10 上午9:12", moment(2026, 3, 10, 9, 12)),
        ("2026年3月9日 下午 3:05", moment(2026, 3, 9, 15, 5)),
        ("3月8日 12:00", moment(2026, 3, 8, 12, 0)),
        ("12-31 08:00", moment(2025, 12, 31, 8, 0)),
        ("昨天 21:05", moment(2026, 3, 9, 21, 5)),
        ("星期一 9:00", moment(2026, 3, 9, 9, 0)),
        ("18:30", moment(2026, 3, 9, 18, 30)),
        ("凌晨12:30", moment(2026, 3, 10, 0, 30)),
        ("2026-03-11 09:00", None),
        ("2026-13-40 09:00", None),
        ("29:99", None),
        ("", None),
    ],
)
def test_a_time_is_read_however_it_is_written(said: str, wanted: datetime | None) -> None:
    assert said_at(said, at=AT) == wanted


SAMPLES = (
    GROUP, MAIL, FORWARDED, HOTLINE, LINES, HEADED_ROWS, BARE_ROW, COMMAS, COUNTED, SPOKEN,
    "", "\n\n", "张阿姨 9:12", "工单编号：", '"', "a\tb\tc\n", "1、\n2、",
)  # fmt: skip
# Text made of what pastes are made of, so that the parsers are really entered.
scraps = st.sampled_from([
    "张阿姨 2026/3/10 上午9:12\n", "高姐：", "138 0000 1234", "诉求内容：", "【联系电话】", "工单编号",
    "\t", ",", '"', "\n", "1、", "2、", "3号楼2单元", "—————  2026-03-09  —————\n", "幺三八零零零零一二三四",
    "\r\n", "着火", "\u202e", "昨天 21:05", "路灯不亮",
])  # fmt: skip
pastes = st.one_of(st.text(max_size=200), st.lists(scraps | st.text(max_size=8), max_size=24).map("".join))  # fmt: skip


def with_samples(test: Callable[..., None]) -> Callable[..., None]:
    for sample in SAMPLES:
        test = example(sample)(test)
    return test


@with_samples
@given(pastes)
def test_no_paste_breaks_it_and_its_pieces_are_the_paste_to_the_character(text: str) -> None:
    pieces = cut(text)
    assert "".join(piece.raw for piece in pieces) == text
    for piece in pieces:
        for line in piece.words.split("\n"):
            assert line in piece.raw.replace('""', '"') or '"' in piece.raw


@with_samples
@given(pastes)
def test_chat_and_plain_words_are_everything_below_the_heads(text: str) -> None:
    for piece in cut(text):
        if piece.form in {Form.CHAT, Form.PLAIN}:
            below = "".join("".join(part.body.split()) for part in piece.parts)
            assert "".join(piece.words.split()) == below


@with_samples
@example('"" 0000/0/0')  # a sender of quotation marks, in no table
@given(pastes)
def test_every_guess_rests_on_a_stretch_that_stands_in_the_paste(text: str) -> None:
    for piece in cut(text):
        for name, guess in guessed(piece, at=AT).items():
            assert guess.why
            written = " ".join(piece.raw.split())
            in_a_table = " ".join(piece.raw.replace('""', '"').split())
            if name != "said_at":
                evidence = " ".join(guess.evidence.split())
                assert evidence in written or evidence in in_a_table
        if (phone := guessed(piece, at=AT).get("contact_phone")) is not None:
            assert phone.value.isdecimal()
            assert phone.evidence in piece.raw


@given(st.text(max_size=60), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_number_in_the_words_is_found_and_can_be_hidden(around: str, phone: str) -> None:
    text = f"{around} {phone} "
    assert phone in [phone_digits(found) for found in phones_in(text)] or around[-1:].isdecimal() or phones_in(around)  # fmt: skip
    assert phones_in(without_phones(text)) == []


LONG = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "嗯" * LONG + "x", "@" * LONG + " x", "-" * LONG + "x", " " * LONG + "x", "1" * LONG,
        "138 " * 5_000, "高姐 9:12\n" * 2_000, "标题：" * 5_000, '"\t' * 5_000, "1、a\n" * 4_000,
        "号楼" * 9_000, "[" * LONG, "好" * LONG + "x", "零一二三四五六七八九" * 2_000,
    ],
    ids=lambda text: f"{text[:4]!r}",
)  # fmt: skip
def test_hostile_length_is_read_all_the_same(text: str) -> None:
    pieces = cut(text)
    assert "".join(piece.raw for piece in pieces) == text
    for piece in pieces[:50]:
        assert idle(piece) in {True, False}
        guessed(piece, at=AT)


def test_numbers_that_are_no_telephones_are_left_alone() -> None:
    for text in (
        "身份证370302199001011234",
        "单号12345678901234567",
        "12345",
        "2026-03-10",
        "3-2-301",
    ):
        assert phones_in(text) == []
    assert [
        phone_digits(one) for one in phones_in("+86 138-0000-1234，０５３３-２８８００００")
    ] == [
        "13800001234",
        "05332880000",
    ]


def test_the_place_is_the_stretch_that_says_most() -> None:
    found = spot("我在单位上班，槐荫路12号3号楼2单元楼道灯坏了，3号楼也没人管")
    assert found is not None
    assert found.evidence == "槐荫路12号3号楼2单元楼道"
    joined = spot("槐荫路12号棉纺宿舍4号楼东门路灯不亮")
    assert joined is not None
    assert joined.evidence == "槐荫路12号棉纺宿舍4号楼东门"
