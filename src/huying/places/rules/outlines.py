"""Boundaries: what a valid outline is, its box, its point, and the order grids are numbered in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext_noop as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from huying.kernel.refusals import Code, Refused

MAX_VERTICES = 20_000
"""Enough for a district drawn to the metre; more is a mistake or an attack."""

MIN_RING = 4
"""A triangle whose first position is repeated to close it (RFC 7946)."""

MAX_LNG, MAX_LAT = 180, 90


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in degrees, WGS-84."""

    min_lng: float
    min_lat: float
    max_lng: float
    max_lat: float

    @property
    def mid_lng(self) -> float:
        """The longitude of the middle, in degrees."""
        return (self.min_lng + self.max_lng) / 2

    @property
    def mid_lat(self) -> float:
        """The latitude of the middle, in degrees."""
        return (self.min_lat + self.max_lat) / 2


@dataclass(frozen=True, slots=True)
class Outline:
    """A checked boundary: plain GeoJSON geometry, its box, and a point surely inside it."""

    geojson: dict[str, Any]
    box: Box
    lng: float
    lat: float


def check_point(lng: float | None, lat: float | None) -> None:
    """Refuse a point that is not on Earth: lng in [-180, 180], lat in [-90, 90], both finite."""
    wrong = {
        name: _("not a coordinate in degrees")
        for name, value, limit in (("lng", lng, MAX_LNG), ("lat", lat, MAX_LAT))
        if not _is_within(value, limit)
    }
    if wrong:
        raise Refused(Code.INVALID, _("this is not a point on the map"), fields=wrong)


def check_boundary(geojson: object) -> Outline:
    """The outline of a GeoJSON Polygon or MultiPolygon, lng before lat, WGS-84.

    Refuses other geometries, open or too short rings, coordinates off the Earth, outlines
    that cross themselves, holes outside their shell and more than `MAX_VERTICES` positions.
    """
    if not isinstance(geojson, Mapping):
        raise _wrong(_("a boundary is a GeoJSON object"))
    kind, coordinates = geojson.get("type"), geojson.get("coordinates")
    if kind == "Polygon":
        polygons = [coordinates]
    elif kind == "MultiPolygon" and isinstance(coordinates, list | tuple):
        polygons = list(coordinates)
    else:
        raise _wrong(_("a boundary is a Polygon or a MultiPolygon"))
    checked = [_checked_polygon(polygon) for polygon in polygons]
    if not checked or sum(len(ring) for polygon in checked for ring in polygon) > MAX_VERTICES:
        raise _wrong(_("a boundary has between 4 and 20000 positions"))
    plain = {"type": kind, "coordinates": checked[0] if kind == "Polygon" else checked}
    return _outline(plain)


def covers(geojson: dict[str, Any], lng: float, lat: float) -> bool:
    """Whether the point lies in a checked boundary or exactly on its border."""
    return bool(shape(geojson).covers(shapely.Point(lng, lat)))


def numbered(grids: Mapping[str, Box]) -> list[str]:
    """Keys of grids in numbering order: rows from north to south, each from west to east.

    The northernmost grid left leads a row; the row takes in every grid whose middle lies
    north of the leader's southern edge. Equal positions are ordered by key.
    """
    left = sorted(grids, key=lambda key: (-grids[key].mid_lat, grids[key].mid_lng, key))
    order: list[str] = []
    while left:
        edge = min(grids[left[0]].min_lat, grids[left[0]].mid_lat)
        row = [left[0]] + [key for key in left[1:] if grids[key].mid_lat > edge]
        order += sorted(row, key=lambda key: (grids[key].mid_lng, key))
        left = [key for key in left if key not in row]
    return order


def _outline(plain: dict[str, Any]) -> Outline:
    area = shape(plain)
    if not shapely.is_valid(area):
        raise _wrong(_validity_reason(area))
    inside = area.representative_point()
    return Outline(plain, Box(*area.bounds), inside.x, inside.y)


def _checked_polygon(rings: object) -> list[list[list[float]]]:
    if not isinstance(rings, list | tuple) or not rings:
        raise _wrong(_("a polygon is a list of rings"))
    return [_checked_ring(ring) for ring in rings]


def _checked_ring(ring: object) -> list[list[float]]:
    if not isinstance(ring, list | tuple) or len(ring) < MIN_RING:
        raise _wrong(_("a ring has at least four positions"))
    if len(ring) > MAX_VERTICES:
        raise _wrong(_("a boundary has between 4 and 20000 positions"))
    positions = [_checked_position(position) for position in ring]
    if positions[0] != positions[-1]:
        raise _wrong(_("a ring ends where it began"))
    return positions


def _checked_position(position: object) -> list[float]:
    # A third number is a height, which RFC 7946 allows and nothing here uses.
    if not isinstance(position, list | tuple) or len(position) not in {2, 3}:
        raise _wrong(_("a position is a longitude and a latitude"))
    lng, lat = position[0], position[1]
    if not (_is_within(lng, MAX_LNG) and _is_within(lat, MAX_LAT)):
        raise _wrong(_("a position is a longitude and a latitude"))
    return [float(lng), float(lat)]


def _is_within(value: object, limit: float) -> bool:
    # A bool is an int in Python and true is a value in JSON; NaN compares false to everything.
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and -limit <= value <= limit
    )


def _validity_reason(area: BaseGeometry) -> str:
    said = str(shapely.is_valid_reason(area))
    if "Self-intersection" in said:
        return _("the outline crosses or touches itself")
    if "Hole" in said or "hole" in said:
        return _("a hole lies outside its outline or inside another hole")
    return _("the outline does not enclose one clear area")


def _wrong(reason: str) -> Refused:
    return Refused(Code.INVALID, _("this boundary cannot be used"), fields={"boundary": reason})
