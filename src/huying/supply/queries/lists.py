"""The lists of a place: needs, resources, service items, landings, for whoever may see them."""

from datetime import date
from typing import TypeVar

from django.db.models import Count, F, Model, Q, QuerySet

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.places.rules import lineage, span
from huying.supply.models import Assessment, Landing, Need, Resource, ServiceItem
from huying.supply.policy import may_see, may_see_landing, near, visible, visible_landings
from huying.supply.queries.supporters import with_supporters
from huying.supply.states import LandingState, NeedState

T = TypeVar("T", bound=Model)


def needs(viewer: Actor, place: Place | None = None) -> QuerySet[Need]:
    """The needs of a place and below with their `supporters`, merged ones left out, most wanted first."""
    rows = visible(_at(Need.objects.exclude(state=NeedState.MERGED), place), viewer)
    counted = with_supporters(rows).select_related("place", "category").defer("place__boundary")
    return counted.order_by(F("supporters").desc(), "-raised_at", "-id")


def resources(
    viewer: Actor, place: Place | None = None, *, on: date | None = None
) -> QuerySet[Resource]:
    """The resources of a place and below; with `on` those that are there on that day."""
    rows = _lasting(_at(visible(Resource.objects.all(), viewer), place), on)
    return rows.select_related("place", "owner_unit").defer("place__boundary")


def items(
    viewer: Actor, place: Place | None = None, *, on: date | None = None
) -> QuerySet[ServiceItem]:
    """The service items of a place and below; with `on` those that hold on that day."""
    rows = _lasting(_at(visible(ServiceItem.objects.all(), viewer), place), on)
    found = rows.select_related("place", "category").prefetch_related("providers")
    return found.defer("place__boundary")


def landings(
    viewer: Actor, place: Place | None = None, *, year: int | None = None
) -> QuerySet[Landing]:
    """The landings of a place and below, those due first on top; with `year` what landed in it."""
    rows = visible_landings(_at(Landing.objects.all(), place), viewer)
    if year is not None:
        rows = rows.filter(state=LandingState.LANDED, landed_on__year=year)
    named = rows.select_related("need", "place", "owner_unit", "owner_person")
    tied = named.prefetch_related("resources", "items").defer("place__boundary")
    return tied.order_by("landed_on", "due_on", "id")


def landings_of(need: Need) -> QuerySet[Landing]:
    """What was planned for a need, the latest first."""
    rows = Landing.objects.filter(need=need)
    rows = rows.select_related("need", "place", "owner_unit", "owner_person")
    return rows.prefetch_related("resources", "items").order_by("-planned_at", "-id")


def landings_with(thing: Resource | ServiceItem) -> QuerySet[Landing]:
    """What was planned with a resource or an item, the latest first."""
    rows = thing.landings.select_related("need", "owner_unit", "owner_person", "place")
    return rows.prefetch_related("resources", "items").order_by("-planned_at", "-id")


def taken_on(viewer: Actor) -> QuerySet[Landing]:
    """The landings this person or their unit took on, what is due first on top."""
    people = {viewer.person_id, *viewer.covering} - {None}
    mine = Q(owner_person_id__in=people) | Q(owner_unit_id__in=sorted(viewer.unit_ids))
    rows = landings(viewer).filter(mine)
    return rows.order_by(F("landed_on").asc(nulls_first=True), "due_on", "id")


def need_assessments(need: Need) -> QuerySet[Assessment]:
    """What was decided about a need, oldest first."""
    return Assessment.objects.filter(need=need)


def near_resources(place: Place, on: date) -> QuerySet[Resource]:
    """The resources there on this day for a place: its own, those below and those above it."""
    return _lasting(Resource.objects.filter(_around(place)), on).select_related("owner_unit")


def near_items(place: Place, on: date) -> QuerySet[ServiceItem]:
    """The items offered on this day to a place: its own, those below and those above it."""
    rows = ServiceItem.objects.filter(_around(place), offered=True)
    return _lasting(rows, on).select_related("category")


def need(pk: int, viewer: Actor) -> Need:
    """The need with this id; refused `unknown` to whoever may not see it."""
    rows = Need.objects.select_related("place", "category", "merged_into")
    found = with_supporters(rows).filter(pk=pk).first()
    if found is None or not may_see(viewer, found):
        raise Refused(Code.UNKNOWN, "no such need can be shown to you")
    return found


def landing(pk: int, viewer: Actor) -> Landing:
    """The landing with this id; refused `unknown` to whoever may not see it."""
    rows = Landing.objects.select_related("place", "need__place", "owner_unit", "owner_person")
    found = rows.prefetch_related("resources", "items").filter(pk=pk).first()
    if found is None or not may_see_landing(viewer, found):
        raise Refused(Code.UNKNOWN, "no such landing can be shown to you")
    return found


def resource(pk: int, viewer: Actor) -> Resource:
    """The resource with this id; refused `unknown` to whoever may not see it."""
    rows = Resource.objects.select_related("place", "owner_unit")
    found = rows.filter(pk=pk).first()
    if found is None or not near(viewer, found):
        raise Refused(Code.UNKNOWN, "no such resource can be shown to you")
    return found


def item(pk: int, viewer: Actor) -> ServiceItem:
    """The service item with this id; refused `unknown` to whoever may not see it."""
    rows = ServiceItem.objects.select_related("place", "category")
    found = rows.prefetch_related("providers", "resources").filter(pk=pk).first()
    if found is None or not near(viewer, found):
        raise Refused(Code.UNKNOWN, "no such service item can be shown to you")
    return found


def totals(viewer: Actor, place: Place, *, on: date) -> dict[str, int]:
    """How many rows each list holds, and what of them: four queries, all from records."""
    wanted = needs(viewer, place).order_by()
    sorts = items(viewer, place, on=on).order_by().filter(offered=True)
    counted = sorts.prefetch_related(None).aggregate(
        regular=Count("pk", filter=Q(sort="regular")),
        characteristic=Count("pk", filter=Q(sort="characteristic")),
    )
    whole = landings(viewer, place).order_by().aggregate(
        all=Count("pk"),
        landed=Count("pk", filter=Q(state=LandingState.LANDED, landed_on__year=on.year)),
    )  # fmt: skip
    return {
        "needs": wanted.count(),
        "resources": resources(viewer, place, on=on).count(),
        "services": counted["regular"] + counted["characteristic"],
        "regular": counted["regular"],
        "characteristic": counted["characteristic"],
        "landings": whole["all"],
        "landed": whole["landed"],
    }


def _at(rows: QuerySet[T], place: Place | None) -> QuerySet[T]:
    return rows if place is None else rows.filter(place__path__range=span(str(place.path)))


def _around(place: Place) -> Q:
    path = str(place.path)
    return Q(place__path__range=span(path)) | Q(place__path__in=lineage(path))


def _lasting(rows: QuerySet[T], on: date | None) -> QuerySet[T]:
    if on is None:
        return rows
    return rows.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
