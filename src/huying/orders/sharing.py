"""What neighbours may hear of: matters of everyone, never of one person or household."""

from django.utils import timezone

from huying.orders.models import Category, Order
from huying.orders.named import categories
from huying.orders.states import OPEN, OrderKind
from huying.orders.suggesting import categories_by_words

OF_EVERYONE = frozenset(
    {OrderKind.PROBLEM, OrderKind.REPORT, OrderKind.SUGGESTION, OrderKind.CLASS_WISH}
)


def of_everyone(order: Order) -> bool:
    """Whether neighbours may hear of this order: open, not confidential, about no single person."""
    category = class_of(order)
    return (
        order.state in OPEN
        and order.kind in OF_EVERYONE
        and not order.confidential
        and order.parent_id is None
        and category is not None
        and not category.personal
    )


def class_of(order: Order) -> Category | None:
    """What the order is filed under, else what its words point to by the ways of its day."""
    if order.category is not None:
        return order.category
    rows = categories(order.place_path, on=timezone.localdate(order.placed_at))
    found = categories_by_words(order.text, rows, 1)
    return found[0][0] if found else None
