"""The receipt a resident keeps: proof that a record existed, checkable against a daily digest."""

import re
from dataclasses import dataclass

from huying.kernel.hashing import is_hash
from huying.kernel.numbers import parse_number, squeezed

PREFIX = "HY1"
_LONGEST_SEQ = 18
_LONGEST_TYPED = 300
_SEQ = re.compile(rf"[1-9][0-9]{{0,{_LONGEST_SEQ - 1}}}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """An order's number as stored, the place of a record in its chain (from 1), and its hash."""

    number: str
    seq: int
    hash: str

    def __post_init__(self) -> None:
        if parse_number(self.number) != self.number:
            raise ValueError(f"{self.number!r} is not an order number")
        if not 0 < self.seq < 10**_LONGEST_SEQ:
            raise ValueError(f"{self.seq} is not a place in a chain")
        if not is_hash(self.hash):
            raise ValueError(f"{self.hash!r} is not a hash")

    @property
    def text(self) -> str:
        """One printable line, `HY1-K7M3Q9X-1-<64 hex>`."""
        return f"{PREFIX}-{self.number.replace('-', '')}-{self.seq}-{self.hash}"


def parse_receipt(text: str) -> Receipt | None:
    """The receipt from its printed line; None when any part of it cannot be right.

    Forgiven: case, full-width letters, spaces, line breaks, and the dash inside the number.
    """
    if len(text) > _LONGEST_TYPED:
        return None
    prefix, _, rest = squeezed(text).partition("-")
    head, _, tail = rest.rpartition("-")
    typed_number, _, seq = head.rpartition("-")
    number = parse_number(typed_number)
    if prefix != PREFIX or number is None or _SEQ.fullmatch(seq) is None:
        return None
    return Receipt(number, int(seq), tail.lower()) if is_hash(tail.lower()) else None
