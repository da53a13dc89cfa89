"""Changing the tree. Nothing deletes: a place that is gone is retired, orders remember it."""

from huying.places.actions.adding import add_place, bulk_add
from huying.places.actions.keeping import rename, retire_place, set_boundary

__all__ = ["add_place", "bulk_add", "rename", "retire_place", "set_boundary"]
