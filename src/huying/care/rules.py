"""What follows from facts about people in difficulty; pure."""

import re
from datetime import date, datetime, timedelta

from stdnum.cn import ric

from huying.care.states import Basis
from huying.kernel.refusals import Code, Refused

KEEP_FOR_DAYS = 180
"""How long what was ended or withdrawn is kept, where the way of working says nothing else."""
LOOKS_KEPT_FOR = timedelta(days=1095)
"""The log of looks is kept as long as the law wants the assessment of such handling kept."""
LONGEST_GRANT = timedelta(days=366)
LONGEST_BACK = timedelta(days=366)
"""How long ago a visit may have been that is noted today."""
OF_AGE = 14
"""From this age on a person consents for themselves."""
OLDEST = 130
LONGEST_FREQUENCY = 366
_SHOWN_FIRST, _SHOWN_LAST = 3, 2
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
# Controls, lone surrogates, and what turns the direction of text.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]"
)
_BLANKS = re.compile(r"[\s-]")
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")


def id_number(text: str, *, on: date, field: str = "id_number") -> str:
    """The 18 characters of an ID number, its check digit and birth date right; "" for "".

    Refused `invalid` otherwise, and for somebody who is not born yet.
    """
    bare = _BLANKS.sub("", text.translate(_WIDE)).upper()
    if bare and not _holds(bare, on):
        raise Refused(
            Code.INVALID, "not an ID number", fields={field: "not an ID number: look at each digit"}
        )
    return bare


def _holds(number: str, on: date) -> bool:
    # Not `ric.validate`: it also wants a county it knows, and counties are renumbered.
    if not _SHAPE.fullmatch(number) or ric.calc_check_digit(number) != number[-1]:
        return False
    try:
        return born_on(number) <= on
    except ValueError:
        return False


def born_on(number: str) -> date:
    """The birth date a valid ID number tells."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def masked_id(number: str) -> str:
    """An ID number with all but its first three and last two characters hidden."""
    if len(number) <= _SHOWN_FIRST + _SHOWN_LAST:
        return "*" * len(number)
    hidden = len(number) - _SHOWN_FIRST - _SHOWN_LAST
    return f"{number[:_SHOWN_FIRST]}{'*' * hidden}{number[-_SHOWN_LAST:]}"


def under_age(born: date | None, birth_year: int | None, on: date) -> bool:
    """Whether somebody is, or may be, younger than 14; by the year alone the benefit of doubt is theirs."""
    if born is not None:
        fourteenth = (born.year + OF_AGE, born.month, born.day)
        return (on.year, on.month, on.day) < fourteenth
    return birth_year is not None and on.year - birth_year <= OF_AGE


def basis_gaps(
    basis: str, *, words: str, consent_on: date | None, consent_by: str, consent_how: str
) -> dict[str, str]:
    """What a legal basis still lacks, field by field: consent its date and way, others their words."""
    if basis == Basis.CONSENT:
        asked: dict[str, object] = {
            "consent_on": consent_on,
            "consent_by": consent_by,
            "consent_how": consent_how,
        }
    else:
        asked = {"basis_words": words}
    return {name: "required" for name, value in asked.items() if not value}


def see_by(last_seen_on: date | None, registered_on: date, every_days: int) -> date:
    """The day by which somebody should be there again; without a visit counted from the first day."""
    return (last_seen_on or registered_on) + timedelta(days=every_days)


def days_over(due: date, on: date) -> int:
    """How many days late a visit is on this day; 0 or less while it is not."""
    return (on - due).days


def erase_on(at: date, keep_days: int) -> date:
    """The day on which what was ended on this day is forgotten."""
    return at + timedelta(days=keep_days)


def is_past(there: datetime, at: datetime) -> bool:
    """Whether a visit can have been then: not in the future, nor more than a year ago."""
    return at - LONGEST_BACK <= there <= at


def words(text: str, *, field: str, longest: int = 200, required: bool = True) -> str:
    """Words in one line as they will be kept; refused when missing, too long, or not plain text."""
    said = " ".join(text.split())
    if required and not said:
        raise Refused(Code.INCOMPLETE, "some words are needed", fields={field: "required"})
    if len(said) > longest:
        raise Refused(Code.INVALID, "too long to be kept", fields={field: "too long"})
    if _HIDDEN.search(said):
        raise Refused(
            Code.INVALID, "contains control or text-direction characters",
            fields={field: "hidden characters"},
        )  # fmt: skip
    return said
