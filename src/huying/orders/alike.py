"""Open matters of a neighbourhood that a resident may join instead of saying the same again.

Only what concerns everyone is offered, and of it only where it is, what it is about and how
far it has come: nobody's words, nobody's name.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huying.orders.labels import STATES, Label
from huying.orders.models import Order
from huying.orders.named import with_names
from huying.orders.rules import likeness
from huying.orders.sharing import OF_EVERYONE, class_of, of_everyone
from huying.places.models import Place

WITHIN = timedelta(days=30)
MOST_READ, MOST_OFFERED = 300, 3
ALIKE = 0.3  # share of letter pairs in common from which two texts read as one matter
SAME_SPOT = 0.12  # the same place and class need fewer words in common


@dataclass(frozen=True, slots=True)
class Alike:
    """An open matter in a few words that give nobody away; `supporters` joined it already."""

    number: str
    place: str
    category: str
    state: Label
    placed_at: datetime
    supporters: int


def offered(community: Place) -> QuerySet[Order]:
    """Orders of a community that could be offered at all; `of_everyone` decides on each."""
    return Order.objects.filter(
        community=community, is_open=True, confidential=False, parent=None,
        kind__in=sorted(OF_EVERYONE),
    ).filter(Q(category=None) | Q(category__personal=False))  # fmt: skip


def alike(text: str, place: Place, codes: Collection[str], at: datetime) -> list[Alike]:
    """At most three open matters near `place` that may be the same as what is being said.

    `codes` are the classes the words point to. Best first; three queries.
    """
    if place.community is None:
        return []
    lately = offered(place.community).filter(placed_at__gte=at - WITHIN)
    scored = [
        (_score(text, place, codes, one), one)
        for one in with_names(lately.order_by("-placed_at", "-id")[:MOST_READ])
        if of_everyone(one)
    ]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])[:MOST_OFFERED]
    return [_told(one) for _score, one in best]


def _score(text: str, place: Place, codes: Collection[str], other: Order) -> float:
    like = likeness(text, other.text)
    category = class_of(other)
    same = category is not None and category.code in codes and other.place_id == place.pk
    return like + same if like >= (SAME_SPOT if same else ALIKE) else 0.0


def _told(order: Order) -> Alike:
    category = class_of(order)
    return Alike(
        order.number, order.place.name, category.name if category else "", STATES[order.state],
        order.placed_at, order.followers.count(),
    )  # fmt: skip
