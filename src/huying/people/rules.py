"""What follows from facts about people; pure."""

import hashlib
import re
from datetime import date

from huying.kernel.refusals import Code, Refused

SHORTEST_MASKED = 8
_WITH_COUNTRY = 13
_PHONE = re.compile(r"\+?[0-9]{5,20}")
# A mobile number however it is spaced, or a line with its area code; never part of a longer one.
_IN_TEXT = re.compile(
    r"(?<![0-9０-９])(?:"
    r"(?:(?:\+|＋)?86[\s-]?)?[1１][3-9３-９](?:[\s-]?[0-9０-９]){9}"
    r"|[0０][0-9０-９]{2,3}[-\s－—]?[2-8２-８][0-9０-９]{6,7}"
    r")(?![0-9０-９])"
)
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")


def token_digest(token: str) -> str:
    """What is kept of a bearer token."""
    return hashlib.sha256(token.encode()).hexdigest()


def phone_number(text: str, *, field: str = "contact_phone") -> str:
    """The digits of a telephone number, 5 to 20 of them; refused when it is none."""
    bare = re.sub(r"[\s\-()（）]", "", text).translate(
        str.maketrans("＋０１２３４５６７８９", "+0123456789")
    )
    if bare and not _PHONE.fullmatch(bare):
        raise Refused(
            Code.INVALID, "not a telephone number", fields={field: "not a telephone number"}
        )
    return bare


def phones_in(text: str) -> list[str]:
    """The telephone numbers written in a text, as they stand there, in order."""
    return _IN_TEXT.findall(text)


def phone_digits(found: str) -> str:
    """The digits of a number as `phones_in` finds it, without the country's."""
    digits = re.sub(r"\D", "", found.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    return digits[2:] if len(digits) == _WITH_COUNTRY and digits.startswith("86") else digits


def without_phones(text: str) -> str:
    """The text with the middle of every telephone number hidden."""
    return _IN_TEXT.sub(lambda found: masked_phone(phone_digits(found[0])), text)


def masked_phone(phone: str) -> str:
    """A number with its middle hidden: 138****1234."""
    if len(phone) < SHORTEST_MASKED:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def share_a_day(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two spans, each with its last day excluded, have a day in common."""
    begins, ends = max(first[0], second[0]), min(first[1], second[1])
    return begins < ends


def mobile_number(text: str, *, field: str = "phone") -> str:
    """The 11 digits of a mainland mobile number, with or without 86 before it; else refused."""
    found = _MOBILE.fullmatch(phone_number(text, field=field))
    if found is None:
        raise Refused(
            Code.INVALID, "not a mobile number", fields={field: "not a mobile number of 11 digits"}
        )
    return found[1]


def written_ways(mobile: str) -> tuple[str, ...]:
    """The ways a mobile number of 11 digits may have been written down."""
    return (mobile, f"+86{mobile}", f"86{mobile}", f"0086{mobile}")
