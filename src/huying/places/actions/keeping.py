"""What happens to a place once it stands: a boundary, another name, the end of its use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.places.rules import check_address, check_boundary, check_name, span

# What may be said anew of a place that stands; its code, level and place in the tree stay.
CHANGEABLE = ("name", "address", "boundary", "lng", "lat", "grid_kind", "estate_kind")


def set_boundary(place: Place, *, geojson: dict[str, Any] | None, at: datetime) -> Place:
    """Give a place its boundary (GeoJSON, WGS-84), or with None take it away.

    Its box and its point follow from the new outline; without one the point stays.
    """
    if geojson is not None:
        outline = check_boundary(geojson)
        place.lng, place.lat = outline.lng, outline.lat
    place.boundary = geojson
    place.changed_at = at
    place.save(update_fields=["boundary", "changed_at"])
    return place


def rename(place: Place, *, name: str, at: datetime) -> Place:
    """Call a place by a new name; its code stays. Refuses an empty or unprintable name."""
    place.name = check_name(name)
    place.changed_at = at
    place.save(update_fields=["name", "changed_at"])
    return place


def checked_fact(field: str, value: str) -> str:
    """A name or an address as it is stored; refused, at its field, when it cannot be."""
    return {"name": check_name, "address": check_address}[field](value)


def describe(place: Place, *, facts: Mapping[str, Any], at: datetime) -> Place:
    """Say something else of a place: any of `CHANGEABLE`, as they stand in a checked `NewPlace`."""
    unknown = facts.keys() - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"cannot be changed: {sorted(unknown)}")
    for field, value in facts.items():
        setattr(place, field, value)
    place.changed_at = at
    place.save(update_fields=[*facts, "changed_at"])
    return place


@transaction.atomic
def retire_place(place: Place, *, at: datetime) -> int:
    """Take a place and everything in it out of use from this day on; how many were retired.

    They stay in the tree for the orders that name them. Refuses a place already retired.
    """
    going = Place.objects.filter(path__range=span(place.path), retired_on=None)
    if not going.filter(pk=place.pk).update(retired_on=localdate(at), changed_at=at):
        raise Refused(Code.WRONG_STATE, _("this place has been retired already"))
    place.retired_on, place.changed_at = localdate(at), at
    return 1 + going.update(retired_on=place.retired_on, changed_at=at)
