"""Who may blow a whistle, who answers for a called unit, and who sees it."""

from typing import Any

from django.db.models import Q, QuerySet

from huying.kernel.actor import Actor, ActorKind
from huying.kernel.machine import rule
from huying.people.roles import Grant
from huying.places.rules import span
from huying.whistles.models import Whistle


@rule
def whistler(actor: Actor, subject: Any) -> bool:
    """Someone who may blow a whistle in this place."""
    return actor.may(Grant.WHISTLE, subject.place_path)


@rule
def called_unit(actor: Actor, response: Any) -> bool:
    """Someone of the unit that was called."""
    return response.unit_id in actor.unit_ids


@rule
def some_called_unit(actor: Actor, whistle: Any) -> bool:
    """Someone of any unit that was called."""
    return any(each.unit_id in actor.unit_ids for each in whistle.responses.all())


@rule
def at_the_doors(actor: Actor, door: Any) -> bool:
    """Someone who goes from door to door here: of a called unit, or who checks people in."""
    return actor.may(Grant.CHECK_IN, door.place_path) or some_called_unit(actor, door.whistle)


def reads_names(actor: Actor, whistle: Whistle) -> bool:
    """Whether they read who lives behind a door and who signed: those who call and those who go."""
    return (
        whistler(actor, whistle)
        or actor.may(Grant.CHECK_IN, whistle.place_path)
        or some_called_unit(actor, whistle)
    )


def may_see(actor: Actor, whistle: Whistle) -> bool:
    """Whether this actor may open this whistle."""
    return (
        actor.kind is ActorKind.SYSTEM
        or actor.may(Grant.SEE, whistle.place_path)
        or some_called_unit(actor, whistle)
    )


def visible(whistles: QuerySet[Whistle], viewer: Actor) -> QuerySet[Whistle]:
    """Only the whistles this viewer may see."""
    if viewer.kind is ActorKind.SYSTEM:
        return whistles
    allowed = Q(pk__in=[])
    for standing in viewer.standings:
        if Grant.SEE in standing.grants:
            allowed |= Q(order__place__path__range=span(standing.place_path))
    if viewer.unit_ids:
        units = sorted(viewer.unit_ids)
        called = Whistle.objects.filter(responses__unit_id__in=units).values("pk")
        allowed |= Q(pk__in=called)
    return whistles.filter(allowed)
