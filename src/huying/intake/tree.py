"""A city's places from a table: what its columns mean, and each row as a place to be."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.intake.faults import Unfit
from huying.intake.readers import Row
from huying.kernel.refusals import Code, Refused
from huying.places.drawing import geojson_of
from huying.places.rules import NewPlace, check_boundary, clean_code
from huying.places.states import EstateKind, GridKind, Level

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "level": ("level", "级别", "层级"),
    "code": ("code", "编码", "代码", "编号"),
    "name": ("name", "名称"),
    "parent": ("parent", "上级", "上级编码"),
    "kind": ("kind", "类型"),
    "grid_kind": ("grid_kind", "网格类型"),
    "estate_kind": ("estate_kind", "小区类型"),
    "address": ("address", "地址"),
    "lng": ("lng", "经度"),
    "lat": ("lat", "纬度"),
    "boundary": ("boundary", "边界"),
}
NEEDED = ("level", "code", "name")
_LEVELS: Mapping[str, Level] = {
    **{level.value: level for level in Level},
    **dict.fromkeys(("区", "县", "市", "区县"), Level.DISTRICT),
    **dict.fromkeys(("街道", "镇", "乡", "乡镇"), Level.STREET),
    **dict.fromkeys(("社区", "村"), Level.COMMUNITY),
    "网格": Level.GRID,
    "小区": Level.ESTATE,
    **dict.fromkeys(("楼栋", "楼"), Level.BUILDING),
    **dict.fromkeys(("户", "住户"), Level.HOUSEHOLD),
}
_KINDS: Mapping[str, str] = {
    **{kind.value: kind.value for kind in (*GridKind, *EstateKind)},
    **dict.fromkeys(("基础", "基础网格"), GridKind.BASIC.value),
    **dict.fromkeys(("专属", "专属网格"), GridKind.DEDICATED.value),
    **dict.fromkeys(("封闭", "封闭小区"), EstateKind.CLOSED.value),
    **dict.fromkeys(("开放", "开放小区"), EstateKind.OPEN.value),
}
# How much of a code is the code of the place above, where that is settled.
_ABOVE = {Level.STREET: 6, Level.COMMUNITY: 9, Level.GRID: 12}


def columns_of(header: tuple[str, ...]) -> dict[str, int]:
    """Which column says what; refused when level, code or name has none."""
    at = {
        field: header.index(found)
        for field, names in COLUMNS.items()
        if (found := next((name for name in names if name in header), None)) is not None
    }
    missing = [field for field in NEEDED if field not in at]
    if missing:
        reason = _("the file has no such column")
        raise Refused(Code.INCOMPLETE, reason, fields=dict.fromkeys(missing, reason))
    return at


def read_place(row: Row, at: Mapping[str, int]) -> NewPlace:
    """The place a row tells of, not yet held against the tree; `Unfit` with the cell otherwise."""
    if row.fault:
        raise Unfit(row.fault)
    said = {field: row.cells[index].strip() for field, index in at.items()}
    level = _LEVELS.get(said["level"].lower())
    if level is None:
        raise Unfit(_("there is no such level"), said["level"])
    code = clean_code(said["code"]) or said["code"]
    parent = said.get("parent", "")
    boundary = _boundary(said.get("boundary", ""))
    outline = check_boundary(boundary) if boundary else None
    drawn = json.loads(json.dumps(outline.geojson)) if outline else None  # as it is read back
    return NewPlace(
        level=level.value, code=code, name=said["name"],
        parent=(clean_code(parent) or parent) if parent else code[: _ABOVE.get(level, 0)],
        grid_kind=_kind(said, "grid_kind") if level is Level.GRID else "",
        estate_kind=_kind(said, "estate_kind") if level is Level.ESTATE else "",
        address=said.get("address", ""), boundary=drawn,
        lng=outline.lng if outline else _degrees(said.get("lng", "")),
        lat=outline.lat if outline else _degrees(said.get("lat", "")),
    )  # fmt: skip


def _kind(said: Mapping[str, str], column: str) -> str:
    word = said.get(column) or said.get("kind", "")
    if word and word.lower() not in _KINDS:
        raise Unfit(_("there is no such kind"), word)
    return _KINDS.get(word.lower(), "")


def _degrees(text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise Unfit(_("not a coordinate in degrees"), text) from None


def _boundary(text: str) -> dict[str, Any] | None:
    """GeoJSON or WKT as GeoJSON; its shape is left to the rules of places."""
    try:
        return geojson_of(text)
    except Refused as problem:
        raise Unfit(problem.fields["boundary"], text[:40]) from problem
