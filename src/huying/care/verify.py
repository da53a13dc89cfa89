"""Recomputing entries, their sealed words and named grants from the trail."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from huying.care.models import CareVisit, Entry, NamedGrant
from huying.care.sealed import COLUMNS, read, salt_of, words_of
from huying.care.states import EntryState, GrantState
from huying.kernel.hashing import salted
from huying.kernel.refusals import Refused
from huying.trail.models import Record
from huying.trail.verify import Check, check_lives

BATCH = 500
PLAIN = ("name", "birth_year", "address", "guardian", "basis_words")


def check_entries() -> Check:
    """State, version and head of each entry are those of its last record."""
    return check_lives("care", Entry)


def check_care_words() -> Check:
    """What is kept of each person, and said of each visit, is still what was sealed; all can be opened."""
    result = Check("care_words")
    for batch in _batches():
        records: dict[int, list[Record]] = {}
        chain = Record.objects.filter(subject_kind=Entry.KIND, subject_id__in=[e.pk for e in batch])
        for record in chain.order_by("subject_id", "seq"):
            records.setdefault(record.subject_id, []).append(record)
        visits: dict[int, list[CareVisit]] = {}
        for visit in CareVisit.objects.filter(entry__in=batch).order_by("entry_id", "seq"):
            visits.setdefault(visit.entry_id, []).append(visit)
        for entry in batch:
            result.checked += 1
            wrong = _wrong(entry, records.get(entry.pk, []), visits.get(entry.pk, []))
            if wrong:
                result.differs(f"{Entry.KIND} {entry.pk}: {wrong}")
    return result


def check_care_grants() -> Check:
    """Each named grant stands as its last record says, and says what it was given as."""
    result = check_lives("care_grants", NamedGrant)
    births = {
        record.subject_id: record.given
        for record in Record.objects.filter(subject_kind=NamedGrant.KIND, move="give")
    }
    revoked = {
        record.subject_id: record.at
        for record in Record.objects.filter(subject_kind=NamedGrant.KIND, move="revoke")
    }
    for grant in NamedGrant.objects.select_related("place").order_by("id"):
        now = {
            "person": str(grant.person_id), "ledger": grant.ledger, "place": grant.place.code,
            "depth": grant.depth, "since": grant.since.isoformat(), "until": grant.until.isoformat(),
            "reason": grant.reason,
        }  # fmt: skip
        over = grant.revoked_at if grant.state == GrantState.REVOKED else None
        if now != births.pop(grant.pk, None) or over != revoked.get(grant.pk):
            result.differs(f"{NamedGrant.KIND} {grant.pk}: not what was given")
    for missing in births:
        result.differs(f"{NamedGrant.KIND} {missing}: given, yet gone")
    return result


def _batches() -> Iterator[list[Entry]]:
    rows = Entry.objects.exclude(state=EntryState.ERASED).select_related("place")
    found = rows.order_by("id").iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        yield batch


def _wrong(entry: Entry, records: list[Record], visits: list[CareVisit]) -> str:
    """What differs, named by its field alone; "" when nothing does."""
    try:
        salt, facts = salt_of(entry), _facts(entry)
        said = [words_of(visit) for visit in visits]
    except Refused as refusal:
        return refusal.reason
    seals, spoken = _sealed(records)
    for name, seal in seals.items():
        if seal != (salted(facts[name], salt) if facts[name] else ""):
            return f"{name} was altered"
    now = [salted(words, salt) if words else "" for words in said]
    return "" if now == spoken else "what was said of a visit was altered"


def _facts(entry: Entry) -> dict[str, str]:
    plain = {name: str(getattr(entry, name) or "") for name in PLAIN}
    return plain | {name: read(entry, name) for name in COLUMNS} | {
        "place": entry.place.code if entry.place else ""
    }  # fmt: skip


def _sealed(records: list[Record]) -> tuple[dict[str, str], list[str]]:
    """The last seal of every fact that was ever given, and the seal of each visit's words."""
    facts: dict[str, str] = {}
    spoken: list[str] = []
    for record in records:
        given: dict[str, Any] = record.given
        if record.move == "see":
            spoken.append(given.get("words", {}).get("sealed", ""))
            continue
        for name in (*PLAIN, *COLUMNS, "place"):
            if isinstance(given.get(name), dict):
                facts[name] = given[name]["sealed"]
        facts |= dict.fromkeys(set(given.get("cleared", ())) & {*PLAIN, *COLUMNS}, "")
    return facts, spoken
