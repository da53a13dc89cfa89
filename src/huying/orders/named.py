"""The places and classes that orders name, gathered for many orders at once.

Joining them to every order would make the database plan a dozen tables and build the same few
long rows again and again; they are read apart, once each, and kept in memory for a few seconds.
Units and people are short rows: they are joined.
"""

from collections.abc import Collection, Mapping
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from huying.adoptions.queries import foreign_codes
from huying.kernel.kept import Kept, KeptRows
from huying.orders.models import Category, Order
from huying.places.models import Place

JOINED = ("lead_unit", "lead_person", "responsible_person")
_PLACES = ("place", "community", "desk")


def _seconds() -> float:
    return float(settings.RULEBOOK_SECONDS)


def _read_places(ids: Collection[int]) -> Mapping[int, Place]:
    rows = Place.objects.filter(pk__in=sorted(ids)).defer("boundary")
    return {row.pk: row for row in rows}


def _read_categories(_key: str) -> Mapping[int, Category]:
    rows = Category.objects.select_related("parent").order_by("code")
    return {row.pk: row for row in rows}


_places = KeptRows(_read_places, _seconds)
_categories = Kept(_read_categories, _seconds)


def categories(*paths: str, on: date, within: bool = False) -> tuple[Category, ...]:
    """The live categories of the ways of these places, by code.

    What no practice brought is a category of every place. With `within`, those of every place
    below are among them. At most `RULEBOOK_SECONDS` old (see `kernel.kept`).
    """
    foreign = foreign_codes(paths, on, within=within)
    live = (row for row in _categories.get("").values() if row.retired_on is None)
    return tuple(row for row in live if row.code not in foreign)


def category_called(code: str, path: str, on: date) -> Category | None:
    """The live category a place has under this code; None where there is none."""
    return next((row for row in categories(path, on=on) if row.code == code), None)


def used_at(category: Category, path: str, on: date) -> bool:
    """Whether orders of this place are sorted into this category on this day."""
    return category.code not in foreign_codes((path,), on)


def with_names(orders: QuerySet[Order]) -> list[Order]:
    """These orders with all they name at hand: at most three queries, however many there are."""
    found = list(orders.select_related(*JOINED))
    places = _places.get(
        {getattr(order, f"{name}_id") for order in found for name in _PLACES} - {None}
    )
    classes = _categories.get("") if any(order.category_id for order in found) else None
    for order in found:
        for name in _PLACES:
            place = places.get(getattr(order, f"{name}_id"))
            if place is not None:
                setattr(order, name, place)
        if classes and (category := classes.get(order.category_id or 0)):
            order.category = category
    return found


def forget() -> None:
    """Read places and classes afresh, in this process."""
    _places.forget()
    _categories.forget()
