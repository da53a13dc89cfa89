"""Filling a place's own workbook: named cells and {{names}} get values, one row is repeated.

Whatever else is in the workbook stays; what could not stay is refused before anything is done.
"""

from huying.lists.filling.filler import MOST_FILLED, check, filled
from huying.lists.filling.names import Names, names_of
from huying.lists.filling.sample import sample

__all__ = ["MOST_FILLED", "Names", "check", "filled", "names_of", "sample"]
