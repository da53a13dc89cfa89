"""Numbers checked and masked, ages, legal bases, days: values only."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.care.rules import (
    basis_gaps,
    born_on,
    days_over,
    id_number,
    masked_id,
    see_by,
    under_age,
    words,
)
from huying.care.states import Basis
from huying.kernel.refusals import Code, Refused
from tests.care.people import NUMBER, ON, id_of

BIRTHS = st.dates(date(1900, 1, 1), ON)


@given(born=BIRTHS, serial=st.integers(1, 999))
def test_a_right_number_is_taken_and_tells_the_day_of_birth(born: date, serial: int) -> None:
    number = id_of(born, serial)
    assert id_number(number, on=ON) == number
    assert born_on(number) == born


@given(born=BIRTHS, place=st.integers(0, 16), digit=st.integers(1, 9))
def test_one_wrong_digit_is_always_refused(born: date, place: int, digit: int) -> None:
    number = id_of(born)
    wrong = number[:place] + str((int(number[place]) + digit) % 10) + number[place + 1 :]
    with pytest.raises(Refused):
        id_number(wrong, on=ON)


@pytest.mark.parametrize(
    "wrong", ["1", "110105194912310021", "11010519491331002X", f"{NUMBER}0", "abc", id_of(date(2027, 1, 1))]
)  # fmt: skip
def test_what_is_no_number_is_refused_on_its_field(wrong: str) -> None:
    with pytest.raises(Refused) as refused:
        id_number(wrong, on=ON)
    assert (refused.value.code, list(refused.value.fields)) == (Code.INVALID, ["id_number"])


@pytest.mark.parametrize("written", ["11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２ｘ"])  # fmt: skip
def test_a_number_may_be_written_in_several_ways(written: str) -> None:
    assert id_number(written, on=ON) == NUMBER


@given(st.text(st.sampled_from("0123456789X"), max_size=20))
def test_a_mask_shows_three_and_two_at_most(number: str) -> None:
    masked = masked_id(number)
    assert len(masked) == len(number)
    assert len(masked.replace("*", "")) in {0, 5}
    assert len(number) <= 5 or masked == f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


@pytest.mark.parametrize(
    ("born", "year", "young"),
    [
        (date(2012, 3, 10), 2012, False), (date(2012, 3, 11), 2012, True), (None, 2012, True),
        (None, 2011, False), (None, None, False), (date(2012, 2, 29), None, False),
    ],
)  # fmt: skip
def test_who_is_under_fourteen(born: date | None, year: int | None, young: bool) -> None:
    assert under_age(born, year, ON) is young


@pytest.mark.parametrize("basis", list(Basis))
def test_no_basis_is_whole_without_its_facts(basis: Basis) -> None:
    gaps = basis_gaps(basis, words="", consent_on=None, consent_by="", consent_how="")
    wanted = {"consent_on", "consent_by", "consent_how"} if basis == Basis.CONSENT else {"basis_words"}  # fmt: skip
    assert set(gaps) == wanted
    assert basis_gaps(basis, words="x", consent_on=ON, consent_by="own", consent_how="written") == {}  # fmt: skip


def test_a_visit_is_counted_from_the_last_one_or_from_the_beginning() -> None:
    assert see_by(None, ON, 7) == ON + timedelta(days=7)
    assert see_by(ON + timedelta(days=3), ON, 7) == ON + timedelta(days=10)
    assert (days_over(ON, ON + timedelta(days=2)), days_over(ON, ON)) == (2, 0)


@pytest.mark.parametrize(("text", "code"), [(" \n", Code.INCOMPLETE), ("长" * 201, Code.INVALID), ("a\x00b", Code.INVALID), ("a\u202eb", Code.INVALID)])  # fmt: skip
def test_words_that_will_not_do_are_refused(text: str, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        words(text, field="reason")
    assert (refused.value.code, list(refused.value.fields)) == (code, ["reason"])
