"""Sealing everything anew under the current key; stopped at any time, and taken up again."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Model, Q, QuerySet

from huying.care.models import CareVisit, Entry
from huying.care.sealed import COLUMNS, mark_of, read, ring
from huying.kernel.actor import SYSTEM
from huying.trail.actions import append

BATCH = 200
CHAIN = "care_keys"
SEALS = (*COLUMNS.values(), "seal_salt")


def waiting() -> int:
    """How many rows hold something that is not sealed under the current key."""
    return (
        _old(Entry.objects.all(), SEALS).count()
        + _old(CareVisit.objects.all(), ("words_sealed",)).count()
    )


def rekey(at: datetime) -> int:
    """Seal every row anew that is not under the current key and cipher; how many they were.

    Refused `not-open` where an older key is missing: what was done until then stays done.
    """
    done = 0
    for entry in _batches(_old(Entry.objects.all(), SEALS)):
        done += _again(entry, SEALS, _entry_seals(entry))
    for visit in _batches(_old(CareVisit.objects.all(), ("words_sealed",))):
        keys = ring()
        fresh = {
            "words_sealed": keys.seal(keys.open(visit.words_sealed, visit.about()), visit.about())
        }
        done += _again(visit, ("words_sealed",), fresh)
    if done:
        append(CHAIN, 0, "rekey", by=SYSTEM, at=at, given={"rows": done, "under": ring().current})
    return done


def _entry_seals(entry: Entry) -> dict[str, str]:
    keys = ring()
    fresh = {
        column: keys.seal(
            keys.open(getattr(entry, column), entry.about(column)), entry.about(column)
        )
        for column in SEALS
    }
    return fresh | {"id_mark": mark_of(read(entry, "id_number"))}


def _old(rows: QuerySet[Any], columns: tuple[str, ...]) -> QuerySet[Any]:
    stale = Q(pk__in=[])
    for column in columns:
        stale |= ~Q(**{column: ""}) & ~Q(**{f"{column}__startswith": ring().current})
    return rows.filter(stale).order_by("pk")


def _batches(rows: QuerySet[Any]) -> Iterator[Any]:
    last = 0
    while batch := list(islice(rows.filter(pk__gt=last), BATCH)):
        yield from batch
        last = batch[-1].pk


def _again(row: Model, columns: tuple[str, ...], fresh: dict[str, str]) -> int:
    """Write the new seals, unless somebody changed the row meanwhile: then the next run does."""
    unchanged = {column: getattr(row, column) for column in columns}
    return type(row)._default_manager.filter(pk=row.pk, **unchanged).update(**fresh)
