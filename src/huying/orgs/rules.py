"""What follows from facts about an organisation; values only."""

import re

from stdnum.cn import uscc

_LIKE_A_CREDIT_CODE = re.compile(r"[0-9A-Za-z]{18}")


def is_odd_credit_code(number: str) -> bool:
    """Whether it is as long as a unified social credit code and its check character is wrong.

    GB 32100-2015, by python-stdnum. Codes of the first years fail it, so nobody is turned away
    for one; other registration numbers are left alone.
    """
    return bool(_LIKE_A_CREDIT_CODE.fullmatch(number)) and not uscc.is_valid(number)
