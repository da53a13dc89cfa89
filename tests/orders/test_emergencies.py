"""Words of danger lead to a number; everyday words do not, and nothing is ever stopped by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.orders.emergencies import EMERGENCIES, emergencies_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("家里老人突然昏迷了，叫不醒", ["120"]),
        ("厨房燃气泄漏，味道很大", ["119"]),
        ("两个人被困在电梯里", ["119"]),
        ("有人持刀，还有人流血不止", ["120", "110"]),
        ("The kitchen is ON FIRE", ["119"]),
        ("路口车祸", ["122"]),
        ("路灯坏了两天", []),
        ("消防通道被电动车堵住", []),
        ("", []),
    ],
)
def test_the_words_point_to_the_number(text: str, numbers: list[str]) -> None:
    assert [one.number for one in emergencies_in(text)] == numbers


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert set(emergencies_in(text)) <= set(EMERGENCIES)


def test_every_word_is_lower_case_and_belongs_to_one_number() -> None:
    words = [word for one in EMERGENCIES for word in one.words]
    assert words == [word.lower() for word in words]
    assert len(words) == len(set(words))
