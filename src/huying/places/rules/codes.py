"""Codes: statistical digits down to the community, three more for a grid, free below."""

import re
import string

from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.places.states import PARENTS, Level

COMMUNITY_DIGITS = 12
GRID_DIGITS = 3
"""Usual practice: a 12-digit community code and three digits more. Cities may differ."""

MAX_CODE = 32
_DIGITS: dict[Level, int] = {
    Level.DISTRICT: 6,
    Level.STREET: 9,
    Level.COMMUNITY: COMMUNITY_DIGITS,
}
_CODE = re.compile(r"[0-9A-Z][0-9A-Z-]*")
STEP = 4
"""Characters of a path a level takes; the tree library's own step."""

_ALPHABET = string.digits + string.ascii_uppercase


def clean_code(text: str) -> str:
    """A code as typed, without surrounding blanks and in capitals; "" when it cannot be one."""
    code = text[: 2 * MAX_CODE].strip().upper()
    fits = len(text) <= 2 * MAX_CODE and len(code) <= MAX_CODE and _CODE.fullmatch(code)
    return code if fits else ""


def check_code(
    code: str, level: Level, parent_code: str = "", *, grid_digits: int = GRID_DIGITS
) -> None:
    """Refuse a code that does not fit its level or does not continue its parent's.

    Districts, streets and communities have 6, 9 and 12 digits, each beginning with its
    parent's; a grid has its community's 12 and `grid_digits` more; below, the community's 12
    digits are followed by anything of `0-9A-Z-`, 32 characters in all.
    """
    if not code or clean_code(code) != code:
        raise _wrong(_("a code is made of digits, capitals and dashes, 32 at most"))
    base, length = parent_code, _DIGITS.get(level)
    if level == Level.GRID:
        length = len(parent_code) + grid_digits
    if length is None:
        base = parent_code[:COMMUNITY_DIGITS]
    elif len(code) != length or not code.isdigit():
        raise _wrong(_("the code does not have the digits this level needs"))
    if not code.startswith(base) or code in {base, parent_code}:
        raise _wrong(_("the code does not continue the code of the place above"))


def check_parent(level: Level, parent: Level | None) -> None:
    """Refuse a place under a level it cannot stand under; only a district has nothing above."""
    allowed = PARENTS[level]
    if (parent is None) != (not allowed) or (parent is not None and parent not in allowed):
        raise Refused(
            Code.INVALID,
            _("this place cannot stand here"),
            fields={"parent": _("a place of this level cannot stand under that one")},
        )


def grid_code(community_code: str, number: int, *, grid_digits: int = GRID_DIGITS) -> str:
    """The code of the grid with this number, counted from 1, in its community."""
    if not 0 < number < 10**grid_digits:
        raise _wrong(_("there is no grid code for this number"))
    return f"{community_code}{number:0{grid_digits}d}"


def span(path: str) -> tuple[str, str]:
    """First and last possible path of a place and everything in it, for `path__range`.

    Unlike a prefix, a range is served by an ordinary index on both engines.
    """
    return path, path + _ALPHABET[-1] * (STEP * len(Level))


def step(number: int) -> str:
    """The piece of a path for the nth child, counted from 1: four characters of `0-9A-Z`."""
    if not 0 < number < len(_ALPHABET) ** STEP:
        raise Refused(Code.TOO_MANY, _("there is no room for more places here"))
    piece = ""
    for _digit in range(STEP):
        number, rest = divmod(number, len(_ALPHABET))
        piece = _ALPHABET[rest] + piece
    return piece


def step_number(piece: str) -> int:
    """Which child a piece of a path stands for: the reverse of `step`."""
    return int(piece, len(_ALPHABET))


def lineage(path: str) -> list[str]:
    """Paths from the outermost ancestor down to the place itself."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def _wrong(reason: str) -> Refused:
    return Refused(Code.INVALID, _("this code cannot be used"), fields={"code": reason})
