"""What follows from facts about people; pure."""

import hashlib
import re

from huying.kernel.refusals import Code, Refused

SHORTEST_MASKED = 8
_PHONE = re.compile(r"\+?[0-9]{5,20}")
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


def masked_phone(phone: str) -> str:
    """A number with its middle hidden: 138****1234."""
    if len(phone) < SHORTEST_MASKED:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


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
