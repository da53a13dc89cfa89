"""What is said about a place before it exists, and whether it can be."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.places.rules.addresses import normalise_address
from huying.places.rules.codes import GRID_DIGITS, check_code, check_parent
from huying.places.rules.outlines import check_point
from huying.places.states import EstateKind, GridKind, Level

MAX_NAME = 100
MAX_ADDRESS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """One row to add: `parent` is the code of the place above, "" for a district.

    A grid is basic unless said otherwise; an estate must say whether it is closed or open.
    `boundary` is GeoJSON, `lng` and `lat` degrees WGS-84, both or neither.
    """

    level: str
    code: str
    name: str
    parent: str = ""
    grid_kind: str = ""
    estate_kind: str = ""
    address: str = ""
    boundary: dict[str, Any] | None = None
    lng: float | None = None
    lat: float | None = None


def check_level(text: str) -> Level:
    """The level called so, or a refusal."""
    try:
        return Level(text)
    except ValueError:
        raise _wrong("level", _("there is no such level")) from None


def check_name(name: str) -> str:
    """The name with single blanks inside; refuses an empty, overlong or unprintable one."""
    plain = " ".join(name.split())
    if not normalise_address(plain) or len(plain) > MAX_NAME or not plain.isprintable():
        raise _wrong("name", _("a name has 1 to 100 printable characters"))
    return plain


def check_address(address: str) -> str:
    """The address with single blanks inside; refuses an overlong or unprintable one."""
    plain = " ".join(address.split())
    if len(plain) > MAX_ADDRESS or not plain.isprintable():
        raise _wrong("address", _("an address has at most 200 printable characters"))
    return plain


def checked_row(row: NewPlace, parent: Level | None, *, grid_digits: int = GRID_DIGITS) -> NewPlace:
    """The row ready to store, its grid kind filled in; refuses all but a wrong boundary.

    The boundary is left to `check_boundary`, which has to read it anyway.
    """
    level = check_level(row.level)
    check_parent(level, parent)
    check_code(row.code, level, row.parent, grid_digits=grid_digits)
    _check_kinds(level, row)
    if row.lng is not None or row.lat is not None:
        check_point(row.lng, row.lat)
    return replace(
        row,
        level=level.value,
        name=check_name(row.name),
        address=check_address(row.address),
        grid_kind=str(row.grid_kind or (GridKind.BASIC if level == Level.GRID else "")),
        estate_kind=str(row.estate_kind),
    )


def _check_kinds(level: Level, row: NewPlace) -> None:
    grid_kinds = {"", *GridKind} if level == Level.GRID else {""}
    estate_kinds = set(EstateKind) if level == Level.ESTATE else {""}
    if row.grid_kind not in grid_kinds:
        raise _wrong("grid_kind", _("basic or dedicated, for a grid only"))
    if row.estate_kind not in estate_kinds:
        raise _wrong("estate_kind", _("closed or open, for an estate and only for one"))


def _wrong(field: str, reason: str) -> Refused:
    return Refused(Code.INVALID, _("this place cannot be added"), fields={field: reason})
