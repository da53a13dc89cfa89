"""What the choice of an order's limits depends on."""

from collections.abc import Mapping
from typing import Any

from huying.clocks.rules import Facts
from huying.orders.models import Category, Order


def facts_of(order: Order, fields: Mapping[str, Any] | None = None) -> Facts:
    """What the choice of a limit depends on, with columns about to change."""
    now: dict[str, Any] = {
        "place": order.place,
        "kind": order.kind,
        "grade": order.grade,
        "level": order.level,
    }
    now |= {key: value for key, value in (fields or {}).items() if key in now}
    category = (fields or {}).get("category", order.category)
    return Facts(
        place_path=now["place"].path, kind=now["kind"], categories=category_codes(category),
        grade=now["grade"], level=now["level"],
    )  # fmt: skip


def category_codes(category: Category | None) -> tuple[str, ...]:
    """The code of a sub-item and of its class."""
    if category is None:
        return ()
    return (category.code, category.parent.code) if category.parent else (category.code,)
