"""Changing the tree. Nothing deletes: a place that is gone is retired, orders remember it."""

from huying.places.actions.adding import add_place, bulk_add
from huying.places.actions.keeping import (
    CHANGEABLE,
    checked_fact,
    describe,
    rename,
    retire_place,
    set_boundary,
)

__all__ = [
    "CHANGEABLE",
    "add_place",
    "bulk_add",
    "checked_fact",
    "describe",
    "rename",
    "retire_place",
    "set_boundary",
]
