"""What follows from facts about another system's codes; pure."""

import zlib

from huying.kernel.hashing import digest

STEP = 1000
SHORT = 12


def derived_code(above: str, source_code: str, name: str, taken: set[str]) -> str | None:
    """The code of a street or community that has none of ours: its parent's and three digits.

    The digits are the last three of the source's own number, else made from the name, so that
    the same place gets the same code everywhere; 000 means the place above and is passed over,
    as is what is taken. None when all 999 are.
    """
    number = int(source_code[-3:]) if source_code.isdecimal() else zlib.crc32(name.encode())
    for step in range(STEP):
        last = (number + step) % STEP
        code = f"{above}{last:03d}"
        if last and code not in taken:
            return code
    return None


def prefixed(prefix: str, level: str, code: str, name: str, *, longest: int) -> str:
    """The code of a category or unit of another system among ours.

    Prefix, level and their own code; where they have none, or a long one, a short digest.
    """
    said = f"{prefix}{level}{code}"
    if code and len(said) <= longest:
        return said
    return f"{prefix}{level}{digest((code or name).encode())[:SHORT]}"[:longest]
