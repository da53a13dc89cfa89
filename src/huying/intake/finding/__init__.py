"""Finding the place, category and unit that another system's row means; making those it may.

Owns what was found already in this run. Refuses to make anything its map does not allow.
"""

from huying.intake.finding.categories import CategoryFinder
from huying.intake.finding.places import PlaceFinder
from huying.intake.finding.units import UnitFinder

__all__ = ["CategoryFinder", "PlaceFinder", "UnitFinder"]
