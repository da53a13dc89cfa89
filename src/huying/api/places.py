"""`/places`: the tree a part at a time, and the place a point or an address means."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from huying.api.answers import answer
from huying.api.callers import ANYONE
from huying.api.listing import page_answer
from huying.api.refusable import refusals
from huying.api.replies import Located, PlacePage
from huying.api.schemas import PlaceFilter, Whereabouts
from huying.kernel.refusals import Code, Refused
from huying.places.queries import children, grid_of, locate

router = Router(tags=["places"])


@router.get(
    "/places",
    operation_id="list_places",
    response={200: PlacePage, **refusals(400, 404, 422)},
    openapi_extra=ANYONE,
)
def list_places(request: HttpRequest, asked: Query[PlaceFilter]) -> HttpResponse:
    """List places; in tree order, right below `parent`, or at any depth when a level is given."""
    places = children(asked.parent or None, asked.level)
    total = places.count() if asked.total else None
    if asked.cursor:
        places = places.filter(path__gt=asked.cursor)
    found = list(places.order_by("path")[: asked.limit + 1])
    more = len(found) > asked.limit
    rows = found[: asked.limit]
    return page_answer([_place(row) for row in rows], rows[-1].path if more else "", total)


@router.get(
    "/places/locate",
    operation_id="locate_place",
    response={200: Located, **refusals(400, 404, 422)},
    openapi_extra=ANYONE,
)
def locate_place(request: HttpRequest, asked: Query[Whereabouts]) -> HttpResponse:
    """Find a place; the innermost that a point, an address or both mean, and its grid."""
    found = locate(lng=asked.lng, lat=asked.lat, text=asked.text)
    if found is None:
        raise Refused(Code.UNKNOWN, _("no place was found there"))
    grid = grid_of(found)
    return answer({"place": _place(found), "grid": _place(grid) if grid is not None else None})


def _place(row: Any) -> dict[str, Any]:
    above = {
        name: {"code": outer.code, "name": outer.name} if outer is not None else None
        for name, outer in (
            ("district", row.district), ("street", row.street), ("community", row.community)
        )
    }  # fmt: skip
    return above | {
        "code": row.code, "name": row.name, "level": row.level, "grid_kind": row.grid_kind,
        "estate_kind": row.estate_kind, "address": row.address, "lng": row.lng, "lat": row.lat,
        "retired_on": row.retired_on,
    }  # fmt: skip
