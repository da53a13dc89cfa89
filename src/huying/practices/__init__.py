"""Practice packs: ways of working as data, what is wrong with one, and how one is adopted.

Owns the packs' files and their form. Refuses to know any city: what a place has changed by hand
since it adopted a pack is left as it is.
"""

from huying.practices.loader import Change, adopt, change, names, text
from huying.practices.packs import Practice, read

__all__ = ["Change", "Practice", "adopt", "change", "names", "read", "text"]
