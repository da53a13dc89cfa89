"""What the public may read: published rows as they are now, and each version as it was published.

No name of a person, no contact and no words of an order are in it: what a row says here is what
the community wrote for everyone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.places.rules import span
from huying.supply.models import Landing, Need, Publication, Resource, ServiceItem
from huying.supply.queries.supporters import with_supporters
from huying.supply.rules import Difference, differences
from huying.supply.states import ASSESSED, LandingState, NeedState

Row = dict[str, Any]
Content = Mapping[str, Sequence[Row]]


PUBLISHED = Q(published_at__isnull=False)
# What may be published: needs somebody confirmed, and whatever concerns or exposes nobody.
FIT_NEEDS = Q(state__in=sorted(ASSESSED), personal=False)
FIT_SUPPLY = Q(inside=False)


def content_of(place: Place, on: date, *, fit: bool = False) -> dict[str, list[Row]]:
    """The published rows of a place and below as they are on this day; seven queries.

    With `fit` also what would be public if the lists were published now.
    """
    here = Q(place__path__range=span(str(place.path)))
    open_needs = PUBLISHED | FIT_NEEDS if fit else PUBLISHED
    supply = (PUBLISHED | FIT_SUPPLY if fit else PUBLISHED) & (Q(until=None) | Q(until__gt=on))
    rows = Need.objects.filter(here, open_needs).exclude(state=NeedState.MERGED)
    needs = with_supporters(rows).select_related("category").order_by(F("supporters").desc(), "id")
    resources = Resource.objects.filter(here, supply).select_related("owner_unit")
    services = ServiceItem.objects.filter(here, supply).prefetch_related("providers")
    told = list(needs)
    return {
        "needs": [_need(one) for one in told],
        "resources": [_resource(one) for one in resources],
        "services": [_item(one) for one in services],
        "landings": [_landing(one) for one in _landings({one.pk for one in told}, fit=fit)],
    }


def _landings(needs: Collection[int], *, fit: bool) -> QuerySet[Landing]:
    rows = Landing.objects.filter(need_id__in=needs).exclude(state=LandingState.DROPPED)
    shown = rows if fit else rows.filter(PUBLISHED)
    tied = shown.select_related("need", "owner_unit", "place").defer("place__boundary")
    return tied.prefetch_related("resources", "items").order_by("due_on", "id")


def _need(need: Need) -> Row:
    return {
        "id": str(need.pk), "name": need.title, "state": need.state,
        "supporters": need.supporters,  # type: ignore[attr-defined]
        "category": need.category.name if need.category else "",
        "result": need.result if need.state == NeedState.CLOSED else "",
        "other_way": need.other_way if need.state == NeedState.DECLINED else "",
    }  # fmt: skip


def _resource(one: Resource) -> Row:
    plain = ("kind", "address", "lng", "lat", "hours", "phone", "specialities", "capacity", "note")
    owner = one.owner_unit.name if one.owner_unit else ""
    return {"id": str(one.pk), "name": one.name, "owner": owner} | {
        name: getattr(one, name) for name in plain
    }


def _item(one: ServiceItem) -> Row:
    plain = (
        "group", "sort", "free", "mode", "eligible", "papers", "minutes", "offered", "office", "note"
    )  # fmt: skip
    providers = sorted(unit.name for unit in one.providers.all())
    return {"id": str(one.pk), "name": one.name, "providers": providers} | {
        name: getattr(one, name) for name in plain
    }


def _landing(one: Landing) -> Row:
    """A landing for everyone: what is kept inside is not named, nor is a person."""
    shown = [*one.resources.all(), *one.items.all()]
    return {
        "id": str(one.pk), "name": one.measure, "need": str(one.need_id),
        "need_name": one.need.title, "state": one.state, "due_on": one.due_on.isoformat(),
        "landed_on": one.landed_on.isoformat() if one.landed_on else "",
        "owner": one.owner_unit.name if one.owner_unit else one.place.name,
        "with": sorted(thing.name for thing in shown if not thing.inside),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """The lists for everyone: `content`, under the last version, and what changed since then."""

    publication: Publication
    content: Content
    changes: Sequence[Difference]


def shown(place: Place, on: date) -> Shown | None:
    """The published lists of a place as they are now; None while nothing was published."""
    last = publications(place).first()
    if last is None:
        return None
    live = content_of(place, on)
    return Shown(last, live, differences(last.content, live))


def publications(place: Place) -> QuerySet[Publication]:
    """Every version of a place's lists, the latest first."""
    return Publication.objects.filter(place=place).order_by("-version")


def version(place: Place, number: int) -> Shown:
    """One version as it was published, without what was taken back from the public since.

    Refused `unknown` for a version there is not.
    """
    found = publications(place).filter(version=number).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such version")
    taken = _taken_back()
    content = {
        name: [
            row for row in rows
            if row["id"] not in taken and row.get("need", "") not in taken
        ]
        for name, rows in found.content.items()
    }  # fmt: skip
    return Shown(found, content, ())


def _taken_back() -> set[str]:
    """Ids of what once was public and now concerns one person, or is kept inside."""
    ids: set[int] = set(Need.objects.filter(personal=True).values_list("pk", flat=True))
    for model in (Resource, ServiceItem):
        ids |= set(model.objects.filter(inside=True).values_list("pk", flat=True))
    return {str(pk) for pk in ids}


def pending(place: Place, on: date) -> Sequence[Difference]:
    """What publishing now would change in what the public reads."""
    last = publications(place).first()
    return differences(last.content if last else {}, content_of(place, on, fit=True))
