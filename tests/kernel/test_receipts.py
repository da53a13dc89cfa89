"""A receipt survives being printed, read aloud and typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.hashing import digest
from huying.kernel.numbers import new_number, parse_number
from huying.kernel.receipts import Receipt, parse_receipt

HASH = digest("一张回执".encode())
RECEIPTS = st.builds(
    Receipt,
    st.builds(new_number),
    st.integers(1, 10**18 - 1),
    st.binary(max_size=4).map(digest),
)


def test_a_receipt_is_one_line_with_prefix_number_place_and_hash() -> None:
    number = new_number()
    receipt = Receipt(number, 12, HASH)
    assert receipt.text == f"HY1-{number.replace('-', '')}-12-{HASH}"


@given(RECEIPTS)
def test_a_printed_receipt_reads_back_as_itself(receipt: Receipt) -> None:
    wrapped = f" {receipt.text[:40]}\r\n   {receipt.text[40:]} \n".upper()
    with_dash = f"HY1-{receipt.number}-{receipt.seq}-{receipt.hash}"
    full_width = receipt.text.replace("-", "－")
    typed = [receipt.text, wrapped, with_dash, full_width]
    assert [parse_receipt(text) for text in typed] == [receipt] * 4


@given(RECEIPTS, st.data())
def test_a_wrong_symbol_in_the_number_is_caught(receipt: Receipt, data: st.DataObject) -> None:
    other = data.draw(st.builds(new_number))
    place = data.draw(st.sampled_from([0, 1, 2, 4, 5, 6]))
    number = receipt.number[:place] + other[place] + receipt.number[place + 1 :]
    text = f"HY1-{number}-{receipt.seq}-{receipt.hash}"
    assert (parse_receipt(text) == receipt) == (number == receipt.number)
    assert parse_receipt(text) in {receipt, None}


@pytest.mark.parametrize(
    "change",
    [
        ("HY1", "HY2"),
        ("-12-", "-0-"),
        ("-12-", "-012-"),
        ("-12-", "-1x-"),
        ("-12-", "-١٢-"),
        ("-12-", f"-{10**18}-"),
        ("-12-", "-"),
        (HASH, HASH[:-1]),
        (HASH, HASH[:-1] + "g"),
        (HASH, HASH + "0"),
        (HASH, ""),
    ],
    ids=str,
)
def test_a_damaged_receipt_is_none(change: tuple[str, str]) -> None:
    text = Receipt(new_number(), 12, HASH).text
    assert parse_receipt(text.replace(*change)) is None


@given(st.text(max_size=60))
def test_any_other_text_is_none(text: str) -> None:
    assert parse_receipt(text) is None
    assert parse_receipt(f"HY1-{text}-1-{HASH}") in {None, *_receipt_of(text)}


def test_an_endless_text_is_none() -> None:
    assert parse_receipt(Receipt(new_number(), 1, HASH).text + " " * 1_000_000) is None


@pytest.mark.parametrize(
    ("number", "seq", "hashed"),
    [("k7m-3q9x", 1, HASH), ("", 1, HASH), (None, 0, HASH), (None, 1, HASH.upper())],
)
def test_a_receipt_for_nothing_real_cannot_be_made(
    number: str | None, seq: int, hashed: str
) -> None:
    with pytest.raises(ValueError, match="is not"):
        Receipt(new_number() if number is None else number, seq, hashed)


def _receipt_of(text: str) -> set[Receipt]:
    number = parse_number(text)
    return {Receipt(number, 1, HASH)} if number else set()
