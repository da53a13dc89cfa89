"""Somebody was there: noted by whoever looks in, without place, minutes or picture."""

from datetime import datetime

from huying.care.actions.moving import make_move
from huying.care.models import CareVisit, Entry
from huying.care.sealed import ring
from huying.kernel.actor import Actor
from huying.trail.models import Record


def see(
    entry: Entry, *, seen_at: datetime, by: Actor, at: datetime, words: str = "",
    version: int | None = None,
) -> Entry:  # fmt: skip
    """Note that somebody was there at `seen_at`, and what there is to say; the words are sealed."""
    last = max(seen_at, entry.last_seen_at) if entry.last_seen_at else seen_at
    given = {"seen_at": seen_at} | ({"words": words} if words else {})

    def beside(record: Record) -> None:
        visit = CareVisit(entry=entry, seq=record.seq, seen_at=seen_at, by_id=by.person_id or 0)
        visit.words_sealed = ring().seal(words, visit.about())
        visit.save(force_insert=True)

    make_move(
        entry, "see", by=by, at=at, given=given, version=version,
        columns={"last_seen_at": last}, beside=beside,
    )  # fmt: skip
    return entry
