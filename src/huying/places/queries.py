"""Reading the tree, and finding the place a point or an address means.

Every place comes with its district, street and community in the same select; boundaries,
which can be long, are fetched only when asked for.
"""

from collections import Counter
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_noop as _

from huying.kernel.kept import Kept
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.places.rules import (
    MAX_TEXT,
    STEP,
    Named,
    check_point,
    clean_code,
    covers,
    lineage,
    match_address,
    normalise_address,
    span,
)
from huying.places.states import Level, rank

_OUTER = ("district", "street", "community")
_OUTER_IDS = ("district_id", "street_id", "community_id")
_OUTDOORS: list[Level] = [level for level in Level if level != Level.HOUSEHOLD]
_SETTLES_A_NUMBER = frozenset({Level.ESTATE, Level.BUILDING})


class _Spot(NamedTuple):
    """Where in the tree a text has led so far; an empty path is the whole tree."""

    path: str
    level: str


def place(code: str) -> Place:
    """The place with this code, retired or not; refuses an unknown one."""
    found = _seen().filter(code=clean_code(code)).first() if clean_code(code) else None
    if found is None:
        raise Refused(
            Code.UNKNOWN, _("there is no such place"), fields={"place": _("not a place we know")}
        )
    return found


_known = Kept(place, lambda: float(settings.RULEBOOK_SECONDS))


def known_place(code: str) -> Place:
    """As `place`, from memory when it was asked for a few seconds ago (see `kernel.kept`)."""
    return _known.get(code)


def forget() -> None:
    """Read every place afresh, in this process."""
    _known.forget()


def is_open(code: str) -> bool:
    """Whether there is a place with this code that takes orders."""
    return Place.objects.filter(code=clean_code(code) or "", retired_on=None).exists()


def children(
    parent_code: str | None = None, level: Level | None = None, *, with_retired: bool = False
) -> QuerySet[Place]:
    """Places in tree order: right below the parent, or at any depth when a level is asked for.

    Without a parent: the districts, or all places of the level. Refuses an unknown parent.
    """
    places = _seen() if with_retired else _seen().filter(retired_on=None)
    if level is not None:
        places = places.filter(level=Level(level).value)
    if parent_code is None:
        return places if level is not None else places.filter(depth=1)
    parent = place(parent_code)
    places = places.filter(path__range=span(parent.path)).exclude(pk=parent.pk)
    return places if level is not None else places.filter(depth=parent.depth + 1)


def within(outer: Place) -> QuerySet[Place]:
    """The place itself and everything in it, in tree order, retired places included."""
    return _seen().filter(path__range=span(outer.path))


def ancestors(inner: Place) -> list[Place]:
    """From the district down to the place right above; empty for a district."""
    return list(_seen().filter(path__in=lineage(inner.path)[:-1]).order_by("depth"))


def by_point(
    lng: float, lat: float, *, level: Level | None = None, inside: Place | None = None
) -> Place | None:
    """The innermost place whose boundary holds the point (degrees, WGS-84); None outside all.

    On a shared border, and between places of one level, the smallest code wins. `level` and
    `inside` narrow the search. One query. Refuses a point that is not on Earth.
    """
    check_point(lng, lat)
    around = _seen(with_boundary=True).filter(
        min_lng__lte=lng, max_lng__gte=lng, min_lat__lte=lat, max_lat__gte=lat, retired_on=None
    )
    # Asked for in tree order, SQLite would walk the whole tree along its path instead.
    around = around.order_by()
    if level is not None:
        around = around.filter(level=Level(level).value)
    if inside is not None:
        around = around.filter(path__range=span(inside.path))
    innermost_first = sorted(around, key=lambda each: (-rank(each.level), each.code))
    return next(
        (each for each in innermost_first if each.boundary and covers(each.boundary, lng, lat)),
        None,
    )


def by_text(text: str, *, within: Place | None = None) -> Place | None:
    """The one place an address or a message names; None when it names none or several.

    The database picks the places whose name or address occurs in the text and
    `match_address` says which of them is meant: first down to a building, then its
    households, so that tens of thousands of doors are never read. Three queries at most.
    `within` narrows the search; inside an estate or a building a bare number is enough.
    """
    form = normalise_address(text[:MAX_TEXT])[:MAX_TEXT]
    if not form:
        return None
    around = _Spot(within.path, within.level) if within else _Spot("", "")
    outdoors = _match(form, around, _OUTDOORS)
    last = outdoors or around
    indoors = _match(form, last, [Level.HOUSEHOLD]) if last.level in _SETTLES_A_NUMBER else None
    found = indoors or outdoors
    return _seen().filter(path=found.path).first() if found else None


