"""Boundaries as people have them: a line of text, GeoJSON or WKT."""

import json
import re
from typing import Any

import shapely
from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.places.rules import Outline, check_boundary

NEITHER = _("neither GeoJSON nor WKT")
# The library that reads WKT takes the whole process down when shapes are nested deeply enough;
# no boundary is nested, so only what begins as a polygon is handed to it.
_POLYGONS = re.compile(r"(MULTI)?POLYGON", re.IGNORECASE)
_OTHERS = re.compile(r"(MULTI)?(POINT|LINESTRING|GEOMETRYCOLLECTION)\b", re.IGNORECASE)


def geojson_of(text: str) -> dict[str, Any] | None:
    """GeoJSON or WKT as a GeoJSON object, its shape not yet checked; None for a blank text.

    Refuses `invalid`, at the field `boundary`, what is neither.
    """
    bare = text.strip()
    if not bare:
        return None
    try:
        if bare.startswith("{"):
            return dict(json.loads(bare))
        if _POLYGONS.match(bare):
            return dict(json.loads(shapely.to_geojson(shapely.from_wkt(bare))))
        if other := _OTHERS.match(bare):
            return {"type": other[0]}  # enough for `check_boundary` to say what is wrong
    except (ValueError, shapely.errors.ShapelyError, RecursionError):
        pass
    raise Refused(Code.INVALID, _("this boundary cannot be used"), fields={"boundary": NEITHER})


def outline_of(text: str) -> Outline | None:
    """The checked outline a text draws, None for a blank one; refused as `check_boundary` does."""
    geojson = geojson_of(text)
    return None if geojson is None else check_boundary(geojson)


def text_of(geojson: dict[str, Any] | None) -> str:
    """A stored boundary as `outline_of` reads it back; "" for none."""
    return "" if geojson is None else json.dumps(geojson)
