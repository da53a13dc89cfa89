"""The one way to say no: a refusal with a code, a plain reason and the fields concerned."""

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """Stable refusal codes; delivery maps each to one HTTP status."""

    WRONG_STATE = "wrong-state"
    NOT_YOURS = "not-yours"
    INCOMPLETE = "incomplete"
    INVALID = "invalid"
    NOT_YET = "not-yet"
    TOO_LATE = "too-late"
    STALE = "stale"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"
    TOO_MANY = "too-many"
    NOT_OPEN = "not-open"


class Refused(Exception):
    """A request that was understood and not carried out; nothing was written.

    `fields` maps a field name to a short reason, in English, translatable.
    """

    def __init__(
        self, code: Code, reason: str = "", *, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(reason or code.value)
        self.code = code
        self.reason = reason
        self.fields = dict(fields or {})
