"""Opening one order at the door: by right, or by the query code that came with it."""

from dataclasses import dataclass, replace
from secrets import compare_digest

from django.db.models import QuerySet

from huying.kernel.actor import SYSTEM, Actor, ActorKind
from huying.kernel.numbers import parse_code, parse_number
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.policy import asker_of, may_ask_how_it_went, may_see
from huying.orders.queries import order_by_number
from huying.people.rules import written_ways

# The desk's own bookkeeping, which the resident is not told line by line.
KEPT_INSIDE = frozenset({
    "correct", "supervise", "hand_over", "request_return", "refuse_return", "request_extension",
    "refuse_extension", "request_hold", "refuse_hold", "branch", "archive", "add_helper",
    "report_back", "appoint",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """An order, who looks at it (with what the code proved), and whether they may by right.

    Without `by_right` only what the resident may see is to be shown.
    """

    order: Order
    actor: Actor
    by_right: bool


def open_order(number: str, viewer: Actor, *, code: str = "", with_helpers: bool = True) -> Opened:
    """The order under this number for a viewer who may see it, may judge it for the resident,
    or knows its query code.

    Refused `unknown` for everyone else, whether there is such an order or not. Someone with an
    account keeps their name beside what the code proves.
    """
    order = order_by_number(number, SYSTEM, with_helpers=with_helpers)
    by_right = may_see(viewer, order)
    typed = parse_code(code) if code else None
    proven = typed is not None and compare_digest(typed, order.query_code)
    if not (by_right or proven or may_ask_how_it_went(viewer, order)):
        raise Refused(Code.UNKNOWN, "no order with this number can be shown to you")
    return Opened(order, _with_proof(viewer, order) if proven else viewer, by_right)


def _with_proof(viewer: Actor, order: Order) -> Actor:
    if viewer.kind is ActorKind.VISITOR:
        return asker_of(order)
    return replace(viewer, proven=viewer.proven | {order.pk})


def orders_of_phone(mobile: str) -> QuerySet[Order]:
    """The orders whose contact is this mobile number (11 digits), newest first; none for ""."""
    ways = written_ways(mobile) if mobile else ()
    return Order.objects.filter(contact__phone__in=ways).order_by("-placed_at", "-id")


def order_of_phone(number: str, mobile: str) -> Order | None:
    """The order under this number, if its contact is this mobile number."""
    parsed = parse_number(number)
    return orders_of_phone(mobile).filter(number=parsed).first() if parsed else None
