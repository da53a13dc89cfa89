"""Who may see and do what with needs and supply: predicates for the tables, filters for the lists."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from huying.kernel.actor import Actor, ActorKind
from huying.kernel.machine import rule
from huying.people.roles import Grant
from huying.places.rules import span
from huying.supply.models import Landing

T = TypeVar("T", bound=Model)


@rule
def keeper(actor: Actor, subject: Any) -> bool:
    """Someone who keeps the lists of this place, or of one above it."""
    return actor.may(Grant.SUPPLY, subject.place_path)


@rule
def owner(actor: Actor, landing: Any) -> bool:
    """Whoever took this landing on: the person, who stands in for them, or someone of the unit."""
    return actor.answers_as(landing.owner_person_id) or landing.owner_unit_id in actor.unit_ids


@rule
def another_row(actor: Actor, need: Any) -> bool:
    """A landing of the need, or a need merged with it, whoever moved that; nobody does it by hand."""
    return actor.kind is ActorKind.SYSTEM


def may_see(actor: Actor, subject: Any) -> bool:
    """Whether this actor may open a need, a resource or an item for staff."""
    return actor.kind is ActorKind.SYSTEM or actor.may(Grant.SEE, subject.place_path)


def near(actor: Actor, thing: Any) -> bool:
    """Whether this actor may open a resource or an item: at its place, or at one it is there for."""
    return may_see(actor, thing) or any(
        Grant.SEE in standing.grants and standing.place_path.startswith(thing.place_path)
        for standing in actor.standings
    )


def may_see_landing(actor: Actor, landing: Landing) -> bool:
    """Whether this actor may open a landing: by right at its place, or because it is theirs."""
    return may_see(actor, landing) or owner(actor, landing)


def visible(rows: QuerySet[T], viewer: Actor) -> QuerySet[T]:
    """Only the rows whose place the viewer may see."""
    return rows if viewer.kind is ActorKind.SYSTEM else rows.filter(_seen(viewer))


def visible_landings(rows: QuerySet[Landing], viewer: Actor) -> QuerySet[Landing]:
    """Only the landings whose place the viewer may see, and those that are theirs."""
    if viewer.kind is ActorKind.SYSTEM:
        return rows
    allowed = _seen(viewer) | Q(owner_unit_id__in=sorted(viewer.unit_ids))
    people = {viewer.person_id, *viewer.covering} - {None}
    return rows.filter(allowed | Q(owner_person_id__in=people))


def _seen(viewer: Actor) -> Q:
    allowed = Q(pk__in=[])
    for standing in viewer.standings:
        if Grant.SEE in standing.grants:
            allowed |= Q(place__path__range=span(standing.place_path))
    return allowed
