"""One's own order: what this session proved with number and code, or by telephone."""

from django.http import HttpRequest

from huying.orders.models import Order
from huying.orders.queries import followed_by, order_by_number
from huying.web.doors import asker, proven


def own_order(request: HttpRequest, number: str) -> Order | None:
    """The order, when this session proved that it is theirs."""
    known = followed_by(proven(request)).filter(number=number).first()
    return order_by_number(number, asker(request, known)) if known else None
