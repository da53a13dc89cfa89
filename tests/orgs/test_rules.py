"""Credit codes of organisations: odd ones are noticed, nothing is turned away."""

import pytest

from huying.orgs.rules import is_odd_credit_code


@pytest.mark.parametrize(
    ("number", "odd"),
    [
        ("91110000600037341L", False), ("91110000600037341M", True), ("91110000600037314L", True),
        ("91110000600037341I", True), ("", False), ("310105000123456", False), ("沪民证字第1号", False),
    ],
)  # fmt: skip
def test_a_wrong_check_character_is_noticed_and_other_numbers_are_left_alone(
    number: str, odd: bool
) -> None:
    assert is_odd_credit_code(number) is odd
