"""Practice packs: limits, categories and standard texts of a way of working, and their loader.

Owns the packs' files, their form and what is wrong with one. Refuses to know any city: what a
place has changed by hand since it adopted a pack is left as it is.
"""

from huying.practices.loader import adopt, names, text
from huying.practices.packs import Practice, read

__all__ = ["Practice", "adopt", "names", "read", "text"]
