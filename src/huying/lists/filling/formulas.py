"""Formulas when rows are put in: every reference goes on meaning what it meant."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^'!:\[\]]+)!)?"
    r"(?P<c1>\$?[A-Za-z]{1,3})?(?P<r1>\$?\d+)(?::(?P<c2>\$?[A-Za-z]{1,3})?(?P<r2>\$?\d+))?"
)


@dataclass(frozen=True, slots=True)
class Grown:
    """On one sheet one row became `extra` + 1 rows; what stood below it moved down."""

    sheet: str
    row: int
    extra: int

    def row_now(self, row: int) -> int:
        """Where a row stands now; the repeated one where it stood."""
        return row + self.extra if row > self.row else row

    def last_now(self, row: int) -> int:
        """Where a span that ended with this row ends now: with the last of the repeated ones."""
        return row + self.extra if row >= self.row else row


def adjusted(formula: str, home: str, grown: Grown) -> str:
    """The formula of a cell of sheet `home` after rows were put in; as it was where it is none."""
    tokens = Tokenizer(formula)
    said = [_token(token, home, grown) for token in tokens.items]
    return "=" + "".join(said)


def adjusted_area(area: str, home: str, grown: Grown) -> str:
    """An area such as Sheet1!$A$1:$C$9, or several with commas, after rows were put in."""
    return adjusted(f"={area}", home, grown)[1:]


def _token(token: Token, home: str, grown: Grown) -> str:
    text = str(token.value)
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return text
    found = _REFERENCE.fullmatch(text)
    if found is None or _sheet(found["sheet"], home) != grown.sheet:
        return text
    if found["r2"] is None and found["c1"] is None:
        return text
    if found["r2"] is None:
        return f"{found['sheet'] or ''}{found['c1']}{_row(found['r1'], grown.row_now)}"
    first, last = _row(found["r1"], grown.row_now), _row(found["r2"], grown.last_now)
    return f"{found['sheet'] or ''}{found['c1'] or ''}{first}:{found['c2'] or ''}{last}"


def _sheet(said: str | None, home: str) -> str:
    if not said:
        return home
    bare = said[:-1]
    return bare[1:-1].replace("''", "'") if bare.startswith("'") else bare


def _row(said: str, now: Callable[[int], int]) -> str:
    fixed = "$" if said.startswith("$") else ""
    return f"{fixed}{now(int(said.lstrip('$')))}"
