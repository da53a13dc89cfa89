"""What follows from facts about people; pure."""

import hashlib
import re
from datetime import date

from huying.kernel.refusals import Code, Refused

SHORTEST_MASKED = 8
_PHONE = re.compile(r"\+?[0-9]{5,20}")


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


def masked_phone(phone: str) -> str:
    """A number with its middle hidden: 138****1234."""
    if len(phone) < SHORTEST_MASKED:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def share_a_day(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two spans, each with its last day excluded, have a day in common."""
    begins, ends = max(first[0], second[0]), min(first[1], second[1])
    return begins < ends
