"""The one way an entry is moved, and what its record keeps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from huying.care.lifecycle import ENTRY
from huying.care.models import Entry
from huying.care.queries.granted import named
from huying.care.sealed import salt_of
from huying.kernel.actor import Actor
from huying.trail.models import Record
from huying.trail.moving import Beside, recorded, write_move

SEALED = frozenset({
    "name", "id_number", "phone", "birth_year", "health", "address", "place", "guardian", "words",
    "reason", "basis_words",
})  # fmt: skip
"""What a record keeps as seals alone; they are salted by the entry's own sealed salt."""


def make_move(
    entry: Entry,
    name: str,
    *,
    by: Actor,
    at: datetime,
    given: Mapping[str, Any] | None = None,
    version: int | None = None,
    columns: Mapping[str, Any] | None = None,
    beside: Beside | None = None,
) -> Record:
    """Check the move by the named grants that hold that day, and write it with its record."""
    given = dict(given or {})
    known = named(by, timezone.localdate(at))
    step = ENTRY.check(name, entry, by=known, at=at, given=given, version=version)
    kept = kept_of(given, salt_of(entry)) if given else {}
    return write_move(entry, step, by=by, at=at, given=kept, columns=columns, beside=beside)


def kept_of(given: Mapping[str, Any], salt: str) -> dict[str, Any]:
    """What a record keeps of what was given: a place by its code, personal words as seals."""
    plain = {
        key: value.code if key == "place" and value is not None else value
        for key, value in given.items()
    }
    return recorded(plain, salt=salt, sealed=SEALED)
