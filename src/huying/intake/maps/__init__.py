"""Maps: what the columns of another system's table mean, as TOML files.

Owns their form, what is wrong with one, and which one fits a header. A column is named by its
header, or by a list of headers it may have; a `?` at the end of one says it may be missing.
"""

from huying.intake.maps.binding import Bound, bind
from huying.intake.maps.choosing import choose
from huying.intake.maps.schema import Map

__all__ = ["Bound", "Map", "bind", "choose"]