def locate(
    *,
    lng: float | None = None,
    lat: float | None = None,
    text: str = "",
    within: Place | None = None,
) -> Place | None:
    """The place meant by a point, an address, or both; None when neither leads anywhere.

    A point outweighs words: the text may lead further in, never to another place. Refuses
    half a point, and a question with neither point nor text.
    """
    if lng is None and lat is None:
        if not text.strip():
            raise _unasked("text")
        return by_text(text, within=within)
    if lng is None or lat is None:
        raise _unasked("lng" if lng is None else "lat")
    held = by_point(lng, lat, inside=within)
    if not text.strip():
        return held
    return by_text(text, within=held or within) or held


def grid_of(inner: Place) -> Place | None:
    """The grid that answers for a place: itself, the one above it, or the one around its point.

    None for a place above the grids, and for one that no grid of its community holds.
    """
    above = _seen().filter(path__in=lineage(inner.path), level=Level.GRID.value).first()
    if above is not None or inner.community_id is None or inner.level == Level.COMMUNITY:
        return above
    if inner.lng is None or inner.lat is None:
        return None
    return by_point(inner.lng, inner.lat, level=Level.GRID, inside=inner.community)


def last_step(parent: Place | None) -> str:
    """The greatest path right below a place, or among the districts; "" when there is none."""
    below = Place.objects.filter(depth=parent.depth + 1 if parent else 1).order_by()
    if parent is not None:
        below = below.filter(path__range=span(parent.path))
    return below.aggregate(last=Max("path"))["last"] or ""


def faults() -> dict[str, list[str]]:
    """What is wrong with the tree, as fault to codes; empty when all is well. One query.

    `orphan`: the place above is missing; `depth`, `children`: a stored count is off;
    `ancestors`: district, street or community is not the one the path says.
    """
    columns = ("path", "pk", "code", "level", "depth", "numchild", *_OUTER_IDS)
    rows = {row[0]: row[1:] for row in Place.objects.values_list(*columns)}
    below = Counter(path[:-STEP] for path in rows)
    wrong: dict[str, list[str]] = {}
    for path, (_pk, code, _level, depth, numchild, *outer) in rows.items():
        above = [rows[step] for step in lineage(path) if step in rows]
        ids = {level: pk for pk, _code, level, *_rest in above}
        checks = {
            "orphan": len(above) == len(path) / STEP,
            "depth": depth == len(path) / STEP,
            "children": numchild == below[path],
            "ancestors": outer == [ids.get(name) for name in _OUTER],
        }
        for fault in (name for name, holds in checks.items() if not holds):
            wrong.setdefault(fault, []).append(code)
    return wrong


def _seen(*, with_boundary: bool = False) -> QuerySet[Place]:
    hidden = [f"{name}__boundary" for name in _OUTER]
    places = Place.objects.select_related(*_OUTER)
    return places.defer(*hidden) if with_boundary else places.defer("boundary", *hidden)


def _match(form: str, around: _Spot, levels: list[Level]) -> _Spot | None:
    rows = Place.objects.filter(
        _occurs("name_key", form) | _occurs("address_key", form),
        level__in=[level.value for level in levels],
        path__range=span(around.path),
        retired_on=None,
    ).values_list("path", "level", "name_key", "address_key")
    found = {path: (level, Named(path, keys)) for path, level, *keys in rows.order_by()}
    path = match_address(
        form,
        [named for _level, named in found.values()],
        known_above=around.level in _SETTLES_A_NUMBER,
    )
    return _Spot(path, found[path][0]) if path else None


def _occurs(field: str, form: str) -> Q:
    # Every text contains the empty one.
    found = StrIndex(Value(form, output_field=TextField()), F(field))
    return Q(GreaterThan(found, 0)) & ~Q(**{field: ""})


def _unasked(field: str) -> Refused:
    return Refused(
        Code.INCOMPLETE, _("a point or an address is needed"), fields={field: _("required")}
    )
