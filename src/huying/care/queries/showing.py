"""An entry as it is shown: numbers masked, notes only said to be there."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from huying.care.models import CareVisit, Entry
from huying.care.rules import masked_id, see_by
from huying.care.sealed import read, words_of
from huying.people.rules import masked_phone


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a page of an entry without asking for more.

    `see_by` is the day by which somebody should be there again, None off the care list.
    """

    entry: Entry
    id_number: str
    phone: str
    has_health: bool
    where: str
    see_by: date | None


def shown(entry: Entry) -> Shown:
    """The entry with its numbers masked; refused `not-open` where their key is missing."""
    there = timezone.localdate(entry.last_seen_at) if entry.last_seen_at else None
    due = see_by(there, entry.registered_on, entry.every_days) if entry.every_days else None
    where = [entry.place.name if entry.place else "", entry.address]
    return Shown(
        entry, masked_id(read(entry, "id_number")), masked_phone(read(entry, "phone")),
        bool(entry.health_sealed), " · ".join(part for part in where if part), due,
    )  # fmt: skip


def said_of(visit: CareVisit) -> str:
    """What was said of a visit."""
    return words_of(visit)
