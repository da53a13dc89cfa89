"""Order numbers and query codes: every slip caught, every harmless habit forgiven."""

import re
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.numbers import ALPHABET, new_code, new_number, parse_code, parse_number

SAMPLES = [new_number() for _ in range(60)]


def test_a_number_has_the_shape_that_is_printed() -> None:
    shape = re.compile(f"[{ALPHABET}]{{3}}-[{ALPHABET}]{{4}}")
    assert [number for number in SAMPLES if not shape.fullmatch(number)] == []
    assert [parse_number(number) for number in SAMPLES] == SAMPLES


def test_numbers_are_spread_over_the_whole_alphabet() -> None:
    drawn = {symbol for _ in range(500) for symbol in new_number()}
    assert drawn == {*ALPHABET, "-"}


def test_exactly_one_check_symbol_fits_any_six_symbols() -> None:
    fits = [[c for c in ALPHABET if parse_number(number[:-1] + c)] for number in SAMPLES]
    assert fits == [[number[-1]] for number in SAMPLES]


def test_every_single_wrong_symbol_is_caught() -> None:
    missed = [
        (number, place, wrong)
        for number in SAMPLES
        for place in range(len(number))
        for wrong in ALPHABET
        if number[place] not in {"-", wrong}
        and parse_number(number[:place] + wrong + number[place + 1 :]) is not None
    ]
    assert missed == []


def test_every_swap_of_two_symbols_is_caught() -> None:
    missed = []
    for number in SAMPLES:
        plain = number.replace("-", "")
        for i, j in combinations(range(len(plain)), 2):
            symbols = list(plain)
            symbols[i], symbols[j] = symbols[j], symbols[i]
            if plain[i] != plain[j] and parse_number("".join(symbols)) is not None:
                missed.append((number, i, j))
    assert missed == []


@pytest.mark.parametrize(
    "habit",
    [
        str.lower,
        lambda number: number.replace("-", ""),
        lambda number: number.replace("-", " — "),
        lambda number: number.replace("-", "−"),
        lambda number: f"\ufeff {number}\u200b\r\n",
        " ".join,
        lambda number: "".join(chr(ord(char) + 0xFEE0) for char in number),
        lambda number: number.lower().replace("-", "\u3000－\u3000"),
    ],
    ids=["small", "bare", "long dash", "minus", "pasted", "spaced", "full width", "mixed"],
)
def test_a_harmless_habit_of_typing_is_forgiven(habit: Callable[[str], str]) -> None:
    assert [parse_number(habit(number)) for number in SAMPLES] == SAMPLES


@pytest.mark.parametrize(
    "text", ["", "-", "K7M", "K7M-3Q9", "0OI1LSB", "呼应呼应呼应呼", "3" * 200]
)
def test_what_is_not_a_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_an_endless_text_is_not_looked_at() -> None:
    assert parse_number(SAMPLES[0] + " " * 1_000_000) is None
    assert parse_code(" " * 1_000_000) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_number_or_none(text: str) -> None:
    number = parse_number(text)
    assert number is None or parse_number(number) == number


def test_codes_are_eight_symbols_and_do_not_repeat() -> None:
    codes = [new_code() for _ in range(2_000)]
    assert {len(code) for code in codes} == {8}
    assert {symbol for code in codes for symbol in code} == set(ALPHABET)
    assert len(set(codes)) == len(codes)
    assert [parse_code(code) for code in codes] == codes


def test_a_code_is_forgiven_case_width_and_spaces_but_not_length() -> None:
    assert parse_code(" k7m3-q9xa ") == parse_code("Ｋ７Ｍ３Ｑ９ＸＡ") == "K7M3Q9XA"
    assert [parse_code(text) for text in ("K7M3Q9X", "K7M3Q9XAA", "K7M3Q9X0", "")] == [None] * 4
