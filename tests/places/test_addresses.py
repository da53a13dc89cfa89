import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.places.rules import is_distinctive, normalise_address

ONE_HOME = "幸福花园3号楼2单元301"


@pytest.mark.parametrize(
    "typed",
    [
        "幸福花园3号楼2单元301室",
        "幸福花园三号楼二单元三零一室",
        "幸福花园 3 栋 2 单元 301",
        "幸福花园３幢２单元３０１室",
        "幸福花园三座二单元301",
        "幸福花园3#楼2单元301室",
        "幸福花园3#2单元301室",
        "幸福花园03号楼02单元0301室",
        "幸福花园3-2-301",
        "幸福花园3栋2-301",
        "幸福花园\u200b3号楼\u202e2单元\t301\x00室",
        "幸福花园3号楼2单元三百零一室",
    ],
)
def test_one_home_written_in_many_ways_has_one_form(typed: str) -> None:
    assert normalise_address(typed) == ONE_HOME


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("柳溪社区居民委员会", "柳溪社区"),
        ("柳溪居委会", "柳溪社区"),
        ("柳溪社区", "柳溪社区"),
        ("柳溪村村民委员会", "柳溪村"),
        ("柳溪村委会", "柳溪村"),
        ("青石街道办事处", "青石街道"),
        ("青石街道办", "青石街道"),
        ("a座", "A号楼"),
        ("第二十一网格", "第21网格"),
        ("十号楼", "10号楼"),
        ("一百一十二号", "112号"),
        ("三里庄八一路", "三里庄八一路"),
        ("十里河路十五号院", "十里河路15号院"),
        ("2026-03-02", "2026-3-2"),
        ("13900000000", "13900000000"),
        ("3号楼2单元301室305室", "3号楼2单元301室305"),
        ("", ""),
        ("\u202e \u3000", ""),
    ],
)
def test_only_what_counts_something_is_rewritten(typed: str, form: str) -> None:
    assert normalise_address(typed) == form


@given(
    st.text()
    | st.text("〇零一二十百03579#-号楼栋幢座单元室社区居民委员会村街道办事处 第网格aB", max_size=12)
)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_address(text)
    assert normalise_address(once) == once


@given(st.integers(1, 199))
def test_a_counted_numeral_and_its_digits_are_one(number: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = "一百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    words += digits[ones] if ones else ""
    assert normalise_address(f"{words}号楼") == f"{number}号楼"


def test_a_number_with_its_unit_says_nothing_by_itself() -> None:
    bare = ["3号楼", "2单元301", "301", "A号楼", "第2网格", "12号", "3号楼2单元301", "", "东"]
    named = ["幸福花园", "海天大厦", "MOMA", "柳溪路12号", "东区3号楼", "柳溪"]
    assert [key for key in bare + named if is_distinctive(key)] == named
