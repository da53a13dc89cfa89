"""Where an entry and a named grant can stand, and the words both are written in."""

from enum import StrEnum


class EntryState(StrEnum):
    """The life of an entry; only what was verified is counted."""

    REGISTERED = "registered"
    VERIFIED = "verified"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


STANDING = frozenset({EntryState.REGISTERED, EntryState.VERIFIED})
"""Entries that stand in the ledger."""
LEFT = frozenset({EntryState.ENDED, EntryState.WITHDRAWN})
"""Entries that wait to be erased; the withdrawn are out of sight meanwhile."""


class GrantState(StrEnum):
    """The life of a named grant; it also ends by itself, on its last day."""

    GIVEN = "given"
    REVOKED = "revoked"


class Depth(StrEnum):
    """How far a named grant reaches: the whole ledger, or who is to be seen and where."""

    LEDGER = "ledger"
    VISITS = "visits"


class Basis(StrEnum):
    """Why the law lets us keep someone's data at all."""

    LAW = "law"
    CONTRACT = "contract"
    CONSENT = "consent"
    EMERGENCY = "emergency"


class ConsentBy(StrEnum):
    """Who consented."""

    OWN = "own"
    GUARDIAN = "guardian"


class ConsentHow(StrEnum):
    """How consent was given."""

    WRITTEN = "written"
    SPOKEN = "spoken"


class Ending(StrEnum):
    """Why someone stands in a ledger no more."""

    NO_LONGER = "no_longer"
    MOVED = "moved"
    DIED = "died"
    MISTAKEN = "mistaken"


class Look(StrEnum):
    """What somebody looked at, or tried to."""

    LIST = "list"
    ENTRY = "entry"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    HEALTH = "health"
    VISITS = "visits"


HIDDEN = frozenset({Look.ID_NUMBER, Look.PHONE, Look.HEALTH})
"""What is shown only when somebody says why."""
