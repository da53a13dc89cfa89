import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.places.rules import Named, match_address, normalise_address

NAMES = {
    "0001": "云川区",
    "00010001": "青石街道",
    "000100010001": "柳溪社区居委会",
    "0001000100010001": "第一网格",
    "00010001000100010001": "幸福花园",
    "000100010001000100010001": "3号楼",
    "0001000100010001000100010001": "2单元301室",
    "000100010001000100010002": "13号楼",
    "00010001000100010002": "幸福花园东区",
    "000100010001000100020001": "3号楼",
    "000100010001000100020002": "7号楼",
    "0001000100010002": "海天大厦",
    "000100010002": "松坡社区居委会",
    "0001000100020001": "幸福花园",
    "00010001000200010001": "3号楼",
    "00010001000200010002": "5号楼",
}
ADDRESSES = {"0001000100010002": "柳溪路12号", "00010001000100010002": "柳溪路1号"}
TREE = [
    Named(path, (normalise_address(name), normalise_address(ADDRESSES.get(path, ""))))
    for path, name in NAMES.items()
]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("柳溪社区", "000100010001"),
        ("柳溪居委会幸福花园三栋漏水", "000100010001000100010001"),
        ("松坡社区幸福花园3号楼", "00010001000200010001"),
        ("幸福花园东区3号楼", "000100010001000100020001"),
        ("柳溪社区 幸福花园 13#楼", "000100010001000100010002"),
        ("柳溪社区幸福花园3号楼2单元301", "0001000100010001000100010001"),
        ("柳溪社区幸福花园3-2-301", "0001000100010001000100010001"),
        # A longer name is not also the shorter one it begins with.
        ("柳溪社区幸福花园东区", "00010001000100010002"),
        ("海天大厦门口", "0001000100010002"),
        ("柳溪路12号门口", "0001000100010002"),
        ("幸福花园5号楼", "00010001000200010002"),
        # 5号楼 stands in 松坡's 幸福花园 alone, so the estate's name needs no community.
        ("家住幸福花园，在5号楼", "00010001000200010002"),
        # The community is named, the estate is not: 7号楼 is there only once.
        ("柳溪社区7号楼", "000100010001000100020002"),
    ],
)
def test_the_place_most_of_whose_names_are_in_the_text_is_meant(text: str, path: str) -> None:
    assert match_address(text, TREE) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "路灯坏了",
        "3号楼",
        "2单元301",
        "幸福花园",
        "幸福花园3号楼",
        "柳溪路112号",
        "柳溪路12号楼",
        "海天大厦和松坡社区",
        "113号楼旁边",
    ],
)
def test_a_text_that_names_no_place_or_several_is_answered_with_none(text: str) -> None:
    assert match_address(text, TREE) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("柳溪社区3号楼", "000100010001"),
        ("柳溪社区的幸福花园东区和海天大厦之间", "000100010001"),
        ("青石街道幸福花园3号楼", "00010001"),
    ],
)
def test_several_equal_places_give_way_to_the_named_place_around_them(text: str, path: str) -> None:
    assert match_address(text, TREE) == path


def test_a_number_belongs_to_the_name_nearest_before_it() -> None:
    text = "从幸福花园东区走到海天大厦再到幸福花园东区7号楼"
    assert match_address(text, TREE) == "000100010001000100020002"
    rivals = [Named("0001", ("东山苑",)), Named("00010001", ("5号楼",))]
    rivals += [Named("0002", ("西山苑",)), Named("00020001", ("5号楼",))]
    assert match_address("东山苑对面西山苑5号楼", rivals) == "00020001"
    assert match_address("西山苑对面东山苑5号楼", rivals) == "00010001"
    assert match_address("东山苑5号楼和西山苑5号楼", rivals) is None


def test_a_bare_number_is_enough_where_what_stands_above_is_known() -> None:
    inside = [each for each in TREE if each.path.startswith("00010001000100010001")]
    assert match_address("3号楼", inside) is None
    assert match_address("3号楼", inside, known_above=True) == "000100010001000100010001"
    assert match_address("23号楼", inside, known_above=True) is None


def test_words_after_the_first_five_hundred_characters_are_not_searched() -> None:
    assert match_address("啊" * 496 + "海天大厦", TREE) == "0001000100010002"
    assert match_address("啊" * 497 + "海天大厦", TREE) is None


@given(st.lists(st.sampled_from([*NAMES.values(), *ADDRESSES.values(), "，", "的", "1", "号"])))
def test_a_match_is_always_a_candidate_named_in_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    path = match_address(text, TREE)
    form = normalise_address(text)
    if path is not None:
        keys = next(each.keys for each in TREE if each.path == path)
        assert any(key and key in form for key in keys)


@given(
    st.permutations(TREE), st.sampled_from(["幸福花园3号楼", "柳溪社区3号楼", "松坡社区幸福花园"])
)
def test_the_order_of_the_candidates_changes_nothing(candidates: list[Named], text: str) -> None:
    assert match_address(text, candidates) == match_address(text, TREE)
