"""Who looked at what: for auditors, and for the person concerned."""

from datetime import date

from django.db.models import Q, QuerySet

from huying.care.models import Entry, LookRecord
from huying.care.policy import reads
from huying.care.queries.granted import named
from huying.kernel.actor import Actor
from huying.people.roles import Grant
from huying.places.models import Place
from huying.places.rules import span


def looks_below(viewer: Actor) -> QuerySet[LookRecord]:
    """Every look at the places whose trail the viewer may read, the newest first.

    It names who looked, the ledger and the community, never the person looked at. Looks of
    people who work at no place are told where a whole district is looked after.
    """
    below = Q(pk__in=[])
    for one in viewer.standings:
        if Grant.TRAIL in one.grants:
            below |= Q(place__path__range=span(one.place_path))
            if len(one.place_path) == Place.steplen:
                below |= Q(place=None)
    return LookRecord.objects.filter(below).select_related("by", "place").order_by("-id")


def looks_at(entry: Entry, viewer: Actor, on: date) -> QuerySet[LookRecord]:
    """Who looked at this entry, the newest first, so that the person can be told; else none."""
    rows = LookRecord.objects.filter(entry=entry).select_related("by").order_by("-id")
    may = reads(named(viewer, on), entry.ledger, entry.place_path)
    return rows if may else rows.none()
