"""What can be chosen on a form of this room; every answer is a list of (value, label)."""

from datetime import date
from itertools import groupby

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.orders.choices import Choices, handler_choices, unit_choices
from huying.orders.models import Order
from huying.orgs.queries import units_serving
from huying.people.queries import desk_people
from huying.places.models import Place
from huying.places.rules import lineage, span
from huying.supply.models import Need
from huying.supply.policy import visible
from huying.supply.queries.supporters import with_supporters
from huying.supply.rules import Candidate, matches
from huying.supply.states import OPEN_NEEDS


def units_at(place: Place, on: date) -> Choices:
    """The units that serve a place, by their codes."""
    return list(unit_choices(units_serving(place, on)))


def takers_at(place: Place, on: date) -> Choices:
    """Who can take a landing on: who works at the desks around, and in the units that serve."""
    at_desks = [
        (one.places[0], str(one.person.pk), one.person.name)
        for one in desk_people([str(place.path)], on)
    ]
    at_desks.sort()
    desks: Choices = [
        (desk, [(pk, name) for _desk, pk, name in group])
        for desk, group in groupby(at_desks, key=lambda one: one[0])
    ]
    return [*desks, *handler_choices(units_serving(place, on), on)]


def open_needs(place: Place, viewer: Actor, *, but: int = 0) -> list[Need]:
    """The open needs of a place and of those around it, most wanted first."""
    path = str(place.path)
    around = Q(place__path__range=span(path)) | Q(place__path__in=lineage(path))
    rows = visible(Need.objects.filter(around, state__in=sorted(OPEN_NEEDS)), viewer)
    counted = with_supporters(rows.exclude(pk=but)).select_related("place")
    return sorted(counted, key=lambda one: (-one.supporters, one.pk))  # type: ignore[attr-defined]


def like(order: Order, needs: list[Need]) -> list[Need]:
    """The needs in the order of how much their words are those of an order; the rest behind."""
    candidates = [Candidate(str(one.pk), (("name", f"{one.title} {one.words}"),)) for one in needs]
    found = matches(f"{order.text} {order.summary}", candidates, most=len(candidates))
    rank = {match.key: place for place, match in enumerate(found)}
    return sorted(needs, key=lambda one: rank.get(str(one.pk), len(rank)))
