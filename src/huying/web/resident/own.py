"""One's own order: what this session proved with number and code, or by telephone."""

from django.http import HttpRequest
from django.utils import timezone

from huying.adoptions.voices import speak_as_at
from huying.kernel.now import now
from huying.orders.models import Order
from huying.orders.queries import followed_by, order_by_number
from huying.web.doors import asker, proven


def own_order(request: HttpRequest, number: str) -> Order | None:
    """The order, when this session proved that it is theirs."""
    known = followed_by(proven(request)).filter(number=number).first()
    if known is None:
        return None
    speak_as_at(known.place_path, timezone.localdate(now()))
    return order_by_number(number, asker(request, known))
