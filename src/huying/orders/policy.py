"""Who may see and do what with an order: predicates for the table, filters for the lists."""

from typing import Any

from django.db.models import Q, QuerySet

from huying.kernel.actor import Actor, ActorKind
from huying.kernel.machine import rule
from huying.orders.models import CoHandler, Order
from huying.orders.states import JUDGED_NEXT
from huying.people.roles import Grant
from huying.places.models import Place


@rule
def anyone(actor: Actor, order: Any) -> bool:
    """Whoever stands at the door."""
    return True


@rule
def asker(actor: Actor, order: Any) -> bool:
    """Whoever showed the query code of this order."""
    return order.pk in actor.proven


@rule
def system(actor: Actor, order: Any) -> bool:
    """The product itself."""
    return actor.kind is ActorKind.SYSTEM


@rule
def desk_of_place(actor: Actor, order: Any) -> bool:
    """Someone who sorts orders in this place or above it."""
    return actor.may(Grant.TRIAGE, order.place_path)


@rule
def intake_of_place(actor: Actor, order: Any) -> bool:
    """Someone who may write down an order for a resident here."""
    return actor.may(Grant.INTAKE, order.place_path)


@rule
def decider(actor: Actor, order: Any) -> bool:
    """Someone who decides requests here."""
    return actor.may(Grant.DECIDE, order.place_path)


@rule
def supervisor(actor: Actor, order: Any) -> bool:
    """Someone who supervises here."""
    return actor.may(Grant.SUPERVISE, order.place_path)


@rule
def lead_handler(actor: Actor, order: Any) -> bool:
    """Someone of the unit that leads; or the person who leads, where the desk does it itself.

    At the desk also who stands in for them while they are away. Whoever left the unit, or the
    desk, leads no more.
    """
    if order.lead_unit_id is None:
        return False
    leads = actor.answers_as(order.lead_person_id)
    return order.lead_unit_id in actor.unit_ids or (
        leads and actor.may(Grant.TRIAGE, order.place_path)
    )


@rule
def caller_for_follow_up(actor: Actor, order: Any) -> bool:
    """Someone who asks residents how it went, and did not handle it."""
    return actor.may(Grant.FOLLOW_UP, order.place_path) and not lead_handler(actor, order)


def asker_of(order: Order) -> Actor:
    """Whoever just proved with the query code that this order is theirs."""
    return Actor(ActorKind.RESIDENT, "resident", proven=frozenset({order.pk}))


def may_see(actor: Actor, order: Order) -> bool:
    """Whether this actor may open this order at all."""
    return (
        actor.kind is ActorKind.SYSTEM
        or order.pk in actor.proven
        or actor.may(Grant.SEE, order.place_path)
        or lead_handler(actor, order)
        or (
            bool(actor.unit_ids)
            and any(helper.unit_id in actor.unit_ids for helper in order.co_handlers.all())
        )
    )


def may_ask_how_it_went(actor: Actor, order: Order) -> bool:
    """Whether this actor may open an order that waits to be judged, as its resident sees it.

    So an evaluator of another house can ask and judge for the resident, without the desk's and
    the handlers' own notes.
    """
    waits = order.state in JUDGED_NEXT and order.parent_id is None
    return waits and not order.confidential and caller_for_follow_up(actor, order)


def may_open_contact(actor: Actor, order: Order) -> bool:
    """Whether this actor may open how to reach the resident.

    A confidential order shows it to the responsible person alone, or while they are away to
    who stands in for them at that desk; whoever left the desk or the unit opens nothing any more.
    """
    if actor.person_id is None:
        return False
    at_desk = actor.may(Grant.CONTACT, order.place_path)
    if order.confidential:
        return at_desk and actor.answers_as(order.responsible_person_id)
    leads = order.lead_person_id == actor.person_id and lead_handler(actor, order)
    return at_desk or leads


def visible(orders: QuerySet[Order], viewer: Actor) -> QuerySet[Order]:
    """Only the orders this viewer may see, by the columns the lists are indexed on."""
    if viewer.kind is ActorKind.SYSTEM:
        return orders
    allowed = Q(pk__in=sorted(viewer.proven)) if viewer.proven else Q(pk__in=[])
    for standing in viewer.standings:
        if Grant.SEE in standing.grants:
            allowed |= _below(standing.place_id, standing.place_path)
    if viewer.unit_ids:
        units = sorted(viewer.unit_ids)
        helped = CoHandler.objects.filter(unit_id__in=units).values("order_id")
        allowed |= Q(lead_unit_id__in=units) | Q(pk__in=helped)
    return orders.filter(allowed)


_COLUMN_AT_DEPTH = {1: "district_id", 2: "street_id", 3: "community_id"}


def _below(place_id: int, path: str) -> Q:
    """Orders in a place: by its own column where it has one, else by the tree."""
    column = _COLUMN_AT_DEPTH.get(len(path) // Place.steplen)
    return Q(**{column: place_id}) if column else Q(place__path__startswith=path)
